//! The rules on the committed captures: what the documents really say.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::matrix::{
    Agreement, Aspect, Cell, Evidence, EvidenceKind, Hazard, Matrix, Says, Verdict,
};

use super::{Contradiction, Input, build, universal};
use crate::curated::Curated;
use crate::files::{read, root};
use crate::problems::Problems;
use crate::regen::merge::{self, Captured};
use crate::sources::Sources;

const LOCKED: Option<&str> = Some("InstanceLockedForSecurity");
const STATUS: Option<&str> = Some("IncorrectInstanceStatus");
const MANAGED: Option<&str> = Some("InvalidOperation.ResourceManagedByCloudProduct");

pub(super) struct Real {
    pub(super) captures: Vec<Captured>,
    pub(super) matrix: Matrix,
    contradictions: Vec<Contradiction>,
}

pub(super) fn real() -> Real {
    let spec = root().join("spec");
    let sources = Sources::load(&spec).expect("sources.toml");
    let captures: Vec<Captured> = sources
        .source
        .into_iter()
        .filter(|source| source.product == "ecs")
        .map(|source| {
            let path = spec.join("sources").join(format!("{}.json", source.id));
            let text = read(&path).expect("a capture");
            let capture = aliyun_rpc_spec::load::from_json(&source.id, &text).expect("a capture");
            Captured { source, capture }
        })
        .collect();
    let mut problems = Problems::default();
    let curated = Curated::load(&spec.join("curated"), None, &mut problems);
    let product = merge::merge("ecs", &captures);
    let groups: BTreeMap<String, String> = product
        .operations
        .iter()
        .filter(|(_, operation)| operation.current)
        .map(|(name, _)| (name.clone(), "group".to_owned()))
        .collect();
    let (mut all, mut impact, mut managed) = (Vec::new(), Vec::new(), Vec::new());
    for Captured { source, capture } in &captures {
        all.push(source.clone());
        match capture {
            Capture::ImpactPage(page) => impact.push((source.clone(), page.clone())),
            Capture::ManagedPage(page) => managed.push((source.clone(), page.clone())),
            _ => {}
        }
    }
    let input = Input {
        product: &product,
        sources: &all,
        impact: &impact,
        managed: &managed,
        curated: curated.of("ecs"),
    };
    let (matrix, contradictions) = build(&input, &groups, &mut problems);
    problems.finish(()).expect("no problems");
    Real { captures, matrix: matrix.expect("a matrix"), contradictions }
}

impl Real {
    pub(super) fn cell(&self, operation: &str, aspect: Aspect) -> &Cell {
        let row = self.matrix.operations.iter().find(|row| row.name == operation);
        let row = row.unwrap_or_else(|| panic!("no row for {operation}"));
        row.cell(aspect).expect("a cell")
    }

    pub(super) fn lock(&self, operation: &str) -> &Cell {
        self.cell(operation, Aspect::SecurityLock)
    }

    fn verdict(&self, operation: &str, aspect: Aspect) -> (Verdict, Option<&str>) {
        let cell = self.cell(operation, aspect);
        (cell.verdict, cell.code.as_deref())
    }

    fn disagreeing(&self, agreement: Agreement, aspect: Aspect) -> BTreeSet<&str> {
        self.contradictions
            .iter()
            .filter(|one| one.agreement == agreement && one.aspect == aspect)
            .map(|one| one.operation.as_str())
            .collect()
    }
}

