//! Decisions on the real specification that everybody should be able to look up: verdict, code,
//! the source that decides, who disagrees, and whether a caller may rely on it.

use aliyun_ecs::decision::{EvidenceKind, Says};
use aliyun_ecs::{
    Agreement, Aspect, Caller, Decision, DiskLock, DiskUsage, Hazard, Lock, ManagedBy, Operation,
    Policy, Situation, Verdict, decide,
};

const SECURITY: Situation = Situation::new().with_instance_lock(Lock::Security);
const FINANCIAL: Situation = Situation::new().with_instance_lock(Lock::Financial);
const MANAGED: Situation = Situation::new().with_managed_by(ManagedBy::CloudService);
const SERVICE: Situation = MANAGED.with_caller(Caller::ManagingService);

const LOCKED: Option<&str> = Some("InstanceLockedForSecurity");
const BY_SERVICE: Option<&str> = Some("InvalidOperation.ResourceManagedByCloudProduct");

// The same decisions, as the compiler sees them.
const _: () = {
    assert!(decide(Operation::DetachDisk, SECURITY.with_disk_usage(DiskUsage::InUse)).is_denied());
    assert!(
        decide(Operation::DetachDisk, SECURITY.with_disk_usage(DiskUsage::NotInUse)).is_permitted()
    );
    let detach = decide(Operation::DetachDisk, SECURITY);
    assert!(matches!(detach.verdict(), Verdict::DependsOnDisk) && detach.code().is_some());
    assert!(matches!(decide(Operation::RunCommand, SECURITY).verdict(), Verdict::AcceptedButFails));
    let delete = decide(Operation::DeleteInstance, SECURITY);
    assert!(matches!(delete.verdict(), Verdict::PermittedWithHazard));
    assert!(matches!(delete.hazard(), Some(Hazard::ReleasesDisks)));
    assert!(decide(Operation::StartInstances, SECURITY).is_denied());
    assert!(decide(Operation::StopInstance, SECURITY).is_permitted());
    assert!(decide(Operation::DescribeInstanceVncUrl, SECURITY).is_denied());
    assert!(decide(Operation::JoinSecurityGroup, MANAGED).is_denied());
    assert!(decide(Operation::JoinSecurityGroup, SERVICE).is_permitted());
    assert!(decide(Operation::DescribeSecurityGroups, MANAGED).is_permitted());
    assert!(decide(Operation::CreateDisk, FINANCIAL).is_denied());
    assert!(decide(Operation::CreateDisk, FINANCIAL).code().is_none());
};
const _: () = decide(Operation::StopInstance, SECURITY).must_be_permitted();
const _: () = decide(Operation::StartInstance, SECURITY).must_be_denied();

