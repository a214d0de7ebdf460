//! The merged model into the specification files: every name, type, wire style and group is
//! decided here, so that the macros have nothing left to decide.

mod checks;
mod form;
mod ids;
mod missing;
mod names;
mod neutral;
mod nouns;
mod operation;
mod paging;
mod raw;
mod replies;
pub(crate) mod secrets;
mod shape;
mod share;
mod spelled;
mod successor;
mod tags;
mod users;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::authorization::Authorizations;
use aliyun_rpc_spec::ir::{Direction, FORMAT, Group, Type};

pub(crate) use share::COMMON;

use self::ids::Ids;
use self::missing::Missing;
use self::names::Scope;
use self::nouns::Nouns;
use self::operation::{Context, RawOperation};
use self::raw::{Expander, NameOf, Places, RawField, RawType};
use self::share::Sharing;
use self::spelled::Spelled;
use self::values::Lists;
use super::errors::ErrorSets;
use super::model::Product;
use crate::curated::{Curated, File, OneOf, Requests};
use crate::problems::Problems;

/// More required parameters than this come as one struct.
const MOST_ARGUMENTS: usize = 4;

/// Lowers every current operation into its group.
pub(crate) fn lower(
    product: &Product,
    curated: &Curated,
    group_of: &BTreeMap<String, String>,
    authorization: Option<&Authorizations>,
    errors: ErrorSets,
    problems: &mut Problems,
) -> BTreeMap<String, Group> {
    let requests = &curated.of(&product.name).requests;
    let fixed = fixed(requests);
    let (mut raw, named) = expand(product, requests, group_of, &fixed, problems);
    let mut scope = Scope::types(raw.keys().map(String::as_str));
    for entry in &requests.alternatives {
        for name in entry.constructors.keys() {
            scope.claim(&operation::args_name(&entry.operation, name));
        }
    }
    let nouns = Nouns::of(raw.keys().map(String::as_str));
    let ids = Ids::of(&raw, &nouns, requests);
    let seen = ids.decide(&mut raw);
    let is_new = curated.of(&product.name).is_missing();
    // A product without this file has decided nothing about its requests.
    if !requests.is_missing() {
        ids.check(&seen, &raw, authorization, problems);
    }
    Spelled::of(&raw).decide(&mut raw);
    spelled::curated(requests, &mut raw, problems);
    let lists = Lists::of(&raw, &nouns, group_of, &fixed, &mut scope);
    if !is_new {
        lists.apart(&raw, requests, problems);
    }
    lists.decide(&mut raw);
    let mut sharing = Sharing::default();
    for (name, operation) in &raw {
        let group = group_of.get(name).map_or("", String::as_str);
        sharing.collect(name, group, &operation.parameters);
        sharing.collect(name, group, &operation.response);
    }
    sharing.name(&mut scope, &nouns);
    for (at, name) in fixed.iter().filter(|(at, _)| !named.contains(*at) && !lists.means(at)) {
        problems.report(requests.stale(format!("name {name}"), &format!("nothing is at {at}")));
    }
    for name in fixed.values().filter(|name| !lists.has(name) && !sharing.has(name)) {
        problems.report(requests.stale(format!("name {name}"), "no type is at its places"));
    }
    for name in sharing.conflicts() {
        let message = "its places have members of one name and different types";
        problems.report(requests.problem(format!("name {name}"), message));
    }
    for name in lists.conflicts() {
        let message = "the requests at its places send one value in different spellings";
        problems.report(requests.problem(format!("name {name}"), message));
    }
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (group, list) in lists.print() {
        groups.entry(group).or_default().enums.push(list);
    }
    sharing.emit(&mut groups);
    obsolete(requests, &raw, problems);
    let mut missing = Missing::new(requests);
    let mut empty = BTreeSet::new();
    let context = Context { product, requests, sharing: &sharing, errors: &errors };
    for (name, operation) in &raw {
        let (Some(merged), Some(group)) = (product.operations.get(name), group_of.get(name)) else {
            continue;
        };
        let lowered = operation::lower(name, merged, operation, &context, problems);
        missing.check(&lowered, merged, &operation.parameters, problems);
        empty.extend(lowered.checks.iter().filter_map(|line| {
            line.strip_prefix('+').map(|member| (name.clone(), member.to_owned()))
        }));
        groups.entry(group.clone()).or_default().operations.push(lowered);
    }
    missing.unused(problems);
    not_required(requests, &empty, problems);
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
    secrets::mark(&mut groups, curated.of(&product.name), &curated.secrets, problems);
    if !is_new {
        neutral::check(&groups, requests, problems);
    }
    tags::relate(&mut groups);
    users::note(&mut groups);
    groups
}

