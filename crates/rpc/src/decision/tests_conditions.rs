//! Conditions that are not locks: statuses of an instance and types of a security group, in the
//! table and in types.

use super::fixture::{CLOSED, FREE, OPEN, POLICY, START, TABLE, VISIT};
use super::handle::{
    Advanced, Basic, Instance, Own, SecurityGroup, ServiceManaged, Target, Unlocked,
};
use super::observed::{ObservedGroup, ObservedInstance};
use super::*;

const LOCKED: Situation = Situation::new().instance_lock(Lock::Security);
const ADVANCED: Situation = Situation::new().group_type(GroupType::Advanced);

const _: () = decide(&TABLE, POLICY, ADVANCED).must_be_denied();
const _: () = decide(&TABLE, VISIT, status(InstanceStatus::Running)).must_be_permitted();

const fn status(status: InstanceStatus) -> Situation {
    Situation::new().instance_status(status)
}

fn verdict(row: u16, situation: Situation) -> Verdict {
    decide(&TABLE, row, situation).verdict()
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
        assert_eq!(verdict(VISIT, status(refused)), Verdict::Denied(Some("Status")));
    }
    assert_eq!(verdict(START, status(InstanceStatus::Running)), Verdict::Denied(None));
}

#[test]
fn an_advanced_group_is_refused_where_only_basic_ones_are_accepted() {
    assert_eq!(verdict(POLICY, ADVANCED), Verdict::Denied(Some("Type")));
    let basic = Situation::new().group_type(GroupType::Basic);
    assert_eq!(verdict(POLICY, basic), Verdict::Permitted);
    assert_eq!(decide(&TABLE, POLICY, basic).evidence().count(), 1);
}

#[test]
fn a_state_that_is_not_known_changes_nothing() {
    let nothing = status(InstanceStatus::Unknown).group_type(GroupType::Unknown);
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
    assert_eq!(verdict(VISIT, LOCKED.and(pending)), Verdict::Denied(Some("Status")));
    let unstated = Situation::new().instance_lock(Lock::Financial);
    assert_eq!(verdict(VISIT, unstated), Verdict::Unstated);
    assert_eq!(verdict(VISIT, unstated.and(pending)), Verdict::Denied(Some("Status")));
    // A condition that is met does not make up for what nobody states.
    assert_eq!(verdict(VISIT, unstated.and(status(InstanceStatus::Running))), Verdict::Unstated);
    // Two refusals: the one with a code is told, the evidence of both is kept.
    let both = decide(&TABLE, START, LOCKED.and(status(InstanceStatus::Running)));
    assert_eq!(both.verdict(), Verdict::Denied(Some("Locked")));
    let about: Vec<Aspect> = both.evidence().map(|one| one.aspect()).collect();
    assert_eq!(about, [Aspect::SecurityLock, Aspect::InstanceStatus, Aspect::InstanceStatus]);
}

#[test]
fn several_locks_of_one_instance_hold_at_once() {
    let both = LOCKED.also_locked(Lock::Financial);
    assert!(both.holds(Aspect::SecurityLock) && both.holds(Aspect::FinancialLock));
    assert_eq!(LOCKED.and(Situation::new().instance_lock(Lock::Financial)), both);
    assert_eq!(both.lock_of_instance(), Lock::Security);
    assert_eq!(both.instance_lock(Lock::None), Situation::new());
    let other = both.also_locked(Lock::Other);
    assert!(other.is_undocumented());
    assert_eq!(verdict(CLOSED, other), Verdict::Denied(Some("Locked")));
}

