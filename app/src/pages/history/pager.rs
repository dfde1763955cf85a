use leptos::prelude::*;

use super::{HistoryFilter, filter::PAGE_SIZE};
use crate::{
    components::{Glyph, Icon},
    text::grouped,
};

/// Links to newer and older runs.
#[component]
pub(super) fn Pager(filter: Signal<HistoryFilter>, total: Signal<u64>) -> impl IntoView {
    move || {
        let (filter, pages) = (filter.get(), total.get().div_ceil(PAGE_SIZE));
        let page = filter.shown_page(total.get());
        (pages > 1).then(|| {
            view! {
                <nav class="pager" aria-label="Pages">
                    {(page > 1)
                        .then(|| {
                            view! {
                                <a class="button" rel="prev" href=filter.href(page - 1)>
                                    <Icon glyph=Glyph::Previous />
                                    "Newer"
                                </a>
                            }
                        })}
                    <span class="muted">{format!("Page {} of {}", grouped(page), grouped(pages))}</span>
                    {(page < pages)
                        .then(|| {
                            view! {
                                <a class="button" rel="next" href=filter.href(page + 1)>
                                    "Older"
                                    <Icon glyph=Glyph::Next />
                                </a>
                            }
                        })}
                </nav>
            }
        })
    }
}