/// The types of ids that the groups mention.
pub(crate) fn ids(groups: &BTreeMap<String, Group>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for group in groups.values() {
        let bodies = group.operations.iter().filter_map(|one| one.response_struct.as_ref());
        let shapes = group.structs.iter().chain(bodies).map(|shape| &shape.fields);
        let fields = shapes.chain(group.operations.iter().map(|one| &one.fields));
        for field in fields.flatten() {
            id_of(&field.ty, &mut found);
        }
    }
    found.into_iter().collect()
}

fn id_of(ty: &Type, found: &mut BTreeSet<String>) {
    match ty {
        Type::Id(name) => _ = found.insert(name.clone()),
        Type::List(inner)
        | Type::Wrapped(_, inner)
        | Type::JsonList(inner)
        | Type::Json(inner)
        | Type::Map(inner) => id_of(inner, found),
        _ => {}
    }
}

/// Curated names of types, by the places where they stand.
fn fixed(requests: &Requests) -> NameOf {
    let entries = requests.name.iter();
    let named =
        entries.flat_map(|entry| entry.at.iter().map(|at| (at.clone(), entry.name.clone())));
    named.collect()
}

fn places(requests: &Requests) -> Places {
    let values = requests.values.iter().map(|entry| {
        let key = (entry.operation.clone(), entry.parameter.clone());
        (key, (entry.name.clone(), entry.values.clone()))
    });
    let base64 = requests
        .base64
        .iter()
        .map(|entry| ((entry.operation.clone(), entry.member.clone()), entry.by_default));
    let left_out = requests
        .base64
        .iter()
        .filter_map(|entry| Some((entry.operation.clone(), entry.said_by.clone()?)));
    Places { values: values.collect(), base64: base64.collect(), left_out: left_out.collect() }
}

/// The operations, and the places with a curated name that there are.
fn expand(
    product: &Product,
    requests: &File<Requests>,
    group_of: &BTreeMap<String, String>,
    names: &NameOf,
    problems: &mut Problems,
) -> (BTreeMap<String, RawOperation>, BTreeSet<String>) {
    let places = places(requests);
    let mut used = Vec::new();
    let mut left_out = BTreeSet::new();
    let mut named = BTreeSet::new();
    let mut raw = BTreeMap::new();
    for name in group_of.keys() {
        let Some(merged) = product.operations.get(name) else { continue };
        let mut request = Expander::new(name, Direction::Request, &product.schemas, &places, names);
        request.stated = Some(&merged.stated);
        let mut parameters = merged.parameters.clone();
        parameters.retain(|parameter| {
            let key = (name.clone(), parameter.name.clone());
            let stays = !places.left_out.contains(&key);
            left_out.extend((!stays).then_some(key));
            stays
        });
        let parameters = request.fields(&parameters, name, "");
        used.append(&mut request.used);
        named.extend(request.named);
        let mut response =
            Expander::new(name, Direction::Response, &product.schemas, &places, names);
        let body = merged.response.as_ref().map(|root| match &root.reference {
            Some(reference) => product.schemas.get(reference).unwrap_or(root),
            None => root,
        });
        let members = body.map_or(&[][..], |root| &root.members);
        let response_fields = response.fields(members, name, "Response");
        used.append(&mut response.used);
        named.extend(response.named);
        raw.insert(name.clone(), RawOperation { parameters, response: response_fields });
    }
    for key in places.values.keys().filter(|key| !used.contains(key)) {
        let place = format!("values of {}.{}", key.0, key.1);
        problems.report(requests.stale(place, "no such text parameter exists any more"));
    }
    for key in places.base64.keys().filter(|key| !used.contains(key)) {
        let place = format!("base64 {}.{}", key.0, key.1);
        let why = "no such text exists any more, or the metadata says itself that it is base64";
        problems.report(requests.stale(place, why));
    }
    for (operation, parameter) in places.left_out.difference(&left_out) {
        let message = format!("the operation has no parameter `{parameter}`");
        let problem = requests.problem(format!("base64 of {operation}"), message);
        problems.report(problem.help("correct `said_by`, or leave it out"));
    }
    (raw, named)
}

