//! The vendor's machine-readable metadata (`api-docs.json`) of one product -> its facts: names,
//! types, limits, wire styles, error codes, plain examples. Descriptions, titles, other examples
//! and messages are read only for the facts in them and are never kept.

mod example;
mod form;
mod schema;
mod spells;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{
    Directory, ErrorRow, Metadata, Operation, Replacement, Says, Schema, SchemaKind,
};
use aliyun_rpc_spec::text::is_type_name;

use super::issues::{Issues, excerpt};
use super::json::{At, Json};
use super::lock_notes;
use schema::Schemas;

/// Reads the metadata of a product. What makes no sense to it becomes an issue.
pub(crate) fn read(root: &At<'_>, issues: &mut Issues) -> Option<Metadata> {
    let (product, version) = product(root, issues)?;
    let apis = root.require("apis", issues)?;
    let operations = apis.members(issues);
    if operations.is_empty() {
        issues.problem(apis.place(), "no operation in it");
        return None;
    }
    let named = named_schemas(root, issues);
    let mut schemas = Schemas::new(named.iter().map(|(name, _)| (*name).to_owned()).collect());
    let edition = Edition::of(&operations);
    let operations: BTreeMap<String, Operation> = operations
        .iter()
        .map(|(name, at)| ((*name).to_owned(), operation(name, at, edition, &mut schemas, issues)))
        .collect();
    let named = named.iter().map(|(name, at)| schemas.response(name, at, issues)).collect();
    schemas.summary(issues);
    repeated_parameters(&operations, issues);
    let directories = root.get("directories").map(|at| directories(&at, issues));
    Some(Metadata {
        product,
        version,
        directories: directories.unwrap_or_default(),
        schemas: named,
        candidates_not_understood: schemas.candidates_not_understood(),
        operations,
    })
}

fn product(root: &At<'_>, issues: &mut Issues) -> Option<(String, String)> {
    let info = root.require("info", issues)?;
    let style = info.require("style", issues)?.text(issues)?;
    if !style.eq_ignore_ascii_case("RPC") {
        issues.advise(
            format!("{}/style", info.pointer),
            format!("the product uses {style}; only RPC products are supported"),
            "path-style (ROA) products put parameters into paths and bodies; leave this file out",
        );
        return None;
    }
    let product = info.require("product", issues)?.text(issues)?;
    let version = info.require("version", issues)?.text(issues)?;
    Some((product.to_owned(), version.to_owned()))
}

/// The named schemas; an edition without any writes an empty list instead of an empty object.
fn named_schemas<'a>(root: &At<'a>, issues: &mut Issues) -> Vec<(&'a str, At<'a>)> {
    let Some(schemas) = root.get("components").and_then(|at| at.get("schemas")) else {
        return Vec::new();
    };
    let Json::List(_) = schemas.value else { return schemas.members(issues) };
    let mut named = Vec::new();
    for item in schemas.items(issues) {
        let name = item.require("name", issues).and_then(|name| name.text(issues));
        named.extend(name.map(|name| (name, item)));
    }
    named
}

/// Which parts an edition carries at all: what is missing everywhere was not published, what is
/// missing in one operation is empty there.
#[derive(Clone, Copy)]
struct Edition {
    responses: bool,
    errors: bool,
}