#[test]
fn texts_of_a_reply_are_read_as_states() {
    assert_eq!(InstanceStatus::from_status(""), InstanceStatus::Unknown);
    assert_eq!(InstanceStatus::from_status("Deleted"), InstanceStatus::Other);
    for state in ["Pending", "Starting", "Running", "Stopping", "Stopped"] {
        assert_eq!(InstanceStatus::from_status(state).name(), state);
    }
    assert_eq!(GroupType::from_type("normal"), GroupType::Basic);
    assert_eq!(GroupType::from_type("enterprise"), GroupType::Advanced);
    for unknown in ["", "something"] {
        assert_eq!(GroupType::from_type(unknown), GroupType::Unknown);
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
        text.contains("situation: the instance is Stopping, the security group is advanced"),
        "{text}",
    );
    assert!(text.contains(": requires Running or Stopped, Status [instance-status"), "{text}");
    let value: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    assert_eq!(value["instance_status"], "Stopping");
    assert_eq!(value["group_type"], "advanced");
    assert_eq!(value["situation"], serde_json::json!(["instance-status", "security-group-type"]));
    assert_eq!(value["evidence"][0]["says"], "requires");
    assert_eq!(value["evidence"][0]["requires"], serde_json::json!(["Running", "Stopped"]));
    assert_eq!(value["evidence"][1]["requires"], serde_json::Value::Null);
}

#[test]
#[should_panic(
    expected = "`Policy` is refused while the security group is advanced (Type; lock page 2026-06-20)"
)]
fn a_failing_const_check_names_the_state() {
    decide(&TABLE, POLICY, ADVANCED).must_be_permitted();
}

#[test]
fn an_instance_becomes_the_handle_that_its_facts_name() {
    let seen = Instance::from_facts("i-1", [], "Running");
    assert_eq!((&seen).situation(), status(InstanceStatus::Running));
    assert_eq!(seen.id(), "i-1");
    let unlocked: Instance<Unlocked> = seen.unlocked().unwrap();
    assert_eq!((&unlocked).situation(), status(InstanceStatus::Running));
    assert_eq!((&unlocked.forget()).situation(), Situation::new());

    let ObservedInstance::SecurityLocked(locked) =
        Instance::from_facts("i-1", ["financial", "security"], "")
    else {
        panic!("not locked for security")
    };
    assert_eq!((&locked.clone()).situation(), LOCKED.also_locked(Lock::Financial));
    let other = Instance::from_facts("i-1", ["recycling"], "Stopped");
    assert!(matches!(other, ObservedInstance::Other(_)));
    assert_eq!(
        other.unlocked().unwrap_err().to_string(),
        "i-1 is not in the expected state: expected not locked, observed locked, Other",
    );
}

#[test]
fn a_group_becomes_the_handle_that_its_facts_name() {
    let group = |managed, text| SecurityGroup::from_facts("sg-1", managed, text);
    let ObservedGroup::Advanced(advanced) = group(false, "enterprise") else {
        panic!("not advanced")
    };
    assert_eq!((&advanced).situation(), ADVANCED);
    assert!(matches!(group(false, "normal"), ObservedGroup::Basic(_)));
    assert!(matches!(group(false, ""), ObservedGroup::Own(_)));
    let managed = group(true, "enterprise");
    assert_eq!((&managed).situation(), ADVANCED.security_group(Group::ServiceManaged));
    assert!(managed.own().is_err());
    let own: SecurityGroup<Own> = group(false, "enterprise").own().unwrap();
    assert_eq!((&own).situation(), ADVANCED);
}

#[test]
fn who_manages_a_group_and_its_type_are_observed_one_by_one() {
    let group = || SecurityGroup::new("sg-1");
    let both = group().observed::<ServiceManaged>(Group::ServiceManaged).unwrap();
    let both = both.of_type::<Advanced>(GroupType::Advanced).unwrap();
    assert_eq!((&both).situation(), ADVANCED.security_group(Group::ServiceManaged));
    assert!(group().of_type::<Basic>(GroupType::Advanced).is_err());
    assert!(group().of_type::<Basic>(GroupType::Unknown).is_err());
    let typed = group().of_type::<Basic>(GroupType::Basic).unwrap();
    assert!(typed.observed::<Own>(Group::Own).is_ok());
}

#[test]
fn a_decision_costs_little_space() {
    assert!(size_of::<table::Entry>() <= 12, "{}", size_of::<table::Entry>());
    assert!(size_of::<table::Cell>() <= 10, "{}", size_of::<table::Cell>());
    // Two of its words make the fold a few operations on registers.
    assert!(size_of::<table::Row>() <= 48, "{}", size_of::<table::Row>());
    assert!(size_of::<Decision>() <= 24, "{}", size_of::<Decision>());
    assert_eq!(verdict(FREE, LOCKED), Verdict::Permitted);
}
