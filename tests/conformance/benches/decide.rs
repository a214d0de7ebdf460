//! What a decision costs at run time, with operation and situation unknown to the optimiser: `cargo
//! bench -p aliyun-tests-conformance`. Each figure is a call with its verdict and the loop around
//! it. Machines differ, so the limit is a ratio: to the same loop without a call, in the same run.
//! Of many short rounds the fastest tenth counts, because other programs only make rounds longer.
//! Fails when any ratio is above the limit.

use std::hint::black_box;
use std::time::Instant;

use aliyun_ecs::decision::{InstanceStatus, SecurityGroupType};
use aliyun_ecs::{Caller, DiskLock, DiskUsage, Lock, ManagedBy, Operation, Situation, decide};

/// How many times the loop without a call a decision may take.
const LIMIT: f64 = 15.0;
const ROUNDS: usize = 500;
const CALLS: usize = 20_000;

fn main() {
    // `cargo test` only wants to know that it runs, `cargo bench` says what it is.
    let testing = !std::env::args().any(|argument| argument == "--bench");
    let lock = Situation::new().with_instance_lock(Lock::Security);
    let running = lock.with_instance_status(InstanceStatus::Running);
    let managed = lock.with_managed_by(ManagedBy::CloudService);
    let mut ratios = Vec::new();
    let mut measure = |name, calls: &[(Operation, Situation)]| {
        let rounds = if testing { 3 } else { ROUNDS };
        // In turn, so that both meet the same machine.
        let (ours, empty): (Vec<f64>, Vec<f64>) =
            (0..rounds).map(|_| (nanoseconds_per_call(calls), nanoseconds_of_loop(calls))).unzip();
        let (ours, empty) = (fast(ours), fast(empty));
        let ratio = ours / empty;
        println!(
            "decide, {name}: {ours:.2} ns per call, {ratio:.1} times the loop alone ({empty:.2} ns)"
        );
        ratios.push(ratio);
    };
    // One call over and over, as in a loop over the instances of an account.
    for (name, operation, situation) in [
        ("StartInstance, nothing locked", Operation::StartInstance, Situation::new()),
        ("StartInstance, one lock", Operation::StartInstance, lock),
        (
            "DetachDisk, lock and disk",
            Operation::DetachDisk,
            lock.with_disk_usage(DiskUsage::InUse),
        ),
        ("JoinSecurityGroup, lock and managed group", Operation::JoinSecurityGroup, managed),
        ("StopInstance, lock and status", Operation::StopInstance, running),
    ] {
        measure(name, &vec![(operation, situation); CALLS]);
    }
    // Neither the row nor the kind of verdict can be predicted.
    let locked = calls(&[lock.with_disk_usage(DiskUsage::InUse)]);
    measure("any operation, one lock", &locked);
    measure("any operation in any situation", &calls(&all()));
    if !testing && ratios.into_iter().any(|ratio| ratio > LIMIT) {
        eprintln!("a decision takes more than {LIMIT} times the loop alone");
        std::process::exit(1);
    }
}

/// The slowest of the fastest tenth of the rounds.
fn fast(mut rounds: Vec<f64>) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 10]
}

/// Operations and situations in an order that no branch predictor has seen.
fn calls(situations: &[Situation]) -> Vec<(Operation, Situation)> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("below a usize")
    };
    (0..CALLS)
        .map(|_| (Operation::ALL[next(Operation::ALL.len())], situations[next(situations.len())]))
        .collect()
}

fn nanoseconds_per_call(calls: &[(Operation, Situation)]) -> f64 {
    let started = Instant::now();
    for (operation, situation) in calls {
        let decision = decide(black_box(*operation), black_box(*situation));
        black_box(decision.verdict());
    }
    started.elapsed().as_nanos() as f64 / calls.len() as f64
}

fn nanoseconds_of_loop(calls: &[(Operation, Situation)]) -> f64 {
    let started = Instant::now();
    for (operation, situation) in calls {
        let _ = black_box((black_box(*operation), black_box(*situation)));
    }
    started.elapsed().as_nanos() as f64 / calls.len() as f64
}

fn all() -> Vec<Situation> {
    let one = Situation::new();
    let each = |situations: Vec<Situation>, changes: &[&dyn Fn(Situation) -> Situation]| {
        let changed = |one| changes.iter().map(move |change| change(one));
        situations.into_iter().flat_map(changed).collect()
    };
    let same: &dyn Fn(Situation) -> Situation = &|one| one;
    let locks = each(
        vec![one],
        &[
            same,
            &|one| one.with_instance_lock(Lock::Security),
            &|one| one.with_instance_lock(Lock::Financial),
            &|one| one.with_instance_lock(Lock::Recycling),
            &|one| one.with_instance_lock(Lock::Other),
            &|one| one.with_instance_lock(Lock::Security).with_further_lock(Lock::Financial),
        ],
    );
    let statuses = each(
        locks,
        &[same, &|one| one.with_instance_status(InstanceStatus::Running), &|one| {
            one.with_instance_status(InstanceStatus::Stopped)
        }],
    );
    let disks = each(
        statuses,
        &[
            same,
            &|one| one.with_disk_usage(DiskUsage::InUse),
            &|one| one.with_disk_usage(DiskUsage::NotInUse),
            &|one| one.with_disk_lock(DiskLock::Financial),
        ],
    );
    let groups = each(
        disks,
        &[same, &|one| one.with_managed_by(ManagedBy::CloudService), &|one| {
            one.with_security_group_type(SecurityGroupType::Advanced)
        }],
    );
    each(groups, &[same, &|one| one.with_caller(Caller::ManagingService)])
}
