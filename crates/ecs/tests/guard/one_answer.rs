//! "Is this call sent?" has one answer, whoever is asked: the policy, a check, a send; about a
//! situation, about handles, and through the guard.

use std::time::Duration;

use aliyun_ecs::decision::{Acknowledgement, Decided, DecidedOperation, InstanceStatus, On};
use aliyun_ecs::handle::{Disk, Instance, ObservedInstance};
use aliyun_ecs::runtime::wire::flatten;
use aliyun_ecs::{
    ClientExt, CommandType, Decision, DeleteInstance, DetachDisk, DiskUsage, Error, Lock,
    ModifyInstanceSpec, NotSent, NothingHappens, OutcomeUnknown, Policy, ReleasesDisks, RunCommand,
    RunCommandRequired, SendRequest, Situation, StartInstance, StopInstance, Verdict,
};

use crate::world::{World, client};

const ACKNOWLEDGED: [Option<Acknowledgement>; 4] = [
    None,
    Some(Acknowledgement::ReleasesDisks),
    Some(Acknowledgement::NothingHappens),
    Some(Acknowledgement::OutcomeUnknown),
];

/// When a call is sent.
#[derive(Clone, Copy)]
enum Sent {
    Always,
    /// With this acknowledgement and no other.
    With(Acknowledgement),
    Never,
}

impl Sent {
    fn with(self, acknowledged: Option<Acknowledgement>) -> bool {
        match self {
            Self::Always => true,
            Self::With(needed) => acknowledged == Some(needed),
            Self::Never => false,
        }
    }
}

/// A row of the table: a call, what it meets, and the answer under each policy. Under
/// [`Policy::SendAll`] every call is sent.
struct Row<R> {
    request: R,
    situation: Situation,
    verdict: Verdict,
    certain: bool,
    /// Under [`Policy::RefuseKnownProblems`].
    by_default: Sent,
    /// Under [`Policy::RequireCertain`].
    if_certain: Sent,
    /// Puts the targets into that situation for a guard. There is a world for every verdict, so no
    /// row has to leave the guard out.
    world: World,
}

/// What somebody answers: the verdict of the decision, and whether the call is sent.
#[derive(Debug, PartialEq)]
struct Answer {
    sent: bool,
    /// `None` for a reply: it does not tell.
    verdict: Option<Verdict>,
}

fn checked(result: Result<Decision, NotSent>) -> Answer {
    match result {
        Ok(decision) => Answer { sent: true, verdict: Some(decision.verdict()) },
        Err(not_sent) => Answer { sent: false, verdict: Some(refused(&not_sent)) },
    }
}

/// `wire` is what reached the transport.
fn sent<T, C>(result: Result<T, Error<C>>, operation: &str, wire: &[String]) -> Answer {
    let is_sent = wire.iter().any(|one| one == operation);
    assert_eq!(result.is_ok(), is_sent, "{operation}: {wire:?}");
    let error = result.err();
    let verdict = error.map(|error| refused(NotSent::of(&error).expect("it was not sent")));
    Answer { sent: is_sent, verdict }
}

fn refused(not_sent: &NotSent) -> Verdict {
    not_sent.refusal().unwrap_or_else(|| panic!("no refusal: {not_sent}")).decision.verdict()
}

/// Check and send of a client, a handle or a guard; `.await` for the guard, whose checks look.
macro_rules! ask {
    ($whom:expr, $row:expr, $acknowledged:expr $(, .$await:tt)?) => {{
        let (whom, request, world) = ($whom, &$row.request, &$row.world);
        macro_rules! with {
            ($acknowledgement:expr) => {{
                let check = checked(whom.check_acknowledged(request, $acknowledgement)$(.$await)?);
                world.asked();
                let result = whom.send_acknowledged(request, $acknowledgement).await;
                (check, sent(result, R::META.name, &world.asked()))
            }};
        }
        match $acknowledged {
            None => {
                let check = checked(whom.check(request)$(.$await)?);
                world.asked();
                let result = whom.send(request).await;
                (check, sent(result, R::META.name, &world.asked()))
            }
            Some(Acknowledgement::ReleasesDisks) => with!(ReleasesDisks),
            Some(Acknowledgement::NothingHappens) => with!(NothingHappens),
            Some(Acknowledgement::OutcomeUnknown) => with!(OutcomeUnknown),
            Some(other) => panic!("the table does not know {other:?}"),
        }
    }};
}

