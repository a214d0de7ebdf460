//! Curated facts about whole operations, laid over what the sources say before anything is built on
//! that: what an operation does, what to use in place of a deprecated one, and limits on which the
//! prose of a document disagrees with its metadata.

use std::collections::BTreeSet;

use aliyun_rpc_spec::capture::Replacement;

use super::kind;
use super::model::{Limit, Operation, Product};
use crate::curated::{DisputedMaximum, File, Replaced, Requests};
use crate::problems::Problems;

/// Applies the entries, and reports those that change nothing or contradict each other.
pub(crate) fn correct(product: &mut Product, requests: &File<Requests>, problems: &mut Problems) {
    let mut correction = Correction { product, requests, problems, met: BTreeSet::new() };
    for entry in &requests.kind {
        for name in &entry.operations {
            let Some(operation) = correction.operation("kind", name) else { continue };
            let (told, _) = kind::of(name, operation);
            operation.curated_kind = Some(entry.kind);
            if told == entry.kind {
                correction.stale("kind", name, "the sources or the verb tell the same");
            }
        }
    }
    for entry in &requests.replaced {
        for name in &entry.operations {
            correction.replace(entry, name);
        }
    }
    for entry in &requests.disputed {
        correction.dispute(entry);
    }
}

struct Correction<'a> {
    product: &'a mut Product,
    requests: &'a File<Requests>,
    problems: &'a mut Problems,
    met: BTreeSet<(&'static str, String)>,
}

impl Correction<'_> {
    fn operation(&mut self, table: &'static str, name: &str) -> Option<&mut Operation> {
        if !self.product.operations.contains_key(name) {
            self.stale(table, name, "no source names the operation");
        }
        if !self.met.insert((table, name.to_owned())) {
            let message = "another entry decides about the operation, too";
            self.problems.report(self.requests.problem(place(table, name), message));
        }
        self.product.operations.get_mut(name)
    }

    fn replace(&mut self, entry: &Replaced, name: &str) {
        let by = entry.by.as_ref().map(|by| Replacement {
            product: by.product.clone(),
            version: by.version.clone(),
            operation: by.operation.clone().unwrap_or_else(|| name.to_owned()),
        });
        let (product, version) = (self.product.name.clone(), self.product.version.clone());
        let own = by
            .as_ref()
            .filter(|by| by.product.eq_ignore_ascii_case(&product) && by.version == version);
        if let Some(by) = own.filter(|by| !self.is_current(&by.operation)) {
            let message = format!("`{}` is no operation of this product today", by.operation);
            let problem = self.requests.problem(place("replaced", name), message);
            self.problems.report(problem.help("name one that is, or another product"));
        }
        let Some(operation) = self.operation("replaced", name) else { return };
        let (same, deprecated) = (operation.replaced_by == by, operation.deprecated);
        operation.replaced_by = by;
        if same {
            self.stale("replaced", name, "the sources tell the same");
        }
        if !deprecated {
            self.stale("replaced", name, "the operation is not deprecated");
        }
    }

    /// Documents the number of the prose, and has the larger one checked.
    fn dispute(&mut self, entry: &DisputedMaximum) {
        let Some(operation) = self.product.operations.get_mut(&entry.operation) else {
            return self.stale("disputed", &entry.operation, "no source names the operation");
        };
        let mut parameters = operation.parameters.iter_mut();
        let parameter = parameters.find(|parameter| parameter.name == entry.parameter);
        let number = entry.maximum.to_string();
        let key = (entry.parameter.clone(), Limit::Maximum);
        let stated = operation.stated.get(&key).cloned();
        let known = parameter.as_ref().and_then(|one| one.maximum.clone());
        match (parameter, known.filter(|known| *known != number)) {
            (Some(parameter), Some(known)) => {
                parameter.maximum = Some(number);
                operation.stated.remove(&key);
                let larger = match (known.parse().map(|known: u64| known > entry.maximum), stated) {
                    (Ok(true), Some(source)) => Some((known, source)),
                    (Ok(false), _) => Some((entry.maximum.to_string(), entry.source.clone())),
                    // Editions disagree about it.
                    (Ok(true), None) | (Err(_), _) => None,
                };
                operation.larger.extend(larger.map(|larger| (entry.parameter.clone(), larger)));
            }
            _ => {
                let why = "the parameter has no maximum, or the metadata states the same";
                self.stale("disputed", &entry.operation, why);
            }
        }
    }

    fn is_current(&self, name: &str) -> bool {
        self.product.operations.get(name).is_some_and(|one| one.current && !one.deprecated)
    }

    fn stale(&mut self, table: &str, name: &str, why: &str) {
        self.problems.report(self.requests.stale(place(table, name), why));
    }
}

