//! Turns a situation, as a reply describes it, into a handle with the type of that state.
//!
//! There is one case for each state that matters to the compiler. Everything else, such as the
//! status of an instance or a second lock, stays in the handle and is checked at run time.

use super::{
    Advanced, Basic, CustomerManaged, Disk, DiskState, FinancialLocked, GroupTypeState, Handle,
    InUse, Instance, InstanceState, ManagerState, NotInUse, SecurityGroup, SecurityLocked,
    ServiceManaged, Unknown, Unlocked,
};
use crate::situation::Situation;
use crate::state::{DiskLock, DiskUsage, Lock, ManagedBy};
use crate::target::{DiskId, InstanceId, SecurityGroupId, Target};
use aliyun_rpc_vocabulary::SecurityGroupType;

/// A resource is not in the state that was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{id} is not in the expected state; expected: {expected}; observed: {observed}")]
pub struct UnexpectedState {
    /// Id of the resource.
    pub id: String,
    /// What was expected.
    pub expected: String,
    /// What was observed.
    pub observed: String,
}

impl UnexpectedState {
    /// `normal` stands for an expected situation in which nothing is out of the ordinary.
    fn new(id: &str, expected: Situation, normal: &str, observed: Situation) -> Self {
        let mut seen = observed.sentence(normal);
        if expected.disk_usage() != DiskUsage::Unknown
            && observed.disk_usage() == DiskUsage::Unknown
        {
            seen = format!("{seen}, and {}", DiskUsage::Unknown.words());
        }
        Self { id: id.to_owned(), expected: expected.sentence(normal), observed: seen }
    }
}

/// An instance as a reply describes it; made by [`Instance::observed`].
#[derive(Clone, Debug)]
pub enum ObservedInstance {
    /// It is not locked.
    Unlocked(Instance<Unlocked>),
    /// It is locked for security reasons, perhaps for others too.
    SecurityLocked(Instance<SecurityLocked>),
    /// It is locked because a payment is overdue, and not for security reasons.
    FinancialLocked(Instance<FinancialLocked>),
    /// It is locked only for reasons that no document describes.
    Other(Instance<Unknown>),
}

impl Instance<Unknown> {
    /// The instance in a situation: its locks and its status.
    ///
    /// ```
    /// use aliyun_decision::handle::{Instance, ObservedInstance};
    /// use aliyun_decision::{Lock, Situation};
    /// let locked = Situation::new().with_instance_lock(Lock::Security);
    /// let seen = Instance::new("i-1").observed(locked);
    /// assert!(matches!(seen, ObservedInstance::SecurityLocked(_)));
    /// ```
    #[must_use]
    pub fn observed(self, situation: Situation) -> ObservedInstance {
        let id = self.id;
        match situation.instance_lock() {
            Lock::None => ObservedInstance::Unlocked(Instance::assume(id, situation)),
            Lock::Security => ObservedInstance::SecurityLocked(Instance::assume(id, situation)),
            Lock::Financial => ObservedInstance::FinancialLocked(Instance::assume(id, situation)),
            _ => ObservedInstance::Other(Instance::assume(id, situation)),
        }
    }
}

impl ObservedInstance {
    /// The instance in the state `State`, with everything else that was observed.
    ///
    /// # Errors
    /// [`UnexpectedState`] if it is in another state.
    pub fn in_state<State: InstanceState>(self) -> Result<Instance<State>, UnexpectedState> {
        let observed = (&self).situation();
        match State::LOCK {
            Some(lock) if lock != observed.instance_lock() => {
                let expected = Situation::new().with_instance_lock(lock);
                Err(UnexpectedState::new(self.id(), expected, "no lock", observed))
            }
            _ => Ok(Instance::assume(self.id().clone(), observed)),
        }
    }

    /// The instance, if it is not locked.
    ///
    /// # Errors
    /// [`UnexpectedState`] if it is locked.
    pub fn unlocked(self) -> Result<Instance<Unlocked>, UnexpectedState> {
        self.in_state()
    }
}

/// A disk as a reply describes it; made by [`Disk::observed`].
#[derive(Clone, Debug)]
pub enum ObservedDisk {
    /// It is in use and not locked.
    InUse(Disk<InUse>),
    /// It is not in use and not locked.
    NotInUse(Disk<NotInUse>),
    /// It is locked because a payment is overdue, whether in use or not.
    FinancialLocked(Disk<FinancialLocked>),
    /// Its usage is not known, or the instance that it is attached to is locked.
    Other(Disk<Unknown>),
}

impl Disk<Unknown> {
    /// The disk in a situation: its usage, its lock, and the locks of the instance it is attached
    /// to.
    #[must_use]
    pub fn observed(self, situation: Situation) -> ObservedDisk {
        let id = self.id;
        match (situation.instance_lock(), situation.disk_lock(), situation.disk_usage()) {
            (Lock::None, DiskLock::Financial, _) => {
                ObservedDisk::FinancialLocked(Disk::assume(id, situation))
            }
            (Lock::None, DiskLock::None, DiskUsage::InUse) => {
                ObservedDisk::InUse(Disk::assume(id, situation))
            }
            (Lock::None, DiskLock::None, DiskUsage::NotInUse) => {
                ObservedDisk::NotInUse(Disk::assume(id, situation))
            }
            _ => ObservedDisk::Other(Disk::assume(id, situation)),
        }
    }
}

