//! Calls about several targets, through handles and through the guard: sent only if the policy
//! sends them for each target. And checks, which also say what the client itself would not send.

use std::time::Duration;

use aliyun_ecs::decision::Target;
use aliyun_ecs::handle::{Disk, FinancialLocked, Instance, NotInUse, SecurityLocked, Unknown};
use aliyun_ecs::{
    Client, ClientExt, CommandType, DescribeDisks, DetachDisk, DiskUsage, Error, Lock, NotSent,
    NothingHappens, OutcomeUnknown, Policy, ResetDisks, ResetDisksDisk, RunCommand,
    RunCommandRequired, SendRequest, Situation, StopInstance, Verdict,
};

use crate::world::{World, client};

const FREE: Situation = Situation::new();
const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);
const OVERDUE: Situation = Situation::new().with_instance_lock(Lock::Financial);

/// The verdict and the targets of a refusal.
fn refused(not_sent: &NotSent) -> (Verdict, Vec<&str>) {
    let NotSent::Refused { refusal, targets, .. } = not_sent else { panic!("{not_sent}") };
    let ids = targets.iter().map(|Target { id, .. }| id.as_str());
    (refusal.decision.verdict(), ids.collect())
}

fn of<C>(error: &Error<C>) -> (Verdict, Vec<&str>) {
    refused(NotSent::of(error).expect("it was not sent"))
}

fn is_sent(world: &World, operation: &str) -> bool {
    world.asked().iter().any(|one| one == operation)
}

fn reset() -> ResetDisks {
    let disk = |id: &str| ResetDisksDisk::new().disk_id(id).snapshot_id("s-1");
    ResetDisks::new(["d-1", "d-2"].map(disk))
}

fn run() -> RunCommand {
    RunCommand::new(RunCommandRequired {
        type_: CommandType::RunShellScript.into(),
        command_content: "ls".into(),
    })
    .instance_id(["i-1", "i-2"])
}

#[tokio::test]
async fn a_certain_permission_of_one_disk_does_not_hide_a_disputed_one_of_another() {
    let world = World::default()
        .instance("i-2", &["security"])
        .disk("d-1", "Available", "", &[])
        .disk("d-2", "In_use", "i-2", &[]);
    let wire = client(world.clone());
    let free = Disk::new("d-1").observed(FREE.with_disk_usage(DiskUsage::NotInUse));
    let locked = Disk::new("d-2").observed(LOCKED.with_disk_usage(DiskUsage::InUse));
    for on in [wire.on(&free).also(&locked), wire.on(&locked).also(&free)] {
        let on = on.policy(Policy::RequireCertain);
        let disputed = (Verdict::Permitted, vec!["d-2"]);
        assert_eq!(refused(&on.check(&reset()).unwrap_err()), disputed);
        assert_eq!(of(&on.send(reset()).await.unwrap_err()), disputed);
        assert_eq!(of(&SendRequest::send(&on, reset()).await.unwrap_err()), disputed);
        assert!(!is_sent(&world, "ResetDisks"));
        assert!(on.policy(Policy::RefuseKnownProblems).send(reset()).await.is_ok());
        assert!(is_sent(&world, "ResetDisks"));
    }
    let guard = world.guard().policy(Policy::RequireCertain);
    let disputed = (Verdict::Permitted, vec!["d-2", "i-2"]);
    assert_eq!(refused(&guard.check(&reset()).await.unwrap_err()), disputed);
    assert_eq!(of(&guard.send(reset()).await.unwrap_err()), disputed);
    assert_eq!(of(&SendRequest::send(&guard, reset()).await.unwrap_err()), disputed);
    assert!(!is_sent(&world, "ResetDisks"));
    assert!(guard.policy(Policy::RefuseKnownProblems).send(reset()).await.is_ok());
}

