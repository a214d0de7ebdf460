//! A merged operation as a tree of typed fields, before nested types are shared and named.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{Form, Schema, SchemaKind, Spells};
use aliyun_rpc_spec::ir::{Bound, Direction, Limits, ValuesOrigin};

use super::{form, names};
use crate::regen::merge::constraints;
use crate::regen::model;

/// Type of a field, with nested structs still inside it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RawType {
    Text(RawText),
    /// An open enum, by its final name.
    Enum(String),
    /// An id, by the name of its type.
    Id(String),
    Bool,
    Int,
    Float,
    Any,
    IntText,
    BoolText,
    Base64,
    Struct(RawStruct),
    /// A named schema that is being expanded further up.
    Recursive(String),
    List(Box<RawType>),
    Wrapped(String, Box<RawType>),
    JsonList(Box<RawType>),
    Json(Box<RawType>),
    Map(Box<RawType>),
}

impl RawType {
    /// The members of a struct, or of the structs in a list.
    pub(crate) fn members(&self) -> Option<&[RawField]> {
        match self {
            Self::Struct(shape) => Some(&shape.fields),
            Self::List(item) | Self::Wrapped(_, item) | Self::JsonList(item) | Self::Json(item) => {
                item.members()
            }
            _ => None,
        }
    }

    /// The same, to change them.
    pub(crate) fn members_mut(&mut self) -> Option<&mut [RawField]> {
        match self {
            Self::Struct(shape) => Some(&mut shape.fields),
            Self::List(item) | Self::Wrapped(_, item) | Self::JsonList(item) | Self::Json(item) => {
                item.members_mut()
            }
            _ => None,
        }
    }
}

/// A text, and what the documents say about its values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RawText {
    /// Wire name of its field, in the singular.
    pub wire: String,
    /// Names of the structs around it, the innermost last.
    pub around: Vec<String>,
    /// `Operation.Member`, or `Operation.Response.Member`.
    pub place: String,
    /// Name that an enum gets when it shares with nothing.
    pub path: String,
    /// Curated name of the enum.
    pub fixed: Option<String>,
    /// The values that are listed.
    pub values: Vec<String>,
    pub origin: ValuesOrigin,
    /// The value that the document shows as an example.
    pub example: Option<String>,
}

impl RawText {
    /// Whether a value is listed for it, whatever the case of its letters.
    pub(crate) fn has(&self, value: &str) -> bool {
        self.values.iter().any(|known| known.eq_ignore_ascii_case(value))
    }
}

/// A nested struct, not named yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RawStruct {
    /// Name of the schema it comes from, if it has one.
    pub reference: Option<String>,
    /// Wire name of its field, in the singular.
    pub base: String,
    /// Name it gets when it shares with nothing.
    pub path: String,
    /// Curated name.
    pub fixed: Option<String>,
    pub direction: Direction,
    pub fields: Vec<RawField>,
}

/// A field, not lowered yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RawField {
    pub wire: String,
    pub ty: RawType,
    pub required: bool,
    pub deprecated: bool,
    pub limits: Limits,
    pub example: Option<String>,
    pub form: Option<Form>,
    /// Values of an open enum that this member of a request spells in its own way.
    pub spelled: Vec<String>,
}

/// Curated values: (operation, dotted parameter) to enum name and values.
pub(crate) type ValuesOf = BTreeMap<(String, String), (String, Vec<String>)>;

/// Curated texts that hold base64: (operation, dotted member) to whether only by default.
pub(crate) type Base64Of = BTreeMap<(String, String), bool>;

/// What curated facts say about members, by where they are.
#[derive(Default)]
pub(crate) struct Places {
    pub values: ValuesOf,
    pub base64: Base64Of,
    /// Operations and the parameters that their requests leave out.
    pub left_out: BTreeSet<(String, String)>,
}

/// Curated names of types, by place: `Operation.Member`, or `Operation.Response.Member`.
pub(crate) type NameOf = BTreeMap<String, String>;

/// Expands the schemas of one operation in one direction.
pub(crate) struct Expander<'a> {
    pub operation: &'a str,
    pub direction: Direction,
    pub schemas: &'a BTreeMap<String, Schema>,
    pub places: &'a Places,
    pub names: &'a NameOf,
    /// The limits on which all editions agree, by the path of the parameter.
    pub stated: Option<&'a BTreeMap<(String, model::Limit), String>>,
    /// Curated entries that were met.
    pub used: Vec<(String, String)>,
    /// Places that were met and have a curated name.
    pub named: Vec<String>,
    /// Named schemas being expanded.
    stack: Vec<String>,
    /// Names of the structs being expanded.
    around: Vec<String>,
}

