//! A decision as one line (`Display`) and as a paragraph with all evidence.

use std::fmt::{self, Write as _};

use aliyun_rpc_vocabulary::{Agreement, Aspect, EvidenceKind, Says, SecurityGroupType, Verdict};

use crate::decide::Decision;
use crate::evidence::Evidence;
use crate::state::DiskUsage;

/// What an explanation calls a situation in which everything is normal.
const NORMAL: &str = "nothing is locked, and no cloud service manages the group";
/// `DetachDisk: denied, InstanceLockedForSecurity (lock page 2026-06-20; error table 2024-06-24
/// agrees)`: the verdict, who decided, one more source that agrees and every source that does not.
impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation())?;
        self.fmt_verdict(f)
    }
}

impl Decision {
    /// The same without the operation.
    pub(crate) fn fmt_verdict(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Words(self))?;
        let mut all = self.evidence().filter(|one| Some(one.aspect()) == self.decisive());
        let Some(first) = all.next() else {
            return Ok(());
        };
        if self.verdict() == Verdict::Unstated {
            return match self.agreement() {
                Agreement::Superseded => {
                    write!(f, " (a newer edition no longer says what {first} did)")
                }
                _ => write!(f, " ({first})"),
            };
        }
        write!(f, " ({first}")?;
        let rest: Vec<Evidence> = all.collect();
        if let Some(agrees) = witness(self, &rest) {
            write!(f, "; {agrees} agrees")?;
        }
        let mut shown: Vec<String> = Vec::new();
        for one in &rest {
            let cited = one.to_string();
            if attitude(self, one) == Attitude::Against && !shown.contains(&cited) {
                match (one.says(), one.code()) {
                    (Some(Says::ListsCode), Some(code)) => write!(f, "; {cited} lists {code}")?,
                    (Some(Says::Requires), _) => {
                        write!(f, "; {cited} requires {}", required(one))?;
                    }
                    (says, _) => write!(f, "; {cited} says {}", says.map_or("", Says::words))?,
                }
                shown.push(cited);
            }
        }
        f.write_str(")")
    }
}

/// The agreeing source worth naming: the operation's own error table, else its description.
fn witness(decision: &Decision, rest: &[Evidence]) -> Option<Evidence> {
    let agrees = |kind| {
        rest.iter()
            .find(|one| one.kind() == kind && attitude(decision, one) == Attitude::For)
            .copied()
    };
    agrees(EvidenceKind::ErrorTable).or_else(|| agrees(EvidenceKind::OperationProse))
}

/// Whether a statement supports a decision.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attitude {
    For,
    Against,
    Silent,
}

fn attitude(decision: &Decision, one: &Evidence) -> Attitude {
    let Some(says) = one.says() else {
        return Attitude::Silent;
    };
    let situation = decision.situation();
    let refused = match says {
        Says::Unaffected => Some(false),
        Says::Denied => Some(true),
        // A table lists a code for the case that it applies, and a state may decide that.
        Says::ListsCode => match decision.verdict() {
            Verdict::Permitted
                if situation.disk_usage() == DiskUsage::NotInUse || one.aspect().is_condition() =>
            {
                None
            }
            _ => Some(true),
        },
        Says::Requires => {
            let state = situation.state_number(one.aspect());
            Some(one.entry.requires >> state & 1 == 0)
        }
        Says::DeniedWhenDiskInUse => match situation.disk_usage() {
            DiskUsage::InUse => Some(true),
            DiskUsage::NotInUse => Some(false),
            DiskUsage::Unknown => {
                return match decision.verdict() {
                    Verdict::DependsOnDisk => Attitude::For,
                    _ => Attitude::Against,
                };
            }
        },
        Says::AcceptedButFails | Says::ReleasesDisks | Says::ListsNoCode | Says::NoRelation => None,
    };
    let same = |yes| if yes { Attitude::For } else { Attitude::Against };
    match (decision.verdict(), refused, says) {
        (Verdict::AcceptedButFails, _, Says::AcceptedButFails) => Attitude::For,
        (Verdict::PermittedWithHazard, _, Says::ReleasesDisks) => Attitude::For,
        (_, None, Says::AcceptedButFails) => Attitude::Against,
        (_, None, _) | (Verdict::Unstated, _, _) => Attitude::Silent,
        (Verdict::Permitted | Verdict::PermittedWithHazard, Some(refused), _) => same(!refused),
        (Verdict::AcceptedButFails, Some(_), _) => Attitude::Against,
        (Verdict::Denied, Some(refused), _) => same(refused),
        // A statement without the condition is only partly right.
        (Verdict::DependsOnDisk, Some(refused), _) => {
            if refused && one.kind() != EvidenceKind::PageRow {
                Attitude::For
            } else {
                Attitude::Against
            }
        }
    }
}

/// The verdict with its code or hazard.
struct Words<'a>(&'a Decision);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decision = self.0;
        f.write_str(decision.verdict().words())?;
        if let Some(hazard) = decision.hazard() {
            write!(f, ", {}", hazard.words())?;
        }
        if decision.verdict().is_refusal() {
            write!(f, ", {}", decision.code().unwrap_or("code not documented"))?;
        }
        Ok(())
    }
}

/// `Running or Stopped`. For the type of a security group, the word of the situation, which differs
/// from the one on the wire.
fn required(one: &Evidence) -> String {
    let words = one.requires().map(|state| match one.aspect() {
        Aspect::SecurityGroupType => SecurityGroupType::from_wire(state).name(),
        _ => state,
    });
    words.collect::<Vec<_>>().join(" or ")
}

/// One statement in words.
struct Statement<'a>(&'a Evidence);

impl fmt::Display for Statement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.kind(), self.0.says()) {
            (EvidenceKind::NotApplicable, _) => {
                f.write_str("no parameter leads to such a resource")
            }
            (EvidenceKind::PageDefault, Some(Says::Unaffected)) => {
                f.write_str("what is not listed works as usual")
            }
            (_, Some(Says::Requires)) => write!(f, "requires {}", required(self.0)),
            (_, Some(says)) => f.write_str(says.words()),
            (_, None) => f.write_str("the words were lost"),
        }
    }
}

impl Decision {
    /// Several lines: the decision, the situation, and every statement with its source, line and
    /// address.
    #[must_use]
    pub fn explain(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_explanation(&mut out);
        out
    }

    fn write_explanation(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "{}: {}", self.operation(), Words(self))?;
        writeln!(out, "  situation: {}", self.situation().sentence(NORMAL))?;
        writeln!(out, "  agreement: {}", self.agreement().name())?;
        let mut any = false;
        for one in self.evidence() {
            any = true;
            write!(out, "  - {one}")?;
            if let Some(line) = one.line() {
                write!(out, ", line {line}")?;
            }
            write!(out, ": {}", Statement(&one))?;
            if let Some(code) = one.code() {
                write!(out, ", {code}")?;
            }
            if one.is_truncated() {
                out.push_str(" (captured only in part)");
            }
            if let Some(reason) = one.reason() {
                write!(out, "; {reason}")?;
            }
            write!(out, " [{}, {}]", one.aspect().name(), one.kind().name())?;
            match one.source() {
                Some(source) if !source.url.is_empty() => writeln!(out, " {}", source.url)?,
                _ => out.push('\n'),
            }
        }
        if !any {
            out.push_str("  no source says anything about this situation\n");
        }
        Ok(())
    }
}
