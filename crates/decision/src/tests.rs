use crate::fixture::{CLOSED, CUT, DEPENDS, FREE, HAZARD, IDLE, NOWHERE, OPEN, TABLE, UNITED};
use crate::*;

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);
const MANAGED: Situation = Situation::new().with_managed_by(ManagedBy::CloudService);

const _: () = assert!(decide(&TABLE, FREE, LOCKED).is_permitted());
const _: () = decide(&TABLE, FREE, LOCKED).must_be_permitted();
const _: () = decide(&TABLE, CLOSED, LOCKED).must_be_denied();

fn verdict(row: u16, situation: Situation) -> Verdict {
    decide(&TABLE, row, situation).verdict()
}

fn refusal(row: u16, situation: Situation) -> (Verdict, Option<&'static str>) {
    let decision = decide(&TABLE, row, situation);
    (decision.verdict(), decision.code())
}

#[test]
fn without_any_lock_everything_is_permitted_and_nobody_is_cited() {
    for row in 0..TABLE.rows.len() {
        let decision = decide(&TABLE, u16::try_from(row).unwrap(), Situation::new());
        assert_eq!(decision.verdict(), Verdict::Permitted);
        assert_eq!(decision.evidence().count(), 0);
        assert!(decision.is_certain());
    }
}

#[test]
fn a_refusal_carries_its_code() {
    assert_eq!(refusal(CLOSED, LOCKED), (Verdict::Denied, Some("Locked")));
    let financial = Situation::new().with_instance_lock(Lock::Financial);
    assert_eq!(refusal(CLOSED, financial), (Verdict::Denied, None));
}

#[test]
fn the_disk_decides_where_the_page_says_so() {
    assert_eq!(refusal(DEPENDS, LOCKED), (Verdict::DependsOnDisk, Some("Locked")));
    assert_eq!(
        refusal(DEPENDS, LOCKED.with_disk_usage(DiskUsage::InUse)),
        (Verdict::Denied, Some("Locked"))
    );
    assert_eq!(verdict(DEPENDS, LOCKED.with_disk_usage(DiskUsage::NotInUse)), Verdict::Permitted);
    assert_eq!(
        verdict(DEPENDS, Situation::new().with_disk_usage(DiskUsage::InUse)),
        Verdict::Permitted
    );
}

#[test]
fn the_caller_matters_only_on_a_managed_group() {
    let service = Situation::new().with_caller(Caller::ManagingService);
    assert_eq!(refusal(CLOSED, MANAGED), (Verdict::Denied, Some("Locked")));
    assert_eq!(verdict(CLOSED, MANAGED.and(service)), Verdict::Permitted);
    assert!(decide(&TABLE, CLOSED, service).evidence().next().is_none());
}

#[test]
fn the_worst_of_several_verdicts_stands() {
    let financial_disk = Situation::new().with_disk_lock(DiskLock::Financial);
    // Accepted but fails, then denied, then depends on the disk.
    assert_eq!(verdict(IDLE, LOCKED), Verdict::AcceptedButFails);
    assert_eq!(refusal(IDLE, LOCKED.and(financial_disk)), (Verdict::Denied, None));
    assert_eq!(refusal(IDLE, LOCKED.and(MANAGED)), (Verdict::DependsOnDisk, Some("Locked")));
    // Hazard beats permitted, and unstated beats permitted but not a hazard.
    let hazard = Verdict::PermittedWithHazard;
    assert_eq!(verdict(HAZARD, LOCKED.and(MANAGED)), hazard);
    assert_eq!(verdict(HAZARD, LOCKED.and(financial_disk)), hazard);
    assert_eq!(verdict(FREE, LOCKED.and(MANAGED)), Verdict::Unstated);
}

#[test]
fn a_refusal_with_a_code_is_shown_before_one_without() {
    let both = Situation::new()
        .with_instance_lock(Lock::Financial)
        .with_managed_by(ManagedBy::CloudService);
    let decision = decide(&TABLE, CLOSED, both);
    assert_eq!((decision.verdict(), decision.code()), (Verdict::Denied, Some("Locked")));
    assert_eq!(decision.decisive(), Some(Aspect::ManagedGroup));
}

#[test]
fn the_evidence_of_every_situation_is_kept_and_the_deciding_one_is_first() {
    let decision = decide(&TABLE, OPEN, LOCKED.and(MANAGED));
    let about: Vec<Aspect> = decision.evidence().map(|one| one.aspect()).collect();
    assert_eq!(about, [Aspect::ManagedGroup, Aspect::SecurityLock, Aspect::SecurityLock],);
}