/// A statement as a test names it: source, kind, what it says.
type Statement = (&'static str, EvidenceKind, Option<Says>);

fn statements(decision: &Decision) -> Vec<Statement> {
    let evidence = decision.evidence();
    evidence.map(|one| (one.source().expect("a source").id, one.kind(), one.says())).collect()
}

/// Verdict, agreement and certainty at once, and the statement that decides.
#[track_caller]
fn expect(
    decision: Decision,
    verdict: (Verdict, Option<&str>),
    agreement: Agreement,
    certain: bool,
    decides: Statement,
) {
    let found = (decision.verdict(), decision.code());
    assert_eq!(found, verdict, "{decision}");
    let (agreed, is_certain) = (decision.agreement(), decision.is_certain());
    assert_eq!((agreed, is_certain), (agreement, certain), "{decision}");
    assert_eq!(statements(&decision).first(), Some(&decides), "{decision}");
}

const LOCK_PAGE: &str = "ecs-lock-2026-06-20";
const METADATA: &str = "ecs-metadata-2024-06-24";

#[test]
fn detaching_a_disk_of_a_locked_instance_is_refused_only_while_the_disk_is_in_use() {
    let row = (LOCK_PAGE, EvidenceKind::PageRow, Some(Says::DeniedWhenDiskInUse));
    let ask = |disk| decide(Operation::DetachDisk, SECURITY.with_disk_usage(disk));
    expect(ask(DiskUsage::InUse), (Verdict::Denied, LOCKED), Agreement::Superseded, true, row);
    expect(ask(DiskUsage::NotInUse), (Verdict::Permitted, None), Agreement::Superseded, true, row);
    let unknown = ask(DiskUsage::Unknown);
    expect(unknown, (Verdict::DependsOnDisk, LOCKED), Agreement::Superseded, false, row);
    // The row was cut before its code: the error table names it.
    let first = unknown.evidence().next().expect("evidence");
    assert!(first.is_truncated() && first.code().is_none());
    let page = ("ecs-detach-disk-2024-12-04", EvidenceKind::ErrorTable, Some(Says::ListsCode));
    assert!(statements(&unknown).contains(&page));
    // What the edition before said is not forgotten.
    let older = ("ecs-lock-2021-07-19-web", EvidenceKind::PageRow, Some(Says::Denied));
    assert!(statements(&unknown).contains(&older));
}

#[test]
fn a_command_on_a_locked_instance_is_accepted_and_does_nothing() {
    let row = (LOCK_PAGE, EvidenceKind::PageRow, Some(Says::AcceptedButFails));
    let decision = decide(Operation::RunCommand, SECURITY);
    expect(decision, (Verdict::AcceptedButFails, None), Agreement::Agreed, true, row);
    assert_eq!(decision.code(), None);
    assert!(!decision.is_permitted() && !decision.is_denied());
}

#[test]
fn deleting_a_locked_instance_is_carried_out_and_releases_disks_that_were_to_be_retained() {
    let decision = decide(Operation::DeleteInstance, SECURITY);
    expect(
        decision,
        (Verdict::PermittedWithHazard, None),
        Agreement::Contradicted,
        false,
        ("curated", EvidenceKind::Curated, Some(Says::ReleasesDisks)),
    );
    assert_eq!(decision.hazard(), Some(Hazard::ReleasesDisks));
    assert!(decision.evidence().next().expect("evidence").reason().is_some());
    // The page says that nothing is different, the table lists the code of a refusal.
    let said = statements(&decision);
    assert!(said.contains(&(LOCK_PAGE, EvidenceKind::PageRow, Some(Says::Unaffected))));
    assert!(said.contains(&(METADATA, EvidenceKind::OperationProse, Some(Says::ReleasesDisks))));
    assert!(said.contains(&(METADATA, EvidenceKind::ErrorTable, Some(Says::ListsCode))));
    assert!(!decision.is_permitted(), "a hazard is not a plain permission");
}

#[test]
fn what_only_the_operation_itself_refuses_is_refused_against_the_rule_for_unlisted_operations() {
    let decision = decide(Operation::StartInstances, SECURITY);
    let prose = (METADATA, EvidenceKind::OperationProse, Some(Says::Denied));
    expect(decision, (Verdict::Denied, LOCKED), Agreement::Contradicted, false, prose);
    let said = statements(&decision);
    assert!(said.contains(&(METADATA, EvidenceKind::ErrorTable, Some(Says::ListsCode))));
    assert!(said.contains(&(LOCK_PAGE, EvidenceKind::PageDefault, Some(Says::Unaffected))));
}

#[test]
fn a_newer_unaffected_row_beside_a_table_that_lists_the_code_is_permitted_but_not_certain() {
    let decision = decide(Operation::StopInstance, SECURITY);
    let row = (LOCK_PAGE, EvidenceKind::PageRow, Some(Says::Unaffected));
    expect(decision, (Verdict::Permitted, None), Agreement::Contradicted, false, row);
    let said = statements(&decision);
    assert!(said.contains(&("ecs-lock-2021-07-19-web", EvidenceKind::PageRow, Some(Says::Denied))));
    let page = ("ecs-stop-instance-2025-12-03", EvidenceKind::ErrorTable, Some(Says::ListsCode));
    assert!(said.contains(&page));
    assert!(Policy::RequireCertain.check(decision, None).is_err());
    assert!(Policy::RefuseKnownProblems.check(decision, None).is_ok());
}

#[test]
fn a_code_that_was_cut_is_not_assumed_to_be_the_same_for_every_operation() {
    let decision = decide(Operation::DescribeInstanceVncUrl, SECURITY);
    let code = Some("IncorrectInstanceStatus");
    let row = (LOCK_PAGE, EvidenceKind::PageRow, Some(Says::Denied));
    expect(decision, (Verdict::Denied, code), Agreement::Agreed, true, row);
    let first = decision.evidence().next().expect("evidence");
    assert!(first.is_truncated() && first.code().is_none());
    let names_it: Vec<_> = decision
        .evidence()
        .filter(|one| one.code() == code)
        .filter_map(|one| one.source())
        .map(|source| source.id)
        .collect();
    assert_eq!(names_it, ["ecs-lock-2025-04-16", METADATA]);
}

#[test]
fn joining_a_managed_group_is_the_managing_services_business() {
    let managed = "ecs-managed-2021-07-19";
    let account = decide(Operation::JoinSecurityGroup, MANAGED);
    let row = (managed, EvidenceKind::PageRow, Some(Says::Denied));
    expect(account, (Verdict::Denied, BY_SERVICE), Agreement::Agreed, true, row);
    let page =
        ("ecs-join-security-group-2025-03-12", EvidenceKind::ErrorTable, Some(Says::ListsCode));
    assert!(statements(&account).contains(&page));
    let service = decide(Operation::JoinSecurityGroup, SERVICE);
    let row = (managed, EvidenceKind::PageRow, Some(Says::Unaffected));
    expect(service, (Verdict::Permitted, None), Agreement::Agreed, true, row);
}

#[test]
fn a_managed_group_may_be_looked_at() {
    let decision = decide(Operation::DescribeSecurityGroups, MANAGED);
    let row = ("ecs-managed-2021-07-19", EvidenceKind::PageRow, Some(Says::Unaffected));
    expect(decision, (Verdict::Permitted, None), Agreement::Agreed, true, row);
}

#[test]
fn an_overdue_payment_refuses_a_new_disk_with_a_code_that_no_document_names() {
    let row = ("ecs-overdue-2021-07-19", EvidenceKind::PageRow, Some(Says::Denied));
    let disk_overdue = Situation::new().with_disk_lock(DiskLock::Financial);
    let disk = decide(Operation::CreateDisk, disk_overdue);
    expect(disk, (Verdict::Denied, None), Agreement::Agreed, true, row);
    // The page of 2018 said that it works if only the instance is overdue.
    let instance = decide(Operation::CreateDisk, FINANCIAL);
    expect(instance, (Verdict::Denied, None), Agreement::Superseded, true, row);
    let older = ("ecs-overdue-2018-11-15", EvidenceKind::PageRow, Some(Says::Unaffected));
    assert!(statements(&instance).contains(&older));
    let both = decide(Operation::CreateDisk, FINANCIAL.and(disk_overdue));
    expect(both, (Verdict::Denied, None), Agreement::Agreed, true, row);
    assert_eq!(both.decisive(), Some(Aspect::InstanceAndDiskFinancialLock));
}

#[test]
fn a_rule_of_2026_for_what_is_not_listed_supersedes_a_row_of_2021() {
    let decision = decide(Operation::CreateInstance, SECURITY);
    let rule = ("ecs-lock-2026-06-20", EvidenceKind::PageDefault, Some(Says::Unaffected));
    expect(decision, (Verdict::Permitted, None), Agreement::Superseded, true, rule);
    let older = ("ecs-lock-2021-07-19", EvidenceKind::PageRow, Some(Says::Denied));
    assert!(statements(&decision).contains(&older));
}

#[test]
fn nothing_locked_and_a_group_of_ones_own_permit_everything() {
    for operation in Operation::ALL {
        let decision = decide(*operation, Situation::new());
        assert!(decision.is_permitted() && decision.evidence().next().is_none(), "{decision}");
    }
}
