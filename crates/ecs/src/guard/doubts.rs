//! What is not known about a request and its targets, and may change the decision.

use aliyun_decision::{
    DiskUsage, InstanceStatus, MissingFact, ResourceKind, SecurityGroupType, Situation, Target,
};

use super::judge::Case;

impl Case<'_> {
    /// What is not known about a target.
    pub(super) fn unknown(&self, target: &Target) -> Option<MissingFact> {
        if !self.needs.includes(target.kind) {
            return None;
        }
        if self.open.contains(target) {
            return Some(MissingFact::Incomplete(target.clone()));
        }
        let Some(state) = self.states.get(target) else {
            let failed = self.failed.contains(&target.kind);
            let unknown = if failed { MissingFact::NotLookedUp } else { MissingFact::NotFound };
            return Some(unknown(target.clone()));
        };
        let looks_at_hosts = self.needs.includes(ResourceKind::Instance);
        if state.unnamed_host && looks_at_hosts {
            return Some(MissingFact::NoInstance(target.clone()));
        }
        let any = |is: fn(&Situation) -> bool| state.situations.iter().any(is);
        let needs = &self.needs.concerns;
        let member = match target.kind {
            kind if self.needs.locks(kind) && !state.locks_known => "OperationLocks",
            ResourceKind::Instance if needs.status && any(has_no_status) => "Status",
            ResourceKind::Disk if state.attached_to.is_empty() && looks_at_hosts => {
                if any(is_in_use) {
                    return Some(MissingFact::NoInstance(target.clone()));
                }
                if !any(may_be_in_use) {
                    return None;
                }
                "Status"
            }
            ResourceKind::SecurityGroup if needs.manager && !state.manager_known => {
                "ServiceManaged"
            }
            ResourceKind::SecurityGroup if needs.group_type && any(has_no_type) => {
                "SecurityGroupType"
            }
            _ => return None,
        };
        Some(MissingFact::NotStated { target: target.clone(), member })
    }

    /// What the request itself leaves open.
    pub(super) fn unknown_of_request(&self) -> Vec<MissingFact> {
        let kinds = [ResourceKind::Instance, ResourceKind::Disk, ResourceKind::SecurityGroup];
        let matters = |kind: Option<ResourceKind>| match kind {
            Some(kind) => self.needs.includes(kind),
            None => kinds.into_iter().any(|kind| self.needs.includes(kind)),
        };
        let unclear = self.named.unclear.iter().filter(|one| matters(one.kind));
        let unclear = unclear.cloned().map(MissingFact::Unclear);
        let unnamed = kinds.into_iter().filter(|kind| self.is_not_named(*kind));
        unclear.chain(unnamed.map(MissingFact::NotNamed)).collect()
    }

    /// Whether the operation may be about targets of this kind that the request does not name.
    fn is_not_named(&self, kind: ResourceKind) -> bool {
        // A request that changes nothing may ask about any number of targets without naming one.
        if self.operation.meta().read_only || !self.needs.concerns.includes(kind) {
            return false;
        }
        let named = &self.named.targets;
        let names = |kind| named.iter().any(|target| target.kind == kind);
        let instances = self.needs.concerns.includes(ResourceKind::Instance);
        match kind {
            ResourceKind::Instance if self.named.by_interface => !names(ResourceKind::Instance),
            // What is missing is the instances that the disks are attached to.
            ResourceKind::Disk if instances => false,
            // Where another target is named, what is left out does not change.
            _ => named.is_empty(),
        }
    }
}

fn has_no_status(situation: &Situation) -> bool {
    situation.instance_status() == InstanceStatus::Unknown
}

fn has_no_type(situation: &Situation) -> bool {
    situation.security_group_type() == SecurityGroupType::Unknown
}

fn is_in_use(situation: &Situation) -> bool {
    situation.disk_usage() == DiskUsage::InUse
}

fn may_be_in_use(situation: &Situation) -> bool {
    situation.disk_usage() != DiskUsage::NotInUse
}
