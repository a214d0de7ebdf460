//! Checks that the sources exist to which curated facts about requests and effects refer. The cells
//! of pages are matched with their pages where they are restored.

use std::collections::BTreeSet;

use super::merge::Captured;
use crate::curated::ProductFacts;
use crate::problems::Problems;

/// Reports every id that no source of the product has.
pub(crate) fn check(
    facts: &ProductFacts,
    product: &str,
    captures: &[Captured],
    problems: &mut Problems,
) {
    let sources = captures.iter().map(|captured| &captured.source);
    let known: BTreeSet<&str> = sources
        .filter(|source| source.product == product)
        .map(|source| source.id.as_str())
        .collect();
    let requests = &facts.requests;
    let alternatives = requests
        .alternatives
        .iter()
        .map(|one| (format!("alternatives of {}", one.operation), &one.source));
    let one_of = requests
        .one_of
        .iter()
        .map(|one| (format!("one_of of {}", one.operations.join(", ")), &one.source));
    let may_be_empty = requests
        .may_be_empty
        .iter()
        .map(|one| (format!("may_be_empty of {}", one.operation), &one.source));
    let numbers =
        requests.number.iter().map(|one| (format!("number {}", one.at.join(" ")), &one.source));
    let disputed = requests
        .disputed
        .iter()
        .map(|one| (format!("disputed {}.{}", one.operation, one.parameter), &one.source));
    let successors = requests
        .successor
        .iter()
        .map(|one| (format!("successor of {}", one.operations.join(", ")), &one.source));
    let values = requests
        .values
        .iter()
        .map(|one| (format!("values of {}.{}", one.operation, one.parameter), &one.source));
    let base64 = requests
        .base64
        .iter()
        .map(|one| (format!("base64 {}.{}", one.operation, one.member), &one.source));
    let items =
        requests.items.iter().map(|one| (format!("items of {}", one.operation), &one.source));
    let preconditions = requests.precondition.iter().flat_map(|one| {
        let ids = std::iter::once(&one.source).chain(&one.also);
        ids.map(|id| (format!("precondition of {}", one.operations.join(", ")), id))
    });
    let effects =
        facts.matrix.effect.iter().map(|one| (format!("effect of {}", one.operation), &one.source));
    let effects = effects.map(|(place, id)| (facts.matrix.problem(place, unknown(id)), id));
    let promises = [("promised", &requests.promised), ("unpromised", &requests.unpromised)];
    let promises = promises.into_iter().flat_map(|(table, entries)| {
        entries
            .iter()
            .map(move |one| (format!("{table} {} of {}", one.member, one.operation), &one.source))
    });
    let waiters = &facts.waiters;
    let lookups =
        waiters.lookup.iter().map(|one| (format!("lookup {}", one.operation), &one.source));
    let waits = waiters.waiter.iter().map(|one| (format!("waiter {}", one.name), &one.source));
    let waits = lookups.chain(waits).map(|(place, id)| (waiters.problem(place, unknown(id)), id));
    let codes = &facts.codes;
    let rules = codes.rule.iter().map(|one| (format!("rule {}", one.name), &one.source));
    let misread = codes.misread.iter().map(|one| (format!("misread {}", one.code), &one.source));
    let reactions = codes
        .reaction
        .iter()
        .map(|one| (format!("reaction {} {}", one.operation, one.code), &one.source));
    let differences = codes.difference.iter().map(|one| ("difference".to_owned(), &one.source));
    let of_codes = rules.chain(misread).chain(reactions).chain(differences);
    let of_codes = of_codes.filter_map(|(place, id)| Some((place, id.as_ref()?)));
    let of_codes = of_codes.map(|(place, id)| (codes.problem(place, unknown(id)), id));
    let names = requests.name.iter().map(|one| (format!("name {}", one.name), &one.source));
    let ids = requests.id.iter().map(|one| {
        let places: Vec<&str> = one.names.iter().chain(&one.at).map(String::as_str).collect();
        (format!("id {}", places.join(", ")), &one.source)
    });
    let concerns = requests
        .concerns
        .iter()
        .map(|one| (format!("concerns of {}", one.operations.join(", ")), &one.source));
    let unchecked = requests
        .unchecked
        .iter()
        .map(|one| (format!("unchecked of {}", one.operations.join(", ")), &one.source));
    let kinds = requests
        .kind
        .iter()
        .map(|one| (format!("kind of {}", one.operations.join(", ")), &one.source));
    let replaced = requests
        .replaced
        .iter()
        .map(|one| (format!("replaced {}", one.operations.join(", ")), &one.source));
    let apart =
        requests.apart.iter().map(|one| (format!("apart {}", one.at.join(" ")), &one.source));
    let named = names
        .chain(apart)
        .chain(ids)
        .chain(unchecked)
        .chain(kinds)
        .chain(replaced)
        .chain(concerns)
        .chain(promises)
        .filter_map(|(place, id)| Some((place, id.as_ref()?)));
    let cited = alternatives
        .chain(one_of)
        .chain(may_be_empty)
        .chain(numbers)
        .chain(disputed)
        .chain(successors)
        .chain(values)
        .chain(base64)
        .chain(items)
        .chain(preconditions)
        .chain(named)
        .map(|(place, id)| (requests.problem(place, unknown(id)), id))
        .chain(effects)
        .chain(waits)
        .chain(of_codes);
    for (problem, _) in cited.filter(|(_, id)| !known.contains(id.as_str())) {
        problems.report(problem.help("name an id of spec/sources.toml"));
    }
}

fn unknown(id: &str) -> String {
    format!("the product has no source with the id `{id}`")
}