impl<'a> Expander<'a> {
    pub(crate) fn new(
        operation: &'a str,
        direction: Direction,
        schemas: &'a BTreeMap<String, Schema>,
        places: &'a Places,
        names: &'a NameOf,
    ) -> Self {
        let (used, named, stack, around) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let stated = None;
        Self { operation, direction, schemas, places, names, stated, used, named, stack, around }
    }

    /// Members of a struct or parameters of an operation.
    pub(crate) fn fields(&mut self, members: &[Schema], path: &str, dotted: &str) -> Vec<RawField> {
        // A parameter that says how another is encoded makes that the caller's choice.
        let choice = members.iter().any(|member| member.name.ends_with("Encoding"));
        let is_choice = |member: &Schema| choice && member.spells == Some(Spells::Base64);
        let mut fields = Vec::new();
        for member in members {
            let mut field = match is_choice(member) {
                true => self.field(&Schema { spells: None, ..member.clone() }, path, dotted),
                false => self.field(member, path, dotted),
            };
            field.form = field.form.filter(|form| form::is_said(*form, &member.name, members));
            fields.push(field);
        }
        fields
    }

    fn field(&mut self, schema: &Schema, path: &str, dotted: &str) -> RawField {
        let dotted = match dotted {
            "" => schema.name.clone(),
            _ => format!("{dotted}.{}", schema.name),
        };
        let ty = self.ty(schema, &schema.name, path, &dotted);
        let ty = match schema.style.as_deref() {
            Some("json") if self.direction == Direction::Request => RawType::Json(Box::new(ty)),
            _ if schema.json_list && matches!(ty, RawType::Text(_)) => {
                RawType::JsonList(Box::new(ty))
            }
            _ => ty,
        };
        let limits = self.limits(schema, &dotted);
        let by_default = self.places.base64.get(&(self.operation.to_owned(), dotted));
        let encoded = by_default.filter(|by_default| **by_default).map(|_| Form::Base64ByDefault);
        RawField {
            wire: schema.name.clone(),
            ty,
            required: schema.required,
            deprecated: schema.deprecated,
            limits,
            example: form::example(self.holder(schema)),
            form: encoded.or(self.holder(schema).form),
            spelled: Vec::new(),
        }
    }

