//! Which texts are ids, and of what: told by their names, `InstanceId` and `SourceDiskIds` alike. A
//! name that is not told by its noun counts as a kind of its own where several operations have it.
//! `[[id]]` decides about the rest. What was decided is held against the examples of the documents
//! (`examples.rs`) and against their permissions (`arns.rs`).

mod arns;
mod examples;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::authorization::Authorizations;

use super::names;
use super::nouns::Nouns;
use super::operation::RawOperation;
use super::raw::{RawField, RawText, RawType};
use crate::curated::{CuratedId, File, Requests};
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

/// What is known of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    /// It is the id of one kind.
    Kind(String),
    /// It is not.
    Text,
    /// It is called like an id, and nothing tells of what.
    Unknown,
}

/// A text at its place, and what is decided about it.
pub(crate) struct Seen {
    place: String,
    /// How it is called, if that is the name of an id.
    name: Option<String>,
    /// What its name tells.
    by_name: Told,
    told: Told,
    /// Whether a curated entry says so, whatever examples look like.
    is_final: bool,
    example: Option<String>,
}

/// Decides about the ids of a product.
pub(crate) struct Ids<'a> {
    nouns: &'a Nouns,
    requests: &'a File<Requests>,
    /// Curated entries about single places.
    at: BTreeMap<&'a str, &'a CuratedId>,
    /// Operations that have a text of this name.
    users: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Ids<'a> {
    pub(crate) fn of(
        operations: &BTreeMap<String, RawOperation>,
        nouns: &'a Nouns,
        requests: &'a File<Requests>,
    ) -> Self {
        let entries = requests.id.iter();
        let at: BTreeMap<&str, &CuratedId> =
            entries.flat_map(|entry| entry.at.iter().map(move |at| (at.as_str(), entry))).collect();
        let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (operation, raw) in operations {
            for field in raw.parameters.iter().chain(&raw.response) {
                texts(&field.ty, false, &mut |text, name| {
                    if !at.contains_key(text.place.as_str()) {
                        users.entry(name).or_default().insert(operation.clone());
                    }
                });
            }
        }
        Self { nouns, requests, at, users }
    }

    /// Puts ids in the place of their texts, and says what was decided about each text.
    pub(crate) fn decide(&self, operations: &mut BTreeMap<String, RawOperation>) -> Vec<Seen> {
        let mut seen = Vec::new();
        for operation in operations.values_mut() {
            self.fields(&mut operation.parameters, &mut seen);
            self.fields(&mut operation.response, &mut seen);
        }
        seen
    }

    /// Reports what a person has to decide, and curated entries that decide nothing.
    pub(crate) fn check(
        &self,
        seen: &[Seen],
        operations: &BTreeMap<String, RawOperation>,
        authorization: Option<&Authorizations>,
        problems: &mut Problems,
    ) {
        self.unused(problems);
        self.unknown(seen, problems);
        examples::check(seen, &self.at, self.requests, problems);
        arns::check(seen, operations, authorization, self.requests, problems);
    }

    /// Reports curated entries about names that no text has, or whose kind the name tells itself.
    fn unused(&self, problems: &mut Problems) {
        for entry in &self.requests.id {
            for name in &entry.names {
                let why = match &self.by_rule(name) {
                    _ if !self.users.contains_key(name) => "no text has this name",
                    Told::Kind(kind)
                        if entry.prefixes.is_empty() && entry.kind.as_ref() == Some(kind) =>
                    {
                        "the name tells the same"
                    }
                    _ => continue,
                };
                problems.report(self.requests.stale(format!("id {name}"), why));
            }
            let says_nothing = entry.names.is_empty() && entry.at.is_empty();
            if says_nothing || (!entry.prefixes.is_empty() && entry.kind.is_none()) {
                let message = "an entry needs `names` or `at`, and a `kind` if it has `prefixes`";
                problems.report(self.requests.problem("id", message).help("add them"));
            }
        }
    }

    /// Reports names of ids about which nothing is known.
    fn unknown(&self, seen: &[Seen], problems: &mut Problems) {
        let mut unknown: BTreeMap<&str, &str> = BTreeMap::new();
        for one in seen.iter().filter(|one| one.told == Told::Unknown) {
            unknown.entry(one.name.as_deref().unwrap_or_default()).or_insert(&one.place);
        }
        for (name, place) in unknown {
            let message = format!("nothing tells of what `{name}` at {place} is the id");
            let help = "name the kind in an [[id]], or leave it out there if the text is not the id \
                        of one kind";
            problems.report(self.requests.problem(format!("id {name}"), message).help(help));
        }
    }

    fn fields(&self, fields: &mut [RawField], seen: &mut Vec<Seen>) {
        for field in fields {
            self.ty(&mut field.ty, false, seen);
        }
    }

    fn ty(&self, ty: &mut RawType, is_item: bool, seen: &mut Vec<Seen>) {
        match ty {
            RawType::Text(text) if text.values.is_empty() => {
                let one = self.seen(text, is_item);
                if let Told::Kind(kind) = &one.told {
                    *ty = RawType::Id(format!("{kind}Id"));
                }
                seen.push(one);
            }
            RawType::Struct(shape) => self.fields(&mut shape.fields, seen),
            RawType::List(inner) | RawType::Wrapped(_, inner) | RawType::JsonList(inner) => {
                self.ty(inner, true, seen);
            }
            RawType::Json(inner) | RawType::Map(inner) => self.ty(inner, false, seen),
            _ => {}
        }
    }

    fn seen(&self, text: &RawText, is_item: bool) -> Seen {
        let name = name_of(text, is_item);
        let by_name = name.as_deref().map_or(Told::Text, |name| self.by_name(name));
        let said = |entry: &CuratedId| entry.kind.clone().map_or(Told::Text, Told::Kind);
        let here = self.at.get(text.place.as_str()).map(|entry| said(entry));
        let entry = name.as_deref().and_then(|name| self.entry(name));
        Seen {
            place: text.place.clone(),
            is_final: here.is_some() || entry.is_some_and(|entry| entry.kind.is_none()),
            told: here.unwrap_or_else(|| by_name.clone()),
            name,
            by_name,
            example: text.example.clone(),
        }
    }

    /// The curated entry about a name.
    fn entry(&self, name: &str) -> Option<&CuratedId> {
        self.requests.id.iter().find(|entry| entry.names.iter().any(|it| it == name))
    }

    /// What a text of this name is the id of.
    fn by_name(&self, name: &str) -> Told {
        let said = |entry: &CuratedId| entry.kind.clone().map_or(Told::Text, Told::Kind);
        self.entry(name).map_or_else(|| self.by_rule(name), said)
    }

    /// The same, unless a curated entry says something else.
    fn by_rule(&self, name: &str) -> Told {
        let Some(stem) = name.strip_suffix("Id").filter(|stem| !stem.is_empty()) else {
            return Told::Unknown;
        };
        if self.nouns.contains(stem) {
            return Told::Kind(stem.to_owned());
        }
        let rest = PARTS.iter().find_map(|part| {
            let rest = stem.strip_prefix(part)?;
            rest.starts_with(char::is_uppercase).then_some(rest)
        });
        if let Some(rest) = rest {
            return self.by_name(&format!("{rest}Id"));
        }
        // The id of the call itself, and accounts.
        if stem == "Request" || stem.ends_with("Owner") {
            return Told::Text;
        }
        match self.users.get(name).map_or(0, BTreeSet::len) {
            0 | 1 => Told::Unknown,
            _ => Told::Kind(stem.to_owned()),
        }
    }
}

/// The name of an id. One that is called `Id` and nothing else is that of the struct it is in.
fn name_of(text: &RawText, is_item: bool) -> Option<String> {
    let name = id_name(&text.wire, is_item)?;
    match text.around.last() {
        Some(around) if name == "Id" => Some(format!("{around}Id")),
        _ => Some(name),
    }
}

/// The name of an id, in the singular unless it is that of several in one text; none if the name
/// does not end as that of an id.
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
        Some(_) => Some(name),
        None => name.ends_with("Id").then_some(name),
    }
}

fn texts(ty: &RawType, is_item: bool, visit: &mut dyn FnMut(&RawText, String)) {
    match ty {
        RawType::Text(text) => {
            name_of(text, is_item).into_iter().for_each(|name| visit(text, name));
        }
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
mod tests;
