//! Conditions that are not locks: statuses of an instance and types of a security group, in the
//! table and in types.

use crate::fixture::{CLOSED, FREE, OPEN, POLICY, START, TABLE, VISIT};
use crate::handle::{
    Advanced, Basic, CustomerManaged, Handle, Instance, ObservedInstance, ObservedSecurityGroup,
    SecurityGroup, ServiceManaged, Unknown, Unlocked,
};
use crate::*;

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);
const ADVANCED: Situation = Situation::new().with_security_group_type(SecurityGroupType::Advanced);

const _: () = decide(&TABLE, POLICY, ADVANCED).must_be_denied();
const _: () = decide(&TABLE, VISIT, status(InstanceStatus::Running)).must_be_permitted();

const fn status(status: InstanceStatus) -> Situation {
    Situation::new().with_instance_status(status)
}

fn verdict(row: u16, situation: Situation) -> Verdict {
    decide(&TABLE, row, situation).verdict()
}

fn refusal(row: u16, situation: Situation) -> (Verdict, Option<&'static str>) {
    let decision = decide(&TABLE, row, situation);
    (decision.verdict(), decision.code())
}

#[test]
fn a_status_that_the_documents_do_not_accept_is_refused_with_the_code() {
    for accepted in [InstanceStatus::Running, InstanceStatus::Stopped] {
        assert_eq!(verdict(VISIT, status(accepted)), Verdict::Permitted);
    }
    for refused in [
        InstanceStatus::Pending,
        InstanceStatus::Starting,
        InstanceStatus::Stopping,
        InstanceStatus::Other,
    ] {
        assert_eq!(refusal(VISIT, status(refused)), (Verdict::Denied, Some("Status")));
    }
    assert_eq!(refusal(START, status(InstanceStatus::Running)), (Verdict::Denied, None));
}

#[test]
fn an_advanced_group_is_refused_where_only_basic_ones_are_accepted() {
    assert_eq!(refusal(POLICY, ADVANCED), (Verdict::Denied, Some("Type")));
    let basic = Situation::new().with_security_group_type(SecurityGroupType::Basic);
    assert_eq!(verdict(POLICY, basic), Verdict::Permitted);
    assert_eq!(decide(&TABLE, POLICY, basic).evidence().count(), 1);
}

#[test]
fn a_state_that_is_not_known_changes_nothing() {
    let nothing =
        status(InstanceStatus::Unknown).with_security_group_type(SecurityGroupType::Unknown);
    assert_eq!(nothing, Situation::new());
    for row in [POLICY, START, VISIT] {
        let decision = decide(&TABLE, row, nothing);
        assert_eq!(decision.verdict(), Verdict::Permitted);
        assert_eq!(decision.evidence().count(), 0);
    }
}

#[test]
fn a_known_state_changes_nothing_for_an_operation_without_a_condition() {
    let known = status(InstanceStatus::Stopping).and(ADVANCED);
    for row in 0..=OPEN {
        for locks in [Situation::new(), LOCKED] {
            let (with, without) =
                (decide(&TABLE, row, locks.and(known)), decide(&TABLE, row, locks));
            assert_eq!(with.verdict(), without.verdict());
            assert_eq!(with.agreement(), without.agreement());
            assert_eq!(with.evidence().count(), without.evidence().count());
        }
    }
}

#[test]
fn a_condition_that_is_not_met_counts_as_denied_among_other_situations() {
    let pending = status(InstanceStatus::Pending);
    assert_eq!(refusal(VISIT, LOCKED.and(pending)), (Verdict::Denied, Some("Status")));
    let unstated = Situation::new().with_instance_lock(Lock::Financial);
    assert_eq!(verdict(VISIT, unstated), Verdict::Unstated);
    assert_eq!(refusal(VISIT, unstated.and(pending)), (Verdict::Denied, Some("Status")));
    // A condition that is met does not make up for what nobody states.
    assert_eq!(verdict(VISIT, unstated.and(status(InstanceStatus::Running))), Verdict::Unstated);
    // Two refusals: the decision has the code of the one and the evidence of both.
    let both = decide(&TABLE, START, LOCKED.and(status(InstanceStatus::Running)));
    assert_eq!((both.verdict(), both.code()), (Verdict::Denied, Some("Locked")));
    let about: Vec<Aspect> = both.evidence().map(|one| one.aspect()).collect();
    assert_eq!(about, [Aspect::SecurityLock, Aspect::InstanceStatus, Aspect::InstanceStatus]);
}

#[test]
fn several_locks_of_one_instance_hold_at_once() {
    let both = LOCKED.with_further_lock(Lock::Financial);
    assert!(both.holds(Aspect::SecurityLock) && both.holds(Aspect::FinancialLock));
    assert_eq!(LOCKED.and(Situation::new().with_instance_lock(Lock::Financial)), both);
    assert_eq!(both.instance_lock(), Lock::Security);
    assert_eq!(both.with_instance_lock(Lock::None), Situation::new());
    let other = both.with_further_lock(Lock::Other);
    assert!(other.holds(Aspect::OtherLock));
    assert_eq!(refusal(CLOSED, other), (Verdict::Denied, Some("Locked")));
}

