//! What a call needs besides its arguments: the lines of its checks and its preconditions as
//! sentences.

use std::fmt::Write as _;

use aliyun_rpc_spec::ir::{OneOf, Operation, Precondition, PreconditionKind, Type, When};

use crate::markdown::{code, prose};

/// A sentence for each demand.
pub(super) fn of(operation: &Operation) -> Vec<String> {
    let demands = demands(operation).map(|demand| demand.sentence(operation));
    demands.chain(operation.preconditions.iter().map(precondition)).collect()
}

/// Whether every call needs one of several parameters.
pub(super) fn some(operation: &Operation) -> bool {
    demands(operation).any(|demand| demand.sets.inside.is_empty() && demand.sets.when.is_none())
}

/// Sets of members, of which one is required, and the source that says so.
struct Demand<'a> {
    sets: OneOf<'a>,
    source: &'a str,
}

/// What the checks of an operation say, without what each of its constructors takes.
fn demands(operation: &Operation) -> impl Iterator<Item = Demand<'_>> {
    let mut source = "";
    let lines = operation.checks.iter().filter_map(move |line| {
        source = line.strip_prefix('@').unwrap_or(source);
        Some(Demand { sets: OneOf::of(line)?, source })
    });
    lines.filter(|demand| !is_constructed(&demand.sets, operation))
}

fn is_constructed(sets: &OneOf<'_>, operation: &Operation) -> bool {
    let takes = |args: &[String], wire: &str| {
        let field = operation.fields.iter().find(|field| field.wire == wire);
        field.is_some_and(|field| args.contains(&field.name))
    };
    let is_whole = |args: &[String]| {
        let given = |set: &Vec<&str>| set.iter().all(|wire| takes(args, wire));
        sets.sets.iter().any(given)
    };
    sets.inside.is_empty() && operation.constructors.iter().all(|made| is_whole(&made.args))
}

impl Demand<'_> {
    fn sentence(&self, operation: &Operation) -> String {
        let OneOf { inside, when, sets } = &self.sets;
        let set =
            |set: &Vec<&str>| set.iter().map(|wire| code(wire)).collect::<Vec<_>>().join(" with ");
        let mut text = format!("{} is required", sentence(sets.iter().map(set), "or"));
        if !inside.is_empty() {
            let field = operation.fields.iter().find(|field| field.wire == *inside);
            let listed = field.is_some_and(|field| is_list(&field.ty));
            let _ = write!(text, " in {}{}", if listed { "each " } else { "" }, code(inside));
        }
        match when {
            None => {}
            Some(When { member, values }) if values.is_empty() => {
                _ = write!(text, " if {} is set", code(member));
            }
            Some(When { member, values }) => {
                let values = sentence(values.iter().map(|value| code(value)), "or");
                let _ = write!(text, " where {} is {values}", code(member));
            }
        }
        let _ = write!(text, " ({}).", prose(self.source));
        text
    }
}

fn is_list(ty: &Type) -> bool {
    match ty {
        Type::List(_) | Type::Wrapped(..) | Type::JsonList(_) => true,
        Type::Json(inner) => is_list(inner),
        _ => false,
    }
}

fn precondition(precondition: &Precondition) -> String {
    let values = list(&precondition.values);
    let first = precondition.values.first().map_or_else(|| "?".to_owned(), |value| prose(value));
    let mut text = match precondition.kind {
        PreconditionKind::InstanceStatus => format!("The instance must be {values}"),
        PreconditionKind::DiskStatus => format!("The disk must be {values}"),
        PreconditionKind::SecurityGroupType => {
            format!("The security group must be of type {values}")
        }
        PreconditionKind::SameRegion => "Instance and group must be in one region".to_owned(),
        PreconditionKind::SameVpc => "Instance and group must be in one VPC".to_owned(),
        PreconditionKind::GroupsPerInstance => {
            format!("An instance can be in {first} groups by default")
        }
        PreconditionKind::GroupsPerInstanceRaised => {
            format!("An instance can be in {values} groups after a quota request")
        }
        PreconditionKind::MembersOfBasicGroup => {
            format!("A basic group has at most {first} members")
        }
        PreconditionKind::MembersOfAdvancedGroup => {
            format!("An advanced group has at most {first} members")
        }
        PreconditionKind::Exclusive => {
            format!("At most one of {}", joined(&precondition.values, "and"))
        }
        PreconditionKind::RequiredWith => match precondition.values.as_slice() {
            [needed, with] => format!("{} is required with {}", code(needed), code(with)),
            _ => format!("Required together: {}", joined(&precondition.values, "and")),
        },
    };
    if let Some(refusal) = &precondition.code {
        let _ = write!(text, ", else {}", code(refusal));
    }
    let _ = write!(text, " ({}).", prose(&precondition.source));
    text
}

pub(super) fn list(values: &[String]) -> String {
    joined(values, "or")
}

fn joined(values: &[String], word: &str) -> String {
    sentence(values.iter().map(|value| code(value)), word)
}

/// Parts of a sentence: `a, b or c`.
pub(super) fn sentence(parts: impl Iterator<Item = String>, word: &str) -> String {
    let parts: Vec<String> = parts.collect();
    match parts.as_slice() {
        [] => "?".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::load;

    use super::*;

    #[test]
    fn parameters_that_go_together_are_joined_by_and() {
        let said = |kind| {
            let values = ["Gate".to_owned(), "Fence".to_owned(), "Lawn".to_owned()].into();
            precondition(&Precondition { kind, values, code: None, source: "page".to_owned() })
        };
        assert_eq!(
            said(PreconditionKind::RequiredWith),
            "Required together: `Gate`, `Fence` and `Lawn` (page)."
        );
        assert_eq!(
            said(PreconditionKind::Exclusive),
            "At most one of `Gate`, `Fence` and `Lawn` (page)."
        );
        assert_eq!(
            said(PreconditionKind::InstanceStatus),
            "The instance must be `Gate`, `Fence` or `Lawn` (page)."
        );
        assert_eq!(
            said(PreconditionKind::DiskStatus),
            "The disk must be `Gate`, `Fence` or `Lawn` (page)."
        );
    }

    #[test]
    fn what_constructors_do_not_take_is_said_with_its_place_its_condition_and_its_source() {
        let json = r#"{"name": "Plant", "url": "", "response": "Ack",
            "fields": [
                {"name": "bed", "wire": "Bed", "type": "string"},
                {"name": "row", "wire": "Row", "type": {"list": {"struct": "Row"}}}],
            "constructors": [{"name": "new", "args": ["bed"]}],
            "checks": ["@page", "!Bed", "?Bed", "?Seed Bulb.Depth", "?Row:Length", "?Pool:Depth>Size",
                "@other", "?Row:Kind=wet|dry>Water", "=Row.Length 1 9"]}"#;
        let operation: Operation = load::from_json("operation", json).expect("an operation");
        assert_eq!(
            of(&operation),
            [
                "`Seed` or `Bulb` with `Depth` is required (page).",
                "`Length` is required in each `Row` (page).",
                "`Size` is required in `Pool` if `Depth` is set (page).",
                "`Water` is required in each `Row` where `Kind` is `wet` or `dry` (other).",
            ]
        );
        assert!(some(&operation));
        let conditional = Operation { checks: vec!["?Bed>Seed".to_owned()], ..operation };
        assert!(!some(&conditional));
    }
}
