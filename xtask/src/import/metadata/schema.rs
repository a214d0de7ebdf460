//! One parameter, member or list item of the metadata -> its facts.

use std::collections::BTreeSet;

use aliyun_rpc_spec::capture::{Schema, SchemaKind, Spells};

use super::example::{example, is_private};
use super::form;
use super::spells::spells;
use crate::import::issues::Issues;
use crate::import::json::{At, Json};
use crate::import::values;

/// Reads schemas; knows the names that `$ref` may point to.
#[derive(Debug)]
pub(crate) struct Schemas {
    named: BTreeSet<String>,
    /// How many descriptions gave a list of values.
    mined: usize,
    /// How many announce values that were not understood.
    candidates: usize,
    /// How many of those are on the request side.
    request_candidates: u32,
}

/// Where a schema stands; only what a caller fills in can be a list inside a string.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Item,
    Response,
}

impl Schemas {
    /// A reader for a document with these named schemas.
    pub(crate) fn new(named: BTreeSet<String>) -> Self {
        Self { named, mined: 0, candidates: 0, request_candidates: 0 }
    }

    /// One entry of `parameters`.
    pub(crate) fn parameter(&mut self, at: &At<'_>, issues: &mut Issues) -> Option<Schema> {
        let name = at.require("name", issues)?.text(issues)?.trim();
        if name.is_empty() {
            issues.problem(at.place(), "the parameter has no name");
            return None;
        }
        if let Some(place) = at.text_of("in", issues)
            && !matches!(place, "query" | "formData" | "body")
        {
            issues.problem(
                format!("{}/in", at.pointer),
                format!(
                    "`{name}` is sent in `{place}`; an RPC call has only query, formData and body"
                ),
            );
        }
        let schema = at.require("schema", issues)?;
        let mut parameter = self.schema(name, &schema, Side::Request, issues);
        parameter.style = at.text_of("style", issues).map(str::to_owned).or(parameter.style);
        parameter.deprecated |= at.flag("deprecated", issues);
        parameter.required |= at.flag("required", issues);
        Some(parameter)
    }

    /// A success body, or a named schema.
    pub(crate) fn response(&mut self, name: &str, at: &At<'_>, issues: &mut Issues) -> Schema {
        self.schema(name, at, Side::Response, issues)
    }

    /// How many descriptions on the request side announce values that were not understood.
    pub(crate) fn candidates_not_understood(&self) -> u32 {
        self.request_candidates
    }

    /// Says how many lists of values were mined from descriptions, and how many were not.
    pub(crate) fn summary(&self, issues: &mut Issues) {
        if self.mined + self.candidates > 0 {
            let message = format!(
                "{} descriptions list values; {} more announce values and were not understood",
                self.mined, self.candidates
            );
            issues.warn("/apis", message);
        }
    }

    fn schema(&mut self, name: &str, at: &At<'_>, side: Side, issues: &mut Issues) -> Schema {
        if !matches!(at.value, Json::Object(_)) {
            return at.unexpected("an object", issues).unwrap_or_default();
        }
        let kind = kind(at, issues);
        let mut schema = Schema {
            name: name.to_owned(),
            kind,
            format: at.text_of("format", issues).map(str::to_owned),
            required: required(at, issues),
            deprecated: at.flag("deprecated", issues),
            style: at.text_of("style", issues).map(str::to_owned),
            json_list: side == Side::Request && kind == SchemaKind::String && is_json_list(at),
            spells: spelt(at, kind, side),
            values: scalars(at, "enum", issues),
            mined: Vec::new(),
            minimum: at.scalar_of("minimum", issues),
            maximum: at.scalar_of("maximum", issues),
            min_length: at.whole_of("minLength", issues),
            max_length: at.whole_of("maxLength", issues),
            min_items: at.whole_of("minItems", issues),
            max_items: at.whole_of("maxItems", issues),
            pattern: at.text_of("pattern", issues).map(str::to_owned),
            default: at.get("default").and_then(|at| default(&at)),
            example: None,
            form: None,
            reference: self.reference(at, issues),
            members: self.members(at, side, issues),
            items: at.get("items").map(|items| {
                let side = if side == Side::Request { Side::Item } else { side };
                Box::new(self.schema("", &items, side, issues))
            }),
            map: self.map(at, side, issues),
        };
        self.mine(&mut schema, at, side);
        schema.example = example(at, &schema);
        // An item has no name of its own, and is as private as its list.
        let item = schema.items.as_deref_mut().filter(|_| is_private(name));
        item.into_iter().for_each(|item| item.example = None);
        state_form(&mut schema, at, issues);
        schema
    }

    /// Mines the values that the description of a text, or of a list of texts, allows.
    fn mine(&mut self, schema: &mut Schema, at: &At<'_>, side: Side) {
        let holder = match schema.kind {
            SchemaKind::Array => schema.items.as_deref_mut(),
            _ => Some(schema),
        };
        let Some(holder) =
            holder.filter(|holder| holder.kind == SchemaKind::String && holder.mined.is_empty())
        else {
            return;
        };
        if let Some(At { value: Json::Text(description), .. }) = at.get("description") {
            let found = values::mine(description, values::Marks::Kept);
            self.mined += usize::from(!found.values.is_empty());
            self.candidates += usize::from(found.candidate);
            if side != Side::Response {
                self.request_candidates += u32::from(found.candidate);
            }
            holder.mined = found.values;
        }
    }

