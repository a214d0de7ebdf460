use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use super::*;
use crate::clock::{Clock as _, VirtualClock};
use crate::credentials::{Credentials, CredentialsError, ProvideCredentials};
use crate::error::Reaction;
use crate::lookup::toy::*;
use crate::testing::{Reply, ScriptedTransport, SentRequest};
use crate::transport::{BoxFuture, TransportErrorKind};

static READY: Until = Until {
    name: "thing-ready",
    member: "Status",
    success: &["Ready"],
    failure: &["Broken"],
    gone: false,
    confirm: 1,
    interval: 5,
    timeout: 300,
    missing_for: 60,
};

static DELETED: Until =
    Until { name: "thing-deleted", success: &[], gone: true, missing_for: 0, ..READY };

/// Answers from a function of the seconds since the beginning.
fn timeline(
    answer: impl Fn(u64, &SentRequest) -> Reply + Send + Sync + 'static,
) -> (ScriptedTransport, crate::Client, VirtualClock) {
    let clock = VirtualClock::new();
    let begin = clock.now();
    let time = clock.clone();
    let script = ScriptedTransport::answering(move |request| {
        answer((time.now() - begin).as_secs(), request)
    });
    let client = script.builder().region("cn-hangzhou").clock(clock.clone());
    (script, client.retry(crate::RetryPolicy::never()).build().unwrap(), clock)
}

fn state_at(states: &'static [(u64, &'static str)], now: u64) -> Reply {
    match states.iter().rev().find(|(at, _)| *at <= now) {
        Some((_, state)) if !state.is_empty() => reply(&[("t-1", state)]),
        _ => reply(&[]),
    }
}

/// Waits for one thing that has these states from these seconds on; `""` is not there.
fn wait_for(
    until: &'static Until,
    states: &'static [(u64, &'static str)],
) -> (Result<Vec<Thing>, WaitError>, u64, usize) {
    let (script, client, clock) = timeline(move |now, _| state_at(states, now));
    let begin = clock.now();
    let ended = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], until)));
    (ended, (clock.now() - begin).as_secs(), script.sent().len())
}

#[test]
fn a_wait_ends_when_the_state_is_reached_whatever_the_case_of_its_letters() {
    let (ended, seconds, calls) = wait_for(&READY, &[(0, "Starting"), (12, "ready")]);
    assert_eq!(ended.unwrap()[0].status.as_deref(), Some("ready"));
    assert_eq!((seconds, calls), (15, 4));
}

#[test]
fn a_state_from_which_there_is_no_way_is_a_failure_that_names_it() {
    let (ended, seconds, _) = wait_for(&READY, &[(0, "Starting"), (8, "Broken")]);
    let error = ended.unwrap_err();
    assert_eq!((seconds, error.elapsed()), (10, Duration::from_secs(10)));
    let WaitError::Failed { id, state, .. } = &error else { panic!("{error:?}") };
    assert_eq!((id.as_str(), state.as_str()), ("t-1", "Broken"));
    assert!(error.to_string().contains("thing-ready: t-1 is Broken after 10s"), "{error}");
}

#[test]
fn an_unknown_state_is_waited_out_and_time_ends_with_the_last_state() {
    let (ended, seconds, calls) = wait_for(&READY, &[(0, "Elsewhere")]);
    let error = ended.unwrap_err();
    assert_eq!((seconds, calls, error.is_timeout()), (300, 61, true));
    let WaitError::TimedOut { waiting, source: None, .. } = &error else { panic!("{error:?}") };
    let unfinished = Unfinished { id: "t-1".to_owned(), state: Some("Elsewhere".to_owned()) };
    assert_eq!(*waiting, [unfinished]);
    assert!(error.to_string().contains("t-1 (Elsewhere)"), "{error}");
}

#[test]
fn what_is_not_found_after_a_create_is_not_there_yet() {
    let (ended, seconds, _) = wait_for(&READY, &[(0, ""), (55, "Starting"), (70, "Ready")]);
    assert_eq!((ended.unwrap().len(), seconds), (1, 70));
}

#[test]
fn what_is_not_found_for_longer_than_that_is_missing() {
    let (ended, seconds, _) = wait_for(&READY, &[(0, "")]);
    let error = ended.unwrap_err();
    let WaitError::Missing { id, missing_for, .. } = &error else { panic!("{error:?}") };
    assert_eq!((id.as_str(), missing_for.as_secs(), seconds), ("t-1", 60, 60));
}

