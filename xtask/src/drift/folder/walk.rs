//! Types and operations -> parameters and members by path, as the captures have them.

use std::collections::BTreeMap;

use aliyun_rpc_spec::ir::{
    ErrorCode, ErrorSet, Field, Group, Limits, OpenEnum, Operation as Lowered, Struct, Type,
    ValuesOrigin,
};

use crate::drift::view::{Node, Operation, TypeName, normal};

/// Named types of all groups; names are unique in a product.
pub(super) struct Types<'a> {
    structs: BTreeMap<&'a str, &'a Struct>,
    enums: BTreeMap<&'a str, &'a OpenEnum>,
    sets: BTreeMap<&'a str, &'a ErrorSet>,
}

impl<'a> Types<'a> {
    pub(super) fn new(groups: &'a BTreeMap<String, Group>) -> Self {
        let all = || groups.values();
        Self {
            structs: all().flat_map(|g| &g.structs).map(|one| (one.name.as_str(), one)).collect(),
            enums: all().flat_map(|g| &g.enums).map(|one| (one.name.as_str(), one)).collect(),
            sets: all().flat_map(|g| &g.error_sets).map(|one| (one.name.as_str(), one)).collect(),
        }
    }

    pub(super) fn codes(&self, operation: &Lowered) -> impl Iterator<Item = &'a ErrorCode> {
        let set = operation.errors.as_deref().and_then(|name| self.sets.get(name).copied());
        set.into_iter().flat_map(|set| &set.codes)
    }
}

/// Parameters, reply and error codes of one operation.
pub(super) fn operation(lowered: &Lowered, types: &Types<'_>) -> Operation {
    let mut operation = Operation { deprecated: Some(lowered.deprecated), ..Operation::default() };
    let mut walk = Walk { types, open: Vec::new(), spelled: &[] };
    for field in &lowered.fields {
        walk.parameter(&normal(&field.wire), field, &mut operation);
    }
    let mut parameters = operation.parameters.iter_mut();
    if lowered.region
        && let Some((_, region)) =
            parameters.find(|(path, _)| path.eq_ignore_ascii_case("RegionId"))
    {
        // The client fills it in; the service still asks for it.
        region.required = Some(true);
    }
    // A type that several operations share demands only what all of them do.
    let demanded: Vec<&str> =
        lowered.checks.iter().filter_map(|line| line.strip_prefix(['!', '+'])).collect();
    for (path, node) in &mut operation.parameters {
        if !path.ends_with("[]") && demanded.contains(&path.replace("[]", "").as_str()) {
            node.required = Some(true);
        }
    }
    for legacy in &lowered.legacy {
        operation.add(normal(legacy), Node { required: Some(false), ..Node::default() });
    }
    let mut members = BTreeMap::new();
    let body = lowered.response_struct.as_ref();
    let body = body.or_else(|| types.structs.get(lowered.response.as_str()).copied());
    match body {
        Some(body) => walk.members("", &body.fields, &mut members),
        None => {
            members.insert("RequestId".to_owned(), TypeName::Borrowed("string"));
        }
    }
    operation.response = Some(members);
    let codes = types.codes(lowered);
    operation.errors = Some(
        codes
            .filter(|code| !code.observed)
            .map(|code| (code.code.clone(), code.statuses.iter().cloned().collect()))
            .collect(),
    );
    operation
}

/// Follows named types, each at most once on the way down.
struct Walk<'a> {
    types: &'a Types<'a>,
    open: Vec<&'a str>,
    /// How the parameter at hand spells values of its open enum.
    spelled: &'a [String],
}

impl<'a> Walk<'a> {
    fn parameter(&mut self, path: &str, field: &'a Field, into: &mut Operation) {
        let Field {
            // What Rust makes of it: see `names`.
            name: _,
            constructed: _,
            secret: _,
            // Only replies promise anything.
            promised: _,
            successor: _,
            wire: _,
            ty,
            required,
            deprecated,
            limits: stated,
            example,
            form,
            spelled,
        } = field;
        let mut node = Node {
            required: Some(*required),
            deprecated: Some(*deprecated),
            limits: Some(limits(stated)),
            default: Some(stated.default.clone()),
            example: Some(example.clone()),
            form: Some(form.map(|form| form.text().to_owned())),
            ..Node::default()
        };
        let mut ty = ty;
        if let Type::Json(inner) = ty {
            node.style = Some("json".to_owned());
            ty = inner;
        }
        self.spelled = spelled;
        self.ty(path, ty, node, into);
    }

