//! Which texts are open enums: lists of values that mean the same become one enum, and every text
//! that means the same takes it, in requests and in replies.
//!
//! The name of a text says what it means: `DiskChargeType` wherever it occurs, and a general name
//! such as `Status` together with what has it, as `DiskStatus`. A text without a list of its own
//! takes the enum of its namesake in the same operation, or in one about the same thing, or whose
//! list has its example. If most texts of a name have no list, as with `InstanceType`, it does so
//! only in the same thing.
//!
//! Where a request spells a value in other capitals than the enum, its member says so: it sends its
//! own spelling.

mod apart;
mod cluster;
mod walk;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use aliyun_rpc_spec::ir::{Direction, OpenEnum};

use self::cluster::{About, Cluster, Listed};
use self::walk::each;
use super::COMMON;
use super::names::{self, Scope};
use super::nouns::Nouns;
use super::operation::RawOperation;
use super::raw::{NameOf, RawText, RawType};

/// Names that mean nothing without what has them.
const GENERAL: [&str; 10] =
    ["Category", "Format", "Key", "Kind", "Mode", "Name", "State", "Status", "Type", "Value"];

/// What decides about the texts of a product.
pub(crate) struct Lists<'a> {
    nouns: &'a Nouns,
    group_of: &'a BTreeMap<String, String>,
    /// Curated names, by place, or by what the rules would say a text means.
    fixed: &'a NameOf,
    clusters: BTreeMap<String, Vec<Cluster>>,
    /// What the texts are about and mean, by place.
    abouts: HashMap<String, (About, String)>,
    /// Operations, by direction, that have a text of this meaning, with a list or without.
    texts: BTreeMap<String, BTreeSet<(Direction, String)>>,
    /// What the names of texts say that they mean.
    met: BTreeSet<String>,
}

impl<'a> Lists<'a> {
    /// Collects the lists of all operations and names the enums they make.
    pub(crate) fn of(
        operations: &BTreeMap<String, RawOperation>,
        nouns: &'a Nouns,
        group_of: &'a BTreeMap<String, String>,
        fixed: &'a NameOf,
        scope: &mut Scope,
    ) -> Self {
        let (clusters, abouts, texts) = (BTreeMap::new(), HashMap::new(), BTreeMap::new());
        let met = BTreeSet::new();
        let mut lists = Self { nouns, group_of, fixed, clusters, abouts, texts, met };
        let mut listed: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
        each(operations, &mut |operation, direction, text, single| {
            let about = lists.about(operation, text);
            let natural = natural(&about);
            let (meaning, named) = lists.meaning(text, &natural);
            lists.met.insert(natural);
            lists.abouts.insert(text.place.clone(), (about.clone(), meaning.clone()));
            let met = lists.texts.entry(meaning.clone()).or_default();
            met.insert((direction, operation.to_owned()));
            if !text.values.is_empty() {
                let (operation, text) = (operation.to_owned(), text.clone());
                let named = named || text.fixed.is_some();
                let one = Listed { operation, direction, text, about, named, single };
                listed.entry(meaning).or_default().push(one);
            }
        });
        for (meaning, listed) in listed {
            let mut clusters = Self::cluster(listed);
            for cluster in &mut clusters {
                cluster.speaks = cluster.is_named() || lists.speaks(&meaning, cluster);
            }
            lists.clusters.insert(meaning, clusters);
        }
        each(operations, &mut |operation, _, text, _| {
            if let Some((meaning, index)) = lists.find(operation, text) {
                let clusters = lists.clusters.get_mut(&meaning);
                let cluster = clusters.and_then(|clusters| clusters.get_mut(index));
                cluster.map(|cluster| cluster.operations.insert(operation.to_owned()));
            }
        });
        lists.name(scope);
        lists
    }

