//! What a reply says about an instance or a security group in, a handle whose type says it out.
//!
//! One case for each state that makes a difference to the compiler; what does not, such as the status
//! of an instance or a second lock, goes along in the handle and is checked at run time. To ask for
//! one state and fail otherwise, there are [`ObservedInstance::unlocked`] and
//! [`ObservedGroup::own`].

use super::handle::{
    Advanced, Basic, FinancialLocked, GroupState, Instance, InstanceState, Own, SecurityGroup,
    SecurityLocked, ServiceManaged, Target, UnexpectedState, Unknown, Unlocked, named,
};
use super::situation::Situation;
use super::state::{Group, GroupType, InstanceStatus, Lock};
use super::targets::{self, Kind};

/// An instance as a reply describes it; made by [`Instance::from_facts`].
#[derive(Clone, Debug)]
pub enum ObservedInstance {
    /// Not locked.
    Unlocked(Instance<Unlocked>),
    /// Locked for security, perhaps for other reasons too.
    SecurityLocked(Instance<SecurityLocked>),
    /// Locked for an overdue payment and not for security.
    FinancialLocked(Instance<FinancialLocked>),
    /// Locked only for reasons that no source speaks about.
    Other(Instance<Unknown>),
}

impl Instance<Unknown> {
    /// The instance as a reply describes it: the `LockReason` of each of its `OperationLocks`, and
    /// its `Status`, empty when the reply has none.
    ///
    /// ```
    /// use aliyun_rpc::decision::handle::Instance;
    /// use aliyun_rpc::decision::observed::ObservedInstance;
    /// let seen = Instance::from_facts("i-1", ["security"], "Stopped");
    /// assert!(matches!(seen, ObservedInstance::SecurityLocked(_)));
    /// ```
    #[must_use]
    pub fn from_facts<'a>(
        id: impl Into<String>,
        lock_reasons: impl IntoIterator<Item = &'a str>,
        status: &str,
    ) -> ObservedInstance {
        let status = InstanceStatus::from_status(status);
        let seen = lock_reasons
            .into_iter()
            .map(Lock::from_reason)
            .fold(Situation::new().instance_status(status), Situation::also_locked);
        match seen.lock_of_instance() {
            Lock::None => ObservedInstance::Unlocked(Instance::assume(id, seen)),
            Lock::Security => ObservedInstance::SecurityLocked(Instance::assume(id, seen)),
            Lock::Financial => ObservedInstance::FinancialLocked(Instance::assume(id, seen)),
            Lock::Other => ObservedInstance::Other(Instance::assume(id, seen)),
        }
    }
}

impl ObservedInstance {
    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Unlocked(instance) => instance.id(),
            Self::SecurityLocked(instance) => instance.id(),
            Self::FinancialLocked(instance) => instance.id(),
            Self::Other(instance) => instance.id(),
        }
    }

    /// The instance in the state `S`, with everything else that was observed.
    ///
    /// # Errors
    /// [`UnexpectedState`] when it is in another state.
    pub fn in_state<S: InstanceState>(self) -> Result<Instance<S>, UnexpectedState> {
        let seen = (&self).situation();
        let lock = seen.lock_of_instance();
        match S::LOCK {
            Some(expected) if expected != lock => Err(UnexpectedState {
                id: self.id().to_owned(),
                expected: format!("{expected:?}"),
                observed: format!("{lock:?}"),
            }),
            _ => Ok(Instance::assume(self.id(), seen)),
        }
    }

    /// The instance, if it is not locked.
    ///
    /// # Errors
    /// [`UnexpectedState`] when it is.
    pub fn unlocked(self) -> Result<Instance<Unlocked>, UnexpectedState> {
        match self {
            Self::Unlocked(instance) => Ok(instance),
            locked => Err(UnexpectedState {
                id: locked.id().to_owned(),
                expected: "not locked".to_owned(),
                observed: format!("locked, {:?}", (&locked).situation().lock_of_instance()),
            }),
        }
    }
}

/// For calls that only the run time is to check, whatever the state.
impl Target for &ObservedInstance {
    type State = Instance<Unknown>;