impl<R: Decided + Clone> Row<R> {
    /// Asks everybody, with and without each acknowledgement, under each policy.
    async fn ask(self) -> Verdict {
        let decision = DecidedOperation::of::<R>().decide(self.situation);
        assert_eq!(decision.verdict(), self.verdict, "{decision}");
        assert_eq!(decision.is_certain(), self.certain, "{decision}");
        for acknowledged in ACKNOWLEDGED {
            self.under(Policy::SendAll, acknowledged, true).await;
            let by_default = self.by_default.with(acknowledged);
            self.under(Policy::RefuseKnownProblems, acknowledged, by_default).await;
            let if_certain = self.if_certain.with(acknowledged);
            self.under(Policy::RequireCertain, acknowledged, if_certain).await;
        }
        self.verdict
    }

    async fn under(&self, policy: Policy, acknowledged: Option<Acknowledgement>, is_sent: bool) {
        let place = format!("{} under {policy:?}, {acknowledged:?}", R::META.name);
        let verdict = Some(self.verdict);
        let check = Answer { sent: is_sent, verdict };
        let send = Answer { sent: is_sent, verdict: verdict.filter(|_| !is_sent) };
        let expected = (check, send);

        let decision = DecidedOperation::of::<R>().decide(self.situation);
        let itself = policy.check(decision, acknowledged);
        assert_eq!(itself.is_ok(), is_sent, "policy: {place}");
        if let Err(refusal) = itself {
            assert_eq!((refusal.decision.verdict(), refusal.policy), (self.verdict, policy));
        }

        let wire = client(self.world.clone());
        let about = wire.assuming(self.situation).policy(policy);
        assert_eq!(ask!(&about, self, acknowledged), expected, "situation: {place}");
        let generic = acknowledged.is_none();
        if generic {
            assert_eq!(self.send_by(&about).await, expected.1, "any sender: {place}");
        }

        // A pair of handles, so that a request may name a disk.
        let (instance, disk) = (Instance::new("i-1"), Disk::new("d-1"));
        let on = wire.on((&instance, &disk)).assuming(self.situation).policy(policy);
        assert_eq!(ask!(&on, self, acknowledged), expected, "handles: {place}");
        if !self.names_a_disk() {
            let on = wire.on(&instance).assuming(self.situation).policy(policy);
            assert_eq!(ask!(&on, self, acknowledged), expected, "handle: {place}");
            let observed = Instance::new("i-1").observed(self.situation);
            let on = wire.on(&observed).policy(policy);
            assert_eq!(ask!(&on, self, acknowledged), expected, "observed: {place}");
        }

        // The type of the handle says what the situation says. What does not compile with `send`
        // is sent or not by code that is generic over what sends, as a check says.
        if generic {
            let (check, send) = &expected;
            let found = match Instance::new("i-1").observed(self.situation) {
                ObservedInstance::Unlocked(instance) => {
                    self.typed(wire.on((&instance, &disk)).policy(policy)).await
                }
                ObservedInstance::SecurityLocked(instance) => {
                    self.typed(wire.on((&instance, &disk)).policy(policy)).await
                }
                ObservedInstance::FinancialLocked(instance) => {
                    self.typed(wire.on((&instance, &disk)).policy(policy)).await
                }
                other => panic!("the table does not know {other:?}"),
            };
            assert_eq!((&found.0, &found.1), (check, send), "typed: {place}");
        }

        // Nothing is believed longer than for one question.
        let guard = self.world.guard().max_age(Duration::ZERO).policy(policy);
        let mut found = ask!(&guard, self, acknowledged, .await);
        if policy == Policy::SendAll {
            // The guard looks nothing up, because nothing would stop the call: it does not know.
            found.0.verdict = verdict;
        }
        assert_eq!(found, expected, "guard: {place}");
        if generic {
            assert_eq!(self.send_by(&guard).await, expected.1, "any guard: {place}");
        }
    }

