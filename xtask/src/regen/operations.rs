//! Every operation that any source names -> what it does, its group, which kinds of resource it
//! concerns, and what the vendor offers in its place.

use std::collections::BTreeMap;

use aliyun_rpc_spec::authorization::Authorizations;
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
    problems: &mut Problems,
) -> Vec<OperationFacts> {
    let concerns = Concerns::new(product, authorization, requests);
    concerns.unused(problems);
    let facts = product.operations.iter().map(|(name, operation)| {
        let (kind, origin) = kind::of(name, operation);
        OperationFacts {
            name: name.clone(),
            kind,
            origin,
            group: group_of.get(name).cloned(),
            concerns: concerns.of(name, kind, operation, problems),
            deprecated: operation.deprecated,
            replaced_by: operation.replaced_by.clone(),
            withdrawn: !operation.current,
        }
    });
    facts.collect()
}
