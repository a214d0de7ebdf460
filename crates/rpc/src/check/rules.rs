//! The rules of an operation and the values of a request -> what is wrong.

use std::borrow::Cow;

use super::Violation;
use crate::wire::{Value, What};

/// Applies every line of the rules.
pub(super) fn violations(rules: &'static str, values: &[Value<'_>]) -> Vec<Violation> {
    let mut found = Found { source: "", values, out: Vec::new() };
    let mut left = rules;
    while !left.is_empty() {
        let (line, after) = cut(left, b'\n');
        left = after;
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

/// Splits a text at a byte. Without that byte the second part is empty.
fn cut(text: &'static str, at: u8) -> (&'static str, &'static str) {
    let end = memchr::memchr(at, text.as_bytes()).unwrap_or(text.len());
    (&text[..end], text.get(end + 1..).unwrap_or_default())
}

struct Found<'a> {
    source: &'static str,
    values: &'a [Value<'a>],
    out: Vec<Violation>,
}

impl<'a> Found<'a> {
    /// The structs of a path; the request itself for an empty one.
    fn owners(&self, path: &'static str) -> impl Iterator<Item = &'a str> + use<'a> {
        let request = path.is_empty().then_some("");
        let structs = self.values.iter().filter(move |one| one.path == path);
        let structs = structs.filter(|one| matches!(one.what, What::Struct));
        request.into_iter().chain(structs.map(|one| one.place))
    }

    /// Whether a struct holds anything of this path that would be sent.
    fn has(&self, owner: &str, path: &str) -> bool {
        let is_below = |text: &str, begin: &str| {
            let rest = text.as_bytes().strip_prefix(begin.as_bytes());
            rest.is_some_and(|rest| matches!(rest, [] | [b'.', ..]))
        };
        let within = |place: &str| owner.is_empty() || is_below(place, owner);
        let below = |one: &Value<'_>| is_below(one.path, path);
        self.values.iter().any(|one| {
            let sent = matches!(one.scalar(), Some(text) if !text.is_empty());
            sent && below(one) && within(one.place)
        })
    }

    fn required(&mut self, path: &'static str) {
        let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
        for owner in self.owners(parent) {
            if !self.has(owner, path) {
                let member = join(owner, name).into_owned();
                self.report(member, None, "required".to_owned());
            }
        }
    }

    fn one_of(&mut self, rule: &'static str) {
        let (parent, sets) = rule.split_once(':').unwrap_or(("", rule));
        for owner in self.owners(parent) {
            let given = |set: &str| set.split('.').all(|name| self.has(owner, &join(parent, name)));
            if sets.split(' ').any(given) {
                continue;
            }
            let sets = sets.split(' ').map(|set| {
                let names = set.split('.').map(|name| join(owner, name));
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
        for one in self.values.iter().filter(|one| one.path == path) {
            let measured = measure(one);
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
        for one in self.values.iter().filter(|one| one.path == path) {
            let Some(text) = one.scalar() else { continue };
            if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                self.report(one.place.to_owned(), Some(shown(one, text)), "digits only".to_owned());
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
