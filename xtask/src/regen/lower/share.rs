//! Nested types that agree in the last word of their name and in shape become one type; each gets
//! its final Rust name.
//!
//! A type used by several operations takes the short name of the fields it stands at, or the end
//! that their names have in common, if nobody else has it; otherwise the same behind what all of
//! these operations are about. One that a single operation uses is named after its place. Types
//! that a curated entry gives one name become one, with the members of all of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::{Direction, Field, Group, Struct, Type};

use super::MOST_ARGUMENTS;
use super::names::{self, Scope};
use super::nouns::Nouns;
use super::raw::{RawField, RawType};
use super::replies;
use super::shape::{self, FIXED, StructKey, struct_key};

/// Where a type is used: operation and its group.
#[derive(Clone, Debug, Default)]
struct Uses {
    operations: BTreeSet<String>,
    groups: BTreeSet<String>,
    path: String,
    /// Names of the members that have it, in the singular.
    bases: BTreeSet<String>,
    /// What places document differently.
    disputed: BTreeSet<String>,
}

impl Uses {
    fn add(&mut self, operation: &str, group: &str, path: &str, base: &str) {
        // The name must not depend on the order in which operations are visited.
        if self.path.is_empty() || path < self.path.as_str() {
            path.clone_into(&mut self.path);
        }
        self.bases.insert(names::pascal(base));
        self.operations.insert(operation.to_owned());
        self.groups.insert(group.to_owned());
    }

    /// What all operations are about, if it is one thing.
    fn owner(&self, nouns: &Nouns) -> Option<String> {
        let about = |name: &String| nouns.of_operation(name);
        let owners: BTreeSet<String> = self.operations.iter().map(about).collect();
        owners.first().filter(|_| owners.len() == 1).cloned()
    }

    fn group(&self) -> &str {
        match (self.groups.len(), self.groups.first()) {
            (1, Some(only)) => only,
            _ => COMMON,
        }
    }
}

/// Group of the types that several groups use.
pub(crate) const COMMON: &str = "common";

/// Collects the nested types of all operations, then names them.
#[derive(Default)]
pub(crate) struct Sharing {
    structs: BTreeMap<StructKey, (Uses, Vec<RawField>)>,
    struct_names: BTreeMap<StructKey, String>,
    references: BTreeMap<(Direction, String), String>,
    /// Curated names whose types do not fit together.
    conflicts: BTreeSet<String>,
}

impl Sharing {
    /// Notes every nested type below these fields.
    pub(crate) fn collect(&mut self, operation: &str, group: &str, fields: &[RawField]) {
        for field in fields {
            self.collect_type(operation, group, &field.ty);
        }
    }

    fn collect_type(&mut self, operation: &str, group: &str, ty: &RawType) {
        match ty {
            RawType::Struct(shape) => {
                self.collect(operation, group, &shape.fields);
                let entry = self
                    .structs
                    .entry(struct_key(shape))
                    .or_insert_with(|| (Uses::default(), shape.fields.clone()));
                entry.0.add(operation, group, &shape.path, &shape.base);
                shape::document(&mut entry.1, &shape.fields, &mut entry.0.disputed);
                if let Some(name) = &shape.fixed
                    && !shape::unite(&mut entry.1, &shape.fields)
                {
                    self.conflicts.insert(name.clone());
                }
            }
            RawType::List(inner)
            | RawType::Wrapped(_, inner)
            | RawType::JsonList(inner)
            | RawType::Json(inner)
            | RawType::Map(inner) => self.collect_type(operation, group, inner),
            _ => {}
        }
    }

    /// Decides every name.
    pub(crate) fn name(&mut self, scope: &mut Scope, nouns: &Nouns) {
        let mut order: Vec<(&StructKey, &Uses)> =
            self.structs.iter().map(|(key, (uses, _))| (key, uses)).collect();
        // What several groups use comes before what is common in one.
        order.sort_by_key(|(key, uses)| {
            let spread = (Reverse(uses.groups.len()), Reverse(uses.operations.len()));
            (key.2 != FIXED, spread, (*key).clone())
        });
        for (key, uses) in order {
            let is_fixed = key.2 == FIXED;
            let base = if is_fixed { key.1.clone() } else { shape::common(&uses.bases) };
            let short = match key.0 {
                Direction::Response if !is_fixed => format!("{base}Item"),
                _ => base,
            };
            let is_shared = is_fixed || uses.operations.len() > 1;
            let longer = uses.owner(nouns).map(|owner| format!("{owner}{short}"));
            let mut neutral = std::iter::once(short).chain(longer).filter(|_| is_shared);
            let name = neutral.find(|name| scope.claim(name));
            let name = name.unwrap_or_else(|| scope.unique(uses.path.clone()));
            if let Some(reference) = key.2.strip_prefix("ref ") {
                self.references.insert((key.0, reference.to_owned()), name.clone());
            }
            self.struct_names.insert(key.clone(), name);
        }
    }

