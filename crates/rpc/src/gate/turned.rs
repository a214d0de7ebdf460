//! The turn of a call: it is reported, or given back when the call is dropped.

use std::sync::Arc;

use super::lane::{Change, Ticket};
use super::limits::{Observed, Outcome};
use super::minute::{Inner, Row, lock};
use super::{Report, Scope};
use crate::boxed::BoxFuture;

/// A call whose turn has come.
pub(super) struct Turned {
    gate: Arc<Inner>,
    row: Arc<Row>,
    scope: Scope,
    /// `None` once its end has arrived.
    ticket: Option<Ticket>,
    /// How the call ended, while that is on its way.
    observed: Option<Observed>,
}

impl Turned {
    pub(super) fn new(gate: Arc<Inner>, row: Arc<Row>, scope: Scope, ticket: Ticket) -> Self {
        Self { gate, row, scope, ticket: Some(ticket), observed: None }
    }
}

impl Report for Turned {
    fn report(mut self: Box<Self>, observed: Observed) -> BoxFuture<'static, ()> {
        {
            let mut counts = lock(&self.row.counts);
            counts.passed += u64::from(observed.outcome == Outcome::Passed);
            counts.throttled += u64::from(observed.outcome.asks_to_wait());
        }
        if let Some(time) = observed.pause() {
            self.gate.pause_for(&self.scope, time);
        }
        self.observed = Some(observed);
        Box::pin(async move {
            if let Some(ticket) = self.ticket {
                let change = Change::Report(ticket, observed);
                let applied = self.gate.lanes.update(&self.scope, change).await;
                lock(&self.row.counts).limit = applied.limit;
                // Only now, so that a report that is cut off is not lost.
                self.ticket = None;
                self.gate.came_back(&self.row, &applied);
            }
        })
    }
}

impl Drop for Turned {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            let change = match self.observed {
                Some(observed) => Change::Report(ticket, observed),
                None => Change::Abandon(ticket),
            };
            let applied = self.gate.lanes.update_later(&self.scope, change);
            self.gate.came_back(&self.row, &applied);
        }
    }
}
