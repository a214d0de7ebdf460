//! When the state is looked up, how often, and when what was seen is believed.

use std::time::Duration;

use aliyun_ecs::runtime::clock::VirtualClock;
use aliyun_ecs::{
    AttachInstanceRamRole, DeleteSecurityGroup, DescribeInstanceStatus, DescribeSecurityGroups,
    JoinSecurityGroup, Policy, RebootInstances, ResizeDisk, StartInstance,
};

use crate::world::{WhyNotSent as _, World};

const SEEN: &str = r#"DescribeInstances cn-hangzhou ["i-1"]"#;

#[tokio::test]
async fn what_is_permitted_in_every_situation_costs_no_lookup() {
    let world = World::default();
    for policy in [Policy::RefuseKnownProblems, Policy::RequireCertain] {
        let guard = world.guard().policy(policy);
        guard.send(DescribeInstanceStatus::new().instance_id(["i-1"])).await.unwrap();
        assert_eq!(world.asked(), ["DescribeInstanceStatus"]);
        let groups = DescribeSecurityGroups::new().security_group_ids(["sg-1"]);
        let groups = groups.max_results(100);
        guard.send(groups).await.unwrap();
        assert_eq!(world.asked(), [r#"DescribeSecurityGroups cn-hangzhou ["sg-1"]"#]);
    }
}

#[tokio::test]
async fn only_the_kinds_that_can_matter_are_looked_up_each_once() {
    let world = World::default().group("sg-1", false).instance("i-1", &[]);
    let lenient = world.guard();
    let strict = world.guard().policy(Policy::RequireCertain);
    lenient.send(JoinSecurityGroup::instance("sg-1", "i-1")).await.unwrap();
    let group = r#"DescribeSecurityGroups cn-hangzhou ["sg-1"]"#;
    assert_eq!(world.asked(), [SEEN, group, "JoinSecurityGroup"]);
    // No source denies it, whatever the lock; none permits it under a financial one either.
    let attach = AttachInstanceRamRole::new("role", ["i-1"].map(str::to_owned));
    lenient.send(&attach).await.unwrap();
    assert_eq!(world.asked(), ["AttachInstanceRamRole"]);
    strict.send(&attach).await.unwrap();
    assert_eq!(world.asked(), [SEEN, "AttachInstanceRamRole"]);
}

#[tokio::test]
async fn an_instance_on_its_way_to_another_status_is_looked_at_each_time() {
    let world = World::default().instance_in("i-1", "Stopping");
    let guard = world.guard();
    for _ in 0..2 {
        let error = guard.send(StartInstance::new("i-1")).await.unwrap_err();
        assert_eq!(error.code(), Some("IncorrectInstanceStatus"));
        assert_eq!(world.asked(), [SEEN]);
    }
}

#[tokio::test]
async fn more_than_a_hundred_targets_are_looked_up_in_batches() {
    let world = World::default().instance("i-249", &["security"]);
    let ids: Vec<String> = (0..250).map(|number| format!("i-{number}")).collect();
    let error = world.guard().send(RebootInstances::new(ids)).await.unwrap_err();
    assert_eq!(error.refused_targets(), ["i-249"]);
    assert_eq!(world.asked().len(), 3);
}

#[tokio::test]
async fn what_was_seen_is_believed_until_its_age_is_reached() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard().max_age(Duration::from_secs(10));
    let refused = async || guard.send(StartInstance::new("i-1")).await.is_err();
    assert!(refused().await);
    assert_eq!(world.asked(), [SEEN]);
    world.pass(9);
    assert!(refused().await);
    assert!(world.asked().is_empty());
    world.pass(1);
    assert!(refused().await);
    assert_eq!(world.asked(), [SEEN]);
    guard.forget();
    assert!(refused().await);
    assert_eq!(world.asked(), [SEEN]);
}

#[tokio::test]
async fn ages_can_be_measured_by_another_clock_than_that_of_the_client() {
    let (world, clock) = (World::default().instance("i-1", &["security"]), VirtualClock::new());
    let guard = world.guard().max_age(Duration::from_secs(10)).clock(clock.clone());
    let refused = async || guard.send(StartInstance::new("i-1")).await.is_err();
    assert!(refused().await);
    assert_eq!(world.asked(), [SEEN]);
    world.pass(60);
    assert!(refused().await);
    assert!(world.asked().is_empty());
    clock.advance(Duration::from_secs(10));
    assert!(refused().await);
    assert_eq!(world.asked(), [SEEN]);
}

#[tokio::test]
async fn an_age_of_zero_looks_before_every_send() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard().max_age(Duration::ZERO);
    for _ in 0..2 {
        assert!(guard.send(StartInstance::new("i-1")).await.is_err());
        assert_eq!(world.asked(), [SEEN]);
    }
}

