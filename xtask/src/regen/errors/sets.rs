//! Operations -> error enums. Operations of one group that list the same codes and mean the same by
//! them share one enum, so that users write one `match` and the compiler reads it once.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::codes::{Class, Codes, Reaction};
use aliyun_rpc_spec::ir::{ErrorCode, ErrorSet};

use super::names::{Names, captures, name_all};
use super::pairs::{Listed, all, listed};
use crate::regen::kind;
use crate::regen::model::Product;

/// The error enums of one product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ErrorSets {
    /// Enums per group, by name.
    pub sets: BTreeMap<String, Vec<ErrorSet>>,
    /// The enum of each typed operation; an operation that lists no code has none.
    pub of_operation: BTreeMap<String, String>,
}

/// What must agree for operations to share an enum: the group, whether they only read, the codes,
/// whether each is documented, and what it means.
type Shape<'a> = (&'a str, bool, Vec<(&'a str, bool, Option<(Class, Reaction)>)>);

/// An operation and what it lists.
type Member<'a> = (&'a str, BTreeMap<&'a str, Listed<'a>>);

/// Builds the enums of the operations in `groups` (operation to group).
pub(crate) fn build(
    product: &Product,
    groups: &BTreeMap<String, String>,
    table: &Codes,
) -> ErrorSets {
    let names = name_all(all(product));
    let mut shared: BTreeMap<Shape<'_>, Vec<Member<'_>>> = BTreeMap::new();
    for (operation, group) in groups {
        let Some(facts) = product.operations.get(operation) else { continue };
        let codes = listed(facts);
        if codes.is_empty() {
            continue;
        }
        let read_only = kind::of(operation, facts).0.is_read_only();
        let means = |code: &str| table.means(operation, code);
        let shape = codes.iter().map(|(code, listed)| (*code, listed.observed, means(code)));
        let shape = shape.collect();
        shared.entry((group, read_only, shape)).or_default().push((operation, codes));
    }
    let mut built = ErrorSets::default();
    for ((group, read_only, _), members) in shared {
        // Operations arrive in order of name, so the first one names the enum.
        let Some((first, _)) = members.first() else { continue };
        let name = format!("{first}Error");
        for (operation, _) in &members {
            built.of_operation.insert((*operation).to_owned(), name.clone());
        }
        let set = ErrorSet { name, read_only, codes: variants(&members, &names) };
        built.sets.entry(group.to_owned()).or_default().push(set);
    }
    for sets in built.sets.values_mut() {
        sets.sort_by(|a, b| a.name.cmp(&b.name));
    }
    built
}

fn variants(members: &[Member<'_>], names: &Names) -> Vec<ErrorCode> {
    let mut merged: BTreeMap<&str, Listed<'_>> = BTreeMap::new();
    for (code, listed) in members.iter().flat_map(|(_, codes)| codes) {
        let into = merged.entry(code).or_default();
        into.statuses.extend(&listed.statuses);
        into.observed = listed.observed;
    }
    let mut variants: Vec<ErrorCode> =
        merged.into_iter().map(|(code, listed)| variant(code, listed, names)).collect();
    variants.sort_by(|a, b| a.name.cmp(&b.name));
    variants
}

fn variant(code: &str, listed: Listed<'_>, names: &Names) -> ErrorCode {
    ErrorCode {
        name: names.get(code).cloned().unwrap_or_default(),
        code: code.to_owned(),
        statuses: listed.statuses.into_iter().map(str::to_owned).collect(),
        captures: captures(code),
        observed: listed.observed,
    }
}

/// The codes that any operation can answer, named as the enums of this product name them.
pub(super) fn common(product: &Product, codes: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<ErrorCode> {
    let names = name_all(all(product).into_iter().chain(codes.keys().copied()));
    let common = |(code, statuses): (&&str, &BTreeSet<&str>)| {
        variant(code, Listed { statuses: statuses.clone(), observed: false }, &names)
    };
    let mut variants: Vec<ErrorCode> = codes.iter().map(common).collect();
    variants.sort_by(|a, b| a.name.cmp(&b.name));
    variants
}