    fn ty(&mut self, path: &str, ty: &'a Type, mut node: Node, into: &mut Operation) {
        node.kind = Some(TypeName::Borrowed(kind(ty)));
        node.json_list = Some(matches!(ty, Type::JsonList(_)));
        let values = match ty {
            Type::Enum(name) => self.types.enums.get(name.as_str()).copied(),
            _ => None,
        };
        let own = std::mem::take(&mut self.spelled);
        let text = |wire: &String| {
            let own = own.iter().find(|text| text.eq_ignore_ascii_case(wire));
            own.unwrap_or(wire).clone()
        };
        let list = || match values {
            Some(values) => values.variants.iter().map(|v| text(&v.wire)).collect(),
            None => own.to_vec(),
        };
        let mined = values.is_some_and(|values| values.origin == ValuesOrigin::Mined);
        node.values = Some(if mined { Vec::new() } else { list() });
        node.mined = Some(if mined { list() } else { Vec::new() });
        into.add(path.to_owned(), node);
        match ty {
            Type::List(item) => self.ty(&format!("{path}[]"), item, Node::default(), into),
            Type::Map(value) => self.ty(&format!("{path}.*"), value, Node::default(), into),
            Type::Wrapped(name, item) => {
                let list = normal(&format!("{path}.{name}"));
                let array = Node { kind: Some(TypeName::Borrowed("array")), ..Node::default() };
                into.add(list.clone(), array);
                self.ty(&format!("{list}[]"), item, Node::default(), into);
            }
            Type::Json(inner) => self.ty(path, inner, Node::default(), into),
            Type::Struct(name) | Type::Boxed(name) => {
                let Some(shape) = self.open(name) else { return };
                for field in &shape.fields {
                    self.parameter(&normal(&format!("{path}.{}", field.wire)), field, into);
                }
                self.open.pop();
            }
            _ => {}
        }
    }

    fn open(&mut self, name: &'a str) -> Option<&'a Struct> {
        let shape = self.types.structs.get(name).copied()?;
        if self.open.contains(&name) {
            return None;
        }
        self.open.push(name);
        Some(shape)
    }

    fn members(&mut self, path: &str, fields: &'a [Field], into: &mut BTreeMap<String, TypeName>) {
        for field in fields {
            let below = match path {
                "" => field.wire.clone(),
                _ => format!("{path}.{}", field.wire),
            };
            self.member(&below, &field.ty, into);
        }
    }

    fn member(&mut self, path: &str, ty: &'a Type, into: &mut BTreeMap<String, TypeName>) {
        into.insert(path.to_owned(), TypeName::Borrowed(kind(ty)));
        match ty {
            Type::List(item) => self.member(&format!("{path}[]"), item, into),
            Type::Map(value) => self.member(&format!("{path}.*"), value, into),
            Type::Wrapped(name, item) => {
                let list = format!("{path}.{name}");
                self.member(&format!("{list}[]"), item, into);
                into.insert(list, TypeName::Borrowed("array"));
            }
            Type::Struct(name) | Type::Boxed(name) => {
                let Some(shape) = self.open(name) else { return };
                self.members(path, &shape.fields, into);
                self.open.pop();
            }
            _ => {}
        }
    }
}

fn limits(limits: &Limits) -> Option<Box<Limits>> {
    let limits = Limits { default: None, disputed: Vec::new(), ..limits.clone() };
    (!limits.is_empty()).then(|| Box::new(limits))
}

fn kind(ty: &Type) -> &'static str {
    match ty {
        Type::String
        | Type::Time
        | Type::Enum(_)
        | Type::Id(_)
        | Type::JsonList(_)
        | Type::IntText
        | Type::BoolText
        | Type::Base64 => "string",
        Type::Bool => "boolean",
        Type::Int => "integer",
        Type::Float => "number",
        Type::Any => "any",
        Type::List(_) => "array",
        Type::Struct(_) | Type::Boxed(_) | Type::Map(_) | Type::Wrapped(..) => "object",
        Type::Json(inner) => kind(inner),
    }
}
