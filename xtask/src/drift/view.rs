//! A capture or a folder of specification files as plain facts by operation and path, so that two
//! of either kind can be compared. What a source does not carry is `None`, never "empty".

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::Limits;

use super::terms::Part;

/// The facts of one edition.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct View {
    /// Operations; none when the source is not a list of operations.
    pub operations: Option<BTreeMap<String, Operation>>,
    /// Effects by situation: `security-lock`, `financial-lock`, `disk-financial-lock`,
    /// `managed-group`, `managed-group-service`.
    pub effects: BTreeMap<&'static str, Effects>,
    /// Everything that is one text per part, operation and path.
    pub facts: BTreeMap<FactKey, String>,
    /// Parts that the source states nowhere although others of its kind do: that a fact is absent
    /// says nothing.
    pub silent: BTreeSet<Part>,
}

/// Part, operation and path of a fact.
pub(crate) type FactKey = (Part, String, String);

/// One operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Operation {
    /// The vendor marks it as deprecated.
    pub deprecated: Option<bool>,
    /// Parameters at any depth by dotted path, `[]` for list items.
    pub parameters: BTreeMap<String, Node>,
    /// Response members at any depth, with their types.
    pub response: Option<BTreeMap<String, TypeName>>,
    /// Error codes with their HTTP statuses.
    pub errors: Option<BTreeMap<String, BTreeSet<String>>>,
}

/// Type of a parameter or member: `string`, `integer`, ...; whole numbers of any width are one.
pub(crate) type TypeName = Cow<'static, str>;

/// One parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Node {
    /// Type.
    pub kind: Option<TypeName>,
    /// Wire style, as the source spells it.
    pub style: Option<String>,
    /// A call without it is refused.
    pub required: Option<bool>,
    /// The vendor marks it as deprecated.
    pub deprecated: Option<bool>,
    /// The text is a JSON list.
    pub json_list: Option<bool>,
    /// Stated values.
    pub values: Option<Vec<String>>,
    /// Mined values.
    pub mined: Option<Vec<String>>,
    /// Limits, when there are any; the default is apart.
    pub limits: Option<Option<Box<Limits>>>,
    pub default: Option<Option<String>>,
    /// A value that the vendor shows.
    pub example: Option<Option<String>>,
    /// Unit of a number, form of a time.
    pub form: Option<Option<String>>,
    /// What the text holds, where it is not free.
    pub spells: Option<Option<String>>,
}

/// What happens to operations in one situation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Effects {
    /// Rows by operation.
    pub rows: BTreeMap<String, Row>,
    /// What the source says of operations without a row.
    pub unlisted: Unlisted,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The effect; none when the cell was lost.
    pub says: Option<String>,
    /// The code of the refusal; the outer none when the cell was cut before it could say.
    pub code: Option<Option<String>>,
}

/// What a source says of operations without a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Unlisted {
    /// A rule for all of them.
    Says(String),
    Nothing,
    /// The capture shows only a part of the table; the rule for the others may still be seen.
    Cut(Option<String>),
    /// There is a row for every operation; the others do not exist.
    NoSuchOperation,
}

impl Operation {
    /// Adds a parameter. The same path may come twice, because sources list some parameters twice
    /// and because `Filter.1.Key` and `Filter.2.Key` are one path: the first stands, it is required
    /// when any is, and deprecated when all are.
    pub(crate) fn add(&mut self, path: String, node: Node) {
        match self.parameters.get_mut(&path) {
            None => {
                self.parameters.insert(path, node);
            }
            Some(known) => {
                known.kind = known.kind.take().or(node.kind);
                known.style = known.style.take().or(node.style);
                known.required = either(known.required, node.required, |a, b| a || b);
                known.deprecated = either(known.deprecated, node.deprecated, |a, b| a && b);
                known.json_list = either(known.json_list, node.json_list, |a, b| a || b);
                first(&mut known.values, node.values, Vec::is_empty);
                first(&mut known.mined, node.mined, Vec::is_empty);
                first(&mut known.limits, node.limits, Option::is_none);
                first(&mut known.default, node.default, Option::is_none);
                first(&mut known.example, node.example, Option::is_none);
                first(&mut known.form, node.form, Option::is_none);
                first(&mut known.spells, node.spells, Option::is_none);
            }
        }
    }

