//! Statements that disagree, for the summary and the report.

use std::fmt;

use aliyun_rpc_spec::matrix::{Agreement, Aspect, Evidence, Says};
use serde::Serialize;

use super::statement::Statement;
use super::verdict::Judged;

/// Two statements about one operation and one aspect that disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Contradiction {
    pub operation: String,
    /// What it is about.
    pub aspect: Aspect,
    /// Superseded by a newer edition, or contradicted by a source that is also valid.
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
    let against = |stands: &Statement, against: &Statement, agreement| Contradiction {
        operation: operation.to_owned(),
        aspect,
        agreement,
        stands: stands.evidence.clone(),
        against: against.evidence.clone(),
    };
    let others = judged.against.iter().filter_map(|(at, agreement)| {
        Some(against(first, judged.statements.get(*at)?, *agreement))
    });
    let itself = of_one_page(judged).into_iter();
    others.chain(itself.map(|(one, other)| against(one, other, Agreement::Contradicted))).collect()
}

/// Rows of one edition that disagree with each other and decide nothing, so that nobody else says
/// so.
fn of_one_page(judged: &Judged) -> Vec<(&Statement, &Statement)> {
    let rest = judged.statements.get(usize::from(judged.decided)..).unwrap_or_default();
    let mut found = Vec::new();
    for (at, one) in rest.iter().enumerate() {
        let later = rest.iter().skip(at + 1).filter(|other| {
            one.is_cell() && other.is_cell() && one.evidence.source == other.evidence.source
        });
        let differ =
            |other: &&Statement| one.states() && other.states() && one.says() != other.says();
        found.extend(later.filter(differ).map(|other| (one, other)));
    }
    found
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
