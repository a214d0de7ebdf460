//! What in the list contradicts itself or the metadata.

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::{About, AccessLevel, Contradiction};
use aliyun_rpc_spec::capture::{ListedAction, RamList};

use super::names::Names;
use crate::regen::model::Product;

fn contradiction(
    subject: &str,
    about: About,
    stated: &str,
    against: &str,
    line: u32,
) -> Contradiction {
    Contradiction {
        subject: subject.to_owned(),
        about,
        stated: stated.to_owned(),
        against: against.to_owned(),
        line,
    }
}

/// An action against itself and the metadata.
pub(super) fn of_action(
    product: &Product,
    action: &ListedAction,
    level: AccessLevel,
    found: &mut Vec<Contradiction>,
) {
    let name = action.operation.as_str();
    let mut seen = BTreeSet::new();
    let mut told = BTreeSet::new();
    for key in &action.condition_keys {
        if !seen.insert(key) && told.insert(key) {
            found.push(contradiction(name, About::RepeatedKey, key, "", action.line));
        }
    }
    let operation = product.operations.get(name);
    if operation.is_none_or(|operation| !operation.current) {
        found.push(contradiction(name, About::Withdrawn, &action.action, "", action.line));
    }
    let kind = operation.and_then(|operation| operation.operation_type.as_deref());
    if let Some(kind) = kind.filter(|kind| !agrees(level, kind)) {
        found.push(contradiction(name, About::Level, &action.level, kind, action.line));
    }
}

/// Whether a kind of operation of the metadata can have this level. Some editions only tell reading
/// from writing.
fn agrees(level: AccessLevel, kind: &str) -> bool {
    use AccessLevel::{Create, Delete, List, Read, Update};
    match kind {
        "write" => matches!(level, Create | Update | Delete),
        "read" => matches!(level, Read | List),
        kind => AccessLevel::from_stated(kind) == Some(level),
    }
}

/// The table of resource types against itself.
pub(super) fn of_types(list: &RamList, names: &Names<'_>, found: &mut Vec<Contradiction>) {
    for (twin, name) in names.twins() {
        let listed = list.resource_types.iter().find(|one| one.resource == twin);
        let line = listed.map_or(0, |one| one.line);
        found.push(contradiction(twin, About::TwinType, twin, name, line));
    }
    for one in &list.resource_types {
        for pattern in &one.patterns {
            let parts: Vec<&str> = pattern.splitn(5, ':').collect();
            let about = match parts.as_slice() {
                [.., "*"] | [_, _, "", ..] => About::OddPattern,
                [_, _, region, account, _]
                    if is_respelled(region, "regionId") || is_respelled(account, "accountId") =>
                {
                    About::LetterCase
                }
                _ => continue,
            };
            found.push(contradiction(&one.resource, about, pattern, "", one.line));
        }
    }
}

/// A variable that everything else in the list spells in another case.
fn is_respelled(part: &str, name: &str) -> bool {
    let variable = part.strip_prefix("{#").and_then(|rest| rest.strip_suffix('}'));
    variable.is_some_and(|variable| variable != name && variable.eq_ignore_ascii_case(name))
}

/// The table of condition keys against their use.
pub(super) fn of_keys(list: &RamList, found: &mut Vec<Contradiction>) {
    let defined: BTreeSet<&str> = list.condition_keys.iter().map(|one| one.key.as_str()).collect();
    let mut told = BTreeSet::new();
    for action in &list.actions {
        for key in action.condition_keys.iter().filter(|key| !defined.contains(key.as_str())) {
            if told.insert(key) {
                let (user, line) = (&action.operation, action.line);
                found.push(contradiction(key, About::UndefinedKey, key, user, line));
            }
        }
    }
    for one in &list.condition_keys {
        let name = one.key.rsplit(':').next().unwrap_or_default();
        let asks = name.strip_prefix("Is").is_some_and(|rest| rest.starts_with(char::is_uppercase));
        if asks && one.value_type != "boolean" {
            found.push(contradiction(
                &one.key,
                About::KeyType,
                &one.value_type,
                "boolean",
                one.line,
            ));
        }
    }
}
