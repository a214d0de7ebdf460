//! What is not known about a request and its targets although it may decide.

use aliyun_rpc::decision::{Disk, GroupType, InstanceStatus, NotKnown, Situation};

use super::judge::Case;
use super::{Kind, Target};

impl Case<'_> {
    /// What is not known about a target.
    pub(super) fn doubt(&self, target: &Target) -> Option<NotKnown> {
        if !self.needs.includes(target.kind) {
            return None;
        }
        let Some(state) = self.states.get(target) else {
            let failed = self.failed.contains(&target.kind);
            let doubt = if failed { NotKnown::NotLookedUp } else { NotKnown::NotFound };
            return Some(doubt(target.clone()));
        };
        let any = |is: fn(&Situation) -> bool| state.situations.iter().any(is);
        let needs = &self.needs.concerns;
        let member = match target.kind {
            Kind::Instance if needs.status && any(has_no_status) => "Status",
            Kind::Disk if state.attached_to.is_empty() && self.needs.includes(Kind::Instance) => {
                if any(is_in_use) {
                    return Some(NotKnown::NoInstance(target.clone()));
                }
                if !any(may_be_in_use) {
                    return None;
                }
                "Status"
            }
            Kind::SecurityGroup if needs.manager && !state.manager_known => "ServiceManaged",
            Kind::SecurityGroup if needs.group_type && any(has_no_type) => "SecurityGroupType",
            _ => return None,
        };
        Some(NotKnown::NotStated { target: target.clone(), member })
    }

    /// What the request itself leaves open.
    pub(super) fn not_told(&self) -> Vec<NotKnown> {
        let kinds = [Kind::Instance, Kind::Disk, Kind::SecurityGroup];
        let matters = |kind: Option<Kind>| match kind {
            Some(kind) => self.needs.includes(kind),
            None => kinds.into_iter().any(|kind| self.needs.includes(kind)),
        };
        let unclear = self.named.unclear.iter().filter(|one| matters(one.kind));
        let unclear = unclear.cloned().map(NotKnown::Unclear);
        let unnamed = kinds.into_iter().filter(|kind| self.is_not_named(*kind));
        unclear.chain(unnamed.map(NotKnown::NotNamed)).collect()
    }

    /// Whether the operation may be about targets of this kind that the request does not name.
    fn is_not_named(&self, kind: Kind) -> bool {
        // What changes nothing is asked about any number of targets without naming one.
        if self.meta.read_only || !self.needs.concerns.includes(kind) {
            return false;
        }
        let named = &self.named.targets;
        let names = |kind| named.iter().any(|target| target.kind == kind);
        let instances = self.needs.concerns.includes(Kind::Instance);
        match kind {
            Kind::Instance if self.named.by_interface => !names(Kind::Instance),
            // It is the instances that the disks are attached to that are missing.
            Kind::Disk if instances => false,
            // Where another target is named, what is left out does not change.
            _ => named.is_empty(),
        }
    }
}

fn has_no_status(situation: &Situation) -> bool {
    situation.status_of_instance() == InstanceStatus::Unknown
}

fn has_no_type(situation: &Situation) -> bool {
    situation.type_of_group() == GroupType::Unknown
}

fn is_in_use(situation: &Situation) -> bool {
    situation.state_of_disk() == Disk::InUse
}

fn may_be_in_use(situation: &Situation) -> bool {
    situation.state_of_disk() != Disk::Other
}
