//! Which acknowledgement a verdict asks for.

use super::{
    AcceptedButFails, AtRunTime, Decided, Denied, DependsOnDisk, NothingHappens, OnGroupType,
    OutcomeUnknown, Permitted, PermittedWithHazard, Unstated, Verdicts,
};
use crate::handle::{
    Disk, FinancialLocked, Instance, SecurityGroup, SecurityLocked, ServiceManaged, Unknown,
};

/// The acknowledgement `A` is what the verdict about the request `R` asks for.
#[diagnostic::on_unimplemented(
    message = "`{A}` is not the acknowledgement that `{R}` asks for in this state",
    label = "not what this verdict asks for",
    note = "help: a hazard asks for itself, accepted-but-fails for `NothingHappens`, an unstated \
            verdict for `OutcomeUnknown`"
)]
pub trait AcknowledgedBy<A, R = ()> {}

impl<H, R> AcknowledgedBy<H, R> for PermittedWithHazard<H> {}
impl<R> AcknowledgedBy<NothingHappens, R> for AcceptedButFails {}
impl<R> AcknowledgedBy<OutcomeUnknown, R> for Unstated {}
// Whether it helps turns out when the call is checked.
impl<A, R> AcknowledgedBy<A, R> for AtRunTime {}
impl<A: Needed<R>, R> AcknowledgedBy<A, R> for Permitted {}
impl<A, C: Overridable<R>, R> AcknowledgedBy<A, R> for Denied<C> {}
impl<A, C: Overridable<R>, R> AcknowledgedBy<A, R> for DependsOnDisk<C> {}

/// The request needs an acknowledgement. Nothing implements it: it exists for its message.
#[diagnostic::on_unimplemented(
    message = "`{R}` works as usual in this state: there is nothing to acknowledge",
    label = "acknowledges nothing",
    note = "help: `send(request)`"
)]
pub trait Needed<R> {}

/// A refusal with the code `Self` can be overridden. Nothing implements it: it exists for its
/// message.
#[diagnostic::on_unimplemented(
    message = "`{R}` is refused in this state (`{Self}`): a refusal cannot be acknowledged",
    label = "refused in this state",
    note = "help: change the state first; the message of `send(request)` says how, and names the \
            source"
)]
pub trait Overridable<R> {}

/// The verdict about a request in the state `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no verdict to acknowledge on this target",
    label = "nothing to acknowledge",
    note = "help: `send(request)`; only a handle that is known to be locked or service managed has \
            verdicts that ask for an acknowledgement"
)]
pub trait VerdictOn<T> {
    /// The verdict: an [`Outcome`](super::Outcome), or [`AtRunTime`].
    type Verdict;
}

impl<R: Decided> VerdictOn<AtRunTime> for R {
    type Verdict = AtRunTime;
}
impl<R: Decided> VerdictOn<Instance<Unknown>> for R {
    type Verdict = AtRunTime;
}
impl<R: Decided> VerdictOn<Disk<Unknown>> for R {
    type Verdict = AtRunTime;
}
impl<R: Decided> VerdictOn<SecurityGroup<Unknown>> for R {
    type Verdict = AtRunTime;
}
impl<R: Decided> VerdictOn<(Instance<Unknown>, Disk<Unknown>)> for R {
    type Verdict = AtRunTime;
}
impl<R: Decided> VerdictOn<(Instance<Unknown>, SecurityGroup<Unknown>)> for R {
    type Verdict = AtRunTime;
}

impl<R: Decided> VerdictOn<Instance<SecurityLocked>> for R {
    type Verdict = <R::Verdicts as Verdicts>::SecurityLock;
}
impl<R: Decided> VerdictOn<Instance<FinancialLocked>> for R {
    type Verdict = <R::Verdicts as Verdicts>::FinancialLock;
}
impl<R: Decided> VerdictOn<Disk<FinancialLocked>> for R {
    type Verdict = <R::Verdicts as Verdicts>::DiskFinancialLock;
}
// Acknowledging what the manager means does not override a refusal because of the type.
impl<R: Decided + OnGroupType<T>, T> VerdictOn<SecurityGroup<ServiceManaged, T>> for R {
    type Verdict = <R::Verdicts as Verdicts>::ManagedGroup;
}
