//! Conditions about statuses and types: small products first, then what the documents really say.

use aliyun_rpc_spec::matrix::{Agreement, Aspect, EvidenceKind, Says, Verdict};

use super::fixture::{Built, Given};

fn entry(kind: &str, values: &str, source: &str, rest: &str) -> String {
    format!(
        "[[precondition]]\noperations = ['X']\nreason = 'r'\nkind = '{kind}'\nvalues = [{values}]\n\
         source = '{source}'\n{rest}\n"
    )
}

fn status(values: &str, source: &str, rest: &str) -> String {
    entry("instance-status", values, source, rest)
}

fn built(codes: &[&str], text: &str) -> Built {
    Given::new()
        .operation("X", &["InstanceId"], codes)
        .operation_page("page-old", "2021-07-19")
        .operation_page("page-new", "2024-09-29")
        .curated(text)
        .build()
}

#[test]
fn a_condition_has_its_states_its_code_and_all_evidence() {
    let text = status("'Stopped', 'Running'", "page-new", "code = 'Status'\nalso = ['metadata']");
    let built = built(&["Status"], &text);
    assert!(built.problems.is_empty(), "{:?}", built.problems);
    let condition = built.row("X").cell(Aspect::InstanceStatus).expect("a condition");
    assert_eq!(condition.unless, ["Running", "Stopped"]);
    let refusal = condition;
    assert_eq!((refusal.verdict, refusal.code.as_deref()), (Verdict::Denied, Some("Status")));
    assert_eq!(refusal.agreement, Agreement::Agreed);
    let said: Vec<_> = refusal.evidence.iter().map(|one| (one.kind, one.says)).collect();
    assert_eq!(
        said,
        [
            (EvidenceKind::PageRow, Some(Says::Requires)),
            (EvidenceKind::OperationProse, Some(Says::Requires)),
            (EvidenceKind::ErrorTable, Some(Says::ListsCode)),
        ],
    );
    assert_eq!(condition.verdict_in("Running"), Verdict::Permitted);
    assert_eq!(condition.verdict_in("Pending"), Verdict::Denied);
    let sources: Vec<_> = built.matrix.sources.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(sources, ["metadata", "page-new"]);
}

#[test]
fn a_newer_page_replaces_an_older_one_and_a_description_stands_beside_it() {
    let editions =
        status("'Stopped'", "page-old", "") + &status("'Running'", "page-new", "code = 'A'");
    let replaced = built(&[], &editions);
    let condition = replaced.row("X").cell(Aspect::InstanceStatus).expect("a condition");
    assert_eq!(condition.unless, ["Running"]);
    assert_eq!(condition.agreement, Agreement::Superseded);
    assert_eq!(condition.evidence[1].requires, ["Stopped"]);
    assert_eq!(replaced.contradictions[0].aspect, Aspect::InstanceStatus);

    let beside = status("'Stopped'", "page-old", "") + &status("'Running'", "metadata", "");
    let contradicted = built(&[], &beside);
    let condition = contradicted.row("X").cell(Aspect::InstanceStatus).expect("a condition");
    assert_eq!(condition.unless, ["Stopped"]);
    assert_eq!(condition.agreement, Agreement::Contradicted);
    assert_eq!(condition.code, None);
    let line = contradicted.contradictions[0].to_string();
    assert!(line.contains("requires Running (operation-prose, metadata)"), "{line}");
}

#[test]
fn a_table_that_does_not_list_the_code_is_evidence_too() {
    let built = built(&["Other"], &status("'Stopped'", "page-new", "code = 'Status'"));
    let condition = built.row("X").cell(Aspect::InstanceStatus).expect("a condition");
    assert_eq!(condition.evidence[1].says, Some(Says::ListsNoCode));
    assert_eq!(condition.code.as_deref(), Some("Status"));
}

#[test]
fn status_and_type_are_two_conditions_and_other_preconditions_are_none() {
    let text = status("'Stopped'", "page-new", "")
        + &entry("security-group-type", "'normal'", "page-new", "")
        + &entry("same-region", "", "page-new", "")
        + &entry("groups-per-instance", "'5'", "page-new", "");
    let built = built(&[], &text);
    let about = built.row("X").cells.keys().filter(|aspect| aspect.is_condition());
    let about: Vec<_> = about.copied().collect();
    assert_eq!(about, [Aspect::InstanceStatus, Aspect::SecurityGroupType]);
    assert!(built.problems.is_empty(), "{:?}", built.problems);
}

#[test]
fn an_entry_that_does_not_fit_is_a_problem() {
    let all = "'Pending', 'Starting', 'Running', 'Stopping', 'Stopped'";
    for (text, expected) in [
        (status("'Stoped'", "page-new", ""), "`Stoped` is not a state; expected one of Pending"),
        (status("", "page-new", ""), "refuses nothing"),
        (status(all, "page-new", ""), "refuses nothing"),
        (
            status("'Stopped'", "page-new", "") + &status("'Running'", "page-new", ""),
            "a second entry for `page-new`",
        ),
        (
            status("'Stopped'", "page-new", "").replace("'X'", "'Nobody'"),
            "no source names this operation",
        ),
    ] {
        let built = built(&[], &text);
        assert_eq!(built.problems.len(), 1, "{text}");
        assert!(built.problems[0].message.contains(expected), "{}", built.problems[0]);
    }
}
