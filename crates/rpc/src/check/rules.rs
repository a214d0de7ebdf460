//! The rules of an operation and the values of a request -> what is wrong.

use super::Violation;
use super::seen::{Seen, What};

/// Applies every line of the rules.
pub(super) fn violations(rules: &'static str, seen: &[Seen]) -> Vec<Violation> {
    let mut found = Found { source: "", seen, out: Vec::new() };
    for line in rules.lines() {
        let mut characters = line.chars();
        let mark = characters.next();
        let rest = characters.as_str();
        match mark {
            Some('@') => found.source = rest,
            Some('!') => found.required(rest),
            Some('?') => found.one_of(rest),
            Some('=') => found.range(rest, number),
            Some('#') => found.range(rest, characters_of),
            Some('*') => found.range(rest, items_of),
            Some('~') => found.digits(rest),
            _ => {}
        }
    }
    found.out
}

struct Found<'a> {
    source: &'static str,
    seen: &'a [Seen],
    out: Vec<Violation>,
}

impl<'a> Found<'a> {
    /// The structs of a path; the request itself for an empty one.
    fn owners(&self, path: &str) -> Vec<&'a str> {
        if path.is_empty() {
            return vec![""];
        }
        let structs = self.seen.iter().filter(|one| one.path == path);
        let structs = structs.filter(|one| matches!(one.what, What::Struct));
        structs.map(|one| one.place.as_str()).collect()
    }

    /// Whether a struct holds anything of this path that would be sent.
    fn has(&self, owner: &str, path: &str) -> bool {
        let within = |place: &str| {
            let rest = place.strip_prefix(owner);
            owner.is_empty() || rest.is_some_and(|rest| rest.starts_with('.'))
        };
        let below = |one: &Seen| {
            let rest = one.path.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.seen.iter().any(|one| {
            let sent = matches!(&one.what, What::Scalar(text) if !text.is_empty());
            sent && below(one) && within(&one.place)
        })
    }

    fn required(&mut self, path: &'static str) {
        let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
        for owner in self.owners(parent) {
            if !self.has(owner, path) {
                let member = join(owner, name);
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

    fn range(&mut self, rule: &'static str, measure: fn(&Seen) -> Measure) {
        let mut words = rule.split(' ');
        let path = words.next().unwrap_or_default();
        let (low, high) = (words.next().unwrap_or("-"), words.next().unwrap_or("-"));
        for one in self.seen.iter().filter(|one| one.path == path) {
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
                self.report(one.place.clone(), Some(measured.shown), limit);
            }
        }
    }

    fn digits(&mut self, path: &'static str) {
        for one in self.seen.iter().filter(|one| one.path == path) {
            let What::Scalar(text) = &one.what else { continue };
            if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                self.report(one.place.clone(), Some(shown(one, text)), "digits only".to_owned());
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

fn number(one: &Seen) -> Measure {
    match &one.what {
        What::Scalar(text) => {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            Measure { number, applies: true, shown: shown(one, text), unit: "" }
        }
        _ => Measure::other(),
    }
}

fn characters_of(one: &Seen) -> Measure {
    match &one.what {
        What::Scalar(text) => counted(text.chars().count(), " characters"),
        _ => Measure::other(),
    }
}

fn items_of(one: &Seen) -> Measure {
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

fn shown(one: &Seen, text: &str) -> String {
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

fn join(owner: &str, name: &str) -> String {
    if owner.is_empty() { name.to_owned() } else { format!("{owner}.{name}") }
}
