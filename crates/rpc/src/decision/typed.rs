//! The decision table as types: a call that the documents refuse does not compile.
//!
//! Generated code names the [`Verdicts`] of each request in its `Request` impl. For each verdict that
//! stands in the way it also prints one small trait that nothing implements, whose `on_unimplemented` sentence
//! names the operation, the code, the source and the way out; that sentence is what users read. The
//! traits here only lead the compiler to it:
//!
//! [`PermittedOn`]`<handle>` -> one trait per situation -> the printed trait.

use std::marker::PhantomData;

use super::handle::{
    Advanced, Basic, Disk, DiskState, FinancialLocked, InUse, Instance, NotInUse, Own,
    SecurityGroup, SecurityLocked, ServiceManaged, Unknown, Unlocked,
};
use super::table::{Hazard as HazardName, Stated};
use crate::request::Request;

/// What the documents say will happen to a request in each situation; an [`All`].
pub trait Verdicts {
    /// The request type; the same for a reference to it.
    type Operation;
    /// On an instance that is locked for security.
    type SecurityLock: Outcome;
    /// On an instance that is locked for an overdue payment.
    type FinancialLock: Outcome;
    /// On a disk that is locked for an overdue payment.
    type FinancialDisk: Outcome;
    /// On a security group that a cloud service manages, called by the account.
    type ManagedAccount: Outcome;
    /// On an advanced security group; permitted where no source states a condition.
    type AdvancedGroup: Outcome;
}

/// The verdicts about the request `R`, in the order of [`Verdicts`]. A compiler holds thousands of
/// these: one type with parameters costs it a fraction of a type for each verdict.
#[derive(Debug)]
pub struct All<R, S, F, D, M, A>(PhantomData<(R, S, F, D, M, A)>);

impl<R, S, F, D, M, A> Verdicts for All<R, S, F, D, M, A>
where
    S: Outcome,
    F: Outcome,
    D: Outcome,
    M: Outcome,
    A: Outcome,
{
    type Operation = R;
    type SecurityLock = S;
    type FinancialLock = F;
    type FinancialDisk = D;
    type ManagedAccount = M;
    type AdvancedGroup = A;
}

type Operation<R> = <<R as Request>::Verdicts as Verdicts>::Operation;
type SecurityLock<R> = <<R as Request>::Verdicts as Verdicts>::SecurityLock;
type FinancialLock<R> = <<R as Request>::Verdicts as Verdicts>::FinancialLock;
type FinancialDisk<R> = <<R as Request>::Verdicts as Verdicts>::FinancialDisk;
type ManagedAccount<R> = <<R as Request>::Verdicts as Verdicts>::ManagedAccount;
type AdvancedGroup<R> = <<R as Request>::Verdicts as Verdicts>::AdvancedGroup;

/// A verdict as a type; the constants lead back to the table.
pub trait Outcome {
    /// The same verdict in the table.
    const STATED: Stated;
    /// The code of the refusal, where the documents name one.
    const CODE: Option<&'static str> = None;
}

/// An error code as a type.
pub trait Code {
    /// Exact text on the wire.
    const TEXT: Option<&'static str>;
}

/// No document names the code.
#[derive(Debug)]
pub enum NoCode {}

impl Code for NoCode {
    const TEXT: Option<&'static str> = None;
}

/// A hazard as a type.
pub trait HazardType {
    /// The same hazard in the table.
    const HAZARD: HazardName;
}

/// Works as usual.
#[derive(Debug)]
pub enum Permitted {}

impl Outcome for Permitted {
    const STATED: Stated = Stated::Permitted;
}

/// Refused with the code `C`.
#[derive(Debug)]
pub struct Denied<C>(PhantomData<C>);

impl<C: Code> Outcome for Denied<C> {
    const STATED: Stated = Stated::Denied;
    const CODE: Option<&'static str> = C::TEXT;
}

/// Refused with the code `C` while the disk is in use, otherwise as usual.
#[derive(Debug)]
pub struct DependsOnDisk<C>(PhantomData<C>);

impl<C: Code> Outcome for DependsOnDisk<C> {
    const STATED: Stated = Stated::DeniedWhenDiskInUse;
    const CODE: Option<&'static str> = C::TEXT;
}

/// Is carried out and can hurt.
#[derive(Debug)]
pub struct Hazard<H>(PhantomData<H>);

impl<H: HazardType> Outcome for Hazard<H> {
    const STATED: Stated = Stated::PermittedWithHazard(H::HAZARD);
}

/// No error is returned and nothing happens.
#[derive(Debug)]
pub enum AcceptedButFails {}

impl Outcome for AcceptedButFails {
    const STATED: Stated = Stated::AcceptedButFails;
}

/// No source says anything.
#[derive(Debug)]
pub enum Unstated {}

impl Outcome for Unstated {
    const STATED: Stated = Stated::Unstated;
}

/// Acknowledgement: I know that the disks are released even where they were to be kept.
#[derive(Clone, Copy, Debug)]
pub struct ReleasesDisks;

impl HazardType for ReleasesDisks {
    const HAZARD: HazardName = HazardName::ReleasesDisks;
}

