use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{ErrorNote, Skeleton};
use crate::error::ApiError;

/// Shows a resource: a skeleton while it loads, an error if it failed, and otherwise `children`.
///
/// The children are rendered once and receive a signal, so that later responses change values without losing anything
/// that a person has typed or opened. If a later request fails, the error is shown above the last good values. Both
/// errors have a button to try again.
#[component]
pub(crate) fn Load<T, V>(
    resource: Resource<Result<T, ApiError>>,
    /// The number of lines in the skeleton.
    #[prop(default = 3)]
    lines: usize,
    /// Shown below the error if nothing has been loaded yet.
    #[prop(optional, into)]
    failed: ViewFn,
    children: impl Fn(Signal<T>) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition fallback=move || view! { <Skeleton lines /> }>
            <Loaded resource failed=failed.clone() children=children.clone() />
        </Transition>
    }
}

#[component]
fn Loaded<T, V>(
    resource: Resource<Result<T, ApiError>>,
    failed: ViewFn,
    children: impl Fn(Signal<T>) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let failure = move || resource.get().and_then(Result::err);
    let has_value = move || resource.with(|answer| matches!(answer, Some(Ok(_))));
    let (error, loaded): (Signal<Option<ApiError>>, Signal<bool>) = if cfg!(feature = "ssr") {
        // The server renders on several threads, where a memo is updated slightly later than the resource it reads.
        (Signal::derive(failure), Signal::derive(has_value))
    } else {
        let stays = move |before: Option<&bool>| before.copied().unwrap_or_default() || has_value();
        (Memo::new(move |_| failure()).into(), Memo::new(stays).into())
    };
    view! {
        {move || {
            error
                .get()
                .map(|error| {
                    view! {
                        <ErrorNote error />
                        <p class="needs-script">
                            <button type="button" class="button small" on:click=move |_| resource.refetch()>
                                "Try again"
                            </button>
                        </p>
                    }
                })
        }}
        {move || (error.with(Option::is_some) && !loaded.get()).then(|| failed.run())}
        {move || {
            if !loaded.get() {
                return None;
            }
            // Inside a Transition, `get_untracked` alone tracks, and every response would render the children again.
            let first = untrack(|| resource.get_untracked())?.ok()?;
            let value = Memo::new(move |before: Option<&T>| match resource.get() {
                Some(Ok(value)) => value,
                _ => before.unwrap_or(&first).clone(),
            });
            Some(children(value.into()).into_any())
        }}
    }
}
