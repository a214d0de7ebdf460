//! Identifiers: from the names in a specification to tokens, and the names it must not use.

use aliyun_rpc_spec::text::is_keyword;
use proc_macro2::{Ident, Span};

/// Names that no generated type may have: it would hide what generated code writes without a path,
/// or be hidden by what a product crate exports beside it, such as `Client`. Names of the prelude
/// and the handles are here because users write them without a path beside generated types.
///
/// `xtask/tests/reserved.rs` compares the list with what is printed and what crates export.
pub const RESERVED: &[&str] = &[
    "Ack",
    "Acknowledgement",
    "Agreement",
    "Aspect",
    "Box",
    "BuildError",
    "Caller",
    "Cell",
    "Class",
    "Client",
    "ClientBuilder",
    "ClientExt",
    "Clone",
    "CommonError",
    "Copy",
    "Credentials",
    "Debug",
    "Decision",
    "Default",
    "DefaultChain",
    "Describer",
    "DetailedReply",
    "Disk",
    "DiskLock",
    "DiskUsage",
    "Display",
    "DryRun",
    "DynamicReply",
    "DynamicRequest",
    "Eq",
    "Err",
    "Error",
    "ErrorSet",
    "Evidence",
    "From",
    "Guard",
    "Hazard",
    "HttpRequest",
    "HttpResponse",
    "Id",
    "InMatrix",
    "Instance",
    "Into",
    "IntoIterator",
    "InvalidRequest",
    "Json",
    "KnownValue",
    "Lock",
    "ManagedBy",
    "MissingFact",
    "Network",
    "None",
    "NotSent",
    "NothingHappens",
    "Observe",
    "ObserveError",
    "Ok",
    "Open",
    "Operation",
    "OperationKind",
    "Option",
    "OutcomeUnknown",
    "Paginate",
    "PartialEq",
    "Policy",
    "PreparedRequest",
    "Product",
    "ProvideCredentials",
    "Reaction",
    "Refusal",
    "ReleasesDisks",
    "Request",
    "Response",
    "Result",
    "ResultExt",
    "RetryPolicy",
    "SecurityGroup",
    "Self",
    "Send",
    "SendRequest",
    "Situation",
    "Some",
    "StaticCredentials",
    "String",
    "Sync",
    "Timestamp",
    "ToString",
    "Transport",
    "TransportError",
    "Value",
    "Vec",
    "Verdict",
    "WaitError",
    "WaitUntil",
    "authorization",
    "blocking",
    "bool",
    "char",
    "clock",
    "codes",
    "common",
    "credentials",
    "d",
    "decide",
    "decision",
    "elsewhere",
    "f32",
    "f64",
    "fmt",
    "g",
    "gate",
    "gate_redis",
    "guard",
    "handle",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "id",
    "idempotency",
    "isize",
    "legacy",
    "lookup",
    "operation",
    "pages",
    "refused",
    "rpc",
    "runtime",
    "str",
    "t",
    "testing",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "v",
    "w",
    "wait",
];

/// The identifier of a name that [`is_identifier`](aliyun_rpc_spec::text::is_identifier) accepts.
#[must_use]
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The name of the module of a group.
#[must_use]
pub fn module(group: &str) -> String {
    let name = group.replace('-', "_");
    if is_keyword(&name) { format!("r#{name}") } else { name }
}

/// A text for an attribute that reads it as a format: braces stand for themselves.
#[must_use]
pub fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_name_becomes_a_raw_identifier() {
        assert_eq!(ident("r#type").to_string(), "r#type");
        assert_eq!(ident("kind").to_string(), "kind");
    }
}
