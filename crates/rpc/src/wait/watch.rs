//! What is known of each resource of a wait. Sends nothing and does not wait.

use std::time::{Duration, Instant};

use super::{Unfinished, Until, WaitError};

/// What a state means for a wait. In this order: what counts if an answer has one id twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    Reached,
    Pending,
    Failed,
}

/// What a state means, where `wanted` replaces the states of success.
pub(super) fn meaning(until: &Until, wanted: Option<&str>, state: Option<&str>) -> Meaning {
    let Some(state) = state else { return Meaning::Pending };
    let is_among = |states: &[&str]| states.iter().any(|one| one.eq_ignore_ascii_case(state));
    let reached = match wanted {
        Some(wanted) => is_among(&[wanted]),
        None => is_among(until.success),
    };
    match (reached, is_among(until.failure)) {
        (true, _) => Meaning::Reached,
        (false, true) => Meaning::Failed,
        (false, false) => Meaning::Pending,
    }
}

/// All resources of a wait.
pub(super) struct Watch {
    until: &'static Until,
    missing_for: Duration,
    began: Instant,
    resources: Vec<Resource>,
}

struct Resource {
    id: String,
    state: Option<String>,
    /// Since when it was not found, in every poll that looked.
    absent_since: Option<Instant>,
    /// In how many polls in a row it was not found.
    absences: u8,
    done: bool,
}

impl Watch {
    pub(super) fn new(
        until: &'static Until,
        missing_for: Duration,
        ids: Vec<String>,
        began: Instant,
    ) -> Self {
        let resource =
            |id| Resource { id, state: None, absent_since: None, absences: 0, done: false };
        let resources = ids.into_iter().map(resource).collect();
        Self { until, missing_for, began, resources }
    }

    /// Numbers and ids of those that have not reached the state.
    pub(super) fn open(&self) -> Vec<(usize, String)> {
        let open = self.resources.iter().enumerate().filter(|(_, one)| !one.done);
        open.map(|(number, one)| (number, one.id.clone())).collect()
    }

    pub(super) fn reached(&self) -> usize {
        self.resources.iter().filter(|one| one.done).count()
    }

    pub(super) fn unfinished(&self) -> Vec<Unfinished> {
        let open = self.resources.iter().filter(|one| !one.done);
        open.map(|one| Unfinished { id: one.id.clone(), state: one.state.clone() }).collect()
    }

    /// Notes that a poll found a resource.
    pub(super) fn saw(
        &mut self,
        number: usize,
        state: Option<String>,
        meaning: Meaning,
        now: Instant,
    ) -> Result<(), WaitError> {
        let resource = &mut self.resources[number];
        (resource.absent_since, resource.absences) = (None, 0);
        // A state that cannot be told leaves the last one.
        resource.state = state.or(resource.state.take());
        match meaning {
            Meaning::Pending => Ok(()),
            Meaning::Reached => {
                resource.done = true;
                Ok(())
            }
            Meaning::Failed => Err(WaitError::Failed {
                waiter: self.until.name,
                id: resource.id.clone(),
                state: resource.state.clone().unwrap_or_default(),
                elapsed: now.saturating_duration_since(self.began),
            }),
        }
    }

    /// Notes that a poll did not find a resource.
    pub(super) fn missed(&mut self, number: usize, now: Instant) -> Result<(), WaitError> {
        let resource = &mut self.resources[number];
        resource.absences = resource.absences.saturating_add(1);
        if self.until.gone {
            resource.done = resource.absences >= self.until.confirm;
            return Ok(());
        }
        let since = *resource.absent_since.get_or_insert(now);
        let missing_for = now.saturating_duration_since(since);
        if missing_for < self.missing_for {
            return Ok(());
        }
        Err(WaitError::Missing {
            waiter: self.until.name,
            id: resource.id.clone(),
            missing_for,
            elapsed: now.saturating_duration_since(self.began),
        })
    }
}