/// Acknowledgement: I know that no error is returned and nothing happens.
#[derive(Clone, Copy, Debug)]
pub struct NothingHappens;

/// Acknowledgement: I know that no source says what happens.
#[derive(Clone, Copy, Debug)]
pub struct NobodySays;

/// The verdict passes on an instance that is locked for security; `D` says whether the disk of the
/// call is in use.
#[diagnostic::on_unimplemented(
    message = "`{R}` is not permitted while the instance is security-locked",
    label = "refused by the lock of the instance"
)]
pub trait WhileSecurityLocked<R, D> {}

impl<R, D> WhileSecurityLocked<R, D> for Permitted {}
impl<R, C> WhileSecurityLocked<R, NotInUse> for DependsOnDisk<C> {}
impl<R, D: StatedWhileSecurityLocked<R>> WhileSecurityLocked<R, D> for Unstated {}

/// The verdict passes on an instance that is locked for an overdue payment; `D` as above.
#[diagnostic::on_unimplemented(
    message = "`{R}` is not permitted while the instance is locked for an overdue payment",
    label = "refused by the lock of the instance"
)]
pub trait WhileFinancialLocked<R, D> {}

impl<R, D> WhileFinancialLocked<R, D> for Permitted {}
impl<R, C> WhileFinancialLocked<R, NotInUse> for DependsOnDisk<C> {}
impl<R, D: StatedWhileFinancialLocked<R>> WhileFinancialLocked<R, D> for Unstated {}

/// The verdict passes on a disk that is locked for an overdue payment; `D` as above.
#[diagnostic::on_unimplemented(
    message = "`{R}` is not permitted while the disk is locked for an overdue payment",
    label = "refused by the lock of the disk"
)]
pub trait WhileDiskFinancialLocked<R, D> {}

impl<R, D> WhileDiskFinancialLocked<R, D> for Permitted {}
impl<R, C> WhileDiskFinancialLocked<R, NotInUse> for DependsOnDisk<C> {}
impl<R, D: StatedWhileDiskFinancialLocked<R>> WhileDiskFinancialLocked<R, D> for Unstated {}

/// The verdict passes on a security group that a cloud service manages; `D` as above.
#[diagnostic::on_unimplemented(
    message = "`{R}` is not permitted on a security group that a cloud service manages",
    label = "refused by the owner of the security group"
)]
pub trait OnManagedGroup<R, D> {}

impl<R, D> OnManagedGroup<R, D> for Permitted {}
impl<R, C> OnManagedGroup<R, NotInUse> for DependsOnDisk<C> {}
impl<R, D: StatedOnManagedGroup<R>> OnManagedGroup<R, D> for Unstated {}

// The four traits below have the request as a parameter, not as `Self`: about a bound on the type
// that the caller's bound is about, the compiler shows the caller's bound and not these sentences.

/// The verdict passes on an advanced security group; `D` as above. It is never unstated.
#[diagnostic::on_unimplemented(
    message = "`{R}` is not permitted on an advanced security group",
    label = "refused by the type of the security group"
)]
pub trait OnAdvancedGroup<R, D> {}

impl<R, D> OnAdvancedGroup<R, D> for Permitted {}

/// Some source says what happens on an instance that is locked for security.
/// Nothing implements it: it exists for its message.
#[diagnostic::on_unimplemented(
    message = "no source says whether `{R}` works while the instance is security-locked",
    label = "nobody says what happens",
    note = "unstated is never taken for permitted",
    note = "way out: `send_acknowledged(request, NobodySays)`, or a handle of unknown state"
)]
pub trait StatedWhileSecurityLocked<R> {}

/// Some source says what happens on an instance that is locked for an overdue payment.
/// Nothing implements it: it exists for its message.
#[diagnostic::on_unimplemented(
    message = "no source says whether `{R}` works while the instance is locked for an overdue payment",
    label = "nobody says what happens",
    note = "unstated is never taken for permitted",
    note = "way out: `send_acknowledged(request, NobodySays)`, or a handle of unknown state"
)]
pub trait StatedWhileFinancialLocked<R> {}

/// Some source says what happens on a disk that is locked for an overdue payment.
/// Nothing implements it: it exists for its message.
#[diagnostic::on_unimplemented(
    message = "no source says whether `{R}` works while the disk is locked for an overdue payment",
    label = "nobody says what happens",
    note = "unstated is never taken for permitted",
    note = "way out: `send_acknowledged(request, NobodySays)`, or a handle of unknown state"
)]
pub trait StatedWhileDiskFinancialLocked<R> {}

/// Some source says what happens on a security group that a cloud service manages.
/// Nothing implements it: it exists for its message.
#[diagnostic::on_unimplemented(
    message = "no source says whether `{R}` works on a security group that a cloud service manages",
    label = "nobody says what happens",
    note = "unstated is never taken for permitted",
    note = "way out: `send_acknowledged(request, NobodySays)`, or a handle of unknown state"
)]
pub trait StatedOnManagedGroup<R> {}

/// The request may be sent to an instance in the state `I`, about a disk in the state `D`.
pub trait OnInstance<I, D> {}

