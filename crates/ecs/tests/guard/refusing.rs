//! What is not sent, what is sent, and what the caller learns.

use aliyun_ecs::{
    Class, CommandType, DeleteInstance, DetachDisk, Error, InnerAccessPolicy, JoinSecurityGroup,
    ModifySecurityGroupPolicy, NotSent, NothingHappens, Policy, Reaction, ReleasesDisks,
    ResizeDisk, RunCommand, RunCommandRequired, RunInstances, StartInstance, StartInstanceError,
    StartInstances, StopInstance, Verdict,
};

use crate::world::{WhyNotSent as _, World};

fn run_command(ids: &[&str]) -> RunCommand {
    RunCommand::new(RunCommandRequired {
        type_: CommandType::RunShellScript.into(),
        command_content: "ls".into(),
    })
    .instance_id(ids.iter().copied())
}

#[tokio::test]
async fn a_denied_call_never_reaches_the_wire_and_says_why() {
    let world = World::default().instance("i-1", &["security"]);
    let error = world.guard().send(StartInstance::new("i-1")).await.unwrap_err();
    assert_eq!(world.asked(), [r#"DescribeInstances cn-hangzhou ["i-1"]"#]);
    assert_eq!(error.known(), Some(StartInstanceError::InstanceLockedForSecurity));
    assert_eq!(error.refused_targets(), ["i-1"]);
    assert_eq!(error.class(), Class::Locked);
    let text = error.to_string();
    assert!(text.starts_with("not sent: denied, InstanceLockedForSecurity"), "{text}");
    assert!(text.ends_with(" [i-1] (StartInstance in cn-hangzhou)"), "{text}");
    // All three forms survive the way into the untyped error.
    let error: Error = error.into();
    let decision = error.refused().unwrap().decision;
    let line = decision.to_string();
    let line = line.strip_prefix("StartInstance: ").unwrap();
    assert!(text.contains(line), "{text}");
    assert!(decision.explain().to_string().contains("lock page"));
    let json: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    assert_eq!(json["code"], "InstanceLockedForSecurity");
}

#[tokio::test]
async fn of_several_targets_only_the_locked_ones_are_named() {
    let world = World::default()
        .instance("i-1", &[])
        .instance("i-2", &["security"])
        .instance("i-3", &["security"]);
    let ids = ["i-1", "i-2", "i-3"];
    let error = world.guard().send(run_command(&ids)).await.unwrap_err();
    assert_eq!(error.refused_targets(), ["i-2", "i-3"]);
    assert_eq!(error.refused().unwrap().decision.verdict(), Verdict::AcceptedButFails);
}

#[tokio::test]
async fn no_lock_of_several_is_lost() {
    // A security lock permits StopInstance, an overdue payment denies it.
    for locks in [["security", "financial"], ["financial", "security"]] {
        let world = World::default().instance("i-1", &locks);
        let guard = world.guard();
        let error = guard.send(StopInstance::new("i-1")).await.unwrap_err();
        let decision = error.refused().unwrap().decision;
        assert_eq!((decision.verdict(), decision.code()), (Verdict::Denied, None));
        // An overdue payment permits DeleteInstance, a security lock makes it a hazard.
        let error = guard.send(DeleteInstance::new("i-1")).await.unwrap_err();
        let verdict = error.refused().unwrap().decision.verdict();
        assert!(matches!(verdict, Verdict::PermittedWithHazard), "{verdict:?}");
    }
    let world = World::default().instance("i-1", &["security"]);
    assert!(world.guard().send(StopInstance::new("i-1")).await.is_ok());
}

#[tokio::test]
async fn a_managed_group_is_refused_wherever_the_request_names_it() {
    let world = World::default().group("sg-1", true).group("sg-2", false).instance("i-1", &[]);
    let guard = world.guard();
    let joined = guard.send(JoinSecurityGroup::instance("sg-1", "i-1")).await.unwrap_err();
    assert_eq!(joined.code(), Some("InvalidOperation.ResourceManagedByCloudProduct"));
    assert_eq!(joined.refused_targets(), ["sg-1"]);
    let groups = ["sg-2", "sg-1"].map(str::to_owned);
    let run =
        guard.send(RunInstances::new("m-1", "ecs.t").security_group_ids(groups)).await.unwrap_err();
    assert_eq!(run.refused_targets(), ["sg-1"]);
    assert!(run.refused().unwrap().decision.is_denied());
    assert!(guard.send(JoinSecurityGroup::instance("sg-2", "i-1")).await.is_ok());
}

#[tokio::test]
async fn status_and_group_type_decide_where_a_condition_asks_for_them() {
    let world = World::default().instance_in("i-1", "Running").advanced_group("sg-1");
    let guard = world.guard();
    let start = guard.send(StartInstance::new("i-1")).await.unwrap_err();
    assert_eq!(start.code(), Some("IncorrectInstanceStatus"));
    let policy = ModifySecurityGroupPolicy::new("sg-1", InnerAccessPolicy::Drop);
    let policy = guard.send(policy).await.unwrap_err();
    assert_eq!(policy.code(), Some("InvalidParameter.InnerAccessPolicy"));
    assert_eq!(policy.refused_targets(), ["sg-1"]);
}

#[tokio::test]
async fn a_disk_is_judged_with_the_lock_of_the_instance_it_is_attached_to() {
    let world = World::default()
        .instance("i-1", &["security"])
        .instance("i-2", &[])
        .disk("d-1", "In_use", "i-1", &[])
        .disk("d-2", "In_use", "i-2", &[])
        .disk("d-3", "Available", "", &[]);
    let guard = world.guard();
    let error = guard.send(ResizeDisk::new("d-1", 40)).await.unwrap_err();
    assert_eq!(error.refused_targets(), ["d-1", "i-1"]);
    assert_eq!(
        world.asked(),
        [r#"DescribeDisks cn-hangzhou ["d-1"]"#, r#"DescribeInstances cn-hangzhou ["i-1"]"#]
    );
    assert!(guard.send(ResizeDisk::new("d-2", 40)).await.is_ok());
    assert!(guard.send(ResizeDisk::new("d-3", 40)).await.is_ok());
    // In use decides, whatever the request says about the instance.
    assert!(guard.send(DetachDisk::new("i-1", "d-3")).await.is_ok());
    assert!(guard.send(DetachDisk::new("i-1", "d-1")).await.unwrap_err().refused().is_some());
}

#[tokio::test]
async fn a_disk_that_tells_of_the_lock_itself_is_believed() {
    let world = World::default()
        .instance("i-1", &["financial"])
        .disk("d-1", "In_use", "i-gone", &["security"])
        .disk("d-2", "In_use", "i-1", &["security"]);
    let guard = world.guard();
    for disk in ["d-1", "d-2"] {
        let error = guard.send(ResizeDisk::new(disk, 40)).await.unwrap_err();
        assert_eq!(error.code(), Some("InstanceLockedForSecurity"));
    }
}

#[tokio::test]
async fn what_hurts_or_does_nothing_is_sent_only_when_exactly_that_is_acknowledged() {
    let world = World::default().instance("i-1", &["security"]);
    let guard = world.guard();
    let delete = DeleteInstance::new("i-1");
    let run = run_command(&["i-1"]);
    assert!(guard.send_acknowledged(&delete, NothingHappens).await.is_err());
    assert!(guard.send_acknowledged(&run, ReleasesDisks).await.is_err());
    assert!(guard.send_acknowledged(&delete, ReleasesDisks).await.is_ok());
    assert!(guard.send_acknowledged(&run, NothingHappens).await.is_ok());
    let denied = guard.send_acknowledged(StartInstance::new("i-1"), NothingHappens).await;
    assert!(denied.unwrap_err().refused().is_some());
    let certain = guard.policy(Policy::RequireCertain);
    assert!(certain.send_acknowledged(&delete, ReleasesDisks).await.is_err());
}

#[tokio::test]
async fn only_certain_also_keeps_what_is_contradicted_or_unstated() {
    let world = World::default()
        .instance("i-security", &["security"])
        .instance("i-financial", &["financial"])
        .instance("i-fine", &[]);
    let lenient = world.guard();
    let strict = world.guard().policy(Policy::RequireCertain);
    // The page permits it, the error table disagrees.
    let stop = StopInstance::new("i-security");
    assert!(lenient.send(&stop).await.is_ok());
    let error = strict.send(&stop).await.unwrap_err();
    assert!(error.refused().unwrap().decision.is_permitted());
    // No source says anything.
    let start = StartInstances::new(["i-financial".to_owned()]).region_id("cn-hangzhou");
    assert!(lenient.send(&start).await.is_ok());
    let error = strict.send(&start).await.unwrap_err();
    assert_eq!(error.refused().unwrap().decision.verdict(), Verdict::Unstated);
    assert!(strict.send(StopInstance::new("i-fine")).await.is_ok());
}

#[tokio::test]
async fn without_a_lookup_the_lenient_policy_sends_and_the_strict_one_keeps() {
    let world = World::default().instance("i-1", &["security"]);
    world.breaks();
    let lenient = world.guard();
    assert!(lenient.send(StartInstance::new("i-1")).await.is_ok());
    assert_eq!(world.asked().last().unwrap(), "StartInstance");

    let strict = world.guard().policy(Policy::RequireCertain);
    let error = strict.send(StartInstance::new("i-1")).await.unwrap_err();
    assert_eq!(world.asked(), [r#"DescribeInstances cn-hangzhou ["i-1"]"#]);
    assert_eq!(error.operation(), "StartInstance");
    // The code is that of another operation, so it is none of this one.
    assert_eq!((error.code(), error.refused().is_none()), (None, true));
    let cause = error.lookup_error().unwrap();
    assert_eq!((cause.operation(), cause.code()), ("DescribeInstances", Some("Forbidden.RAM")));
    assert!(error.to_string().contains("Forbidden.RAM"), "{error}");
    assert_eq!((error.class(), error.reaction()), (cause.class(), cause.reaction()));
}

#[tokio::test]
async fn a_lookup_that_can_be_repeated_does_not_advise_to_repeat_the_call_with_a_token() {
    let world = World::default().instance("i-1", &[]);
    world.answers(400, "Throttling");
    let guard = world.guard().policy(Policy::RequireCertain);
    let error = guard.send(StartInstance::new("i-1")).await.unwrap_err();
    assert_eq!((error.class(), error.reaction()), (Class::Throttled, Reaction::RetryNewToken));
    let cause = error.lookup_error().unwrap();
    assert_eq!((cause.class(), cause.reaction()), (Class::Throttled, Reaction::RetrySameToken));
    // An earlier attempt under the token may have been carried out.
    let resize = ResizeDisk::new("d-1", 40);
    let error = guard.send(&resize).await.unwrap_err();
    assert_eq!(error.reaction(), Reaction::RetryNewToken);
    let error = guard.send(resize.client_token("mine")).await.unwrap_err();
    assert_eq!(error.reaction(), Reaction::RetrySameToken);
}

#[tokio::test]
async fn check_tells_every_decision_and_sends_only_the_lookups() {
    let world = World::default().instance("i-1", &["security", "financial"]).instance("i-2", &[]);
    let guard = world.guard();
    let request = StartInstances::new(["i-1", "i-2", "i-none"].map(str::to_owned));
    let findings = guard.inspect(&request).await;
    assert_eq!(world.asked(), [r#"DescribeInstances cn-hangzhou ["i-1","i-2","i-none"]"#]);
    let of = |id: &str| {
        let all = findings.all().iter().filter(|one| one.targets.iter().any(|it| it.id == id));
        all.map(|one| one.decision.verdict().name()).collect::<Vec<_>>()
    };
    assert!(of("i-1").contains(&"denied"), "{:?}", of("i-1"));
    assert_eq!((of("i-2"), of("i-none")), (vec!["permitted"], vec!["permitted"]));
    let unseen =
        findings.all().iter().filter(|one| !one.seen).map(|one| one.targets[0].id.as_str());
    assert_eq!(unseen.collect::<Vec<_>>(), ["i-none"]);
    assert!(findings.strictest().decision.is_denied());
    assert!(findings.lookup_error().is_none());
    let not_sent = findings.check(Policy::RefuseKnownProblems, None).unwrap_err();
    let NotSent::Refused { targets, .. } = not_sent else { panic!("{not_sent}") };
    assert_eq!(targets[0].id, "i-1");
}
