use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{ErrorNote, Skeleton};
use crate::error::ApiError;

/// Shows what a resource brings: bones while it loads, the error when it failed, and otherwise `children`.
///
/// They are rendered once and get a signal, so that a later answer changes values but never what a person has
/// typed or opened. When a later read fails, the last good values stay under the error. Either way it can be tried again.
#[component]
pub(crate) fn Load<T, V>(
    resource: Resource<Result<T, ApiError>>,
    /// How many bones to show.
    #[prop(default = 3)]
    lines: usize,
    /// Below the error while nothing has been loaded.
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
    let is_there = move || resource.with(|answer| matches!(answer, Some(Ok(_))));
    let (error, loaded): (Signal<Option<ApiError>>, Signal<bool>) = if cfg!(feature = "ssr") {
        // The server renders on several threads, and a memo is updated shortly after the resource that it reads.
        (Signal::derive(failure), Signal::derive(is_there))
    } else {
        let stays = move |before: Option<&bool>| before.copied().unwrap_or_default() || is_there();
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
            // Inside a Transition `get_untracked` alone tracks: every answer would render the children anew.
            let first = untrack(|| resource.get_untracked())?.ok()?;
            let value = Memo::new(move |before: Option<&T>| match resource.get() {
                Some(Ok(value)) => value,
                _ => before.unwrap_or(&first).clone(),
            });
            Some(children(value.into()).into_any())
        }}
    }
}