#[tokio::test]
async fn an_instance_of_one_pair_meets_the_disk_of_another_pair() {
    // In use only where it is attached: what matters is the lock of the instance that is named.
    let world = World::default()
        .instance("i-1", &[])
        .instance("i-2", &["security"])
        .disk("d-1", "In_use", "i-1", &[])
        .disk("d-2", "Available", "", &[])
        .disk("d-3", "In_use", "i-2", &[]);
    let wire = client(world.clone());
    let instance =
        |id: &str, situation| Instance::new(id).observed(situation).in_state::<Unknown>().unwrap();
    let disk = |id: &str, usage| {
        let seen = Disk::new(id).observed(FREE.with_disk_usage(usage));
        seen.in_state::<Unknown>().unwrap()
    };
    let (free, locked) = (instance("i-1", FREE), instance("i-2", LOCKED));
    let (used, unused) = (disk("d-1", DiskUsage::InUse), disk("d-2", DiskUsage::NotInUse));
    let other = disk("d-3", DiskUsage::InUse);
    let on = wire.on((&free, &used)).also((&locked, &unused));
    let further = wire.on((&free, &unused)).also((&locked, &other));
    let guard = world.guard();
    for (on, instance, disk, is_sent) in [
        (&on, "i-2", "d-1", false),
        (&on, "i-1", "d-1", true),
        (&on, "i-1", "d-2", true),
        (&on, "i-2", "d-2", true),
        // The disk that came with the locked instance is not named.
        (&further, "i-2", "d-2", true),
        (&further, "i-2", "d-3", false),
    ] {
        let request = DetachDisk::new(instance, disk);
        let expected = (!is_sent).then(|| (Verdict::Denied, vec![disk, instance]));
        let check = on.check(&request);
        assert_eq!(sorted(check.as_ref().err().map(refused)), expected, "{instance} {disk}");
        let sent = on.send(&request).await;
        assert_eq!(sorted(sent.as_ref().err().map(of)), expected, "{instance} {disk}");
        let check = guard.check(&request).await;
        assert_eq!(sorted(check.as_ref().err().map(refused)), expected, "{instance} {disk}");
        let sent = guard.send(&request).await;
        assert_eq!(sorted(sent.as_ref().err().map(of)), expected, "{instance} {disk}");
    }
}

#[tokio::test]
async fn an_acknowledgement_of_what_one_target_meets_does_not_cover_what_another_meets() {
    let world = || World::default().instance("i-1", &["security"]).instance("i-2", &["financial"]);
    let wire = client(world());
    let locked = Instance::new("i-1").observed(LOCKED);
    let overdue = Instance::new("i-2").observed(OVERDUE);
    let refusal = |policy, acknowledged: Verdict| match policy {
        Policy::SendAll => None,
        // No source says anything about the overdue one, which is sent unless it has to be certain.
        Policy::RequireCertain if acknowledged == Verdict::AcceptedButFails => {
            Some((Verdict::Unstated, vec!["i-2"]))
        }
        Policy::RequireCertain => Some((Verdict::AcceptedButFails, vec!["i-1"])),
        _ if acknowledged == Verdict::AcceptedButFails => None,
        _ => Some((Verdict::AcceptedButFails, vec!["i-1"])),
    };
    for policy in [Policy::SendAll, Policy::RefuseKnownProblems, Policy::RequireCertain] {
        let guard = world().guard().max_age(Duration::ZERO).policy(policy);
        for on in [wire.on(&locked).also(&overdue), wire.on(&overdue).also(&locked)] {
            let on = on.policy(policy);
            macro_rules! ask {
                ($verdict:ident, $acknowledgement:expr) => {{
                    let expected = refusal(policy, Verdict::$verdict);
                    let (on, guard) = (&on, &guard);
                    let check = on.check_acknowledged(&run(), $acknowledgement);
                    assert_eq!(sorted(check.as_ref().err().map(refused)), expected);
                    let sent = on.send_acknowledged(run(), $acknowledgement).await;
                    assert_eq!(sorted(sent.as_ref().err().map(of)), expected);
                    let check = guard.check_acknowledged(&run(), $acknowledgement).await;
                    assert_eq!(sorted(check.as_ref().err().map(refused)), expected);
                    let sent = guard.send_acknowledged(run(), $acknowledgement).await;
                    assert_eq!(sorted(sent.as_ref().err().map(of)), expected);
                }};
            }
            ask!(AcceptedButFails, NothingHappens);
            ask!(Unstated, OutcomeUnknown);
        }
    }
}

fn sorted(refusal: Option<(Verdict, Vec<&str>)>) -> Option<(Verdict, Vec<&str>)> {
    refusal.map(|(verdict, mut ids)| {
        ids.sort_unstable();
        (verdict, ids)
    })
}