    /// `SystemDisk.Size` implies an object `SystemDisk`, `Filter[].Key` a list of objects; of such
    /// an implied parent nothing is known but its type.
    pub(crate) fn imply_parents(&mut self, path: &str) {
        for (at, _) in path.match_indices(['.', '[']) {
            let (Some(parent), Some(rest)) = (path.get(..at), path.get(at..)) else { continue };
            if !self.parameters.contains_key(parent) {
                let kind = if rest.starts_with('[') { "array" } else { "object" };
                let node = Node { kind: Some(TypeName::Borrowed(kind)), ..Node::default() };
                self.parameters.insert(parent.to_owned(), node);
            }
        }
    }
}

/// The first that says something.
fn first<T>(known: &mut Option<T>, other: Option<T>, is_nothing: impl Fn(&T) -> bool) {
    if known.as_ref().is_none_or(is_nothing) && other.is_some() {
        *known = other;
    }
}

fn either<T>(a: Option<T>, b: Option<T>, join: impl Fn(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(join(a, b)),
        (a, b) => a.or(b),
    }
}

/// A dotted path whose indices (`Filter.1.Key`, `Tag.N.Key`) are list items (`Filter[].Key`).
pub(crate) fn normal(path: &str) -> String {
    let mut normal = String::with_capacity(path.len() + 2);
    for (at, segment) in path.split('.').enumerate() {
        let index = !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_digit());
        if at > 0 && (index || matches!(segment, "N" | "n")) {
            normal.push_str("[]");
            continue;
        }
        if at > 0 {
            normal.push('.');
        }
        normal.push_str(segment);
    }
    normal
}

impl View {
    /// Adds a fact.
    pub(crate) fn fact(&mut self, part: Part, operation: &str, path: &str, text: String) {
        self.facts.insert((part, operation.to_owned(), path.to_owned()), text);
    }

    /// Takes over from an older edition what this one does not carry, as far as it still exists,
    /// so that a later edition which carries it again has something to be compared with.
    pub(crate) fn inherit(&mut self, older: &Self) {
        for (situation, effects) in &mut self.effects {
            if let Some(known) = older.effects.get(situation) {
                effects.inherit(known);
            }
        }
        let (Some(operations), Some(known)) = (&mut self.operations, &older.operations) else {
            return;
        };
        let lost = older.facts.iter().filter(|((part, operation, _), _)| {
            self.silent.contains(part) && operations.contains_key(operation)
        });
        let lost: Vec<_> = lost.map(|(key, text)| (key.clone(), text.clone())).collect();
        self.facts.extend(lost);
        self.silent.retain(|part| older.silent.contains(part));
        for (name, operation) in operations {
            let Some(known) = known.get(name) else { continue };
            fill(&mut operation.deprecated, &known.deprecated);
            fill(&mut operation.response, &known.response);
            fill(&mut operation.errors, &known.errors);
            for (path, node) in &mut operation.parameters {
                let Some(known) = known.parameters.get(path) else { continue };
                fill(&mut node.style, &known.style);
                fill(&mut node.deprecated, &known.deprecated);
                fill(&mut node.json_list, &known.json_list);
                fill(&mut node.values, &known.values);
                fill(&mut node.mined, &known.mined);
                fill(&mut node.limits, &known.limits);
                fill(&mut node.default, &known.default);
                fill(&mut node.example, &known.example);
                fill(&mut node.form, &known.form);
                fill(&mut node.spells, &known.spells);
            }
        }
    }
}

impl Effects {
    /// Rows that were cut off, and cells that were lost.
    fn inherit(&mut self, older: &Self) {
        for (operation, known) in &older.rows {
            match self.rows.get_mut(operation) {
                Some(row) => {
                    fill(&mut row.says, &known.says);
                    if row.says == known.says {
                        fill(&mut row.code, &known.code);
                    }
                }
                None if matches!(self.unlisted, Unlisted::Cut(_)) => {
                    self.rows.insert(operation.clone(), known.clone());
                }
                None => {}
            }
        }
    }
}

fn fill<T: Clone>(target: &mut Option<T>, older: &Option<T>) {
    if target.is_none() {
        target.clone_from(older);
    }
}
