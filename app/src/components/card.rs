use leptos::prelude::*;

/// A section of a page with a title. `id` is the id of its heading and must be unique in the page.
#[component]
pub(crate) fn Card(
    id: &'static str,
    title: &'static str,
    /// More classes, for the position in the page's grid.
    #[prop(optional)]
    class: &'static str,
    /// Shown next to the title.
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
