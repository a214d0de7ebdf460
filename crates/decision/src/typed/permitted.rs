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
                note = "help: use `send_acknowledged(request, OutcomeUnknown)` or a handle in state `Unknown`"
            )]
            pub trait $name<R> {}

            impl<R, D: $name<R>> PermittedWhile<$aspect, R, D> for Unstated {}
        )+

        /// The messages, for a test: an attribute needs them as literals.
        #[cfg(test)]
        const UNSTATED: &[(aliyun_rpc_vocabulary::Aspect, &str)] =
            &[$((aliyun_rpc_vocabulary::Aspect::$aspect, $message)),+];
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

// What a state allows has one impl, and the state is its `Self`: where the state is not known, the
// compiler says that once, and not again for each request.

/// The request `R` may be sent to an instance in this state, about a disk in the state `D`.
pub trait InstanceAllows<R, D> {}

impl<R, D, I> InstanceAllows<R, D> for I
where
    D: DiskState,
    R: Decided,
    I: InstanceVerdict,
    I::Of<R>: PermittedWhile<I::Aspect, Operation<R>, D::Usage>,
{
}

/// The request `R` may be sent to a security group with this manager.
pub trait ManagerAllows<R> {}

impl<R, M> ManagerAllows<R> for M
where
    R: Decided,
    M: ManagerVerdict,
    M::Of<R>: PermittedWhile<ManagedGroup, Operation<R>, Unknown>,
{
}

/// The request `R` may be sent to a security group of this type.
pub trait GroupTypeAllows<R> {}

impl<R, T> GroupTypeAllows<R> for T
where
    R: Decided,
    T: GroupTypeVerdict,
    T::Of<R>: PermittedWhile<SecurityGroupType, Operation<R>, Unknown>,
{
}

/// Which of the verdicts about a request counts in a state of an instance.
pub trait InstanceVerdict {
    /// The aspect that the state is about.
    type Aspect;
    /// The verdict about the request `R`.
    type Of<R: Decided>;
}

impl InstanceVerdict for Unknown {
    type Aspect = SecurityLock;
    type Of<R: Decided> = Permitted;
}
impl InstanceVerdict for Unlocked {
    type Aspect = SecurityLock;
    type Of<R: Decided> = Permitted;
}
impl InstanceVerdict for SecurityLocked {
    type Aspect = SecurityLock;
    type Of<R: Decided> = <R::Verdicts as Verdicts>::SecurityLock;
}
impl InstanceVerdict for FinancialLocked {
    type Aspect = FinancialLock;
    type Of<R: Decided> = <R::Verdicts as Verdicts>::FinancialLock;
}

/// Which of the verdicts about a request counts under a manager of a security group.
pub trait ManagerVerdict {
    /// The verdict about the request `R`.
    type Of<R: Decided>;
}

impl ManagerVerdict for Unknown {
    type Of<R: Decided> = Permitted;
}
impl ManagerVerdict for CustomerManaged {
    type Of<R: Decided> = Permitted;
}
impl ManagerVerdict for ServiceManaged {
    type Of<R: Decided> = <R::Verdicts as Verdicts>::ManagedGroup;
}

/// Which of the verdicts about a request counts for a type of security group.
pub trait GroupTypeVerdict {
    /// The verdict about the request `R`.
    type Of<R: Decided>;
}

impl GroupTypeVerdict for Unknown {
    type Of<R: Decided> = Permitted;
}
impl GroupTypeVerdict for Basic {
    type Of<R: Decided> = Permitted;
}
impl GroupTypeVerdict for Advanced {
    type Of<R: Decided> = <R::Verdicts as Verdicts>::SecurityGroupType;
}

/// The request may be sent to a target in the state `T`: a handle type or a pair of them.
pub trait PermittedOn<T> {}

/// A state that is known only at run time.
#[derive(Clone, Copy, Debug)]
pub enum AtRunTime {}

impl<R: Request> PermittedOn<AtRunTime> for R {}

impl<R: Request, I> PermittedOn<Instance<I>> for R where I: InstanceAllows<R, Unknown> {}

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

impl<R: Request, M, T> PermittedOn<SecurityGroup<M, T>> for R
where
    M: ManagerAllows<R>,
    T: GroupTypeAllows<R>,
{
}

impl<R: Request, I, D> PermittedOn<(Instance<I>, Disk<D>)> for R
where
    R: PermittedOn<Disk<D>>,
    I: InstanceAllows<R, D>,
{
}

impl<R: Request, I, M, T> PermittedOn<(Instance<I>, SecurityGroup<M, T>)> for R
where
    R: PermittedOn<SecurityGroup<M, T>>,
    I: InstanceAllows<R, Unknown>,
{
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_vocabulary::{Aspect, SecurityGroupType};

    use super::UNSTATED;

    #[test]
    fn the_message_about_an_unstated_cell_names_the_situation_in_the_words_of_the_aspect() {
        let aspects: Vec<Aspect> = UNSTATED.iter().map(|(aspect, _)| *aspect).collect();
        assert_eq!(aspects, Aspect::TYPED);
        for (aspect, message) in UNSTATED {
            let words = match aspect {
                // What the handle says: the restricted type.
                Aspect::SecurityGroupType => SecurityGroupType::Advanced.words(),
                aspect => aspect.words(),
            };
            assert_eq!(*message, format!("no source says whether `{{R}}` works while {words}"));
        }
    }
}