#[test]
fn what_was_seen_and_is_gone_again_counts_as_missing_from_then_on() {
    let (ended, seconds, _) = wait_for(&READY, &[(0, ""), (30, "Starting"), (31, "")]);
    assert!(matches!(ended, Err(WaitError::Missing { .. })));
    // A minute after the first poll that did not find it.
    assert_eq!(seconds, 95);
}

#[test]
fn time_in_which_nobody_could_look_does_not_count_as_missing() {
    let (_, client, clock) = timeline(|now, _| match now {
        0..5 => reply(&[("t-1", "Starting")]),
        5..100 => Reply::error(400, "Throttling.User"),
        100..160 => reply(&[]),
        _ => reply(&[("t-1", "Ready")]),
    });
    let ended = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], &READY)));
    assert_eq!(ended.unwrap().len(), 1);
}

/// A reply about a hundred things, where one of them has this member.
fn hundred(odd: &serde_json::Value) -> Reply {
    let things = (0..100).map(|id| {
        let mut thing = serde_json::json!({"ThingId": format!("t-{id}"), "Status": "Ready"});
        if id == 57 {
            thing.as_object_mut().unwrap().extend(odd.as_object().unwrap().clone());
        }
        thing
    });
    let things: Vec<_> = things.collect();
    Reply::ok(serde_json::json!({"RequestId": "r", "Things": {"Thing": things}}).to_string())
}

#[test]
fn an_odd_member_of_one_resource_does_not_end_the_wait_of_all() {
    let odd = serde_json::json!({"Size": "four"});
    let ids: Vec<String> = (0..100).map(|id| format!("t-{id}")).collect();
    let answer = odd.clone();
    let (script, client, clock) = timeline(move |_, _| hundred(&answer));
    let things = clock.run(client.wait_until(Wait::<ByList>::new(&ids, &READY))).unwrap();
    assert_eq!((things.len(), things[57].size, script.sent().len()), (100, None, 1));
    // Nor where a condition reads it, unless the client is strict.
    let named = || Wait::<ByList>::when(&ids, |thing| thing.status.is_some());
    assert_eq!(clock.run(client.wait_until(named())).unwrap().len(), 100);
    let strict = clock.run(client.with_strict_decoding(true).wait_until(named()));
    assert!(matches!(strict, Err(WaitError::Call { .. })), "{strict:?}");
}

#[test]
fn an_id_or_a_state_that_cannot_be_read_ends_the_wait() {
    let ids: Vec<String> = (0..100).map(|id| format!("t-{id}")).collect();
    for odd in [serde_json::json!({"ThingId": {}}), serde_json::json!({"Status": ["Ready"]})] {
        for until in [&READY, &DELETED] {
            let answer = odd.clone();
            let (_, client, clock) = timeline(move |_, _| hundred(&answer));
            let ended = clock.run(client.wait_until(Wait::<ByList>::new(&ids, until)));
            let Err(WaitError::Call { source, .. }) = &ended else { panic!("{odd} {ended:?}") };
            assert!(source.is_decode() && source.to_string().contains("Thing[57]"), "{source}");
        }
    }
}

#[test]
fn the_code_for_an_id_that_does_not_exist_means_not_yet_as_well() {
    let (_, client, clock) = timeline(|now, _| match now {
        0..20 => Reply::error(404, "InvalidThingId.NotFound"),
        _ => reply(&[("t-1", "Ready")]),
    });
    let ended = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], &READY)));
    assert_eq!(ended.unwrap().len(), 1);
}

#[test]
fn a_code_of_the_class_not_found_means_not_yet_though_the_documents_do_not_list_it() {
    let (_, client, clock) = timeline(|now, _| match now {
        0..20 => Reply::error(404, "NoSuchThing"),
        _ => reply(&[("t-1", "Ready")]),
    });
    let ended = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], &READY)));
    assert_eq!(ended.unwrap().len(), 1);
}

#[test]
fn that_something_else_is_not_found_ends_the_wait() {
    for until in [&READY, &DELETED] {
        let (_, client, clock) = timeline(|_, _| Reply::error(404, "InvalidPlaceId.NotFound"));
        let ended = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], until)));
        assert!(matches!(ended, Err(WaitError::Call { .. })), "{ended:?}");
    }
}

