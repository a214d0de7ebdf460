//! Calls that share a lookup: whoever waits for it makes it go on, so that nobody waits for ever.

use std::future::ready;
use std::pin::pin;
use std::time::Duration;

use aliyun_ecs::{
    ClientExt as _, Error, Lock, Policy, SendRequest, Situation, StartInstance, StartInstances,
};
use tokio::time::timeout;

use crate::world::{WhyNotSent as _, World};

const SEEN: &str = r#"DescribeInstances cn-hangzhou ["i-1"]"#;
const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_call_does_not_wait_for_one_that_nobody_polls() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard();
    let mut first = pin!(guard.send(StartInstance::new("i-1")));
    // The other branch runs as long as it likes; the first call is not polled meanwhile.
    tokio::select! {
        biased;
        _ = &mut first => panic!("it waits for its lookup"),
        () = ready(()) => {
            let second = timeout(SOON, guard.send(StartInstance::new("i-1"))).await;
            assert!(second.expect("it hangs").unwrap_err().refused().is_some());
        }
    }
    assert_eq!(world.asked(), [SEEN], "the second finished the lookup of the first");
    let first = timeout(SOON, first).await.expect("it hangs");
    assert!(first.unwrap_err().refused().is_some());
    assert!(world.asked().is_empty());
}

#[tokio::test]
async fn a_lookup_goes_on_when_the_call_that_began_it_is_dropped() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard();
    let mut first = Box::pin(guard.send(StartInstance::new("i-1")));
    let mut second = pin!(guard.send(StartInstance::new("i-1")));
    tokio::select! { biased; _ = &mut first => panic!(), () = ready(()) => {} }
    tokio::select! { biased; _ = &mut second => panic!(), () = ready(()) => {} }
    drop(first);
    let second = timeout(SOON, second).await.expect("it hangs");
    assert!(second.unwrap_err().refused().is_some());
    assert_eq!(world.asked(), [SEEN]);
}

#[tokio::test]
async fn a_lookup_that_everybody_left_is_begun_anew() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard();
    tokio::select! { biased; _ = guard.send(StartInstance::new("i-1")) => panic!(), () = ready(()) => {} }
    let again = timeout(SOON, guard.send(StartInstance::new("i-1"))).await.expect("it hangs");
    assert!(again.is_err());
    assert_eq!(world.asked(), [SEEN, SEEN]);
}

#[tokio::test]
async fn a_lookup_that_is_too_old_is_not_joined() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard().max_age(Duration::from_secs(10));
    for (seconds, lookups) in [(9, 1), (10, 2)] {
        let mut first = pin!(guard.send(StartInstance::new("i-1")));
        tokio::select! { biased; _ = &mut first => panic!(), () = ready(()) => {} }
        world.pass(seconds);
        assert!(timeout(SOON, guard.send(StartInstance::new("i-1"))).await.unwrap().is_err());
        assert_eq!(world.asked().len(), lookups);
        assert!(timeout(SOON, first).await.unwrap().is_err());
        guard.forget();
        world.asked();
    }
}

#[tokio::test]
async fn a_lookup_from_before_a_change_is_not_joined_after_it() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard();
    let mut first = pin!(guard.send(StartInstance::new("i-1")));
    tokio::select! { biased; _ = &mut first => panic!(), () = ready(()) => {} }
    guard.forget();
    assert!(timeout(SOON, guard.send(StartInstance::new("i-1"))).await.unwrap().is_err());
    assert_eq!(world.asked(), [SEEN, SEEN]);
}

#[tokio::test]
async fn a_lookup_that_fails_fails_one_call_and_the_others_look_themselves() {
    let world = World::default().instance("i-1", &["security"]);
    world.breaks();
    let guard = world.guard().policy(Policy::RequireCertain);
    let start = || guard.send(StartInstance::new("i-1"));
    let (one, two) = tokio::join!(start(), start());
    assert!(one.unwrap_err().lookup_error().is_some() && two.unwrap_err().lookup_error().is_some());
    assert_eq!(world.asked(), [SEEN, SEEN]);
}

async fn start(client: &impl SendRequest, id: &str) -> Result<(), Error> {
    client.send(StartInstance::new(id)).await?;
    Ok(())
}

#[tokio::test]
async fn code_that_is_generic_over_what_sends_is_guarded_too() {
    let world = World::default().instance("i-1", &["security"]).instance("i-2", &[]);
    let guard = world.guard();
    let error = start(&guard, "i-1").await.unwrap_err();
    assert_eq!(error.code(), Some("InstanceLockedForSecurity"));
    assert!(error.refused().is_some() && error.region() == Some("cn-hangzhou"));
    assert_eq!(world.asked(), [SEEN]);
    start(&guard, "i-2").await.unwrap();
    assert_eq!(world.asked().last().map(String::as_str), Some("StartInstance"));
    start(guard.client(), "i-1").await.unwrap();
    assert_eq!(world.asked(), ["StartInstance"]);
}

#[tokio::test]
async fn a_refusal_names_the_region_of_its_request() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard();
    let start = || StartInstances::new(["i-1"]).region_id("cn-beijing");
    let locked = Situation::new().with_instance_lock(Lock::Security);
    let guarded = guard.send(start()).await.unwrap_err();
    let assumed = guard.client().assuming(locked).send(start()).await.unwrap_err();
    for error in [guarded, assumed] {
        assert!(error.refused().is_some(), "{error}");
        assert_eq!(error.region(), Some("cn-beijing"));
    }
}