    fn situation(&self) -> Situation {
        match self {
            ObservedInstance::Unlocked(instance) => instance.situation(),
            ObservedInstance::SecurityLocked(instance) => instance.situation(),
            ObservedInstance::FinancialLocked(instance) => instance.situation(),
            ObservedInstance::Other(instance) => instance.situation(),
        }
    }

    fn targets(&self) -> Vec<targets::Target> {
        vec![named(Kind::Instance, self.id())]
    }
}

/// A security group as a reply describes it; made by [`SecurityGroup::from_facts`].
#[derive(Clone, Debug)]
pub enum ObservedGroup {
    /// The customer's own, basic.
    Basic(SecurityGroup<Own, Basic>),
    /// The customer's own, advanced.
    Advanced(SecurityGroup<Own, Advanced>),
    /// The customer's own, of a type that is not known.
    Own(SecurityGroup<Own>),
    /// A cloud service manages it, whatever its type.
    ServiceManaged(SecurityGroup<ServiceManaged>),
}

impl SecurityGroup<Unknown> {
    /// The group as a reply describes it: its `ServiceManaged`, and its `SecurityGroupType`, empty
    /// when the reply has none.
    ///
    /// ```
    /// use aliyun_rpc::decision::handle::SecurityGroup;
    /// use aliyun_rpc::decision::observed::ObservedGroup;
    /// let seen = SecurityGroup::from_facts("sg-1", false, "enterprise");
    /// assert!(matches!(seen, ObservedGroup::Advanced(_)));
    /// ```
    #[must_use]
    pub fn from_facts(
        id: impl Into<String>,
        service_managed: bool,
        group_type: &str,
    ) -> ObservedGroup {
        let group_type = GroupType::from_type(group_type);
        let seen = Situation::new().group_type(group_type);
        match (service_managed, group_type) {
            (true, _) => ObservedGroup::ServiceManaged(SecurityGroup::assume(id, seen)),
            (false, GroupType::Basic) => ObservedGroup::Basic(SecurityGroup::assume(id, seen)),
            (false, GroupType::Advanced) => {
                ObservedGroup::Advanced(SecurityGroup::assume(id, seen))
            }
            (false, GroupType::Unknown) => ObservedGroup::Own(SecurityGroup::assume(id, seen)),
        }
    }
}

impl ObservedGroup {
    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Basic(group) => group.id(),
            Self::Advanced(group) => group.id(),
            Self::Own(group) => group.id(),
            Self::ServiceManaged(group) => group.id(),
        }
    }

    /// The group managed by whom `M` names; its type is checked at run time only.
    ///
    /// # Errors
    /// [`UnexpectedState`] when somebody else manages it.
    pub fn in_state<M: GroupState>(self) -> Result<SecurityGroup<M>, UnexpectedState> {
        let managed = matches!(self, Self::ServiceManaged(_));
        let group = if managed { Group::ServiceManaged } else { Group::Own };
        match M::GROUP {
            Some(expected) if expected != group => Err(UnexpectedState {
                id: self.id().to_owned(),
                expected: format!("{expected:?}"),
                observed: format!("{group:?}"),
            }),
            _ => Ok(SecurityGroup::assume(self.id(), (&self).situation())),
        }
    }

    /// The group, if it is the customer's own; its type is checked at run time only.
    ///
    /// # Errors
    /// [`UnexpectedState`] when a cloud service manages it.
    pub fn own(self) -> Result<SecurityGroup<Own>, UnexpectedState> {
        if let Self::ServiceManaged(group) = &self {
            return Err(UnexpectedState {
                id: group.id().to_owned(),
                expected: "the customer's own".to_owned(),
                observed: "managed by a cloud service".to_owned(),
            });
        }
        Ok(SecurityGroup::assume(self.id(), (&self).situation()))
    }
}

/// For calls that only the run time is to check, whatever the state.
impl Target for &ObservedGroup {
    type State = SecurityGroup<Unknown>;

    fn situation(&self) -> Situation {
        match self {
            ObservedGroup::Basic(group) => group.situation(),
            ObservedGroup::Advanced(group) => group.situation(),
            ObservedGroup::Own(group) => group.situation(),
            ObservedGroup::ServiceManaged(group) => group.situation(),
        }
    }

    fn targets(&self) -> Vec<targets::Target> {
        vec![named(Kind::SecurityGroup, self.id())]
    }
}
