//! Which request parameters hold what the variable of a pattern stands for, judged by their names.

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::Resource;
use aliyun_rpc_spec::capture::Schema;

use crate::regen::concerns;

/// Parameters nest at most this deep; deeper names identify nothing.
const DEEPEST: usize = 6;

/// The names of all parameters, members and items included, as requests send them but for numbers:
/// `InstanceId`, `NetworkInterface.SecurityGroupIds`.
pub(super) fn paths(parameters: &[Schema]) -> Vec<String> {
    let mut paths = Vec::new();
    for parameter in parameters {
        walk(parameter, "", 0, &mut paths);
    }
    paths
}

fn walk(schema: &Schema, before: &str, depth: usize, paths: &mut Vec<String>) {
    // Items have no name of their own.
    let path = match (before.is_empty(), schema.name.is_empty()) {
        (true, _) => schema.name.clone(),
        (false, true) => before.to_owned(),
        (false, false) => format!("{before}.{}", schema.name),
    };
    if depth > DEEPEST || path.is_empty() {
        return;
    }
    if !schema.name.is_empty() {
        paths.push(path.clone());
    }
    for inner in schema.members.iter().chain(schema.items.as_deref()) {
        walk(inner, &path, depth + 1, paths);
    }
}

/// Those that hold what the last variable of the pattern stands for.
pub(super) fn naming(resource: &str, pattern: &str, paths: &[String]) -> Vec<String> {
    let Some(names) = names(resource, pattern) else { return Vec::new() };
    let is_it = |path: &&String| {
        let last = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let one = last.strip_suffix('s').unwrap_or(&last);
        names.iter().any(|name| name == one || *name == last)
    };
    let mut found: Vec<String> = paths.iter().filter(is_it).cloned().collect();
    found.sort();
    found.dedup();
    found
}

/// Those that hold the id of the resource by a word of their own: `InvokeId` of an invocation.
pub(super) fn by_sign(pattern: &str, paths: &[String]) -> Vec<String> {
    let Some((before, _)) = pattern.rsplit_once("/{#") else { return Vec::new() };
    let kind = before.rsplit(':').next().unwrap_or_default();
    let Some(id) = concerns::id_of(kind) else { return Vec::new() };
    paths.iter().filter(|path| path.eq_ignore_ascii_case(id)).cloned().collect()
}

/// `ResourceId`, where no `ResourceType` says what it names: the resource of an operation that is
/// about one type.
pub(super) fn untyped<'a>(resources: &[Resource], paths: &'a [String]) -> Option<&'a String> {
    let types: BTreeSet<&String> = resources.iter().map(|one| &one.resource).collect();
    let typed = paths.iter().any(|path| path == "ResourceType");
    let id = paths.iter().find(|path| *path == "ResourceId");
    id.filter(|_| !typed && types.len() == 1)
}

/// The one parameter that is called `Id` inside an object (`PrivatePoolOptions.Id`): what it names
/// is the resource of an operation that has only one.
pub(super) fn only_id(paths: &[String]) -> Option<&String> {
    let mut ids = paths.iter().filter(|path| path.ends_with(".Id"));
    ids.next().filter(|_| ids.next().is_none())
}

/// What such a parameter can be called, lower case: the variable, also with the service before it
/// (`RamRoleName`), or the resource type with the ending of the variable (`NetworkInterfaceId` for
/// `{#eniId}`).
fn names(resource: &str, pattern: &str) -> Option<Vec<String>> {
    let variable = pattern.rsplit_once("/{#")?.1.strip_suffix('}')?.to_ascii_lowercase();
    let service = pattern.split(':').nth(1).unwrap_or_default();
    let ending = ["id", "name"].into_iter().find(|ending| variable.ends_with(ending))?;
    let by_type = format!("{}{ending}", resource.to_ascii_lowercase());
    Some(vec![format!("{service}{variable}"), by_type, variable])
}

/// Parameters that name a template, whose content stands for other parameters.
pub(super) fn templates(paths: &[String]) -> Vec<String> {
    let is_template = |path: &&String| {
        let path = path.to_ascii_lowercase();
        path.ends_with("templateid") || path.ends_with("templatename")
    };
    let mut found: Vec<String> = paths.iter().filter(is_template).cloned().collect();
    found.sort();
    found.dedup();
    found
}
