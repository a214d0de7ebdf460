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

#[test]
fn equal_questions_share_an_answer_where_a_call_takes_one_id() {
    let world = World::default();
    (0..4).for_each(|id| world.set(&format!("t-{id}"), "Ready"));
    let script = world.script();
    let (client, clock) = client(&script);
    let things = Describer::<ByOne, _>::new(client);
    let answers =
        clock.run(join_all((0..80).map(|number| things.get(format!("t-{}", number % 5)))));
    for (number, answer) in answers.into_iter().enumerate() {
        let expected = (number % 5 < 4).then(|| "Ready".to_owned());
        assert_eq!(status(answer), expected, "{number}");
    }
    let mut ids: Vec<_> = script.sent().iter().flat_map(asked).collect();
    ids.sort();
    assert_eq!(ids, ["t-0", "t-1", "t-2", "t-3", "t-4"]);
    // Later ones get a newer answer.
    world.set("t-0", "New");
    assert_eq!(status(clock.run(things.get("t-0"))).as_deref(), Some("New"));
    assert!(lock(&things.inner.open).batches.is_empty());
}

#[test]
fn questions_that_were_dropped_do_not_pile_up() {
    let script = World::default().script();
    let (client, _clock) = client(&script);
    let things = Describer::<ByOne, _>::new(client);
    for id in 0..10 * SWEEP {
        let mut question = Box::pin(things.get(format!("t-{id}")));
        let polled = question.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
    }
    assert!(lock(&things.inner.open).batches.len() <= SWEEP);
    assert!(script.sent().is_empty());
}

#[test]
fn a_full_batch_takes_equal_questions_until_it_is_sent() {
    let batch = Asked::new("a");
    assert_eq!(batch.add("b", 2), Added::Last);
    assert!(batch.is_full(2));
    assert_eq!(batch.add("A", 2), Added::Taken);
    assert_eq!(batch.add("c", 2), Added::Full);
    assert_eq!(batch.close(), ["a", "b"]);
    assert_eq!(batch.add("a", 2), Added::Full);
}

#[test]
fn an_id_is_sent_as_its_first_caller_spelled_it_and_compared_without_case() {
    const IMAGE: &str = "aliyun_3_x64_20G_alibase.vhd";
    fn ask<R: Lookup<Item = Thing, Error: Send> + 'static>() {
        let world = World::default();
        world.set(IMAGE, "Ready");
        let script = world.script();
        let (client, clock) = client(&script);
        let things = Describer::<R, _>::new(client);
        let spellings = [IMAGE.to_owned(), IMAGE.to_ascii_lowercase(), IMAGE.to_ascii_uppercase()];
        let answers = clock.run(join_all(spellings.iter().map(|id| things.get(id))));
        for answer in answers {
            assert_eq!(status(answer).as_deref(), Some("Ready"));
        }
        assert_eq!(script.sent().len(), 1);
        assert_eq!(asked(&script.sent()[0]), [IMAGE]);
    }
    ask::<ByOne>();
    ask::<ByJson>();
}

/// Looks, when it is woken, whether it could ask the describer.
struct Looks(Things, Mutex<Vec<bool>>);

impl std::task::Wake for Looks {
    fn wake(self: Arc<Self>) {
        let is_free = self.0.inner.open.try_lock().is_ok();
        lock(&self.1).push(is_free);
    }
}