    async fn typed<T>(&self, on: On<'_, T>) -> (Answer, Answer) {
        (checked(on.check(&self.request)), self.send_by(&on).await)
    }

    /// Sends as code that is generic over what sends.
    async fn send_by(&self, whom: &impl SendRequest) -> Answer {
        self.world.asked();
        let result = whom.send(self.request.clone()).await;
        sent(result, R::META.name, &self.world.asked())
    }

    fn names_a_disk(&self) -> bool {
        let query = flatten(&self.request);
        query.iter().any(|(name, _)| name == "DiskId")
    }
}

#[tokio::test]
async fn whether_a_call_is_sent_has_one_answer() {
    let stopped = Situation::new().with_instance_status(InstanceStatus::Stopped);
    let locked = stopped.with_instance_lock(Lock::Security);
    let free = || World::default().instance("i-1", &[]);
    let security = || World::default().instance("i-1", &["security"]);

    let mut seen = vec![
        Row {
            request: StartInstance::new("i-1"),
            situation: stopped,
            verdict: Verdict::Permitted,
            certain: true,
            by_default: Sent::Always,
            if_certain: Sent::Always,
            world: free(),
        }
        .ask()
        .await,
        // Permitted by one source and refused by another.
        Row {
            request: StopInstance::new("i-1"),
            situation: locked,
            verdict: Verdict::Permitted,
            certain: false,
            by_default: Sent::Always,
            if_certain: Sent::Never,
            world: security(),
        }
        .ask()
        .await,
        Row {
            request: ModifyInstanceSpec::new("i-1"),
            situation: stopped.with_instance_lock(Lock::Financial),
            verdict: Verdict::Unstated,
            certain: false,
            by_default: Sent::Always,
            if_certain: Sent::Never,
            world: World::default().instance("i-1", &["financial"]),
        }
        .ask()
        .await,
        Row {
            request: DeleteInstance::new("i-1"),
            situation: locked,
            verdict: Verdict::PermittedWithHazard,
            certain: false,
            by_default: Sent::With(Acknowledgement::ReleasesDisks),
            if_certain: Sent::Never,
            world: security(),
        }
        .ask()
        .await,
        Row {
            request: RunCommand::new(RunCommandRequired {
                type_: CommandType::RunShellScript.into(),
                command_content: "ls".into(),
            })
            .instance_id(["i-1"]),
            situation: locked,
            verdict: Verdict::AcceptedButFails,
            certain: true,
            by_default: Sent::With(Acknowledgement::NothingHappens),
            if_certain: Sent::With(Acknowledgement::NothingHappens),
            world: security(),
        }
        .ask()
        .await,
        Row {
            request: DetachDisk::new("i-1", "d-1"),
            situation: locked.with_disk_usage(DiskUsage::Unknown),
            verdict: Verdict::DependsOnDisk,
            certain: false,
            by_default: Sent::Always,
            if_certain: Sent::Never,
            // A status of the disk that no document mentions.
            world: security().disk("d-1", "Mounted", "i-1", &[]),
        }
        .ask()
        .await,
        Row {
            request: StartInstance::new("i-1"),
            situation: locked,
            verdict: Verdict::Denied,
            certain: true,
            by_default: Sent::Never,
            if_certain: Sent::Never,
            world: security(),
        }
        .ask()
        .await,
    ];
    seen.dedup();
    assert_eq!(seen, Verdict::ALL, "the table has a row for every verdict");
}
