//! A group of `DescribeSecurityGroups`: its `ServiceManaged` as a situation and as a handle.

use aliyun_rpc::decision::handle::{GroupState, SecurityGroup};
use aliyun_rpc::decision::{Group, Situation};

use super::{ObserveError, id};

impl crate::DescribeSecurityGroupsSecurityGroup {
    /// Who manages the group, from its `ServiceManaged`; none when the reply does not say.
    #[must_use]
    pub fn managed_by(&self) -> Option<Group> {
        self.service_managed.map(|yes| if yes { Group::ServiceManaged } else { Group::Own })
    }

    /// The situations a call about the group meets: exactly one. A group of which the reply does not
    /// say who manages it counts as the customer's own.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        vec![Situation::new().security_group(self.managed_by().unwrap_or_default())]
    }

    /// The group as a handle in the state `S`.
    ///
    /// # Errors
    /// [`ObserveError`] when the item has no id, the reply does not say who manages the group, or
    /// somebody else does.
    pub fn handle<S: GroupState>(&self) -> Result<SecurityGroup<S>, ObserveError> {
        let id = id(self.security_group_id.as_deref(), "SecurityGroupId")?;
        match self.managed_by() {
            None if S::GROUP.is_some() => {
                Err(ObserveError::NotStated { id: id.to_owned(), member: "ServiceManaged" })
            }
            group => Ok(SecurityGroup::new(id).observed(group.unwrap_or_default())?),
        }
    }
}
