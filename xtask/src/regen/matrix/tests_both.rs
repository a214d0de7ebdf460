//! An instance and a disk that are both overdue.

use aliyun_rpc_spec::capture::{ImpactRow, Subject};
use aliyun_rpc_spec::matrix::{Agreement, Aspect, Cell, Says, Verdict};

use super::fixture::{Built, Given, row};

const DENIED: Option<Says> = Some(Says::Denied);
const WORKS: Option<Says> = Some(Says::Unaffected);
const OLD: &str = "2018-11-15";

fn cell(built: &Built, aspect: Aspect) -> &Cell {
    built.row("X").cell(aspect).expect("a cell")
}

/// What is said about an overdue instance, an overdue disk, and both.
fn verdicts(built: &Built) -> [Verdict; 3] {
    assert!(built.problems.is_empty(), "{:?}", built.problems);
    let aspects =
        [Aspect::FinancialLock, Aspect::DiskFinancialLock, Aspect::InstanceAndDiskFinancialLock];
    aspects.map(|aspect| cell(built, aspect).verdict)
}

/// The tables of 2021, which speak about each of the two alone.
fn apart(given: Given, instance: Says, disk: Says) -> Given {
    let disk = ImpactRow { subject: Subject::Disk, ..row("X", disk) };
    given.overdue(vec![row("X", instance), disk])
}

#[test]
fn a_cross_table_says_what_happens_with_one_and_with_both() {
    use Verdict::{Denied, Permitted};
    let built = Given::new().crossed(OLD, "X", [[DENIED, WORKS], [DENIED, DENIED]]).build();
    assert_eq!(verdicts(&built), [Permitted, Denied, Denied]);
    assert!(built.contradictions.is_empty());
    // What the table says of both takes the place of what it says of one.
    let built = Given::new().crossed(OLD, "X", [[WORKS, DENIED], [WORKS, WORKS]]).build();
    assert_eq!(verdicts(&built), [Denied, Permitted, Permitted]);
}

#[test]
fn a_cell_that_sees_no_relation_says_nothing_about_the_call() {
    let built = Given::new().crossed(OLD, "X", [[None, None], [None, None]]).build();
    assert_eq!(verdicts(&built), [Verdict::Unstated; 3]);
    let both = cell(&built, Aspect::InstanceAndDiskFinancialLock);
    assert_eq!((both.evidence.len(), both.agreement), (2, Agreement::Agreed));
    assert!(both.evidence.iter().all(|one| one.says == Some(Says::NoRelation)));
}

#[test]
fn a_newer_edition_that_does_not_tell_them_apart_decides_by_the_worse_of_its_rows() {
    use Verdict::{Denied, Permitted};
    let old = || Given::new().crossed(OLD, "X", [[WORKS, WORKS], [WORKS, DENIED]]);
    let built = apart(old(), Says::Denied, Says::Unaffected).build();
    assert_eq!(verdicts(&built), [Denied, Permitted, Denied]);
    let both = cell(&built, Aspect::InstanceAndDiskFinancialLock);
    assert_eq!(both.agreement, Agreement::Superseded);
    let sources: Vec<_> = both.evidence.iter().map(|one| one.source.as_str()).collect();
    assert_eq!(sources, ["overdue", "crossed", "crossed"]);
    assert_eq!(cell(&built, Aspect::DiskFinancialLock).agreement, Agreement::Superseded);
    // An operation that only the older edition lists.
    let built = old().overdue(vec![]).build();
    assert_eq!(verdicts(&built), [Verdict::Unstated; 3]);
    // One that no edition crosses has no such cell.
    let built = apart(Given::new(), Says::Denied, Says::Denied).build();
    assert!(built.row("X").cell(Aspect::InstanceAndDiskFinancialLock).is_none());
}

#[test]
fn a_page_that_contradicts_itself_is_reported_whether_it_decides_or_not() {
    let itself = || Given::new().crossed(OLD, "X", [[WORKS, WORKS], [DENIED, WORKS]]);
    let both = Aspect::InstanceAndDiskFinancialLock;
    let disputes = |built: &Built| {
        let all = built.contradictions.iter();
        let all = all.filter(|one| one.agreement == Agreement::Contradicted);
        all.map(|one| (one.aspect, one.stands.source.clone(), one.against.source.clone()))
            .collect::<Vec<_>>()
    };
    let crossed = || "crossed".to_owned();
    let built = itself().build();
    // Nobody can tell which of the two holds, so the worse one does.
    assert_eq!(verdicts(&built), [Verdict::Permitted, Verdict::Permitted, Verdict::Denied]);
    assert_eq!(cell(&built, both).agreement, Agreement::Contradicted);
    assert_eq!(disputes(&built), [(both, crossed(), crossed())]);
    let built = apart(itself(), Says::Unaffected, Says::Denied).build();
    assert_eq!(verdicts(&built), [Verdict::Permitted, Verdict::Denied, Verdict::Denied]);
    assert_eq!(cell(&built, both).agreement, Agreement::Superseded);
    assert_eq!(disputes(&built), [(both, crossed(), crossed())]);
}

#[test]
fn what_the_maintainers_state_about_one_holds_for_both() {
    let curated = |aspect: &str| {
        format!(
            "[[effect]]\noperation = 'X'\naspect = '{aspect}'\nsays = 'denied'\n\
             source = 'metadata'\nreason = 'r'\n"
        )
    };
    let given = || Given::new().crossed(OLD, "X", [[WORKS, WORKS], [WORKS, WORKS]]);
    use Verdict::{Denied, Permitted};
    let built = given().curated(&curated("financial-lock")).build();
    assert_eq!(verdicts(&built), [Denied, Permitted, Denied]);
    let built = given().curated(&curated("instance-and-disk-financial-lock")).build();
    assert_eq!(verdicts(&built), [Permitted, Permitted, Denied]);
}
