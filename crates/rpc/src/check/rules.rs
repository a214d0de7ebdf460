//! The rules of an operation and the values of a request -> what is wrong.

use std::borrow::Cow;

use super::Violation;
use crate::wire::{Value, Values, What, is_below};

/// Applies every line of the rules.
pub(super) fn violations(rules: &'static str, values: &Values) -> Vec<Violation> {
    let mut found = Found { source: "", values, out: Vec::new() };
    let mut left = rules;
    while !left.is_empty() {
        let (line, after) = cut(left, b'\n');
        left = after.unwrap_or_default();
        let Some((mark, rest)) = line.split_at_checked(1) else { continue };
        match mark {
            "@" => found.source = rest,
            "!" => found.required(rest),
            "?" => found.one_of(rest),
            "=" => found.range(rest, number),
            "#" => found.range(rest, characters_of),
            "*" => found.range(rest, items_of),
            "~" => found.digits(rest),
            _ => {}
        }
    }
    found.out
}

/// Splits a text at the first such byte, as `split_once` does, which takes longer.
fn cut(text: &'static str, at: u8) -> (&'static str, Option<&'static str>) {
    match memchr::memchr(at, text.as_bytes()) {
        Some(end) => (&text[..end], Some(&text[end + 1..])),
        None => (text, None),
    }
}

/// The parts of a text between such bytes.
fn parts(text: &'static str, at: u8) -> impl Iterator<Item = &'static str> {
    let mut left = Some(text);
    std::iter::from_fn(move || {
        let (part, after) = cut(left?, at);
        left = after;
        Some(part)
    })
}

struct Found<'a> {
    source: &'static str,
    values: &'a Values,
    out: Vec<Violation>,
}

impl<'a> Found<'a> {
    /// The structs of a path; the request itself for an empty one.
    fn owners(&self, path: &'static str) -> impl Iterator<Item = &'a str> + use<'a> {
        let request = path.is_empty().then_some("");
        let structs = self.values.at(path).filter(|one| matches!(one.what, What::Struct));
        request.into_iter().chain(structs.map(|one| one.place))
    }

    /// Whether a struct holds anything of this path that would be sent.
    fn has(&self, owner: &str, path: &str) -> bool {
        self.values.below(path).any(|one| {
            let sent = matches!(one.scalar(), Some(text) if !text.is_empty());
            sent && (owner.is_empty() || is_below(one.place.as_bytes(), owner.as_bytes()))
        })
    }

    fn required(&mut self, path: &'static str) {
        let (parent, name) = match memchr::memrchr(b'.', path.as_bytes()) {
            Some(end) => (&path[..end], &path[end + 1..]),
            None => ("", path),
        };
        for owner in self.owners(parent) {
            if !self.has(owner, path) {
                let member = join(owner, name).into_owned();
                self.report(member, None, "required".to_owned());
            }
        }
    }

    fn one_of(&mut self, rule: &'static str) {
        let (parent, sets) = match cut(rule, b':') {
            (parent, Some(sets)) => (parent, sets),
            (sets, None) => ("", sets),
        };
        for owner in self.owners(parent) {
            let given = |set| parts(set, b'.').all(|name| self.has(owner, &join(parent, name)));
            if parts(sets, b' ').any(given) {
                continue;
            }
            let sets = parts(sets, b' ').map(|set| {
                let names = parts(set, b'.').map(|name| join(owner, name));
                names.collect::<Vec<_>>().join(" and ")
            });
            let member = sets.collect::<Vec<_>>().join(" or ");
            self.report(member, None, "required".to_owned());
        }
    }

    fn range(&mut self, rule: &'static str, measure: fn(&Value<'_>) -> Measure) {
        let mut words = rule.split(' ');
        let path = words.next().unwrap_or_default();
        let (low, high) = (words.next().unwrap_or("-"), words.next().unwrap_or("-"));
        for one in self.values.at(path) {
            let measured = measure(&one);
            let within = match measured.number {
                Some(number) => {
                    low.parse::<f64>().map_or(true, |low| number >= low)
                        && high.parse::<f64>().map_or(true, |high| number <= high)
                }
                None => !measured.applies,
            };
            if !within {
                let limit = format!("{}{}", bounds(low, high), measured.unit);
                self.report(one.place.to_owned(), Some(measured.shown), limit);
            }
        }
    }

    fn digits(&mut self, path: &'static str) {
        for one in self.values.at(path) {
            let Some(text) = one.scalar() else { continue };
            if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                self.report(
                    one.place.to_owned(),
                    Some(shown(&one, text)),
                    "digits only".to_owned(),
                );
            }
        }
    }

    fn report(&mut self, member: String, value: Option<String>, limit: String) {
        self.out.push(Violation { member, value, limit, source: self.source });
    }
}

/// What a rule looks at.
struct Measure {
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

fn number(one: &Value<'_>) -> Measure {
    match one.scalar() {
        Some(text) => {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            Measure { number, applies: true, shown: shown(one, text), unit: "" }
        }
        None => Measure::other(),
    }
}

fn characters_of(one: &Value<'_>) -> Measure {
    match one.scalar() {
        Some(text) => counted(text.chars().count(), " characters"),
        None => Measure::other(),
    }
}

fn items_of(one: &Value<'_>) -> Measure {
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
