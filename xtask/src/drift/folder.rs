//! Specification files -> [`View`]: the same facts as in a capture, and the Rust names that users
//! of the generated crate have in their code.

use std::collections::BTreeMap;

use aliyun_rpc_spec::authorization::Authorizations;
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{
    ErrorCode, ErrorSet, Field, Group, Limits, OpenEnum, Operation as Lowered, ProductFile, Struct,
    Type, ValuesOrigin,
};
use aliyun_rpc_spec::matrix::{Agreement, Matrix};
use serde::Serialize;

use super::permission;
use super::terms::Part;
use super::view::{Effects, Node, Operation, Row, TypeName, Unlisted, View, normal};

/// The files of one product.
#[derive(Clone, Copy)]
pub(crate) struct Folder<'a> {
    /// `product.json`.
    pub product: &'a ProductFile,
    /// One per group.
    pub groups: &'a BTreeMap<String, Group>,
    /// `matrix.json`, for a product that has one.
    pub matrix: Option<&'a Matrix>,
    /// `authorization.json`, for a product that has one.
    pub authorization: Option<&'a Authorizations>,
    /// `errors.json`.
    pub codes: &'a Codes,
}

/// The facts of a folder.
pub(crate) fn view(folder: Folder<'_>) -> View {
    let mut view = View::default();
    let types = Types::new(folder.groups);
    let mut operations = BTreeMap::new();
    for (name, group) in folder.groups {
        for lowered in &group.operations {
            operations.insert(lowered.name.clone(), operation(lowered, &types));
            operation_facts(&mut view, name, lowered, &types);
        }
        type_facts(&mut view, group);
    }
    view.operations = Some(operations);
    for (region, host) in &folder.product.endpoints {
        view.fact(Part::Endpoint, "", region, host.clone());
    }
    for code in &folder.codes.codes {
        let text = format!("{}, {}", text(&code.class), text(&code.reaction));
        view.fact(Part::Reaction, "", &code.code, text);
    }
    for one in &folder.codes.overrides {
        let text = format!("{}, {}", text(&one.class), text(&one.reaction));
        view.fact(Part::Reaction, &one.operation, &one.code, text);
    }
    if let Some(matrix) = folder.matrix {
        take_matrix(&mut view, matrix);
    }
    if let Some(list) = folder.authorization {
        permission::of_specification(&mut view, list);
    }
    view
}

/// The name serde gives a fieldless variant.
fn text(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Named types of all groups; names are unique in a product.
struct Types<'a> {
    structs: BTreeMap<&'a str, &'a Struct>,
    enums: BTreeMap<&'a str, &'a OpenEnum>,
    sets: BTreeMap<&'a str, &'a ErrorSet>,
}

impl<'a> Types<'a> {
    fn new(groups: &'a BTreeMap<String, Group>) -> Self {
        let all = || groups.values();
        Self {
            structs: all().flat_map(|g| &g.structs).map(|one| (one.name.as_str(), one)).collect(),
            enums: all().flat_map(|g| &g.enums).map(|one| (one.name.as_str(), one)).collect(),
            sets: all().flat_map(|g| &g.error_sets).map(|one| (one.name.as_str(), one)).collect(),
        }
    }

    fn codes(&self, operation: &Lowered) -> impl Iterator<Item = &'a ErrorCode> {
        let set = operation.errors.as_deref().and_then(|name| self.sets.get(name).copied());
        set.into_iter().flat_map(|set| &set.codes)
    }
}

fn operation(lowered: &Lowered, types: &Types<'_>) -> Operation {
    let mut operation = Operation { deprecated: Some(lowered.deprecated), ..Operation::default() };
    let mut walk = Walk { types, open: Vec::new() };
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
}

impl<'a> Walk<'a> {
    fn parameter(&mut self, path: &str, field: &'a Field, into: &mut Operation) {
        let mut node = Node {
            required: Some(field.required),
            deprecated: Some(field.deprecated),
            limits: Some(limits(&field.limits)),
            default: Some(field.limits.default.clone()),
            ..Node::default()
        };
        let mut ty = &field.ty;
        if let Type::Json(inner) = ty {
            node.style = Some("json".to_owned());
            ty = inner;
        }
        self.ty(path, ty, node, into);
    }