impl Edition {
    fn of(operations: &[(&str, At<'_>)]) -> Self {
        let carries = |key| operations.iter().any(|(_, at)| at.get(key).is_some());
        Self { responses: carries("responses"), errors: carries("errorCodes") }
    }
}

fn operation(
    name: &str,
    at: &At<'_>,
    edition: Edition,
    schemas: &mut Schemas,
    issues: &mut Issues,
) -> Operation {
    if !is_type_name(name) {
        issues.problem(at.place(), format!("`{name}` is not a valid name of an operation"));
    }
    if let Some(path) = at.text_of("path", issues)
        && !matches!(path, "" | "/")
    {
        issues.problem(
            format!("{}/path", at.pointer),
            format!("the operation has the path `{path}`; only RPC operations are supported"),
        );
    }
    let parameters = at.require("parameters", issues).map(|list| list.items(issues));
    let parameters = parameters.unwrap_or_default();
    let methods = at.texts_of("methods", issues);
    let schemes = at.texts_of("schemes", issues);
    let response = edition.responses.then(|| response(at, schemas, issues));
    let errors = edition.errors.then(|| errors(at, issues));
    Operation {
        methods: methods.iter().map(|method| method.to_ascii_uppercase()).collect(),
        https_only: schemes.iter().any(|scheme| scheme == "https")
            && !schemes.iter().any(|scheme| scheme == "http"),
        deprecated: at.flag("deprecated", issues),
        operation_type: operation_type(at, issues),
        replaced_by: replaced_by(at, issues),
        lock_notes: said_of_locks(at, &parameters, issues),
        parameters: parameters
            .iter()
            .filter_map(|parameter| schemas.parameter(parameter, issues))
            .collect(),
        response,
        errors,
    }
}

/// What the descriptions of the operation and of its parameters say about a security lock.
fn said_of_locks(operation: &At<'_>, parameters: &[At<'_>], issues: &mut Issues) -> Vec<Says> {
    let mut notes = Vec::new();
    let schemas = parameters.iter().filter_map(|parameter| {
        let name = parameter.get("name").and_then(|at| match at.value {
            Json::Text(name) => Some(name.as_str()),
            _ => None,
        });
        Some((parameter.get("schema")?, name.unwrap_or_default()))
    });
    let described = schemas.filter_map(|(schema, name)| Some((schema.get("description")?, name)));
    for (at, name) in operation.get("description").map(|at| (at, "")).into_iter().chain(described) {
        if let Json::Text(text) = at.value {
            lock_notes::note(text, name, |_| &at.pointer, &mut notes, issues);
        }
    }
    notes
}

/// The newer of the two places comes first; the word `none` says nothing.
fn operation_type(at: &At<'_>, issues: &mut Issues) -> Option<String> {
    let tagged = at.get("systemTags").and_then(|tags| tags.text_of("operationType", issues));
    let kind = tagged.or_else(|| at.text_of("operationType", issues))?;
    (kind != "none").then(|| kind.to_owned())
}

/// The first operation that stands in for this one: `Vpc::2016-04-28::CreateVpc`.
fn replaced_by(at: &At<'_>, issues: &mut Issues) -> Option<Replacement> {
    let substitutions = at.get("staticInfo")?.get("substitutions")?;
    let first = substitutions.items(issues).into_iter().next()?;
    let text = first.text(issues)?;
    let parts: Vec<&str> = text.split("::").collect();
    match parts.as_slice() {
        [product, version, operation] if is_type_name(operation) => Some(Replacement {
            product: (*product).to_owned(),
            version: (*version).to_owned(),
            operation: (*operation).to_owned(),
        }),
        _ => {
            issues.problem(
                first.place(),
                format!("`{}` is not product::version::operation", excerpt(text, 60)),
            );
            None
        }
    }
}

/// The success body: that of status 200, else the first of another 2xx status.
fn response(at: &At<'_>, schemas: &mut Schemas, issues: &mut Issues) -> Schema {
    let nothing = Schema { kind: SchemaKind::Object, ..Schema::default() };
    let Some(responses) = at.get("responses") else { return nothing };
    let mut statuses = responses.members(issues);
    statuses.retain(|(status, _)| status.starts_with('2') || *status == "default");
    statuses.sort_by_key(|(status, _)| *status != "200");
    let body = statuses.iter().find_map(|(_, response)| response.get("schema"));
    body.map_or(nothing, |body| schemas.response("", &body, issues))
}

/// The error table in the order of the source, each row once.
fn errors(at: &At<'_>, issues: &mut Issues) -> Vec<ErrorRow> {
    let Some(table) = at.get("errorCodes") else { return Vec::new() };
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for (status, codes) in table.members(issues) {
        for row in codes.items(issues) {
            let Some(code) = row.require("errorCode", issues).and_then(|at| at.text(issues)) else {
                continue;
            };
            let row_is =
                ErrorRow { status: status.trim().to_owned(), code: code.trim().to_owned() };
            if row_is.code.is_empty() {
                issues.problem(row.place(), "the error code is empty");
            } else if seen.insert(row_is.clone()) {
                rows.push(row_is);
            }
        }
    }
    rows
}

/// The table of contents, flat: a directory inside another stands for itself.
fn directories(at: &At<'_>, issues: &mut Issues) -> Vec<Directory> {
    let mut flat = Vec::new();
    for directory in at.items(issues) {
        if let Json::Text(_) = directory.value {
            continue;
        }
        let id = directory.whole_of("id", issues).unwrap_or_default();
        let children = directory.items_of("children", issues);
        let operations = children.iter().filter_map(|child| match child.value {
            Json::Text(name) => Some(name.clone()),
            _ => None,
        });
        flat.push(Directory { id, operations: operations.collect() });
        if let Some(children) = directory.get("children") {
            flat.extend(directories(&children, issues));
        }
    }
    flat
}

fn repeated_parameters(operations: &BTreeMap<String, Operation>, issues: &mut Issues) {
    let mut repeated = 0_usize;
    for operation in operations.values() {
        let names: BTreeSet<&str> = operation.parameters.iter().map(|p| p.name.as_str()).collect();
        repeated += operation.parameters.len() - names.len();
    }
    if repeated > 0 {
        issues.warn("/apis", format!("{repeated} parameters are listed twice; both are imported"));
    }
}

#[cfg(test)]
mod tests;
