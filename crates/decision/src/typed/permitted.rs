//! Which requests may be sent to which handle.

use aliyun_rpc::request::Request;

use super::{
    Decided, DependsOnDisk, DiskFinancialLock, FinancialLock, ManagedGroup, Permitted,
    SecurityGroupType, SecurityLock, Unstated, Verdicts,
};
use crate::handle::{
    Advanced, Basic, CustomerManaged, Disk, DiskState, FinancialLocked, InUse, Instance, NotInUse,
    SecurityGroup, SecurityLocked, ServiceManaged, Unknown, Unlocked,
};

type Operation<R> = <<R as Decided>::Verdicts as Verdicts>::Operation;

/// The verdict lets the request `R` pass while the aspect `A` holds. `D` says whether the disk of
/// the call is in use.
///
/// Generated code implements it for the verdicts that prevent a call, with a bound that nothing
/// meets.
#[diagnostic::on_unimplemented(
    message = "`{R}` is not permitted on a target in this state",
    label = "refused in this state"
)]
pub trait PermittedWhile<A, R, D> {}

impl<A, R, D> PermittedWhile<A, R, D> for Permitted {}
impl<A, R, C> PermittedWhile<A, R, NotInUse> for DependsOnDisk<C> {}

// The request is a parameter of these traits and not their `Self`: for a bound on the same type as
// the caller's bound, the compiler shows the caller's bound instead of this message. There is one
// trait for each aspect, so that the message can name the situation.
macro_rules! stated {
    ($($name:ident: $aspect:ident, $message:tt;)+) => {
        $(
            /// Some source says what happens. Nothing implements it: it exists for its message.
            #[diagnostic::on_unimplemented(
                message = $message,
                label = "no source says what happens",
                note = "unstated never counts as permitted",
                note = "help: `send_acknowledged(request, OutcomeUnknown)`, or a handle of unknown state"
            )]
            pub trait $name<R> {}

            impl<R, D: $name<R>> PermittedWhile<$aspect, R, D> for Unstated {}
        )+
    };
}

stated! {
    StatedWhileSecurityLock: SecurityLock,
        "no source says whether `{R}` works while the instance is security-locked";
    StatedWhileFinancialLock: FinancialLock,
        "no source says whether `{R}` works while the instance is locked for an overdue payment";
    StatedWhileDiskFinancialLock: DiskFinancialLock,
        "no source says whether `{R}` works while the disk is locked for an overdue payment";
    StatedWhileManagedGroup: ManagedGroup,
        "no source says whether `{R}` works while a cloud service manages the security group";
    StatedWhileSecurityGroupType: SecurityGroupType,
        "no source says whether `{R}` works while the security group is advanced";
}

/// The request may be sent to an instance in the state `I`, about a disk in the state `D`.
pub trait OnInstance<I, D> {}

impl<R, D> OnInstance<Unknown, D> for R {}
impl<R, D> OnInstance<Unlocked, D> for R {}
impl<R, D> OnInstance<SecurityLocked, D> for R
where
    D: DiskState,
    R: Decided,
    <R::Verdicts as Verdicts>::SecurityLock: PermittedWhile<SecurityLock, Operation<R>, D::Usage>,
{
}
impl<R, D> OnInstance<FinancialLocked, D> for R
where
    D: DiskState,
    R: Decided,
    <R::Verdicts as Verdicts>::FinancialLock: PermittedWhile<FinancialLock, Operation<R>, D::Usage>,
{
}

/// The request may be sent to a security group that `M` manages.
pub trait OnManager<M> {}

impl<R> OnManager<Unknown> for R {}
impl<R> OnManager<CustomerManaged> for R {}
impl<R> OnManager<ServiceManaged> for R
where
    R: Decided,
    <R::Verdicts as Verdicts>::ManagedGroup: PermittedWhile<ManagedGroup, Operation<R>, Unknown>,
{
}

/// The request may be sent to a security group of the type `T`.
pub trait OnGroupType<T> {}

impl<R> OnGroupType<Unknown> for R {}
impl<R> OnGroupType<Basic> for R {}
impl<R> OnGroupType<Advanced> for R
where
    R: Decided,
    <R::Verdicts as Verdicts>::SecurityGroupType:
        PermittedWhile<SecurityGroupType, Operation<R>, Unknown>,
{
}

/// The request may be sent to a target in the state `T`: a handle type or a pair of them.
pub trait PermittedOn<T> {}

/// A state that is known only at run time.
#[derive(Clone, Copy, Debug)]
pub enum AtRunTime {}

impl<R: Request> PermittedOn<AtRunTime> for R {}

impl<R: Request, I> PermittedOn<Instance<I>> for R where R: OnInstance<I, Unknown> {}

impl<R: Request> PermittedOn<Disk<Unknown>> for R {}
impl<R: Request> PermittedOn<Disk<InUse>> for R {}
impl<R: Request> PermittedOn<Disk<NotInUse>> for R {}
impl<R> PermittedOn<Disk<FinancialLocked>> for R
where
    R: Decided,
    <R::Verdicts as Verdicts>::DiskFinancialLock:
        PermittedWhile<DiskFinancialLock, Operation<R>, Unknown>,
{
}

impl<R: Request, M, T> PermittedOn<SecurityGroup<M, T>> for R where R: OnManager<M> + OnGroupType<T> {}

impl<R: Request, I, D> PermittedOn<(Instance<I>, Disk<D>)> for R where
    R: OnInstance<I, D> + PermittedOn<Disk<D>>
{
}

impl<R: Request, I, M, T> PermittedOn<(Instance<I>, SecurityGroup<M, T>)> for R where
    R: OnInstance<I, Unknown> + PermittedOn<SecurityGroup<M, T>>
{
}
