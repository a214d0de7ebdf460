//! Many calls over a simulated service, and what must hold for each of them.

use std::time::{Duration, Instant};

use aliyun_tests_campaign::{Size, Totals, run_world, run_worlds};

const SIZE: Size = Size { programs: 40, things: 12 };

/// What the long campaign must have met.
const EVENTS: [&str; 32] = [
    "success",
    "silence",
    "Connect",
    "Broken",
    "Timeout",
    "damaged 200",
    "damaged 400",
    "unknown 200",
    "unknown 403",
    "unknown 502",
    "unknown 503",
    "unknown 504",
    "a program died",
    "from a cache",
    "First",
    "Replayed",
    "DryRunOperation",
    "Forbidden.RAM",
    "IdempotentFailed",
    "IdempotentParameterMismatch",
    "IncorrectInstanceStatus",
    "InternalError",
    "InternalError.Dispatch",
    "InternalError.Unlisted",
    "InvalidSecurityToken.Expired",
    "InvalidTimeStamp.Expired",
    "LastTokenProcessing",
    "OperationDenied.NoStock",
    "ServiceUnavailable",
    "SignatureNonceUsed",
    "Throttling",
    "Throttling.User",
];

/// `SEED=12` runs the world of that seed instead.
#[test]
fn every_call_ends_as_it_should_in_a_few_worlds() {
    if let Ok(seed) = std::env::var("SEED") {
        let seed = seed.parse().expect("SEED is a number");
        return run_world(seed, SIZE, None).assert();
    }
    let totals = run_worlds(0..4, SIZE);
    println!("{totals}");
    totals.assert();
    assert!(totals.calls > 2_000 && totals.done > 1_000, "{totals}");
}

#[test]
fn a_world_is_the_same_each_time() {
    let size = Size { programs: 20, things: 5 };
    let digest = |seed| run_world(seed, size, None).digest;
    assert_eq!(digest(1), digest(1));
    assert_ne!(digest(1), digest(2));
}

/// How long the long campaign may take, optimized: six times what it takes on two cores.
const LONGEST: Duration = Duration::from_secs(60);

/// Ten seconds of two cores with optimization, and minutes without; `.ci/run` runs it.
#[test]
#[ignore = "long"]
fn every_call_ends_as_it_should_in_a_hundred_thousand_calls() {
    const WORLDS: u64 = 200;
    let began = Instant::now();
    let halves = [0..WORLDS / 2, WORLDS / 2..WORLDS];
    let threads = halves.map(|seeds| std::thread::spawn(move || run_worlds(seeds, SIZE)));
    let totals = threads.into_iter().map(|thread| match thread.join() {
        Ok(totals) => totals,
        Err(panic) => std::panic::resume_unwind(panic),
    });
    let totals = totals.fold(Totals::default(), Totals::and);
    let took = began.elapsed();
    println!("campaign: {totals}");
    println!("campaign: {:.1} s", took.as_secs_f64());
    totals.assert();
    assert!(totals.calls >= 100_000, "{totals}");
    for event in EVENTS {
        let number = totals.met.get(event).copied().unwrap_or_default();
        assert!(number >= 20, "{event} was met {number} times only");
    }
    let is_optimized = !cfg!(debug_assertions);
    assert!(!is_optimized || took <= LONGEST, "it took {took:.1?}, more than {LONGEST:?}");
}
