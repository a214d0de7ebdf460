//! Polls, rests and polls again.

use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::future::{Either, select};

use super::pace::{Pace, Poll};
use super::watch::{Meaning, Watch, meaning};
use super::{Progress, Wait, WaitError};
use crate::client::SendRequest;
use crate::error::{Error, Reaction};
use crate::lookup::{Lookup, find_states, texts};
use crate::wire::DecodeError;

/// How long a poll may take that is under way when time is over.
const LAST_LOOK: Duration = Duration::from_secs(10);
/// For how long polls may fail for want of credentials. Sources of credentials come back within
/// seconds, and one that never worked should not cost the whole time of a wait.
const WITHOUT_CREDENTIALS: Duration = Duration::from_secs(60);

/// What one poll brought.
struct Seen<T> {
    /// The numbers of the resources that the answers are about.
    answered: Vec<usize>,
    items: Vec<(usize, T)>,
    calls: u32,
    /// The call that failed temporarily, if one did.
    error: Option<Error>,
}

pub(super) async fn run<R: Lookup, S: SendRequest>(
    client: &S,
    mut wait: Wait<R>,
) -> Result<Vec<R::Item>, WaitError> {
    let clock = client.clock();
    let began = clock.now();
    let ids = std::mem::take(&mut wait.ids);
    let mut items: Vec<Option<R::Item>> = ids.iter().map(|_| None).collect();
    let mut watch = Watch::new(wait.until, wait.missing_for, ids, began);
    let (mut pace, mut calls) = (Pace::new(wait.interval), 0_u32);
    let mut last_error = None;
    // Until when a poll may fail for want of credentials.
    let mut patient_until = began + WITHOUT_CREDENTIALS;
    loop {
        let open = watch.open();
        if open.is_empty() {
            return Ok(items.into_iter().flatten().collect());
        }
        let asked = clock.now();
        let limit = wait.timeout.saturating_sub(asked - began).saturating_add(LAST_LOOK);
        let poll = pin!(poll(client, &wait, &open, asked < patient_until));
        let polled = match select(poll, clock.sleep(limit)).await {
            Either::Left((polled, _)) => polled,
            Either::Right(_) => {
                return Err(timed_out(&wait, &watch, clock.now() - began, last_error));
            }
        };
        let now = clock.now();
        let mut seen = polled.map_err(|source| WaitError::Call {
            waiter: wait.until.name,
            elapsed: now - began,
            source,
        })?;
        calls = calls.saturating_add(seen.calls);
        last_error = seen.error.take();
        if !last_error.as_ref().is_some_and(wants_credentials) {
            patient_until = now + WITHOUT_CREDENTIALS;
        }
        note(&wait, &mut watch, &mut items, seen.answered, seen.items, now)?;
        let poll = Poll {
            calls: seen.calls,
            took: now - asked,
            throttled: last_error.as_ref().is_some_and(Error::is_throttled),
            retry_after: last_error.as_ref().and_then(Error::retry_after),
        };
        let (waiting, elapsed) = (watch.unfinished(), now - began);
        let left = wait.timeout.saturating_sub(elapsed);
        let rest = pace.after(&poll).min(left);
        let goes_on = !waiting.is_empty() && !left.is_zero();
        if let Some(report) = &wait.progress {
            report(&Progress {
                waiter: wait.until.name,
                reached: watch.reached(),
                waiting: &waiting,
                elapsed,
                calls,
                next_in: goes_on.then_some(rest),
                error: last_error.as_ref(),
            });
        }
        if goes_on {
            clock.sleep(rest).await;
        } else if !waiting.is_empty() {
            return Err(timed_out(&wait, &watch, elapsed, last_error));
        }
    }
}

fn timed_out<R: Lookup>(
    wait: &Wait<R>,
    watch: &Watch,
    elapsed: Duration,
    source: Option<Error>,
) -> WaitError {
    let waiting = watch.unfinished();
    WaitError::TimedOut { waiter: wait.until.name, waiting, elapsed, source }
}

/// Asks once about all of them, or until a call fails.
async fn poll<R: Lookup, S: SendRequest>(
    client: &S,
    wait: &Wait<R>,
    open: &[(usize, String)],
    is_patient: bool,
) -> Result<Seen<R::Item>, Error> {
    let mut seen = Seen { answered: Vec::new(), items: Vec::new(), calls: 0, error: None };
    for batch in open.chunks(usize::from(R::BY.most.max(1))) {
        let ids: Vec<String> = batch.iter().map(|(_, id)| id.clone()).collect();
        let region = wait.region.as_deref();
        match find_states::<R>(client, region, &ids, wait.until.member).await {
            Ok(found) => {
                seen.calls += found.calls;
                seen.answered.extend(batch.iter().map(|(number, _)| *number));
                let items = found.items.into_iter().map(|(at, item)| (batch[at].0, item));
                seen.items.extend(items);
            }
            Err(error) if is_passing(&error) || is_patient && wants_credentials(&error) => {
                seen.calls += 1;
                seen.error = Some(error.untyped());
                break;
            }
            Err(error) => return Err(error.untyped()),
        }
    }
    Ok(seen)
}

/// Whether the same call may succeed later. A reply that came whole and could not be read would be
/// the same again.
fn is_passing<C>(error: &Error<C>) -> bool {
    let unreadable = error.get_ref().and_then(|cause| cause.downcast_ref::<DecodeError>());
    let broken = matches!(unreadable, None | Some(DecodeError::NotJson(_) | DecodeError::Empty));
    error.is_retryable() && broken
}

/// Whether the credentials could not be fetched, or the service refused them.
fn wants_credentials<C>(error: &Error<C>) -> bool {
    error.reaction() == Reaction::RefreshCredentials
}

/// Notes what a poll brought.
fn note<R: Lookup>(
    wait: &Wait<R>,
    watch: &mut Watch,
    items: &mut [Option<R::Item>],
    answered: Vec<usize>,
    found: Vec<(usize, R::Item)>,
    now: Instant,
) -> Result<(), WaitError> {
    let mut by_number: Vec<Option<(Meaning, Option<String>)>> = vec![None; items.len()];
    for (number, mut item) in found {
        let [state] = texts(&mut item, [wait.until.member]);
        let means = match &wait.when {
            Some(when) if when(&item) => Meaning::Reached,
            Some(_) => Meaning::Pending,
            None => meaning(wait.until, wait.state.as_deref(), state.as_deref()),
        };
        let known = &mut by_number[number];
        if known.as_ref().is_none_or(|(known, _)| *known < means) {
            *known = Some((means, state));
            items[number] = Some(item);
        }
    }
    for number in answered {
        match by_number[number].take() {
            Some((means, state)) => watch.saw(number, state, means, now)?,
            None => {
                items[number] = None;
                watch.missed(number, now)?;
            }
        }
    }
    Ok(())
}