#[test]
fn texts_of_a_reply_are_read_as_states() {
    assert_eq!(InstanceStatus::from_wire(""), InstanceStatus::Unknown);
    assert_eq!(InstanceStatus::from_wire("Deleted"), InstanceStatus::Other);
    for state in ["Pending", "Starting", "Running", "Stopping", "Stopped"] {
        assert_eq!(InstanceStatus::from_wire(state).name(), state);
    }
    assert_eq!(SecurityGroupType::from_wire("normal"), SecurityGroupType::Basic);
    assert_eq!(SecurityGroupType::from_wire("enterprise"), SecurityGroupType::Advanced);
    for unknown in ["", "something"] {
        assert_eq!(SecurityGroupType::from_wire(unknown), SecurityGroupType::Unknown);
    }
}

#[test]
fn one_line_names_the_condition_and_who_states_it() {
    let line = |row, situation| decide(&TABLE, row, situation).to_string();
    assert_eq!(
        line(VISIT, status(InstanceStatus::Pending)),
        "Visit: denied, Status (lock page 2026-06-20; error table 2024-06-24 agrees)",
    );
    assert_eq!(
        line(VISIT, status(InstanceStatus::Running)),
        "Visit: permitted (lock page 2026-06-20)",
    );
    assert_eq!(
        line(START, status(InstanceStatus::Running)),
        "Start: denied, code not documented (lock page 2026-06-20; lock page 2021-07-19 requires \
         Running or Stopped)",
    );
}

#[test]
fn a_paragraph_and_json_tell_the_state_and_what_is_asked_for() {
    let decision = decide(&TABLE, VISIT, status(InstanceStatus::Stopping).and(ADVANCED));
    let text = decision.explain();
    assert!(
        text.contains("situation: the instance is Stopping and the security group is advanced"),
        "{text}",
    );
    assert!(text.contains(": requires Running or Stopped, Status [instance-status"), "{text}");
    let value: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    assert_eq!(value["instance_status"], "Stopping");
    assert_eq!(value["security_group_type"], "advanced");
    assert_eq!(value["situation"], serde_json::json!(["instance-status", "security-group-type"]));
    assert_eq!(value["evidence"][0]["says"], "requires");
    assert_eq!(value["evidence"][0]["requires"], serde_json::json!(["Running", "Stopped"]));
    assert_eq!(value["evidence"][1]["requires"], serde_json::json!([]));
}

#[test]
#[should_panic(
    expected = "`Policy` is refused while the security group is advanced (Type; lock page 2026-06-20)"
)]
fn a_failing_const_check_names_the_state() {
    decide(&TABLE, POLICY, ADVANCED).must_be_permitted();
}

#[test]
fn an_instance_becomes_the_handle_that_the_situation_names() {
    let observed = |situation| Instance::new("i-1").observed(situation);
    let seen = observed(status(InstanceStatus::Running));
    assert_eq!((&seen).situation(), status(InstanceStatus::Running));
    assert_eq!(seen.id(), "i-1");
    let unlocked: Instance<Unlocked> = seen.unlocked().unwrap();
    assert_eq!((&unlocked).situation(), status(InstanceStatus::Running));
    assert_eq!((&unlocked.forget()).situation(), Situation::new());

    let both = LOCKED.with_further_lock(Lock::Financial);
    let ObservedInstance::SecurityLocked(locked) = observed(both) else {
        panic!("not locked for security reasons")
    };
    assert_eq!((&locked.clone()).situation(), both);
    let recycling = Situation::new().with_instance_lock(Lock::Recycling);
    let other = observed(recycling);
    assert!(matches!(other, ObservedInstance::Other(_)));
    assert_eq!((&other).situation().instance_lock(), Lock::Recycling);
    assert_eq!(
        other.unlocked().unwrap_err().to_string(),
        "i-1 is not in the expected state; expected: no lock; \
         observed: the instance is locked because it is about to be released",
    );
}

#[test]
fn a_security_group_becomes_the_handle_that_the_situation_names() {
    let group = |situation| SecurityGroup::new("sg-1").observed(situation);
    let ObservedSecurityGroup::Advanced(advanced) = group(ADVANCED) else { panic!("not advanced") };
    assert_eq!((&advanced).situation(), ADVANCED);
    let basic = Situation::new().with_security_group_type(SecurityGroupType::Basic);
    assert!(matches!(group(basic), ObservedSecurityGroup::Basic(_)));
    assert!(matches!(group(Situation::new()), ObservedSecurityGroup::CustomerManaged(_)));
    let managed = ADVANCED.with_managed_by(ManagedBy::CloudService);
    assert_eq!((&group(managed)).situation(), managed);
    assert!(group(managed).customer_managed().is_err());
    let own: SecurityGroup<CustomerManaged> = group(ADVANCED).customer_managed().unwrap();
    assert_eq!((&own).situation(), ADVANCED);

    let both: SecurityGroup<ServiceManaged, Advanced> = group(managed).in_state().unwrap();
    assert_eq!((&both).situation(), managed);
    assert!(group(managed).in_state::<ServiceManaged, Basic>().is_err());
    assert!(group(Situation::new()).in_state::<Unknown, Basic>().is_err());
    assert!(group(basic).in_state::<CustomerManaged, Basic>().is_ok());
}

#[test]
fn a_decision_costs_little_space() {
    assert!(size_of::<crate::Entry>() <= 12, "{}", size_of::<crate::Entry>());
    assert!(size_of::<crate::Cell>() <= 10, "{}", size_of::<crate::Cell>());
    assert!(size_of::<table::Row>() <= 48, "{}", size_of::<table::Row>());
    assert!(size_of::<Decision>() <= 24, "{}", size_of::<Decision>());
    assert_eq!(verdict(FREE, LOCKED), Verdict::Permitted);
}
