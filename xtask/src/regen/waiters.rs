//! `waiters.toml` of a product -> `waiters.json`: every name in it is looked up in what was
//! lowered, and every state that the documents know must be in one of the lists of a waiter, as
//! every not-found code must be in one of a lookup, so that a new one is a decision for a person.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::codes::{Class, Codes};
use aliyun_rpc_spec::ir::{FORMAT, Field, Group, Operation, Type};
use aliyun_rpc_spec::waiters::{IdStyle, Lookup, Waiter, Waiters};

use crate::curated::{CuratedLookup, CuratedWaiter, CuratedWaiters, File};
use crate::problems::Problems;

mod after;

/// What the product waits for. `None` for one without `waiters.toml`.
pub(crate) fn build(
    product: &str,
    facts: &File<CuratedWaiters>,
    groups: &BTreeMap<String, Group>,
    codes: &Codes,
    problems: &mut Problems,
) -> Option<Waiters> {
    if facts.lookup.is_empty() && facts.waiter.is_empty() {
        return None;
    }
    let known = Known::of(groups, codes);
    let mut check = Check { facts, known: &known, place: String::new(), problems };
    let mut lookups: Vec<Lookup> =
        facts.lookup.iter().filter_map(|entry| check.lookup(entry)).collect();
    let mut waiters: Vec<Waiter> =
        facts.waiter.iter().filter_map(|entry| check.waiter(entry)).collect();
    check.once("lookup", facts.lookup.iter().map(|entry| entry.operation.as_str()));
    check.once("waiter", facts.waiter.iter().map(|entry| entry.name.as_str()));
    lookups.sort_by(|a, b| a.operation.cmp(&b.operation));
    waiters.sort_by(|a, b| a.name.cmp(&b.name));
    Some(Waiters { format: FORMAT, product: product.to_owned(), lookups, waiters })
}

/// What was lowered, by name.
struct Known<'a> {
    operations: BTreeMap<&'a str, (&'a str, &'a Operation)>,
    structs: BTreeMap<&'a str, &'a [Field]>,
    enums: BTreeMap<&'a str, Vec<&'a str>>,
    errors: BTreeMap<&'a str, Vec<&'a str>>,
    not_found: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(groups: &'a BTreeMap<String, Group>, codes: &'a Codes) -> Self {
        let all = || groups.values();
        let operations = all().flat_map(|group| {
            let of_group = group.operations.iter();
            of_group.map(|one| (one.name.as_str(), (group.group.as_str(), one)))
        });
        let replies = all().flat_map(|group| &group.operations);
        let replies = replies.filter_map(|one| one.response_struct.as_ref());
        let structs = all().flat_map(|group| &group.structs).chain(replies);
        let enums = all().flat_map(|group| &group.enums);
        let sets = all().flat_map(|group| &group.error_sets);
        let not_found = codes.codes.iter().filter(|code| code.class == Class::NotFound);
        Self {
            operations: operations.collect(),
            structs: structs.map(|one| (one.name.as_str(), &*one.fields)).collect(),
            enums: enums
                .map(|one| (one.name.as_str(), one.variants.iter().map(|it| &*it.wire).collect()))
                .collect(),
            errors: sets
                .map(|set| (set.name.as_str(), set.codes.iter().map(|it| &*it.code).collect()))
                .collect(),
            not_found: not_found.map(|code| code.code.as_str()).collect(),
        }
    }

    /// The members of an item of the pages of an operation.
    fn item(&self, operation: &Operation) -> Option<&'a [Field]> {
        match &operation.paging.as_ref()?.items.as_ref()?.ty {
            Type::Struct(name) => self.structs.get(name.as_str()).copied(),
            _ => None,
        }
    }

    /// A parameter, or the member of one that is an object.
    fn parameter(&self, operation: &'a Operation, path: &str) -> Option<&'a Field> {
        let (outer, inner) = match path.split_once('.') {
            Some((outer, inner)) => (outer, Some(inner)),
            None => (path, None),
        };
        let outer = field(&operation.fields, outer)?;
        let Some(inner) = inner else { return Some(outer) };
        match &outer.ty {
            Type::Struct(name) => field(self.structs.get(name.as_str())?, inner),
            _ => None,
        }
    }
}