    /// Whether an enum has this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.clusters.values().flatten().any(|cluster| cluster.name == name)
    }

    /// Whether any text means this by its name.
    pub(crate) fn means(&self, meaning: &str) -> bool {
        self.met.contains(meaning)
    }

    /// Curated names that would have to stand for several enums, because requests at their places
    /// send one value in different spellings.
    pub(crate) fn conflicts(&self) -> impl Iterator<Item = &String> {
        let several = self.clusters.iter().filter(|(_, clusters)| {
            clusters.iter().filter(|cluster| cluster.is_named()).count() > 1
        });
        several.map(|(meaning, _)| meaning)
    }

    /// Puts the enums in the place of their texts.
    pub(crate) fn decide(&self, operations: &mut BTreeMap<String, RawOperation>) {
        for (name, operation) in operations {
            for (direction, fields) in [
                (Direction::Request, &mut operation.parameters),
                (Direction::Response, &mut operation.response),
            ] {
                walk::replace(fields, &|text| {
                    let cluster = self.cluster_of(name, text)?;
                    let spelled = cluster.spelled(direction, text);
                    Some((RawType::Enum(cluster.name.clone()), spelled))
                });
            }
        }
    }

    fn cluster_of(&self, operation: &str, text: &RawText) -> Option<&Cluster> {
        let (meaning, index) = self.find(operation, text)?;
        self.clusters.get(&meaning)?.get(index)
    }

    /// Prints the enums, each with its group.
    pub(crate) fn print(&self) -> Vec<(String, OpenEnum)> {
        let clusters = self.clusters.values().flatten();
        clusters.map(|cluster| (self.group(cluster), cluster.print())).collect()
    }

    fn group(&self, cluster: &Cluster) -> String {
        let groups = cluster.operations.iter().filter_map(|name| self.group_of.get(name));
        let groups: BTreeSet<&String> = groups.collect();
        match (groups.len(), groups.first()) {
            (1, Some(only)) => (*only).clone(),
            _ => COMMON.to_owned(),
        }
    }

    fn about(&self, operation: &str, text: &RawText) -> About {
        let of_operation = self.nouns.of_operation(operation);
        let name = names::pascal(&text.wire);
        let (around, name) = match self.nouns.flattened(&name) {
            Some((around, name)) => (Some(around), name.to_owned()),
            None => (text.around.last().map(String::as_str), name.clone()),
        };
        let of_struct = around.map(|name| self.nouns.of_struct_in(name, &of_operation));
        let owner = of_struct.unwrap_or_else(|| of_operation.clone());
        About { owner, operation: of_operation, name }
    }

    /// What a text means, and whether a curated entry says so.
    fn meaning(&self, text: &RawText, natural: &str) -> (String, bool) {
        let of_place = self.fixed.get(&text.place).or(text.fixed.as_ref());
        match of_place.or_else(|| self.fixed.get(natural)) {
            Some(name) => (name.clone(), true),
            None => (natural.to_owned(), false),
        }
    }

    /// The cluster that a text belongs to, by meaning and position.
    fn find(&self, operation: &str, text: &RawText) -> Option<(String, usize)> {
        let (about, meaning) = self.abouts.get(&text.place)?;
        let clusters = self.clusters.get(meaning)?;
        let own = |one: &Listed| one.text.place == text.place;
        let same_operation = |one: &Listed| one.operation == operation;
        let same_owner =
            |one: &Listed| one.about.owner == about.owner && self.nouns.contains(&about.owner);
        let same_thing = |one: &Listed| one.about.operation == about.operation || same_owner(one);
        // A name that begins with a noun says itself what it is about.
        let says = |_: &Listed| self.nouns.at_start(&about.name).is_some();
        let index = |test: &dyn Fn(&Listed) -> bool, speaks: bool| {
            let fits =
                |cluster: &Cluster| (cluster.speaks || !speaks) && cluster.lists.iter().any(test);
            clusters.iter().position(fits)
        };
        let named = |one: &Listed| one.named;
        let example = text.example.as_deref().unwrap_or_default();
        let shown = |one: &Listed| one.text.has(example);
        let index = match text.values.is_empty() {
            false => index(&own, false),
            true if self.fixed.contains_key(&text.place) => index(&named, false),
            true => index(&same_operation, true)
                .or_else(|| index(&same_thing, true))
                .or_else(|| index(&says, true))
                .or_else(|| index(&same_owner, false))
                .or_else(|| index(&shown, false)),
        };
        Some((meaning.clone(), index?))
    }

    /// Gives every cluster its name: what it means, if that is free and most texts of that name
    /// take these values; else the same behind what has it; else after its place.
    fn name(&mut self, scope: &mut Scope) {
        let mut order: Vec<(String, usize)> = Vec::new();
        for (meaning, clusters) in &self.clusters {
            order.extend((0..clusters.len()).map(|index| (meaning.clone(), index)));
        }
        order.sort_by_key(|(meaning, index)| {
            let cluster = &self.clusters[meaning][*index];
            let used = Reverse(cluster.operations.len());
            (!cluster.is_named(), used, meaning.clone(), *index)
        });
        for (meaning, index) in order {
            let cluster = &self.clusters[&meaning][index];
            let short = cluster.speaks.then(|| meaning.clone());
            let mut names = short.into_iter().chain(cluster.longer(&meaning));
            let name = names.find(|name| scope.claim(name));
            let name = name.unwrap_or_else(|| scope.unique(cluster.path()));
            if let Some(cluster) =
                self.clusters.get_mut(&meaning).and_then(|all| all.get_mut(index))
            {
                cluster.name = name;
            }
        }
    }

    /// Puts lists of one meaning together where they agree, the longest list of a request first.
    fn cluster(mut listed: Vec<Listed>) -> Vec<Cluster> {
        listed.sort_by(|a, b| {
            let key = |one: &Listed| (one.direction, Reverse(one.text.values.len()));
            key(a).cmp(&key(b)).then_with(|| a.text.place.cmp(&b.text.place))
        });
        let mut clusters: Vec<Cluster> = Vec::new();
        for one in listed {
            let named =
                |cluster: &Cluster| one.named && cluster.is_named() && !cluster.respells(&one);
            let takes = |cluster: &Cluster| cluster.takes(&one) && !cluster.respells(&one);
            let at = clusters.iter().position(named);
            match at.or_else(|| clusters.iter().position(takes)) {
                Some(at) => clusters[at].add(one),
                None => clusters.push(Cluster::new(one)),
            }
        }
        clusters
    }

    fn speaks(&self, meaning: &str, cluster: &Cluster) -> bool {
        let lists = cluster.lists.iter().map(|one| (one.direction, &one.operation));
        let lists = lists.collect::<BTreeSet<_>>().len();
        lists * 2 >= self.texts.get(meaning).map_or(0, BTreeSet::len)
    }
}

/// What the name of a text says that it means.
fn natural(about: &About) -> String {
    match GENERAL.contains(&about.name.as_str()) {
        true => format!("{}{}", about.owner, about.name),
        false => about.name.clone(),
    }
}

#[cfg(test)]
mod tests;
