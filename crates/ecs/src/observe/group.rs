//! A group of `DescribeSecurityGroups`: its `ServiceManaged` as a situation and as a handle.

use aliyun_rpc::decision::handle::{GroupState, SecurityGroup};
use aliyun_rpc::decision::observed::ObservedGroup;
use aliyun_rpc::decision::{Group, GroupType, Situation};

use super::{ObserveError, id};

impl crate::DescribeSecurityGroupsSecurityGroup {
    /// Who manages the group, from its `ServiceManaged`; none when the reply does not say.
    #[must_use]
    pub fn managed_by(&self) -> Option<Group> {
        self.service_managed.map(|yes| if yes { Group::ServiceManaged } else { Group::Own })
    }

    /// The situation a call about the group meets: who manages it and its `SecurityGroupType`. A
    /// group of which the reply does not say who manages it counts as the customer's own.
    pub fn situation(&self) -> Situation {
        let group_type = self.security_group_type.as_deref().unwrap_or_default();
        Situation::new()
            .security_group(self.managed_by().unwrap_or_default())
            .group_type(GroupType::from_type(group_type))
    }

    /// The group as one of the handles there are for its state.
    ///
    /// # Errors
    /// [`ObserveError`] when the item has no id or the reply does not say who manages the group.
    pub fn observe(&self) -> Result<ObservedGroup, ObserveError> {
        let id = id(self.security_group_id.as_deref(), "SecurityGroupId")?;
        let Some(managed) = self.service_managed else {
            return Err(ObserveError::NotStated { id: id.to_owned(), member: "ServiceManaged" });
        };
        let group_type = self.security_group_type.as_deref().unwrap_or_default();
        Ok(SecurityGroup::from_facts(id, managed, group_type))
    }

    /// The group as a handle in the state `S`; its type goes along and is checked at run time.
    ///
    /// # Errors
    /// [`ObserveError`] when the item has no id, the reply does not say who manages the group, or
    /// somebody else does.
    pub fn handle<S: GroupState>(&self) -> Result<SecurityGroup<S>, ObserveError> {
        Ok(self.observe()?.in_state()?)
    }
}
