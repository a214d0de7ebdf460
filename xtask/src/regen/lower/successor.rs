//! What to set in place of deprecated parameters, by `[[successor]]`.

use aliyun_rpc_spec::ir::Field;

use super::raw::RawField;
use crate::curated::{File, Requests};
use crate::problems::Problems;

/// Names the successors of the deprecated parameters of an operation.
pub(super) fn name(
    operation: &str,
    fields: &mut [Field],
    raw: &[RawField],
    requests: &File<Requests>,
    problems: &mut Problems,
) {
    let of_operation = |one: &String| one == operation;
    for entry in requests.successor.iter().filter(|one| one.operations.iter().any(of_operation)) {
        let place = format!("successor of {operation}");
        let is_there = |wire: &str| raw.iter().any(|field| field.wire == wire);
        let inner = entry.inside.as_ref().map(|inside| {
            let holder = raw.iter().find(|field| field.wire == *inside);
            (inside, holder.and_then(|field| field.ty.members()).unwrap_or_default())
        });
        let mut named = Vec::new();
        for field in fields.iter_mut().filter(|field| field.deprecated) {
            let by_name = entry.parameters.get(&field.wire).filter(|wire| is_there(wire)).cloned();
            let inside = inner.as_ref().and_then(|(inside, members)| {
                let same = members.iter().find(|member| member.wire == field.wire)?;
                Some(format!("{inside}.{}", same.wire))
            });
            if let Some(successor) = by_name.or(inside) {
                field.successor = Some(successor);
                named.push(field.wire.clone());
            }
        }
        for wire in entry.parameters.keys().filter(|wire| !named.contains(wire)) {
            let why = "`{}` is not deprecated, or its successor is no parameter";
            problems.report(requests.stale(place.as_str(), &why.replace("{}", wire)));
        }
        if named.is_empty() {
            let why = "the operation has no deprecated parameter of which the entry knows more";
            problems.report(requests.stale(place.as_str(), why));
        }
    }
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::ir::{Direction, Limits};
    use aliyun_rpc_spec::load;

    use super::super::raw::{RawStruct, RawType};
    use super::*;
    use crate::curated::Curated;

    fn raw(wire: &str, ty: RawType) -> RawField {
        RawField {
            wire: wire.to_owned(),
            ty,
            required: false,
            deprecated: false,
            limits: Limits::default(),
            example: None,
            form: None,
            spelled: Vec::new(),
        }
    }

    /// The successors of the deprecated `Port` and `Page` and of `Token`, and what is wrong.
    fn named(entry: &str) -> (Vec<Option<String>>, String) {
        let json = |wire: &str, deprecated: bool| -> Field {
            let text = format!(
                r#"{{"name": "a", "wire": "{wire}", "type": "int", "deprecated": {deprecated}}}"#
            );
            load::from_json("field", &text).expect("a field")
        };
        let mut fields = [json("Port", true), json("Page", true), json("Token", false)];
        let rule = RawStruct {
            reference: None,
            base: "Rule".to_owned(),
            path: "Rule".to_owned(),
            fixed: None,
            direction: Direction::Request,
            fields: vec![raw("Port", RawType::Int), raw("Token", RawType::Int)],
        };
        let members = fields.iter().map(|field| raw(&field.wire, RawType::Int));
        let rules = RawType::List(Box::new(RawType::Struct(rule)));
        let members: Vec<RawField> = members.chain([raw("Rule", rules)]).collect();
        let text = format!(
            "[[successor]]\noperations = [\"Dig\"]\n{entry}\nsource = \"page\"\nreason = \"Why.\"\n"
        );
        let curated = Curated::parse("garden", "c.toml", &text).expect("an entry");
        let mut problems = Problems::default();
        name("Dig", &mut fields, &members, &curated.of("garden").requests, &mut problems);
        let problems = problems.finish(()).err().unwrap_or_default();
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        (fields.into_iter().map(|field| field.successor).collect(), problems.join("; "))
    }

    #[test]
    fn a_deprecated_parameter_is_replaced_by_its_namesake_in_a_struct_or_by_another_parameter() {
        let some = |text: &str| Some(text.to_owned());
        let (found, problems) = named("inside = \"Rule\"");
        assert_eq!((found, &*problems), (vec![some("Rule.Port"), None, None], ""));
        let (found, problems) = named("parameters = { Page = \"Token\" }");
        assert_eq!((found, &*problems), (vec![None, some("Token"), None], ""));
    }

    #[test]
    fn an_entry_that_names_no_successor_is_a_problem() {
        for entry in [
            "inside = \"Lawn\"",
            "parameters = { Page = \"Lawn\" }",
            "inside = \"Rule\"\nparameters = { Token = \"Page\" }",
        ] {
            assert!(named(entry).1.contains("the entry changes nothing"), "{entry}");
        }
    }
}
