//! What a damaged page states that the whole page does not.

use aliyun_rpc_spec::capture::{
    Authorization, Change, ImpactPage, ImpactRow, ManagedPage, ManagedRow, OperationPage,
    PageParameter, Quality,
};

use super::*;

/// What a capture states that the whole page does not, both without line numbers; less is not
/// wrong. Where lines `moved`, an item of a list may be one of another list now, which nobody can
/// tell.
pub(super) fn wrong(whole: &Capture, found: &Capture, moved: bool) -> Option<String> {
    match (whole, found) {
        (Capture::OperationPage(whole), Capture::OperationPage(found)) => {
            operation(whole, found, moved)
        }
        (Capture::ImpactPage(whole), Capture::ImpactPage(found)) => impact(whole, found),
        (Capture::ManagedPage(whole), Capture::ManagedPage(found)) => managed(whole, found),
        _ => Some("another kind".to_owned()),
    }
}

/// A row that the whole page has and a damaged one has not.
pub(super) fn lost(whole: &Capture, found: &Capture) -> Option<String> {
    let (all, mut left) = (rows(whole), rows(found));
    let is_lost = |row: &String| match left.iter().position(|one| one == row) {
        Some(at) => {
            left.remove(at);
            false
        }
        None => true,
    };
    let lost = all.into_iter().find(is_lost)?;
    Some(format!("the row of {lost} got lost"))
}

/// What each row is about.
fn rows(capture: &Capture) -> Vec<String> {
    match capture {
        Capture::OperationPage(page) => {
            let names = page.parameters.iter().chain(&page.response).map(|one| one.name.clone());
            let errors = page.errors.iter().map(|row| format!("{} {}", row.status, row.code));
            let actions = page.authorization.iter().map(|row| row.action.clone());
            let changes = page.changes.iter().map(|change| change.date.clone());
            names.chain(errors).chain(actions).chain(changes).collect()
        }
        Capture::ImpactPage(page) => page.operations().cloned().collect(),
        Capture::ManagedPage(page) => page.rows.iter().map(|row| row.operation.clone()).collect(),
        _ => Vec::new(),
    }
}

fn operation(whole: &OperationPage, found: &OperationPage, moved: bool) -> Option<String> {
    let all = || whole.parameters.iter().chain(&whole.response);
    let is_known = |one: &&PageParameter| all().any(|known| states_no_more(known, one, all, moved));
    let odd = found.parameters.iter().chain(&found.response).find(|one| !is_known(one));
    let error = found.errors.iter().find(|row| !whole.errors.contains(row));
    let needs = |one: &&Authorization| {
        whole.authorization.iter().any(|known| {
            (&known.action, &known.level) == (&one.action, &one.level)
                && one.resources.iter().all(|each| {
                    known.resources.iter().any(|known| {
                        let mandatory = [None, known.mandatory].contains(&each.mandatory);
                        mandatory
                            && (&known.resource, &known.patterns)
                                == (&each.resource, &each.patterns)
                    })
                })
                && one.condition_keys.iter().all(|key| known.condition_keys.contains(key))
                && one.associated.iter().all(|each| known.associated.contains(each))
        })
    };
    let needed = found.authorization.iter().find(|one| !needs(one));
    let said = |one: &&Change| {
        let mut same = whole.changes.iter().filter(|known| known.date == one.date);
        same.any(|known| one.kinds.iter().all(|kind| known.kinds.contains(kind)))
    };
    let change = found.changes.iter().find(|one| !said(one));
    let denied = found.errors.is_empty() && !found.errors_unstated && !whole.errors.is_empty();
    (whole.operation != found.operation)
        .then(|| found.operation.clone())
        .or(odd.map(|one| format!("{one:?}")))
        .or(error.map(|row| format!("{row:?}")))
        .or(denied.then(|| "that the operation has no errors".to_owned()))
        .or(needed.map(|row| format!("{row:?}")))
        .or(change.map(|row| format!("{row:?}")))
}

/// Whether a parameter is this one, with no limit, default or value that it has not. Limits that
/// `moved` may be those of any parameter of the page.
fn states_no_more<'a, I: Iterator<Item = &'a PageParameter>>(
    known: &'a PageParameter,
    one: &PageParameter,
    all: impl Fn() -> I,
    moved: bool,
) -> bool {
    let same = |fits: &dyn Fn(&PageParameter) -> bool| fits(known) || moved && all().any(fits);
    fn less<T: PartialEq>(known: &Option<T>, found: &Option<T>) -> bool {
        found.is_none() || known == found
    }
    (&known.name, &known.kind, known.required) == (&one.name, &one.kind, one.required)
        && less(&known.item_of, &one.item_of)
        && known.deprecated == one.deprecated
        && same(&|known| less(&known.minimum, &one.minimum))
        && same(&|known| less(&known.maximum, &one.maximum))
        && same(&|known| less(&known.min_items, &one.min_items))
        && same(&|known| less(&known.max_items, &one.max_items))
        && same(&|known| less(&known.default, &one.default))
        && (moved || one.values.iter().all(|value| known.values.contains(value)))
}

fn impact(whole: &ImpactPage, found: &ImpactPage) -> Option<String> {
    // A cell that breaks off says so, and may state less.
    let is_less = |known: &ImpactRow, row: &ImpactRow| {
        (&known.operation, known.subject) == (&row.operation, row.subject)
            && (row.effect.is_none() || known.effect == row.effect)
            && (row.code.is_none() || known.code == row.code)
            && (known.quality == row.quality || row.quality == Quality::Truncated)
    };
    let row = found.rows.iter().find(|row| !whole.rows.iter().any(|known| is_less(known, row)));
    let crossed = found.crossed.iter().find(|cell| !whole.crossed.contains(cell));
    let rule = found.default.filter(|_| found.default != whole.default);
    (whole.condition != found.condition)
        .then(|| format!("{:?}", found.condition))
        .or(row.map(|row| format!("{row:?}")))
        .or(crossed.map(|cell| format!("{cell:?}")))
        .or(rule.map(|rule| format!("{rule:?} of what is not listed")))
}

fn managed(whole: &ManagedPage, found: &ManagedPage) -> Option<String> {
    let odd = found.rows.iter().find(|row: &&ManagedRow| !whole.rows.contains(row));
    let code = found.code.as_ref().filter(|_| found.code != whole.code);
    odd.map(|row| format!("{row:?}")).or(code.cloned())
}
