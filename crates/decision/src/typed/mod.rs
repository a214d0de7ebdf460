//! The decision table as types, so that a call that the documents refuse does not compile.
//!
//! Generated code names the [`Verdicts`] of each request in its [`Decided`] impl. For each verdict
//! that prevents the call it also prints a small trait that nothing implements. The compiler
//! reports the missing impl with the sentence of that trait, which names the operation, the code
//! and the source. The traits here only lead the compiler to it:
//!
//! [`PermittedOn`]`<handle>` → [`PermittedWhile`]`<aspect>` → the printed trait.

mod acknowledged;
mod permitted;

use std::marker::PhantomData;

use aliyun_rpc::PreparedRequest;
use aliyun_rpc::legacy::{TakesOwner, WithOwner};
use aliyun_rpc::request::Request;
use aliyun_rpc_vocabulary::{Hazard, Verdict};

pub use acknowledged::{AcknowledgedBy, Needed, Overridable, VerdictOn};
pub use permitted::{
    AtRunTime, GroupTypeAllows, GroupTypeVerdict, InstanceAllows, InstanceVerdict, ManagerAllows,
    ManagerVerdict, PermittedOn, PermittedWhile, StatedWhileDiskFinancialLock,
    StatedWhileFinancialLock, StatedWhileManagedGroup, StatedWhileSecurityGroupType,
    StatedWhileSecurityLock,
};

use crate::policy::Acknowledgement;
use crate::table::{NONE, Table};

/// A request that the documents of its product say something about.
///
/// Implemented by generated code only.
pub trait Decided: Request {
    /// What they say, as types.
    type Verdicts: Verdicts;

    /// The table that says the same at run time.
    const TABLE: &'static Table = <Self::Verdicts as Verdicts>::TABLE;

    /// The row of the operation in that table.
    const ROW: u16 = match Self::TABLE.find(Self::META.name) {
        Some(row) => row,
        None => NONE,
    };
}

impl<R: Decided> Decided for &R {
    type Verdicts = R::Verdicts;
}

impl<R: Decided> Decided for PreparedRequest<R> {
    type Verdicts = R::Verdicts;
}

impl<R: Decided + TakesOwner> Decided for WithOwner<R> {
    type Verdicts = R::Verdicts;
}

/// Leads from a product's verdicts to its table.
///
/// Implemented by generated code only.
pub trait InTable {
    /// What the documents of the product say.
    const TABLE: &'static Table;
}

/// What will happen to a request, for each aspect of a situation that the type of a handle can
/// tell. Always a [`VerdictsOf`].
pub trait Verdicts {
    /// The request type; the same for a reference to it.
    type Operation;
    /// The table that says the same at run time.
    const TABLE: &'static Table;
    /// While the instance is security-locked.
    type SecurityLock: Outcome;
    /// While the instance is locked for an overdue payment.
    type FinancialLock: Outcome;
    /// While the disk is locked for an overdue payment.
    type DiskFinancialLock: Outcome;
    /// While a cloud service manages the security group, called by the account.
    type ManagedGroup: Outcome;
    /// While the security group is advanced.
    type SecurityGroupType: Outcome;
}

/// The verdicts about the request `R` of the table `T`, in the order of [`Verdicts`].
///
/// One type with parameters costs the compiler a fraction of a type for each verdict, and a product
/// has thousands of verdicts.
#[derive(Debug)]
pub struct VerdictsOf<R, T, S, F, D, M, G>(PhantomData<(R, T, S, F, D, M, G)>);

impl<R, T, S, F, D, M, G> Verdicts for VerdictsOf<R, T, S, F, D, M, G>
where
    T: InTable,
    S: Outcome,
    F: Outcome,
    D: Outcome,
    M: Outcome,
    G: Outcome,
{
    type Operation = R;
    const TABLE: &'static Table = T::TABLE;
    type SecurityLock = S;
    type FinancialLock = F;
    type DiskFinancialLock = D;
    type ManagedGroup = M;
    type SecurityGroupType = G;
}

