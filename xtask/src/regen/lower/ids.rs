//! Which texts are ids, and of what: told by their names, `InstanceId` and `SourceDiskIds` alike. A
//! name that is not told by its noun counts as a kind of its own where several operations have it.
//! The rest stay texts; `cargo xtask report` lists them.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use super::nouns::Nouns;
use super::operation::RawOperation;
use super::raw::{RawField, RawText, RawType};
use crate::curated::{File, Requests};
use crate::problems::Problems;

/// Before a noun, these say which part the resource has.
const PARTS: [&str; 18] = [
    "Associated",
    "Bond",
    "Created",
    "Dest",
    "Destination",
    "Destroyed",
    "Exclude",
    "Failed",
    "Master",
    "Member",
    "Opposite",
    "Redundant",
    "Slave",
    "Source",
    "Target",
    "Template",
    "To",
    "Trunk",
];

/// Decides about the ids of a product.
pub(crate) struct Ids<'a> {
    nouns: &'a Nouns,
    requests: &'a File<Requests>,
    /// Operations that have a text of this name.
    users: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Ids<'a> {
    pub(crate) fn of(
        operations: &BTreeMap<String, RawOperation>,
        nouns: &'a Nouns,
        requests: &'a File<Requests>,
    ) -> Self {
        let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (operation, raw) in operations {
            for field in raw.parameters.iter().chain(&raw.response) {
                texts(&field.ty, false, &mut |name| {
                    users.entry(name).or_default().insert(operation.clone());
                });
            }
        }
        Self { nouns, requests, users }
    }

    /// Reports curated entries about names that no text has.
    pub(crate) fn unused(&self, problems: &mut Problems) {
        let names = self.requests.id.iter().flat_map(|entry| &entry.names);
        for name in names.filter(|name| !self.users.contains_key(*name)) {
            problems.report(self.requests.stale(format!("id {name}"), "no text has this name"));
        }
    }

    /// Puts ids in the place of their texts.
    pub(crate) fn decide(&self, operations: &mut BTreeMap<String, RawOperation>) {
        for operation in operations.values_mut() {
            self.fields(&mut operation.parameters);
            self.fields(&mut operation.response);
        }
    }

    fn fields(&self, fields: &mut [RawField]) {
        for field in fields {
            self.ty(&mut field.ty, false);
        }
    }

    fn ty(&self, ty: &mut RawType, is_item: bool) {
        match ty {
            RawType::Text(text) if text.values.is_empty() => {
                let name = name_of(text, is_item);
                if let Some(kind) = name.and_then(|name| self.kind(&name)) {
                    *ty = RawType::Id(format!("{kind}Id"));
                }
            }
            RawType::Struct(shape) => self.fields(&mut shape.fields),
            RawType::List(inner) | RawType::Wrapped(_, inner) | RawType::JsonList(inner) => {
                self.ty(inner, true);
            }
            RawType::Json(inner) | RawType::Map(inner) => self.ty(inner, false),
            _ => {}
        }
    }

    /// What a text of this name is the id of.
    fn kind(&self, name: &str) -> Option<String> {
        let curated = self.requests.id.iter().find(|entry| entry.names.iter().any(|it| it == name));
        if let Some(entry) = curated {
            return entry.kind.clone();
        }
        let stem = name.strip_suffix("Id").filter(|stem| !stem.is_empty())?;
        if self.nouns.contains(stem) {
            return Some(stem.to_owned());
        }
        let rest = PARTS.iter().find_map(|part| {
            let rest = stem.strip_prefix(part)?;
            rest.starts_with(char::is_uppercase).then_some(rest)
        });
        if let Some(rest) = rest {
            return self.kind(&format!("{rest}Id"));
        }
        // The id of the call itself, and accounts.
        if stem == "Request" || stem.ends_with("Owner") {
            return None;
        }
        let users = self.users.get(name).map_or(0, BTreeSet::len);
        (users > 1).then(|| stem.to_owned())
    }
}

/// The name of an id. One that is called `Id` and nothing else is that of the struct it is in.
fn name_of(text: &RawText, is_item: bool) -> Option<String> {
    let name = id_name(&text.wire, is_item)?;
    if name != "Id" {
        return Some(name);
    }
    text.around.last().map(|around| format!("{around}Id"))
}

/// The name of an id, in the singular; none if the name does not end as that of an id, or stands
/// for several in one text.
fn id_name(wire: &str, is_item: bool) -> Option<String> {
    // Most names do not end so, and the rest costs more than all other work here.
    let end = wire.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()).as_bytes();
    let ends = |text: &[u8]| {
        end.len() >= text.len() && end[end.len() - text.len()..].eq_ignore_ascii_case(text)
    };
    if !ends(b"id") && !ends(b"ids") {
        return None;
    }
    let name = names::pascal(wire);
    match name.strip_suffix("Ids") {
        Some(stem) if is_item => Some(format!("{stem}Id")),
        Some(_) => None,
        None => name.ends_with("Id").then_some(name),
    }
}

fn texts(ty: &RawType, is_item: bool, visit: &mut dyn FnMut(String)) {
    match ty {
        RawType::Text(text) => name_of(text, is_item).into_iter().for_each(visit),
        RawType::Struct(shape) => {
            shape.fields.iter().for_each(|field| texts(&field.ty, false, visit));
        }
        RawType::List(inner) | RawType::Wrapped(_, inner) | RawType::JsonList(inner) => {
            texts(inner, true, visit);
        }
        RawType::Json(inner) | RawType::Map(inner) => texts(inner, false, visit),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_the_plural_is_that_of_an_id_only_in_a_list() {
        assert_eq!(id_name("InstanceIds", true).as_deref(), Some("InstanceId"));
        assert_eq!(id_name("diskIds", true).as_deref(), Some("DiskId"));
        assert_eq!(id_name("KMSKeyId", false).as_deref(), Some("KmsKeyId"));
        assert_eq!(id_name("TaskIds", false), None);
        assert_eq!(id_name("Bandwidth", false), None);
        assert_eq!(id_name("Paid", true), None);
    }
}
