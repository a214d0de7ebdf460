//! Handles: an id together with what is known about the state of the resource. Known states are
//! types, so that a call that the documents refuse does not compile; the unknown state is a type
//! too, and only the check at run time speaks about it. What a reply says beyond the type, such as
//! the status of an instance, goes along as a value and is checked at run time as well.

use std::fmt;
use std::marker::PhantomData;

use super::situation::Situation;
use super::state::{Disk as DiskUse, DiskLock, Group, GroupType, Lock};
use super::targets::{self, Kind};

/// Nothing is known about the resource.
#[derive(Clone, Copy, Debug)]
pub enum Unknown {}
/// The instance is not locked.
#[derive(Clone, Copy, Debug)]
pub enum Unlocked {}
/// The instance is locked for security.
#[derive(Clone, Copy, Debug)]
pub enum SecurityLocked {}
/// The instance or the disk is locked for an overdue payment.
#[derive(Clone, Copy, Debug)]
pub enum FinancialLocked {}
/// The disk is in use.
#[derive(Clone, Copy, Debug)]
pub enum InUse {}
/// The disk is not in use.
#[derive(Clone, Copy, Debug)]
pub enum NotInUse {}
/// The security group is the customer's own.
#[derive(Clone, Copy, Debug)]
pub enum Own {}
/// A cloud service manages the security group.
#[derive(Clone, Copy, Debug)]
pub enum ServiceManaged {}

/// The security group is a basic one (`normal`).
#[derive(Clone, Copy, Debug)]
pub enum Basic {}
/// The security group is an advanced one (`enterprise`).
#[derive(Clone, Copy, Debug)]
pub enum Advanced {}

/// State of an [`Instance`].
pub trait InstanceState {
    /// The lock it stands for; none when it is not known.
    const LOCK: Option<Lock>;
}

impl InstanceState for Unknown {
    const LOCK: Option<Lock> = None;
}
impl InstanceState for Unlocked {
    const LOCK: Option<Lock> = Some(Lock::None);
}
impl InstanceState for SecurityLocked {
    const LOCK: Option<Lock> = Some(Lock::Security);
}
impl InstanceState for FinancialLocked {
    const LOCK: Option<Lock> = Some(Lock::Financial);
}

/// State of a [`Disk`].
pub trait DiskState {
    /// The part of the state that says whether the disk is in use.
    type Use;
    /// The situation it stands for.
    const SITUATION: Situation;
}

impl DiskState for Unknown {
    type Use = Unknown;
    const SITUATION: Situation = Situation::new();
}
impl DiskState for InUse {
    type Use = InUse;
    const SITUATION: Situation = Situation::new().disk(DiskUse::InUse);
}
impl DiskState for NotInUse {
    type Use = NotInUse;
    const SITUATION: Situation = Situation::new().disk(DiskUse::Other);
}
impl DiskState for FinancialLocked {
    type Use = Unknown;
    const SITUATION: Situation = Situation::new().disk_lock(DiskLock::Financial);
}

/// Who manages a [`SecurityGroup`].
pub trait GroupState {
    /// Who manages it; none when it is not known.
    const GROUP: Option<Group>;
}

impl GroupState for Unknown {
    const GROUP: Option<Group> = None;
}
impl GroupState for Own {
    const GROUP: Option<Group> = Some(Group::Own);
}
impl GroupState for ServiceManaged {
    const GROUP: Option<Group> = Some(Group::ServiceManaged);
}

/// Type of a [`SecurityGroup`].
pub trait GroupTypeState {
    /// The type it stands for.
    const TYPE: GroupType;
}

impl GroupTypeState for Unknown {
    const TYPE: GroupType = GroupType::Unknown;
}
impl GroupTypeState for Basic {
    const TYPE: GroupType = GroupType::Basic;
}
impl GroupTypeState for Advanced {
    const TYPE: GroupType = GroupType::Advanced;
}

