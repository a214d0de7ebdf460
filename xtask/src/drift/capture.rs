//! A capture -> [`View`]. An edition that states a kind of fact nowhere does not carry it: newer
//! editions of the metadata were rebuilt without limits, error tables or descriptions, and the
//! absence of a limit there says nothing.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{
    self as metadata, Capture, ErrorRow, Metadata, Replacement, Schema, SchemaKind, Spells,
};
use aliyun_rpc_spec::ir::Limits;

use super::terms::Part;
use super::view::{Node, Operation, TypeName, View, normal};
use super::{page, permission};

/// Parameters or members of one operation that references may expand to; more is no API but a
/// defect of the source, and the rest is left out on both sides alike.
const MOST_NODES: usize = 50_000;

/// The facts of a capture.
pub(crate) fn view(capture: &Capture) -> View {
    let mut view = View::default();
    match capture {
        Capture::Metadata(metadata) => take_metadata(&mut view, metadata),
        Capture::OperationPage(page) => page::operation(&mut view, page),
        Capture::ImpactPage(page) => page::impact(&mut view, page),
        Capture::ManagedPage(page) => page::managed(&mut view, page),
        Capture::ObservedCodes(observed) => {
            for (operation, codes) in &observed.operations {
                for code in codes {
                    let treated = code.treated_as.join(", ");
                    view.fact(Part::ObservedCode, operation, &code.code, treated);
                }
            }
        }
        Capture::Endpoints(endpoints) => {
            for (region, host) in &endpoints.map {
                view.fact(Part::Endpoint, "", region, host.clone());
            }
        }
        Capture::Timeouts(timeouts) => {
            for (operation, seconds) in &timeouts.read_timeout_seconds {
                view.fact(Part::Timeout, operation, "", format!("{seconds} s"));
            }
            for operation in &timeouts.retryable_with_token {
                view.fact(Part::Retry, operation, "", "with a token".to_owned());
            }
            for operation in &timeouts.retryable {
                view.fact(Part::Retry, operation, "", "always".to_owned());
            }
        }
        Capture::RamList(list) => permission::of_list(&mut view, list),
    }
    view
}

fn take_metadata(view: &mut View, metadata: &Metadata) {
    let schemas: BTreeMap<&str, &Schema> =
        metadata.schemas.iter().map(|schema| (schema.name.as_str(), schema)).collect();
    let mut operations = BTreeMap::new();
    let mut carried = Carried::default();
    for (name, facts) in &metadata.operations {
        let metadata::Operation {
            methods,
            https_only,
            deprecated,
            operation_type,
            replaced_by,
            parameters,
            response,
            errors,
            lock_notes,
        } = facts;
        let mut operation = Operation {
            deprecated: Some(*deprecated),
            errors: errors.as_deref().map(errors_of),
            ..Operation::default()
        };
        let mut walk = Walk::new(&schemas);
        for parameter in parameters {
            let path = normal(&parameter.name);
            operation.imply_parents(&path);
            walk.parameter(path, parameter, true, &mut operation);
        }
        let mut fact = |part, path: &str, text: String| view.fact(part, name, path, text);
        operation.response = response.as_ref().map(|root| {
            let mut members = BTreeMap::new();
            Walk::new(&schemas).response(String::new(), root, &mut members, &mut fact);
            members
        });
        if methods.iter().any(|method| method == "POST") {
            fact(Part::Method, "", "POST".to_owned());
        }
        if *https_only {
            fact(Part::HttpsOnly, "", String::new());
        }
        if let Some(kind) = operation_type {
            fact(Part::OperationKind, "", kind.clone());
        }
        if let Some(other) = replaced_by {
            fact(Part::Replacement, "", replacement(other));
        }
        for note in lock_notes {
            fact(Part::LockNote, note.name(), String::new());
        }
        carried.note(&operation);
        operations.insert(name.clone(), operation);
    }
    for directory in &metadata.directories {
        for operation in &directory.operations {
            view.fact(Part::Directory, operation, "", directory.id.to_string());
        }
    }
    let stated: BTreeSet<Part> = view.facts.keys().map(|(part, _, _)| *part).collect();
    view.silent =
        Part::NOT_ALWAYS_CARRIED.into_iter().filter(|part| !stated.contains(part)).collect();
    carried.apply(&mut operations);
    view.operations = Some(operations);
}

