//! A request, its targets and their states in; the decision about every target out, and what is not
//! known about it.

use std::collections::HashMap;

use aliyun_rpc::decision::targets::Named;
use aliyun_rpc::decision::{Caller, Decision, NotKnown, Situation, decide};
use aliyun_rpc::{Error, Meta};

use super::cache::State;
use super::needs::Needs;
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
    /// What would have to be known for the decision to be certain. Empty where the state of the
    /// targets cannot change the outcome under the policy.
    pub not_known: Vec<NotKnown>,
}

/// What the documents say about a request, given the state of its targets.
#[derive(Debug)]
#[must_use]
pub struct Findings {
    pub(super) all: Vec<Finding>,
    pub(super) lookup_error: Option<Error>,
}

impl Findings {
    /// Every decision: one for each target; one without a target for what cannot be told about the
    /// request itself, and when the request names none or none can matter. Never empty.
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

    /// Why the policy does not send the call: the strictest decision that it refuses, with every
    /// target of such a decision. When it refuses none but asks for certainty, the strictest one
    /// about which something is [not known](Finding::not_known), with all that is not known.
    #[must_use]
    pub fn refused(&self, policy: Policy, acknowledged: Option<Acknowledged>) -> Option<Finding> {
        let refuses = |one: &&Finding| policy.refuses(&one.decision, acknowledged);
        let uncertain = |one: &&Finding| policy == Policy::OnlyCertain && !one.not_known.is_empty();
        join(self.all.iter().filter(refuses)).or_else(|| join(self.all.iter().filter(uncertain)))
    }
}

/// The strictest of some findings, with the targets and the doubts of all.
fn join<'a>(findings: impl Iterator<Item = &'a Finding>) -> Option<Finding> {
    findings.cloned().reduce(|mut worst, mut one| {
        if rank(&one) > rank(&worst) {
            std::mem::swap(&mut worst.decision, &mut one.decision);
        }
        worst.seen &= one.seen;
        one.targets.retain(|target| !worst.targets.contains(target));
        worst.targets.append(&mut one.targets);
        one.not_known.retain(|doubt| !worst.not_known.contains(doubt));
        worst.not_known.append(&mut one.not_known);
        worst
    })
}

fn rank(finding: &Finding) -> (u8, bool) {
    severity(&finding.decision)
}

/// The states that were found, by target. One that is not there counts as normal: it does not
/// matter, does not exist (the service will say so) or could not be looked up.
pub(super) type States = HashMap<Target, State>;

/// What a decision is made of.
pub(super) struct Case<'a> {
    pub(super) meta: &'a Meta,
    pub(super) caller: Caller,
    pub(super) needs: Needs,
    pub(super) named: &'a Named,
    pub(super) states: States,
    /// Kinds of which a lookup failed.
    pub(super) failed: Vec<Kind>,
}

impl Case<'_> {
    /// The decision about every target.
    ///
    /// A disk is judged together with the instances it is attached to and those that the request
    /// names, because it depends on the disk what a lock of the instance means. Groups stand alone:
    /// nothing that is said about them depends on the others, so the strictest decision is that
    /// about all.
    pub(super) fn judge(&self) -> Vec<Finding> {
        let named = |kind| self.named.targets.iter().filter(move |target| target.kind == kind);
        let mut all = Vec::new();
        for disk in named(Kind::Disk) {
            let mut hosts: Vec<Target> = named(Kind::Instance).cloned().collect();
            hosts.extend(self.hosts(disk).filter(|host| !self.named.targets.contains(host)));
            all.extend(hosts.iter().map(|host| self.about(&[disk, host])));
            if hosts.is_empty() {
                all.push(self.about(&[disk]));
            }
        }
        if all.is_empty() {
            all.extend(named(Kind::Instance).map(|instance| self.about(&[instance])));
        }
        all.extend(named(Kind::SecurityGroup).map(|group| self.about(&[group])));
        let not_known = self.not_told();
        if all.is_empty() || !not_known.is_empty() {
            let seen = not_known.is_empty();
            all.push(Finding { seen, not_known, ..self.about(&[]) });
        }
        all
    }

    /// The ids of a kind that are to be looked up: those that the request names and, once the disks
    /// are known, the instances that they are attached to.
    pub(super) fn ids(&self, kind: Kind) -> Vec<String> {
        let named = self.named.targets.iter().filter(|target| target.kind == kind).cloned();
        let disks = self.named.targets.iter().filter(|_| kind == Kind::Instance);
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
        hosts.map(|id| Target { kind: Kind::Instance, id: id.clone() })
    }

    fn about(&self, targets: &[&Target]) -> Finding {
        // Where an answer has a target several times, the worst of what it says decides.
        let mut met = vec![Situation::new().caller(self.caller)];
        for state in targets.iter().filter_map(|target| self.states.get(*target)) {
            let each = met.iter().flat_map(|one| state.situations.iter().map(|it| one.and(*it)));
            met = each.collect();
        }
        let decide =
            |situation: &Situation| decide(self.meta.product.matrix, self.meta.row, *situation);
        let stricter = |worst, one| if severity(&one) > severity(&worst) { one } else { worst };
        let first = decide(&met[0]);
        Finding {
            decision: met[1..].iter().map(decide).fold(first, stricter),
            seen: targets.iter().all(|target| self.states.contains_key(*target)),
            not_known: targets.iter().filter_map(|target| self.doubt(target)).collect(),
            targets: targets.iter().map(|target| (*target).clone()).collect(),
        }
    }
}
