use leptos::prelude::*;

/// A column's heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    name: &'static str,
    number: bool,
}

impl Column {
    /// A column of words.
    pub(crate) const fn text(name: &'static str) -> Self {
        Self { name, number: false }
    }

    /// A column of numbers.
    pub(crate) const fn number(name: &'static str) -> Self {
        Self { name, number: true }
    }
}

/// A table, which becomes a stack of cards on a phone. Its children are the rows, whose cells repeat their column's
/// heading as `data-label`.
#[component]
pub(crate) fn Table(
    /// Visible only to screen readers.
    caption: &'static str,
    columns: &'static [Column],
    children: Children,
) -> impl IntoView {
    let heading = |column: &Column| {
        view! {
            <th scope="col" class:number=column.number>
                {column.name}
            </th>
        }
    };
    view! {
        <table class="table cards">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>{columns.iter().map(heading).collect_view()}</tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}
