//! Policies about several targets, the order of severity, and where acknowledgements compile.

use crate::fixture::{CLOSED, CUT, DEPENDS, FREE, HAZARD, IDLE, NOWHERE, OPEN, TABLE};
use crate::handle::{
    Advanced, Basic, CustomerManaged, Disk, FinancialLocked, InUse, Instance, NotInUse,
    SecurityGroup, SecurityLocked, ServiceManaged, Unlocked,
};
use crate::typed::{AtRunTime, VerdictOn};
use crate::{
    Acknowledgement, Decision, DiskUsage, Lock, ManagedBy, NotSent, Policy, ResourceKind,
    Situation, Target, decide, handle,
};

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);

fn target(id: &str) -> [Target; 1] {
    [Target::new(ResourceKind::Instance, id)]
}

/// The ids that prevent a call about `i-0`, `i-1` and so on with these decisions.
fn refused(
    policy: Policy,
    decisions: &[Decision],
    acknowledged: Option<Acknowledgement>,
) -> Option<(Decision, String)> {
    let targets: Vec<_> = (0..decisions.len()).map(|at| target(&format!("i-{at}"))).collect();
    let about = targets.iter().map(<[Target; 1]>::as_slice);
    match policy.check_each(decisions.iter().copied().zip(about), acknowledged).err()? {
        NotSent::Refused { refusal, targets, others } => {
            assert_eq!(refusal.policy, policy);
            let ids = |targets: Vec<Target>| {
                targets.into_iter().map(|target| target.id).collect::<Vec<_>>().join(" ")
            };
            let also = if others.is_empty() { "" } else { "; " };
            Some((refusal.decision, ids(targets) + also + &ids(others)))
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_call_is_sent_only_if_it_is_for_every_target() {
    use Acknowledgement::{NothingHappens, OutcomeUnknown, ReleasesDisks};
    let [idle, hazard, open, free] =
        [IDLE, HAZARD, OPEN, FREE].map(|row| decide(&TABLE, row, LOCKED));
    let ids = |policy, decisions: &[Decision], acknowledged| {
        refused(policy, decisions, acknowledged).map(|(_, ids)| ids)
    };
    let by_default = Policy::RefuseKnownProblems;
    // The acknowledgement of the worse verdict does not hide the other one.
    assert_eq!(ids(by_default, &[idle, hazard], Some(NothingHappens)).unwrap(), "i-1");
    assert_eq!(ids(by_default, &[idle, hazard], Some(ReleasesDisks)).unwrap(), "i-0");
    assert_eq!(ids(by_default, &[hazard, free, hazard], Some(ReleasesDisks)), None);
    assert_eq!(ids(by_default, &[hazard, free, hazard], Some(OutcomeUnknown)).unwrap(), "i-0 i-2");
    // Nor does the certain one of two permissions hide the disputed one.
    assert_eq!(ids(Policy::RequireCertain, &[free, open], None).unwrap(), "i-1");
    assert_eq!(ids(by_default, &[free, open], None), None);
    assert_eq!(ids(Policy::SendAll, &[idle, hazard, open], None), None);
    // The strictest of those that refuse is the reason.
    let (decision, ids) = refused(by_default, &[hazard, idle, free], None).unwrap();
    assert_eq!((decision.verdict(), ids.as_str()), (idle.verdict(), "i-1; i-0"));
    assert_eq!(refused(by_default, &[], None).map(|(_, ids)| ids), None);
}

#[test]
fn only_targets_that_the_reason_is_about_are_shown_with_it() {
    let (by_lock, by_payment) = (
        decide(&TABLE, CLOSED, LOCKED),
        decide(&TABLE, CLOSED, Situation::new().with_instance_lock(Lock::Financial)),
    );
    assert!(by_lock.is_denied() && by_payment.is_denied());
    let [one, two] = ["i-1", "i-2"].map(target);
    let (three, pair) = (target("i-3"), [one[0].clone(), target("d-1")[0].clone()]);
    let parts: [(Decision, &[Target]); 4] =
        [(by_payment, &two), (by_lock, &one), (by_payment, &pair), (by_lock, &three)];
    let not_sent = Policy::default().check_each(parts, None).unwrap_err();
    let text = not_sent.to_string();
    assert!(text.ends_with(" [i-1, i-3]; also refused: i-2, d-1"), "{text}");
}

#[test]
fn decisions_from_the_mildest_to_the_strictest() {
    let managed = Situation::new().with_managed_by(ManagedBy::CloudService);
    let in_use = LOCKED.with_disk_usage(DiskUsage::InUse);
    let order = [
        decide(&TABLE, FREE, LOCKED),
        decide(&TABLE, OPEN, LOCKED),
        decide(&TABLE, FREE, managed),
        decide(&TABLE, HAZARD, LOCKED),
        decide(&TABLE, IDLE, LOCKED),
        decide(&TABLE, DEPENDS, LOCKED),
        // Without a code, then one that was restored, then one with a code.
        decide(&TABLE, CLOSED, Situation::new().with_instance_lock(Lock::Financial)),
        decide(&TABLE, DEPENDS, in_use),
        decide(&TABLE, CLOSED, LOCKED),
    ];
    for pair in order.windows(2) {
        assert!(pair[0].severity() < pair[1].severity(), "{} | {}", pair[0], pair[1]);
        for stricter in [pair[0].stricter(pair[1]), pair[1].stricter(pair[0])] {
            assert_eq!(stricter.severity(), pair[1].severity());
        }
    }
    // A refusal that was restored from lost words is less strict than one that nobody disputes.
    assert!(!decide(&TABLE, CUT, in_use).is_certain());
    assert!(decide(&TABLE, CUT, in_use).severity() < order[7].severity());
    // Of equals, the first stays.
    let nowhere = decide(&TABLE, NOWHERE, LOCKED);
    assert_eq!(order[0].stricter(nowhere).operation(), "Free");
    assert_eq!(nowhere.stricter(order[0]).operation(), "Nowhere");
}

/// That a verdict exists in a state, whatever it is.
fn stated<R: VerdictOn<T>, T>() {}

/// Every state that a handle or a pair can have.
#[allow(dead_code, reason = "that it compiles is the test")]
fn an_acknowledgement_has_a_verdict_in_every_state<R: crate::Decided>() {
    type Unknown = handle::Unknown;
    macro_rules! states {
        ($($instance:ty),+) => {$(
            stated::<R, Instance<$instance>>();
            stated::<R, (Instance<$instance>, Disk<Unknown>)>();
            stated::<R, (Instance<$instance>, Disk<InUse>)>();
            stated::<R, (Instance<$instance>, Disk<NotInUse>)>();
            stated::<R, (Instance<$instance>, Disk<FinancialLocked>)>();
            stated::<R, (Instance<$instance>, SecurityGroup<Unknown, Basic>)>();
            stated::<R, (Instance<$instance>, SecurityGroup<CustomerManaged, Basic>)>();
            stated::<R, (Instance<$instance>, SecurityGroup<ServiceManaged>)>();
        )+};
    }
    states!(Unknown, Unlocked, SecurityLocked, FinancialLocked);
    stated::<R, AtRunTime>();
    stated::<R, Disk<Unknown>>();
    stated::<R, Disk<InUse>>();
    stated::<R, Disk<NotInUse>>();
    stated::<R, Disk<FinancialLocked>>();
    stated::<R, SecurityGroup<Unknown, Basic>>();
    stated::<R, SecurityGroup<CustomerManaged>>();
    stated::<R, SecurityGroup<ServiceManaged>>();
}

/// What only a type of group prevents stays prevented.
#[allow(dead_code, reason = "that it compiles is the test")]
fn an_advanced_group_needs_a_request_that_accepts_it<R>()
where
    R: crate::Decided,
    Advanced: crate::typed::GroupTypeAllows<R>,
{
    stated::<R, SecurityGroup<CustomerManaged, Advanced>>();
}
