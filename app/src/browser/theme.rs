use leptos::prelude::*;

/// The chosen colours. The script in the page's head applies the stored choice before the first paint; see `shell`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Theme; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value in `localStorage` and in `data-theme`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The stored theme, and a function that changes it.
pub(crate) fn use_theme() -> (ReadSignal<Theme>, impl Fn(Theme) + Copy) {
    let (theme, set_theme) = signal(Theme::System);
    Effect::new(move |_| {
        let stored = storage().and_then(|storage| storage.get_item("theme").ok().flatten());
        set_theme.set(
            Theme::ALL
                .into_iter()
                .find(|theme| Some(theme.name()) == stored.as_deref())
                .unwrap_or(Theme::System),
        );
    });
    let choose = move |theme: Theme| {
        if let Some(storage) = storage() {
            let _ = storage.set_item("theme", theme.name());
        }
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", theme.name());
        }
        set_theme.set(theme);
    };
    (theme, choose)
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
