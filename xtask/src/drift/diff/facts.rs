//! Facts that are one text per operation and path.

use super::Found;
use crate::drift::rules::{self, Rule};
use crate::drift::terms::Part;
use crate::drift::view::View;

/// The rules for one part: added, changed, removed; none where another part reports it.
type Rules = (Option<&'static Rule>, Option<&'static Rule>, Option<&'static Rule>);

fn rules_of(part: Part) -> Rules {
    match part {
        Part::ObservedCode => (
            Some(rules::OBSERVED_ADDED),
            Some(rules::OBSERVED_CHANGED),
            Some(rules::OBSERVED_REMOVED),
        ),
        Part::Endpoint => (
            Some(rules::ENDPOINT_ADDED),
            Some(rules::ENDPOINT_CHANGED),
            Some(rules::ENDPOINT_REMOVED),
        ),
        Part::Timeout => {
            (Some(rules::TIMEOUT_ADDED), Some(rules::TIMEOUT_CHANGED), Some(rules::TIMEOUT_REMOVED))
        }
        Part::Authorization => (
            Some(rules::AUTHORIZATION_ADDED),
            Some(rules::AUTHORIZATION_CHANGED),
            Some(rules::AUTHORIZATION_REMOVED),
        ),
        Part::Retry => {
            (Some(rules::RETRY_ADDED), Some(rules::RETRY_CHANGED), Some(rules::RETRY_REMOVED))
        }
        Part::Precondition => (
            Some(rules::PRECONDITION_ADDED),
            Some(rules::PRECONDITION_CHANGED),
            Some(rules::PRECONDITION_REMOVED),
        ),
        Part::Method => (Some(rules::POST_ADDED), None, Some(rules::POST_REMOVED)),
        // A code that comes or goes is an error code that comes or goes.
        Part::Reaction => (None, Some(rules::REACTION_CHANGED), None),
        Part::Group => (None, Some(rules::GROUP_CHANGED), None),
        // A name comes or goes with what it stands for, or shows as a changed type of its users.
        Part::RustName => (None, Some(rules::RUST_NAME_CHANGED), None),
        _ => (None, None, None),
    }
}

/// Compares them. Facts about an operation that came or went are part of that change.
pub(super) fn compare(old: &View, new: &View, found: &mut Found) {
    for (key, from) in &old.facts {
        let (part, operation, path) = key;
        if !in_both(operation, old, new) {
            continue;
        }
        let (_, changed, removed) = rules_of(*part);
        match (new.facts.get(key), changed, removed) {
            (None, _, Some(rule)) => found.add(rule, operation, path, Some(from.clone()), None),
            (Some(to), Some(rule), _) if to != from => {
                found.add(rule, operation, path, Some(from.clone()), Some(to.clone()));
            }
            _ => {}
        }
    }
    for (key, to) in new.facts.iter().filter(|(key, _)| !old.facts.contains_key(*key)) {
        let (part, operation, path) = key;
        if let (Some(rule), _, _) = rules_of(*part)
            && in_both(operation, old, new)
        {
            found.add(rule, operation, path, None, Some(to.clone()));
        }
    }
}

fn in_both(operation: &str, old: &View, new: &View) -> bool {
    match (&old.operations, &new.operations) {
        (Some(old), Some(new)) if !operation.is_empty() => {
            old.contains_key(operation) && new.contains_key(operation)
        }
        _ => true,
    }
}
