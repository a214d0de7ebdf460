//! Every cell of the matrix: the static table, the types, the documentation of the request and the
//! explanation say the same as spec/ecs/matrix.json.
//!
//! What the table, types and docs are printed from is read here again, through the specification's
//! own types; what they say is read from the compiled crate, and for the docs, which are not there
//! at run time, from the tokens that the macro prints.

mod docs;
#[path = "../support/mod.rs"]
mod support;

use aliyun_ecs::decision::SecurityGroupType;
use aliyun_ecs::{
    Aspect, Caller, Decision, DiskLock, DiskUsage, Evidence as Stored, Lock, ManagedBy, Operation,
    Situation, Verdict, decide,
};
use aliyun_rpc_spec::matrix::{Cell, Evidence, Matrix, MatrixRow};
use aliyun_rpc_spec::{capture::Quality, load::from_json};
use support::{typed, workspace};

fn matrix() -> Matrix {
    let path = workspace().join("spec/ecs/matrix.json");
    let text = std::fs::read_to_string(path).expect("the matrix is there");
    from_json("matrix.json", &text).expect("the matrix is whole")
}

/// The aspects of the matrix that are no conditions, each with a situation in which nothing else
/// holds. tests/conditions.rs has the conditions.
const SITUATIONS: [(Aspect, Situation); 9] = [
    (Aspect::SecurityLock, Situation::new().with_instance_lock(Lock::Security)),
    (Aspect::FinancialLock, Situation::new().with_instance_lock(Lock::Financial)),
    (Aspect::RecyclingLock, Situation::new().with_instance_lock(Lock::Recycling)),
    (
        Aspect::DedicatedHostFinancialLock,
        Situation::new().with_instance_lock(Lock::DedicatedHostFinancial),
    ),
    (Aspect::RefundedLock, Situation::new().with_instance_lock(Lock::Refunded)),
    (Aspect::OtherLock, Situation::new().with_instance_lock(Lock::Other)),
    (Aspect::DiskFinancialLock, Situation::new().with_disk_lock(DiskLock::Financial)),
    (Aspect::ManagedGroup, Situation::new().with_managed_by(ManagedBy::CloudService)),
    (
        Aspect::ManagedGroupService,
        Situation::new()
            .with_managed_by(ManagedBy::CloudService)
            .with_caller(Caller::ManagingService),
    ),
];

#[test]
fn every_aspect_is_a_situation_of_these_tests_or_a_condition() {
    for aspect in Aspect::ALL {
        let situation = SITUATIONS.iter().find(|(one, _)| one == aspect);
        let condition = matches!(aspect, Aspect::InstanceStatus | Aspect::SecurityGroupType);
        let both = *aspect == Aspect::InstanceAndDiskFinancialLock;
        assert_ne!(situation.is_some(), condition || both, "{aspect}");
        if let Some((_, situation)) = situation {
            assert!(situation.aspects().eq([*aspect]), "{aspect}: {situation:?}");
        }
    }
}

fn for_each_cell(mut check: impl FnMut(&Matrix, &MatrixRow, Aspect, Situation, &Cell)) {
    let matrix = matrix();
    let mut seen = 0;
    for row in &matrix.operations {
        for (aspect, situation) in SITUATIONS {
            let cell = row.cell(aspect);
            let cell = cell.unwrap_or_else(|| panic!("{} lacks {aspect}", row.name));
            check(&matrix, row, aspect, situation, cell);
            seen += 1;
        }
    }
    assert_eq!(seen, Operation::ALL.len() * SITUATIONS.len());
}

/// The verdict of a cell as `decide` should give it.
fn expected(cell: &Cell, disk: DiskUsage) -> &'static str {
    match (cell.verdict, disk) {
        (Verdict::Permitted, _) => "permitted",
        (Verdict::PermittedWithHazard, _) => "permitted-with-hazard",
        (Verdict::AcceptedButFails, _) => "accepted-but-fails",
        (Verdict::Denied, _) => "denied",
        (Verdict::DependsOnDisk, DiskUsage::InUse) => "denied",
        (Verdict::DependsOnDisk, DiskUsage::NotInUse) => "permitted",
        (Verdict::DependsOnDisk, DiskUsage::Unknown) => "depends-on-disk",
        (Verdict::Unstated, _) => "unstated",
    }
}

fn ask(row: &MatrixRow, situation: Situation) -> Decision {
    let operation = Operation::from_name(&row.name);
    decide(operation.unwrap_or_else(|| panic!("no `Operation::{}`", row.name)), situation)
}

