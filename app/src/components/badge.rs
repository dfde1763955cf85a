use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::model::{ProjectState, RunStatus};

/// The meaning of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Busy,
    Warn,
    Bad,
    Quiet,
}

impl Tone {
    /// The class that sets the colours.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Good => "tone-good",
            Self::Busy => "tone-busy",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
            Self::Quiet => "tone-quiet",
        }
    }
}

/// How a state is shown: by colour, icon and word, because colour alone is not accessible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) tone: Tone,
    pub(crate) glyph: Glyph,
    pub(crate) word: &'static str,
}

impl Look {
    pub(crate) const fn new(tone: Tone, glyph: Glyph, word: &'static str) -> Self {
        Self { tone, glyph, word }
    }
}

/// The badge of a run's status.
pub(crate) fn run_look(status: RunStatus) -> Look {
    match status {
        RunStatus::Idle => Look::new(Tone::Quiet, Glyph::Idle, "Idle"),
        RunStatus::Running => Look::new(Tone::Busy, Glyph::Sync, "Running"),
        RunStatus::Stopping => Look::new(Tone::Busy, Glyph::Stop, "Stopping"),
        RunStatus::Stopped => Look::new(Tone::Quiet, Glyph::Stop, "Stopped"),
        RunStatus::Completed => Look::new(Tone::Good, Glyph::Check, "Completed"),
        RunStatus::CompletedWithErrors => Look::new(Tone::Warn, Glyph::Alert, "Completed with errors"),
        RunStatus::Failed => Look::new(Tone::Bad, Glyph::Cross, "Failed"),
        RunStatus::Interrupted => Look::new(Tone::Warn, Glyph::Pause, "Interrupted"),
    }
}

/// The badge of a project's state in a run.
pub(crate) fn project_look(state: ProjectState) -> Look {
    match state {
        ProjectState::Queued => Look::new(Tone::Quiet, Glyph::Clock, "Queued"),
        ProjectState::Running => Look::new(Tone::Busy, Glyph::Sync, "Running"),
        ProjectState::Completed => Look::new(Tone::Good, Glyph::Check, "Completed"),
        ProjectState::CompletedWithErrors => Look::new(Tone::Warn, Glyph::Alert, "Completed with errors"),
        ProjectState::Failed => Look::new(Tone::Bad, Glyph::Cross, "Failed"),
        ProjectState::Stopped => Look::new(Tone::Quiet, Glyph::Stop, "Stopped"),
        ProjectState::Skipped => Look::new(Tone::Quiet, Glyph::Skip, "Skipped"),
    }
}

/// A state as a coloured label with an icon.
#[component]
pub(crate) fn Badge(#[prop(into)] look: Signal<Look>) -> impl IntoView {
    view! {
        <span class=move || format!("badge {}", look.get().tone.class())>
            <Icon glyph=Signal::derive(move || look.get().glyph) />
            {move || look.get().word}
        </span>
    }
    .into_any()
}
