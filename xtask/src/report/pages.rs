//! How old the pages are, and what their change histories say.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::Capture;
use serde::Serialize;

use crate::drift::{changed, subject};
use crate::import::dates;
use crate::regen::load::Input;
use crate::regen::merge::Captured;

/// A page whose newest edition is old.
#[derive(Serialize)]
pub(super) struct OutdatedPage<'a> {
    /// What it is about.
    pub page: String,
    /// Id of its newest edition.
    pub source: &'a str,
    pub published: &'a str,
    pub url: &'a str,
}

/// An entry of the change history of a page.
#[derive(Serialize)]
pub(super) struct PageChange<'a> {
    pub date: &'a str,
    pub operation: &'a str,
    /// What has changed, in words.
    pub changed: String,
    /// Id of the edition.
    pub source: &'a str,
}

/// The newest edition of every page of a product, by what it is about.
fn newest<'a>(product: &str, input: &'a Input) -> BTreeMap<String, &'a Captured> {
    let mut newest: BTreeMap<String, &Captured> = BTreeMap::new();
    let pages = input.captures.iter().filter(|one| {
        use Capture::{
            Endpoints, ImpactPage, ManagedPage, Metadata, ObservedCodes, OperationPage, RamList,
            Timeouts,
        };
        // What is read from files has its dates elsewhere; what people read is downloaded by hand.
        let is_page = match one.capture {
            OperationPage(_) | ImpactPage(_) | ManagedPage(_) | RamList(_) => true,
            Metadata(_) | ObservedCodes(_) | Endpoints(_) | Timeouts(_) => false,
        };
        is_page && one.source.product == product
    });
    for page in pages {
        let known = newest.entry(subject(&page.capture)).or_insert(page);
        if page.source.published > known.source.published {
            *known = page;
        }
    }
    newest
}

/// Pages whose newest edition was published more than a year before `today`, oldest first.
pub(super) fn outdated<'a>(product: &str, input: &'a Input, today: &str) -> Vec<OutdatedPage<'a>> {
    let Some(limit) = dates::a_year_before(today) else { return Vec::new() };
    let newest = newest(product, input).into_iter();
    let mut outdated: Vec<OutdatedPage<'_>> = newest
        .filter(|(_, page)| page.source.published < limit)
        .map(|(subject, Captured { source, .. })| OutdatedPage {
            page: subject,
            source: &source.id,
            published: &source.published,
            url: &source.url,
        })
        .collect();
    outdated.sort_by(|a, b| (a.published, &a.page).cmp(&(b.published, &b.page)));
    outdated
}

/// What the change histories of the newest editions say, newest first.
pub(super) fn changes<'a>(product: &str, input: &'a Input) -> Vec<PageChange<'a>> {
    let mut found = Vec::new();
    for Captured { source, capture } in newest(product, input).into_values() {
        let Capture::OperationPage(page) = capture else { continue };
        found.extend(page.changes.iter().map(|one| PageChange {
            date: &one.date,
            operation: &page.operation,
            changed: changed(one),
            source: &source.id,
        }));
    }
    found.sort_by_key(|one| (Reverse(one.date), one.operation));
    found
}
