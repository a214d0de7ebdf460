//! A merged operation as a tree of typed fields, before nested types are shared and named.

use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::{Schema, SchemaKind, Spells};
use aliyun_rpc_spec::ir::{Direction, Limits, ValuesOrigin};

use super::names;

/// Type of a field, with nested structs and enums still inside it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RawType {
    String,
    Bool,
    Int,
    Float,
    Any,
    IntText,
    BoolText,
    Base64,
    Enum(RawEnum),
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
}

/// A list of values, not named yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RawEnum {
    /// Curated name, if there is one.
    pub fixed: Option<String>,
    /// Wire name of the field it stands at.
    pub base: String,
    /// Name it gets when it shares with nothing.
    pub path: String,
    pub values: Vec<String>,
    pub origin: ValuesOrigin,
}

/// A nested struct, not named yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RawStruct {
    /// Name of the schema it comes from, if it has one.
    pub reference: Option<String>,
    /// Wire name of the field it stands at, singular.
    pub base: String,
    /// Name it gets when it shares with nothing.
    pub path: String,
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
}

/// Curated values: (operation, dotted parameter) to enum name and values.
pub(crate) type ValuesOf = BTreeMap<(String, String), (String, Vec<String>)>;

/// Expands the schemas of one operation in one direction.
pub(crate) struct Expander<'a> {
    pub operation: &'a str,
    pub direction: Direction,
    pub schemas: &'a BTreeMap<String, Schema>,
    pub values: &'a ValuesOf,
    /// Curated entries that were met.
    pub used: Vec<(String, String)>,
    /// Named schemas being expanded.
    stack: Vec<String>,
}

impl<'a> Expander<'a> {
    pub(crate) fn new(
        operation: &'a str,
        direction: Direction,
        schemas: &'a BTreeMap<String, Schema>,
        values: &'a ValuesOf,
    ) -> Self {
        Self { operation, direction, schemas, values, used: Vec::new(), stack: Vec::new() }
    }

    /// Members of a struct or parameters of an operation.
    pub(crate) fn fields(&mut self, members: &[Schema], path: &str, dotted: &str) -> Vec<RawField> {
        // A parameter that says how another is encoded makes that the caller's choice.
        let choice = members.iter().any(|member| member.name.ends_with("Encoding"));
        let mut fields: Vec<RawField> =
            members.iter().map(|member| self.field(member, path, dotted)).collect();
        for field in fields.iter_mut().filter(|field| choice && field.ty == RawType::Base64) {
            field.ty = RawType::String;
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
            _ if schema.json_list && ty == RawType::String => {
                RawType::JsonList(Box::new(RawType::String))
            }
            _ => ty,
        };
        RawField {
            wire: schema.name.clone(),
            ty,
            required: schema.required,
            deprecated: schema.deprecated,
            limits: limits(schema),
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
        let key = (self.operation.to_owned(), dotted.to_owned());
        let full = format!("{path}{}", names::pascal(wire));
        if let Some((name, values)) = self.values.get(&key) {
            self.used.push(key);
            return RawType::Enum(RawEnum {
                fixed: Some(name.clone()),
                base: wire.to_owned(),
                path: full,
                values: values.clone(),
                origin: ValuesOrigin::Curated,
            });
        }
        if self.direction == Direction::Request {
            match schema.spells {
                Some(Spells::Integer) => return RawType::IntText,
                Some(Spells::Boolean) => return RawType::BoolText,
                Some(Spells::Base64) => return RawType::Base64,
                None => {}
            }
        }
        let (values, origin) = match (schema.values.is_empty(), schema.mined.is_empty()) {
            (false, _) => (&schema.values, ValuesOrigin::Stated),
            (true, false) => (&schema.mined, ValuesOrigin::Mined),
            (true, true) => return RawType::String,
        };
        if self.direction == Direction::Response || schema.json_list {
            return RawType::String;
        }
        let values = values.clone();
        RawType::Enum(RawEnum { fixed: None, base: wire.to_owned(), path: full, values, origin })
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
                self.ty(items, &only.name, path, &format!("{dotted}.{}[]", only.name))
            });
            return RawType::Wrapped(only.name.clone(), Box::new(item));
        }
        let base = wire.to_owned();
        let full = format!("{path}{}", names::pascal(&base));
        let fields = self.fields(&schema.members, &full, dotted);
        RawType::Struct(RawStruct {
            reference: None,
            base,
            path: full,
            direction: self.direction,
            fields,
        })
    }
}

fn limits(schema: &Schema) -> Limits {
    Limits {
        minimum: schema.minimum.clone(),
        maximum: schema.maximum.clone(),
        min_length: schema.min_length,
        max_length: schema.max_length,
        min_items: schema.min_items,
        max_items: schema.max_items,
        pattern: schema.pattern.clone(),
        default: schema.default.clone(),
    }
}
