//! One merged operation into one operation of the specification.

use std::collections::BTreeMap;

use aliyun_rpc_spec::ir::{Constructor, Direction, Field, Operation, Paging, Precondition, Struct};
use aliyun_rpc_spec::load::Problem;

use super::names;
use super::raw::RawField;
use super::share::Sharing;
use crate::curated::Alternatives;
use crate::regen::model;

/// Parameters every operation of the old account model takes.
pub(crate) const LEGACY: &[&str] =
    &["OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount"];

/// More required parameters than this come as one struct.
const MOST_ARGUMENTS: usize = 4;

/// What is needed beside the merged operation.
pub(crate) struct Context<'a> {
    pub product: &'a str,
    pub version: &'a str,
    pub sharing: &'a Sharing,
    pub alternatives: Option<&'a Alternatives>,
    pub preconditions: Vec<Precondition>,
    pub errors: Option<String>,
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
    context: Context<'_>,
    problems: &mut Vec<Problem>,
) -> Operation {
    let (legacy, own): (Vec<RawField>, Vec<RawField>) = raw
        .parameters
        .iter()
        .cloned()
        .partition(|field| LEGACY.contains(&field.wire.as_str()) && !field.required);
    let mut fields = context.sharing.fields(&own, Direction::Request);
    let region = take_region(&mut fields, context.alternatives);
    let constructors = constructors(name, &mut fields, context.alternatives, problems);
    let has = |wire: &str| own.iter().any(|field| field.wire == wire);
    let (response, response_struct) = response(name, raw, context.sharing);
    Operation {
        name: name.to_owned(),
        url: page_url(context.product, context.version, name),
        snake: names::field(name),
        constructors,
        response,
        response_struct,
        errors: context.errors,
        region,
        client_token: has("ClientToken"),
        dry_run: has("DryRun"),
        paging: paging(&has),
        read_only: is_read_only(name, merged.operation_type.as_deref()),
        deprecated: merged.deprecated,
        timeout_seconds: merged.timeout_seconds.map_or(0, |s| u16::try_from(s).unwrap_or(u16::MAX)),
        legacy: legacy.into_iter().map(|field| field.wire).collect(),
        preconditions: context.preconditions,
        fields,
    }
}

fn page_url(product: &str, version: &str, operation: &str) -> String {
    let operation = operation.to_lowercase();
    format!(
        "https://www.alibabacloud.com/help/en/{product}/developer-reference/api-{product}-{version}-{operation}"
    )
}

/// A required region is the client's unless the request names another, so it is no argument.
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
fn is_region(wire: &str) -> bool {
    wire.eq_ignore_ascii_case("RegionId")
}

fn constructors(
    operation: &str,
    fields: &mut [Field],
    alternatives: Option<&Alternatives>,
    problems: &mut Vec<Problem>,
) -> Vec<Constructor> {
    let Some(alternatives) = alternatives else {
        let args: Vec<String> = fields
            .iter_mut()
            .filter(|field| field.required)
            .map(|field| {
                field.constructed = true;
                field.name.clone()
            })
            .collect();
        let args_struct = (args.len() > MOST_ARGUMENTS).then(|| format!("{operation}Required"));
        return vec![Constructor { name: "new".to_owned(), args, args_struct }];
    };
    let by_wire: BTreeMap<String, String> =
        fields.iter().map(|field| (field.wire.clone(), field.name.clone())).collect();
    let mut constructors = Vec::new();
    for (name, wires) in &alternatives.constructors {
        let mut args = Vec::new();
        for wire in wires {
            match by_wire.get(wire) {
                Some(field) => args.push(field.clone()),
                None => problems.push(
                    Problem::new(
                        "spec/curated.toml",
                        format!("alternatives of {operation}"),
                        format!("constructor `{name}` names `{wire}`, which is no parameter"),
                    )
                    .help("correct the name or remove the entry"),
                ),
            }
        }
        for field in fields.iter().filter(|field| field.required && !args.contains(&field.name)) {
            problems.push(Problem::new(
                "spec/curated.toml",
                format!("alternatives of {operation}"),
                format!("constructor `{name}` leaves out `{}`, which is required", field.wire),
            ));
        }
        constructors.push(Constructor { name: name.clone(), args, args_struct: None });
    }
    for field in fields.iter_mut() {
        // What only some constructors set has no setter: it would allow both alternatives.
        field.constructed =
            constructors.iter().any(|constructor| constructor.args.contains(&field.name));
    }
    constructors
}

fn paging(has: &impl Fn(&str) -> bool) -> Option<Paging> {
    let number = has("PageNumber") && has("PageSize");
    match (number, has("NextToken")) {
        (true, true) => Some(Paging::Both),
        (true, false) => Some(Paging::Number),
        (false, true) => Some(Paging::Token),
        (false, false) => None,
    }
}

fn is_read_only(name: &str, kind: Option<&str>) -> bool {
    let by_name = ["Describe", "List", "Get", "Query"].iter().any(|verb| name.starts_with(verb));
    match kind {
        Some("read" | "list" | "get") => by_name,
        Some(_) => false,
        None => by_name,
    }
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
    };
    (body.name.clone(), Some(body))
}