    /// What describes a single value: the item of a list, also of one that the reply wraps.
    fn holder<'s>(&self, schema: &'s Schema) -> &'s Schema {
        let wraps = self.direction == Direction::Response;
        match (schema.kind, schema.members.as_slice(), schema.items.as_deref()) {
            (SchemaKind::Array, _, Some(items)) => items,
            (SchemaKind::Object, [only], _) if wraps && only.kind == SchemaKind::Array => {
                only.items.as_deref().unwrap_or(only)
            }
            _ => schema,
        }
    }

    /// What is stated about values. Of replies only what documents them is known.
    fn limits(&self, schema: &Schema, dotted: &str) -> Limits {
        let agreed =
            |limit| self.stated.is_none_or(|all| all.contains_key(&(dotted.to_owned(), limit)));
        let disputed = constraints::limits(schema).filter(|(limit, _)| !agreed(*limit));
        let mut disputed: Vec<Bound> = disputed.filter_map(|(limit, _)| limit.bound()).collect();
        disputed.sort_unstable();
        Limits {
            minimum: schema.minimum.clone(),
            maximum: schema.maximum.clone(),
            min_length: schema.min_length,
            max_length: schema.max_length,
            min_items: schema.min_items,
            max_items: schema.max_items,
            pattern: schema.pattern.clone(),
            default: schema.default.clone(),
            disputed,
        }
    }

    fn ty(&mut self, schema: &Schema, wire: &str, path: &str, dotted: &str) -> RawType {
        if let Some(reference) = &schema.reference {
            return self.referenced(reference, wire, path, dotted);
        }
        match schema.kind {
            SchemaKind::Boolean => RawType::Bool,
            SchemaKind::Integer => RawType::Int,
            SchemaKind::Number => RawType::Float,
            SchemaKind::Any => RawType::Any,
            SchemaKind::String => self.text(schema, wire, path, dotted),
            SchemaKind::Array => {
                let item = match &schema.items {
                    Some(items) => {
                        self.ty(items, &names::singular(wire), path, &format!("{dotted}[]"))
                    }
                    None => RawType::Any,
                };
                RawType::List(Box::new(item))
            }
            SchemaKind::Object => self.object(schema, wire, path, dotted),
        }
    }

    fn text(&mut self, schema: &Schema, wire: &str, path: &str, dotted: &str) -> RawType {
        let mut text = RawText {
            wire: wire.to_owned(),
            around: self.around.clone(),
            place: format!("{}.{dotted}", self.operation),
            path: format!("{path}{}", names::pascal(wire)),
            fixed: None,
            values: Vec::new(),
            origin: ValuesOrigin::Curated,
            example: schema.example.clone(),
        };
        self.name_at(&text.place);
        let key = (self.operation.to_owned(), dotted.to_owned());
        if self.direction == Direction::Request
            && let Some((name, values)) = self.places.values.get(&key)
        {
            self.used.push(key);
            text.fixed = Some(name.clone());
            text.values.clone_from(values);
            return RawType::Text(text);
        }
        if let Some(by_default) = self.places.base64.get(&key) {
            // An entry that says the same as the metadata is not needed, unless it leaves out a
            // choice.
            let choice = self.places.left_out.iter().any(|(operation, _)| *operation == key.0);
            if *by_default || choice || schema.spells != Some(Spells::Base64) {
                self.used.push(key);
            }
            return if *by_default { RawType::Text(text) } else { RawType::Base64 };
        }
        if self.direction == Direction::Request {
            match schema.spells {
                Some(Spells::Integer) => return RawType::IntText,
                Some(Spells::Boolean) => return RawType::BoolText,
                Some(Spells::Base64) => return RawType::Base64,
                None => {}
            }
        }
        // What is said about a text with a list in it is about the list.
        if !schema.json_list {
            (text.values, text.origin) = match schema.values.is_empty() {
                false => (spelled(schema), ValuesOrigin::Stated),
                true => (schema.mined.clone(), ValuesOrigin::Mined),
            };
        }
        RawType::Text(text)
    }

    fn referenced(&mut self, reference: &str, wire: &str, path: &str, dotted: &str) -> RawType {
        if self.stack.iter().any(|open| open == reference) {
            return RawType::Recursive(reference.to_owned());
        }
        let Some(schema) = self.schemas.get(reference) else {
            return RawType::Any;
        };
        self.stack.push(reference.to_owned());
        let mut ty = self.ty(schema, wire, path, dotted);
        self.stack.pop();
        if let RawType::Struct(shape) = &mut ty {
            shape.reference = Some(reference.to_owned());
        }
        ty
    }

    /// The curated name of what stands at a place.
    fn name_at(&mut self, place: &str) -> Option<&'a String> {
        let (place, name) = self.names.get_key_value(place)?;
        self.named.push(place.clone());
        Some(name)
    }

    fn object(&mut self, schema: &Schema, wire: &str, path: &str, dotted: &str) -> RawType {
        if schema.members.is_empty() {
            return match &schema.map {
                Some(value) => {
                    RawType::Map(Box::new(self.ty(value, wire, path, &format!("{dotted}.*"))))
                }
                None => RawType::Any,
            };
        }
        if self.direction == Direction::Response
            && let [only] = schema.members.as_slice()
            && only.kind == SchemaKind::Array
            && only.reference.is_none()
        {
            let item = only.items.as_deref().map_or(RawType::Any, |items| {
                let singular = names::singular(&only.name);
                let is_text = items.kind == SchemaKind::String;
                let one = if is_text { &singular } else { &only.name };
                self.ty(items, one, path, &format!("{dotted}.{}[]", only.name))
            });
            return RawType::Wrapped(only.name.clone(), Box::new(item));
        }
        let base = wire.to_owned();
        let full = format!("{path}{}", names::pascal(&base));
        self.around.push(names::pascal(&names::singular(&base)));
        let fields = self.fields(&schema.members, &full, dotted);
        self.around.pop();
        RawType::Struct(RawStruct {
            reference: None,
            base,
            path: full,
            fixed: self.name_at(&format!("{}.{dotted}", self.operation)).cloned(),
            direction: self.direction,
            fields,
        })
    }
}

/// The values that are listed. Of two spellings of one value, only the one that the description or
/// the example has, if one of them has one.
fn spelled(schema: &Schema) -> Vec<String> {
    let known =
        |value: &String| schema.mined.contains(value) || schema.example.as_ref() == Some(value);
    let is_same = |one: &String, other: &String| one.eq_ignore_ascii_case(other);
    let has_better = |value: &&String| {
        let mut others = schema.values.iter().filter(|other| is_same(other, value));
        !known(value) && others.any(known)
    };
    schema.values.iter().filter(|value| !has_better(value)).cloned().collect()
}