    fn ty(&mut self, path: &str, ty: &'a Type, mut node: Node, into: &mut Operation) {
        node.kind = Some(TypeName::Borrowed(kind(ty)));
        node.json_list = Some(matches!(ty, Type::JsonList(_)));
        let values = match ty {
            Type::Enum(name) => self.types.enums.get(name.as_str()).copied(),
            _ => None,
        };
        let list = || values.map(|values| values.variants.iter().map(|v| v.wire.clone()).collect());
        let mined = values.is_some_and(|values| values.origin == ValuesOrigin::Mined);
        node.values = Some(list().filter(|_| !mined).unwrap_or_default());
        node.mined = Some(list().filter(|_| mined).unwrap_or_default());
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
    let limits = Limits { default: None, ..limits.clone() };
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

fn operation_facts(view: &mut View, group: &str, lowered: &Lowered, types: &Types<'_>) {
    let name = lowered.name.as_str();
    view.fact(Part::Group, name, "", group.to_owned());
    if lowered.timeout_seconds > 0 {
        view.fact(Part::Timeout, name, "", format!("{} s", lowered.timeout_seconds));
    }
    for condition in &lowered.preconditions {
        let values = condition.values.join(", ");
        let code = condition.code.as_deref().unwrap_or("no code");
        let path = format!("{} {values}", text(&condition.kind));
        view.fact(Part::Precondition, name, path.trim(), code.to_owned());
    }
    view.fact(Part::RustName, name, "response", lowered.response.clone());
    if let Some(errors) = &lowered.errors {
        view.fact(Part::RustName, name, "errors", errors.clone());
    }
    let constructors = lowered.constructors.iter().map(|one| {
        let arg = |arg: &String| {
            let field = lowered.fields.iter().find(|field| field.name == *arg);
            field.map_or_else(|| arg.clone(), |field| format!("{arg}: {}", rust(&field.ty)))
        };
        let args: Vec<String> = one.args.iter().map(arg).collect();
        let shape = one.args_struct.as_deref().map(|name| format!("{name} "));
        format!("{}({}{})", one.name, shape.unwrap_or_default(), args.join(", "))
    });
    let constructors = constructors.collect::<Vec<_>>().join(", ");
    view.fact(Part::RustName, name, "constructors", constructors);
    for code in types.codes(lowered).filter(|code| code.observed) {
        view.fact(Part::ObservedCode, name, &code.code, "observed".to_owned());
    }
    for field in lowered.fields.iter().filter(|field| !field.constructed) {
        field_fact(view, name, "", field);
    }
    if let Some(body) = &lowered.response_struct {
        for field in &body.fields {
            field_fact(view, name, &body.name, field);
        }
    }
}

/// A name is only worth a line where the field on the wire stays: the rest is reported there.
fn field_fact(view: &mut View, operation: &str, owner: &str, field: &Field) {
    let path = match owner {
        "" => field.wire.clone(),
        _ => format!("{owner}.{}", field.wire),
    };
    view.fact(Part::RustName, operation, &path, format!("{}: {}", field.name, rust(&field.ty)));
}

fn rust(ty: &Type) -> String {
    match ty {
        Type::String => "String".to_owned(),
        Type::Time => "Timestamp".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Int => "i64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Any => "any".to_owned(),
        Type::IntText => "i64 or its text".to_owned(),
        Type::BoolText => "bool or its text".to_owned(),
        Type::Base64 => "bytes".to_owned(),
        Type::Enum(name) | Type::Id(name) | Type::Struct(name) | Type::Boxed(name) => name.clone(),
        Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) => {
            format!("[{}]", rust(item))
        }
        Type::Json(inner) => rust(inner),
        Type::Map(value) => format!("map of {}", rust(value)),
    }
}

/// Types and variants that users name in their code.
fn type_facts(view: &mut View, group: &Group) {
    for one in &group.enums {
        for variant in &one.variants {
            let path = format!("{} {}", one.name, variant.wire);
            view.fact(Part::RustName, "", &path, format!("{}::{}", one.name, variant.name));
        }
    }
    for one in &group.structs {
        for field in &one.fields {
            field_fact(view, "", &one.name, field);
        }
    }
    for set in &group.error_sets {
        for code in &set.codes {
            let path = format!("{} {}", set.name, code.code);
            view.fact(Part::RustName, "", &path, format!("{}::{}", set.name, code.name));
        }
    }
}

fn take_matrix(view: &mut View, matrix: &Matrix) {
    for row in &matrix.operations {
        for (aspect, cell) in row.cells.iter().filter(|(aspect, _)| !aspect.is_condition()) {
            let situation = aspect.name();
            let says = match &cell.hazard {
                Some(hazard) => format!("{} ({hazard})", cell.verdict),
                None => cell.verdict.to_string(),
            };
            let effects = view.effects.entry(situation).or_insert_with(|| Effects {
                rows: BTreeMap::new(),
                unlisted: Unlisted::NoSuchOperation,
            });
            let row_of = Row { says: Some(says), code: Some(cell.code.clone()) };
            effects.rows.insert(row.name.clone(), row_of);
            if cell.agreement != Agreement::Agreed {
                view.fact(Part::Agreement, &row.name, situation, cell.agreement.to_string());
            }
        }
    }
}
