//! Newer pages, as captured, speak for themselves.

use aliyun_rpc_spec::matrix::{Agreement, Aspect, EvidenceKind, Says, Verdict};

use super::tests_captures::real;
use crate::regen::merge;

#[test]
fn newer_pages_of_operations_speak_with_their_own_dates() {
    let real = real();
    let table_of = |operation: &str| {
        let cell = real.lock(operation);
        let table = cell.evidence.iter().find(|one| one.kind == EvidenceKind::ErrorTable);
        let table = table.expect("its error table speaks about the lock");
        let source = real.matrix.sources.iter().find(|source| source.id == table.source);
        (source.expect("a source").published.as_str(), table.says, cell.agreement)
    };
    let lists = Some(Says::ListsCode);
    assert_eq!(table_of("JoinSecurityGroup"), ("2025-03-12", lists, Agreement::Contradicted));
    assert_eq!(table_of("LeaveSecurityGroup"), ("2025-03-12", lists, Agreement::Contradicted));
    assert_eq!(table_of("StopInstance"), ("2025-12-03", lists, Agreement::Contradicted));
    // Their words refuse a locked instance, too.
    for (operation, published) in [
        ("StartInstance", "2025-12-03"),
        ("StopInstance", "2025-12-03"),
        ("DetachDisk", "2024-12-04"),
    ] {
        let cell = real.lock(operation);
        let prose = cell.evidence.iter().filter(|one| one.kind == EvidenceKind::OperationProse);
        let dated = prose.filter_map(|one| {
            let source = real.matrix.sources.iter().find(|source| source.id == one.source)?;
            Some((source.published.as_str(), one.says))
        });
        let newest = dated.max_by_key(|(published, _)| *published);
        assert_eq!(newest, Some((published, Some(Says::Denied))), "{operation}");
    }
    let product = merge::merge("ecs", &real.captures);
    for (operation, source, rows) in [
        ("JoinSecurityGroup", "ecs-join-security-group-2025-03-12", 30),
        ("LeaveSecurityGroup", "ecs-leave-security-group-2025-03-12", 19),
        ("StopInstance", "ecs-stop-instance-2025-12-03", 23),
    ] {
        let operation = &product.operations[operation];
        assert_eq!(operation.errors_source.as_deref(), Some(source));
        assert_eq!(operation.errors.len(), rows, "{source}");
    }
}

#[test]
fn the_newer_overdue_page_decides_about_attach_disk_and_the_cross_table_stays_beside_it() {
    let real = real();
    let said = |aspect| {
        let cell = real.cell("AttachDisk", aspect);
        let dated = cell.evidence.iter().map(|one| {
            let source = real.matrix.sources.iter().find(|source| source.id == one.source);
            (source.expect("a source").published.as_str(), one.says)
        });
        (cell.verdict, cell.agreement, dated.collect::<Vec<_>>())
    };
    let (denied, works) = (Some(Says::Denied), Some(Says::Unaffected));
    // With a disk that is paid for, the cross table of 2018 lets the call through.
    let alone = (
        Verdict::Denied,
        Agreement::Superseded,
        vec![("2021-07-19", denied), ("2018-11-15", works)],
    );
    assert_eq!(said(Aspect::FinancialLock), alone);
    let both = said(Aspect::InstanceAndDiskFinancialLock);
    assert_eq!((both.0, both.1), (Verdict::Denied, Agreement::Agreed));
    assert!(both.2.contains(&("2018-11-15", denied)), "{both:?}");
}