#[test]
fn for_a_deletion_not_found_is_success_in_a_list_and_as_a_code() {
    let (ended, seconds, _) = wait_for(&DELETED, &[(0, "Deleting"), (10, "")]);
    assert_eq!((ended.unwrap().len(), seconds), (0, 10));
    let (_, client, clock) = timeline(|_, _| Reply::error(404, "InvalidThingId.NotFound"));
    let ended = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], &DELETED)));
    assert_eq!(ended.unwrap(), []);
}

#[test]
fn a_deletion_that_must_be_confirmed_is_seen_twice_in_a_row() {
    static CONFIRMED: Until = Until { confirm: 2, ..DELETED };
    let (ended, seconds, _) =
        wait_for(&CONFIRMED, &[(0, "Deleting"), (5, ""), (10, "Deleting"), (15, "")]);
    assert_eq!((ended.unwrap().len(), seconds), (0, 20));
}

#[test]
fn a_list_that_cannot_be_read_does_not_count_as_a_deletion() {
    let (_, client, clock) =
        timeline(|_, _| Reply::ok(r#"{"RequestId":"r","Things":{"Thing":7}}"#));
    let error = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], &DELETED))).unwrap_err();
    let WaitError::Call { source, .. } = &error else { panic!("{error:?}") };
    assert!(source.is_decode());
}

#[test]
fn many_ids_are_one_call_and_those_that_are_there_are_asked_about_no_more() {
    let (script, client, clock) = timeline(|now, request| {
        let ready = |id: &String| id[2..].parse::<u64>().unwrap() * 5 <= now;
        let ids = asked(request);
        let states: Vec<(&str, &str)> = ids
            .iter()
            .map(|id| (id.as_str(), if ready(id) { "Ready" } else { "Starting" }))
            .collect();
        reply(&states)
    });
    let ids: Vec<String> = (0..10).map(|id| format!("t-{id}")).collect();
    let things = clock.run(client.wait_until(Wait::<ByList>::new(&ids, &READY))).unwrap();
    let found: Vec<String> = things.into_iter().filter_map(|thing| thing.id).collect();
    assert_eq!(found, ids);
    let sizes: Vec<usize> = script.sent().iter().map(|request| asked(request).len()).collect();
    assert_eq!(sizes, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn polls_that_take_several_calls_come_further_apart() {
    let (script, client, clock) = timeline(|now, request| {
        let state = if now < 30 { "Starting" } else { "Ready" };
        let ids = asked(request);
        reply(&ids.iter().map(|id| (id.as_str(), state)).collect::<Vec<_>>())
    });
    let begin = clock.now();
    let ids: Vec<String> = (0..7).map(|id| format!("t-{id}")).collect();
    clock.run(client.wait_until(Wait::<ByJson>::new(&ids, &READY))).unwrap();
    assert_eq!((clock.now() - begin).as_secs(), 30);
    assert_eq!(script.sent().len(), 9);
}

#[test]
fn throttling_stretches_the_interval_and_is_no_end() {
    let (script, client, clock) = timeline(|now, _| match now {
        0..100 => Reply::error(400, "Throttling.User"),
        _ => reply(&[("t-1", "Ready")]),
    });
    let begin = clock.now();
    clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], &READY))).unwrap();
    // After 10, 30, 70 and 150 seconds.
    assert_eq!(((clock.now() - begin).as_secs(), script.sent().len()), (150, 5));
}

#[test]
fn a_broken_connection_is_no_end_and_is_the_cause_when_time_is_over() {
    let (_, client, clock) = timeline(|_, _| Reply::failure(TransportErrorKind::Connect));
    let error = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], &READY))).unwrap_err();
    let WaitError::TimedOut { source: Some(source), .. } = &error else { panic!("{error:?}") };
    assert!(source.is_connect());
    assert!(std::error::Error::source(&error).is_some());
}

/// Has credentials except for a while, by the seconds since the beginning.
struct Fails {
    clock: VirtualClock,
    begin: Instant,
    during: Range<u64>,
}

impl ProvideCredentials for Fails {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let provided = match self.during.contains(&(self.clock.now() - self.begin).as_secs()) {
            true => Err(CredentialsError("the source does not answer".to_owned())),
            false => Ok(Credentials::new("id", "secret")),
        };
        Box::pin(std::future::ready(provided))
    }
}

