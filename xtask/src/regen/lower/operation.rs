//! One merged operation into one operation of the specification.

use std::collections::BTreeMap;

use aliyun_rpc_spec::ir::{Constructor, Direction, Field, Operation, Precondition, Struct, Type};

use super::names;
use super::paging;
use super::raw::RawField;
use super::replies;
use super::share::Sharing;
use super::{MOST_ARGUMENTS, checks, successor};
use crate::curated::{Alternatives, CuratedPrecondition, File, OneOf, Requests};
use crate::problems::Problems;
use crate::regen::errors::ErrorSets;
use crate::regen::{kind, model};

/// Parameters every operation of the old account model takes.
pub(crate) const LEGACY: &[&str] =
    &["OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount"];

/// What all operations of a product are lowered with.
pub(crate) struct Context<'a> {
    pub product: &'a model::Product,
    pub requests: &'a File<Requests>,
    pub sharing: &'a Sharing,
    pub errors: &'a ErrorSets,
}

/// An operation expanded but not named.
pub(crate) struct RawOperation {
    pub parameters: Vec<RawField>,
    pub response: Vec<RawField>,
}

/// Lowers one operation.
pub(crate) fn lower(
    name: &str,
    merged: &model::Operation,
    raw: &RawOperation,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Operation {
    let alternatives = context.requests.alternatives.iter().find(|entry| entry.operation == name);
    let (legacy, own): (Vec<RawField>, Vec<RawField>) = raw
        .parameters
        .iter()
        .cloned()
        .partition(|field| LEGACY.contains(&field.wire.as_str()) && !field.required);
    let mut fields = context.sharing.fields(&own, Direction::Request);
    successor::name(name, &mut fields, &own, context.requests, problems);
    let region = take_region(&mut fields, alternatives);
    let constructors = match alternatives {
        Some(alternatives) => either_or(alternatives, &mut fields, context.requests, problems),
        None => vec![all_required(name, &mut fields)],
    };
    let has = |wire: &str| own.iter().any(|field| field.wire == wire);
    let (response, mut response_struct) = response(name, raw, context.sharing);
    if let Some(body) = &mut response_struct {
        replies::promise(name, body, context.requests, problems);
    }
    let kind = kind::of(name, merged).0;
    Operation {
        name: name.to_owned(),
        kind: Some(kind),
        url: page_url(&context.product.name, &context.product.version, name),
        constructors,
        response,
        response_struct,
        errors: context.errors.of_operation.get(name).cloned(),
        region,
        client_token: has("ClientToken"),
        dry_run: has("DryRun"),
        paging: paging::of(name, &own, &raw.response, context, problems),
        read_only: kind.is_read_only(),
        deprecated: merged.deprecated,
        replaced_by: merged.replaced_by.clone(),
        timeout_seconds: merged.timeout_seconds.map_or(0, |s| u16::try_from(s).unwrap_or(u16::MAX)),
        legacy: legacy.into_iter().map(|field| field.wire).collect(),
        preconditions: preconditions(context.requests, name),
        checks: checks::checks(
            merged,
            region,
            alternatives,
            &one_of(context.requests, name),
            &may_be_empty(name, context.requests),
        ),
        fields,
    }
}

fn page_url(product: &str, version: &str, operation: &str) -> String {
    let operation = operation.to_lowercase();
    format!(
        "https://www.alibabacloud.com/help/en/{product}/developer-reference/api-{product}-{version}-{operation}"
    )
}

/// A required region is the client's unless the request names another, so it is not an argument.
fn take_region(fields: &mut [Field], alternatives: Option<&Alternatives>) -> bool {
    let named = alternatives.is_some_and(|alternatives| {
        alternatives.constructors.values().flatten().any(|wire| is_region(wire))
    });
    match fields.iter_mut().find(|field| is_region(&field.wire) && field.required) {
        Some(field) if !named => {
            field.required = false;
            true
        }
        _ => false,
    }
}

/// A few operations spell it `regionId`.
pub(super) fn is_region(wire: &str) -> bool {
    wire.eq_ignore_ascii_case("RegionId")
}

/// The constructor that takes every required parameter.
fn all_required(operation: &str, fields: &mut [Field]) -> Constructor {
    let demanded: Vec<&Field> = fields.iter().filter(|field| field.required).collect();
    let named = are_named(&demanded);
    let required = fields.iter_mut().filter(|field| field.required);
    let args: Vec<String> = required
        .map(|field| {
            field.constructed = true;
            field.name.clone()
        })
        .collect();
    let args_struct = named.then(|| args_name(operation, "new"));
    Constructor { name: "new".to_owned(), args, args_struct }
}

/// The name of the struct that holds the arguments of a constructor.
pub(super) fn args_name(operation: &str, constructor: &str) -> String {
    match constructor {
        "new" => format!("{operation}Required"),
        other => format!("{operation}{}", names::pascal(other)),
    }
}

/// Whether arguments come as one struct: because they are many, or because two of them could be
/// swapped without notice. An open enum takes any text, so it counts as one. An id is made from
/// text, too, but a plain text beside it is named only where there are more than two arguments: two
/// read as the vendor's page has them. A list takes nothing that a single value takes.
fn are_named(args: &[&Field]) -> bool {
    let is_list = |field: &Field| {
        let list = |ty: &Type| matches!(ty, Type::List(_) | Type::JsonList(_));
        list(&field.ty) || matches!(&field.ty, Type::Json(inner) if list(inner))
    };
    let swap = [true, false].map(|lists| {
        let count = |is: fn(&Type) -> bool| {
            let alike = args.iter().filter(|field| is_list(field) == lists);
            alike.filter(|field| is(field.ty.innermost())).count()
        };
        let texts = count(|ty| *ty == Type::String);
        let open = count(|ty| matches!(ty, Type::Enum(_)));
        let made_of_text =
            count(|ty| matches!(ty, Type::Enum(_) | Type::Id(_) | Type::IntText | Type::BoolText));
        let numbers = count(|ty| matches!(ty, Type::Int | Type::Float | Type::IntText));
        let crowded = args.len() > 2 && texts > 0 && made_of_text > 0;
        texts + open > 1 || numbers > 1 || crowded
    });
    args.len() > MOST_ARGUMENTS || swap.contains(&true)
}

/// A constructor for each documented alternative.
fn either_or(
    alternatives: &Alternatives,
    fields: &mut [Field],
    requests: &File<Requests>,
    problems: &mut Problems,
) -> Vec<Constructor> {
    let place = format!("alternatives of {}", alternatives.operation);
    let by_wire: BTreeMap<&str, &str> =
        fields.iter().map(|field| (field.wire.as_str(), field.name.as_str())).collect();
    let mut constructors = Vec::new();
    for (name, wires) in &alternatives.constructors {
        let mut args = Vec::new();
        for wire in wires {
            match by_wire.get(wire.as_str()) {
                Some(field) => args.push((*field).to_owned()),
                None => {
                    let message =
                        format!("constructor `{name}` names `{wire}`, which is not a parameter");
                    let problem = requests.problem(place.as_str(), message);
                    problems.report(problem.help("correct the name or remove the entry"));
                }
            }
        }
        for field in fields.iter().filter(|field| field.required && !args.contains(&field.name)) {
            let message =
                format!("constructor `{name}` leaves out `{}`, which is required", field.wire);
            let problem = requests.problem(place.as_str(), message);
            problems.report(problem.help("add it to the constructor"));
        }
        let taken = |field: &&Field| args.contains(&field.name);
        let named = are_named(&fields.iter().filter(taken).collect::<Vec<_>>());
        let args_struct = named.then(|| args_name(&alternatives.operation, name));
        constructors.push(Constructor { name: name.clone(), args, args_struct });
    }
    for field in fields.iter_mut() {
        // What only some constructors set has no setter: it would allow both alternatives.
        // Unless it goes with the others too, as an image goes with a launch template.
        field.constructed = !alternatives.settable.contains(&field.wire)
            && constructors.iter().any(|constructor| constructor.args.contains(&field.name));
    }
    constructors
}

fn one_of<'a>(requests: &'a Requests, operation: &str) -> Vec<&'a OneOf> {
    let entries = requests.one_of.iter();
    entries.filter(|entry| entry.operations.iter().any(|name| name == operation)).collect()
}

fn may_be_empty<'a>(operation: &str, requests: &'a Requests) -> Vec<&'a str> {
    let entries = requests.may_be_empty.iter().filter(|entry| entry.operation == operation);
    entries.flat_map(|entry| &entry.members).map(String::as_str).collect()
}

fn preconditions(requests: &Requests, operation: &str) -> Vec<Precondition> {
    let of_operation =
        |entry: &&CuratedPrecondition| entry.operations.iter().any(|name| name == operation);
    let entries = requests.precondition.iter().filter(of_operation);
    let preconditions = entries.map(|entry| Precondition {
        kind: entry.kind,
        values: entry.values.clone(),
        code: entry.code.clone(),
        source: entry.source.clone(),
    });
    preconditions.collect()
}

fn response(name: &str, raw: &RawOperation, sharing: &Sharing) -> (String, Option<Struct>) {
    let only_request_id = raw.response.iter().all(|field| field.wire == "RequestId");
    if only_request_id {
        return ("Ack".to_owned(), None);
    }
    let body = Struct {
        name: format!("{name}Response"),
        direction: Direction::Response,
        fields: sharing.fields(&raw.response, Direction::Response),
        as_request: None,
    };
    (body.name.clone(), Some(body))
}
