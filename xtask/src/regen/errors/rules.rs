//! The class and reaction rules of `spec/curated/codes.toml`: which one decides a code, and which
//! of their patterns decide nothing any more.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aliyun_rpc_spec::codes::{Code, Codes};
use aliyun_rpc_spec::load::Problem;

use crate::curated::{self, File, Rule};
use crate::problems::Problems;

/// The rules, with their exact codes looked up instead of searched.
pub(super) struct Rules<'a> {
    rules: &'a [Rule],
    /// Places of the rules that name a code exactly, in order.
    exact: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(rules: &'a [Rule]) -> Self {
        let mut exact: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, rule) in rules.iter().enumerate() {
            for code in &rule.codes {
                exact.entry(code).or_default().push(place);
            }
        }
        Self { rules, exact }
    }

    /// The first rule that fits a code with these statuses.
    pub(super) fn decide(&self, code: &str, statuses: &[String]) -> Option<&'a Rule> {
        let exact = self.exact.get(code).map(Vec::as_slice).unwrap_or_default();
        let fitting = self.rules.iter().enumerate().find(|(place, rule)| {
            (exact.contains(place) || fits_loosely(rule, code)) && fits_status(rule, statuses)
        });
        fitting.map(|(_, rule)| rule)
    }
}

/// All but the exact codes.
fn fits_loosely(rule: &Rule, code: &str) -> bool {
    rule.prefix.iter().any(|prefix| code.starts_with(prefix.as_str()))
        || rule.suffix.iter().any(|suffix| code.ends_with(suffix.as_str()))
        || rule.contains.iter().any(|part| code.contains(part.as_str()))
        || (rule.fallback && !has_patterns(rule))
}

fn fits_status(rule: &Rule, statuses: &[String]) -> bool {
    rule.statuses.is_empty()
        || (!statuses.is_empty() && statuses.iter().all(|status| rule.statuses.contains(status)))
}

fn has_patterns(rule: &Rule) -> bool {
    patterns(rule).next().is_some()
}

/// Every pattern of a rule: its kind, its text, and whether it fits a code.
fn patterns(rule: &Rule) -> impl Iterator<Item = (&'static str, &str, fn(&str, &str) -> bool)> {
    let exact: fn(&str, &str) -> bool = |code, text| code == text;
    let prefix: fn(&str, &str) -> bool = |code, text| code.starts_with(text);
    let suffix: fn(&str, &str) -> bool = |code, text| code.ends_with(text);
    let contains: fn(&str, &str) -> bool = |code, text| code.contains(text);
    let codes = rule.codes.iter().map(move |text| ("code", text.as_str(), exact));
    let begins = rule.prefix.iter().map(move |text| ("prefix", text.as_str(), prefix));
    let ends = rule.suffix.iter().map(move |text| ("suffix", text.as_str(), suffix));
    let within = rule.contains.iter().map(move |text| ("contains", text.as_str(), contains));
    codes.chain(begins).chain(ends).chain(within)
}

/// What is wrong with the rules themselves, whatever the codes.
pub(super) fn check(curated: &File<curated::Codes>, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    let mut fallbacks = false;
    let mut report = |rule: &Rule, message: &str, help: &str| {
        problems.report(problem(curated, rule, message, help));
    };
    for rule in &curated.rule {
        if !seen.insert(rule.name.as_str()) {
            report(rule, "two rules have this name", "rename one of them");
        }
        if !rule.fallback && !has_patterns(rule) {
            let help =
                "add codes, prefix, suffix or contains; only a fallback looks at statuses alone";
            report(rule, "the rule names no code", help);
        }
        if fallbacks && !rule.fallback {
            report(rule, "the rule comes after a fallback", "move it up");
        }
        fallbacks |= rule.fallback;
    }
}

/// The patterns that decide no code of any product, to be called with the codes of all of them.
pub(crate) fn unused<'a>(
    curated: &File<curated::Codes>,
    products: impl IntoIterator<Item = &'a Codes>,
    problems: &mut Problems,
) {
    let mut decided: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for Code { code, rule, .. } in products.into_iter().flat_map(|codes| &codes.codes) {
        decided.entry(rule).or_default().push(code);
        first.insert(code, rule);
    }
    for rule in curated.rule.iter().filter(|rule| !rule.fallback) {
        let codes = decided.get(rule.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        for (kind, text, fit) in patterns(rule) {
            if codes.iter().any(|code| fit(code, text)) {
                continue;
            }
            let message = match first.get(text) {
                Some(earlier) if kind == "code" => {
                    format!("{kind} `{text}` decides nothing: rule `{earlier}` takes it first")
                }
                _ => format!(
                    "{kind} `{text}` decides nothing: no source has such a code left for it"
                ),
            };
            problems.report(problem(curated, rule, &message, "remove it or correct its spelling"));
        }
    }
}

fn problem(curated: &File<curated::Codes>, rule: &Rule, message: &str, help: &str) -> Problem {
    curated.problem(format!("rule `{}`", rule.name), message).help(help)
}