/// An operation of this or another product, as a text.
pub(super) fn replacement(other: &Replacement) -> String {
    let Replacement { product, version, operation } = other;
    format!("{product} {version} {operation}")
}

pub(super) fn errors_of(rows: &[ErrorRow]) -> BTreeMap<String, BTreeSet<String>> {
    let mut errors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        errors.entry(row.code.clone()).or_default().insert(row.status.clone());
    }
    errors
}

/// Which kinds of facts an edition states anywhere.
#[derive(Default)]
struct Carried {
    deprecated_operations: bool,
    deprecated_parameters: bool,
    json_lists: bool,
    values: bool,
    mined: bool,
    limits: bool,
    defaults: bool,
    examples: bool,
    forms: bool,
    spells: bool,
}

impl Carried {
    fn note(&mut self, operation: &Operation) {
        self.deprecated_operations |= operation.deprecated == Some(true);
        for node in operation.parameters.values() {
            self.deprecated_parameters |= node.deprecated == Some(true);
            self.json_lists |= node.json_list == Some(true);
            self.values |= node.values.as_ref().is_some_and(|values| !values.is_empty());
            self.mined |= node.mined.as_ref().is_some_and(|values| !values.is_empty());
            self.limits |= matches!(node.limits, Some(Some(_)));
            self.defaults |= matches!(node.default, Some(Some(_)));
            self.examples |= matches!(node.example, Some(Some(_)));
            self.forms |= matches!(node.form, Some(Some(_)));
            self.spells |= matches!(node.spells, Some(Some(_)));
        }
    }

    fn apply(&self, operations: &mut BTreeMap<String, Operation>) {
        fn keep<T>(carried: bool, fact: &mut Option<T>) {
            if !carried {
                *fact = None;
            }
        }
        for operation in operations.values_mut() {
            keep(self.deprecated_operations, &mut operation.deprecated);
            for node in operation.parameters.values_mut() {
                keep(self.deprecated_parameters, &mut node.deprecated);
                keep(self.json_lists, &mut node.json_list);
                keep(self.values, &mut node.values);
                keep(self.mined, &mut node.mined);
                keep(self.limits, &mut node.limits);
                keep(self.defaults, &mut node.default);
                keep(self.examples, &mut node.example);
                keep(self.forms, &mut node.form);
                keep(self.spells, &mut node.spells);
            }
        }
    }
}

/// Walks schemas and follows references, each at most once on the way down.
struct Walk<'a> {
    schemas: &'a BTreeMap<&'a str, &'a Schema>,
    open: Vec<&'a str>,
    nodes: usize,
}

impl<'a> Walk<'a> {
    fn new(schemas: &'a BTreeMap<&'a str, &'a Schema>) -> Self {
        Self { schemas, open: Vec::new(), nodes: 0 }
    }

