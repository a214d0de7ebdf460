//! How long calls wait for the throttling gate.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Checker, Invariant};

/// What a reply can ask for, a window, and a probe that does not come back.
const LONGEST: Duration = Duration::from_secs(120 + 60 + 30);

impl Checker<'_> {
    pub(super) fn turns(&mut self) {
        // When somebody was let in or went away last.
        let mut last = BTreeMap::new();
        let log = self.log;
        for turn in &log.turns {
            let first_since = last.insert(&turn.scope, turn.ended).unwrap_or_default();
            let waited = turn.ended - turn.begun.max(first_since);
            if waited > LONGEST && !turn.has_deadline {
                let text = format!("the call was first before the gate for {waited:?}");
                self.call(Invariant::Turn, turn.call, text);
            }
        }
    }
}