macro_rules! handle {
    (
        $(#[$doc:meta])* $name:ident<$($state:ident $(= $default:ty)?),+>,
        nothing known: $unknown:ty
    ) => {
        $(#[$doc])*
        pub struct $name<$($state $(= $default)?),+> {
            id: String,
            /// What was observed beyond the types.
            observed: Situation,
            state: PhantomData<fn() -> ($($state,)+)>,
        }

        impl<$($state),+> $name<$($state),+> {
            /// The id.
            #[must_use]
            pub fn id(&self) -> &str {
                &self.id
            }

            pub(super) fn assume(id: impl Into<String>, observed: Situation) -> Self {
                Self { id: id.into(), observed, state: PhantomData }
            }

            /// The same resource with nothing known about it: what was known may be out of date.
            #[must_use]
            pub fn forget(self) -> $unknown {
                <$unknown>::assume(self.id, Situation::new())
            }
        }

        impl<$($state),+> Clone for $name<$($state),+> {
            fn clone(&self) -> Self {
                Self::assume(self.id.clone(), self.observed)
            }
        }

        impl<$($state),+> fmt::Debug for $name<$($state),+> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.id)
            }
        }

        impl<$($state),+> fmt::Display for $name<$($state),+> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.id)
            }
        }

        impl $unknown {
            /// A resource about which nothing is known.
            #[must_use]
            pub fn new(id: impl Into<String>) -> Self {
                Self::assume(id, Situation::new())
            }
        }
    };
}

handle! {
    /// An instance whose state is `S`: [`Unknown`], [`Unlocked`], [`SecurityLocked`] or
    /// [`FinancialLocked`].
    Instance<S>, nothing known: Instance<Unknown>
}
handle! {
    /// A disk whose state is `S`: [`Unknown`], [`InUse`], [`NotInUse`] or [`FinancialLocked`].
    Disk<S>, nothing known: Disk<Unknown>
}
handle! {
    /// A security group that `M` manages, [`Unknown`], [`Own`] or [`ServiceManaged`], and whose type
    /// is `T`: [`Unknown`], [`Basic`] or [`Advanced`].
    SecurityGroup<M, T = Unknown>, nothing known: SecurityGroup<Unknown, Unknown>
}

/// A resource is not in the state that was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{id} is not in the expected state: expected {expected}, observed {observed}")]
pub struct UnexpectedState {
    /// Id of the resource.
    pub id: String,
    /// What the type says.
    pub expected: String,
    /// What was observed.
    pub observed: String,
}

fn unexpected(id: &str, expected: impl fmt::Debug, observed: impl fmt::Debug) -> UnexpectedState {
    UnexpectedState {
        id: id.to_owned(),
        expected: format!("{expected:?}"),
        observed: format!("{observed:?}"),
    }
}

impl Instance<Unknown> {
    /// The same instance in the state that `S` names, if the observed lock is that one.
    ///
    /// ```
    /// # fn main() -> Result<(), aliyun_rpc::decision::handle::UnexpectedState> {
    /// use aliyun_rpc::decision::Lock;
    /// use aliyun_rpc::decision::handle::{Instance, SecurityLocked};
    /// let locked = Instance::new("i-1").observed::<SecurityLocked>(Lock::Security)?;
    /// # let _: Instance<SecurityLocked> = locked; Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`UnexpectedState`] when another lock was observed.
    pub fn observed<S: InstanceState>(self, lock: Lock) -> Result<Instance<S>, UnexpectedState> {
        match S::LOCK {
            Some(expected) if expected != lock => Err(unexpected(&self.id, expected, lock)),
            _ => Ok(Instance::assume(self.id, self.observed)),
        }
    }
}

impl Disk<Unknown> {
    /// The same disk in the state that `S` names, if what was observed is that one.
    ///
    /// # Errors
    /// [`UnexpectedState`] when the disk is used or locked otherwise.
    pub fn observed<S: DiskState>(
        self,
        status: DiskUse,
        lock: DiskLock,
    ) -> Result<Disk<S>, UnexpectedState> {
        let seen = Situation::new().disk(status).disk_lock(lock);
        // A locked disk is a locked disk whether it is in use or not.
        let locked = Situation::new().disk_lock(lock);
        let known = S::SITUATION != Situation::new();
        if known && S::SITUATION != seen && S::SITUATION != locked {
            return Err(unexpected(&self.id, S::SITUATION, seen));
        }
        Ok(Disk::assume(self.id, self.observed))
    }
}