#[test]
fn one_undisputed_refusal_is_certain_and_one_disputed_permission_is_not() {
    assert!(!decide(&TABLE, OPEN, LOCKED).is_certain());
    assert!(decide(&TABLE, OPEN, LOCKED.and(MANAGED)).is_certain());
    let both =
        Situation::new().with_instance_lock(Lock::Financial).with_disk_lock(DiskLock::Financial);
    let decision = decide(&TABLE, OPEN, both);
    assert!(decision.is_permitted() && !decision.is_certain());
    assert_eq!(decision.decisive(), Some(Aspect::DiskFinancialLock));
}

#[test]
fn a_verdict_restored_from_lost_words_is_never_certain() {
    let decision = decide(&TABLE, CUT, LOCKED.with_disk_usage(DiskUsage::InUse));
    assert_eq!((decision.verdict(), decision.code()), (Verdict::Denied, None));
    assert_eq!(decision.agreement(), Agreement::Agreed);
    assert!(!decision.is_certain());
}

#[test]
fn an_unstated_verdict_is_neither_permitted_nor_certain() {
    let decision = decide(&TABLE, CUT, MANAGED);
    assert_eq!(decision.verdict(), Verdict::Unstated);
    assert!(!decision.is_permitted() && !decision.is_denied() && !decision.is_certain());
}

#[test]
fn a_lock_for_another_reason_is_unstated_unless_no_instance_is_in_reach() {
    let other = Situation::new().with_instance_lock(Lock::Other);
    assert_eq!(verdict(FREE, other), Verdict::Unstated);
    assert_eq!(verdict(NOWHERE, other), Verdict::Permitted);
    assert_eq!(refusal(CLOSED, other.and(MANAGED)), (Verdict::Denied, Some("Locked")));
}

#[test]
fn a_row_that_does_not_exist_is_unstated() {
    let decision = decide(&TABLE, NONE, LOCKED);
    assert_eq!(decision.verdict(), Verdict::Unstated);
    assert_eq!(decision.operation(), "");
    assert_eq!(decision.evidence().count(), 0);
}

#[test]
fn operations_are_found_by_name() {
    for (at, row) in TABLE.rows.iter().enumerate() {
        assert_eq!(TABLE.find(row.name).map(usize::from), Some(at));
    }
    for missing in ["", "Clos", "Closed1", "Zzz"] {
        assert_eq!(TABLE.find(missing), None);
    }
}

#[test]
fn a_policy_says_which_decisions_prevent_a_call() {
    use Acknowledgement::{NothingHappens, OutcomeUnknown, ReleasesDisks};
    let hazard = decide(&TABLE, HAZARD, LOCKED);
    let idle = decide(&TABLE, IDLE, LOCKED);
    let sent =
        |policy: Policy, decision, acknowledged| policy.check(decision, acknowledged).is_ok();
    for (decision, helps, by_default, if_certain) in [
        (decide(&TABLE, FREE, LOCKED), None, true, true),
        (decide(&TABLE, OPEN, LOCKED), None, true, false),
        (decide(&TABLE, CUT, MANAGED), None, true, false),
        (decide(&TABLE, DEPENDS, LOCKED), None, true, false),
        (decide(&TABLE, CLOSED, LOCKED), None, false, false),
        (hazard, Some(ReleasesDisks), false, false),
        (idle, Some(NothingHappens), false, false),
    ] {
        assert!(sent(Policy::SendAll, decision, None));
        assert_eq!(sent(Policy::RefuseKnownProblems, decision, None), by_default, "{decision}");
        assert_eq!(sent(Policy::RequireCertain, decision, None), if_certain, "{decision}");
        for one in [ReleasesDisks, NothingHappens, OutcomeUnknown] {
            let covered = Some(one) == helps;
            let policy = Policy::RefuseKnownProblems;
            assert_eq!(sent(policy, decision, Some(one)), by_default || covered, "{decision}");
            let policy = Policy::RequireCertain;
            assert_eq!(sent(policy, decision, Some(one)), if_certain || covered, "{decision}");
        }
    }
    assert_eq!(Policy::default(), Policy::RefuseKnownProblems);
}

#[test]
fn one_line_names_the_verdict_the_source_and_who_agrees() {
    let line = |row, situation| decide(&TABLE, row, situation).to_string();
    assert_eq!(
        line(DEPENDS, LOCKED.with_disk_usage(DiskUsage::InUse)),
        "Depends: denied, Locked (lock page 2026-06-20; error table 2024-06-24 agrees)",
    );
    assert_eq!(
        line(DEPENDS, LOCKED.with_disk_usage(DiskUsage::NotInUse)),
        "Depends: permitted (lock page 2026-06-20; lock page 2021-07-19 says refused)",
    );
    assert_eq!(
        line(OPEN, LOCKED),
        "Open: permitted (lock page 2026-06-20; error table 2024-06-24 lists Locked)",
    );
    assert_eq!(line(FREE, Situation::new()), "Free: permitted");
    assert_eq!(
        line(CUT, LOCKED.with_disk_usage(DiskUsage::InUse)),
        "Cut: denied, code not documented (lock page 2026-06-20, restored)",
    );
    assert_eq!(line(CUT, MANAGED), "Cut: unstated, no source says what will happen");
}