impl<R, D> OnInstance<Unknown, D> for R {}
impl<R, D> OnInstance<Unlocked, D> for R {}
impl<R, D> OnInstance<SecurityLocked, D> for R
where
    D: DiskState,
    R: Request,
    SecurityLock<R>: WhileSecurityLocked<Operation<R>, D::Use>,
{
}
impl<R, D> OnInstance<FinancialLocked, D> for R
where
    D: DiskState,
    R: Request,
    FinancialLock<R>: WhileFinancialLocked<Operation<R>, D::Use>,
{
}

/// The request may be sent to a security group that `M` manages.
pub trait OnGroupOf<M> {}

impl<R> OnGroupOf<Unknown> for R {}
impl<R> OnGroupOf<Own> for R {}
impl<R> OnGroupOf<ServiceManaged> for R
where
    R: Request,
    ManagedAccount<R>: OnManagedGroup<Operation<R>, Unknown>,
{
}

/// The request may be sent to a security group of the type `T`.
pub trait OnGroupType<T> {}

impl<R> OnGroupType<Unknown> for R {}
impl<R> OnGroupType<Basic> for R {}
impl<R> OnGroupType<Advanced> for R
where
    R: Request,
    AdvancedGroup<R>: OnAdvancedGroup<Operation<R>, Unknown>,
{
}

/// The request may be sent to a target in the state `T`, a handle type or a pair of them.
pub trait PermittedOn<T> {}

impl<R, I> PermittedOn<Instance<I>> for R where R: OnInstance<I, Unknown> {}

impl<R> PermittedOn<Disk<Unknown>> for R {}
impl<R> PermittedOn<Disk<InUse>> for R {}
impl<R> PermittedOn<Disk<NotInUse>> for R {}
impl<R> PermittedOn<Disk<FinancialLocked>> for R
where
    R: Request,
    FinancialDisk<R>: WhileDiskFinancialLocked<Operation<R>, Unknown>,
{
}

impl<R, M, T> PermittedOn<SecurityGroup<M, T>> for R where R: OnGroupOf<M> + OnGroupType<T> {}

impl<R, I, D> PermittedOn<(Instance<I>, Disk<D>)> for R where
    R: OnInstance<I, D> + PermittedOn<Disk<D>>
{
}

impl<R, I, M, T> PermittedOn<(Instance<I>, SecurityGroup<M, T>)> for R where
    R: OnInstance<I, Unknown> + PermittedOn<SecurityGroup<M, T>>
{
}

/// The acknowledgement that a verdict about the request `R` asks for.
#[diagnostic::on_unimplemented(
    message = "`{A}` is not the acknowledgement that `{R}` asks for in this state",
    label = "not what this verdict asks for",
    note = "way out: a hazard asks for itself, accepted-but-fails for `NothingHappens`, a verdict \
            nobody states for `NobodySays`"
)]
pub trait AcknowledgedBy<A, R = ()> {}

impl<H, R> AcknowledgedBy<H, R> for Hazard<H> {}
impl<R> AcknowledgedBy<NothingHappens, R> for AcceptedButFails {}
impl<R> AcknowledgedBy<NobodySays, R> for Unstated {}
impl<A: NeededFor<R>, R> AcknowledgedBy<A, R> for Permitted {}
impl<A, C: Overridable<R>, R> AcknowledgedBy<A, R> for Denied<C> {}
impl<A, C: Overridable<R>, R> AcknowledgedBy<A, R> for DependsOnDisk<C> {}

/// A call that simply works asks for no acknowledgement.
/// Nothing implements it: it exists for its message.
#[diagnostic::on_unimplemented(
    message = "`{R}` works as usual in this state: there is nothing to acknowledge",
    label = "acknowledges nothing",
    note = "way out: `send(request)`"
)]
pub trait NeededFor<R> {}

/// A refusal with the code `Self` stays one, whatever is acknowledged.
/// Nothing implements it: it exists for its message.
#[diagnostic::on_unimplemented(
    message = "`{R}` is refused in this state (`{Self}`): a refusal cannot be acknowledged",
    label = "refused all the same",
    note = "way out: change the state first; `send(request)` in place of this call says how, and \
            names the source"
)]
pub trait Overridable<R> {}

/// The verdict about a request in the state `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no verdict to acknowledge on this target",
    label = "nothing to acknowledge",
    note = "way out: `send(request)`; only a handle that is known to be locked or service managed \
            has verdicts that ask for an acknowledgement"
)]
pub trait VerdictOn<T> {
    /// The verdict.
    type Verdict: Outcome;
}

impl<R: Request> VerdictOn<Instance<SecurityLocked>> for R {
    type Verdict = SecurityLock<R>;
}
impl<R: Request> VerdictOn<Instance<FinancialLocked>> for R {
    type Verdict = FinancialLock<R>;
}
impl<R: Request> VerdictOn<Disk<FinancialLocked>> for R {
    type Verdict = FinancialDisk<R>;
}
// No acknowledgement of the one helps against a refusal by the other.
impl<R: Request + OnGroupType<T>, T> VerdictOn<SecurityGroup<ServiceManaged, T>> for R {
    type Verdict = ManagedAccount<R>;
}
