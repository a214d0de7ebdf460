//! Decides about every target of a request, from the states of the targets, and says what is not
//! known about it.

use std::collections::{HashMap, HashSet};

use aliyun_decision::target::Named;
use aliyun_decision::{
    Acknowledgement, Caller, DecidedOperation, Decision, MissingFact, NotSent, Policy,
    ResourceKind, Situation, Target,
};
use aliyun_rpc::Error;

use super::cache::State;
use super::needs::Needs;

/// A decision about some targets of a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// What it is about: a target, or a disk with the instance it is attached to.
    pub targets: Vec<Target>,
    /// What the documents say.
    pub decision: Decision,
    /// Whether the state of the targets is known. Otherwise it was not looked up because it cannot
    /// change the outcome, or there was no answer, or the targets do not exist. They then count as
    /// normal, and the decision says no more than that.
    pub seen: bool,
    /// What would have to be known for the decision to be certain. Empty where the state of the
    /// targets cannot change the outcome under the policy.
    pub unknown: Vec<MissingFact>,
}

/// What the documents say about a request, given the state of its targets.
#[derive(Debug)]
#[must_use]
pub struct Findings {
    pub(super) all: Vec<Finding>,
    pub(super) lookup_error: Option<Error>,
}

impl Findings {
    /// Every decision: one for each target, or several if an answer had the target several times in
    /// different states; and one without a target for what the request itself leaves open, or if
    /// the request names no target or none can matter. Never empty.
    #[must_use]
    pub fn all(&self) -> &[Finding] {
        &self.all
    }

    /// The strictest decision.
    pub fn strictest(&self) -> &Finding {
        let first = &self.all[0];
        self.all[1..].iter().fold(first, |best, one| {
            if one.decision.severity() > best.decision.severity() { one } else { best }
        })
    }

    /// Why the state of the targets is not known; they then count as normal.
    #[must_use]
    pub fn lookup_error(&self) -> Option<&Error> {
        self.lookup_error.as_ref()
    }

    /// Whether a policy sends the call, which it does only if it would for every finding: the
    /// strictest decision, or why not. A decision that the policy refuses counts more than
    /// something that is [not known](Finding::unknown), which only prevents a call under
    /// [`Policy::RequireCertain`].
    ///
    /// # Errors
    /// [`NotSent`].
    pub fn check(
        self,
        policy: Policy,
        acknowledged: Option<Acknowledgement>,
    ) -> Result<Decision, NotSent> {
        let parts = self.all.iter().map(|one| (one.decision, one.targets.as_slice()));
        policy.check_each(parts, acknowledged)?;
        let is_asked = policy == Policy::RequireCertain;
        let mut unknown: Vec<MissingFact> = Vec::new();
        for one in self.all.iter().filter(|_| is_asked).flat_map(|finding| &finding.unknown) {
            if !unknown.contains(one) {
                unknown.push(one.clone());
            }
        }
        match self.lookup_error {
            _ if unknown.is_empty() => Ok(self.strictest().decision),
            Some(error) => Err(NotSent::LookupFailed(error)),
            None => Err(NotSent::Unknown(unknown)),
        }
    }
}

/// The states that were found, by target. A target that is missing counts as normal: it does not
/// matter, does not exist (the service will say so) or could not be looked up.
pub(super) type States = HashMap<Target, State>;

/// What a decision is made of.
pub(super) struct Case<'a> {
    pub(super) operation: DecidedOperation,
    pub(super) caller: Caller,
    pub(super) needs: Needs,
    pub(super) named: &'a Named,
    pub(super) states: States,
    /// Targets about which there may be more than was read.
    pub(super) open: HashSet<Target>,
    /// Kinds of which a lookup failed.
    pub(super) failed: Vec<ResourceKind>,
}

impl Case<'_> {
    /// The decision about every target.
    ///
    /// A disk is judged together with the instances it is attached to and those that the request
    /// names, because the effect of an instance's lock depends on the disk. Groups are judged on
    /// their own: nothing that is said about them depends on the others.
    pub(super) fn judge(&self) -> Vec<Finding> {
        let named = |kind| self.named.targets.iter().filter(move |target| target.kind == kind);
        let mut all = Vec::new();
        for disk in named(ResourceKind::Disk) {
            let mut hosts: Vec<Target> = named(ResourceKind::Instance).cloned().collect();
            hosts.extend(self.hosts(disk).filter(|host| !self.named.targets.contains(host)));
            all.extend(hosts.iter().flat_map(|host| self.about(&[disk, host])));
            if hosts.is_empty() {
                all.extend(self.about(&[disk]));
            }
        }
        if all.is_empty() {
            all.extend(named(ResourceKind::Instance).flat_map(|instance| self.about(&[instance])));
        }
        all.extend(named(ResourceKind::SecurityGroup).flat_map(|group| self.about(&[group])));
        let unknown = self.unknown_of_request();
        if all.is_empty() || !unknown.is_empty() {
            let seen = unknown.is_empty();
            let decision = self.operation.decide(Situation::new().with_caller(self.caller));
            all.push(Finding { targets: Vec::new(), decision, seen, unknown });
        }
        all
    }

    /// The ids of a kind that are to be looked up: those that the request names and, once the disks
    /// are known, the instances that they are attached to.
    pub(super) fn ids(&self, kind: ResourceKind) -> Vec<String> {
        let named = self.named.targets.iter().filter(|target| target.kind == kind).cloned();
        let disks = self.named.targets.iter().filter(|_| kind == ResourceKind::Instance);
        let mut ids = Vec::new();
        for target in named.chain(disks.flat_map(|disk| self.hosts(disk))) {
            if !ids.contains(&target.id) {
                ids.push(target.id);
            }
        }
        ids
    }

    /// The instances that a disk is attached to.
    fn hosts(&self, disk: &Target) -> impl Iterator<Item = Target> {
        let state = self.states.get(disk);
        let hosts = state.into_iter().flat_map(|state| &state.attached_to);
        hosts.map(Target::from)
    }

    /// The decision about targets that are judged together. If an answer has a target several
    /// times, there is one for each of its states, because an acknowledgement of what is met in one
    /// of them does not cover what is met in another.
    fn about(&self, targets: &[&Target]) -> Vec<Finding> {
        let mut met = vec![Situation::new().with_caller(self.caller)];
        for state in targets.iter().filter_map(|target| self.states.get(*target)) {
            let each = met.iter().flat_map(|one| state.situations.iter().map(|it| one.and(*it)));
            met = each.collect();
        }
        let about = |situation: Situation| Finding {
            decision: self.operation.decide(situation),
            seen: targets.iter().all(|target| self.states.contains_key(*target)),
            unknown: targets.iter().filter_map(|target| self.unknown(target)).collect(),
            targets: targets.iter().map(|target| (*target).clone()).collect(),
        };
        met.into_iter().map(about).collect()
    }
}
