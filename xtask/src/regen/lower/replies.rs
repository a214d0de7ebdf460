//! What a reply promises: which texts are times, and which id every reply of success has.

use aliyun_rpc_spec::ir::{Direction, Struct, Type};

use crate::curated::{File, Promise, Requests};
use crate::problems::Problems;

/// What an operation does that makes something new.
const CREATES: &[&str] = &["Create", "Copy", "Import"];

/// The type of a member: a text whose name says so is a time. Its text stays what it is, so nothing
/// is lost where the name says too much.
pub(crate) fn timed(wire: &str, ty: Type, direction: Direction) -> Type {
    let ends = ["Time", "TimeStamp", "Timestamp", "ValidUntil"];
    let is_time = direction == Direction::Response && ends.iter().any(|end| wire.ends_with(end));
    if is_time && ty == Type::String { Type::Time } else { ty }
}

/// Marks the id of what the operation creates: `DiskId` of `CreateDisk`, `ReportId` of
/// `CreateDiagnosticReport`. Curated entries say where the documents mean another member, and which
/// ids are not sure to come, whether the rule would take them for promised or not.
pub(crate) fn promise(
    operation: &str,
    body: &mut Struct,
    requests: &File<Requests>,
    problems: &mut Problems,
) {
    let stated = |entries: &[Promise], wire: &str| {
        entries.iter().any(|entry| entry.operation == operation && entry.member == wire)
    };
    let own = body.fields.iter().position(|field| is_own_id(operation, &field.wire));
    for (place, field) in body.fields.iter_mut().enumerate() {
        let is_text = matches!(field.ty, Type::String | Type::Id(_));
        let by_rule = own == Some(place) && is_text;
        let (added, removed) =
            (stated(&requests.promised, &field.wire), stated(&requests.unpromised, &field.wire));
        let at = format!("promise of {operation} {}", field.wire);
        if added && (by_rule || !is_text) {
            problems
                .report(requests.stale(&at, "it is promised without the entry, or it is not text"));
        }
        if removed && !by_rule && !matches!(field.ty, Type::Id(_)) {
            problems.report(requests.stale(&at, "it is not promised without the entry"));
        }
        if added && removed {
            problems.report(requests.problem(&at, "it is promised and unpromised"));
        }
        field.promised = (by_rule || added) && !removed;
    }
    for entry in requests.promised.iter().chain(&requests.unpromised) {
        let is_here = body.fields.iter().any(|field| field.wire == entry.member);
        if entry.operation == operation && !is_here {
            let at = format!("promise of {operation} {}", entry.member);
            problems.report(requests.stale(at, "the reply has no such member"));
        }
    }
}

fn is_own_id(operation: &str, wire: &str) -> bool {
    let made = CREATES.iter().find_map(|verb| operation.strip_prefix(verb));
    let thing = wire.strip_suffix("Id").filter(|thing| !thing.is_empty());
    matches!((made, thing), (Some(made), Some(thing)) if made.ends_with(thing))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether each member of a reply of `CreateDisk` is promised under these entries, and the
    /// problems of the entries.
    fn promised(curated: &str) -> (Vec<bool>, String) {
        let curated = crate::curated::Curated::parse("product", "file", curated).expect("entries");
        let body = r#"{"name": "CreateDiskResponse", "direction": "response", "fields": [
            {"name": "disk_id", "wire": "DiskId", "type": {"id": "DiskId"}},
            {"name": "task_id", "wire": "TaskId", "type": {"id": "TaskId"}},
            {"name": "name", "wire": "Name", "type": "string"}]}"#;
        let mut body: Struct = aliyun_rpc_spec::load::from_json("body", body).expect("a struct");
        let mut problems = Problems::default();
        promise("CreateDisk", &mut body, &curated.of("product").requests, &mut problems);
        let problems = problems.finish(()).err().unwrap_or_default();
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        (body.fields.iter().map(|field| field.promised).collect(), problems.join("; "))
    }

    #[test]
    fn an_entry_decides_about_any_id_and_must_not_contradict_another() {
        let entry = |table: &str, member: &str| {
            format!(
                "[[{table}]]\noperation = \"CreateDisk\"\nmember = \"{member}\"\nreason = \"Why.\"\n"
            )
        };
        let none = String::new();
        assert_eq!(promised(""), (vec![true, false, false], none.clone()));
        assert_eq!(promised(&entry("unpromised", "DiskId")), (vec![false; 3], none.clone()));
        let decided = (vec![true, false, false], none.clone());
        assert_eq!(promised(&entry("unpromised", "TaskId")), decided);
        assert_eq!(promised(&entry("promised", "TaskId")), (vec![true, true, false], none));
        let problems = |entries: &str| promised(entries).1;
        assert!(problems(&entry("unpromised", "Name")).contains("not promised without the entry"));
        assert!(problems(&entry("promised", "DiskId")).contains("promised without the entry"));
        assert!(problems(&entry("promised", "Missing")).contains("no such member"));
        let both = entry("promised", "TaskId") + &entry("unpromised", "TaskId");
        assert!(problems(&both).contains("promised and unpromised"));
    }

    #[test]
    fn the_id_of_what_is_created_is_found_by_its_name() {
        for (operation, wire) in [
            ("CreateDisk", "DiskId"),
            ("CopySnapshot", "SnapshotId"),
            ("CreateDiagnosticMetricSet", "MetricSetId"),
        ] {
            assert!(is_own_id(operation, wire), "{operation}");
        }
        for (operation, wire) in [
            ("CreateDisk", "OrderId"),
            ("CreateDisk", "RequestId"),
            ("DescribeDisk", "DiskId"),
            ("CreateDisk", "Id"),
            ("CreateDisks", "DiskId"),
        ] {
            assert!(!is_own_id(operation, wire), "{operation}");
        }
    }

    #[test]
    fn a_text_of_a_reply_is_a_time_by_its_name() {
        let reply = |wire| timed(wire, Type::String, Direction::Response);
        for wire in ["CreationTime", "TimeStamp", "Timestamp", "ValidUntil"] {
            assert_eq!(reply(wire), Type::Time, "{wire}");
        }
        for wire in ["Times", "TimeZone", "RequestId", "Timeout", "LifetimeDays"] {
            assert_eq!(reply(wire), Type::String, "{wire}");
        }
        assert_eq!(timed("RemainTime", Type::Int, Direction::Response), Type::Int);
        assert_eq!(timed("StartTime", Type::String, Direction::Request), Type::String);
    }
}