#[test]
fn the_table_holds_the_verdict_and_all_evidence_of_every_cell() {
    for_each_cell(|matrix, row, aspect, situation, cell| {
        for disk in [DiskUsage::Unknown, DiskUsage::InUse, DiskUsage::NotInUse] {
            let decision = ask(row, situation.with_disk_usage(disk));
            let place = format!("{} {} {disk:?}", row.name, aspect.name());
            let verdict = expected(cell, disk);
            assert_eq!(decision.verdict().name(), verdict, "{place}");
            let code = cell.code.as_deref().filter(|_| verdict != "permitted");
            assert_eq!(decision.code(), code, "{place}");
            assert_eq!(decision.agreement(), cell.agreement, "{place}");
            let hazard = decision.hazard();
            assert_eq!(hazard, cell.hazard, "{place}");
            assert_eq!(hazard.is_some(), verdict == "permitted-with-hazard", "{place}");
            assert!(decision.evidence().all(|one| one.aspect() == aspect), "{place}");
            let found: Vec<_> = decision.evidence().map(|one| stored(&one)).collect();
            let stated: Vec<_> = cell.evidence.iter().map(|one| specified(matrix, one)).collect();
            assert_eq!(found, stated, "{place}");
        }
    });
}

#[test]
fn an_overdue_instance_with_an_overdue_disk_meets_the_cell_about_both_or_the_worse_of_two() {
    let situation =
        Situation::new().with_instance_lock(Lock::Financial).with_disk_lock(DiskLock::Financial);
    let both = Aspect::InstanceAndDiskFinancialLock;
    let matrix = matrix();
    let mut crossed = 0;
    for row in &matrix.operations {
        let decision = ask(row, situation);
        let of = |aspect| row.cell(aspect).map(|cell| cell.verdict);
        let [one, other] = [of(Aspect::FinancialLock), of(Aspect::DiskFinancialLock)];
        let Some(cell) = row.cell(both) else {
            assert_eq!(Some(decision.verdict()), one.max(other), "{}", row.name);
            continue;
        };
        crossed += 1;
        assert_eq!(decision.verdict(), cell.verdict, "{}", row.name);
        assert_eq!((decision.code(), decision.decisive()), (cell.code.as_deref(), Some(both)));
        assert_eq!(decision.agreement(), cell.agreement, "{}", row.name);
        let about = decision.evidence().filter(|one| one.aspect() == both);
        let found: Vec<_> = about.map(|one| stored(&one)).collect();
        let stated: Vec<_> = cell.evidence.iter().map(|one| specified(&matrix, one)).collect();
        assert_eq!(found, stated, "{}", row.name);
    }
    // Every operation of either table of the page of 2018.
    assert_eq!(crossed, 40);
}

/// Everything a statement consists of, in an order of its own.
type Statement = ([Option<String>; 7], Vec<String>, bool, u32);

fn stored(one: &Stored) -> Statement {
    let source = one.source().expect("a source");
    let texts = [
        Some(source.id),
        Some(source.published),
        Some(source.url),
        Some(one.kind().name()),
        one.says().map(|says| says.name()),
        one.code(),
        one.reason(),
    ];
    let texts = texts.map(|text| text.map(str::to_owned));
    let requires = one.requires().map(str::to_owned).collect();
    (texts, requires, one.is_truncated(), one.line().map_or(0, u32::from))
}

fn specified(matrix: &Matrix, one: &Evidence) -> Statement {
    let source = matrix.sources.iter().find(|source| source.id == one.source);
    let source = source.expect("a source that the matrix lists");
    let texts = [
        Some(source.id.clone()),
        Some(source.published.clone()),
        Some(source.url.clone()),
        Some(one.kind.name().to_owned()),
        one.says.map(|says| says.name().to_owned()),
        one.code.clone(),
        one.reason.clone(),
    ];
    (texts, one.requires.clone(), one.quality == Quality::Truncated, one.line)
}

