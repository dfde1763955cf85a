use leptos::prelude::*;

/// An icon, drawn on a grid of 24 by 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    Alert,
    Check,
    Clock,
    Copy,
    Cross,
    Database,
    Idle,
    Info,
    Moon,
    Next,
    Pause,
    Play,
    Previous,
    Screen,
    Site,
    Skip,
    Stop,
    Sun,
    Sync,
}

impl Glyph {
    /// The icon's outline as an SVG path.
    fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 4 21 19.5H3zM12 10v4.5M12 17v.1",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Clock => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M12 7.5V12l3 2",
            Self::Copy => "M9 9h10v11H9zM15 9V4.5H5V15h4",
            Self::Cross => "m6.5 6.5 11 11m0-11-11 11",
            Self::Database => {
                "M4.5 6c0-3.3 15-3.3 15 0v12c0 3.3-15 3.3-15 0zc0 3.3 15 3.3 15 0M4.5 12c0 3.3 15 3.3 15 0"
            }
            Self::Idle => "M12 5.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13",
            Self::Info => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M12 11v5.5M12 7.6v.1",
            Self::Moon => "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10",
            Self::Next => "m9.5 6 6 6-6 6",
            Self::Pause => "M8.5 6v12M15.5 6v12",
            Self::Play => "m8 5.5 10.5 6.5L8 18.5z",
            Self::Previous => "m14.5 6-6 6 6 6",
            Self::Screen => "M4 5h16v11H4zM9 20h6M12 16v4",
            Self::Site => {
                "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17"
            }
            Self::Skip => "m6 6.5 7.5 5.5L6 17.5zM17.5 6.5v11",
            Self::Stop => "M7 7h10v10H7z",
            Self::Sun => {
                "M12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M12 3v1.8M12 19.2V21M3 12h1.8M19.2 12H21M5.6 5.6l1.3 1.3M17.1 17.1l1.3 1.3M5.6 18.4l1.3-1.3M17.1 6.9l1.3-1.3"
            }
            Self::Sync => {
                "M19.5 9.5A8 8 0 0 0 5 8.5L4 10M4 5v5h5M4.5 14.5a8 8 0 0 0 14.5 1l1-1.5M20 19v-5h-5"
            }
        }
    }
}

/// An icon next to text. Hidden from screen readers, which read the text.
#[component]
pub(crate) fn Icon(#[prop(into)] glyph: Signal<Glyph>) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=move || glyph.get().path() />
        </svg>
    }
}
