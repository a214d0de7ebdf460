use aliyun_rpc_spec::capture::{ImpactRow, Subject};
use aliyun_rpc_spec::matrix::{Agreement, Aspect, EvidenceKind, Hazard, Says, Verdict};

use super::fixture::{Given, cut, row};

const LOCKED: &str = "InstanceLockedForSecurity";
const STATUS: &str = "IncorrectInstanceStatus";
const NEW: &str = "2026-06-20";
const OLD: &str = "2021-07-19";

fn table(codes: &[&str]) -> Given {
    Given::new().operation("X", &["DiskId"], codes)
}

#[test]
fn the_newest_row_decides_and_the_older_one_is_superseded() {
    let built = Given::new()
        .page(OLD, None, vec![row("X", Says::Denied)])
        .page(NEW, None, vec![row("X", Says::Unaffected)])
        .build();
    let cell = built.lock("X");
    assert_eq!((cell.verdict, cell.agreement), (Verdict::Permitted, Agreement::Superseded));
    let sources: Vec<_> = cell.evidence.iter().map(|one| one.source.as_str()).collect();
    assert_eq!(sources, ["lock-2026", "lock-2021"]);
    assert_eq!(built.contradictions.len(), 1);
    assert!(built.problems.is_empty());
}

#[test]
fn a_row_beats_prose_and_the_error_table_but_is_contradicted_by_them() {
    let built = table(&[LOCKED])
        .note("X", Says::Denied)
        .page(NEW, None, vec![row("X", Says::Unaffected)])
        .build();
    let cell = built.lock("X");
    assert_eq!((cell.verdict, cell.agreement), (Verdict::Permitted, Agreement::Contradicted));
    assert_eq!(built.contradictions.len(), 2);
}

#[test]
fn prose_and_the_error_table_beat_the_rule_for_what_is_not_listed() {
    for given in [table(&[LOCKED]), table(&[LOCKED]).note("X", Says::Denied)] {
        let built = given.page(NEW, Some(Says::Unaffected), vec![]).build();
        let cell = built.lock("X");
        assert_eq!((cell.verdict, cell.agreement), (Verdict::Denied, Agreement::Contradicted));
        assert_eq!(cell.code.as_deref(), Some(LOCKED));
    }
}

#[test]
fn what_a_complete_page_does_not_list_follows_its_rule() {
    let rule = Some(Says::Unaffected);
    let built = Given::new().page(NEW, rule, vec![]).build();
    assert_eq!(built.lock("X").verdict, Verdict::Permitted);
    assert_eq!(built.lock("X").evidence[0].kind, EvidenceKind::PageDefault);
    let partial = Given::new().page(NEW, rule, vec![]).partial().build();
    assert_eq!(partial.lock("X").verdict, Verdict::Unstated);
    assert!(partial.lock("X").evidence.is_empty());
}

#[test]
fn a_newer_edition_replaces_an_older_row_by_its_rule_for_what_it_does_not_list() {
    let built = table(&["Other"])
        .page(OLD, None, vec![row("X", Says::Denied)])
        .page(NEW, Some(Says::Unaffected), vec![])
        .build();
    let cell = built.lock("X");
    assert_eq!((cell.verdict, cell.agreement), (Verdict::Permitted, Agreement::Superseded));
    let sources: Vec<_> = cell.evidence.iter().map(|one| one.source.as_str()).collect();
    assert_eq!(sources, ["lock-2026", "lock-2021"]);
    assert_eq!(built.contradictions.len(), 1);
}

#[test]
fn a_newer_edition_without_a_rule_leaves_nothing_of_an_older_row_but_its_mention() {
    let built = Given::new()
        .page(OLD, Some(Says::Unaffected), vec![row("X", Says::Denied)])
        .page(NEW, None, vec![])
        .build();
    let cell = built.lock("X");
    assert_eq!((cell.verdict, cell.agreement), (Verdict::Unstated, Agreement::Superseded));
    assert_eq!(cell.evidence.len(), 1);
    assert!(built.contradictions.is_empty());
    // Nor of an older rule.
    let built = Given::new().page(OLD, Some(Says::Unaffected), vec![]).page(NEW, None, vec![]);
    assert_eq!(built.build().lock("X").verdict, Verdict::Unstated);
}