/// The aspects as types. Each stands for the one of the same name in
/// [`Aspect::TYPED`](crate::Aspect::TYPED).
#[derive(Debug)]
pub enum SecurityLock {}
/// See [`SecurityLock`].
#[derive(Debug)]
pub enum FinancialLock {}
/// See [`SecurityLock`].
#[derive(Debug)]
pub enum DiskFinancialLock {}
/// See [`SecurityLock`].
#[derive(Debug)]
pub enum ManagedGroup {}
/// See [`SecurityLock`].
#[derive(Debug)]
pub enum SecurityGroupType {}

/// A verdict as a type.
pub trait Outcome {
    /// The same verdict in the table.
    const VERDICT: Verdict;
    /// The code of the refusal, if the documents name one.
    const CODE: Option<&'static str> = None;
    /// The verdict if the disk of the call is known not to be in use.
    type NotInUse;
}

/// An error code as a type.
pub trait Code {
    /// The code, as on the wire.
    const TEXT: Option<&'static str>;
}

/// The documents do not name the code.
#[derive(Debug)]
pub enum NoCode {}

impl Code for NoCode {
    const TEXT: Option<&'static str> = None;
}

/// A hazard as a type.
pub trait HazardType {
    /// The same hazard in the table.
    const HAZARD: Hazard;
}

/// It works as usual.
#[derive(Debug)]
pub enum Permitted {}

impl Outcome for Permitted {
    type NotInUse = Self;
    const VERDICT: Verdict = Verdict::Permitted;
}

/// It is refused with the code `C`.
#[derive(Debug)]
pub struct Denied<C>(PhantomData<C>);

impl<C: Code> Outcome for Denied<C> {
    type NotInUse = Self;
    const VERDICT: Verdict = Verdict::Denied;
    const CODE: Option<&'static str> = C::TEXT;
}

/// It is refused with the code `C` while the disk is in use, otherwise it works as usual.
#[derive(Debug)]
pub struct DependsOnDisk<C>(PhantomData<C>);

impl<C: Code> Outcome for DependsOnDisk<C> {
    type NotInUse = Permitted;
    const VERDICT: Verdict = Verdict::DependsOnDisk;
    const CODE: Option<&'static str> = C::TEXT;
}

/// It is carried out with the hazard `H`.
#[derive(Debug)]
pub struct PermittedWithHazard<H>(PhantomData<H>);

impl<H: HazardType> Outcome for PermittedWithHazard<H> {
    type NotInUse = Self;
    const VERDICT: Verdict = Verdict::PermittedWithHazard;
}

/// It is accepted without an error, but does nothing.
#[derive(Debug)]
pub enum AcceptedButFails {}

impl Outcome for AcceptedButFails {
    type NotInUse = Self;
    const VERDICT: Verdict = Verdict::AcceptedButFails;
}

/// No source says anything.
#[derive(Debug)]
pub enum Unstated {}

impl Outcome for Unstated {
    type NotInUse = Self;
    const VERDICT: Verdict = Verdict::Unstated;
}

/// Acknowledges that disks are released even if `DeleteWithInstance` is false.
#[derive(Clone, Copy, Debug)]
pub struct ReleasesDisks;

impl HazardType for ReleasesDisks {
    const HAZARD: Hazard = Hazard::ReleasesDisks;
}

impl From<ReleasesDisks> for Acknowledgement {
    fn from(_: ReleasesDisks) -> Self {
        Self::ReleasesDisks
    }
}

/// Acknowledges that no error is returned and nothing happens.
#[derive(Clone, Copy, Debug)]
pub struct NothingHappens;

impl From<NothingHappens> for Acknowledgement {
    fn from(_: NothingHappens) -> Self {
        Self::NothingHappens
    }
}

/// Acknowledges that no source says what happens.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeUnknown;

impl From<OutcomeUnknown> for Acknowledgement {
    fn from(_: OutcomeUnknown) -> Self {
        Self::OutcomeUnknown
    }
}