#[test]
fn the_decisions_that_everybody_asks_for_are_as_the_documents_say() {
    use Aspect::{
        DedicatedHostFinancialLock, DiskFinancialLock, FinancialLock, InstanceAndDiskFinancialLock,
        ManagedGroup, ManagedGroupService, OtherLock, RecyclingLock, RefundedLock, SecurityLock,
    };
    let real = real();
    for (operation, situation, verdict, code) in [
        ("DetachDisk", SecurityLock, Verdict::DependsOnDisk, LOCKED),
        ("RunCommand", SecurityLock, Verdict::AcceptedButFails, None),
        ("InvokeCommand", SecurityLock, Verdict::AcceptedButFails, None),
        ("DeleteInstance", SecurityLock, Verdict::PermittedWithHazard, None),
        ("DeleteInstances", SecurityLock, Verdict::PermittedWithHazard, None),
        ("StartInstance", SecurityLock, Verdict::Denied, LOCKED),
        ("StartInstances", SecurityLock, Verdict::Denied, LOCKED),
        ("StopInstance", SecurityLock, Verdict::Permitted, None),
        ("DescribeInstanceVncUrl", SecurityLock, Verdict::Denied, STATUS),
        ("CreateDisk", SecurityLock, Verdict::Permitted, None),
        ("CreateInstance", SecurityLock, Verdict::Permitted, None),
        ("AttachDisk", FinancialLock, Verdict::Denied, None),
        ("AttachDisk", InstanceAndDiskFinancialLock, Verdict::Denied, None),
        ("DescribeDisks", InstanceAndDiskFinancialLock, Verdict::Permitted, None),
        ("RebootInstance", InstanceAndDiskFinancialLock, Verdict::Denied, None),
        ("StartInstance", RecyclingLock, Verdict::Unstated, None),
        ("StartInstance", DedicatedHostFinancialLock, Verdict::Unstated, None),
        ("StartInstance", RefundedLock, Verdict::Unstated, None),
        ("StartInstance", OtherLock, Verdict::Unstated, None),
        ("CreateDisk", FinancialLock, Verdict::Denied, None),
        ("CreateDisk", DiskFinancialLock, Verdict::Denied, None),
        ("ModifyInstanceSpec", FinancialLock, Verdict::Unstated, None),
        ("ModifyInstanceSpec", DiskFinancialLock, Verdict::Denied, None),
        ("JoinSecurityGroup", ManagedGroup, Verdict::Denied, MANAGED),
        ("JoinSecurityGroup", ManagedGroupService, Verdict::Permitted, None),
        ("ModifySecurityGroupPolicy", ManagedGroup, Verdict::Denied, MANAGED),
        ("DescribeSecurityGroups", ManagedGroup, Verdict::Permitted, None),
        ("CreateSecurityGroup", ManagedGroup, Verdict::Denied, MANAGED),
    ] {
        assert_eq!(
            real.verdict(operation, situation),
            (verdict, code),
            "{operation} {situation:?}"
        );
    }
    assert_eq!(real.lock("DeleteInstance").hazard, Some(Hazard::ReleasesDisks));
    assert_eq!(real.lock("StopInstance").agreement, Agreement::Contradicted);
    assert_eq!(real.lock("DetachDisk").agreement, Agreement::Superseded);
}

#[test]
fn cut_codes_are_restored_one_by_one_and_never_all_alike() {
    let real = real();
    let found: BTreeMap<&str, Option<&str>> = real
        .captures
        .iter()
        .filter(|captured| captured.source.id == "ecs-lock-2026-06-20")
        .filter_map(|captured| match &captured.capture {
            Capture::ImpactPage(page) => Some(&page.rows),
            _ => None,
        })
        .flatten()
        .filter(|row| row.quality == aliyun_rpc_spec::capture::Quality::Truncated)
        .map(|row| (row.operation.as_str(), real.lock(&row.operation).code.as_deref()))
        .collect();
    let with = |code: Option<&str>| -> Vec<&str> {
        found.iter().filter(|(_, one)| **one == code).map(|(name, _)| *name).collect()
    };
    assert_eq!(
        with(STATUS),
        [
            "ConvertNatPublicIpToEip",
            "DescribeInstanceVncUrl",
            "GetInstanceConsoleOutput",
            "GetInstanceScreenshot",
        ],
    );
    assert_eq!(with(None), ["DeleteDisk", "ModifyDiskSpec", "ModifyInstanceAttachmentAttributes"]);
    assert_eq!(with(LOCKED).len(), found.len() - 7);
    assert_eq!(found.len(), 25);
}

