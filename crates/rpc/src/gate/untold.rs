//! What a store has not been told about dropped calls, and which reports it may hear twice.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::Scope;
use super::lane::{self, Change};
use super::minute::lock;
use crate::transport::LONGEST_WAIT;

/// After this time a call that was dropped holds nobody up, told or not.
const LEASE: Duration = Duration::from_millis(lane::LEASE);

/// Changes of dropped calls that a store has not been told about.
#[derive(Default)]
pub(super) struct Untold(Mutex<HashMap<Scope, Doubts>>);

/// What is in doubt about one lane.
#[derive(Default)]
struct Doubts {
    changes: VecDeque<(Change, Instant)>,
    /// Calls whose reports are on their way or among the changes.
    reports: BTreeSet<u64>,
}

/// The number of the call that a report is about.
fn reported(change: &Change) -> Option<u64> {
    match change {
        Change::Report(ticket, _) => Some(ticket.id()),
        _ => None,
    }
}

impl Untold {
    /// Notes that the store is about to be told.
    pub(super) fn begin(&self, scope: &Scope, change: &Change) {
        if let Some(id) = reported(change) {
            lock(&self.0).entry(scope.clone()).or_default().reports.insert(id);
        }
    }

    /// Notes that the store will not be told again.
    pub(super) fn end(&self, scope: &Scope, change: &Change) {
        let Some(id) = reported(change) else { return };
        let mut all = lock(&self.0);
        if let Some(doubts) = all.get_mut(scope) {
            doubts.reports.remove(&id);
            if doubts.is_empty() {
                all.remove(scope);
            }
        }
    }

    /// For a report that may be told twice: the smallest number of a call of which that is so.
    pub(super) fn settled(&self, scope: &Scope, change: &Change) -> Option<u64> {
        let id = reported(change)?;
        let all = lock(&self.0);
        let reports = &all.get(scope)?.reports;
        reports.contains(&id).then(|| reports.first().copied()).flatten()
    }

    /// Notes a change that the store is to be told about later.
    pub(super) fn push(&self, scope: &Scope, change: Change, now: Instant) {
        let mut all = lock(&self.0);
        let doubts = all.entry(scope.clone()).or_default();
        doubts.reports.extend(reported(&change));
        doubts.changes.push_back((change, now));
    }

    /// Takes the next change that still matters.
    pub(super) fn next<'a>(&'a self, scope: &'a Scope, now: Instant) -> Option<Telling<'a>> {
        let mut all = lock(&self.0);
        let doubts = all.get_mut(scope)?;
        let next = loop {
            let Some((change, since)) = doubts.changes.pop_front() else { break None };
            let age = now.saturating_duration_since(since);
            let longest = if reported(&change).is_some() { LONGEST_WAIT } else { LEASE };
            if age < longest {
                break Some(Telling { untold: self, scope, change, since, age, told: false });
            }
            doubts.reports.retain(|id| reported(&change) != Some(*id));
        };
        if doubts.is_empty() {
            all.remove(scope);
        }
        next
    }
}

impl Doubts {
    fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.reports.is_empty()
    }
}

/// A change that the store is being told about. Dropped before it was told, it is the next one
/// again: the store failed, or the call that told it was dropped.
pub(super) struct Telling<'a> {
    untold: &'a Untold,
    scope: &'a Scope,
    change: Change,
    since: Instant,
    age: Duration,
    told: bool,
}

impl Telling<'_> {
    /// The change as it reads now.
    pub(super) fn change(&self) -> Change {
        match self.change {
            Change::Report(ticket, observed) => Change::Report(ticket, observed.aged(self.age)),
            change => change,
        }
    }

    pub(super) fn was_told(mut self) {
        self.told = true;
    }
}

impl Drop for Telling<'_> {
    fn drop(&mut self) {
        if self.told {
            self.untold.end(self.scope, &self.change);
        } else {
            let mut all = lock(&self.untold.0);
            let doubts = all.entry(self.scope.clone()).or_default();
            doubts.changes.push_front((self.change, self.since));
        }
    }
}
