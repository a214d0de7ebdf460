//! What happens while an instance and a disk are both overdue. Only an edition whose tables tell
//! the two apart says so; an operation that no such edition lists has no cell, and the worse of
//! what is said about either counts.

use std::collections::BTreeMap;

use aliyun_rpc_spec::matrix::Aspect;

use super::restore::Stated;
use super::verdict::{self, Judged};
use super::{Input, collect, restore};
use crate::problems::Problems;

pub(super) const ASPECT: Aspect = Aspect::InstanceAndDiskFinancialLock;

/// Weighs what is said about both at once, given what is said about either.
pub(super) fn judge(
    input: &Input<'_>,
    name: &str,
    effect: Option<&Stated<'_>>,
    judged: &BTreeMap<Aspect, Judged>,
    problems: &mut Problems,
) -> Option<Judged> {
    let mut found = collect::crossed_cells(input, name, ASPECT);
    collect::mark_replaced(input, ASPECT, &mut found);
    if let Some(effect) = effect {
        restore::apply(input, effect, &mut found, ASPECT, problems);
    }
    if found.is_empty() {
        return None;
    }
    let parts = || ASPECT.parts().iter().filter_map(|part| judged.get(part));
    if found.iter().any(|one| !one.replaced) {
        // What the maintainers state about either holds for both.
        let stated = parts().flat_map(|part| &part.statements);
        found.extend(stated.filter(|one| one.is_curated_effect()).cloned());
        return Some(verdict::judge(found, ASPECT));
    }
    // The newest edition speaks about either alone.
    let worse = parts().max_by_key(|part| (part.verdict, part.code.is_some()))?;
    found.extend(worse.statements.first().filter(|_| worse.decided).cloned());
    let mut judged = verdict::judge(found, ASPECT);
    judged.code.clone_from(&worse.code);
    judged.hazard = worse.hazard;
    Some(judged)
}
