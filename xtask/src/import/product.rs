//! Which product a source belongs to, where the command line does not say: what the source itself
//! says, or else what the sources in the folder and the other files of the run say about its
//! operations.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::text::is_product;

use super::{Args, Imported};
use crate::sources::Sources;

/// The products that sources are known of, each with its operations as far as metadata lists them.
#[derive(Debug, Default)]
pub(super) struct Products(BTreeMap<String, BTreeSet<String>>);

impl Products {
    /// Those of the folder and of the files of this run. Captures that cannot be read are left out;
    /// `regen` reports them.
    pub(super) fn load(sources: &Sources, spec: &Path, imported: &[Imported]) -> Self {
        let mut products = Self::default();
        for source in &sources.source {
            let capture = match source.kind.as_str() {
                "metadata" => source.capture(spec).ok(),
                _ => None,
            };
            products.add(source.product.clone(), capture.as_ref());
        }
        for facts in imported {
            if let Capture::Metadata(metadata) = &facts.capture {
                products.add(metadata.product.to_ascii_lowercase(), Some(&facts.capture));
            }
        }
        products
    }

    fn add(&mut self, product: String, capture: Option<&Capture>) {
        let operations = self.0.entry(product).or_default();
        if let Some(Capture::Metadata(metadata)) = capture {
            operations.extend(metadata.operations.keys().cloned());
        }
    }

    /// The product of a source; none where nothing tells.
    pub(super) fn of(&self, args: &Args, facts: &Imported) -> Option<String> {
        if let Some(product) = &args.product {
            return Some(product.clone());
        }
        if let Capture::Metadata(metadata) = &facts.capture {
            return Some(metadata.product.to_ascii_lowercase());
        }
        let operations = operations(&facts.capture);
        let services = services(&facts.capture);
        let fits = |product: &String| services.is_empty() || services.contains(product);
        let known = || self.with_operations(&operations).or_else(|| only(self.0.keys()));
        linked(&facts.original.text, &operations).or_else(|| match known() {
            Some(product) => Some(product).filter(fits),
            None => only(&services),
        })
    }

    /// The product that has more of these operations than any other.
    fn with_operations(&self, operations: &BTreeSet<&str>) -> Option<String> {
        let count = |known: &BTreeSet<String>| {
            operations.iter().filter(|operation| known.contains(**operation)).count()
        };
        let counts = self.0.iter().map(|(product, known)| (count(known), product));
        let (most, product) = counts.clone().max()?;
        let alone = counts.filter(|(count, _)| *count == most).count() == 1;
        (most > 0 && alone).then(|| product.clone())
    }

    /// Their names, for a message.
    pub(super) fn names(&self) -> String {
        let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
        if names.is_empty() { "none yet".to_owned() } else { names.join(", ") }
    }
}

fn only<'a>(all: impl IntoIterator<Item = &'a String>) -> Option<String> {
    let mut all = all.into_iter();
    all.next().filter(|_| all.next().is_none()).cloned()
}

/// The product in which links to the vendor's API explorer show one of these operations.
fn linked(text: &str, operations: &BTreeSet<&str>) -> Option<String> {
    const EXPLORERS: [&str; 2] = ["api.aliyun.com/", "api.alibabacloud.com/"];
    let mut found = BTreeSet::new();
    for host in EXPLORERS {
        for (at, _) in text.match_indices(host) {
            let rest = text.get(at + host.len()..).unwrap_or_default();
            let link = rest.split(|c: char| c.is_whitespace() || ")]>\"'`".contains(c)).next();
            let link = link.and_then(explored).filter(|(_, name)| operations.contains(name));
            found.extend(link.map(|(product, _)| product));
        }
    }
    only(&found)
}

/// `Ecs` and the operation in `api/Ecs/2014-05-26/StopInstance` and
/// `#product=Ecs&api=StopInstance`.
fn explored(link: &str) -> Option<(String, &str)> {
    let (product, operation) = match (link.split_once("product="), link.split_once("api=")) {
        (Some((_, product)), Some((_, operation))) => (product, operation),
        _ => {
            let (product, rest) = link.strip_prefix("api/")?.split_once('/')?;
            (product, rest.split_once('/')?.1)
        }
    };
    let word = |text: &str| text.find(['&', '#', '?', '/']).unwrap_or(text.len());
    let product = product.get(..word(product))?.to_ascii_lowercase();
    is_product(&product).then_some((product, operation.get(..word(operation))?))
}

/// The operations that a source names.
fn operations(capture: &Capture) -> BTreeSet<&str> {
    match capture {
        Capture::Metadata(metadata) => metadata.operations.keys().map(String::as_str).collect(),
        Capture::OperationPage(page) => BTreeSet::from([page.operation.as_str()]),
        Capture::ImpactPage(page) => page.operations().map(String::as_str).collect(),
        Capture::ManagedPage(page) => page.rows.iter().map(|row| row.operation.as_str()).collect(),
        Capture::ObservedCodes(observed) => {
            observed.operations.keys().map(String::as_str).collect()
        }
        Capture::Endpoints(_) => BTreeSet::new(),
        Capture::Timeouts(times) => times.read_timeout_seconds.keys().map(String::as_str).collect(),
        Capture::RamList(list) => {
            let names = list.actions.iter().filter_map(|one| one.action.split_once(':'));
            names.map(|(_, name)| name).collect()
        }
    }
}

/// The services whose permissions a source states: `ecs` of `ecs:StopInstance`.
fn services(capture: &Capture) -> BTreeSet<String> {
    let service = |action: &String| action.split_once(':').map(|(service, _)| service.to_owned());
    match capture {
        Capture::OperationPage(page) => {
            page.authorization.iter().filter_map(|one| service(&one.action)).collect()
        }
        Capture::RamList(list) => {
            list.actions.iter().filter_map(|one| service(&one.action)).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_the_explorer_name_a_product_unless_they_name_several() {
        for (text, product) in [
            ("[Try](https://api.aliyun.com/api/Garden/2015-04-01/PaintFence)", Some("garden")),
            (
                "https://api.alibabacloud.com/#product=Garden&api=PaintFence&type=RPC",
                Some("garden"),
            ),
            (
                "https://api.aliyun.com/api/A/1/PaintFence https://api.aliyun.com/api/B/1/PaintFence",
                None,
            ),
            ("https://api.aliyun.com/api/House/1/PaintWall", None),
            ("https://api.aliyun.com/ https://example.com/api/Garden/1/PaintFence", None),
        ] {
            let operations = BTreeSet::from(["PaintFence"]);
            assert_eq!(linked(text, &operations).as_deref(), product, "{text}");
        }
    }

    #[test]
    fn the_product_with_most_of_the_operations_is_taken_and_an_equal_count_tells_nothing() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let products = Products(BTreeMap::from([
            ("garden".to_owned(), set(&["PaintFence", "DryFence", "ListTags"])),
            ("house".to_owned(), set(&["PaintWall", "ListTags"])),
        ]));
        let of = |names: &[&str]| products.with_operations(&names.iter().copied().collect());
        assert_eq!(of(&["PaintFence", "ListTags"]).as_deref(), Some("garden"));
        assert_eq!(of(&["PaintWall"]).as_deref(), Some("house"));
        assert_eq!(of(&["ListTags"]), None);
        assert_eq!(of(&["PaintCar"]), None);
        assert_eq!((only(products.0.keys()), products.names()), (None, "garden, house".to_owned()));
    }
}
