//! Which texts are open enums: lists of values that mean the same become one enum, and every text
//! that means the same takes it, in requests and in replies.
//!
//! The name of a text says what it means: `DiskChargeType` wherever it occurs, and a general name
//! such as `Status` together with what has it, as `DiskStatus`. A text without a list of its own
//! takes the enum of its namesake in the same operation, or in one about the same thing. If most
//! texts of a name have no list, as with `InstanceType`, it does so only in the same thing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use aliyun_rpc_spec::ir::{Direction, OpenEnum, ValuesOrigin, Variant};

use super::COMMON;
use super::names::{self, Scope};
use super::nouns::Nouns;
use super::operation::RawOperation;
use super::raw::{NameOf, RawField, RawText, RawType};

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
}

/// Lists of values that mean the same.
#[derive(Debug)]
struct Cluster {
    /// Members whose values are listed.
    lists: Vec<Listed>,
    values: Vec<String>,
    /// Operations with a text of this meaning, with a list or without.
    operations: BTreeSet<String>,
    /// Most texts of this meaning take these values.
    speaks: bool,
    name: String,
}

/// One list of values at its place.
#[derive(Clone, Debug)]
struct Listed {
    operation: String,
    direction: Direction,
    text: RawText,
    about: About,
}

/// What a text is about.
#[derive(Clone, Debug, PartialEq)]
struct About {
    /// Noun of the struct or of the operation that has it.
    owner: String,
    /// That of the operation.
    operation: String,
    /// The name, without what it says about a struct around it.
    name: String,
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
        let mut lists = Self { nouns, group_of, fixed, clusters, abouts, texts };
        let mut listed: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
        each(operations, &mut |operation, direction, text| {
            let about = lists.about(operation, text);
            let meaning = lists.meaning(text, &about);
            lists.abouts.insert(text.place.clone(), (about.clone(), meaning.clone()));
            let met = lists.texts.entry(meaning.clone()).or_default();
            met.insert((direction, operation.to_owned()));
            if !text.values.is_empty() {
                let (operation, text) = (operation.to_owned(), text.clone());
                let one = Listed { operation, direction, text, about };
                listed.entry(meaning).or_default().push(one);
            }
        });
        for (meaning, listed) in listed {
            let mut clusters = lists.cluster(listed);
            for cluster in &mut clusters {
                cluster.speaks = lists.is_fixed(cluster) || lists.speaks(&meaning, cluster);
            }
            lists.clusters.insert(meaning, clusters);
        }
        each(operations, &mut |operation, _, text| {
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

    /// Curated names that would have to stand for several enums, because requests at their places
    /// send one value in different spellings.
    pub(crate) fn conflicts(&self) -> impl Iterator<Item = &String> {
        let several = self.clusters.iter().filter(|(_, clusters)| {
            clusters.iter().filter(|cluster| self.is_fixed(cluster)).count() > 1
        });
        several.map(|(meaning, _)| meaning)
    }

    /// Puts the enums in the place of their texts.
    pub(crate) fn decide(&self, operations: &mut BTreeMap<String, RawOperation>) {
        for (name, operation) in operations {
            for fields in [&mut operation.parameters, &mut operation.response] {
                each_type(fields, &mut |ty| {
                    if let RawType::Text(text) = ty
                        && let Some((meaning, index)) = self.find(name, text)
                        && let Some(cluster) =
                            self.clusters.get(&meaning).and_then(|all| all.get(index))
                    {
                        *ty = RawType::Enum(cluster.name.clone());
                    }
                });
            }
        }
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
        let of_struct = around.map(|name| self.nouns.of_struct(name));
        let owner = of_struct.unwrap_or_else(|| of_operation.clone());
        About { owner, operation: of_operation, name }
    }

    fn meaning(&self, text: &RawText, about: &About) -> String {
        if let Some(name) = self.fixed.get(&text.place).or(text.fixed.as_ref()) {
            return name.clone();
        }
        let meaning = match GENERAL.contains(&about.name.as_str()) {
            true => format!("{}{}", about.owner, about.name),
            false => about.name.clone(),
        };
        self.fixed.get(&meaning).cloned().unwrap_or(meaning)
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
        let named = |one: &Listed| self.has_name(one);
        let index = match text.values.is_empty() {
            false => index(&own, false),
            true if self.fixed.contains_key(&text.place) => index(&named, false),
            true => index(&same_operation, true)
                .or_else(|| index(&same_thing, true))
                .or_else(|| index(&says, true))
                .or_else(|| index(&same_owner, false)),
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
            (!self.is_fixed(cluster), used, meaning.clone(), *index)
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
    fn cluster(&self, mut listed: Vec<Listed>) -> Vec<Cluster> {
        listed.sort_by(|a, b| {
            let key = |one: &Listed| (one.direction, Reverse(one.text.values.len()));
            key(a).cmp(&key(b)).then_with(|| a.text.place.cmp(&b.text.place))
        });
        let mut clusters: Vec<Cluster> = Vec::new();
        for one in listed {
            let is_fixed = self.has_name(&one);
            let named =
                |cluster: &Cluster| is_fixed && self.is_fixed(cluster) && !cluster.respells(&one);
            let takes = |cluster: &Cluster| cluster.takes(&one) && !cluster.respells(&one);
            let at = clusters.iter().position(named);
            match at.or_else(|| clusters.iter().position(takes)) {
                Some(at) => clusters[at].add(one),
                None => clusters.push(Cluster::new(one)),
            }
        }
        clusters
    }

    fn has_name(&self, one: &Listed) -> bool {
        one.text.fixed.is_some() || self.fixed.contains_key(&one.text.place)
    }

    fn is_fixed(&self, cluster: &Cluster) -> bool {
        cluster.lists.iter().any(|one| self.has_name(one))
    }

    fn speaks(&self, meaning: &str, cluster: &Cluster) -> bool {
        let lists = cluster.lists.iter().map(|one| (one.direction, &one.operation));
        let lists = lists.collect::<BTreeSet<_>>().len();
        lists * 2 >= self.texts.get(meaning).map_or(0, BTreeSet::len)
    }
}

impl Cluster {
    /// The meaning behind the owner that most lists have.
    fn longer(&self, meaning: &str) -> Option<String> {
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &self.lists {
            *owners.entry(&one.about.owner).or_default() += 1;
        }
        let (owner, _) = owners.into_iter().max_by_key(|(name, uses)| (*uses, Reverse(*name)))?;
        (!meaning.starts_with(owner)).then(|| format!("{owner}{meaning}"))
    }

    fn path(&self) -> String {
        let paths = self.lists.iter().map(|one| &one.text.path);
        paths.min().cloned().unwrap_or_default()
    }

    fn print(&self) -> OpenEnum {
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

    fn new(first: Listed) -> Self {
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

    fn add(&mut self, one: Listed) {
        for value in &one.text.values {
            if !self.values.iter().any(|known| known.eq_ignore_ascii_case(value)) {
                self.values.push(value.clone());
            }
        }
        self.operations.insert(one.operation.clone());
        self.lists.push(one);
    }

    /// Whether a request would send another spelling than its document has.
    fn respells(&self, one: &Listed) -> bool {
        let other = |value: &String| {
            let mut same = self.values.iter().filter(|known| known.eq_ignore_ascii_case(value));
            same.any(|known| known != value)
        };
        one.direction == Direction::Request && one.text.values.iter().any(other)
    }

    /// Whether a list means the same: the values of both overlap well, or those of one thing at
    /// all.
    fn takes(&self, one: &Listed) -> bool {
        let similar =
            |value: &&String| self.values.iter().any(|known| known.eq_ignore_ascii_case(value));
        let values = &one.text.values;
        let shared = values.iter().filter(similar).count();
        let all = values.len() + self.values.len() - shared;
        let same_thing = self.lists.iter().any(|list| list.about.owner == one.about.owner);
        let is_within = shared == values.len() || shared == self.values.len();
        let overlap_well = shared * 2 >= all || (shared >= 2 && is_within);
        if same_thing { shared > 0 } else { overlap_well }
    }
}

/// Visits every text with its operation.
fn each(
    operations: &BTreeMap<String, RawOperation>,
    visit: &mut dyn FnMut(&str, Direction, &RawText),
) {
    for (name, operation) in operations {
        let both = [
            (Direction::Request, &operation.parameters),
            (Direction::Response, &operation.response),
        ];
        for (direction, fields) in both {
            for field in fields {
                texts(&field.ty, &mut |text| visit(name, direction, text));
            }
        }
    }
}

fn texts(ty: &RawType, visit: &mut dyn FnMut(&RawText)) {
    match ty {
        RawType::Text(text) => visit(text),
        RawType::Struct(shape) => shape.fields.iter().for_each(|field| texts(&field.ty, visit)),
        RawType::List(inner)
        | RawType::Wrapped(_, inner)
        | RawType::JsonList(inner)
        | RawType::Json(inner)
        | RawType::Map(inner) => texts(inner, visit),
        _ => {}
    }
}

fn each_type(fields: &mut [RawField], visit: &mut dyn FnMut(&mut RawType)) {
    for field in fields {
        each_inner(&mut field.ty, visit);
    }
}

fn each_inner(ty: &mut RawType, visit: &mut dyn FnMut(&mut RawType)) {
    match ty {
        RawType::Struct(shape) => each_type(&mut shape.fields, visit),
        RawType::List(inner)
        | RawType::Wrapped(_, inner)
        | RawType::JsonList(inner)
        | RawType::Json(inner)
        | RawType::Map(inner) => each_inner(inner, visit),
        ty => visit(ty),
    }
}

#[cfg(test)]
mod tests;
