//! Rules and the values of a request -> what is wrong.

use std::borrow::Cow;

use smallvec::{SmallVec, smallvec};

use super::Violation;
use super::parse::{Line, Range, Rule, Set, Sets, When};
use crate::wire::{Value, Values, What};

/// Applies every rule.
pub(super) fn violations(lines: &[Line], values: &Values) -> Vec<Violation> {
    let mut found = Found { source: "", values, out: Vec::new() };
    for Line { source, rule } in lines {
        found.source = source;
        match rule {
            Rule::Required { owner, path, may_be_empty } => {
                found.required(owner, path, *may_be_empty);
            }
            Rule::OneOf(sets) => found.one_of(sets),
            Rule::Range(range) => found.range(range),
            Rule::Digits { path } => found.digits(path),
        }
    }
    found.out
}

struct Found<'a> {
    source: &'static str,
    values: &'a Values,
    out: Vec<Violation>,
}

impl<'a> Found<'a> {
    /// The structs of a path; the request itself for an empty one.
    fn owners(&self, path: &'static str) -> SmallVec<[&'a str; 4]> {
        if path.is_empty() {
            return smallvec![""];
        }
        let structs = self.values.at(path).filter(|one| matches!(one.what, What::Struct));
        structs.map(|one| one.place).collect()
    }

    fn required(&mut self, parent: &'static str, path: &'static str, may_be_empty: bool) {
        for owner in self.owners(parent) {
            let is_there = match may_be_empty {
                true => self.values.is_set(owner, path),
                false => self.values.has(owner, path),
            };
            if !is_there {
                let name = path[parent.len()..].trim_start_matches('.');
                let member = join(owner, name).into_owned();
                self.report(member, None, "required".to_owned());
            }
        }
    }

    fn one_of(&mut self, rule: &Sets) {
        for owner in self.owners(rule.owner) {
            let given = |set: &Set| set.iter().all(|(_, path)| self.values.has(owner, path));
            let applies = rule.when.as_ref().is_none_or(|when| self.holds(owner, when));
            if !applies || rule.sets.iter().any(given) {
                continue;
            }
            let sets = rule.sets.iter().map(|set| {
                let names = set.iter().map(|(name, _)| join(owner, name));
                names.collect::<Vec<_>>().join(" and ")
            });
            let member = sets.collect::<Vec<_>>().join(" or ");
            self.report(member, None, required_where(owner, rule.when.as_ref()));
        }
    }

    fn holds(&self, owner: &str, when: &When) -> bool {
        if when.values.is_empty() {
            return self.values.has(owner, &when.path);
        }
        let is_in = |place: &str| {
            owner.is_empty() || place.strip_prefix(owner).is_some_and(|rest| rest.starts_with('.'))
        };
        let mut values = self.values.at(&when.path).filter(|one| is_in(one.place));
        values.any(|one| one.scalar().is_some_and(|text| when.values.contains(&text)))
    }

    fn range(&mut self, rule: &Range) {
        for one in self.values.at(rule.path) {
            let measured = (rule.measure)(&one);
            let within = match measured.number {
                Some(number) => {
                    rule.low.number.is_none_or(|low| number >= low)
                        && rule.high.number.is_none_or(|high| number <= high)
                }
                None => !measured.applies,
            };
            if !within {
                let limit = format!("{}{}", bounds(rule.low.text, rule.high.text), measured.unit);
                self.report(one.place.to_owned(), Some(measured.shown), limit);
            }
        }
    }

    fn digits(&mut self, path: &'static str) {
        for one in self.values.at(path) {
            let Some(text) = one.scalar() else { continue };
            if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                let shown = Some(shown(&one, text));
                self.report(one.place.to_owned(), shown, "digits only".to_owned());
            }
        }
    }

    fn report(&mut self, member: String, value: Option<String>, limit: String) {
        self.out.push(Violation { member, value, limit, source: self.source });
    }
}

/// The condition under which something is missed.
fn required_where(owner: &str, when: Option<&When>) -> String {
    let Some(when) = when else { return "required".to_owned() };
    let name = join(owner, when.name);
    match when.values.as_slice() {
        [] => format!("required with `{name}`"),
        values => format!("required where `{name}` is `{}`", values.join("` or `")),
    }
}

fn bounds(low: &str, high: &str) -> String {
    match (low, high) {
        ("-", high) => format!("at most {high}"),
        (low, "-") => format!("at least {low}"),
        (low, high) if low == high => format!("exactly {low}"),
        (low, high) => format!("{low} to {high}"),
    }
}

fn join<'a>(owner: &str, name: &'a str) -> Cow<'a, str> {
    if owner.is_empty() { name.into() } else { format!("{owner}.{name}").into() }
}

/// What a rule looks at.
pub(super) struct Measure {
    /// `None` if the value is not a number.
    number: Option<f64>,
    /// The rule is about values of this kind.
    applies: bool,
    shown: String,
    unit: &'static str,
}

impl Measure {
    fn other() -> Self {
        Self { number: None, applies: false, shown: String::new(), unit: "" }
    }
}

pub(super) fn number(one: &Value<'_>) -> Measure {
    match one.scalar() {
        Some(text) => {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            Measure { number, applies: true, shown: shown(one, text), unit: "" }
        }
        None => Measure::other(),
    }
}

pub(super) fn characters_of(one: &Value<'_>) -> Measure {
    match one.scalar() {
        Some(text) => counted(text.chars().count(), " characters"),
        None => Measure::other(),
    }
}

pub(super) fn items_of(one: &Value<'_>) -> Measure {
    match one.what {
        What::Items(count) => counted(count, " items"),
        _ => Measure::other(),
    }
}

fn counted(count: usize, unit: &'static str) -> Measure {
    // No request has so many that a float would round.
    let number = u32::try_from(count).map_or(f64::INFINITY, f64::from);
    let one = unit.trim_end_matches('s');
    let shown = format!("{count}{}", if count == 1 { one } else { unit });
    Measure { number: Some(number), applies: true, shown, unit }
}

fn shown(one: &Value<'_>, text: &str) -> String {
    if one.secret { "[redacted]".to_owned() } else { text.to_owned() }
}