#[test]
fn prose_and_tables_come_before_the_rule_that_replaced_an_older_row() {
    for given in [table(&[LOCKED]), table(&[LOCKED]).note("X", Says::Denied)] {
        let built = given
            .page(OLD, None, vec![row("X", Says::Unaffected)])
            .page(NEW, Some(Says::Unaffected), vec![])
            .build();
        let cell = built.lock("X");
        assert_eq!((cell.verdict, cell.agreement), (Verdict::Denied, Agreement::Contradicted));
    }
    let built = table(&[LOCKED])
        .page(OLD, None, vec![row("X", Says::Unaffected)])
        .page(NEW, None, vec![])
        .build();
    let cell = built.lock("X");
    assert_eq!((cell.verdict, cell.agreement), (Verdict::Denied, Agreement::Superseded));
}

#[test]
fn a_partial_edition_replaces_only_what_it_lists() {
    let given = |rows| {
        let rule = Some(Says::Unaffected);
        let old = vec![row("X", Says::Denied)];
        Given::new().page(OLD, None, old).page("2025-04-16", rule, rows).partial().build()
    };
    assert_eq!(given(vec![]).lock("X").verdict, Verdict::Denied);
    assert_eq!(given(vec![]).lock("X").agreement, Agreement::Agreed);
    let listed = given(vec![row("X", Says::Unaffected)]);
    let cell = listed.lock("X");
    assert_eq!((cell.verdict, cell.agreement), (Verdict::Permitted, Agreement::Superseded));
}

#[test]
fn a_lost_cell_of_the_newest_edition_is_not_filled_from_an_older_one() {
    let built = Given::new()
        .page(OLD, None, vec![row("X", Says::Denied)])
        .page(NEW, None, vec![cut("X", None)])
        .build();
    assert_eq!(built.lock("X").verdict, Verdict::Unstated);
}

#[test]
fn a_page_about_another_reason_is_about_that_reason_only() {
    let built = Given::new()
        .reason(Aspect::RecyclingLock, vec![row("X", Says::Denied)])
        .operation("Y", &["InstanceId"], &[])
        .build();
    let cells = &built.row("X").cells;
    assert_eq!(cells[&Aspect::RecyclingLock].verdict, Verdict::Denied);
    assert_eq!(cells[&Aspect::OtherLock].verdict, Verdict::Unstated);
    assert!(!cells.contains_key(&Aspect::RefundedLock));
    assert!(!built.row("Y").cells.contains_key(&Aspect::RecyclingLock));
    // What no document says about a reason is what is said about any other.
    assert_eq!(built.row("X").cell(Aspect::RefundedLock), cells.get(&Aspect::OtherLock));
}

#[test]
fn an_older_rule_is_superseded_by_a_newer_row() {
    let built = Given::new()
        .page(OLD, Some(Says::Unaffected), vec![])
        .page(NEW, None, vec![row("X", Says::Denied)])
        .build();
    let cell = built.lock("X");
    assert_eq!((cell.verdict, cell.agreement), (Verdict::Denied, Agreement::Superseded));
}

#[test]
fn a_condition_on_the_disk_differs_between_editions_but_not_from_prose() {
    let rows = || vec![row("X", Says::DeniedWhenDiskInUse)];
    let prose = table(&[LOCKED]).note("X", Says::Denied).page(NEW, None, rows()).build();
    assert_eq!(prose.lock("X").agreement, Agreement::Agreed);
    assert_eq!(prose.lock("X").code.as_deref(), Some(LOCKED));
    let editions =
        Given::new().page(OLD, None, vec![row("X", Says::Denied)]).page(NEW, None, rows()).build();
    assert_eq!(editions.lock("X").agreement, Agreement::Superseded);
}

#[test]
fn a_cut_code_comes_from_another_edition_before_the_error_table() {
    let named = ImpactRow { code: Some("Named".to_owned()), ..row("X", Says::Denied) };
    let built = table(&[LOCKED])
        .page("2025-04-16", None, vec![named])
        .page(NEW, None, vec![cut("X", Some(Says::Denied))])
        .build();
    assert_eq!(built.lock("X").code.as_deref(), Some("Named"));
}

#[test]
fn a_cut_code_comes_from_the_error_table_where_only_one_code_fits() {
    let code = |codes: &[&str], row: ImpactRow| {
        table(codes).page(NEW, None, vec![row]).build().lock("X").code.clone()
    };
    let denied = || cut("X", Some(Says::Denied));
    assert_eq!(code(&[LOCKED, STATUS], denied()).as_deref(), Some(LOCKED));
    assert_eq!(code(&[STATUS, "Other"], denied()).as_deref(), Some(STATUS));
    assert_eq!(code(&["Other"], denied()), None);
    // What was cut is not always the same: a row about the disk says nothing of the instance.
    assert_eq!(code(&[STATUS], cut("X", Some(Says::DeniedWhenDiskInUse))), None);
}

