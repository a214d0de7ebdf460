//! The vendor's example of a parameter or member -> a short plain value, or nothing. Sentences,
//! lists, whatever could be somebody's account, and examples of secrets are left out.

use aliyun_rpc_spec::capture::{Schema, SchemaKind};
use aliyun_rpc_spec::text::is_example;

use crate::import::json::{At, Json};

/// Parameters with such a part in their name have no example, whatever the case of the letters.
const LEFT_OUT: [&str; 19] = [
    "accesskey",
    "account",
    "code",
    "command",
    "content",
    "description",
    "fingerprint",
    "keybody",
    "output",
    "ownerid",
    "passw",
    "principal",
    "publickey",
    "requestid",
    "secret",
    "token",
    "uid",
    "userdata",
    "username",
];

/// So many digits can be the number of an account or of a telephone.
const NUMBER_OF_SOMEBODY: usize = 9;

/// Whether examples of a parameter are left out because of its name.
pub(super) fn is_private(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    LEFT_OUT.iter().any(|part| name.contains(part))
}

/// The example of a parameter whose other facts are known.
pub(super) fn example(at: &At<'_>, schema: &Schema) -> Option<String> {
    if schema.json_list || is_private(&schema.name) {
        return None;
    }
    let text = match at.get("example")?.value {
        Json::Text(text) | Json::Number(text) => text.trim().to_owned(),
        Json::Bool(value) => value.to_string(),
        _ => return None,
    };
    let fits = match schema.kind {
        SchemaKind::String => {
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            digits < NUMBER_OF_SOMEBODY || digits < text.len()
        }
        SchemaKind::Integer => {
            let is_id = schema.name.to_ascii_lowercase().ends_with("id");
            text.parse::<i64>().is_ok() && !(is_id && text.len() >= NUMBER_OF_SOMEBODY)
        }
        SchemaKind::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        SchemaKind::Boolean => matches!(text.as_str(), "true" | "false"),
        SchemaKind::Array | SchemaKind::Object | SchemaKind::Any => false,
    };
    let stands_for_nothing = matches!(text.as_str(), "null" | "hide");
    (fits && is_example(&text) && !stands_for_nothing).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::issues::Issues;

    fn read(name: &str, kind: SchemaKind, example: &str) -> Option<String> {
        let json = format!(r#"{{"example":{example}}}"#);
        let parsed =
            Json::parse(&json, &mut Issues::new("example.json")).expect("the test writes JSON");
        let schema = Schema { name: name.to_owned(), kind, ..Schema::default() };
        super::example(&At::root(&parsed), &schema)
    }

    #[test]
    fn plain_values_are_examples() {
        use SchemaKind::{Boolean, Integer, String};
        for (name, kind, example, expected) in [
            ("InstanceId", String, r#""i-bp67acfmxazb4p****""#, "i-bp67acfmxazb4p****"),
            ("PortRange", String, r#"" 22/22 ""#, "22/22"),
            ("PageSize", Integer, r#""10""#, "10"),
            ("Size", Integer, "40", "40"),
            ("DryRun", Boolean, "false", "false"),
        ] {
            assert_eq!(read(name, kind, example).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn sentences_lists_secrets_and_what_could_be_somebody_are_not() {
        use SchemaKind::{Array, Boolean, Integer, String};
        for (name, kind, example) in [
            ("Name", String, r#""two words""#),
            ("InstanceIds", String, r#""[\"i-1\"]""#),
            ("Name", String, r#""null""#),
            ("Name", String, r#""hide""#),
            ("Name", String, r#""远""#),
            ("Tick", String, r#""`x`""#),
            ("Mail", String, r#""a@example.com""#),
            ("Password", String, r#""Test123456""#),
            ("UserData", String, r#""ZWNobw""#),
            ("SourceGroupOwnerId", String, r#""abc""#),
            ("ImageOwner", String, r#""1234567890""#),
            ("Size", Integer, r#""large""#),
            ("RuleId", Integer, "1234567890"),
            ("RequestId", String, r#""473469C7""#),
            ("DryRun", Boolean, r#""maybe""#),
            ("Ids", Array, r#""x""#),
            ("Missing", String, "null"),
        ] {
            assert_eq!(read(name, kind, example), None, "{name} {example}");
        }
    }
}
