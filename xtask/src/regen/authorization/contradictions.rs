//! Where a source contradicts itself or the metadata.

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::{About, AccessLevel, Contradiction};
use aliyun_rpc_spec::capture::RamList;

use super::claims::Claim;
use super::names::Names;
use crate::regen::model::Product;
use crate::sources::Source;

/// What a source states, and what stands against it.
pub(super) fn contradiction(
    source: &Source,
    subject: &str,
    about: About,
    (stated, against): (&str, &str),
    line: Option<u32>,
) -> Contradiction {
    Contradiction {
        source: source.id.clone(),
        subject: subject.to_owned(),
        about,
        stated: stated.to_owned(),
        against: against.to_owned(),
        line,
    }
}

/// A claim against itself and the metadata.
pub(super) fn of_claim(
    product: &Product,
    claim: &Claim<'_>,
    level: AccessLevel,
    found: &mut Vec<Contradiction>,
) {
    let mut note = |about, stated: &str, against: &str| {
        let pair = (stated, against);
        found.push(contradiction(claim.source, claim.operation, about, pair, claim.line));
    };
    let mut seen = BTreeSet::new();
    let mut told = BTreeSet::new();
    for key in claim.condition_keys {
        if !seen.insert(key) && told.insert(key) {
            note(About::RepeatedKey, key, "");
        }
    }
    let operation = product.operations.get(claim.operation);
    if operation.is_none_or(|operation| !operation.current) {
        note(About::Withdrawn, claim.action, "");
    }
    let kind = operation.and_then(|operation| operation.operation_type.as_deref());
    if let Some(kind) = kind.filter(|kind| !agrees(level, kind)) {
        note(About::Level, claim.level, kind);
    }
}

/// Whether a kind of operation of the metadata can have this level. Some editions only tell reading
/// from writing.
fn agrees(level: AccessLevel, kind: &str) -> bool {
    use AccessLevel::{Create, Delete, List, Read, Update, Write};
    match kind {
        "write" => matches!(level, Create | Update | Delete | Write),
        "read" => matches!(level, Read | List),
        kind => AccessLevel::from_stated(kind).is_some_and(|kind| kind.agrees_with(level)),
    }
}

/// The table of resource types against itself.
pub(super) fn of_types(
    source: &Source,
    list: &RamList,
    names: &Names<'_>,
    found: &mut Vec<Contradiction>,
) {
    for (twin, name) in names.twins() {
        let listed = list.resource_types.iter().find(|one| one.resource == twin);
        let line = listed.map(|one| one.line);
        found.push(contradiction(source, twin, About::TwinType, (twin, name), line));
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
            let line = Some(one.line);
            found.push(contradiction(source, &one.resource, about, (pattern, ""), line));
        }
    }
}

/// A variable that everything else in the list spells in another case.
fn is_respelled(part: &str, name: &str) -> bool {
    let variable = part.strip_prefix("{#").and_then(|rest| rest.strip_suffix('}'));
    variable.is_some_and(|variable| variable != name && variable.eq_ignore_ascii_case(name))
}

/// Condition keys that are used and that no list defines.
pub(super) fn of_use<'a>(
    list: &RamList,
    claims: impl Iterator<Item = &'a Claim<'a>>,
    found: &mut Vec<Contradiction>,
) {
    let defined: BTreeSet<&str> = list.condition_keys.iter().map(|one| one.key.as_str()).collect();
    let mut told = BTreeSet::new();
    for claim in claims {
        for key in claim.condition_keys.iter().filter(|key| !defined.contains(key.as_str())) {
            if told.insert(key) {
                let pair = (key.as_str(), claim.operation);
                found.push(contradiction(claim.source, key, About::UndefinedKey, pair, claim.line));
            }
        }
    }
}

/// The table of condition keys against the names in it.
pub(super) fn of_keys(source: &Source, list: &RamList, found: &mut Vec<Contradiction>) {
    for one in &list.condition_keys {
        let name = one.key.rsplit(':').next().unwrap_or_default();
        let asks = name.strip_prefix("Is").is_some_and(|rest| rest.starts_with(char::is_uppercase));
        if asks && one.value_type != "boolean" {
            let pair = (one.value_type.as_str(), "boolean");
            found.push(contradiction(source, &one.key, About::KeyType, pair, Some(one.line)));
        }
    }
}
