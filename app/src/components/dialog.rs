use leptos::{html, prelude::*};

/// A native modal dialog. A button with `commandfor=id` and `command="show-modal"` opens it without scripts. In
/// browsers that do not support these attributes, the button's click handler opens it through `node`.
#[component]
pub(crate) fn Dialog(
    #[prop(into)] id: String,
    title: &'static str,
    node: NodeRef<html::Dialog>,
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-title");
    let labelledby = heading.clone();
    view! {
        <dialog id=id node_ref=node class="dialog" closedby="any" aria-labelledby=labelledby>
            <h2 id=heading>{title}</h2>
            {children()}
        </dialog>
    }
}
