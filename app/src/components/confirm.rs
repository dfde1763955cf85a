use leptos::{html, prelude::*};

use super::Dialog;
use crate::{base_path::at, browser::show_dialog};

/// A button that opens a dialog with a plain form, which does what the button says. Works without scripts.
#[component]
pub(crate) fn Confirm(
    /// The id of the dialog, unique in the page. Spaces are replaced.
    #[prop(into)]
    id: String,
    /// The label of the button that opens the dialog.
    open: &'static str,
    /// More classes of that button.
    class: &'static str,
    #[prop(optional, into)] disabled: Signal<bool>,
    title: &'static str,
    /// The path that the form is sent to without scripts.
    action: &'static str,
    /// Names and values of the form's hidden fields.
    members: Vec<(&'static str, String)>,
    /// The label of the button that submits the form.
    submit: &'static str,
    on_submit: Callback<()>,
    /// The text of the dialog.
    children: Children,
) -> impl IntoView {
    // `aria-labelledby` is a list of ids separated by spaces.
    let id = id.replace(char::is_whitespace, "-");
    let dialog = NodeRef::<html::Dialog>::new();
    view! {
        <button
            type="button"
            class=format!("button {class}")
            disabled=move || disabled.get()
            commandfor=id.clone()
            command="show-modal"
            on:click=move |event| show_dialog(&event, dialog)
        >
            {open}
        </button>
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
