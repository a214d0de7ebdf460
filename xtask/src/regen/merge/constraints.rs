//! What all editions of all sources said about the values of parameters. A limit on which they
//! agree carries the id of the newest source that states it; of one on which they do not, only the
//! newest value is known.

use std::collections::{BTreeMap, HashMap};

use aliyun_rpc_spec::capture::Schema;

use crate::regen::model::Limit;

/// Where the paths of members of a response begin; no parameter is called so.
pub(super) const RESPONSE: &str = "(response)";

/// What any edition said about the values of the parameters of each operation.
#[derive(Default)]
pub(super) struct Constraints(BTreeMap<String, OfOperation>);

/// The same of one operation, by dotted path. Of members of a response only what documents them:
/// the newest edition knows the rest.
#[derive(Default)]
struct OfOperation {
    known: HashMap<String, Schema>,
    /// Who stated a limit last.
    limits: BTreeMap<(String, Limit), Statement>,
}

/// One limit as the newest edition that has it states it.
struct Statement {
    value: String,
    source: String,
    /// Another edition stated another value.
    disputed: bool,
}

impl Constraints {
    pub(super) fn learn(&mut self, source: &str, operation: &str, parent: &str, schema: &Schema) {
        self.of(operation).learn(source, parent, schema);
    }

    pub(super) fn learn_response(&mut self, operation: &str, parent: &str, schema: &Schema) {
        self.of(operation).learn_response(parent, schema);
    }

    /// The sources of the limits of an operation on which all editions agree.
    pub(super) fn stated(&self, operation: &str) -> BTreeMap<(String, Limit), String> {
        let limits = self.0.get(operation).into_iter().flat_map(|own| &own.limits);
        let agreed = limits.filter(|(_, one)| !one.disputed);
        agreed.map(|(key, one)| (key.clone(), one.source.clone())).collect()
    }

    pub(super) fn apply(&self, operation: &str, parent: &str, schema: &mut Schema) {
        if let Some(own) = self.0.get(operation) {
            own.apply(parent, schema);
        }
    }

    fn of(&mut self, operation: &str) -> &mut OfOperation {
        self.0.entry(operation.to_owned()).or_default()
    }
}

impl OfOperation {
    fn learn(&mut self, source: &str, parent: &str, schema: &Schema) {
        let path = join(parent, &schema.name);
        for (limit, value) in limits(schema) {
            let key = (path.clone(), limit);
            let earlier = self.limits.get(&key);
            let disputed = earlier.is_some_and(|one| one.disputed || one.value != value);
            self.limits.insert(key, Statement { value, source: source.to_owned(), disputed });
        }
        for member in &schema.members {
            self.learn(source, &path, member);
        }
        if let Some(items) = &schema.items {
            self.learn(source, &format!("{path}[]"), items);
        }
        overlay(self.known.entry(path).or_default(), schema);
    }

    fn learn_response(&mut self, parent: &str, schema: &Schema) {
        let path = join(parent, &schema.name);
        for member in &schema.members {
            self.learn_response(&path, member);
        }
        if let Some(items) = &schema.items {
            self.learn_response(&format!("{path}[]"), items);
        }
        let stated = Schema {
            values: schema.values.clone(),
            mined: schema.mined.clone(),
            example: schema.example.clone(),
            form: schema.form,
            ..Schema::default()
        };
        if stated != Schema::default() {
            overlay(self.known.entry(path).or_default(), &stated);
        }
    }

    fn apply(&self, parent: &str, schema: &mut Schema) {
        let path = join(parent, &schema.name);
        if let Some(known) = self.known.get(&path) {
            overlay(schema, known);
        }
        for member in &mut schema.members {
            self.apply(&path, member);
        }
        if let Some(items) = &mut schema.items {
            self.apply(&format!("{path}[]"), items);
        }
    }
}

fn join(parent: &str, name: &str) -> String {
    match (parent.is_empty(), name.is_empty()) {
        (true, _) => name.to_owned(),
        (_, true) => parent.to_owned(),
        _ => format!("{parent}.{name}"),
    }
}

/// Copies every stated constraint of `newer` onto `target`; what `newer` leaves out stays.
fn overlay(target: &mut Schema, newer: &Schema) {
    fn take<T: Clone>(target: &mut Option<T>, newer: &Option<T>) {
        if newer.is_some() {
            target.clone_from(newer);
        }
    }
    take(&mut target.minimum, &newer.minimum);
    take(&mut target.maximum, &newer.maximum);
    take(&mut target.min_length, &newer.min_length);
    take(&mut target.max_length, &newer.max_length);
    take(&mut target.min_items, &newer.min_items);
    take(&mut target.max_items, &newer.max_items);
    take(&mut target.pattern, &newer.pattern);
    take(&mut target.default, &newer.default);
    take(&mut target.example, &newer.example);
    take(&mut target.form, &newer.form);
    lists(target, newer);
    target.json_list |= newer.json_list;
    take(&mut target.spells, &newer.spells);
    target.deprecated |= newer.deprecated;
}

