//! The class and reaction rules of `spec/curated/codes.toml` and `<product>/codes.toml`: which one
//! decides a code, and which of their patterns decide nothing any more.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aliyun_rpc_spec::codes::{Code, Codes};
use aliyun_rpc_spec::load::Problem;

use crate::curated::{self, Curated, File, ProductCodes, Rule, RuledCodes};
use crate::problems::Problems;

/// The rules of a product and then those of any product, with exact codes looked up instead of
/// searched.
pub(super) struct Rules<'a> {
    rules: Vec<&'a Rule>,
    /// How many of them are rules of the product.
    own: usize,
    /// Places of the rules that name a code exactly, in order.
    exact: HashMap<&'a str, Vec<usize>>,
    /// Codes of the product that a rule of any product decides.
    ruled: HashMap<&'a str, &'a Rule>,
    /// As `ruled`, by the beginning of the code.
    ruled_prefixes: Vec<(&'a str, &'a Rule)>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(own: &'a ProductCodes, general: &'a [Rule]) -> Self {
        let rules: Vec<&Rule> = own.rule.iter().chain(general).collect();
        let mut exact: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, rule) in rules.iter().enumerate() {
            for code in &rule.codes {
                exact.entry(code).or_default().push(place);
            }
        }
        let (mut ruled, mut ruled_prefixes) = (HashMap::new(), Vec::new());
        for entry in &own.codes {
            if let Some(rule) = general.iter().find(|rule| rule.name == entry.rule) {
                ruled.extend(entry.codes.iter().map(|code| (code.as_str(), rule)));
                ruled_prefixes.extend(entry.prefix.iter().map(|one| (one.as_str(), rule)));
            }
        }
        Self { rules, own: own.rule.len(), exact, ruled, ruled_prefixes }
    }

    /// Every rule.
    pub(super) fn all(&self) -> &[&'a Rule] {
        &self.rules
    }

    /// The first that fits a code with these statuses: an exact code of the product, a rule of the
    /// product, a prefix of the product, a rule of any product.
    pub(super) fn decide(&self, code: &str, statuses: &[String]) -> Option<&'a Rule> {
        if let Some(rule) = self.ruled.get(code) {
            return Some(rule);
        }
        let exact = self.exact.get(code).map(Vec::as_slice).unwrap_or_default();
        let fits = |place: &usize| {
            let rule = self.rules[*place];
            (exact.contains(place) || fits_loosely(rule, code)) && fits_status(rule, statuses)
        };
        let first = |mut places: std::ops::Range<usize>| Some(self.rules[places.find(fits)?]);
        let ruled = || self.ruled_prefixes.iter().find(|(one, _)| code.starts_with(one));
        first(0..self.own)
            .or_else(|| ruled().map(|(_, rule)| *rule))
            .or_else(|| first(self.own..self.rules.len()))
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
pub(super) fn check(
    general: &File<curated::Codes>,
    own: &File<ProductCodes>,
    problems: &mut Problems,
) {
    let mut names = BTreeSet::new();
    check_rules(general, &general.rule, &mut names, problems);
    let of_any_product = names.clone();
    check_rules(own, &own.rule, &mut names, problems);
    for rule in own.rule.iter().filter(|rule| rule.fallback) {
        let help = "move it to the rules of any product";
        problems.report(problem(own, rule, "a rule of a product cannot be a fallback", help));
    }
    let mut seen = BTreeSet::new();
    for RuledCodes { rule, codes, prefix, .. } in &own.codes {
        let place = format!("codes `{rule}`");
        if codes.is_empty() && prefix.is_empty() {
            problems.report(own.problem(&place, "the entry names no code").help("add some"));
        }
        if !of_any_product.contains(rule.as_str()) {
            let problem = own.problem(&place, "no rule of any product has this name");
            problems.report(problem.help("correct it, or write a [[rule]] of this product"));
        }
        for code in codes.iter().chain(prefix).filter(|code| !seen.insert(code.as_str())) {
            let problem = own.problem(&place, format!("`{code}` is listed twice"));
            problems.report(problem.help("remove one of them"));
        }
    }
}

fn check_rules<'a, T>(
    file: &File<T>,
    rules: &'a [Rule],
    names: &mut BTreeSet<&'a str>,
    problems: &mut Problems,
) {
    let mut fallbacks = false;
    let mut report = |rule: &Rule, message: &str, help: &str| {
        problems.report(problem(file, rule, message, help));
    };
    for rule in rules {
        if !names.insert(rule.name.as_str()) {
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
    curated: &Curated,
    products: impl IntoIterator<Item = &'a Codes>,
    problems: &mut Problems,
) {
    let mut all = Decided::default();
    for codes in products {
        let mut here = Decided::default();
        here.add(codes);
        all.add(codes);
        let own = &curated.of(&codes.product).codes;
        here.report_unused(own, &own.rule, problems);
        for RuledCodes { rule, codes, prefix, .. } in &own.codes {
            let decided = here.codes.get(rule.as_str()).map(Vec::as_slice).unwrap_or_default();
            let is_idle = |code: &&String| !decided.contains(&code.as_str());
            let begins = |one: &&String| !decided.iter().any(|code| code.starts_with(one.as_str()));
            let idle = codes.iter().filter(is_idle).chain(prefix.iter().filter(begins));
            for code in idle {
                let message = format!("`{code}` decides nothing: no source has such a code");
                let problem = own.problem(format!("codes `{rule}`"), message);
                problems.report(problem.help("remove it or correct its spelling"));
            }
        }
    }
    if !curated.codes.is_missing() {
        all.report_unused(&curated.codes, &curated.codes.rule, problems);
    }
}

/// What rules decided.
#[derive(Default)]
struct Decided<'a> {
    /// Codes by rule.
    codes: BTreeMap<&'a str, Vec<&'a str>>,
    /// Rules by code.
    first: BTreeMap<&'a str, &'a str>,
}

impl<'a> Decided<'a> {
    fn add(&mut self, codes: &'a Codes) {
        for Code { code, rule, .. } in &codes.codes {
            self.codes.entry(rule).or_default().push(code);
            self.first.insert(code, rule);
        }
    }

    fn report_unused<T>(&self, file: &File<T>, rules: &[Rule], problems: &mut Problems) {
        for rule in rules.iter().filter(|rule| !rule.fallback) {
            let codes = self.codes.get(rule.name.as_str()).map(Vec::as_slice).unwrap_or_default();
            for (kind, text, fit) in patterns(rule) {
                if codes.iter().any(|code| fit(code, text)) {
                    continue;
                }
                let message = match self.first.get(text) {
                    Some(earlier) if kind == "code" => {
                        format!("{kind} `{text}` decides nothing: rule `{earlier}` takes it first")
                    }
                    _ => format!(
                        "{kind} `{text}` decides nothing: no source has such a code left for it"
                    ),
                };
                problems.report(problem(file, rule, &message, "remove it or correct its spelling"));
            }
        }
    }
}

fn problem<T>(file: &File<T>, rule: &Rule, message: &str, help: &str) -> Problem {
    file.problem(format!("rule `{}`", rule.name), message).help(help)
}