    /// Whether a struct has this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.struct_names.values().any(|known| known == name)
    }

    /// Curated names of types that do not fit together.
    pub(crate) fn conflicts(&self) -> &BTreeSet<String> {
        &self.conflicts
    }

    /// Fields with final names and types.
    pub(crate) fn fields(&self, raw: &[RawField], direction: Direction) -> Vec<Field> {
        let mut scope = Scope::default();
        raw.iter()
            .map(|field| Field {
                name: scope.unique(names::field(&field.wire)),
                wire: field.wire.clone(),
                ty: replies::timed(&field.wire, self.ty(&field.ty, direction), direction),
                required: field.required,
                constructed: false,
                secret: false,
                promised: false,
                deprecated: field.deprecated,
                successor: None,
                limits: field.limits.clone(),
                example: field.example.clone(),
                form: field.form,
                spelled: field.spelled.clone(),
            })
            .collect()
    }

    fn ty(&self, raw: &RawType, direction: Direction) -> Type {
        let inner = |ty: &RawType| Box::new(self.ty(ty, direction));
        match raw {
            RawType::Text(_) => Type::String,
            RawType::Enum(name) => Type::Enum(name.clone()),
            RawType::Id(name) => Type::Id(name.clone()),
            RawType::Bool => Type::Bool,
            RawType::Int => Type::Int,
            RawType::Float => Type::Float,
            RawType::Any => Type::Any,
            RawType::IntText => Type::IntText,
            RawType::BoolText => Type::BoolText,
            RawType::Base64 => Type::Base64,
            RawType::Struct(shape) => match self.struct_names.get(&struct_key(shape)) {
                Some(name) => Type::Struct(name.clone()),
                None => Type::Any,
            },
            RawType::Recursive(reference) => {
                match self.references.get(&(direction, reference.clone())) {
                    Some(name) => Type::Boxed(name.clone()),
                    None => Type::Any,
                }
            }
            RawType::List(item) => match inner(item) {
                // A list needs no box to contain itself.
                boxed if matches!(*boxed, Type::Boxed(_)) => match *boxed {
                    Type::Boxed(name) => Type::List(Box::new(Type::Struct(name))),
                    other => Type::List(Box::new(other)),
                },
                item => Type::List(item),
            },
            RawType::Wrapped(name, item) => match self.ty(item, direction) {
                Type::Boxed(of) => Type::Wrapped(name.clone(), Box::new(Type::Struct(of))),
                item => Type::Wrapped(name.clone(), Box::new(item)),
            },
            RawType::JsonList(item) => Type::JsonList(inner(item)),
            RawType::Json(value) => Type::Json(inner(value)),
            RawType::Map(value) => Type::Map(inner(value)),
        }
    }

    /// Prints the named types into their groups.
    pub(crate) fn emit(&self, groups: &mut BTreeMap<String, Group>) {
        for (key, (uses, raw)) in &self.structs {
            let Some(name) = self.struct_names.get(key) else { continue };
            let mut fields = self.fields(raw, key.0);
            construct(&mut fields, key.0);
            let group = groups.entry(uses.group().to_owned()).or_default();
            let (name, direction) = (name.clone(), key.0);
            group.structs.push(Struct { name, direction, fields, as_request: None });
        }
        for group in groups.values_mut() {
            group.enums.sort_by(|a, b| a.name.cmp(&b.name));
            group.structs.sort_by(|a, b| a.name.cmp(&b.name));
        }
    }
}

/// What a struct nested in requests cannot do without is an argument of its constructor.
fn construct(fields: &mut [Field], direction: Direction) {
    let demanded = fields.iter().filter(|field| field.required).count();
    if direction == Direction::Request && demanded <= MOST_ARGUMENTS {
        fields.iter_mut().for_each(|field| field.constructed = field.required);
    }
}
