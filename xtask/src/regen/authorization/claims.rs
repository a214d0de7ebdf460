//! Sources -> what each of them says about the permission of each operation, in one shape: rows of
//! the list for RAM, and rows of the authorization tables that newer pages of operations have.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use aliyun_rpc_spec::authorization::{About, Contradiction};
use aliyun_rpc_spec::capture::{Capture, ListedAction, OperationPage, RamList};

use super::contradictions::contradiction;
use crate::regen::load::Input;
use crate::sources::Source;

/// What one source says about one operation.
pub(super) struct Claim<'a> {
    pub source: &'a Source,
    pub operation: &'a str,
    pub action: &'a str,
    pub level: &'a str,
    pub resources: Vec<Claimed<'a>>,
    pub condition_keys: &'a [String],
    pub further: &'a [String],
    pub line: Option<u32>,
}

/// One resource of a claim.
pub(super) struct Claimed<'a> {
    pub resource: &'a str,
    pub pattern: &'a str,
    pub mandatory: Option<bool>,
    pub line: Option<u32>,
}

/// The newest edition of the list, and of each page that has an authorization table.
#[derive(Default)]
pub(super) struct Claims<'a> {
    pub list: Option<(&'a Source, &'a RamList)>,
    pages: BTreeMap<&'a str, (&'a Source, &'a OperationPage)>,
}

impl<'a> Claims<'a> {
    pub(super) fn of(product: &str, input: &'a Input) -> Self {
        let mut found = Self::default();
        let is_newer =
            |one: &Source, than: &Source| (&one.published, &one.id) > (&than.published, &than.id);
        for captured in input.captures.iter().filter(|one| one.source.product == product) {
            let source = &captured.source;
            match &captured.capture {
                Capture::RamList(list)
                    if found.list.is_none_or(|(old, _)| is_newer(source, old)) =>
                {
                    found.list = Some((source, list));
                }
                Capture::OperationPage(page) if !page.authorization.is_empty() => {
                    let known = found.pages.entry(&page.operation).or_insert((source, page));
                    if is_newer(source, known.0) {
                        *known = (source, page);
                    }
                }
                _ => {}
            }
        }
        found
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_none() && self.pages.is_empty()
    }

    /// The sources: the list, then pages by the names of their operations.
    pub(super) fn sources(&self) -> impl Iterator<Item = &'a Source> {
        let list = self.list.iter().map(|(source, _)| *source);
        list.chain(self.pages.values().map(|(source, _)| *source))
    }

    /// All claims about each operation. The first one decides: the newest, and the operation's own
    /// page before a list of the same day.
    pub(super) fn by_operation(
        &self,
        found: &mut Vec<Contradiction>,
    ) -> BTreeMap<&'a str, Vec<Claim<'a>>> {
        let mut claims: BTreeMap<&str, Vec<Claim<'_>>> = BTreeMap::new();
        for (source, page) in self.pages.values() {
            if let Some(claim) = of_page(source, page, found) {
                claims.entry(claim.operation).or_default().push(claim);
            }
        }
        if let Some((source, list)) = &self.list {
            for action in &list.actions {
                claims.entry(&action.operation).or_default().push(of_list(source, action));
            }
        }
        for of_one in claims.values_mut() {
            of_one.sort_by_key(|claim| Reverse(&claim.source.published));
        }
        claims
    }
}

fn of_list<'a>(source: &'a Source, action: &'a ListedAction) -> Claim<'a> {
    let resources = action.resources.iter().flat_map(|one| {
        one.patterns.iter().map(|pattern| Claimed {
            resource: &one.resource,
            pattern,
            mandatory: one.mandatory,
            line: Some(one.line),
        })
    });
    Claim {
        source,
        operation: &action.operation,
        action: &action.action,
        level: &action.level,
        resources: resources.collect(),
        condition_keys: &action.condition_keys,
        further: &action.associated,
        line: Some(action.line),
    }
}

/// The row for the operation itself; a table can have rows for other actions, too.
fn of_page<'a>(
    source: &'a Source,
    page: &'a OperationPage,
    found: &mut Vec<Contradiction>,
) -> Option<Claim<'a>> {
    let is_own =
        |action: &str| action.split_once(':').is_some_and(|(_, name)| name == page.operation);
    let own = page.authorization.iter().position(|row| is_own(&row.action)).unwrap_or(0);
    let mut note = |about, stated: &str| {
        found.push(contradiction(source, &page.operation, about, (stated, ""), None));
    };
    for (_, other) in page.authorization.iter().enumerate().filter(|(at, _)| *at != own) {
        note(About::OtherAction, &other.action);
    }
    let row = page.authorization.get(own)?;
    if row.resources.is_empty() {
        note(About::NoResource, &row.action);
        return None;
    }
    let resources = row.resources.iter().flat_map(|one| {
        one.patterns.iter().map(|pattern| Claimed {
            resource: &one.resource,
            pattern,
            mandatory: one.mandatory,
            line: None,
        })
    });
    Some(Claim {
        source,
        operation: &page.operation,
        action: &row.action,
        level: &row.level,
        resources: resources.collect(),
        condition_keys: &row.condition_keys,
        further: &row.associated,
        line: None,
    })
}
