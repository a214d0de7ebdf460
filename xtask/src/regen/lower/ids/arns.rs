//! Ids held against permissions. The pattern of a resource names the parameter whose value stands
//! in it, so the parameters of all patterns of one resource hold ids of one kind.

use std::collections::BTreeMap;

use aliyun_rpc_spec::authorization::Authorizations;

use super::super::operation::RawOperation;
use super::super::raw::{RawField, RawType};
use super::Seen;
use crate::curated::{File, Requests};
use crate::problems::Problems;

/// A parameter whose value stands in a pattern.
struct Named<'a> {
    /// `Operation.Member`.
    place: String,
    ty: &'a RawType,
}

/// Reports parameters that are not ids of the kind that others of the same resource are.
pub(super) fn check(
    seen: &[Seen],
    operations: &BTreeMap<String, RawOperation>,
    authorization: Option<&Authorizations>,
    requests: &File<Requests>,
    problems: &mut Problems,
) {
    let finals: BTreeMap<&str, &Seen> = seen
        .iter()
        .filter(|one| one.is_final)
        .map(|one| (one.place.trim_end_matches("[]"), one))
        .collect();
    for (resource, named) in by_resource(operations, authorization) {
        let Some(most) = most(&named) else { continue };
        let others = named.iter().filter(|one| kind(one.ty) != Some(most));
        for one in others.filter(|one| !finals.contains_key(one.place.as_str())) {
            let message = format!(
                "{} stands in a pattern of {resource}, where others are of the type {most}, and is {}",
                one.place,
                kind(one.ty).unwrap_or("a text")
            );
            let help = "say in an [[id]] with `at` what it is";
            problems.report(requests.problem("id", message).help(help));
        }
    }
}

/// The parameters in patterns by what the patterns are of: `ecs:instance`.
fn by_resource<'a>(
    operations: &'a BTreeMap<String, RawOperation>,
    authorization: Option<&Authorizations>,
) -> BTreeMap<String, Vec<Named<'a>>> {
    let mut found: BTreeMap<String, Vec<Named<'a>>> = BTreeMap::new();
    for action in authorization.into_iter().flat_map(|all| &all.actions) {
        let Some(raw) = operations.get(&action.operation) else { continue };
        for resource in &action.resources {
            let Some(word) = word(&resource.pattern) else { continue };
            for parameter in &resource.parameters {
                let place = format!("{}.{parameter}", action.operation);
                if let Some(ty) = find(&raw.parameters, parameter) {
                    found.entry(word.clone()).or_default().push(Named { place, ty });
                }
            }
        }
    }
    found
}

/// The service and the kind of resource of a pattern.
fn word(pattern: &str) -> Option<String> {
    let (before, _) = pattern.rsplit_once('/')?;
    let service = pattern.split(':').nth(1)?;
    Some(format!("{service}:{}", before.rsplit(':').next()?))
}

/// The type of a dotted parameter.
fn find<'a>(fields: &'a [RawField], path: &str) -> Option<&'a RawType> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(it, rest)| (it, Some(rest)));
    let field = fields.iter().find(|field| field.wire == first)?;
    match rest {
        None => Some(&field.ty),
        Some(rest) => find(field.ty.members()?, rest),
    }
}

/// The kind of id that most of them are.
fn most<'a>(named: &[Named<'a>]) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in named.iter().filter_map(|one| kind(one.ty)) {
        *counts.entry(kind).or_default() += 1;
    }
    let (kind, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > named.len()).then_some(kind)
}

fn kind(ty: &RawType) -> Option<&str> {
    match ty {
        RawType::Id(name) => Some(name),
        RawType::List(inner)
        | RawType::Wrapped(_, inner)
        | RawType::JsonList(inner)
        | RawType::Json(inner) => kind(inner),
        _ => None,
    }
}