impl<T> SecurityGroup<Unknown, T> {
    /// The same group managed by whom `M` names, if that was observed.
    ///
    /// # Errors
    /// [`UnexpectedState`] when somebody else manages the group.
    pub fn observed<M: GroupState>(
        self,
        group: Group,
    ) -> Result<SecurityGroup<M, T>, UnexpectedState> {
        match M::GROUP {
            Some(expected) if expected != group => Err(unexpected(&self.id, expected, group)),
            _ => Ok(SecurityGroup::assume(self.id, self.observed)),
        }
    }
}

impl<M> SecurityGroup<M, Unknown> {
    /// The same group with the type that `T` names, if that was observed.
    ///
    /// # Errors
    /// [`UnexpectedState`] when the group is of another type, or its type is not known.
    pub fn of_type<T: GroupTypeState>(
        self,
        observed: GroupType,
    ) -> Result<SecurityGroup<M, T>, UnexpectedState> {
        if T::TYPE != GroupType::Unknown && T::TYPE != observed {
            return Err(unexpected(&self.id, T::TYPE, observed));
        }
        Ok(SecurityGroup::assume(self.id, self.observed))
    }
}

/// What a call is about: a handle, or a pair of them.
pub trait Target {
    /// The state, as [`PermittedOn`](super::typed::PermittedOn) expects it.
    type State;

    /// The situation as far as the state is known.
    fn situation(&self) -> Situation;

    /// The resources by kind and id, to compare with those that a request names.
    fn targets(&self) -> Vec<targets::Target>;
}

impl<S: InstanceState> Target for &Instance<S> {
    type State = Instance<S>;

    fn situation(&self) -> Situation {
        self.observed.also_locked(S::LOCK.unwrap_or_default())
    }

    fn targets(&self) -> Vec<targets::Target> {
        vec![named(Kind::Instance, &self.id)]
    }
}

impl<S: DiskState> Target for &Disk<S> {
    type State = Disk<S>;

    fn situation(&self) -> Situation {
        self.observed.and(S::SITUATION)
    }

    fn targets(&self) -> Vec<targets::Target> {
        vec![named(Kind::Disk, &self.id)]
    }
}

impl<M: GroupState, T: GroupTypeState> Target for &SecurityGroup<M, T> {
    type State = SecurityGroup<M, T>;

    fn situation(&self) -> Situation {
        let known = Situation::new().group_type(T::TYPE);
        self.observed.and(known.security_group(M::GROUP.unwrap_or_default()))
    }

    fn targets(&self) -> Vec<targets::Target> {
        vec![named(Kind::SecurityGroup, &self.id)]
    }
}

impl<I: InstanceState, D: DiskState> Target for (&Instance<I>, &Disk<D>) {
    type State = (Instance<I>, Disk<D>);

    fn situation(&self) -> Situation {
        self.0.situation().and(self.1.situation())
    }

    fn targets(&self) -> Vec<targets::Target> {
        vec![named(Kind::Instance, &self.0.id), named(Kind::Disk, &self.1.id)]
    }
}

impl<I, M, T> Target for (&Instance<I>, &SecurityGroup<M, T>)
where
    I: InstanceState,
    M: GroupState,
    T: GroupTypeState,
{
    type State = (Instance<I>, SecurityGroup<M, T>);

    fn situation(&self) -> Situation {
        self.0.situation().and(self.1.situation())
    }

    fn targets(&self) -> Vec<targets::Target> {
        vec![named(Kind::Instance, &self.0.id), named(Kind::SecurityGroup, &self.1.id)]
    }
}

pub(super) fn named(kind: Kind, id: &str) -> targets::Target {
    targets::Target { kind, id: id.to_owned() }
}