fn place(table: &str, operation: &str) -> String {
    format!("{table} of {operation}")
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::capture::Schema;
    use aliyun_rpc_spec::operations::{KindOrigin, OperationKind};

    use super::*;
    use crate::curated::Curated;

    fn operation(stated: &str, deprecated: bool, replaced_by: Option<&str>) -> Operation {
        let replaced_by = replaced_by.map(|name| Replacement {
            product: "Garden".to_owned(),
            version: "v1".to_owned(),
            operation: name.to_owned(),
        });
        let operation_type = Some(stated.to_owned());
        let litres = Schema {
            name: "Litres".to_owned(),
            minimum: Some("1".to_owned()),
            maximum: Some("100".to_owned()),
            ..Schema::default()
        };
        let stated = |limit| (("Litres".to_owned(), limit), "metadata".to_owned());
        Operation {
            current: true,
            deprecated,
            replaced_by,
            operation_type,
            parameters: vec![litres],
            stated: [stated(Limit::Minimum), stated(Limit::Maximum)].into(),
            ..Operation::default()
        }
    }

    fn corrected(entries: &str) -> (Product, String) {
        let operations = [
            ("Water", operation("create", false, None)),
            ("Soak", operation("update", true, Some("Flood"))),
            ("Flood", operation("update", false, None)),
            ("Drip", operation("update", true, None)),
        ];
        let mut product = Product {
            name: "garden".to_owned(),
            version: "v1".to_owned(),
            operations: operations.map(|(name, one)| (name.to_owned(), one)).into(),
            ..Product::default()
        };
        let curated = Curated::parse("garden", "c.toml", entries).expect("entries");
        let mut problems = Problems::default();
        correct(&mut product, &curated.of("garden").requests, &mut problems);
        let problems = problems.finish(()).err().unwrap_or_default();
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        (product, problems.join("; "))
    }

    fn entry(table: &str, operation: &str, rest: &str) -> String {
        format!("[[{table}]]\noperations = [\"{operation}\"]\n{rest}\nreason = \"Why.\"\n")
    }

    #[test]
    fn an_entry_decides_what_an_operation_does_and_what_takes_its_place() {
        let vpc = "by.product = \"Vpc\"\nby.version = \"v2\"";
        let entries = [
            entry("kind", "Water", "kind = \"update\""),
            entry("replaced", "Soak", ""),
            entry("replaced", "Drip", vpc),
        ];
        let (product, problems) = corrected(&entries.concat());
        assert_eq!(problems, "");
        let of = |name: &str| &product.operations[name];
        let kind = kind::of("Water", of("Water"));
        assert_eq!(kind, (OperationKind::Update, KindOrigin::Curated));
        assert_eq!(of("Soak").replaced_by, None);
        let by = of("Drip").replaced_by.as_ref().expect("a replacement");
        assert_eq!((&*by.product, &*by.version, &*by.operation), ("Vpc", "v2", "Drip"));
    }

    #[test]
    fn a_limit_on_which_prose_and_metadata_disagree_is_that_of_the_prose_and_the_larger_is_checked()
    {
        let entry = |parameter: &str, maximum: u64| {
            format!(
                "[[disputed]]\noperation = \"Water\"\nparameter = \"{parameter}\"\n\
                 maximum = {maximum}\nsource = \"page\"\nreason = \"Why.\"\n"
            )
        };
        let (product, problems) = corrected(&entry("Litres", 10));
        assert_eq!(problems, "");
        let water = &product.operations["Water"];
        assert_eq!(water.parameters[0].maximum.as_deref(), Some("10"));
        assert_eq!(
            water.stated.keys().collect::<Vec<_>>(),
            [&("Litres".to_owned(), Limit::Minimum)]
        );
        let larger = |product: &Product| product.operations["Water"].larger["Litres"].clone();
        assert_eq!(larger(&product), ("100".to_owned(), "metadata".to_owned()));
        let (product, _) = corrected(&entry("Litres", 1000));
        assert_eq!(larger(&product), ("1000".to_owned(), "page".to_owned()));
        for entries in [entry("Litres", 100), entry("Seconds", 10)] {
            let (_, problems) = corrected(&entries);
            assert!(
                problems.contains("has no maximum, or the metadata states the same"),
                "{problems}"
            );
        }
    }

    #[test]
    fn an_entry_that_changes_nothing_or_names_what_is_not_there_is_a_problem() {
        let own = |name: &str| {
            format!("by.product = \"Garden\"\nby.version = \"v1\"\nby.operation = \"{name}\"")
        };
        for (entries, expected) in [
            (entry("kind", "Water", "kind = \"create\""), "tell the same"),
            (entry("kind", "Dig", "kind = \"create\""), "no source names the operation"),
            (entry("replaced", "Soak", &own("Flood")), "tell the same"),
            (entry("replaced", "Drip", &own("Dig")), "`Dig` is no operation of this product today"),
            (entry("replaced", "Drip", &own("Soak")), "`Soak` is no operation of this product"),
            (entry("replaced", "Water", &own("Flood")), "is not deprecated"),
            (entry("replaced", "Soak", "").repeat(2), "another entry decides"),
        ] {
            let (_, problems) = corrected(&entries);
            assert!(problems.contains(expected), "{entries}: {problems}");
        }
    }
}