    fn members(&mut self, at: &At<'_>, side: Side, issues: &mut Issues) -> Vec<Schema> {
        let Some(properties) = at.get("properties") else { return Vec::new() };
        let side = if side == Side::Item { Side::Request } else { side };
        // An object may also list its required members by name.
        let required = match at.get("required") {
            Some(list @ At { value: Json::List(_), .. }) => {
                list.items(issues).iter().filter_map(|item| item.text(issues)).collect()
            }
            _ => BTreeSet::new(),
        };
        let mut members = Vec::new();
        for (name, property) in properties.members(issues) {
            let mut member = self.schema(name.trim(), &property, side, issues);
            member.required |= required.contains(name);
            members.push(member);
        }
        members
    }

    fn map(&mut self, at: &At<'_>, side: Side, issues: &mut Issues) -> Option<Box<Schema>> {
        let values = at.get("additionalProperties")?;
        match values.value {
            Json::Bool(false) => None,
            Json::Bool(true) => {
                Some(Box::new(Schema { kind: SchemaKind::Any, ..Schema::default() }))
            }
            _ => Some(Box::new(self.schema("", &values, side, issues))),
        }
    }

    fn reference(&self, at: &At<'_>, issues: &mut Issues) -> Option<String> {
        let target = at.get("$ref")?;
        let text = target.text(issues)?;
        let Some(name) = text.strip_prefix("#/components/schemas/") else {
            issues.advise(
                target.place(),
                format!("`{text}` is not understood"),
                "a reference looks like `#/components/schemas/NAME`",
            );
            return None;
        };
        let name = name.replace("~1", "/").replace("~0", "~");
        if !self.named.contains(&name) {
            issues.problem(target.place(), format!("no schema `{name}` in components.schemas"));
        }
        Some(name)
    }
}

/// Mines the form of a value, or of the items of a list.
fn state_form(schema: &mut Schema, at: &At<'_>, issues: &mut Issues) {
    let is_list = schema.kind == SchemaKind::Array;
    let name = schema.name.clone();
    let holder = if is_list { schema.items.as_deref_mut() } else { Some(schema) };
    let Some(holder) = holder.filter(|holder| holder.form.is_none()) else { return };
    let found = form::mine(&name, holder.kind, prose(at, "description"), prose(at, "example"));
    holder.form = found.form;
    if let Some(spelling) = found.unknown {
        issues.warn(at.place(), format!("the unit `{spelling}` is not known"));
    }
}

/// A list of names says which members are required, not whether this value is.
fn required(at: &At<'_>, issues: &mut Issues) -> bool {
    match at.get("required") {
        None | Some(At { value: Json::List(_), .. }) => false,
        Some(stated) => stated.bool(issues).unwrap_or_default(),
    }
}

fn kind(at: &At<'_>, issues: &mut Issues) -> SchemaKind {
    let Some(stated) = at.get("type") else {
        return match at {
            _ if at.get("$ref").is_some() || at.get("properties").is_some() => SchemaKind::Object,
            _ if at.get("additionalProperties").is_some() => SchemaKind::Object,
            _ if at.get("items").is_some() => SchemaKind::Array,
            _ => SchemaKind::Any,
        };
    };
    match stated.text(issues) {
        Some("string") => SchemaKind::String,
        Some("integer") => SchemaKind::Integer,
        Some("number") => SchemaKind::Number,
        Some("boolean") => SchemaKind::Boolean,
        Some("array") => SchemaKind::Array,
        Some("object") => SchemaKind::Object,
        Some("any") => SchemaKind::Any,
        Some(other) => {
            issues.advise(
                stated.place(),
                format!("the type `{other}` is not known"),
                "known: string, integer, number, boolean, array, object, any",
            );
            SchemaKind::Any
        }
        None => SchemaKind::Any,
    }
}

/// What a string that a caller fills in spells.
fn spelt(at: &At<'_>, kind: SchemaKind, side: Side) -> Option<Spells> {
    if kind != SchemaKind::String || side != Side::Request {
        return None;
    }
    let pattern = Some(prose(at, "pattern")).filter(|pattern| !pattern.is_empty());
    spells(prose(at, "description"), prose(at, "example").trim(), pattern)
}

fn prose<'a>(at: &At<'a>, key: &str) -> &'a str {
    match at.get(key) {
        Some(At { value: Json::Text(text), .. }) => text.as_str(),
        _ => "",
    }
}

/// Whether the example or the description shows a list inside the string. Examples elide items
/// (`["a", ... "b"]`), so the beginning of a list of strings is enough.
fn is_json_list(at: &At<'_>) -> bool {
    let example = prose(at, "example").trim();
    let begins = example.strip_prefix('[').is_some_and(|rest| {
        rest.trim_start().starts_with(['"', '\u{201c}']) || rest.trim_start() == "]"
    });
    let description = prose(at, "description").to_ascii_lowercase().replace(' ', "");
    begins || ["json数组", "jsonarray"].iter().any(|say| description.contains(say))
}

fn scalars(at: &At<'_>, key: &str, issues: &mut Issues) -> Vec<String> {
    let items = at.items_of(key, issues);
    items.iter().filter_map(|item| item.scalar(issues)).collect()
}

/// A default that is a list or an object is neither a limit nor a fact that a request type could
/// use.
fn default(at: &At<'_>) -> Option<String> {
    match at.value {
        Json::Text(text) | Json::Number(text) => Some(text.clone()),
        Json::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