/// Which list of values holds: the newest, whether metadata states it or it was mined from prose.
/// Beside a newer stated list, an older mined one still tells which of two spellings is meant. A
/// mined list without the newer example is outdated and is dropped.
fn lists(target: &mut Schema, newer: &Schema) {
    let outdated = newer.example.as_ref().is_some_and(|example| !target.mined.contains(example));
    if !newer.values.is_empty() {
        target.values.clone_from(&newer.values);
    } else if !newer.mined.is_empty() {
        target.values.clear();
    } else if outdated {
        target.mined.clear();
    }
    if !newer.mined.is_empty() {
        target.mined.clone_from(&newer.mined);
    }
}

/// The limits that a schema states itself.
pub(crate) fn limits(schema: &Schema) -> impl Iterator<Item = (Limit, String)> {
    let count = |number: Option<u64>| number.map(|number| number.to_string());
    let stated = [
        (Limit::Required, schema.required.then(|| "true".to_owned())),
        (Limit::Minimum, schema.minimum.clone()),
        (Limit::Maximum, schema.maximum.clone()),
        (Limit::MinLength, count(schema.min_length)),
        (Limit::MaxLength, count(schema.max_length)),
        (Limit::MinItems, count(schema.min_items)),
        (Limit::MaxItems, count(schema.max_items)),
        (Limit::Pattern, schema.pattern.clone()),
    ];
    stated.into_iter().filter_map(|(limit, value)| Some((limit, value?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_on_which_editions_disagree_has_no_source() {
        let size = |maximum: Option<&str>, min: &str| Schema {
            name: "Size".to_owned(),
            minimum: Some(min.to_owned()),
            maximum: maximum.map(str::to_owned),
            ..Schema::default()
        };
        let mut constraints = Constraints::default();
        constraints.learn("old", "Grow", "", &size(Some("50"), "1"));
        constraints.learn("new", "Grow", "", &size(Some("100"), "1"));
        constraints.learn("newest", "Grow", "", &size(None, "1"));
        let stated = constraints.stated("Grow");
        assert_eq!(stated, [(("Size".to_owned(), Limit::Minimum), "newest".to_owned())].into());
        assert!(constraints.stated("Shrink").is_empty());
    }

    fn listed(values: &[&str], mined: &[&str], example: Option<&str>) -> Schema {
        let texts = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        Schema {
            name: "Unit".to_owned(),
            values: texts(values),
            mined: texts(mined),
            example: example.map(str::to_owned),
            ..Schema::default()
        }
    }

    /// The lists that hold after three editions, the oldest first.
    fn lists_of(editions: [&Schema; 3]) -> (Vec<String>, Vec<String>) {
        let mut constraints = Constraints::default();
        for edition in editions {
            constraints.learn("source", "Rent", "", edition);
        }
        let mut found = listed(&[], &[], None);
        constraints.apply("Rent", "", &mut found);
        (found.values, found.mined)
    }

    #[test]
    fn a_newer_list_replaces_an_older_one_of_either_kind() {
        let nothing = listed(&[], &[], None);
        let (stated, mined) = (listed(&["Day"], &[], None), listed(&[], &["Week", "Day"], None));
        let (_, found) = lists_of([&stated, &mined, &nothing]);
        assert_eq!(found, ["Week", "Day"]);
        assert!(lists_of([&stated, &mined, &nothing]).0.is_empty());
        assert_eq!(lists_of([&mined, &stated, &nothing]).0, ["Day"]);
        assert_eq!(lists_of([&mined, &nothing, &stated]).0, ["Day"]);
    }

    #[test]
    fn an_older_mined_list_without_the_newer_example_is_dropped() {
        let mined = listed(&[], &["week", "day"], None);
        let example = |text| listed(&[], &[], Some(text));
        let nothing = listed(&[], &[], None);
        assert!(lists_of([&mined, &example("Week"), &nothing]).1.is_empty());
        assert_eq!(lists_of([&mined, &example("week"), &nothing]).1, ["week", "day"]);
        let own = listed(&[], &["week", "day"], Some("Week"));
        assert_eq!(lists_of([&own, &nothing, &nothing]).1, ["week", "day"]);
    }
}
