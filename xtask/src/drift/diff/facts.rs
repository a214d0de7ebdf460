//! Facts that are one text per operation and path.

use super::Found;
use crate::drift::change::Side;
use crate::drift::rules;
use crate::drift::terms::{Part, What};
use crate::drift::view::{FactKey, View};

/// Compares them. Facts about an operation that came or went are part of that change.
pub(super) fn compare(old: &View, new: &View, found: &mut Found) {
    for (key, from) in old.facts.iter().filter(|(key, _)| is_compared(key, old, new)) {
        let to = new.facts.get(key).or_else(|| usual(key, new));
        if to.is_none() && new.silent.contains(&key.0) {
            found.gap(key.0, Side::New, || place(key), true);
        } else if to != Some(from) {
            one(key, Some(from), to, found);
        }
    }
    let added = new.facts.iter().filter(|(key, _)| !old.facts.contains_key(*key));
    for (key, to) in added.filter(|(key, _)| is_compared(key, old, new)) {
        let from = usual(key, old);
        if from.is_none() && old.silent.contains(&key.0) {
            found.gap(key.0, Side::Old, || place(key), true);
        } else if from != Some(to) {
            one(key, from, Some(to), found);
        }
    }
}

fn one(key: &FactKey, from: Option<&String>, to: Option<&String>, found: &mut Found) {
    let (part, operation, path) = key;
    let what = match (from, to) {
        (None, _) => What::Added,
        (_, None) => What::Removed,
        _ => What::Changed,
    };
    if let Some(rule) = rules::of_fact(*part, what) {
        // A mark that is there or not has no text.
        let text = |text: Option<&String>| text.filter(|text| !text.is_empty()).cloned();
        found.add(rule, operation, path, text(from), text(to));
    }
}

/// What a code means in any operation, where nothing else is said about it in this one. That holds
/// for codes that the operation does not list, too.
fn usual<'a>((part, operation, code): &FactKey, view: &'a View) -> Option<&'a String> {
    if *part != Part::Reaction || operation.is_empty() {
        return None;
    }
    view.facts.get(&(Part::Reaction, String::new(), code.clone()))
}

fn place((_, operation, path): &FactKey) -> String {
    format!("{operation} {path}").trim().to_owned()
}

/// Whether a view has the member of a reply that a fact is about.
fn has_member(view: &View, operation: &str, path: &str) -> bool {
    let own = view.operations.as_ref().and_then(|operations| operations.get(operation));
    let reply = own.and_then(|operation| operation.response.as_ref());
    let in_files = (Part::Secret, operation.to_owned(), path.to_owned());
    reply.is_some_and(|members| members.contains_key(path)) || view.facts.contains_key(&in_files)
}

fn is_compared((part, operation, path): &FactKey, old: &View, new: &View) -> bool {
    // What is shown of a member comes and goes with it.
    if matches!(part, Part::Example | Part::Form)
        && !(has_member(new, operation, path) && has_member(old, operation, path))
    {
        return false;
    }
    // Compared with the verdict it belongs to.
    if *part == Part::Agreement {
        return false;
    }
    let (Some(before), Some(after)) = (&old.operations, &new.operations) else { return true };
    match (before.contains_key(operation), after.contains_key(operation)) {
        _ if operation.is_empty() => true,
        (true, true) => true,
        (false, false) => {
            let key = (Part::Withdrawn, operation.clone(), String::new());
            let known = |view: &View| view.facts.contains_key(&key);
            *part == Part::Withdrawn || known(old) == known(new)
        }
        _ => false,
    }
}
