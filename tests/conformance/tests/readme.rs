//! The README against the crate. Its table holds every call on a security-locked instance about
//! which anything but an undisputed permission is known, with its verdict, code and dispute. Its
//! programs build no request that the client would refuse to send.

use std::collections::BTreeSet;

use aliyun_ecs::runtime::Request;
use aliyun_ecs::{
    Agreement, DescribeInstances, DiskUsage, InstanceStatus, JoinSecurityGroup, Lock, Operation,
    RunInstances, Situation, StartInstance, StartInstances, Verdict, decide,
};

const README: &str = include_str!("../../../README.md");

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);

/// Verdict and code as the README writes them.
fn said(operation: Operation) -> (&'static str, &'static str) {
    let decision = decide(operation, LOCKED);
    let verdict = match decision.verdict() {
        Verdict::Denied => "denied",
        Verdict::DependsOnDisk => "denied while the disk is in use",
        Verdict::AcceptedButFails => "accepted, but does nothing",
        Verdict::PermittedWithHazard => {
            "carried out, and releases disks even if `DeleteWithInstance` is false"
        }
        Verdict::Permitted => "permitted",
        other => panic!("{operation}: the table has no words for {other:?}"),
    };
    let refuses = matches!(decision.verdict(), Verdict::Denied | Verdict::DependsOnDisk);
    let code = match decision.code() {
        Some(code) if code.starts_with("IncorrectInstanceStatus") => "IncorrectInstanceStatus",
        Some("InstanceLockedForSecurity") => "InstanceLockedForSecurity",
        None if refuses => "not stated",
        None => "",
        Some(other) => panic!("{operation}: the table has no row for {other}"),
    };
    (verdict, code)
}

#[test]
fn the_table_of_the_readme_has_every_call_that_is_refused_or_disputed_and_says_what_the_matrix_says()
 {
    let (_, table) = README.split_once("| calls | verdict |").expect("the table");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let mut listed = BTreeSet::new();
    let mut others = None;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [calls, verdict, code, dispute] = cells[..] else { panic!("{row}") };
        if let Some(count) = calls.strip_suffix(" others") {
            others = count.parse::<usize>().ok();
            continue;
        }
        for call in calls.split(", ") {
            let operation: Operation = call.parse().expect("an operation");
            assert_eq!(said(operation), (verdict, code), "{call}");
            let disputed = decide(operation, LOCKED).agreement() != Agreement::Agreed;
            assert_eq!(disputed, dispute != "nobody", "{call}");
            assert!(listed.insert(operation.name()), "{call} is there twice");
        }
    }
    let plain = |operation: &Operation| {
        let decision = decide(*operation, LOCKED);
        decision.verdict() == Verdict::Permitted && decision.agreement() == Agreement::Agreed
    };
    let (permitted, rest): (Vec<_>, Vec<_>) = Operation::all().partition(plain);
    let missing: Vec<&str> =
        rest.iter().map(|one| one.name()).filter(|name| !listed.contains(name)).collect();
    assert!(missing.is_empty(), "add to the table: {missing:?}");
    assert_eq!((rest.len(), Some(permitted.len())), (listed.len(), others));
}

#[test]
fn a_row_about_disks_is_about_disks_in_use_only() {
    let detach = Operation::DetachDisk;
    assert!(decide(detach, LOCKED.with_disk_usage(DiskUsage::InUse)).is_denied());
    assert!(decide(detach, LOCKED.with_disk_usage(DiskUsage::NotInUse)).is_permitted());
}

/// The text of an expression, without the white space that differs by where it stands.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Where the README creates requests.
fn created(readme: &str) -> BTreeSet<usize> {
    let calls = readme.match_indices("::").filter_map(|(at, _)| {
        let name = readme[..at].rsplit(|c: char| !c.is_alphanumeric()).next()?;
        let is_operation = name.parse::<Operation>().is_ok();
        let rest = readme[at + 2..].trim_start_matches(|c: char| c == '_' || c.is_lowercase());
        (is_operation && rest.starts_with('(')).then_some(at - name.len())
    });
    calls.collect()
}

#[test]
fn every_request_that_the_readme_builds_passes_the_checks_before_sending() {
    let readme = squeezed(README);
    let mut left = created(&readme);
    macro_rules! check {
        ($($request:expr),* $(,)?) => {$({
            let text = squeezed(stringify!($request));
            let places = readme.match_indices(&text).map(|(at, _)| at);
            // With more behind it, it is another request.
            let is_whole = |at: &usize| !readme[at + text.len()..].starts_with('.');
            let places: Vec<usize> = places.filter(is_whole).collect();
            assert!(!places.is_empty(), "the README does not hold {text}");
            left.retain(|at| !places.contains(at));
            let checked = $request.check_limits();
            assert!(checked.is_ok(), "{text}: {checked:?}");
        })*};
    }
    let instance = aliyun_ecs::handle::Instance::new("i-1");
    let (ids, zone) = (["i-1"], &"cn-hangzhou-h");
    check!(
        JoinSecurityGroup::instance("sg-1", "i-1"),
        StartInstance::new(instance.id()),
        StartInstance::new("i-1"),
        StartInstances::new(ids),
        RunInstances::new("m-1", "ecs.g8i.large").security_group_id("sg-1"),
        RunInstances::new("m-1", "ecs.g8i.large").security_group_id("sg-1").zone_id(*zone),
        DescribeInstances::new().status(InstanceStatus::Running),
        DescribeInstances::new(),
    );
    let left: Vec<String> =
        left.iter().map(|at| readme[*at..].chars().take(60).collect()).collect();
    assert!(left.is_empty(), "not checked here: {left:?}");
}
