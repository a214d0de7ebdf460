//! A group of `DescribeSecurityGroups`: its `ServiceManaged` as a situation and as a handle.

use aliyun_decision::handle::{GroupTypeState, ManagerState, ObservedSecurityGroup, SecurityGroup};
use aliyun_decision::{ManagedBy, SecurityGroupType, Situation};

use super::{ObserveError, id};

impl crate::DescribeSecurityGroupsSecurityGroup {
    /// Who manages the group, from its `ServiceManaged`; `None` if the reply does not say.
    #[must_use]
    pub fn managed_by(&self) -> Option<ManagedBy> {
        self.service_managed
            .map(|yes| if yes { ManagedBy::CloudService } else { ManagedBy::Customer })
    }

    /// The situation a call about the group meets: who manages it and its `SecurityGroupType`. If
    /// the reply does not say who manages the group, it counts as the customer's own.
    pub fn situation(&self) -> Situation {
        let group_type = self.security_group_type.as_deref().unwrap_or_default();
        Situation::new()
            .with_managed_by(self.managed_by().unwrap_or_default())
            .with_security_group_type(SecurityGroupType::from_wire(group_type))
    }

    /// The group as a handle of the type that fits its state.
    ///
    /// # Errors
    /// [`ObserveError`] if the item has no id or the reply does not say who manages the group.
    pub fn observe(&self) -> Result<ObservedSecurityGroup, ObserveError> {
        let id = id(self.security_group_id.as_deref(), "SecurityGroupId")?;
        if self.service_managed.is_none() {
            return Err(ObserveError::NotStated { id: id.to_owned(), member: "ServiceManaged" });
        }
        Ok(SecurityGroup::new(id).observed(self.situation()))
    }

    /// The group as a handle with this manager and type. If the type is unknown, the type is
    /// checked at run time.
    ///
    /// # Errors
    /// [`ObserveError`] if the item has no id, the reply does not say who manages the group,
    /// somebody else does, or it is of another type.
    pub fn handle<Manager, Type>(&self) -> Result<SecurityGroup<Manager, Type>, ObserveError>
    where
        Manager: ManagerState,
        Type: GroupTypeState,
    {
        Ok(self.observe()?.in_state()?)
    }
}
