//! Lists of values that mean the same, put together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::{Direction, OpenEnum, ValuesOrigin, Variant};

use crate::regen::lower::names::{self, Scope};
use crate::regen::lower::raw::RawText;

/// Lists of values that mean the same.
#[derive(Debug)]
pub(super) struct Cluster {
    /// Members whose values are listed.
    pub lists: Vec<Listed>,
    pub values: Vec<String>,
    /// Operations with a text of this meaning, with a list or without.
    pub operations: BTreeSet<String>,
    /// Most texts of this meaning take these values.
    pub speaks: bool,
    pub name: String,
}

/// One list of values at its place.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub operation: String,
    pub direction: Direction,
    pub text: RawText,
    pub about: About,
    /// A curated entry names it.
    pub named: bool,
    /// The text is the whole value of its member, which can have spellings of its own.
    pub single: bool,
}

/// What a text is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct About {
    /// Noun of the struct or of the operation that has it.
    pub owner: String,
    /// That of the operation.
    pub operation: String,
    /// The name, without what it says about a struct around it.
    pub name: String,
}

impl Cluster {
    /// The meaning behind the owner that most lists have.
    pub(super) fn longer(&self, meaning: &str) -> Option<String> {
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &self.lists {
            *owners.entry(&one.about.owner).or_default() += 1;
        }
        let (owner, _) = owners.into_iter().max_by_key(|(name, uses)| (*uses, Reverse(*name)))?;
        (!meaning.starts_with(owner)).then(|| format!("{owner}{meaning}"))
    }

    pub(super) fn path(&self) -> String {
        let paths = self.lists.iter().map(|one| &one.text.path);
        paths.min().cloned().unwrap_or_default()
    }

    pub(super) fn print(&self) -> OpenEnum {
        let mut scope = Scope::default();
        let variant =
            |wire: &String| Variant { name: scope.unique(names::pascal(wire)), wire: wire.clone() };
        let variants = self.values.iter().map(variant).collect();
        let has = |origin| self.lists.iter().any(|one| one.text.origin == origin);
        let origin = match () {
            () if has(ValuesOrigin::Curated) => ValuesOrigin::Curated,
            () if has(ValuesOrigin::Mined) => ValuesOrigin::Mined,
            () => ValuesOrigin::Stated,
        };
        OpenEnum { name: self.name.clone(), origin, variants }
    }

    pub(super) fn new(first: Listed) -> Self {
        let mut cluster = Self {
            lists: Vec::new(),
            values: Vec::new(),
            operations: BTreeSet::new(),
            speaks: false,
            name: String::new(),
        };
        cluster.add(first);
        cluster
    }

    pub(super) fn add(&mut self, one: Listed) {
        for value in &one.text.values {
            if !self.has(value) {
                self.values.push(value.clone());
            }
        }
        self.operations.insert(one.operation.clone());
        self.lists.push(one);
    }

    /// The values of a list that a request sends in another spelling than the enum has.
    pub(super) fn spelled(&self, direction: Direction, text: &RawText) -> Vec<String> {
        let other = |value: &&String| {
            let mut same = self.values.iter().filter(|known| known.eq_ignore_ascii_case(value));
            direction == Direction::Request && same.any(|known| known != *value)
        };
        text.values.iter().filter(other).cloned().collect()
    }

    /// Whether a request would send another spelling than its document has. A member that is not a
    /// list can say which spelling is its own.
    pub(super) fn respells(&self, one: &Listed) -> bool {
        !one.single && !self.spelled(one.direction, &one.text).is_empty()
    }

    /// A curated entry names one of its lists.
    pub(super) fn is_named(&self) -> bool {
        self.lists.iter().any(|one| one.named)
    }

    /// Whether it has a value, whatever the case of its letters.
    pub(super) fn has(&self, value: &str) -> bool {
        self.values.iter().any(|known| known.eq_ignore_ascii_case(value))
    }

    /// Whether a list means the same: the values of both overlap well, or those of one thing at
    /// all.
    pub(super) fn takes(&self, one: &Listed) -> bool {
        let similar = |value: &&String| self.has(value);
        let values = &one.text.values;
        let shared = values.iter().filter(similar).count();
        let all = values.len() + self.values.len() - shared;
        let same_thing = self.lists.iter().any(|list| list.about.owner == one.about.owner);
        let is_within = shared == values.len() || shared == self.values.len();
        let overlap_well = shared * 2 >= all || (shared >= 2 && is_within);
        if same_thing { shared > 0 } else { overlap_well }
    }
}
