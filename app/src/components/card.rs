use leptos::prelude::*;

/// A titled part of a page. `id` names its heading and must be unique in the page.
#[component]
pub(crate) fn Card(
    id: &'static str,
    title: &'static str,
    /// More classes, for the place in the page's grid.
    #[prop(optional)]
    class: &'static str,
    /// Beside the title.
    #[prop(optional, into)]
    aside: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    view! {
        <section class=format!("card {class}") aria-labelledby=id>
            <header class="card-header">
                <h2 id=id>{title}</h2>
                {aside.run()}
            </header>
            {children()}
        </section>
    }
    .into_any()
}
