//! Which acknowledgement a verdict asks for.

use super::{
    AcceptedButFails, AtRunTime, Decided, Denied, DependsOnDisk, GroupTypeAllows, NothingHappens,
    Outcome, OutcomeUnknown, Permitted, PermittedWithHazard, Unstated, Verdicts,
};
use crate::handle::{
    CustomerManaged, Disk, FinancialLocked, InUse, Instance, NotInUse, SecurityGroup,
    SecurityLocked, ServiceManaged, Unknown, Unlocked,
};

/// The acknowledgement `A` is what the verdict about the request `R` asks for.
#[diagnostic::on_unimplemented(
    message = "`{A}` is not the acknowledgement that `{R}` asks for in this state",
    label = "not what this verdict asks for",
    note = "help: pass `ReleasesDisks` for a call that releases disks, `NothingHappens` for one \
            that does nothing, `OutcomeUnknown` for an unstated verdict"
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
    label = "nothing to acknowledge",
    note = "help: use `send(request)`"
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
    message = "the verdict about `{Self}` on this target cannot be acknowledged",
    label = "cannot be acknowledged",
    note = "help: `send(request)` says what prevents the call"
)]
pub trait VerdictOn<T> {
    /// The verdict: an [`Outcome`](super::Outcome), or [`AtRunTime`] where the type does not tell.
    type Verdict;
}

/// `R` is the request.
macro_rules! verdicts {
    ($($state:ty => $verdict:ty,)+) => {
        $(impl<R: Decided> VerdictOn<$state> for R {
            type Verdict = $verdict;
        })+
    };
}

type Security<R> = <<R as Decided>::Verdicts as Verdicts>::SecurityLock;
type Financial<R> = <<R as Decided>::Verdicts as Verdicts>::FinancialLock;
type DiskFinancial<R> = <<R as Decided>::Verdicts as Verdicts>::DiskFinancialLock;
type Managed<R> = <<R as Decided>::Verdicts as Verdicts>::ManagedGroup;

verdicts! {
    AtRunTime => AtRunTime,

    Instance<Unknown> => AtRunTime,
    Instance<Unlocked> => AtRunTime,
    Instance<SecurityLocked> => Security<R>,
    Instance<FinancialLocked> => Financial<R>,

    Disk<Unknown> => AtRunTime,
    Disk<InUse> => AtRunTime,
    Disk<NotInUse> => AtRunTime,
    Disk<FinancialLocked> => DiskFinancial<R>,

    (Instance<Unknown>, Disk<Unknown>) => AtRunTime,
    (Instance<Unknown>, Disk<InUse>) => AtRunTime,
    (Instance<Unknown>, Disk<NotInUse>) => AtRunTime,
    (Instance<Unknown>, Disk<FinancialLocked>) => DiskFinancial<R>,
    (Instance<Unlocked>, Disk<Unknown>) => AtRunTime,
    (Instance<Unlocked>, Disk<InUse>) => AtRunTime,
    (Instance<Unlocked>, Disk<NotInUse>) => AtRunTime,
    (Instance<Unlocked>, Disk<FinancialLocked>) => DiskFinancial<R>,
    (Instance<SecurityLocked>, Disk<Unknown>) => Security<R>,
    (Instance<SecurityLocked>, Disk<InUse>) => Security<R>,
    (Instance<SecurityLocked>, Disk<NotInUse>) => <Security<R> as Outcome>::NotInUse,
    (Instance<FinancialLocked>, Disk<Unknown>) => Financial<R>,
    (Instance<FinancialLocked>, Disk<InUse>) => Financial<R>,
    (Instance<FinancialLocked>, Disk<NotInUse>) => <Financial<R> as Outcome>::NotInUse,
    // Two verdicts, of which the stricter one counts, and a cell about both may replace them.
    (Instance<SecurityLocked>, Disk<FinancialLocked>) => AtRunTime,
    (Instance<FinancialLocked>, Disk<FinancialLocked>) => AtRunTime,
}

/// As `verdicts!`, for states with a security group of the type `T`. An acknowledgement does not
/// override a refusal because of that type.
macro_rules! verdicts_with_groups {
    ($($state:ty => $verdict:ty,)+) => {
        $(impl<R: Decided, T: GroupTypeAllows<R>> VerdictOn<$state> for R {
            type Verdict = $verdict;
        })+
    };
}

verdicts_with_groups! {
    SecurityGroup<Unknown, T> => AtRunTime,
    SecurityGroup<CustomerManaged, T> => AtRunTime,
    SecurityGroup<ServiceManaged, T> => Managed<R>,

    (Instance<Unknown>, SecurityGroup<Unknown, T>) => AtRunTime,
    (Instance<Unknown>, SecurityGroup<CustomerManaged, T>) => AtRunTime,
    (Instance<Unknown>, SecurityGroup<ServiceManaged, T>) => Managed<R>,
    (Instance<Unlocked>, SecurityGroup<Unknown, T>) => AtRunTime,
    (Instance<Unlocked>, SecurityGroup<CustomerManaged, T>) => AtRunTime,
    (Instance<Unlocked>, SecurityGroup<ServiceManaged, T>) => Managed<R>,
    (Instance<SecurityLocked>, SecurityGroup<Unknown, T>) => Security<R>,
    (Instance<SecurityLocked>, SecurityGroup<CustomerManaged, T>) => Security<R>,
    (Instance<FinancialLocked>, SecurityGroup<Unknown, T>) => Financial<R>,
    (Instance<FinancialLocked>, SecurityGroup<CustomerManaged, T>) => Financial<R>,
    // Two verdicts, of which the stricter one counts.
    (Instance<SecurityLocked>, SecurityGroup<ServiceManaged, T>) => AtRunTime,
    (Instance<FinancialLocked>, SecurityGroup<ServiceManaged, T>) => AtRunTime,
}
