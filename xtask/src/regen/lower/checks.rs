//! What a request is checked against before it is sent: required parameters, one of several, and
//! the limits that the metadata states as facts. Limits in prose are often narrower, for the
//! console or for a quota; only the facts are what the service itself is generated from. A limit on
//! which editions disagree is not checked. Of two that a `[[disputed]]` entry names, the larger is.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{Schema, SchemaKind, Spells};
use aliyun_rpc_spec::ir;

use super::operation::{LEGACY, is_region};
use crate::curated::{Alternatives, OneOf, When};
use crate::regen::model::{self, Limit};

/// The one pattern that is a check: whole numbers in texts.
const DIGITS: &str = r"^\d+$";

/// The lines for one operation, as `aliyun_rpc::check` documents them. A `region` is filled in by
/// the client and never missed.
pub(super) fn checks(
    merged: &model::Operation,
    region: bool,
    alternatives: Option<&Alternatives>,
    one_of: &[&OneOf],
    may_be_empty: &[&str],
) -> Vec<String> {
    let (stated, larger) = (&merged.stated, &merged.larger);
    let mut out = Checks { stated, larger, may_be_empty, by_source: BTreeMap::new() };
    let own = merged.parameters.iter().filter(|one| !LEGACY.contains(&one.name.as_str()));
    for parameter in own.clone() {
        out.member(parameter, "", "", region);
    }
    if let Some(alternatives) = alternatives {
        let required: BTreeSet<&str> =
            own.filter(|one| one.required).map(|one| one.name.as_str()).collect();
        let sets = alternatives.constructors.values().map(|wires| {
            let wires = wires.iter().map(String::as_str);
            wires.filter(|wire| !required.contains(wire)).collect()
        });
        let rule = ir::OneOf { inside: "", when: None, sets: sets.collect() };
        out.one_of(&rule, &alternatives.source);
    }
    for entry in one_of {
        let when = entry.when.as_ref().map(|When { member, values }| ir::When {
            member,
            values: values.iter().map(String::as_str).collect(),
        });
        let sets = entry.sets.iter().map(|set| set.iter().map(String::as_str).collect());
        let inside = entry.inside.as_deref().unwrap_or_default();
        out.one_of(&ir::OneOf { inside, when, sets: sets.collect() }, &entry.source);
    }
    let lines = out
        .by_source
        .into_iter()
        .flat_map(|(source, lines)| std::iter::once(format!("@{source}")).chain(lines));
    lines.collect()
}

struct Checks<'a> {
    stated: &'a BTreeMap<(String, Limit), String>,
    larger: &'a BTreeMap<String, (String, String)>,
    /// Required texts for which an empty one is enough.
    may_be_empty: &'a [&'a str],
    by_source: BTreeMap<String, Vec<String>>,
}

impl Checks<'_> {
    /// `path` is how sources name the place, `shown` the same without marks for list items.
    fn member(&mut self, schema: &Schema, path: &str, shown: &str, region: bool) {
        let path = join(path, &schema.name);
        let shown = join(shown, &schema.name);
        let filled_in = region && is_region(&shown);
        if schema.required && !filled_in && !schema.name.contains('.') {
            let mark = if self.may_be_empty.contains(&shown.as_str()) { '+' } else { '!' };
            self.line(&path, Limit::Required, || format!("{mark}{shown}"));
        }
        self.values(schema, &path, &shown);
        for member in &schema.members {
            self.member(member, &path, &shown, region);
        }
        if let Some(items) = &schema.items {
            let path = format!("{path}[]");
            self.values(items, &path, &shown);
            for member in &items.members {
                self.member(member, &path, &shown, region);
            }
        }
    }

    fn values(&mut self, schema: &Schema, path: &str, shown: &str) {
        let count = |number: Option<u64>| number.map(|number| number.to_string());
        let number = matches!(schema.kind, SchemaKind::Integer | SchemaKind::Number)
            || schema.spells == Some(Spells::Integer);
        let text =
            schema.kind == SchemaKind::String && !schema.json_list && schema.spells.is_none();
        if number {
            self.bound('=', path, shown, Limit::Minimum, schema.minimum.clone());
            self.bound('=', path, shown, Limit::Maximum, schema.maximum.clone());
            if let Some((value, source)) = self.larger.get(path) {
                self.put('=', shown, Limit::Maximum, value, source);
            }
        }
        if text {
            self.bound('#', path, shown, Limit::MinLength, count(schema.min_length));
            self.bound('#', path, shown, Limit::MaxLength, count(schema.max_length));
        }
        if schema.kind == SchemaKind::Array {
            self.bound('*', path, shown, Limit::MinItems, count(schema.min_items));
            self.bound('*', path, shown, Limit::MaxItems, count(schema.max_items));
        }
        if schema.pattern.as_deref() == Some(DIGITS) {
            self.line(path, Limit::Pattern, || format!("~{shown}"));
        }
    }

    fn bound(&mut self, mark: char, path: &str, shown: &str, limit: Limit, value: Option<String>) {
        let (Some(value), Some(source)) = (value, self.stated.get(&(path.to_owned(), limit)))
        else {
            return;
        };
        self.put(mark, shown, limit, &value, source);
    }

    /// One bound; two of one source share a line.
    fn put(&mut self, mark: char, shown: &str, limit: Limit, value: &str, source: &str) {
        let lower = matches!(limit, Limit::Minimum | Limit::MinLength | Limit::MinItems);
        let begin = format!("{mark}{shown} ");
        let lines = self.by_source.entry(source.to_owned()).or_default();
        match lines.last_mut().filter(|line| line.starts_with(&begin) && line.ends_with(" -")) {
            Some(line) if !lower => {
                line.truncate(line.len() - 1);
                line.push_str(value);
            }
            _ if lower => lines.push(format!("{begin}{value} -")),
            _ => lines.push(format!("{begin}- {value}")),
        }
    }

    fn line(&mut self, path: &str, limit: Limit, line: impl Fn() -> String) {
        if let Some(source) = self.stated.get(&(path.to_owned(), limit)) {
            self.by_source.entry(source.clone()).or_default().push(line());
        }
    }

    fn one_of(&mut self, rule: &ir::OneOf<'_>, source: &str) {
        self.by_source.entry(source.to_owned()).or_default().push(rule.to_string());
    }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

#[cfg(test)]
mod tests;