#[test]
fn a_paragraph_shows_every_statement_with_line_and_address() {
    let text = decide(&TABLE, CLOSED, LOCKED).explain();
    assert!(text.contains("the instance is security-locked"), "{text}");
    assert!(
        text.contains("lock page 2026-06-20, line 7: refused, Locked [security-lock, page-row] https://example.com/lock"),
        "{text}",
    );
    let cut = decide(&TABLE, CUT, LOCKED).explain();
    assert!(cut.contains("the words were lost (captured only in part)"), "{cut}");
}

#[test]
fn json_is_escaped_and_complete() {
    let text = decide(&TABLE, CUT, LOCKED.with_disk_usage(DiskUsage::InUse)).to_json();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["operation"], "Cut");
    assert_eq!(value["situation"][0], "security-lock");
    assert_eq!(value["disk_usage"], "in-use");
    assert_eq!(value["verdict"], "denied");
    assert_eq!(value["code"], serde_json::Value::Null);
    assert_eq!(value["certain"], false);
    assert_eq!(value["evidence"][0]["reason"], "its \"neighbours\"\nsay so");
    assert_eq!(value["evidence"].as_array().unwrap().len(), 2);
}

#[test]
#[should_panic(
    expected = "`Closed` is refused while the instance is security-locked (Locked; lock page 2026-06-20)"
)]
fn a_failing_const_check_is_a_sentence() {
    decide(&TABLE, CLOSED, LOCKED).must_be_permitted();
}

const OVERDUE: Situation = Situation::new().with_instance_lock(Lock::Financial);
const DISK_OVERDUE: Situation = Situation::new().with_disk_lock(DiskLock::Financial);

#[test]
fn what_is_said_about_an_overdue_instance_with_an_overdue_disk_takes_the_place_of_either() {
    let both = OVERDUE.and(DISK_OVERDUE);
    assert!(both.holds(Aspect::InstanceAndDiskFinancialLock));
    assert!(!OVERDUE.holds(Aspect::InstanceAndDiskFinancialLock));
    assert_eq!(verdict(UNITED, OVERDUE), Verdict::Permitted);
    assert_eq!(refusal(UNITED, DISK_OVERDUE), (Verdict::Denied, Some("Locked")));
    assert_eq!(verdict(UNITED, both), Verdict::Unstated);
    // A lock beside them counts as ever.
    assert_eq!(refusal(CLOSED, both.with_further_lock(Lock::Security)).1, Some("Locked"));
    // A row without such a cell has the worse of the two.
    assert_eq!(verdict(OPEN, both), Verdict::Permitted);
    assert_eq!(verdict(IDLE, both), Verdict::Denied);
    // Nothing of it stays when either lock is gone.
    assert_eq!(both.with_disk_lock(DiskLock::None), OVERDUE);
    assert_eq!(both.with_instance_lock(Lock::None), DISK_OVERDUE);
    assert_eq!(both.to_string(), format!("{OVERDUE} and {DISK_OVERDUE}"));
}

#[test]
fn a_verdict_that_only_an_older_edition_had_is_told_as_such() {
    assert_eq!(
        decide(&TABLE, UNITED, OVERDUE.and(DISK_OVERDUE)).to_string(),
        "United: unstated, no source says what will happen (a newer edition no longer says what \
         lock page 2021-07-19 did)",
    );
}

#[test]
fn every_reason_of_a_lock_is_an_aspect_of_its_own() {
    let mut all = Situation::new();
    let locks = || Lock::ALL.iter().copied().filter(|lock| *lock != Lock::None);
    for lock in locks() {
        let alone = Situation::new().with_instance_lock(lock);
        assert!(alone.aspects().eq(lock.aspect()), "{lock:?}");
        assert_eq!(alone.instance_lock(), lock);
        assert!(alone.instance_locks().eq([lock]));
        all = all.with_further_lock(lock);
    }
    assert!(all.instance_locks().eq(locks()));
    assert_eq!(all.instance_lock(), Lock::Security);
    assert_eq!(all.with_instance_lock(Lock::None), Situation::new());
    // A document that speaks about one of them says nothing about the others.
    assert_eq!(
        verdict(UNITED, Situation::new().with_instance_lock(Lock::Refunded)),
        Verdict::Permitted
    );
    assert_eq!(
        verdict(UNITED, Situation::new().with_instance_lock(Lock::Recycling)),
        Verdict::Unstated
    );
}
