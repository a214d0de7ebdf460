//! Statements that disagree, for the summary and the report.

use std::fmt;

use aliyun_rpc_spec::matrix::{Agreement, Aspect, Evidence, Says};
use serde::Serialize;

use super::verdict::Judged;

/// Two statements about one operation and one aspect that disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Contradiction {
    /// Operation.
    pub operation: String,
    /// Aspect, as `curated.toml` names it.
    pub aspect: Aspect,
    /// Superseded by a newer edition, or contradicted by a source that stands beside it.
    pub agreement: Agreement,
    /// The statement that decides.
    pub stands: Evidence,
    /// The statement that disagrees.
    pub against: Evidence,
}

/// Every disagreement in a judged cell.
pub(super) fn of(operation: &str, aspect: Aspect, judged: &Judged) -> Vec<Contradiction> {
    let Some(first) = judged.statements.first() else {
        return Vec::new();
    };
    judged
        .against
        .iter()
        .filter_map(|(at, agreement)| {
            Some(Contradiction {
                operation: operation.to_owned(),
                aspect,
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
            self.aspect,
            Shown(&self.stands),
            Shown(&self.against)
        )
    }
}

struct Shown<'a>(&'a Evidence);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Evidence { kind, source, requires, .. } = self.0;
        match self.0.says {
            None => write!(f, "lost ({kind}, {source})"),
            Some(Says::Requires) => {
                write!(f, "requires {} ({kind}, {source})", requires.join(" or "))
            }
            Some(says) => write!(f, "{says} ({kind}, {source})"),
        }
    }
}