#[test]
fn nobody_is_woken_while_the_batches_are_locked() {
    let script = World::default().script();
    let (things, _clock) = describer(&script);
    let looks = Arc::new(Looks(things.clone(), Mutex::default()));
    let mut first = Box::pin(things.get("t-0"));
    let waker = Waker::from(looks.clone());
    assert!(first.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    for id in 1..100 {
        // Polled once, so that it joins the batch. The last one fills it.
        let mut next = Box::pin(things.get(format!("t-{id}")));
        _ = next.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }
    assert_eq!(*lock(&looks.1), [true]);
}

/// Refuses each call that asks about an id which begins with `bad`.
fn refusing(world: &World) -> ScriptedTransport {
    let world = world.clone();
    ScriptedTransport::answering(move |request| {
        if asked(request).iter().any(|id| id.starts_with("bad")) {
            return Reply::error(400, "InvalidThingId.Malformed");
        }
        world.answer(request)
    })
}

/// Asks about a hundred ids of which these are wrong. Each wrong one fails, and no other.
fn isolate(bad: &[usize], most_calls: usize) {
    let world = World::default();
    (0..100).for_each(|id| world.set(&format!("t-{id}"), "Ready"));
    let script = refusing(&world);
    let (things, clock) = describer(&script);
    let name = |id| if bad.contains(&id) { format!("bad-{id}") } else { format!("t-{id}") };
    let answers = clock.run(join_all((0..100).map(name).map(|id| things.get(id))));
    for (number, answer) in answers.into_iter().enumerate() {
        if bad.contains(&number) {
            let error = answer.unwrap_err();
            assert_eq!(error.error().code(), Some("InvalidThingId.Malformed"));
        } else {
            assert_eq!(status(answer).as_deref(), Some("Ready"), "{bad:?}: {number}");
        }
    }
    assert!(script.sent().len() <= most_calls, "{bad:?}: {}", script.sent().len());
}

#[test]
fn an_id_that_is_refused_fails_for_its_own_caller_only() {
    isolate(&[0], 16);
    isolate(&[99], 16);
    isolate(&[3, 50, 51], 40);
}

#[test]
fn many_ids_that_are_refused_fail_for_their_own_callers_only() {
    let with = |is_bad: fn(&usize) -> bool| (0..100).filter(is_bad).collect::<Vec<_>>();
    isolate(&with(|id| *id < 12), 40);
    isolate(&with(|id| id % 8 == 3), 104);
    isolate(&with(|id| id % 2 == 0), 199);
    // One in each batch that halving asks about before anything passes.
    isolate(&[0, 1, 3, 5, 10, 20, 40, 60], 110);
    isolate(&with(|id| *id != 57), 130);
    isolate(&with(|_| true), 130);
}

#[test]
fn an_id_that_does_not_exist_in_unlisted_words_fails_for_its_own_caller_only() {
    let world = World::default();
    (0..100).for_each(|id| world.set(&format!("t-{id}"), "Ready"));
    let script = ScriptedTransport::answering(move |request| {
        match asked(request).iter().any(|id| id == "t-7") {
            true => Reply::error(404, "InvalidThing.NotFound"),
            false => world.answer(request),
        }
    });
    let (things, clock) = describer(&script);
    let answers = clock.run(join_all((0..100).map(|id| things.get(format!("t-{id}")))));
    let failed: Vec<usize> = (0..100).filter(|id| answers[*id].is_err()).collect();
    assert_eq!(failed, [7]);
}

#[test]
fn a_code_that_names_another_parameter_ends_a_batch_at_once() {
    let codes = ["InvalidRegionId.NotFound", "InvalidParameter.Status", "InvalidStatus"];
    for code in codes.into_iter().chain(["InvalidPlaceId.NotFound"]) {
        let script = ScriptedTransport::always(Reply::error(404, code));
        let (things, clock) = describer(&script);
        let answers = clock.run(join_all((0..100).map(|id| things.get(format!("t-{id}")))));
        assert!(answers.iter().all(Result::is_err));
        assert_eq!(script.sent().len(), 1, "{code}");
    }
}

#[test]
fn what_is_refused_whatever_the_ids_is_given_up_soon() {
    let script = ScriptedTransport::always(Reply::error(400, "InvalidParameter.Status"));
    let (things, clock) = describer(&script);
    let answers = clock.run(join_all((0..100).map(|id| things.get(format!("t-{id}")))));
    assert!(answers.iter().all(Result::is_err));
    assert!(script.sent().len() <= 17, "{}", script.sent().len());
}

#[test]
fn answers_that_came_before_another_failure_are_given() {
    let world = World::default();
    (0..100).for_each(|id| world.set(&format!("t-{id}"), "Ready"));
    let script = ScriptedTransport::answering(move |request| match &asked(request)[..] {
        all if all.len() == 100 => Reply::error(400, "InvalidThingId.Malformed"),
        half if half[0] == "t-0" => world.answer(request),
        _ => Reply::error(403, "Forbidden"),
    });
    let (things, clock) = describer(&script);
    let answers = clock.run(join_all((0..100).map(|id| things.get(format!("t-{id}")))));
    let (answered, failed) = answers.split_at(50);
    assert!(answered.iter().all(|answer| matches!(answer, Ok(Some(_)))));
    for answer in failed {
        assert_eq!(answer.as_ref().unwrap_err().error().code(), Some("Forbidden"));
    }
}