#[test]
fn a_complete_row_without_a_code_takes_the_code_of_its_situation_only() {
    let code = |codes: &[&str]| {
        let rows = vec![row("X", Says::Denied)];
        table(codes).page(NEW, None, rows).build().lock("X").code.clone()
    };
    assert_eq!(code(&[LOCKED, STATUS]).as_deref(), Some(LOCKED));
    assert_eq!(code(&[STATUS]), None);
}

#[test]
fn an_error_table_that_lists_no_code_is_evidence_of_a_refusal_without_one() {
    let built = table(&["Other"]).page(NEW, None, vec![row("X", Says::Denied)]).build();
    let says: Vec<_> = built.lock("X").evidence.iter().map(|one| one.says).collect();
    assert_eq!(says, [Some(Says::Denied), Some(Says::ListsNoCode)]);
    assert_eq!(built.lock("X").agreement, Agreement::Agreed);
    let free = table(&["Other"]).page(NEW, None, vec![row("X", Says::Unaffected)]).build();
    assert_eq!(free.lock("X").evidence.len(), 1);
}

#[test]
fn a_lost_cell_is_unstated_until_it_is_restored() {
    let given = || Given::new().page(NEW, Some(Says::Unaffected), vec![cut("X", None)]);
    let built = given().build();
    assert_eq!(built.lock("X").verdict, Verdict::Unstated);
    assert_eq!(built.lock("X").evidence[0].says, None);
    let restored = given()
        .curated(
            "[[cell]]\nsource = 'lock-2026'\noperation = 'X'\neffect = 'denied-when-disk-in-use'\n\
             reason = 'a copy has it'",
        )
        .build();
    let cell = restored.lock("X");
    assert_eq!(cell.verdict, Verdict::DependsOnDisk);
    assert_eq!(cell.evidence[0].kind, EvidenceKind::Curated);
    assert_eq!(cell.evidence[0].reason.as_deref(), Some("a copy has it"));
    assert_eq!(cell.evidence[1].kind, EvidenceKind::PageRow);
    assert!(restored.problems.is_empty(), "{:?}", restored.problems);
}

#[test]
fn a_restored_cell_of_an_older_edition_does_not_decide() {
    let built = Given::new()
        .page(OLD, None, vec![cut("X", None)])
        .page(NEW, None, vec![row("X", Says::Unaffected)])
        .curated("[[cell]]\nsource = 'lock-2021'\noperation = 'X'\neffect = 'denied'\nreason = 'r'")
        .build();
    let cell = built.lock("X");
    assert_eq!((cell.verdict, cell.agreement), (Verdict::Permitted, Agreement::Superseded));
}

#[test]
fn curated_entries_that_do_not_fit_are_problems() {
    let cell = |source: &str, operation: &str, rest: &str| {
        format!("[[cell]]\nsource = '{source}'\noperation = '{operation}'\n{rest}\nreason = 'r'\n")
    };
    for (text, expected) in [
        (cell("lock-1999", "Y", "effect = 'denied'"), "no lock page has this source id"),
        (cell("lock-2026", "Z", "effect = 'denied'"), "no row for this operation"),
        (cell("lock-2026", "X", "effect = 'denied'"), "row of the page is complete"),
        (cell("lock-2026", "Y", "effect = 'denied'"), "states its effect itself"),
        (cell("lock-2026", "Y", ""), "restores neither"),
    ] {
        let rows = vec![row("X", Says::Denied), cut("Y", Some(Says::Denied))];
        let built = Given::new().page(NEW, None, rows).curated(&text).build();
        assert_eq!(built.problems.len(), 1, "{text}");
        assert!(built.problems[0].message.contains(expected), "{}", built.problems[0]);
    }
}