#[tokio::test]
async fn an_acknowledgement_works_on_pairs_and_on_states_that_ask_for_none() {
    let (world, request) = (World::default(), run().instance_id(["i-1"]));
    let wire = client(world.clone());
    let locked: Instance<SecurityLocked> =
        Instance::new("i-1").observed(LOCKED).in_state().unwrap();
    let unlocked = Instance::new("i-1").observed(FREE).unlocked().unwrap();
    let disk = |situation: Situation| Disk::new("d-1").observed(situation);
    let unused = disk(FREE.with_disk_usage(DiskUsage::NotInUse));
    let unused: Disk<NotInUse> = unused.in_state().unwrap();
    let overdue = disk(FREE.with_disk_lock(aliyun_ecs::DiskLock::Financial));
    let overdue: Disk<FinancialLocked> = overdue.in_state().unwrap();

    let pair = wire.on((&locked, &unused));
    assert!(pair.check(&request).is_err());
    assert!(pair.check_acknowledged(&request, NothingHappens).is_ok());
    pair.send_acknowledged(&request, NothingHappens).await.unwrap();
    // The lock of the disk is no reason to lose the acknowledgement.
    wire.on((&locked, &overdue)).send_acknowledged(&request, NothingHappens).await.unwrap();
    // What the type does not tell may still be known.
    let assumed = wire.on(&unlocked).assuming(LOCKED);
    assert!(assumed.check(&request).is_err());
    assumed.send_acknowledged(&request, NothingHappens).await.unwrap();
    let detach = DetachDisk::new("i-1", "d-1");
    wire.on((&unlocked, &unused)).send_acknowledged(&detach, OutcomeUnknown).await.unwrap();
    assert_eq!(world.asked(), ["RunCommand", "RunCommand", "RunCommand", "DetachDisk"]);
}

#[tokio::test]
async fn a_policy_that_sends_everything_does_not_compare_ids_either() {
    let world = World::default();
    let (wire, one) = (client(world.clone()), Instance::new("i-1"));
    for request in [StopInstance::new("i-2"), StopInstance::new("i 1")] {
        let on = wire.on(&one);
        assert!(on.check(&request).is_err() && on.send(&request).await.is_err());
        let on = on.policy(Policy::SendAll);
        assert!(on.check(&request).is_ok() && on.send(&request).await.is_ok());
    }
    assert_eq!(world.asked(), ["StopInstance", "StopInstance"]);
}

/// Why the client does not send a request: the texts of its own error and of that in the check.
async fn both<R: aliyun_ecs::decision::Decided + Clone>(
    wire: &Client,
    world: &World,
    request: R,
) -> [String; 4] {
    let sent = wire.send(request.clone()).await.err().expect("the client does not send it");
    let itself = wire.check(&request).unwrap_err();
    let about = wire.assuming(FREE).check(&request).unwrap_err();
    let guard = aliyun_ecs::guard::Guard::new(wire.clone()).policy(Policy::SendAll);
    let guarded = guard.check(&request).await.unwrap_err();
    for not_sent in [&about, &guarded] {
        let NotSent::Invalid(error) = not_sent else { panic!("{not_sent}") };
        assert_eq!((error.class(), error.reaction()), (sent.class(), sent.reaction()));
    }
    assert_eq!(world.asked(), [""; 0]);
    [sent.to_string(), itself.to_string(), about.to_string(), guarded.to_string()]
}

#[tokio::test]
async fn a_check_says_what_the_client_would_not_send() {
    let world = World::default();
    let above = both(&client(world.clone()), &world, DescribeDisks::new().max_results(501)).await;
    assert!(above[0].contains("MaxResults"), "{}", above[0]);
    assert_eq!(above, [above[0].as_str(); 4]);

    let wire = Client::builder()
        .region("cn-hangzhou")
        .endpoint("ecs.example.com")
        .credentials(aliyun_ecs::StaticCredentials::new("LTAI-test", "not a secret"))
        .transport(world.clone())
        .build()
        .unwrap();
    let elsewhere = DescribeDisks::new().region_id("cn-beijing");
    let elsewhere = both(&wire, &world, elsewhere).await;
    assert!(elsewhere[0].contains("cn-beijing"), "{}", elsewhere[0]);
    assert_eq!(elsewhere, [elsewhere[0].as_str(); 4]);
}
