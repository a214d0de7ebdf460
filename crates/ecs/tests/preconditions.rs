//! Conditions that are not locks, as the documents state them: the status of the instance and the
//! type of the security group, in `decide` and in types.

#![cfg(all(feature = "instances", feature = "security-groups"))]

use aliyun_ecs::decision::typed::{Outcome, PermittedOn, Verdicts};
use aliyun_ecs::decision::{Aspect, Decided, InstanceStatus, SecurityGroupType};
use aliyun_ecs::handle::{
    Basic, CustomerManaged, Handle, Instance, ObservedInstance, ObservedSecurityGroup,
    SecurityGroup, SecurityLocked,
};
use aliyun_ecs::{
    Decision, JoinSecurityGroup, Lock, MATRIX, ManagedBy, ModifySecurityGroupPolicy, Operation,
    Situation, StopInstance, Verdict, decide,
};

fn refused(decision: Decision) -> (Verdict, Option<&'static str>) {
    (decision.verdict(), decision.code())
}

const STATUS: (Verdict, Option<&str>) = (Verdict::Denied, Some("IncorrectInstanceStatus"));
const ADVANCED: Situation = Situation::new().with_security_group_type(SecurityGroupType::Advanced);
const ALL: [InstanceStatus; 6] = [
    InstanceStatus::Pending,
    InstanceStatus::Starting,
    InstanceStatus::Running,
    InstanceStatus::Stopping,
    InstanceStatus::Stopped,
    InstanceStatus::Other,
];

const _: () = decide(Operation::ModifySecurityGroupPolicy, ADVANCED).must_be_denied();
const _: () =
    decide(Operation::JoinSecurityGroup, status(InstanceStatus::Stopped)).must_be_permitted();

const fn status(status: InstanceStatus) -> Situation {
    Situation::new().with_instance_status(status)
}

fn accepted(operation: Operation) -> Vec<InstanceStatus> {
    let permitted = |one: &InstanceStatus| decide(operation, status(*one)).is_permitted();
    ALL.into_iter().filter(permitted).collect()
}

#[test]
fn an_instance_joins_and_leaves_a_group_only_while_it_is_running_or_stopped() {
    for operation in [Operation::JoinSecurityGroup, Operation::LeaveSecurityGroup] {
        assert_eq!(accepted(operation), [InstanceStatus::Running, InstanceStatus::Stopped]);
        assert_eq!(refused(decide(operation, status(InstanceStatus::Pending))), STATUS);
    }
}

#[test]
fn start_reboot_and_a_new_system_disk_ask_for_one_status_and_stopping_for_none() {
    for (operation, wanted) in [
        (Operation::StartInstance, InstanceStatus::Stopped),
        (Operation::StartInstances, InstanceStatus::Stopped),
        (Operation::RebootInstance, InstanceStatus::Running),
        (Operation::RebootInstances, InstanceStatus::Running),
        (Operation::ReplaceSystemDisk, InstanceStatus::Stopped),
        (Operation::GetInstanceScreenshot, InstanceStatus::Running),
    ] {
        assert_eq!(accepted(operation), [wanted], "{operation}");
    }
    // What they are for is not what they ask for.
    for operation in [Operation::StopInstance, Operation::StopInstances] {
        assert_eq!(accepted(operation), ALL, "{operation}");
    }
}

#[test]
fn an_advanced_group_has_no_policy_to_modify() {
    let decision = decide(Operation::ModifySecurityGroupPolicy, ADVANCED);
    assert_eq!(decision.code(), Some("InvalidParameter.InnerAccessPolicy"));
    assert!(decision.is_certain());
    assert_eq!(
        decision.to_string(),
        "ModifySecurityGroupPolicy: denied, InvalidParameter.InnerAccessPolicy \
         (ModifySecurityGroupPolicy page 2024-03-19; error table 2024-06-24 agrees)",
    );
    let text = decision.explain();
    assert!(text.contains("the security group is advanced"), "{text}");
    assert!(text.contains("requires basic"), "{text}");
    let basic = Situation::new().with_security_group_type(SecurityGroupType::Basic);
    assert!(decide(Operation::ModifySecurityGroupPolicy, basic).is_permitted());
    assert!(decide(Operation::ModifySecurityGroupPolicy, Situation::new()).is_permitted());
}

#[test]
fn a_lock_and_a_wrong_status_are_both_told() {
    let locked = Situation::new().with_instance_lock(Lock::Security);
    let both = decide(Operation::StartInstance, locked.and(status(InstanceStatus::Running)));
    assert_eq!(both.code(), Some("InstanceLockedForSecurity"));
    assert!(both.evidence().any(|one| one.aspect() == Aspect::InstanceStatus));
    let reboot = decide(Operation::StopInstance, locked.and(status(InstanceStatus::Running)));
    assert!(reboot.is_permitted());
}

#[test]
fn every_stated_condition_refuses_with_a_code_and_cites_who_states_it() {
    let (mut statuses, mut types) = (0, 0);
    for operation in Operation::ALL {
        let refused = ALL.into_iter().find(|one| decide(*operation, status(*one)).is_denied());
        statuses += usize::from(refused.is_some());
        let by_type = decide(*operation, ADVANCED);
        types += usize::from(by_type.is_denied());
        for decision in
            refused.map(|one| decide(*operation, status(one))).into_iter().chain([by_type])
        {
            assert_eq!(decision.is_denied(), decision.evidence().count() > 0, "{operation}");
            assert_eq!(decision.is_denied(), decision.code().is_some(), "{operation}");
        }
    }
    assert_eq!((statuses, types), (18, 1));
}

#[test]
fn the_table_stays_below_64_kilobytes() {
    assert!(MATRIX.size() < 64 * 1024, "{}", MATRIX.size());
}

#[test]
fn types_say_what_the_table_says() {
    fn permitted<R: PermittedOn<T>, T>() {}
    permitted::<JoinSecurityGroup, SecurityGroup<CustomerManaged>>();
    permitted::<ModifySecurityGroupPolicy, SecurityGroup<CustomerManaged, Basic>>();
    permitted::<StopInstance, Instance<SecurityLocked>>();
    fn stated<O: Outcome>() -> (Verdict, Option<&'static str>) {
        (O::VERDICT, O::CODE)
    }
    fn advanced<R: Decided>() -> (Verdict, Option<&'static str>) {
        stated::<<R::Verdicts as Verdicts>::SecurityGroupType>()
    }
    assert_eq!(
        advanced::<ModifySecurityGroupPolicy>(),
        (Verdict::Denied, Some("InvalidParameter.InnerAccessPolicy")),
    );
    assert_eq!(advanced::<JoinSecurityGroup>(), (Verdict::Permitted, None));
}

#[test]
fn what_a_reply_says_becomes_a_handle() {
    let locked = Situation::new().with_instance_lock(Lock::from_reason("security"));
    let stopped = status(InstanceStatus::from_wire("Stopped"));
    let instance = Instance::new("i-1").observed(locked.and(stopped));
    assert!(matches!(instance, ObservedInstance::SecurityLocked(_)));
    assert_eq!((&instance).situation().instance_status(), InstanceStatus::Stopped);
    let advanced = SecurityGroupType::from_wire("enterprise");
    let group = Situation::new().with_managed_by(ManagedBy::Customer);
    let group = SecurityGroup::new("sg-1").observed(group.with_security_group_type(advanced));
    assert_eq!((&group).situation(), ADVANCED);
    assert!(matches!(group, ObservedSecurityGroup::Advanced(_)));
}
