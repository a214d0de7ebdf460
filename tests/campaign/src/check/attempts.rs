//! What every attempt carries.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use super::{Checker, Invariant};
use crate::record::{Attempt, Call, Repetition, Reported};

/// A correction of the clock is as wrong as the reply that it was made by was late.
const LATE: Duration = Duration::from_secs(250);

impl Checker<'_> {
    pub(super) fn attempts(&mut self) {
        let mut nonces = BTreeMap::new();
        let mut tokens: BTreeMap<&str, usize> = BTreeMap::new();
        let log = self.log;
        let mut reports: BTreeMap<usize, Vec<&Reported>> = BTreeMap::new();
        for report in &log.reports {
            reports.entry(report.call).or_default().push(report);
        }
        for (number, call) in log.calls.iter().enumerate() {
            let reports = reports.get(&number).map_or(&[][..], Vec::as_slice);
            for (index, attempt) in call.attempts.iter().enumerate() {
                if let Some(other) = nonces.insert(attempt.nonce.as_str(), number) {
                    let text = format!("the nonce was used before, by call {other}");
                    self.call(Invariant::Nonce, number, text);
                }
                self.date(number, attempt);
                self.headers(number, call, reports, index);
            }
            self.token(number, call, &mut tokens);
        }
    }

    fn token<'a>(&mut self, number: usize, call: &'a Call, tokens: &mut BTreeMap<&'a str, usize>) {
        let Some(first) = call.attempts.first() else { return };
        if call.attempts.iter().any(|attempt| attempt.token != first.token) {
            self.call(Invariant::Token, number, "the token changes between attempts");
        }
        match (call.repetition, first.token.as_deref()) {
            (Repetition::Token { .. }, None) => {
                self.call(Invariant::Token, number, "the call has no token");
            }
            (Repetition::Token { held: false }, Some(token)) => {
                if let Some(other) = tokens.insert(token, number) {
                    let text = format!("call {other} has the same token");
                    self.call(Invariant::Token, number, text);
                }
            }
            _ => {}
        }
    }

    /// The date is that of the clock, or of the service as far as the clock tells.
    fn date(&mut self, number: usize, attempt: &Attempt) {
        let distance = |date: SystemTime, from: SystemTime| {
            date.duration_since(from).unwrap_or_else(|error| error.duration())
        };
        let second = Duration::from_secs(1);
        // Corrected by what the clock was off before or is off now.
        let corrected = |date| {
            let [before, now] = self.clock.offsets();
            let service = |off: i64| match u64::try_from(off) {
                Ok(ahead) => attempt.local - Duration::from_secs(ahead),
                Err(_) => attempt.local + Duration::from_secs(off.unsigned_abs()),
            };
            distance(date, service(before)) <= LATE || distance(date, service(now)) <= LATE
        };
        let is_right = attempt
            .date
            .is_some_and(|date| distance(date, attempt.local) <= second || corrected(date));
        if !is_right {
            let text = format!("the date of an attempt is {:?}", attempt.date);
            self.call(Invariant::Date, number, text);
        }
    }

    /// What an attempt says about those before it.
    fn headers(&mut self, number: usize, call: &Call, reports: &[&Reported], index: usize) {
        let attempt = &call.attempts[index];
        let before = index.checked_sub(1).and_then(|before| reports.get(before));
        let expected = before.map(|report| {
            let delay = report.retry_in.unwrap_or_default();
            (index.to_string(), delay.as_millis().to_string(), report.at + delay)
        });
        let is_right = match (&attempt.retry, &expected) {
            (None, None) => true,
            (Some((attempts, delay)), Some((index, wait, earliest))) => {
                attempts == index && delay == wait && attempt.sent >= *earliest
            }
            _ => false,
        };
        if !is_right {
            let text = format!("attempt {} should say {expected:?}", index + 1);
            self.call(Invariant::Pace, number, text);
        }
    }
}
