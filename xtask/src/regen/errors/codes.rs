//! All codes of a product -> `errors.json`: class, reaction and the rule that decided them, and
//! where one operation means something else by the same code.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::codes::{Code, Codes, Override};
use aliyun_rpc_spec::ir::FORMAT;
use aliyun_rpc_spec::load::Problem;

use super::absent::Absent;
use super::pairs::listed;
use super::rules::{Rules, check};
use super::{observed, sets};
use crate::curated::{self, CuratedReaction, File, ProductCodes, Rule};
use crate::problems::Problems;
use crate::regen::kind;
use crate::regen::model::Product;

/// What `errors.json` names as the rule behind an override that an entry for one operation gives.
const OVERRIDE: &str = "reaction";

/// Overrides by operation and code.
type Overrides = BTreeMap<(String, String), Override>;

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
pub(crate) fn codes(
    product: &Product,
    general: &File<curated::Codes>,
    own: &File<ProductCodes>,
    problems: &mut Problems,
) -> Codes {
    check(general, own, problems);
    let common = common(general, problems);
    let rules = Rules::new(own, &general.rule);
    let mut codes = Vec::new();
    for (code, known) in known(product, &common) {
        let statuses: Vec<String> = known.statuses.into_iter().map(str::to_owned).collect();
        let Some(rule) = rules.decide(code, &statuses) else {
            problems.report(undecided(general, code, &statuses));
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
    let by_kind = by_kind(product, rules.all(), &codes);
    let overrides = overrides(product, own, &codes, by_kind, problems);
    let common = sets::common(product, &common);
    let product_name = product.name.clone();
    let codes = Codes { format: FORMAT, product: product_name, common, codes, overrides };
    observed::check(product, own, &codes, problems);
    codes
}

fn known<'a>(
    product: &'a Product,
    common: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeMap<&'a str, Known<'a>> {
    let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    for operation in product.operations.values() {
        for (code, listed) in listed(operation) {
            let entry = known.entry(code).or_default();
            entry.operations += u32::from(!listed.observed);
            entry.statuses.extend(listed.statuses);
        }
    }
    for (code, statuses) in common {
        known.entry(code).or_default().statuses.extend(statuses);
    }
    known
}

fn undecided(general: &File<curated::Codes>, code: &str, statuses: &[String]) -> Problem {
    let message = format!("no rule decides the code `{code}` (HTTP {})", statuses.join(", "));
    general.problem("rule", message).help("add it to a [[rule]], or add a fallback rule")
}

/// The codes that any operation can answer, with their statuses.
fn common<'a>(
    general: &'a File<curated::Codes>,
    problems: &mut Problems,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut common = BTreeMap::new();
    for (code, statuses) in general.common.iter().flat_map(|entry| &entry.codes) {
        let statuses = statuses.iter().map(String::as_str).collect();
        if common.insert(code.as_str(), statuses).is_some() {
            let problem = general.problem(format!("common `{code}`"), "listed twice");
            problems.report(problem.help("remove one of them"));
        }
    }
    common
}

/// What the rules say about the codes of operations that make or end one thing. An operation that
/// ends something is known by every code that says that this is gone, whichever of them it lists.
fn by_kind(product: &Product, rules: &[&Rule], codes: &[Code]) -> Overrides {
    let rules: BTreeMap<&str, &Rule> =
        rules.iter().map(|rule| (rule.name.as_str(), *rule)).collect();
    let absent = Absent::new(codes);
    let codes: BTreeMap<&str, &Code> = codes.iter().map(|one| (one.code.as_str(), one)).collect();
    let mut overrides = Overrides::new();
    for (name, operation) in &product.operations {
        let (ends, makes) = (kind::ends_one(name, operation), kind::makes_one(name, operation));
        let target = kind::ended(name).filter(|_| ends);
        let own = listed(operation).into_keys().filter_map(|code| codes.get(code).copied());
        let spelt = target.map(|target| absent.spellings(target)).unwrap_or_default();
        for code in own.chain(spelt.iter().copied()) {
            let Some(rule) = rules.get(code.rule.as_str()) else { continue };
            let reaction = match (rule.ending, rule.making) {
                (Some(reaction), _) if ends => reaction,
                (_, Some(reaction)) if makes => reaction,
                _ => continue,
            };
            let decided = Override {
                operation: name.clone(),
                code: code.code.clone(),
                class: code.class,
                reaction,
                rule: code.rule.clone(),
            };
            overrides.insert((name.clone(), code.code.clone()), decided);
        }
    }
    overrides
}

/// Adds what is stated about single operations to what follows from rules.
fn overrides(
    product: &Product,
    own: &File<ProductCodes>,
    codes: &[Code],
    mut overrides: Overrides,
    problems: &mut Problems,
) -> Vec<Override> {
    let mut seen = BTreeSet::new();
    for entry in &own.reaction {
        let key = (entry.operation.clone(), entry.code.clone());
        let twice = !seen.insert((&entry.operation, &entry.code));
        let fault = match stale(product, entry, codes, overrides.get(&key)) {
            _ if twice => Some("the pair is listed twice"),
            other => other,
        };
        if let Some(fault) = fault {
            let place = format!("reaction `{} {}`", entry.operation, entry.code);
            problems.report(own.problem(place, fault).help("remove or correct the entry"));
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
    // An entry that takes a rule of kind back leaves what the code means anywhere.
    let usual: BTreeMap<&str, &Code> = codes.iter().map(|one| (one.code.as_str(), one)).collect();
    let overrides = overrides.into_values().filter(|own| {
        let usual = usual.get(own.code.as_str());
        usual.is_none_or(|usual| (usual.class, usual.reaction) != (own.class, own.reaction))
    });
    overrides.collect()
}

/// Why an entry changes nothing.
fn stale(
    product: &Product,
    entry: &CuratedReaction,
    codes: &[Code],
    ruled: Option<&Override>,
) -> Option<&'static str> {
    let Some(operation) = product.operations.get(&entry.operation) else {
        return Some("no source has such an operation");
    };
    if !listed(operation).contains_key(entry.code.as_str()) {
        return Some("no source lists this code for this operation");
    }
    let general = codes.iter().find(|code| code.code == entry.code)?;
    let usual = ruled.map_or((general.class, general.reaction), |one| (one.class, one.reaction));
    (usual == (entry.class, entry.reaction)).then_some("the rules give the same class and reaction")
}