/// Reports entries about texts that may be empty and that no check demands.
fn not_required(
    requests: &File<Requests>,
    empty: &BTreeSet<(String, String)>,
    problems: &mut Problems,
) {
    for entry in &requests.may_be_empty {
        let known =
            |member: &&String| !empty.contains(&(entry.operation.clone(), (*member).clone()));
        for member in entry.members.iter().filter(known) {
            let place = format!("may_be_empty {member} of {}", entry.operation);
            problems.report(requests.stale(place, "no check demands the member"));
        }
    }
}

/// Reports entries about operations that are gone.
fn obsolete(
    requests: &File<Requests>,
    operations: &BTreeMap<String, RawOperation>,
    problems: &mut Problems,
) {
    let alternatives = requests.alternatives.iter().map(|one| ("alternatives", &one.operation));
    let preconditions = requests.precondition.iter().flat_map(|one| &one.operations);
    let preconditions = preconditions.map(|operation| ("precondition", operation));
    let one_of = requests.one_of.iter().flat_map(|one| &one.operations);
    let one_of = one_of.map(|operation| ("one_of", operation));
    let successors = requests.successor.iter().flat_map(|one| &one.operations);
    let successors = successors.map(|operation| ("successor", operation));
    let promises = requests.promised.iter().chain(&requests.unpromised);
    let promises = promises.map(|promise| ("promise", &promise.operation));
    let items = requests.items.iter().map(|one| ("items", &one.operation));
    let rest = preconditions.chain(one_of).chain(successors).chain(promises).chain(items);
    for (table, operation) in alternatives.chain(rest) {
        if !operations.contains_key(operation) {
            let place = format!("{table} of {operation}");
            problems.report(requests.stale(place, "there is no such operation"));
        }
    }
    for entry in &requests.one_of {
        for name in &entry.operations {
            let Some(raw) = operations.get(name) else { continue };
            unknown_members(requests, entry, name, &raw.parameters, problems);
        }
    }
}

/// Reports names in a `[[one_of]]` that the operation does not take.
fn unknown_members(
    requests: &File<Requests>,
    entry: &OneOf,
    operation: &str,
    parameters: &[RawField],
    problems: &mut Problems,
) {
    let holder = match &entry.inside {
        None => Some(parameters),
        Some(inside) => {
            parameters.iter().find(|one| one.wire == *inside).and_then(|one| one.ty.members())
        }
    };
    let when = entry.when.iter().map(|when| &when.member);
    for wire in entry.sets.iter().flatten().chain(when) {
        if !holder.is_some_and(|fields| fields.iter().any(|field| field.wire == *wire)) {
            let place = format!("one_of of {operation}");
            let message = format!("`{wire}` is not a parameter there");
            problems.report(requests.problem(place, message).help("correct the name"));
        }
    }
    let Some(when) = &entry.when else { return };
    let member = holder.and_then(|fields| fields.iter().find(|field| field.wire == when.member));
    let listed = match member.map(|member| &member.ty) {
        Some(RawType::Text(text)) => text.values.as_slice(),
        _ => &[],
    };
    for value in &when.values {
        // These mark the parts of a check.
        let is_mark = value.contains(['|', '>', ':', ' ']);
        if is_mark || !listed.is_empty() && !listed.contains(value) {
            let place = format!("one_of of {operation}");
            let message = format!("`{value}` is no value of `{}` there", when.member);
            problems.report(requests.problem(place, message).help("correct the value"));
        }
    }
}
