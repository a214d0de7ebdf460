//! A capture -> [`View`]. An edition that states a kind of fact nowhere does not carry it: newer
//! editions of the metadata were rebuilt without limits, error tables or descriptions, and the
//! absence of a limit there says nothing.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{
    Capture, Effect, ErrorRow, ImpactPage, ManagedPage, Metadata, OperationPage, Quality, Schema,
    SchemaKind,
};
use aliyun_rpc_spec::ir::Limits;
use aliyun_rpc_spec::matrix::Aspect;

use super::permission;
use super::terms::Part;
use super::view::{Effects, Node, Operation, Row, TypeName, Unlisted, View, normal};
use crate::regen::matrix::aspects;

/// Parameters or members of one operation that references may expand to; more is no API but a
/// defect of the source, and the rest is left out on both sides alike.
const MOST_NODES: usize = 50_000;

/// The facts of a capture.
pub(crate) fn view(capture: &Capture) -> View {
    let mut view = View::default();
    match capture {
        Capture::Metadata(metadata) => take_metadata(&mut view, metadata),
        Capture::OperationPage(page) => take_page(&mut view, page),
        Capture::ImpactPage(page) => take_impact(&mut view, page),
        Capture::ManagedPage(page) => take_managed(&mut view, page),
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
        let mut operation = Operation {
            deprecated: Some(facts.deprecated),
            errors: facts.errors.as_deref().map(errors),
            ..Operation::default()
        };
        let mut walk = Walk::new(&schemas);
        for parameter in &facts.parameters {
            let path = normal(&parameter.name);
            operation.imply_parents(&path);
            walk.parameter(path, parameter, true, &mut operation);
        }
        operation.response = facts.response.as_ref().map(|root| {
            let mut members = BTreeMap::new();
            Walk::new(&schemas).response(String::new(), root, &mut members);
            members
        });
        if facts.methods.iter().any(|method| method == "POST") {
            view.fact(Part::Method, name, "", "POST".to_owned());
        }
        carried.note(&operation);
        operations.insert(name.clone(), operation);
    }
    carried.apply(&mut operations);
    view.operations = Some(operations);
}

fn errors(rows: &[ErrorRow]) -> BTreeMap<String, BTreeSet<String>> {
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
    ) {
        let target = self.enter(schema);
        let kind = target.map_or(schema.kind, |(target, _)| target.kind);
        if let Some((target, _)) = target {
            let dot = if path.is_empty() { "" } else { "." };
            for member in &target.members {
                self.response(join(&path, dot, &member.name), member, into);
            }
            if let Some(items) = target.items.as_deref() {
                self.response(join(&path, "[]", ""), items, into);
            }
            if let Some(value) = target.map.as_deref() {
                self.response(join(&path, ".*", ""), value, into);
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
    let limits = Limits {
        minimum: schema.minimum.clone(),
        maximum: schema.maximum.clone(),
        min_length: schema.min_length,
        max_length: schema.max_length,
        min_items: schema.min_items,
        max_items: schema.max_items,
        pattern: schema.pattern.clone(),
        default: None,
    };
    Node {
        kind: Some(kind_text(kind)),
        // Inside a parameter some editions state the style and some do not; there it is always the
        // one of the parameter.
        style: schema.style.clone().filter(|_| top),
        required: Some(schema.required),
        deprecated: Some(schema.deprecated),
        json_list: Some(schema.json_list),
        values: Some(schema.values.clone()),
        mined: Some(schema.mined.clone()),
        limits: Some((!limits.is_empty()).then(|| Box::new(limits))),
        default: Some(schema.default.clone()),
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

fn take_page(view: &mut View, page: &OperationPage) {
    let errors = (!page.errors_unstated).then(|| errors(&page.errors));
    let mut operation = Operation { errors, ..Operation::default() };
    let carries_values = page.parameters.iter().any(|parameter| !parameter.values.is_empty());
    for parameter in &page.parameters {
        let node = Node {
            kind: Some(TypeName::Owned(parameter.kind.clone())),
            required: Some(parameter.required),
            values: carries_values.then(|| parameter.values.clone()),
            ..Node::default()
        };
        let path = normal(&parameter.name);
        operation.imply_parents(&path);
        operation.add(path, node);
    }
    if !page.response.is_empty() {
        let members = page.response.iter();
        let members = members.map(|one| (normal(&one.name), TypeName::Owned(one.kind.clone())));
        operation.response = Some(members.collect());
    }
    view.operations = Some(BTreeMap::from([(page.operation.clone(), operation)]));
    permission::of_page(view, page);
}

fn take_impact(view: &mut View, page: &ImpactPage) {
    let unlisted = match (page.partial, page.default) {
        (true, effect) => Unlisted::Cut(effect.map(|effect| effect_text(effect).to_owned())),
        (false, Some(effect)) => Unlisted::Says(effect_text(effect).to_owned()),
        (false, None) => Unlisted::Nothing,
    };
    let mut add = |aspect: Aspect, operation: &str, row: Row| {
        let effects = view
            .effects
            .entry(aspect.name())
            .or_insert_with(|| Effects { rows: BTreeMap::new(), unlisted: unlisted.clone() });
        effects.add(operation, row);
    };
    for cell in &page.crossed {
        // A row that no aspect stands for is refused by `regen`.
        let Some(aspect) = aspects::of_crossed(page.condition, cell) else { continue };
        let says = cell.effect.map_or("no-relation", effect_text);
        add(aspect, &cell.operation, Row { says: Some(says.to_owned()), code: Some(None) });
    }
    for row in &page.rows {
        let Some(aspect) = aspects::of_row(page.condition, row.subject) else { continue };
        let code = match (&row.code, row.quality) {
            (Some(code), _) => Some(Some(code.clone())),
            (None, Quality::Complete) => Some(None),
            (None, Quality::Truncated) => None,
        };
        let says = row.effect.map(|effect| effect_text(effect).to_owned());
        add(aspect, &row.operation, Row { says, code });
    }
}

fn take_managed(view: &mut View, page: &ManagedPage) {
    for (situation, column) in [("managed-group", 0_usize), ("managed-group-service", 1)] {
        let mut effects = Effects { rows: BTreeMap::new(), unlisted: Unlisted::Nothing };
        for row in &page.rows {
            let allowed = if column == 0 { row.account } else { row.service };
            let says = if allowed { "permitted" } else { "denied" };
            let code = if allowed { Some(None) } else { page.code.clone().map(Some) };
            effects.add(&row.operation, Row { says: Some(says.to_owned()), code });
        }
        view.effects.insert(situation, effects);
    }
}

fn effect_text(effect: Effect) -> &'static str {
    match effect {
        Effect::Unaffected => "unaffected",
        Effect::Denied => "denied",
        Effect::DeniedWhenDiskInUse => "denied-when-disk-in-use",
        Effect::AcceptedButFails => "accepted-but-fails",
    }
}

impl Effects {
    /// Adds a row; if the second row of an operation differs, both count.
    fn add(&mut self, operation: &str, row: Row) {
        match self.rows.get_mut(operation) {
            None => {
                self.rows.insert(operation.to_owned(), row);
            }
            Some(known) if known.says != row.says => {
                known.says = match (known.says.take(), row.says) {
                    (Some(a), Some(b)) => Some(format!("{a}, {b}")),
                    _ => None,
                };
            }
            Some(_) => {}
        }
    }
}