impl ObservedDisk {
    /// The disk in the state `State`, with everything else that was observed.
    ///
    /// # Errors
    /// [`UnexpectedState`] if it is in another state.
    pub fn in_state<State: DiskState>(self) -> Result<Disk<State>, UnexpectedState> {
        let observed = (&self).situation();
        let state = match &self {
            Self::InUse(_) => InUse::SITUATION,
            Self::NotInUse(_) => NotInUse::SITUATION,
            Self::FinancialLocked(_) => <FinancialLocked as DiskState>::SITUATION,
            Self::Other(_) => None,
        };
        match State::SITUATION {
            Some(expected) if state != Some(expected) => {
                Err(UnexpectedState::new(self.id(), expected, "no lock", observed))
            }
            _ => Ok(Disk::assume(self.id().clone(), observed)),
        }
    }
}

/// A security group as a reply describes it; made by [`SecurityGroup::observed`].
#[derive(Clone, Debug)]
pub enum ObservedSecurityGroup {
    /// The customer manages it, and it is basic.
    Basic(SecurityGroup<CustomerManaged, Basic>),
    /// The customer manages it, and it is advanced.
    Advanced(SecurityGroup<CustomerManaged, Advanced>),
    /// The customer manages it, and its type is not known.
    CustomerManaged(SecurityGroup<CustomerManaged>),
    /// A cloud service manages it, whatever its type.
    ServiceManaged(SecurityGroup<ServiceManaged>),
}

impl SecurityGroup<Unknown> {
    /// The security group in a situation: who manages it, and its type.
    #[must_use]
    pub fn observed(self, situation: Situation) -> ObservedSecurityGroup {
        use ObservedSecurityGroup as Observed;
        let id = self.id;
        match (situation.managed_by(), situation.security_group_type()) {
            (ManagedBy::CloudService, _) => {
                Observed::ServiceManaged(SecurityGroup::assume(id, situation))
            }
            (ManagedBy::Customer, SecurityGroupType::Basic) => {
                Observed::Basic(SecurityGroup::assume(id, situation))
            }
            (ManagedBy::Customer, SecurityGroupType::Advanced) => {
                Observed::Advanced(SecurityGroup::assume(id, situation))
            }
            (ManagedBy::Customer, SecurityGroupType::Unknown) => {
                Observed::CustomerManaged(SecurityGroup::assume(id, situation))
            }
        }
    }
}

impl ObservedSecurityGroup {
    /// The security group as a handle with this manager and type, with everything else
    /// that was observed.
    ///
    /// # Errors
    /// [`UnexpectedState`] if somebody else manages it, or if it is of another type or its type is
    /// not known.
    pub fn in_state<Manager, Type>(self) -> Result<SecurityGroup<Manager, Type>, UnexpectedState>
    where
        Manager: ManagerState,
        Type: GroupTypeState,
    {
        let observed = (&self).situation();
        let manager = Manager::MANAGER.unwrap_or(observed.managed_by());
        let other_type = Type::TYPE != SecurityGroupType::Unknown
            && Type::TYPE != observed.security_group_type();
        if manager != observed.managed_by() || other_type {
            let expected = Situation::new().with_managed_by(manager);
            let expected = expected.with_security_group_type(Type::TYPE);
            let normal = "a group that the customer manages";
            return Err(UnexpectedState::new(self.id(), expected, normal, observed));
        }
        Ok(SecurityGroup::assume(self.id().clone(), observed))
    }

    /// The security group, if the customer manages it. Its type is checked at run time only.
    ///
    /// # Errors
    /// [`UnexpectedState`] if a cloud service manages it.
    pub fn customer_managed(self) -> Result<SecurityGroup<CustomerManaged>, UnexpectedState> {
        self.in_state()
    }
}

/// What all three have in common: the id, and use as a handle whose calls are checked at run time
/// only.
macro_rules! observed {
    ($name:ident, $id:ty, $state:ty, $($variant:ident),+) => {
        impl $name {
            /// The id.
            #[must_use]
            pub fn id(&self) -> &$id {
                match self {
                    $(Self::$variant(handle) => handle.id(),)+
                }
            }
        }

        /// For calls that are checked at run time only, whatever the state.
        impl Handle for &$name {
            type State = $state;

            fn situation(&self) -> Situation {
                match self {
                    $($name::$variant(handle) => handle.situation(),)+
                }
            }

            fn resources(&self) -> Vec<(Target, Situation)> {
                match self {
                    $($name::$variant(handle) => handle.resources(),)+
                }
            }
        }
    };
}

observed!(
    ObservedInstance,
    InstanceId,
    Instance<Unknown>,
    Unlocked,
    SecurityLocked,
    FinancialLocked,
    Other
);
observed!(ObservedDisk, DiskId, Disk<Unknown>, InUse, NotInUse, FinancialLocked, Other);
observed!(
    ObservedSecurityGroup,
    SecurityGroupId,
    SecurityGroup<Unknown>,
    Basic,
    Advanced,
    CustomerManaged,
    ServiceManaged
);