#[test]
fn a_curated_effect_decides_and_one_that_changes_nothing_is_a_problem() {
    let effect = |operation: &str, aspect: &str, says: &str| {
        format!(
            "[[effect]]\noperation = '{operation}'\naspect = '{aspect}'\nsays = '{says}'\n\
             source = 'metadata'\nreason = 'r'\n"
        )
    };
    let given = || {
        table(&[LOCKED]).note("X", Says::ReleasesDisks).page(
            NEW,
            None,
            vec![row("X", Says::Unaffected)],
        )
    };
    let built = given().curated(&effect("X", "security-lock", "releases-disks")).build();
    let cell = built.lock("X");
    assert_eq!(cell.verdict, Verdict::PermittedWithHazard);
    assert_eq!(cell.hazard, Some(Hazard::ReleasesDisks));
    assert_eq!(cell.agreement, Agreement::Contradicted);
    assert!(built.problems.is_empty(), "{:?}", built.problems);
    for (text, expected) in [
        (effect("X", "security-lock", "unaffected"), "no longer changes anything"),
        (effect("X", "instance-status", "denied"), "is a condition; use [[precondition]]"),
        (effect("Nobody", "security-lock", "denied"), "no source names"),
    ] {
        let built = given().curated(&text).build();
        assert_eq!(built.problems.len(), 1, "{text}");
        assert!(built.problems[0].message.contains(expected), "{}", built.problems[0]);
    }
}

#[test]
fn a_note_about_a_later_release_is_no_hazard_of_the_call_itself() {
    let built = Given::new()
        .note("X", Says::ReleasesDisks)
        .page(NEW, None, vec![row("X", Says::Unaffected)])
        .build();
    let cell = built.lock("X");
    assert_eq!((cell.verdict, cell.agreement), (Verdict::Permitted, Agreement::Agreed));
    assert_eq!(cell.evidence.len(), 2);
}

#[test]
fn instance_and_disk_tables_are_two_situations_and_name_no_code() {
    let disk = ImpactRow { subject: Subject::Disk, ..row("X", Says::Denied) };
    let built = table(&[LOCKED]).overdue(vec![row("X", Says::Unaffected), disk]).build();
    assert_eq!(built.row("X").cells[&Aspect::FinancialLock].verdict, Verdict::Permitted);
    assert_eq!(built.row("X").cells[&Aspect::DiskFinancialLock].verdict, Verdict::Denied);
    assert_eq!(built.row("X").cells[&Aspect::DiskFinancialLock].code, None);
}

#[test]
fn a_managed_group_refuses_the_account_with_the_code_of_the_page_and_not_the_service() {
    let built = Given::new().managed(&[("X", false), ("Y", true)]).build();
    let row = built.row("X");
    assert_eq!(row.cells[&Aspect::ManagedGroup].verdict, Verdict::Denied);
    assert_eq!(row.cells[&Aspect::ManagedGroup].code.as_deref(), Some("Managed"));
    assert_eq!(row.cells[&Aspect::ManagedGroupService].verdict, Verdict::Permitted);
    assert_eq!(built.row("Y").cells[&Aspect::ManagedGroup].verdict, Verdict::Permitted);
}

#[test]
fn an_operation_that_reaches_no_such_resource_is_permitted_for_that_reason() {
    let built = Given::new()
        .operation("Regions", &["RegionId"], &[])
        .page(NEW, Some(Says::Unaffected), vec![])
        .overdue(vec![])
        .build();
    let row = built.row("Regions");
    assert_eq!(row.cells[&Aspect::FinancialLock].verdict, Verdict::Permitted);
    assert_eq!(row.cells[&Aspect::FinancialLock].evidence[0].kind, EvidenceKind::NotApplicable);
    let kinds: Vec<_> =
        row.cells[&Aspect::SecurityLock].evidence.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [EvidenceKind::PageDefault, EvidenceKind::NotApplicable]);
    assert_eq!(built.row("X").cells[&Aspect::FinancialLock].verdict, Verdict::Unstated);
}

#[test]
fn an_operation_that_only_a_page_names_is_a_row_without_a_type() {
    let built = Given::new().page(NEW, None, vec![row("Gone", Says::Unaffected)]).build();
    let row = built.row("Gone");
    assert!(!row.typed && row.group.is_empty());
    assert_eq!(row.cells[&Aspect::SecurityLock].verdict, Verdict::Permitted);
    assert!(built.row("X").typed);
}

#[test]
fn a_row_that_would_be_lost_is_a_problem() {
    let disk = ImpactRow { subject: Subject::Disk, ..row("X", Says::Denied) };
    let built = Given::new().page(NEW, None, vec![disk]).build();
    assert_eq!(built.problems.len(), 1);
    assert!(built.problems[0].message.contains("was lost"), "{}", built.problems[0]);
}
