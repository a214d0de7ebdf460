//! Every operation that any source names -> what it does, its group, which kinds of resource it
//! concerns, and what the vendor offers in its place.

use std::collections::BTreeMap;

use aliyun_rpc_spec::authorization::Authorizations;
use aliyun_rpc_spec::ir::{Group, Type};
use aliyun_rpc_spec::operations::OperationFacts;

use super::concerns::Concerns;
use super::kind;
use super::model::Product;
use crate::curated::{File, Requests};
use crate::problems::Problems;

/// The facts of all operations, in byte order of their names. `group_of` has the group of each
/// operation with a request type.
pub(crate) fn facts(
    product: &Product,
    group_of: &BTreeMap<String, String>,
    authorization: Option<&Authorizations>,
    requests: &File<Requests>,
    groups: &BTreeMap<String, Group>,
    problems: &mut Problems,
) -> Vec<OperationFacts> {
    let items = items(groups);
    let concerns = Concerns::new(product, authorization, requests);
    concerns.unused(problems);
    let facts = product.operations.iter().map(|(name, operation)| {
        let (kind, origin) = kind::of(name, operation);
        OperationFacts {
            name: name.clone(),
            kind,
            origin,
            group: group_of.get(name).cloned(),
            item: items.get(name.as_str()).map(|item| (*item).to_owned()),
            concerns: concerns.of(name, kind, operation, problems),
            deprecated: operation.deprecated,
            replaced_by: operation.replaced_by.clone(),
            withdrawn: !operation.current,
        }
    });
    facts.collect()
}

/// The structs of the items of pages, by operation. What several groups use needs no feature.
fn items(groups: &BTreeMap<String, Group>) -> BTreeMap<&str, &str> {
    let mut items = BTreeMap::new();
    for group in groups.values() {
        for operation in &group.operations {
            let paging = operation.paging.as_ref().and_then(|paging| paging.items.as_ref());
            let Some(Type::Struct(item)) = paging.map(|items| &items.ty) else { continue };
            if group.structs.iter().any(|shape| shape.name == *item) {
                items.insert(operation.name.as_str(), item.as_str());
            }
        }
    }
    items
}
