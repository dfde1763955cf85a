use leptos::{html, prelude::*};

use crate::{base_path::at, browser::show_dialog, components::Dialog};

/// A button that asks before it does something: a dialog with a plain form, so that it works without script.
#[component]
pub(super) fn Confirm(
    /// Of the dialog. May contain names.
    id: String,
    /// On the button that opens the dialog.
    open: &'static str,
    title: &'static str,
    /// Where the form leads without script.
    action: &'static str,
    /// What the form says: names and values.
    members: Vec<(&'static str, String)>,
    /// On the button that does it.
    submit: &'static str,
    on_submit: Callback<()>,
    children: Children,
) -> impl IntoView {
    // `aria-labelledby` takes a blank for the end of an id.
    let id = id.replace(char::is_whitespace, "-");
    let dialog = NodeRef::<html::Dialog>::new();
    view! {
        <div class="actions">
            <button
                type="button"
                class="button small"
                commandfor=id.clone()
                command="show-modal"
                on:click=move |event| show_dialog(&event, dialog)
            >
                {open}
            </button>
        </div>
        <Dialog id title node=dialog>
            {children()}
            <div class="actions end">
                <form method="dialog">
                    <button type="submit" class="button">
                        "Cancel"
                    </button>
                </form>
                <form
                    method="post"
                    action=at(action)
                    on:submit=move |event| {
                        event.prevent_default();
                        on_submit.run(());
                        if let Some(dialog) = dialog.get_untracked() {
                            dialog.close();
                        }
                    }
                >
                    {members
                        .into_iter()
                        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                        .collect_view()}
                    <button type="submit" class="button primary">
                        {submit}
                    </button>
                </form>
            </div>
        </Dialog>
    }
    .into_any()
}