#[test]
fn the_types_say_what_every_cell_says() {
    let typed = typed();
    let matrix = matrix();
    let listed = matrix.operations.iter().filter(|row| row.typed).map(|row| row.name.as_str());
    assert!(listed.eq(typed.keys().copied()), "every typed operation has a type and no other");
    for row in matrix.operations.iter().filter(|row| row.typed) {
        let operation = typed[row.name.as_str()];
        assert_eq!(operation.decided.decide(Situation::new()).operation(), row.name);
        let aspects = operation.verdicts.iter().map(|one| one.aspect);
        assert!(aspects.eq(Aspect::TYPED), "{}", row.name);
        for typed in &operation.verdicts {
            let place = format!("{} {}", row.name, typed.aspect);
            let situation = handle(typed.aspect);
            // The condition that an operation does not have, or that an advanced group meets.
            let cell = row.cell(typed.aspect);
            let verdict = cell.map_or(Verdict::Permitted, |cell| cell.verdict_in(ADVANCED));
            let cell = cell.filter(|_| verdict != Verdict::Permitted);
            assert_eq!(typed.verdict, verdict, "{place}");
            assert_eq!(typed.code, cell.and_then(|cell| cell.code.as_deref()), "{place}");
            // The hazard is a parameter of the type: `PermittedWithHazard<ReleasesDisks>`.
            let hazard = cell.and_then(|cell| cell.hazard).map(|hazard| format!("{hazard:?}>"));
            let type_name = (typed.type_name)();
            let parameter = type_name.strip_suffix('>').filter(|_| hazard.is_some());
            assert_eq!(parameter.is_some(), verdict == Verdict::PermittedWithHazard, "{place}");
            let named = hazard.is_none_or(|hazard| type_name.ends_with(&format!("::{hazard}")));
            assert!(named, "{place}: {type_name}");
            for decision in [ask(row, situation), operation.decided.decide(situation)] {
                assert_eq!(decision.verdict(), typed.verdict, "{place}");
                assert_eq!(decision.code(), typed.code, "{place}");
                assert_eq!(decision.operation(), row.name, "{place}");
            }
        }
    }
}

/// An advanced security group on the wire.
const ADVANCED: &str = "enterprise";

/// The situation that the type of a handle tells.
fn handle(aspect: Aspect) -> Situation {
    match SITUATIONS.iter().find(|(one, _)| *one == aspect) {
        Some((_, situation)) => *situation,
        None => {
            assert_eq!(aspect, Aspect::SecurityGroupType);
            let advanced = SecurityGroupType::from_wire(ADVANCED);
            Situation::new().with_security_group_type(advanced)
        }
    }
}

#[test]
fn the_explanation_names_verdict_code_and_every_source_of_every_cell() {
    for_each_cell(|matrix, row, aspect, situation, cell| {
        let decision = ask(row, situation);
        let place = format!("{} {}", row.name, aspect.name());
        let text = decision.explain();
        let mut lines = text.lines();
        let head = lines.next().unwrap_or_default();
        let verdict = match cell.verdict {
            Verdict::Permitted => "permitted",
            Verdict::PermittedWithHazard => "permitted with a hazard, ",
            Verdict::AcceptedButFails => "accepted, but does nothing",
            Verdict::Denied => "denied, ",
            Verdict::DependsOnDisk => "depends on the disk, denied while it is in use, ",
            Verdict::Unstated => "unstated, no source says what will happen",
        };
        let refused = matches!(cell.verdict, Verdict::Denied | Verdict::DependsOnDisk);
        let code = cell.code.as_deref().unwrap_or("code not documented");
        let start = format!("{}: {verdict}{}", row.name, if refused { code } else { "" });
        assert!(head.starts_with(&start), "{place}: {head}");
        let line = decision.to_string();
        assert!(line.starts_with(&start), "{place}: {line}");
        let agreement = format!("agreement: {}", cell.agreement.name());
        assert!(lines.any(|line| line.trim() == agreement), "{place}: {text}");
        let statements: Vec<&str> = text.lines().filter(|line| line.starts_with("  - ")).collect();
        assert_eq!(statements.len(), cell.evidence.len(), "{place}: {text}");
        for (line, one) in statements.iter().zip(&cell.evidence) {
            let source = matrix.sources.iter().find(|source| source.id == one.source);
            let source = source.expect("a source that the matrix lists");
            assert!(line.contains(&source.published), "{place}: {line}");
            assert!(line.contains(&format!("{}]", one.kind.name())), "{place}: {line}");
            assert!(line.ends_with(&source.url), "{place}: {line}");
            assert!(one.line == 0 || line.contains(&format!("line {}", one.line)), "{place}");
            let code = one.code.as_deref().unwrap_or_default();
            assert!(line.contains(code), "{place}: {line}");
        }
        json_agrees(&place, &decision, cell);
    });
}

fn json_agrees(place: &str, decision: &Decision, cell: &Cell) {
    let json: serde_json::Value =
        serde_json::from_str(&decision.to_json()).expect("a decision prints as JSON");
    assert_eq!(json["verdict"], expected(cell, DiskUsage::Unknown), "{place}");
    assert_eq!(json["code"].as_str(), cell.code.as_deref(), "{place}");
    assert_eq!(json["hazard"].as_str(), cell.hazard.map(|hazard| hazard.name()), "{place}");
    assert_eq!(json["agreement"], cell.agreement.name(), "{place}");
    let statements = json["evidence"].as_array().expect("a list");
    let sources: Vec<_> = statements.iter().map(|one| one["source"].as_str()).collect();
    let stated: Vec<_> = cell.evidence.iter().map(|one| Some(one.source.as_str())).collect();
    assert_eq!(sources, stated, "{place}");
}