/// Waits for one thing while there are no credentials in these seconds.
fn wait_without_credentials(during: Range<u64>) -> (Result<Vec<Thing>, WaitError>, u64) {
    let clock = VirtualClock::new();
    let (begin, time) = (clock.now(), clock.clone());
    let script = ScriptedTransport::answering(move |_| {
        state_at(&[(0, "Starting"), (200, "Ready")], (time.now() - begin).as_secs())
    });
    let fails = Fails { clock: clock.clone(), begin, during };
    let client = script.builder().region("cn-hangzhou").clock(clock.clone()).credentials(fails);
    let client = client.build().unwrap();
    let ended = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], &READY)));
    (ended, (clock.now() - begin).as_secs())
}

#[test]
fn credentials_that_cannot_be_fetched_for_a_moment_do_not_end_the_wait() {
    for during in [0..1, 0..56, 30..85, 100..110] {
        let (ended, seconds) = wait_without_credentials(during.clone());
        assert_eq!((ended.unwrap().len(), seconds), (1, 200), "{during:?}");
    }
}

#[test]
fn a_wait_without_credentials_ends_after_a_minute_with_the_reason() {
    for (during, end) in [(0..1000, 60), (30..1000, 85)] {
        let (ended, seconds) = wait_without_credentials(during);
        let error = ended.unwrap_err();
        let WaitError::Call { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!((source.reaction(), seconds), (Reaction::RefreshCredentials, end));
    }
}

#[test]
fn a_call_that_is_refused_ends_the_wait_at_once() {
    let (script, client, clock) = timeline(|_, _| Reply::error(403, "Forbidden.RAM"));
    let error = clock.run(client.wait_until(Wait::<ByList>::new(["t-1"], &READY))).unwrap_err();
    let WaitError::Call { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!((source.code(), script.sent().len()), (Some("Forbidden.RAM"), 1));
}

#[test]
fn progress_is_reported_after_each_poll() {
    let (_, client, clock) = timeline(|now, _| state_at(&[(0, "Starting"), (9, "Ready")], now));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let reports = seen.clone();
    let wait = Wait::<ByList>::new(["t-1", "T-1"], &READY).on_progress(move |progress| {
        let state = progress.waiting.first().and_then(|one| one.state.clone());
        let next = progress.next_in.map(|next| next.as_secs());
        reports.lock().unwrap().push((progress.reached, state, progress.calls, next));
    });
    clock.run(client.wait_until(wait)).unwrap();
    let starting = Some("Starting".to_owned());
    assert_eq!(
        *seen.lock().unwrap(),
        [(0, starting.clone(), 1, Some(5)), (0, starting, 2, Some(5)), (1, None, 3, None)]
    );
}

#[test]
fn the_caller_can_name_a_state_or_a_condition_and_every_time() {
    let (_, client, clock) = timeline(|now, _| state_at(&[(0, "Ready"), (4, "Done")], now));
    let begin = clock.now();
    let wait = Wait::<ByList>::new(["t-1"], &READY).state("done").interval(Duration::from_secs(1));
    clock.run(client.wait_until(wait)).unwrap();
    assert_eq!((clock.now() - begin).as_secs(), 4);

    let wait = Wait::<ByList>::when(["t-1"], |thing| thing.size == Some(40))
        .timeout(Duration::from_secs(7));
    let error = clock.run(client.wait_until(wait)).unwrap_err();
    assert_eq!((error.is_timeout(), error.elapsed().as_secs()), (true, 7));
}

#[test]
fn a_call_that_hangs_is_given_up_ten_seconds_after_time_is_over() {
    struct Hangs;
    impl crate::Transport for Hangs {
        fn send(
            &self,
            _: crate::HttpRequest,
        ) -> crate::BoxFuture<'_, Result<crate::HttpResponse, crate::TransportError>> {
            Box::pin(std::future::pending())
        }
    }
    let clock = VirtualClock::new();
    let begin = clock.now();
    let client = ScriptedTransport::new().builder().transport(Hangs).clock(clock.clone());
    let client = client.region("cn-hangzhou").timeout(Duration::from_secs(3600)).build().unwrap();
    let wait = Wait::<ByList>::new(["t-1"], &READY);
    let error = clock.run(client.wait_until(wait)).unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((clock.now() - begin).as_secs(), 310);
}

#[test]
fn nothing_is_sent_where_there_is_nothing_to_wait_for() {
    let (script, client, clock) = timeline(|_, _| reply(&[]));
    let none: [&str; 0] = [];
    assert_eq!(clock.run(client.wait_until(Wait::<ByList>::new(none, &READY))).unwrap(), []);
    assert!(script.sent().is_empty());
}
