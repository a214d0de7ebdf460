//! The text of rules -> rules.

use super::rules::{Measure, characters_of, items_of, number};
use crate::wire::Value;

/// A rule, and the source that states it.
pub(super) struct Line {
    pub(super) source: &'static str,
    pub(super) rule: Rule,
}

/// Paths are names without the numbers of list items. An owner is the path of a struct, empty for
/// the request itself.
pub(super) enum Rule {
    Required { owner: &'static str, path: &'static str, may_be_empty: bool },
    OneOf(Sets),
    Range(Range),
    Digits { path: &'static str },
}

/// Sets of members, of which one must be there.
pub(super) struct Sets {
    pub(super) owner: &'static str,
    pub(super) when: Option<When>,
    pub(super) sets: Vec<Set>,
}

/// A member that must be there for a rule to apply.
pub(super) struct When {
    pub(super) name: &'static str,
    pub(super) path: String,
    /// Its value is one of these; any value for none.
    pub(super) values: Vec<&'static str>,
}

/// The names of members, and their paths.
pub(super) type Set = Vec<(&'static str, String)>;

/// What is measured of the values of a path lies between these.
pub(super) struct Range {
    pub(super) path: &'static str,
    pub(super) measure: fn(&Value<'_>) -> Measure,
    pub(super) low: Bound,
    pub(super) high: Bound,
}

pub(super) struct Bound {
    pub(super) text: &'static str,
    /// `None` if there is no bound.
    pub(super) number: Option<f64>,
}

/// Takes a text of rules apart.
pub(super) fn parse(rules: &'static str) -> Vec<Line> {
    let (mut source, mut lines) = ("", Vec::new());
    for line in rules.split('\n') {
        let Some((mark, rest)) = line.split_at_checked(1) else { continue };
        let rule = match mark {
            "@" => {
                source = rest;
                continue;
            }
            "!" => required(rest, false),
            "+" => required(rest, true),
            "?" => one_of(rest),
            "=" => range(rest, number),
            "#" => range(rest, characters_of),
            "*" => range(rest, items_of),
            "~" => Rule::Digits { path: rest },
            _ => continue,
        };
        lines.push(Line { source, rule });
    }
    lines
}

fn required(path: &'static str, may_be_empty: bool) -> Rule {
    let (owner, _) = path.rsplit_once('.').unwrap_or(("", path));
    Rule::Required { owner, path, may_be_empty }
}

fn one_of(rule: &'static str) -> Rule {
    let (owner, sets) = rule.split_once(':').unwrap_or(("", rule));
    let path = |name: &'static str| match owner {
        "" => (name, name.to_owned()),
        owner => (name, format!("{owner}.{name}")),
    };
    let (when, sets) = match sets.split_once('>') {
        Some((when, sets)) => (Some(when), sets),
        None => (None, sets),
    };
    let when = when.map(|when| {
        let (name, values) = when.split_once('=').unwrap_or((when, ""));
        let values = values.split('|').filter(|value| !value.is_empty()).collect();
        When { name, path: path(name).1, values }
    });
    let sets = sets.split(' ').map(|set| set.split('.').map(path).collect());
    Rule::OneOf(Sets { owner, when, sets: sets.collect() })
}

fn range(rule: &'static str, measure: fn(&Value<'_>) -> Measure) -> Rule {
    let mut words = rule.split(' ');
    let path = words.next().unwrap_or_default();
    let mut bound = || {
        let text = words.next().unwrap_or("-");
        Bound { text, number: text.parse().ok() }
    };
    let (low, high) = (bound(), bound());
    Rule::Range(Range { path, measure, low, high })
}
