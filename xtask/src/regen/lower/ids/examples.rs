//! Ids held against the examples of the documents. Most ids begin with letters that tell their
//! kind, as in `i-bp67acfmxazb4p****`. Which letters those are is learnt from all examples of a
//! kind. An example that begins differently is decided by a person.

use std::collections::{BTreeMap, BTreeSet};

use super::{Seen, Told};
use crate::curated::{CuratedId, File, Requests};
use crate::problems::Problems;

/// With less behind the hyphen, it is rather a name or a region.
const LEAST_LETTERS: usize = 8;

/// What the ids of each kind begin with.
struct Prefixes<'a> {
    /// The prefix of most examples of a kind; none for a kind without such a majority.
    own: BTreeMap<&'a str, &'a str>,
    /// Curated.
    further: BTreeSet<(&'a str, &'a str)>,
}

/// Reports examples that look like ids of another kind, and curated entries that decide nothing.
pub(super) fn check(
    seen: &[Seen],
    at: &BTreeMap<&str, &CuratedId>,
    requests: &File<Requests>,
    problems: &mut Problems,
) {
    let prefixes = Prefixes::of(seen, requests);
    for one in seen.iter().filter(|one| !one.is_final) {
        let Some(prefix) = one.prefix().filter(|prefix| !prefixes.fits(&one.told, prefix)) else {
            continue;
        };
        let what = match &one.told {
            Told::Kind(kind) => format!("has the kind {kind} by its name"),
            Told::Text | Told::Unknown => "is a text by its name".to_owned(),
        };
        let owners = prefixes.owners(prefix).join(" or ");
        let looks = match owners.as_str() {
            "" => "its example does not begin like those of that kind".to_owned(),
            owners => format!("its example begins like those of {owners}"),
        };
        let message = format!("{} {what}, but {looks}: `{prefix}-`", one.place);
        let help = "say in an [[id]] with `at` what it is, or in one with `prefixes` that ids of its \
                    kind can begin so";
        problems.report(requests.problem("id", message).help(help));
    }
    stale_places(seen, at, &prefixes, requests, problems);
    stale_prefixes(seen, &prefixes, requests, problems);
}

fn stale_places(
    seen: &[Seen],
    at: &BTreeMap<&str, &CuratedId>,
    prefixes: &Prefixes<'_>,
    requests: &File<Requests>,
    problems: &mut Problems,
) {
    let places: BTreeMap<&str, &Seen> = seen.iter().map(|one| (one.place.as_str(), one)).collect();
    for place in at.keys() {
        let why = match places.get(place) {
            None => "no text is there",
            Some(one) => {
                let fits = one.prefix().is_none_or(|prefix| prefixes.fits(&one.by_name, prefix));
                if one.told != one.by_name || !fits {
                    continue;
                }
                "the name tells the same, and the example agrees"
            }
        };
        problems.report(requests.stale(format!("id at {place}"), why));
    }
}

fn stale_prefixes(
    seen: &[Seen],
    prefixes: &Prefixes<'_>,
    requests: &File<Requests>,
    problems: &mut Problems,
) {
    let shown: BTreeSet<(&str, &str)> =
        seen.iter().filter_map(|one| Some((one.kind()?, one.prefix()?))).collect();
    for (kind, prefix) in &prefixes.further {
        let why = match prefixes.own.get(kind) {
            Some(own) if own == prefix => "most examples of that kind begin so",
            _ if shown.contains(&(*kind, *prefix)) => continue,
            _ => "no example of that kind begins so",
        };
        problems.report(requests.stale(format!("id of {kind}, prefix {prefix}"), why));
    }
}

impl<'a> Prefixes<'a> {
    fn of(seen: &'a [Seen], requests: &'a File<Requests>) -> Self {
        let mut all: BTreeMap<&str, usize> = BTreeMap::new();
        let mut with: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for one in seen.iter().filter(|one| one.example.is_some()) {
            let Some(kind) = one.kind() else { continue };
            *all.entry(kind).or_default() += 1;
            if let Some(prefix) = one.prefix() {
                *with.entry((kind, prefix)).or_default() += 1;
            }
        }
        let is_most = |kind: &str, count: usize| all.get(kind).is_some_and(|all| count * 2 > *all);
        let own = with.into_iter().filter(|((kind, _), count)| is_most(kind, *count));
        let own = own.map(|(key, _)| key).collect();
        let further = requests.id.iter().filter_map(|entry| Some((entry.kind.as_deref()?, entry)));
        let further = further.flat_map(|(kind, entry)| {
            entry.prefixes.iter().map(move |prefix| (kind, prefix.as_str()))
        });
        Self { own, further: further.collect() }
    }

    /// Whether an example of what was told can begin so.
    fn fits(&self, told: &Told, prefix: &str) -> bool {
        match told {
            Told::Kind(kind) => match self.own.get(kind.as_str()) {
                _ if self.owners(prefix).contains(&kind.as_str()) => true,
                // Some ids have a second word: `dr-i-`.
                Some(own) if prefix.split('-').next() != Some(own) => false,
                _ => self.owners(prefix).is_empty(),
            },
            Told::Text | Told::Unknown => self.owners(prefix).is_empty(),
        }
    }

    /// The kinds whose ids begin so.
    fn owners(&self, prefix: &str) -> Vec<&'a str> {
        let own = self.own.iter().map(|(kind, own)| (*kind, *own));
        let all = own.chain(self.further.iter().copied());
        let owners: BTreeSet<&str> =
            all.filter(|(_, own)| *own == prefix).map(|(kind, _)| kind).collect();
        owners.into_iter().collect()
    }
}

impl Seen {
    fn kind(&self) -> Option<&str> {
        match &self.told {
            Told::Kind(kind) => Some(kind),
            Told::Text | Told::Unknown => None,
        }
    }

    fn prefix(&self) -> Option<&str> {
        prefix(self.example.as_deref()?)
    }
}

/// The letters before the last hyphen of an id; none for another text.
pub(super) fn prefix(example: &str) -> Option<&str> {
    let (prefix, rest) = example.rsplit_once('-')?;
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    let is_given = rest.bytes().any(|byte| byte.is_ascii_digit() || byte == b'*')
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'*');
    (is_given && rest.len() >= LEAST_LETTERS && prefix.split('-').all(is_word)).then_some(prefix)
}
