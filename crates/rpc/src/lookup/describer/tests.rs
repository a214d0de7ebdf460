use std::future::poll_fn;
use std::task::{Context, Waker};

use futures_util::future::join_all;

use super::super::toy::*;
use super::*;
use crate::Client;
use crate::clock::{Clock as _, VirtualClock};
use crate::testing::{Reply, ScriptedTransport};

type Things = Describer<ByList, Client>;

fn describer(script: &ScriptedTransport) -> (Things, VirtualClock) {
    let (client, clock) = client(script);
    (Describer::new(client), clock)
}

fn status(thing: Result<Option<Arc<Thing>>, DescribeError>) -> Option<String> {
    thing.unwrap().and_then(|thing| thing.status.clone())
}

#[test]
fn questions_that_come_together_are_one_call_and_equal_ones_share_its_answer() {
    let world = World::default();
    (0..40).for_each(|id| world.set(&format!("t-{id}"), "Ready"));
    let script = world.script();
    let (things, clock) = describer(&script);
    let ask = (0..80).map(|number| things.get(format!("t-{}", number % 41)));
    let answers = clock.run(join_all(ask));
    for (number, answer) in answers.into_iter().enumerate() {
        let expected = (number % 41 < 40).then(|| "Ready".to_owned());
        assert_eq!(status(answer), expected, "{number}");
    }
    assert_eq!(asked(&script.sent()[0]).len(), 41);
    assert_eq!(script.sent().len(), 1);
}

#[test]
fn a_full_batch_is_sent_at_once_and_the_rest_in_another_one() {
    let world = World::default();
    let script = world.script();
    let (things, clock) = describer(&script);
    let things = things.linger(Duration::from_secs(60));
    let begin = clock.now();
    let full = clock.run(join_all((0..100).map(|id| things.get(format!("t-{id}")))));
    assert_eq!(full.len(), 100);
    assert_eq!(clock.now() - begin, Duration::ZERO);
    clock.run(join_all((0..101).map(|id| things.get(format!("t-{id}")))));
    assert_eq!(clock.now() - begin, Duration::from_secs(60));
    let sizes: Vec<usize> = script.sent().iter().map(|request| asked(request).len()).collect();
    assert_eq!(sizes, [100, 100, 1]);
}

#[test]
fn a_question_never_joins_a_call_that_was_sent_before_it() {
    let world = World::default();
    world.set("t-1", "Old");
    let script = world.script();
    let (things, clock) = describer(&script);
    assert_eq!(status(clock.run(things.get("t-1"))).as_deref(), Some("Old"));
    world.set("t-1", "New");
    assert_eq!(status(clock.run(things.get("t-1"))).as_deref(), Some("New"));
}

#[test]
fn a_call_that_fails_fails_for_all_who_share_it_and_for_nobody_else() {
    let script = ScriptedTransport::answering(|request| match asked(request).len() {
        100 => Reply::error(403, "Forbidden"),
        _ => reply(&[("t-100", "Ready")]),
    });
    let (things, clock) = describer(&script);
    let answers = clock.run(join_all((0..101).map(|id| things.get(format!("t-{id}")))));
    let (failed, answered) = answers.split_at(100);
    for answer in failed {
        let error = answer.as_ref().unwrap_err();
        assert_eq!(error.error().code(), Some("Forbidden"));
        assert!(error.to_string().contains("Forbidden"), "{error}");
    }
    assert_eq!(status(answered[0].clone()).as_deref(), Some("Ready"));
}

#[test]
fn a_caller_that_goes_away_leaves_the_answer_to_the_others() {
    let world = World::default();
    world.set("t-1", "Ready");
    world.set("t-2", "Ready");
    let script = world.script();
    let (things, clock) = describer(&script);
    let mut first = Box::pin(things.get("t-1"));
    let mut second = Box::pin(things.get("t-2"));
    let mut context = Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(&mut context).is_pending());
    assert!(second.as_mut().poll(&mut context).is_pending());
    drop(first);
    assert_eq!(status(clock.run(second)).as_deref(), Some("Ready"));
    assert_eq!(script.sent().len(), 1);
}

#[test]
fn a_batch_that_everybody_left_is_not_sent_and_the_next_question_begins_another() {
    let world = World::default();
    world.set("t-2", "Ready");
    let script = world.script();
    let (things, clock) = describer(&script);
    let mut first = Box::pin(things.get("t-1"));
    assert!(first.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(first);
    assert_eq!(status(clock.run(things.get("t-2"))).as_deref(), Some("Ready"));
    assert_eq!(asked(&script.sent()[0]), ["t-2"]);
}

/// One that is polled waits for one that is not: it polls the batch itself.
#[test]
fn a_caller_does_not_depend_on_another_one_that_is_never_polled_again() {
    let world = World::default();
    world.set("t-1", "Ready");
    let script = world.script();
    let (things, clock) = describer(&script);
    let mut first = Box::pin(things.get("t-1"));
    let done = clock.run(async {
        poll_fn(|context| {
            assert!(first.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        things.get("t-1").await
    });
    assert_eq!(status(done).as_deref(), Some("Ready"));
    assert_eq!(script.sent().len(), 1);
}
