//! What operations do, where the metadata says something else.

use std::collections::BTreeMap;

use aliyun_rpc_spec::operations::{KindOrigin, OperationKind};
use serde::Serialize;

use crate::regen::{Spec, kind};

/// One operation that the metadata misleads about.
#[derive(Serialize)]
pub(super) struct Corrected {
    /// What the metadata says.
    stated: OperationKind,
    kind: OperationKind,
    /// Who decided otherwise: its verb, or the maintainers.
    origin: KindOrigin,
}

/// By operation.
pub(super) fn corrected(spec: &Spec) -> BTreeMap<&str, Corrected> {
    let facts = spec.product.operations.iter();
    let corrected = facts.filter_map(|facts| {
        let stated = kind::stated(spec.model.operations.get(&facts.name)?)?;
        let corrected = Corrected { stated, kind: facts.kind, origin: facts.origin };
        (stated != facts.kind).then_some((facts.name.as_str(), corrected))
    });
    corrected.collect()
}

pub(super) fn lines(corrected: &BTreeMap<&str, Corrected>) -> Vec<String> {
    let mut lines = vec![format!("{} kinds of operations corrected", corrected.len())];
    lines.extend(corrected.iter().map(|(name, one)| {
        let by = match one.origin {
            KindOrigin::Curated => "curated",
            _ => "by its verb",
        };
        format!("  {name}: {}, {by}; the metadata says {}", one.kind.name(), one.stated.name())
    }));
    lines
}
