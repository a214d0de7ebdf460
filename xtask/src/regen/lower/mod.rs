//! The merged model into the specification files: every name, type, wire style and group is
//! decided here, so that the macros have nothing left to decide.

mod names;
mod operation;
mod raw;
pub(crate) mod secrets;
mod share;

use std::collections::BTreeMap;

use aliyun_rpc_spec::ir::{Direction, FORMAT, Group, Precondition};
use aliyun_rpc_spec::load::Problem;

pub(crate) use share::COMMON;

use self::names::Scope;
use self::operation::{Context, RawOperation};
use self::raw::{Expander, ValuesOf};
use self::share::Sharing;
use super::errors::ErrorSets;
use super::model::Product;
use crate::curated::Curated;

const CURATED: &str = "spec/curated.toml";

/// Lowers every current operation into its group.
pub(crate) fn lower(
    product: &Product,
    curated: &Curated,
    group_of: &BTreeMap<String, String>,
    errors: ErrorSets,
) -> (BTreeMap<String, Group>, Vec<Problem>) {
    let mut problems = Vec::new();
    let values = values_of(product, curated);
    let raw = expand(product, group_of, &values, &mut problems);
    let mut sharing = Sharing::default();
    for (name, operation) in &raw {
        let group = group_of.get(name).map_or("", String::as_str);
        sharing.collect(name, group, &operation.parameters);
        sharing.collect(name, group, &operation.response);
    }
    let mut scope = Scope::types(raw.keys().map(String::as_str));
    sharing.name(&mut scope);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    sharing.emit(&mut groups);
    lower_operations(
        product,
        curated,
        group_of,
        &errors,
        &raw,
        &sharing,
        &mut groups,
        &mut problems,
    );
    for (group, sets) in errors.sets {
        groups.entry(group).or_default().error_sets = sets;
    }
    groups.entry(COMMON.to_owned()).or_default();
    for (name, group) in &mut groups {
        group.format = FORMAT;
        group.product.clone_from(&product.name);
        group.version.clone_from(&product.version);
        group.group.clone_from(name);
    }
    problems.extend(secrets::mark(&mut groups, curated));
    (groups, problems)
}

fn values_of(product: &Product, curated: &Curated) -> ValuesOf {
    curated
        .values
        .iter()
        .filter(|entry| entry.product == product.name)
        .map(|entry| {
            let key = (entry.operation.clone(), entry.parameter.clone());
            (key, (entry.name.clone(), entry.values.clone()))
        })
        .collect()
}

fn expand(
    product: &Product,
    group_of: &BTreeMap<String, String>,
    values: &ValuesOf,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, RawOperation> {
    let mut used = Vec::new();
    let mut raw = BTreeMap::new();
    for name in group_of.keys() {
        let Some(merged) = product.operations.get(name) else { continue };
        let mut request = Expander::new(name, Direction::Request, &product.schemas, values);
        let parameters = request.fields(&merged.parameters, name, "");
        used.append(&mut request.used);
        let mut response = Expander::new(name, Direction::Response, &product.schemas, values);
        let body = merged.response.as_ref().map(|root| match &root.reference {
            Some(reference) => product.schemas.get(reference).unwrap_or(root),
            None => root,
        });
        let members = body.map_or(&[][..], |root| &root.members);
        let response_fields = response.fields(members, name, "Response");
        used.append(&mut response.used);
        raw.insert(name.clone(), RawOperation { parameters, response: response_fields });
    }
    for (operation, parameter) in values.keys() {
        if !used.iter().any(|met| met.0 == *operation && met.1 == *parameter) {
            problems.push(stale(
                format!("values of {operation}.{parameter}"),
                "no such text parameter exists any more",
            ));
        }
    }
    raw
}

fn stale(place: String, why: &str) -> Problem {
    Problem::new(CURATED, place, format!("the entry changes nothing: {why}"))
        .help("remove the entry, or correct the names in it")
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call, one concern: everything an operation needs"
)]
fn lower_operations(
    product: &Product,
    curated: &Curated,
    group_of: &BTreeMap<String, String>,
    errors: &ErrorSets,
    raw: &BTreeMap<String, RawOperation>,
    sharing: &Sharing,
    groups: &mut BTreeMap<String, Group>,
    problems: &mut Vec<Problem>,
) {
    if product.name == "ecs" {
        for entry in &curated.alternatives {
            if !raw.contains_key(&entry.operation) {
                let place = format!("alternatives of {}", entry.operation);
                problems.push(stale(place, "the operation is gone"));
            }
        }
        for entry in &curated.precondition {
            if !raw.contains_key(&entry.operation) {
                let place = format!("precondition of {}", entry.operation);
                problems.push(stale(place, "the operation is gone"));
            }
        }
    }
    for (name, operation) in raw {
        let (Some(merged), Some(group)) = (product.operations.get(name), group_of.get(name)) else {
            continue;
        };
        let context = Context {
            product: &product.name,
            version: &product.version,
            sharing,
            alternatives: curated.alternatives.iter().find(|entry| entry.operation == *name),
            preconditions: preconditions(curated, name),
            errors: errors.of_operation.get(name).cloned(),
        };
        let lowered = operation::lower(name, merged, operation, context, problems);
        groups.entry(group.clone()).or_default().operations.push(lowered);
    }
}

fn preconditions(curated: &Curated, operation: &str) -> Vec<Precondition> {
    curated
        .precondition
        .iter()
        .filter(|entry| entry.operation == operation)
        .map(|entry| Precondition {
            kind: entry.kind,
            values: entry.values.clone(),
            code: entry.code.clone(),
            source: entry.source.clone(),
        })
        .collect()
}