#[tokio::test]
async fn a_call_that_may_change_its_targets_forgets_them_and_nothing_else() {
    let world = World::default().instance("i-1", &[]).group("sg-1", false).group("sg-2", true);
    let guard = world.guard();
    guard.send(StartInstance::new("i-1")).await.unwrap();
    assert!(guard.send(DeleteSecurityGroup::new("sg-2")).await.is_err());
    guard.send(DeleteSecurityGroup::new("sg-1")).await.unwrap();
    world.asked();
    // Not sent, so nothing changed.
    assert!(guard.send(DeleteSecurityGroup::new("sg-2")).await.is_err());
    assert!(world.asked().is_empty());
    guard.send(StartInstance::new("i-1")).await.unwrap();
    assert_eq!(world.asked(), [SEEN, "StartInstance"]);
}

#[tokio::test]
async fn a_disk_is_forgotten_with_the_instance_it_is_attached_to() {
    let world = World::default().instance("i-1", &[]).disk("d-1", "In_use", "i-1", &[]);
    let guard = world.guard();
    let _ = guard.inspect(&ResizeDisk::new("d-1", 40)).await;
    guard.send(StartInstance::new("i-1")).await.unwrap();
    assert_eq!(world.asked(), [r#"DescribeDisks cn-hangzhou ["d-1"]"#, SEEN, "StartInstance"]);
    let _ = guard.inspect(&ResizeDisk::new("d-1", 40)).await;
    assert_eq!(world.asked(), [r#"DescribeDisks cn-hangzhou ["d-1"]"#, SEEN]);
}

#[tokio::test]
async fn a_lookup_that_a_change_overtakes_is_not_believed_later() {
    let world = World::default().instance("i-1", &[]);
    let guard = world.guard();
    // Needs no lookup, so it is over while the other still waits for its answer.
    let change = AttachInstanceRamRole::new("role", ["i-1"].map(str::to_owned));
    let start = StartInstance::new("i-1");
    let (changed, _) = tokio::join!(biased; guard.send(change), guard.inspect(&start));
    assert!(changed.is_ok());
    assert_eq!(world.asked(), ["AttachInstanceRamRole", SEEN]);
    let _ = guard.inspect(&start).await;
    assert_eq!(world.asked(), [SEEN]);
}

#[tokio::test]
async fn calls_at_the_same_time_share_a_lookup() {
    let world = World::default().instance("i-1", &["security"]).instance("i-2", &["security"]);
    let guard = world.guard();
    let both = RebootInstances::new(["i-1", "i-2"].map(str::to_owned));
    let (one, two, three) = tokio::join!(
        guard.send(StartInstance::new("i-1")),
        guard.send(StartInstance::new("i-1")),
        guard.send(both),
    );
    assert!(one.is_err() && two.is_err());
    assert_eq!(three.unwrap_err().refused_targets(), ["i-1", "i-2"]);
    assert_eq!(world.asked(), [SEEN, r#"DescribeInstances cn-hangzhou ["i-2"]"#]);
}

#[tokio::test]
async fn who_waits_for_a_lookup_that_is_dropped_looks_itself() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard();
    let dropped = async {
        let send = guard.send(StartInstance::new("i-1"));
        // Gives up after the lookup went out and before its answer is there.
        tokio::select! { biased; _ = send => true, () = std::future::ready(()) => false }
    };
    let (answered, waited) = tokio::join!(dropped, guard.send(StartInstance::new("i-1")));
    assert!(!answered);
    assert!(waited.unwrap_err().refused().is_some());
    assert_eq!(world.asked(), [SEEN, SEEN]);
}

#[tokio::test]
async fn the_region_of_the_request_is_asked_and_kept_apart() {
    let world = World::default().instance("i-1", &[]);
    let guard = world.guard();
    let start = |region: &str| RebootInstances::new(["i-1".to_owned()]).region_id(region);
    let _ = guard.inspect(&start("cn-beijing")).await;
    let _ = guard.inspect(&start("cn-hangzhou")).await;
    let _ = guard.inspect(&start("cn-beijing")).await;
    assert_eq!(world.asked(), [r#"DescribeInstances cn-beijing ["i-1"]"#, SEEN]);
}

#[tokio::test]
async fn a_call_can_be_moved_to_another_thread() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let world = World::default().instance("i-1", &[]);
    let guard = world.guard();
    assert!(is_send(guard.send(StartInstance::new("i-1"))).await.is_ok());
    assert!(is_send(guard.check(&StartInstance::new("i-1"))).await.is_ok());
    assert!(is_send(guard.inspect(&StartInstance::new("i-1"))).await.lookup_error().is_none());
}
