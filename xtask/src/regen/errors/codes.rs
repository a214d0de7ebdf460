//! All codes of a product -> `errors.json`: class, reaction and the rule that decided them, and
//! where one operation means something else by the same code.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::codes::{Code, Codes, Override};
use aliyun_rpc_spec::ir::FORMAT;
use aliyun_rpc_spec::load::Problem;

use super::pairs::listed;
use super::rules::{Rules, check};
use super::{CURATED, observed, sets};
use crate::curated::{Curated, CuratedReaction};
use crate::regen::model::Product;

/// What `errors.json` names as the rule behind an override.
const OVERRIDE: &str = "reaction";

/// What is known of one code.
#[derive(Default)]
struct Known<'a> {
    statuses: BTreeSet<&'a str>,
    operations: u32,
}

/// Classifies every code of every operation, withdrawn ones included, and every common code.
///
/// The problems: codes that no rule decides, `[[reaction]]` entries that change nothing, and
/// disagreements with the observed tool that are not listed, or listed and no longer there.
pub(crate) fn codes(product: &Product, curated: &Curated) -> (Codes, Vec<Problem>) {
    let mut problems = check(&curated.rule);
    problems.extend(without_reason(curated, &product.name));
    let known = known(product, curated);
    let rules = Rules::new(&curated.rule);
    let mut codes = Vec::with_capacity(known.len());
    for (code, known) in known {
        let statuses: Vec<String> = known.statuses.into_iter().map(str::to_owned).collect();
        let Some(rule) = rules.decide(code, &statuses) else {
            problems.push(undecided(code, &statuses));
            continue;
        };
        codes.push(Code {
            code: code.to_owned(),
            class: rule.class,
            reaction: rule.reaction,
            rule: rule.name.clone(),
            statuses,
            operations: known.operations,
        });
    }
    let overrides = overrides(product, curated, &codes, &mut problems);
    let common = sets::common(product, &common(curated, &mut problems));
    let product_name = product.name.clone();
    let codes = Codes { format: FORMAT, product: product_name, common, codes, overrides };
    problems.extend(observed::check(product, curated, &codes));
    (codes, problems)
}

/// Entries of this product about codes that say nothing about why.
fn without_reason(curated: &Curated, product: &str) -> Vec<Problem> {
    let reactions = curated.reaction.iter().filter(|entry| entry.product == product);
    let reactions =
        reactions.map(|one| (format!("reaction `{} {}`", one.operation, one.code), &one.reason));
    let differences = curated.difference.iter().filter(|entry| entry.product == product);
    let differences = differences
        .map(|one| (format!("difference `{} {}`", one.operation, one.code), &one.reason));
    let misread = curated.misread.iter().filter(|entry| entry.product == product);
    let misread = misread.map(|one| (format!("misread `{}`", one.code), &one.reason));
    let unexplained =
        reactions.chain(differences).chain(misread).filter(|(_, reason)| reason.trim().is_empty());
    unexplained
        .map(|(place, _)| {
            Problem::new(CURATED, place, "the reason is empty").help("say why, in your own words")
        })
        .collect()
}

fn known<'a>(product: &'a Product, curated: &'a Curated) -> BTreeMap<&'a str, Known<'a>> {
    let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    for operation in product.operations.values() {
        for (code, listed) in listed(operation) {
            let entry = known.entry(code).or_default();
            entry.operations += u32::from(!listed.observed);
            entry.statuses.extend(listed.statuses);
        }
    }
    for common in &curated.common {
        let entry = known.entry(&common.code).or_default();
        entry.statuses.extend(common.statuses.iter().map(String::as_str));
    }
    known
}

fn undecided(code: &str, statuses: &[String]) -> Problem {
    let message = format!("no rule decides the code `{code}` (HTTP {})", statuses.join(", "));
    Problem::new(CURATED, "rule", message).help("add it to a [[rule]], or add a fallback rule")
}

fn common<'a>(
    curated: &'a Curated,
    problems: &mut Vec<Problem>,
) -> Vec<(&'a str, BTreeSet<&'a str>)> {
    let mut seen = BTreeSet::new();
    let mut common = Vec::with_capacity(curated.common.len());
    for entry in &curated.common {
        if seen.insert(&entry.code) {
            let statuses = entry.statuses.iter().map(String::as_str).collect();
            common.push((entry.code.as_str(), statuses));
        } else {
            let place = format!("common `{}`", entry.code);
            problems.push(Problem::new(CURATED, place, "listed twice").help("remove one of them"));
        }
    }
    common
}

fn overrides(
    product: &Product,
    curated: &Curated,
    codes: &[Code],
    problems: &mut Vec<Problem>,
) -> Vec<Override> {
    let mut overrides: BTreeMap<(&str, &str), Override> = BTreeMap::new();
    for entry in curated.reaction.iter().filter(|entry| entry.product == product.name) {
        let key = (entry.operation.as_str(), entry.code.as_str());
        let fault = match stale(product, entry, codes) {
            None if overrides.contains_key(&key) => Some("the pair is listed twice"),
            other => other,
        };
        if let Some(fault) = fault {
            let place = format!("reaction `{} {}`", entry.operation, entry.code);
            problems.push(Problem::new(CURATED, place, fault).help("remove or correct the entry"));
            continue;
        }
        let decided = Override {
            operation: entry.operation.clone(),
            code: entry.code.clone(),
            class: entry.class,
            reaction: entry.reaction,
            rule: OVERRIDE.to_owned(),
        };
        overrides.insert(key, decided);
    }
    overrides.into_values().collect()
}

/// Why an override changes nothing.
fn stale(product: &Product, entry: &CuratedReaction, codes: &[Code]) -> Option<&'static str> {
    let Some(operation) = product.operations.get(&entry.operation) else {
        return Some("no source has such an operation");
    };
    if !listed(operation).contains_key(entry.code.as_str()) {
        return Some("no source lists this code for this operation");
    }
    let general = codes.iter().find(|code| code.code == entry.code)?;
    let same = (general.class, general.reaction) == (entry.class, entry.reaction);
    same.then_some("the rules give the same class and reaction")
}
