//! An operation, its targets and their states in; the decision about every target out. Also says
//! beforehand which kinds of target can matter at all, so that the others are not looked up.

use std::collections::HashMap;

use aliyun_rpc::decision::{
    Caller, Decision, Disk, DiskLock, Group, GroupType, InstanceStatus, Lock, Situation, decide,
};
use aliyun_rpc::{Error, Meta};

use super::cache::State;
use super::policy::{Acknowledged, Policy, severity};
use super::{Kind, Target};

/// A decision about some targets of a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// What it is about: a target, or a disk with the instance it is attached to.
    pub targets: Vec<Target>,
    /// What the documents say.
    pub decision: Decision,
    /// The state of the targets is known. Otherwise it was not looked up because it cannot change
    /// the outcome, or there was no answer, or they do not exist: they count as normal then, and the
    /// decision says no more than that.
    pub seen: bool,
}

/// What the documents say about a request, given the state of its targets.
#[derive(Debug)]
#[must_use]
pub struct Findings {
    pub(super) all: Vec<Finding>,
    pub(super) lookup_error: Option<Error>,
}

impl Findings {
    /// Every decision: one for each target; one without a target when the
    /// request names none or none can matter. Never empty.
    #[must_use]
    pub fn all(&self) -> &[Finding] {
        &self.all
    }

    /// The strictest decision.
    pub fn strictest(&self) -> &Finding {
        let first = &self.all[0];
        let stricter = |best, one| if rank(one) > rank(best) { one } else { best };
        self.all[1..].iter().fold(first, stricter)
    }

    /// Why the state of the targets is not known; they then count as normal.
    #[must_use]
    pub fn lookup_error(&self) -> Option<&Error> {
        self.lookup_error.as_ref()
    }

    /// The strictest decision for which the policy keeps the call, with every target for which it
    /// does.
    #[must_use]
    pub fn refused(&self, policy: Policy, acknowledged: Option<Acknowledged>) -> Option<Finding> {
        let mut worst: Option<Finding> = None;
        let mut targets = Vec::new();
        for one in self.all.iter().filter(|one| policy.refuses(&one.decision, acknowledged)) {
            let new = one.targets.iter().filter(|target| !targets.contains(*target));
            let new: Vec<Target> = new.cloned().collect();
            targets.extend(new);
            if worst.as_ref().is_none_or(|worst| rank(one) > rank(worst)) {
                worst = Some(one.clone());
            }
        }
        worst.map(|worst| Finding { targets, ..worst })
    }
}

fn rank(finding: &Finding) -> (u8, bool) {
    severity(&finding.decision)
}

/// Every status that a condition can be about.
const STATUSES: [InstanceStatus; 6] = [
    InstanceStatus::Pending,
    InstanceStatus::Starting,
    InstanceStatus::Running,
    InstanceStatus::Stopping,
    InstanceStatus::Stopped,
    InstanceStatus::Other,
];

/// Which kinds of target can change what happens to a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Needs {
    pub(super) instances: bool,
    pub(super) disks: bool,
    pub(super) groups: bool,
}

impl Needs {
    /// A lock that no source speaks about is no reason to look; it counts when something else is.
    pub(super) fn of(meta: &Meta, policy: Policy, caller: Caller, targets: &[Target]) -> Self {
        let normal = Situation::new().caller(caller);
        let stops =
            |it: Situation| policy.refuses(&decide(meta.product.matrix, meta.row, it), None);
        let names = |kind| targets.iter().any(|target| target.kind == kind);
        let disks: &[Disk] = if names(Kind::Disk) {
            &[Disk::InUse, Disk::Other, Disk::Unknown]
        } else {
            &[Disk::Unknown]
        };
        let locked = [Lock::Security, Lock::Financial]
            .into_iter()
            .any(|lock| disks.iter().any(|disk| stops(normal.instance_lock(lock).disk(*disk))));
        let status = STATUSES.into_iter().any(|status| stops(normal.instance_status(status)));
        let types = [GroupType::Basic, GroupType::Advanced];
        let instances = locked || status;
        Self {
            instances,
            disks: instances || stops(normal.disk_lock(DiskLock::Financial)),
            groups: stops(normal.security_group(Group::ServiceManaged))
                || types.into_iter().any(|one| stops(normal.group_type(one))),
        }
    }

    pub(super) fn includes(self, kind: Kind) -> bool {
        match kind {
            Kind::Instance => self.instances,
            Kind::Disk => self.disks,
            Kind::SecurityGroup => self.groups,
            _ => false,
        }
    }
}

/// The states that were found, by target. One that is not there counts as normal: it does not
/// matter, does not exist (the service will say so) or could not be looked up.
pub(super) type States = HashMap<Target, State>;

/// The decision about every target.
///
/// A disk is judged together with the instances it is attached to and those that the request names,
/// because it depends on the disk what a lock of the instance means. Groups stand alone: nothing
/// that is said about them depends on the others, so the strictest decision is that about all.
pub(super) fn judge(
    meta: &Meta,
    caller: Caller,
    targets: &[Target],
    states: &States,
) -> Vec<Finding> {
    let normal = Situation::new().caller(caller);
    let of = |kind| targets.iter().filter(move |target| target.kind == kind);
    let mut all = Vec::new();
    let mut say = |targets: &[&Target]| {
        let meet = |met: Situation, target: &&Target| met.and(situation(states, target));
        let decision = decide(meta.product.matrix, meta.row, targets.iter().fold(normal, meet));
        let seen = targets.iter().all(|target| states.contains_key(*target));
        let targets = targets.iter().map(|target| (*target).clone()).collect();
        all.push(Finding { targets, decision, seen });
    };
    for disk in of(Kind::Disk) {
        let attached = states.get(disk).map(|state| state.attached_to.as_slice());
        let attached = attached.unwrap_or_default().iter();
        let attached = attached.map(|id| Target { kind: Kind::Instance, id: id.clone() });
        let mut hosts: Vec<Target> = of(Kind::Instance).cloned().collect();
        hosts.extend(attached.filter(|host| !targets.contains(host)));
        for host in &hosts {
            say(&[disk, host]);
        }
        if hosts.is_empty() {
            say(&[disk]);
        }
    }
    if of(Kind::Disk).next().is_none() {
        for instance in of(Kind::Instance) {
            say(&[instance]);
        }
    }
    for group in of(Kind::SecurityGroup) {
        say(&[group]);
    }
    if all.is_empty() {
        let decision = decide(meta.product.matrix, meta.row, normal);
        all.push(Finding { targets: Vec::new(), decision, seen: true });
    }
    all
}

fn situation(states: &States, target: &Target) -> Situation {
    states.get(target).map_or_else(Situation::new, |state| state.situation)
}
