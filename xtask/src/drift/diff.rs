//! Two views -> every difference between them. What one of them does not carry becomes a
//! [`Gap`], never a change.

mod effects;
mod facts;
mod parameters;

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Drift, Gap, Side};
use super::rules::{self, Rule};
use super::terms::Part;
use super::view::{Operation, TypeName, View};

/// How many places a gap names; more is an edition that does not carry the part.
const FEW: usize = 5;

/// All differences from `old` to `new`.
pub(crate) fn diff(old: &View, new: &View) -> Drift {
    let mut found = Found::default();
    operations(old, new, &mut found);
    effects::compare(old, new, &mut found);
    facts::compare(old, new, &mut found);
    found.drop_codes_of_variants();
    found.changes.sort();
    let gaps = found.gaps.into_iter().map(|((part, not_carried_by), mut places)| {
        let stated = places.len();
        if stated > FEW {
            places.clear();
        }
        Gap { part, not_carried_by, stated, places }
    });
    Drift { changes: found.changes, gaps: gaps.collect() }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    changes: Vec<Change>,
    gaps: BTreeMap<(Part, Side), Vec<String>>,
}

impl Found {
    fn add(
        &mut self,
        rule: &'static Rule,
        operation: &str,
        path: &str,
        from: Option<String>,
        to: Option<String>,
    ) {
        self.changes.push(Change::new(rule, operation, path, from, to));
    }

    /// The removal of a variant says more than that of its code, which harms nobody.
    fn drop_codes_of_variants(&mut self) {
        let is_gone = |change: &&Change| change.rule == rules::VARIANT_REMOVED.name;
        let gone: BTreeSet<(String, String)> =
            self.changes.iter().filter(is_gone).map(place).collect();
        let codes = [rules::ERROR_REMOVED.name, rules::OBSERVED_REMOVED.name];
        self.changes
            .retain(|change| !(codes.contains(&change.rule) && gone.contains(&place(change))));
    }

    /// Notes that only one side states something; `counts` is false when it states nothing.
    fn gap(&mut self, part: Part, by: Side, place: impl FnOnce() -> String, counts: bool) {
        if counts {
            self.gaps.entry((part, by)).or_default().push(place());
        }
    }

    /// Both values, or the gap where one is missing.
    fn both<'a, T>(
        &mut self,
        part: Part,
        place: impl FnOnce() -> String,
        old: &'a Option<T>,
        new: &'a Option<T>,
        says_something: impl Fn(&T) -> bool,
    ) -> Option<(&'a T, &'a T)> {
        match (old, new) {
            (Some(old), Some(new)) => return Some((old, new)),
            (Some(old), None) => self.gap(part, Side::New, place, says_something(old)),
            (None, Some(new)) => self.gap(part, Side::Old, place, says_something(new)),
            (None, None) => {}
        }
        None
    }
}

fn place(change: &Change) -> (String, String) {
    (change.operation.clone(), change.path.clone())
}

fn operations(old: &View, new: &View, found: &mut Found) {
    let (Some(before), Some(after)) = (&old.operations, &new.operations) else { return };
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        found.add(rules::OPERATION_REMOVED, name, "", Some(name.clone()), None);
    }
    for (name, new) in after {
        match before.get(name) {
            Some(old) => operation(name, old, new, found),
            None => found.add(rules::OPERATION_ADDED, name, "", None, Some(name.clone())),
        }
    }
}

fn operation(name: &str, old: &Operation, new: &Operation, found: &mut Found) {
    let part = Part::DeprecatedOperation;
    let place = || name.to_owned();
    if let Some((old, new)) = found.both(part, place, &old.deprecated, &new.deprecated, |is| *is) {
        match (old, new) {
            (false, true) => found.add(rules::OPERATION_DEPRECATED, name, "", None, None),
            (true, false) => found.add(rules::OPERATION_REVIVED, name, "", None, None),
            _ => {}
        }
    }
    parameters::compare(name, &old.parameters, &new.parameters, found);
    let says = |members: &BTreeMap<String, TypeName>| !members.is_empty();
    if let Some((old, new)) = found.both(Part::Response, place, &old.response, &new.response, says)
    {
        responses(name, old, new, found);
    }
    let says = |codes: &BTreeMap<String, BTreeSet<String>>| !codes.is_empty();
    if let Some((old, new)) = found.both(Part::ErrorCode, place, &old.errors, &new.errors, says) {
        errors(name, old, new, found);
    }
}

fn responses(
    operation: &str,
    old: &BTreeMap<String, TypeName>,
    new: &BTreeMap<String, TypeName>,
    found: &mut Found,
) {
    let text = |members: &BTreeMap<String, TypeName>, path: &str| {
        kind_text(path, |path| members.get(path).cloned())
    };
    for path in old.keys().filter(|path| !new.contains_key(*path) && !follows(path, new)) {
        found.add(rules::MEMBER_REMOVED, operation, path, text(old, path), None);
    }
    for (path, kind) in new {
        match old.get(path) {
            None if follows(path, old) => {}
            None => found.add(rules::MEMBER_ADDED, operation, path, None, text(new, path)),
            Some(before) if before != kind => {
                let (from, to) = (text(old, path), text(new, path));
                found.add(rules::MEMBER_TYPE, operation, path, from, to);
            }
            Some(_) => {}
        }
    }
}

/// A list item, or the value of a map, that is only missing on the `other` side because the list
/// is, or because the list is something else there: the list's own change says so.
fn follows<T>(path: &str, other: &BTreeMap<String, T>) -> bool
where
    T: HasType,
{
    let Some(parent) = path.strip_suffix("[]").or_else(|| path.strip_suffix(".*")) else {
        return false;
    };
    let list = if path.ends_with("[]") { "array" } else { "object" };
    match other.get(parent) {
        None => true,
        Some(parent) => parent.kind() != Some(list),
    }
}

/// Something with a type.
trait HasType {
    fn kind(&self) -> Option<&str>;
}

impl HasType for TypeName {
    fn kind(&self) -> Option<&str> {
        Some(self)
    }
}

/// The type at a path, a list with its items: `array of string`.
fn kind_text(path: &str, get: impl Fn(&str) -> Option<TypeName>) -> Option<String> {
    let mut text = get(path)?.into_owned();
    let mut below = path.to_owned();
    for _ in 0..4 {
        below.push_str("[]");
        let Some(item) = get(&below) else { break };
        text.push_str(" of ");
        text.push_str(&item);
    }
    Some(text)
}

fn errors(
    operation: &str,
    old: &BTreeMap<String, BTreeSet<String>>,
    new: &BTreeMap<String, BTreeSet<String>>,
    found: &mut Found,
) {
    let text = |statuses: &BTreeSet<String>| {
        let statuses: Vec<&str> = statuses.iter().map(String::as_str).collect();
        Some(statuses.join(", "))
    };
    for (code, statuses) in old.iter().filter(|(code, _)| !new.contains_key(*code)) {
        found.add(rules::ERROR_REMOVED, operation, code, text(statuses), None);
    }
    for (code, statuses) in new {
        match old.get(code) {
            None => found.add(rules::ERROR_ADDED, operation, code, None, text(statuses)),
            Some(before) if before != statuses => {
                found.add(rules::STATUS_CHANGED, operation, code, text(before), text(statuses));
            }
            Some(_) => {}
        }
    }
}
