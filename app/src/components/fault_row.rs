use leptos::prelude::*;

use super::Fault;

/// The error of the table row above, across all columns; nothing if there is none.
#[component]
pub(crate) fn FaultRow(message: Option<String>, columns: usize) -> impl IntoView {
    message.map(|message| {
        view! {
            <tr class="fault-row">
                <td colspan=columns>
                    <Fault message />
                </td>
            </tr>
        }
    })
}