    /// The schema that holds the members; true when a reference was opened on the way.
    fn enter(&mut self, schema: &'a Schema) -> Option<(&'a Schema, bool)> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return None;
        }
        let Some(reference) = schema.reference.as_deref() else { return Some((schema, false)) };
        if self.open.contains(&reference) {
            return None;
        }
        self.open.push(reference);
        Some((self.schemas.get(reference).copied().unwrap_or(schema), true))
    }

    fn parameter(&mut self, path: String, schema: &'a Schema, top: bool, into: &mut Operation) {
        let target = self.enter(schema);
        let kind = target.map_or(schema.kind, |(target, _)| target.kind);
        let Some((target, opened)) = target else {
            into.add(path, node(schema, kind, top));
            return;
        };
        for member in &target.members {
            self.parameter(join(&path, ".", &member.name), member, false, into);
        }
        if let Some(items) = target.items.as_deref() {
            self.parameter(join(&path, "[]", ""), items, false, into);
        }
        if let Some(value) = target.map.as_deref() {
            self.parameter(join(&path, ".*", ""), value, false, into);
        }
        into.add(path, node(schema, kind, top));
        if opened {
            self.open.pop();
        }
    }

    fn response(
        &mut self,
        path: String,
        schema: &'a Schema,
        into: &mut BTreeMap<String, TypeName>,
        fact: &mut impl FnMut(Part, &str, String),
    ) {
        if let Some(example) = &schema.example {
            fact(Part::Example, &path, example.clone());
        }
        if let Some(form) = schema.form {
            fact(Part::Form, &path, form.text().to_owned());
        }
        let target = self.enter(schema);
        let kind = target.map_or(schema.kind, |(target, _)| target.kind);
        if let Some((target, _)) = target {
            let dot = if path.is_empty() { "" } else { "." };
            for member in &target.members {
                self.response(join(&path, dot, &member.name), member, into, fact);
            }
            if let Some(items) = target.items.as_deref() {
                self.response(join(&path, "[]", ""), items, into, fact);
            }
            if let Some(value) = target.map.as_deref() {
                self.response(join(&path, ".*", ""), value, into, fact);
            }
        }
        let opened = target.is_some_and(|(_, opened)| opened);
        if !path.is_empty() {
            into.insert(path, kind_text(kind));
        }
        if opened {
            self.open.pop();
        }
    }
}

fn join(path: &str, sign: &str, name: &str) -> String {
    let mut joined = String::with_capacity(path.len() + sign.len() + name.len());
    joined.push_str(path);
    joined.push_str(sign);
    joined.push_str(name);
    joined
}

fn node(schema: &Schema, kind: SchemaKind, top: bool) -> Node {
    let Schema {
        // The path has the name, and below it is what a reference, members, items and map hold.
        name: _,
        reference: _,
        members: _,
        items: _,
        map: _,
        // That of what a reference points to.
        kind: _,
        // How wide a number is; every width is 64 bits here.
        format: _,
        required,
        deprecated,
        style,
        json_list,
        spells,
        values,
        mined,
        minimum,
        maximum,
        min_length,
        max_length,
        min_items,
        max_items,
        pattern,
        default,
        example,
        form,
    } = schema;
    let limits = Limits {
        minimum: minimum.clone(),
        maximum: maximum.clone(),
        min_length: *min_length,
        max_length: *max_length,
        min_items: *min_items,
        max_items: *max_items,
        pattern: pattern.clone(),
        default: None,
        disputed: Vec::new(),
    };
    Node {
        kind: Some(kind_text(kind)),
        // Inside a parameter some editions state the style and some do not; there it is always the
        // one of the parameter.
        style: style.clone().filter(|_| top),
        required: Some(*required),
        deprecated: Some(*deprecated),
        json_list: Some(*json_list),
        values: Some(values.clone()),
        mined: Some(mined.clone()),
        limits: Some((!limits.is_empty()).then(|| Box::new(limits))),
        default: Some(default.clone()),
        example: Some(example.clone()),
        form: Some(form.map(|form| form.text().to_owned())),
        spells: Some(spells.map(|spells| {
            let text = match spells {
                Spells::Integer => "integer",
                Spells::Boolean => "boolean",
                Spells::Base64 => "base64",
            };
            text.to_owned()
        })),
    }
}

fn kind_text(kind: SchemaKind) -> TypeName {
    TypeName::Borrowed(match kind {
        SchemaKind::String => "string",
        SchemaKind::Integer => "integer",
        SchemaKind::Number => "number",
        SchemaKind::Boolean => "boolean",
        SchemaKind::Array => "array",
        SchemaKind::Object => "object",
        SchemaKind::Any => "any",
    })
}
