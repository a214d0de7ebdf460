//! Every rule, the real editions against an independent set difference, and the two printed forms.

mod command;
mod editions;
mod facts;
mod fields;
mod folder;
mod mutations;
mod pages;
mod printed;
mod rules;
mod set_difference;

use aliyun_rpc_spec::capture::Capture;
use serde_json::{Value, json};

use super::capture::view;
use super::view::View;

/// The metadata editions of ECS, oldest first.
const EDITIONS: [&str; 5] = ["2024-06-24", "2024-08-31", "2025-03-08", "2025-12-03", "2026-10-26"];

/// A capture from `spec/sources/`, as plain JSON.
fn source(id: &str) -> Value {
    let path = crate::files::root().join(format!("spec/sources/{id}.json"));
    let text = std::fs::read_to_string(&path).expect("the captures are committed");
    serde_json::from_str(&text).expect("a capture is JSON")
}

fn metadata_edition(date: &str) -> Value {
    source(&format!("ecs-metadata-{date}"))
}

fn view_of(capture: &Value) -> View {
    let capture: Capture = serde_json::from_value(capture.clone()).expect("a capture");
    view(&capture)
}

/// Metadata with one operation `Op`, and another one that states something of every part, so
/// that the edition carries it.
fn one_operation(operation: &Value) -> Value {
    json!({
        "kind": "metadata", "product": "Ecs", "version": "2014-05-26",
        "directories": [{"id": 1, "operations": ["Everything"]}],
        "operations": {
            "Op": operation,
            "Everything": {
                "deprecated": true,
                "parameters": [{
                    "name": "All", "type": "string", "deprecated": true, "json_list": true,
                    "enum": ["a"], "mined": ["a"], "minimum": "1", "default": "a",
                    "example": "a", "form": "days", "spells": "boolean"
                }],
                "https_only": true, "operation_type": "get", "lock_notes": ["denied"],
                "replaced_by": {"product": "Vpc", "version": "v", "operation": "Other"},
                "response": {"type": "object", "members": [
                    {"name": "All", "type": "string", "example": "a", "form": "GiB"}
                ]},
                "errors": [],
            },
        },
    })
}
