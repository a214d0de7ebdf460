//! Which decisions prevent a call from being sent. Checks, handles and guards all ask this module,
//! and nothing else decides it.

use aliyun_rpc_vocabulary::{Hazard, Verdict};

use crate::decide::Decision;
use crate::not_sent::NotSent;
use crate::target::Target;

/// Which decisions prevent a call from being sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Policy {
    /// No decision prevents a call, and what a request names is not compared with handles. The
    /// service decides. The client still checks the request, and what does not compile on a handle
    /// still does not.
    SendAll,
    /// A call is not sent if the documents say that it is refused, that it destroys data, or that
    /// it does nothing. The last two can be overridden with an [`Acknowledgement`]. A call is sent
    /// if no source says anything about it, or if it depends on a disk whose usage is not known.
    #[default]
    RefuseKnownProblems,
    /// A call is sent only if its outcome is certain, and either permitted or acknowledged. See
    /// [`Decision::is_certain`].
    RequireCertain,
}

/// An outcome that the caller knows about and accepts.
///
/// A refusal cannot be acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Acknowledgement {
    /// Disks are released even if `DeleteWithInstance` is false.
    ReleasesDisks,
    /// No error is returned, and nothing happens.
    NothingHappens,
    /// No source says what happens.
    OutcomeUnknown,
}

impl Acknowledgement {
    /// Whether a decision says that this will happen.
    #[must_use]
    pub const fn covers(self, decision: &Decision) -> bool {
        match self {
            Self::ReleasesDisks => matches!(decision.hazard(), Some(Hazard::ReleasesDisks)),
            Self::NothingHappens => matches!(decision.verdict(), Verdict::AcceptedButFails),
            Self::OutcomeUnknown => matches!(decision.verdict(), Verdict::Unstated),
        }
    }
}

/// Why a policy does not send a call.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("{decision}")]
pub struct Refusal {
    /// What the documents say, and who says so.
    pub decision: Decision,
    /// The policy that was asked.
    pub policy: Policy,
}

impl Policy {
    /// Whether a call about several targets is sent: only if it would be sent for each of them.
    /// Otherwise the strictest of the decisions that prevent it is the reason.
    ///
    /// # Errors
    /// [`NotSent::Refused`] if it is not, with the targets that this reason is about, and apart
    /// from them those that prevent the call for another reason.
    pub fn check_each<'t>(
        self,
        parts: impl IntoIterator<Item = (Decision, &'t [Target])>,
        acknowledged: Option<Acknowledgement>,
    ) -> Result<(), NotSent> {
        let is_refused = |decision: Decision| self.check(decision, acknowledged).is_err();
        let parts = parts.into_iter().filter(|(decision, _)| is_refused(*decision));
        let refused: Vec<(Decision, &[Target])> = parts.collect();
        let decisions = refused.iter().map(|(decision, _)| *decision);
        let Some(decision) = decisions.reduce(Decision::stricter) else { return Ok(()) };
        let reason =
            |decision: &Decision| (decision.verdict(), decision.decisive(), decision.code());
        let (mut targets, mut others) = (Vec::new(), Vec::new());
        let is_same = |one: &Decision| reason(one) == reason(&decision);
        for (_, about) in refused.iter().filter(|(one, _)| is_same(one)) {
            add_missing(&mut targets, about, &[]);
        }
        for (_, about) in refused.iter().filter(|(one, _)| !is_same(one)) {
            add_missing(&mut others, about, &targets);
        }
        let refusal = Refusal { decision, policy: self };
        Err(NotSent::Refused { refusal, targets, others })
    }

    /// Whether a call with this decision is sent.
    ///
    /// # Errors
    /// [`Refusal`] if it is not.
    pub const fn check(
        self,
        decision: Decision,
        acknowledged: Option<Acknowledgement>,
    ) -> Result<Decision, Refusal> {
        let accepted = match acknowledged {
            Some(acknowledgement) => acknowledgement.covers(&decision),
            None => false,
        };
        let sent = match self {
            Self::SendAll => true,
            Self::RefuseKnownProblems => match decision.verdict() {
                Verdict::Permitted | Verdict::Unstated | Verdict::DependsOnDisk => true,
                Verdict::PermittedWithHazard | Verdict::AcceptedButFails => accepted,
                Verdict::Denied => false,
            },
            Self::RequireCertain => decision.is_certain() && (decision.is_permitted() || accepted),
        };
        if sent { Ok(decision) } else { Err(Refusal { decision, policy: self }) }
    }
}

/// Adds those targets that neither `list` nor `known` has.
fn add_missing(list: &mut Vec<Target>, targets: &[Target], known: &[Target]) {
    for target in targets {
        if !list.contains(target) && !known.contains(target) {
            list.push(target.clone());
        }
    }
}