fn field<'a>(fields: &'a [Field], wire: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.wire == wire)
}

struct Check<'a> {
    facts: &'a File<CuratedWaiters>,
    known: &'a Known<'a>,
    place: String,
    problems: &'a mut Problems,
}

impl<'a> Check<'a> {
    fn problem(&mut self, message: impl Into<String>) {
        let problem = self.facts.problem(self.place.as_str(), message);
        self.problems.report(problem.help("correct the entry, or remove it"));
    }

    fn once(&mut self, table: &str, names: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for name in names.filter(|name| !seen.insert(*name)) {
            self.place = format!("{table} {name}");
            self.problem("there are two entries of this name");
        }
    }

    fn operation(&mut self, name: &str) -> Option<(&'a str, &'a Operation)> {
        let found = self.known.operations.get(name).copied();
        if found.is_none() {
            self.problem(format!("there is no operation `{name}`"));
        }
        found
    }

    fn lookup(&mut self, entry: &CuratedLookup) -> Option<Lookup> {
        self.place = format!("lookup {}", entry.operation);
        let (group, operation) = self.operation(&entry.operation)?;
        let style = self.style(entry, operation);
        let id_type = self.id_type(entry, operation);
        for (name, value) in &entry.with {
            self.fixed(operation, name, value);
        }
        self.absent(entry, operation);
        Some(Lookup {
            operation: entry.operation.clone(),
            group: group.to_owned(),
            ids: entry.ids.clone(),
            style: style?,
            most: entry.most,
            id: entry.id.clone(),
            id_type: id_type?,
            with: entry.with.clone(),
            absent: entry.absent.clone(),
            others: entry.others.clone(),
            source: entry.source.clone(),
        })
    }

    /// Each not-found code of the operation is about the ids or about something else.
    fn absent(&mut self, entry: &CuratedLookup, operation: &Operation) {
        let known = self.known;
        let codes = operation.errors.as_deref().and_then(|set| known.errors.get(set));
        let codes: &[&str] = codes.map_or(&[], |codes| codes);
        let listed: BTreeSet<&str> =
            entry.absent.iter().chain(&entry.others).map(String::as_str).collect();
        if listed.len() < entry.absent.len() + entry.others.len() {
            self.problem("`absent` and `others` name a code twice");
        }
        for code in listed.iter().filter(|code| !codes.contains(code)) {
            self.problem(format!("`{code}` is not among the codes of the operation"));
        }
        for code in codes {
            if known.not_found.contains(code) && !listed.contains(code) {
                self.problem(format!(
                    "`{code}` means that something was not found; add it to `absent` if that is \
                     one of the ids, otherwise to `others`"
                ));
            }
        }
    }

    /// How the parameter takes ids, by its type.
    fn style(&mut self, entry: &CuratedLookup, operation: &'a Operation) -> Option<IdStyle> {
        let Some(field) = self.known.parameter(operation, &entry.ids) else {
            self.problem(format!("`{}` is not a parameter of the operation", entry.ids));
            return None;
        };
        let limit = field.limits.max_items.filter(|limit| u64::from(entry.most) > *limit);
        if let Some(limit) = limit {
            self.problem(format!("`{}` takes at most {limit} ids", entry.ids));
        }
        let style = match &field.ty {
            Type::JsonList(_) => IdStyle::Json,
            Type::List(_) => IdStyle::List,
            Type::String if entry.most > 1 => IdStyle::Comma,
            Type::Id(_) | Type::String => IdStyle::One,
            _ => {
                self.problem(format!("`{}` takes no ids", entry.ids));
                return None;
            }
        };
        if entry.most == 0 || (style == IdStyle::One && entry.most > 1) {
            self.problem(format!("`{}` does not take {} ids", entry.ids, entry.most));
        }
        Some(style)
    }

    fn id_type(&mut self, entry: &CuratedLookup, operation: &Operation) -> Option<String> {
        let Some(item) = self.known.item(operation) else {
            self.problem("the operation has no pages of items");
            return None;
        };
        match field(item, &entry.id).map(|field| &field.ty) {
            Some(Type::Id(name)) => Some(name.clone()),
            _ => {
                self.problem(format!("an item has no id `{}`", entry.id));
                None
            }
        }
    }

