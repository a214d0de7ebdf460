//! Which texts of requests are numbers or booleans that the wire spells as text, where the import
//! could not tell: the document shows one as the example, and the same name is one elsewhere in the
//! product, or the values are `true` and `false`. One sign alone is not enough. Then a curated
//! entry can tell.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::RawOperation;
use super::raw::{RawField, RawText, RawType};
use crate::curated::{File, Requests};
use crate::problems::Problems;

/// Names that end so stand for something, even where it looks like a number.
const NAMING: [&str; 3] = ["Id", "Ids", "Version"];

/// The names, in lower case, under which some operation has a number or a boolean.
#[derive(Default)]
pub(super) struct Spelled {
    numbers: BTreeSet<String>,
    booleans: BTreeSet<String>,
}

impl Spelled {
    pub(super) fn of(operations: &BTreeMap<String, RawOperation>) -> Self {
        let mut found = Self::default();
        for operation in operations.values() {
            found.collect(&operation.parameters);
            found.collect(&operation.response);
        }
        found
    }

    fn collect(&mut self, fields: &[RawField]) {
        for field in fields {
            match &field.ty {
                RawType::Int | RawType::IntText => {
                    self.numbers.insert(field.wire.to_ascii_lowercase());
                }
                RawType::Bool | RawType::BoolText => {
                    self.booleans.insert(field.wire.to_ascii_lowercase());
                }
                other => other.members().into_iter().for_each(|members| self.collect(members)),
            }
        }
    }

    /// Puts numbers and booleans in the place of the texts of requests that spell them.
    pub(super) fn decide(&self, operations: &mut BTreeMap<String, RawOperation>) {
        for operation in operations.values_mut() {
            self.fields(&mut operation.parameters);
        }
    }

    fn fields(&self, fields: &mut [RawField]) {
        for field in fields {
            let decided = match &field.ty {
                RawType::Text(text) => self.ty(field, text),
                _ => None,
            };
            match (decided, field.ty.members_mut()) {
                (Some(ty), _) => field.ty = ty,
                (None, Some(members)) => self.fields(members),
                (None, None) => {}
            }
        }
    }

    fn ty(&self, field: &RawField, text: &RawText) -> Option<RawType> {
        if !text.values.is_empty() {
            let both = text.values.len() == 2
                && ["true", "false"]
                    .iter()
                    .all(|flag| text.values.iter().any(|value| value == flag));
            return both.then_some(RawType::BoolText);
        }
        let example = field.example.as_deref()?;
        let name = field.wire.to_ascii_lowercase();
        if NAMING.iter().any(|end| field.wire.ends_with(end)) {
            return None;
        }
        if self.numbers.contains(&name) && is_whole(example) {
            return Some(RawType::IntText);
        }
        (self.booleans.contains(&name) && is_flag(example)).then_some(RawType::BoolText)
    }
}

/// A number as a program would print it: `0644` is the mode of a file.
fn is_whole(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}

/// Puts whole numbers where curated entries say so, also in the place of a number that has to be
/// of one type with a text.
pub(super) fn curated(
    requests: &File<Requests>,
    operations: &mut BTreeMap<String, RawOperation>,
    problems: &mut Problems,
) {
    for at in requests.number.iter().flat_map(|entry| &entry.at) {
        let place = at.split_once('.');
        let fields = place
            .and_then(|(name, rest)| Some((operations.get_mut(name)?.parameters.as_mut(), rest)));
        let ty = fields.and_then(|(fields, rest)| type_at(fields, rest));
        match ty {
            Some(ty @ (RawType::Text(_) | RawType::Int)) => *ty = RawType::IntText,
            _ => {
                let why = "no text or number of a request is there, or the rules tell the same";
                problems.report(requests.stale(format!("number {at}"), why));
            }
        }
    }
}

/// The type of the member at a place in the form `Outer[].Inner`.
fn type_at<'a>(fields: &'a mut [RawField], place: &str) -> Option<&'a mut RawType> {
    let (name, rest) = match place.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (place, None),
    };
    let name = name.trim_end_matches("[]");
    let field = fields.iter_mut().find(|field| field.wire == name)?;
    match rest {
        Some(rest) => type_at(field.ty.members_mut()?, rest),
        None => Some(&mut field.ty),
    }
}

