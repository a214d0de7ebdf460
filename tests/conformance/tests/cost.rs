//! What the decisions cost: nothing on the heap, and less than 64 kB for the whole API; and what a
//! hostile reply costs: memory in proportion to its length. Time is measured by
//! `cargo bench -p aliyun-tests-conformance`.

use std::hint::black_box;

use aliyun_ecs::runtime::HttpResponse;
use aliyun_ecs::{DiskLock, DiskUsage, Lock, MATRIX, ManagedBy, Operation, Situation, decide};
use aliyun_tests_conformance::OPERATIONS;

#[test]
fn a_decision_takes_nothing_from_the_heap() {
    let everything = Situation::new()
        .with_instance_lock(Lock::Security)
        .with_disk_lock(DiskLock::Financial)
        .with_managed_by(ManagedBy::CloudService);
    let situations = [Situation::new(), everything, everything.with_disk_usage(DiskUsage::InUse)];
    let taken = allocation_counter::measure(|| {
        for operation in Operation::ALL {
            for situation in situations {
                let decision = decide(black_box(*operation), black_box(situation));
                black_box((decision.verdict(), decision.code(), decision.is_certain()));
                black_box(decision.evidence().count());
            }
        }
    });
    assert_eq!(taken.count_total, 0);
    // The counter does count.
    let text = allocation_counter::measure(|| _ = black_box(everything_said()));
    assert!(text.count_total > 0);
}

fn everything_said() -> String {
    decide(Operation::StartInstance, Situation::new()).explain()
}

/// Every operation, decided where there is no heap.
const PERMITTED: usize = {
    let situation = Situation::new().with_instance_lock(Lock::Security);
    let (mut at, mut permitted) = (0, 0);
    while at < Operation::ALL.len() {
        permitted += decide(Operation::ALL[at], situation).is_permitted() as usize;
        at += 1;
    }
    permitted
};

#[test]
fn the_compiler_decides_as_the_program_does() {
    let situation = Situation::new().with_instance_lock(Lock::Security);
    let permitted = Operation::ALL.iter().filter(|one| decide(**one, situation).is_permitted());
    assert_eq!(permitted.count(), PERMITTED);
    assert!(PERMITTED > 0 && PERMITTED < Operation::ALL.len());
}

#[test]
fn the_table_of_the_whole_api_is_below_64_kb() {
    let parts = [
        ("sources", size_of_val(MATRIX.sources)),
        ("codes", size_of_val(MATRIX.codes)),
        ("reasons", size_of_val(MATRIX.reasons)),
        ("entries", size_of_val(MATRIX.entries)),
        ("cells", size_of_val(MATRIX.cells)),
        ("rows", size_of_val(MATRIX.rows)),
    ];
    let structure: usize = parts.iter().map(|(_, size)| size).sum();
    let sources = MATRIX.sources.iter();
    let texts: usize = sources
        .flat_map(|one| [one.id, one.published, one.url, one.title])
        .chain(MATRIX.codes.iter().copied())
        .chain(MATRIX.reasons.iter().copied())
        .chain(MATRIX.rows.iter().map(|row| row.name))
        .map(str::len)
        .sum();
    println!("{parts:?}, together {structure} bytes, and {texts} bytes of text");
    assert_eq!(structure + size_of_val(&MATRIX), MATRIX.size());
    assert_eq!(MATRIX.rows.len(), Operation::ALL.len());
    assert!(structure + texts < 64 * 1024, "{parts:?} and {texts} bytes of text");
}

/// What a typed reply costs at its peak, and the error it became.
fn reply(operation: &str, body: String) -> (u64, String) {
    let typed = OPERATIONS.iter().find(|typed| typed.meta.name == operation).expect(operation);
    let headers = vec![("x-acs-request-id".to_owned(), "r".to_owned())];
    let reply = HttpResponse { status: 200, headers, body: body.into_bytes() };
    let mut error = String::new();
    let taken = allocation_counter::measure(|| {
        if let Err(failure) = (typed.send)(reply) {
            error = failure.error.to_string();
        }
    });
    (taken.bytes_max, error)
}

#[test]
fn a_hostile_list_of_instances_costs_memory_in_proportion_to_its_length() {
    let megabytes = 2_000_000;
    // A wrong item costs that item only, so a list of nothing else ends at the first or at the
    // limit.
    let wrong = "the reply could not be read";
    for (item, length, expected) in [
        ("0", 200_000, wrong),
        ("\"i-1\"", 1_000_000, wrong),
        ("0", megabytes, "bytes of memory"),
        ("{}", 200_000, "bytes of memory"),
        ("{}", megabytes, "bytes of memory"),
        (r#"{"InstanceId":"i-1"}"#, megabytes, "bytes of memory"),
        (r#"{"Tags":{"Tag":[{}]}}"#, megabytes, "bytes of memory"),
    ] {
        let items = vec![item; length / (item.len() + 1)].join(",");
        let body = format!(r#"{{"RequestId":"r","Instances":{{"Instance":[{items}]}}}}"#);
        // The body is there twice: the scripted transport keeps its own.
        let allowed = (32 << 20) + 18 * body.len() as u64;
        let (peak, error) = reply("DescribeInstances", body);
        assert!(error.contains(expected), "{item} {length}: {error}");
        assert!(peak < allowed, "{item} {length}: {peak} above {allowed}");
    }
}

#[test]
fn a_full_page_of_instances_is_far_from_any_limit() {
    let tags = vec![r#"{"TagKey":"k","TagValue":"v"}"#; 20].join(",");
    let item = format!(
        r#"{{"InstanceId":"i-1","Tags":{{"Tag":[{tags}]}},"SecurityGroupIds":{{"SecurityGroupId":["sg-1"]}}}}"#
    );
    let items = vec![item.as_str(); 1000].join(",");
    let body = format!(r#"{{"RequestId":"r","Instances":{{"Instance":[{items}]}}}}"#);
    assert_eq!(reply("DescribeInstances", body).1, "");
}
