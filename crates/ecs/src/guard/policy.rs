//! What a guard does with a decision: lets the call through or keeps it.

use aliyun_rpc::decision::typed::{NothingHappens, ReleasesDisks};
use aliyun_rpc::decision::{Decision, Hazard, Verdict};

/// Which calls a guard keeps from being sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Policy {
    /// Those that the documents deny; those that are carried out with a hazard or accepted without
    /// effect, unless that is acknowledged. Calls about which no source speaks, or which depend on a
    /// disk whose state is not known, are sent. What is not known about a target counts as normal:
    /// the call is sent and the service decides.
    #[default]
    RefuseDenied,
    /// All but those whose targets were all seen, in a complete answer, and that are
    /// [certainly](Decision::is_certain) permitted for each of them: also unstated ones, ones that
    /// depend on a disk whose state is not known, and permissions that a source contradicts. No
    /// acknowledgement helps. Nothing is sent when the state cannot be looked up, or when
    /// [something else](super::Finding::not_known) is not known that may decide.
    OnlyCertain,
}

/// What the caller knows will happen and wants nevertheless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Acknowledged {
    /// The call is carried out and can hurt in this way.
    Hazard(Hazard),
    /// No error is returned and nothing happens.
    NothingHappens,
}

impl From<ReleasesDisks> for Acknowledged {
    fn from(_: ReleasesDisks) -> Self {
        Self::Hazard(Hazard::ReleasesDisks)
    }
}

impl From<NothingHappens> for Acknowledged {
    fn from(_: NothingHappens) -> Self {
        Self::NothingHappens
    }
}

impl Policy {
    /// Whether a call with this decision is kept from being sent, provided that everything is known
    /// that the decision rests on; [`Findings::refused`](super::Findings::refused) looks at that too.
    #[must_use]
    pub fn refuses(self, decision: &Decision, acknowledged: Option<Acknowledged>) -> bool {
        if self == Self::OnlyCertain {
            return !decision.is_permitted() || !decision.is_certain();
        }
        match decision.verdict() {
            Verdict::Denied(_) => true,
            Verdict::PermittedWithHazard(hazard) => {
                acknowledged != Some(Acknowledged::Hazard(hazard))
            }
            Verdict::AcceptedButFails => acknowledged != Some(Acknowledged::NothingHappens),
            Verdict::Permitted | Verdict::DependsOnDisk(_) | Verdict::Unstated => false,
        }
    }
}

/// How strict a decision is, for choosing among those about several targets.
pub(super) fn severity(decision: &Decision) -> (u8, bool) {
    let verdict = match decision.verdict() {
        Verdict::Permitted => 0,
        Verdict::Unstated => 1,
        Verdict::PermittedWithHazard(_) => 2,
        Verdict::AcceptedButFails => 3,
        Verdict::DependsOnDisk(_) => 4,
        Verdict::Denied(_) => 5,
    };
    // Of two refusals the undisputed one, of two permissions the disputed one.
    (verdict, decision.is_denied() == decision.is_certain())
}