fn is_flag(text: &str) -> bool {
    ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::capture::{Schema, SchemaKind};
    use aliyun_rpc_spec::ir::Direction;

    use super::super::raw::{Expander, Places};
    use super::*;
    use crate::curated::Curated;

    fn member(name: &str, kind: SchemaKind, example: &str) -> Schema {
        let example = (!example.is_empty()).then(|| example.to_owned());
        Schema { name: name.to_owned(), kind, example, ..Schema::default() }
    }

    /// The types of the parameters `mine` of one operation, where another has those of `other`.
    fn decided(mine: &[Schema], other: &[Schema]) -> Vec<RawType> {
        let (schemas, places, names) = (BTreeMap::new(), Places::default(), BTreeMap::new());
        let expand = |name, members: &[Schema]| {
            let mut request = Expander::new(name, Direction::Request, &schemas, &places, &names);
            let parameters = request.fields(members, name, "");
            (name.to_owned(), RawOperation { parameters, response: Vec::new() })
        };
        let mut operations = BTreeMap::from([expand("Mine", mine), expand("Other", other)]);
        Spelled::of(&operations).decide(&mut operations);
        let parameters = operations.remove("Mine").map(|mine| mine.parameters).unwrap_or_default();
        let inner = |field: RawField| match field.ty {
            RawType::Struct(shape) => shape.fields.into_iter().map(|field| field.ty).collect(),
            ty => vec![ty],
        };
        parameters.into_iter().flat_map(inner).collect()
    }

    #[test]
    fn a_text_is_a_number_or_a_boolean_if_its_example_and_a_namesake_are() {
        use SchemaKind::{Boolean, Integer, String as Text};
        let other = [member("priority", Integer, ""), member("Encrypted", Boolean, "")];
        let of = |name, example| decided(&[member(name, Text, example)], &other).remove(0);
        assert_eq!(of("Priority", "1"), RawType::IntText);
        assert_eq!(of("Priority", "-1"), RawType::IntText);
        assert_eq!(of("Encrypted", "False"), RawType::BoolText);
        for (name, example) in [
            ("Priority", ""),
            ("Priority", "high"),
            ("Priority", "01"),
            ("Priority", "22/22"),
            ("Priority", "true"),
            ("Encrypted", "1"),
            ("Encrypted", ""),
            ("Weight", "1"),
        ] {
            assert!(matches!(of(name, example), RawType::Text(_)), "{name} {example}");
        }
        let nested = Schema {
            name: "Rule".to_owned(),
            kind: SchemaKind::Object,
            members: vec![member("Priority", Text, "1"), member("Name", Text, "1")],
            ..Schema::default()
        };
        let types = decided(&[nested], &other);
        assert!(matches!(&types[..], [RawType::IntText, RawType::Text(_)]), "{types:?}");
    }

    #[test]
    fn what_is_named_stays_text_and_the_values_of_a_boolean_need_no_namesake() {
        use SchemaKind::{Integer, String as Text};
        for name in ["VlanId", "LaunchTemplateVersion"] {
            let types = decided(&[member(name, Text, "1")], &[member(name, Integer, "")]);
            assert!(matches!(&types[..], [RawType::Text(_)]), "{name}");
        }
        let listed = |values: &[&str]| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            decided(&[Schema { values, ..member("Flag", Text, "") }], &[]).remove(0)
        };
        assert_eq!(listed(&["true", "false"]), RawType::BoolText);
        assert!(matches!(listed(&["true", "false", "auto"]), RawType::Text(_)));
        assert!(matches!(listed(&["true"]), RawType::Text(_)));
    }

    #[test]
    fn an_entry_makes_a_number_of_a_text_and_of_a_number_that_must_be_the_same() {
        use SchemaKind::{Integer, String as Text};
        let rule = |kind| {
            let item = Schema {
                kind: SchemaKind::Object,
                members: vec![member("Owner", kind, "1"), member("Name", Text, "")],
                ..Schema::default()
            };
            let name = "Rule".to_owned();
            Schema {
                name,
                kind: SchemaKind::Array,
                items: Some(Box::new(item)),
                ..Schema::default()
            }
        };
        let (schemas, places, names) = (BTreeMap::new(), Places::default(), BTreeMap::new());
        let expand = |name: &str, kind| {
            let mut request = Expander::new(name, Direction::Request, &schemas, &places, &names);
            let parameters = request.fields(&[rule(kind)], name, "");
            (name.to_owned(), RawOperation { parameters, response: Vec::new() })
        };
        let decide = |at: &str| {
            let entry = format!("[[number]]\nat = {at}\nsource = \"page\"\nreason = \"Why.\"\n");
            let facts = Curated::parse("garden", "c.toml", &entry).expect("an entry");
            let mut operations = BTreeMap::from([expand("Mine", Text), expand("Other", Integer)]);
            let mut problems = Problems::default();
            curated(&facts.of("garden").requests, &mut operations, &mut problems);
            let count = problems.count();
            let members = operations.into_values().flat_map(|one| one.parameters);
            let owners = members.map(|list| list.ty.members().expect("members")[0].ty.clone());
            (owners.collect::<Vec<_>>(), count)
        };
        let both = r#"["Mine.Rule[].Owner", "Other.Rule[].Owner"]"#;
        assert_eq!(decide(both), (vec![RawType::IntText, RawType::IntText], 0));
        for at in [r#"["Mine.Rule[].Age"]"#, r#"["Mine.Rule"]"#, r#"["Dig.Owner"]"#] {
            assert_eq!(decide(at).1, 1, "{at}");
        }
    }
}