#[test]
fn a_cell_whose_words_were_lost_has_its_reading_marked() {
    let real = real();
    let spec = &real.lock("ModifyDiskSpec");
    assert_eq!(spec.verdict, Verdict::DependsOnDisk);
    assert_eq!(spec.evidence[0].kind, EvidenceKind::Curated);
    assert_eq!(spec.evidence[0].quality, aliyun_rpc_spec::capture::Quality::Truncated);
    assert_eq!(spec.evidence[1].says, None);
    // The older page lost a cell of ReInitDisk too, but its newest row is there.
    let reinit = real.lock("ReInitDisk");
    assert_eq!((reinit.verdict, reinit.code.as_deref()), (Verdict::DependsOnDisk, LOCKED));
    assert_eq!(reinit.evidence[0].source, "ecs-lock-2026-06-20");
    assert_eq!(reinit.agreement, Agreement::Agreed);
}

#[test]
fn every_contradiction_between_editions_is_found() {
    let real = real();
    let found = real.disagreeing(Agreement::Superseded, Aspect::SecurityLock);
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        [
            "AttachDisk",
            "CreateImage",
            "CreateInstance",
            "DeleteDisk",
            "DetachDisk",
            "JoinSecurityGroup",
            "LeaveSecurityGroup",
            "ReplaceSystemDisk",
            "ResetDisk",
            "StopInstance",
        ],
    );
}

#[test]
fn every_contradiction_between_sources_that_stand_beside_each_other_is_found() {
    let real = real();
    let found = real.disagreeing(Agreement::Contradicted, Aspect::SecurityLock);
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        [
            "AttachDisk",
            "CreateSnapshotGroup",
            "DeleteInstance",
            "DeleteInstances",
            "JoinSecurityGroup",
            "LeaveSecurityGroup",
            "ReleasePublicIpAddress",
            "RenewInstance",
            "ResetDisks",
            "StartInstances",
            "StopInstance",
            "StopInstances",
        ],
    );
    for aspect in Aspect::ALL.iter().skip(1) {
        let found = real.disagreeing(Agreement::Contradicted, *aspect);
        match aspect {
            // The two tables of the older overdue page say different things about it.
            Aspect::InstanceAndDiskFinancialLock => {
                assert!(found.into_iter().eq(["ModifyInstanceAttribute"]));
            }
            aspect => assert!(found.is_empty(), "{aspect}"),
        }
    }
}

#[test]
fn every_row_of_every_page_is_evidence_with_its_source_and_line() {
    let real = real();
    let mut rows = 0;
    for captured in &real.captures {
        let id = &captured.source.id;
        let mut expect = |operation: &str, line: u32, times: usize| {
            rows += 1;
            let row = real.matrix.operations.iter().find(|row| row.name == operation);
            let row = row.unwrap_or_else(|| panic!("{operation} of {id}"));
            let crossed = |one: &Evidence| one.source == "ecs-overdue-2018-11-15";
            let both = row.cells.get(&Aspect::InstanceAndDiskFinancialLock);
            let both = both.into_iter().flat_map(|cell| &cell.evidence).filter(|one| crossed(one));
            let found = universal()
                .filter_map(|aspect| row.cell(aspect))
                .flat_map(|cell| &cell.evidence)
                .chain(both)
                .filter(|one| one.kind == EvidenceKind::PageRow)
                .filter(|one| one.source == *id && one.line == line)
                .count();
            assert_eq!(found, times, "{operation} of {id}, line {line}");
        };
        match &captured.capture {
            Capture::ImpactPage(page) => {
                page.rows.iter().for_each(|row| expect(&row.operation, row.line, 1));
                // One row speaks about two states of the other resource.
                page.crossed.iter().for_each(|cell| expect(&cell.operation, cell.line, 2));
            }
            Capture::ManagedPage(page) => {
                page.rows.iter().for_each(|row| expect(&row.operation, row.line, 2));
            }
            _ => {}
        }
    }
    // 39 + 39 + 76 + 29 rows about security locks, 78 and 2 * 78 cells about overdue payments,
    // 19 + 19 managed.
    assert_eq!(rows, 455);
}