    /// A parameter with a value, or with several and commas between them.
    fn fixed(&mut self, operation: &Operation, name: &str, value: &str) {
        let Some(parameter) = field(&operation.fields, name) else {
            self.problem(format!("`{name}` is not a parameter of the operation"));
            return;
        };
        let Type::Enum(list) = &parameter.ty else { return };
        let values = self.known.enums.get(list.as_str()).cloned().unwrap_or_default();
        for one in value.split(',').filter(|one| !values.contains(one)) {
            self.problem(format!("`{one}` is not a value of `{name}`"));
        }
    }

    fn waiter(&mut self, entry: &CuratedWaiter) -> Option<Waiter> {
        self.place = format!("waiter {}", entry.name);
        self.times(entry);
        let (group, operation) = self.operation(&entry.operation)?;
        let facts = self.facts;
        let lookup = facts.lookup.iter().find(|one| one.operation == entry.operation);
        let Some(lookup) = lookup else {
            self.problem(format!("`{}` has no [[lookup]]", entry.operation));
            return None;
        };
        let list = self.states(entry, lookup, operation);
        self.after(entry, lookup, operation);
        Some(Waiter {
            name: entry.name.clone(),
            function: entry.name.replace('-', "_"),
            operation: entry.operation.clone(),
            group: group.to_owned(),
            member: entry.member.clone(),
            argument: list.filter(|_| entry.argument),
            success: entry.success.clone(),
            failure: entry.failure.clone(),
            pending: entry.pending.clone(),
            gone: entry.gone,
            confirm: entry.confirm,
            interval: entry.interval,
            timeout: entry.timeout,
            missing_for: entry.missing_for,
            after: entry.after.clone(),
            source: entry.source.clone(),
        })
    }

    fn times(&mut self, entry: &CuratedWaiter) {
        if entry.after.is_empty() {
            self.problem("`after` must name at least one operation");
        }
        if entry.interval == 0 || u32::from(entry.interval) > entry.timeout {
            self.problem("the interval must be at least 1 s and at most the timeout");
        }
        if entry.confirm == 0 || (entry.confirm > 1 && !entry.gone) {
            self.problem("`confirm` must be at least 1, and more than 1 needs `gone`");
        }
        match (entry.gone, entry.missing_for) {
            (false, 0) => {
                self.problem("set `missing_for`: how long a missing resource may still appear")
            }
            (true, 1..) => self.problem("`missing_for` cannot be combined with `gone`"),
            _ => {}
        }
    }

    /// The list of values of the state. Each of them is in one list of the entry, and nothing else
    /// is.
    fn states(
        &mut self,
        entry: &CuratedWaiter,
        lookup: &CuratedLookup,
        operation: &Operation,
    ) -> Option<String> {
        let named: Vec<&String> =
            entry.success.iter().chain(&entry.failure).chain(&entry.pending).collect();
        if entry.success.is_empty() && !entry.gone && !entry.argument {
            self.problem("no state ends the wait");
        }
        let Some(member) = &entry.member else {
            if !named.is_empty() || entry.argument || !entry.gone {
                self.problem("`member` is missing: which member of an item holds its state?");
            }
            return None;
        };
        let item = self.known.item(operation).unwrap_or_default();
        let Some(Type::Enum(list)) = field(item, member).map(|field| &field.ty) else {
            self.problem(format!("an item has no `{member}` with a list of values"));
            return None;
        };
        if entry.argument {
            if !named.is_empty() {
                self.problem("with `argument`, list no states");
            }
            return Some(list.clone());
        }
        let values = self.known.enums.get(list.as_str()).cloned().unwrap_or_default();
        let mut seen = BTreeSet::new();
        for state in &named {
            if !values.contains(&state.as_str()) {
                self.problem(format!("`{member}` has no state `{state}`"));
            }
            if !seen.insert(state.as_str()) {
                self.problem(format!("the state `{state}` is in two lists"));
            }
        }
        let asked = |value: &&str| lookup.only_asked.iter().any(|one| one == value);
        for value in values.iter().filter(|value| !seen.contains(**value) && !asked(value)) {
            self.problem(format!("the state `{value}` of `{member}` is in none of the lists"));
        }
        Some(list.clone())
    }
}

#[cfg(test)]
mod tests;
