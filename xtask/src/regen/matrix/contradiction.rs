//! Statements that disagree, for the summary and the report.

use std::fmt;

use aliyun_rpc_spec::matrix::{Agreement, Evidence, EvidenceKind, Says};
use serde::Serialize;

use super::situation::Situation;
use super::verdict::Judged;

/// Two statements about one operation in one situation that disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Contradiction {
    /// Operation.
    pub operation: String,
    /// Situation, as `curated.toml` names it.
    pub situation: &'static str,
    /// Superseded by a newer edition, or contradicted by a source that stands beside it.
    pub agreement: Agreement,
    /// The statement that decides.
    pub stands: Evidence,
    /// The statement that disagrees.
    pub against: Evidence,
}

/// Every disagreement in a judged cell.
pub(super) fn of(operation: &str, situation: Situation, judged: &Judged) -> Vec<Contradiction> {
    let Some(first) = judged.statements.first() else {
        return Vec::new();
    };
    judged
        .against
        .iter()
        .filter_map(|(at, agreement)| {
            Some(Contradiction {
                operation: operation.to_owned(),
                situation: situation.name(),
                agreement: *agreement,
                stands: first.evidence.clone(),
                against: judged.statements.get(*at)?.evidence.clone(),
            })
        })
        .collect()
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.agreement {
            Agreement::Agreed => "agrees with",
            Agreement::Superseded => "supersedes",
            Agreement::Contradicted => "against",
        };
        write!(
            f,
            "{} ({}): {} {how} {}",
            self.operation,
            self.situation,
            Shown(&self.stands),
            Shown(&self.against)
        )
    }
}

struct Shown<'a>(&'a Evidence);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.0.kind {
            EvidenceKind::Curated => "curated",
            EvidenceKind::PageRow => "row",
            EvidenceKind::OperationProse => "prose",
            EvidenceKind::ErrorTable => "error table",
            EvidenceKind::PageDefault => "default",
            EvidenceKind::NotApplicable => "parameters",
        };
        let says = match self.0.says {
            None => "lost",
            Some(Says::Unaffected) => "unaffected",
            Some(Says::Denied) => "denied",
            Some(Says::DeniedWhenDiskInUse) => "denied when the disk is in use",
            Some(Says::AcceptedButFails) => "accepted but fails",
            Some(Says::ReleasesDisks) => "releases disks",
            Some(Says::ListsCode) => "lists the code",
            Some(Says::ListsNoCode) => "lists no code",
            Some(Says::Requires) => {
                return write!(
                    f,
                    "requires {} ({kind}, {})",
                    self.0.requires.join(" or "),
                    self.0.source
                );
            }
        };
        write!(f, "{says} ({kind}, {})", self.0.source)
    }
}