#[test]
fn operations_that_only_a_page_names_are_rows_without_a_type() {
    let real = real();
    for name in ["DescribeAutoSnapshotPolicy", "DescribeSnapshotAttribute"] {
        let row = real.matrix.operations.iter().find(|row| row.name == name).expect(name);
        assert!(!row.typed);
        assert_eq!(row.cells[&Aspect::SecurityLock].verdict, Verdict::Permitted);
    }
}

#[test]
fn everything_is_stated_about_security_locks_and_nothing_is_permitted_in_silence() {
    let real = real();
    for row in &real.matrix.operations {
        for aspect in universal() {
            let cell = row.cell(aspect).expect("a cell for every aspect");
            if aspect == Aspect::SecurityLock {
                assert_ne!(cell.verdict, Verdict::Unstated, "{}", row.name);
            }
            let silent = cell.evidence.is_empty() || cell.agreement == Agreement::Superseded;
            match cell.verdict {
                Verdict::Unstated => assert!(silent, "{} {aspect}", row.name),
                _ => assert!(!cell.evidence.is_empty(), "{} {aspect}", row.name),
            }
        }
    }
}

#[test]
fn starting_an_instance_has_an_instance_in_reach_and_listing_regions_has_not() {
    let real = real();
    let kind =
        |name: &str, situation| real.cell(name, situation).evidence.first().map(|one| one.kind);
    assert_eq!(kind("RunInstances", Aspect::FinancialLock), None);
    assert_eq!(kind("DescribeKeyPairs", Aspect::FinancialLock), Some(EvidenceKind::NotApplicable),);
    assert_eq!(kind("RebootInstance", Aspect::ManagedGroup), Some(EvidenceKind::NotApplicable));
}

#[test]
fn every_condition_is_stated_by_its_sources_and_its_code_stands_in_the_error_table() {
    let real = real();
    let status: BTreeMap<&str, String> = real
        .matrix
        .operations
        .iter()
        .filter_map(|row| Some((row.name.as_str(), row.cell(Aspect::InstanceStatus)?)))
        .map(|(name, condition)| (name, condition.unless.join(" or ")))
        .collect();
    assert_eq!(status.len(), 18);
    assert_eq!(status["JoinSecurityGroup"], "Running or Stopped");
    assert_eq!(status["StartInstances"], "Stopped");
    assert_eq!(status["RebootInstance"], "Running");
    // Its description says what it is for and makes no condition of it.
    assert!(!status.contains_key("StopInstance"));
    let cells = real.matrix.operations.iter().flat_map(|row| &row.cells);
    for (_, condition) in cells.filter(|(aspect, _)| aspect.is_condition()) {
        assert_eq!(condition.agreement, Agreement::Agreed);
        let table = condition.evidence.last().expect("evidence");
        assert_eq!((table.kind, table.says), (EvidenceKind::ErrorTable, Some(Says::ListsCode)));
    }
}

#[test]
fn only_basic_groups_have_a_policy_to_modify_as_two_pages_and_the_description_say() {
    let real = real();
    let row = real.matrix.operations.iter().find(|row| row.name == "ModifySecurityGroupPolicy");
    let condition = row.and_then(|row| row.cell(Aspect::SecurityGroupType));
    let condition = condition.expect("a condition");
    assert_eq!(condition.unless, ["normal"]);
    assert_eq!(condition.code.as_deref(), Some("InvalidParameter.InnerAccessPolicy"));
    let sources: Vec<_> = condition.evidence.iter().map(|one| &one.source).collect();
    assert_eq!(
        sources,
        [
            "ecs-modify-security-group-policy-2024-03-19",
            "ecs-modify-security-group-policy-2021-07-19",
            "ecs-metadata-2024-06-24",
            "ecs-metadata-2024-06-24",
        ],
    );
}
