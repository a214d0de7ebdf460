//! All captures of one product laid over each other: per operation and aspect the newest source
//! wins; a limit or a list of values from an older one survives while the parameter exists and no
//! newer source states another.

pub(crate) mod constraints;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{Capture, Metadata, OperationPage, Schema, SchemaKind};

use self::constraints::{Constraints, RESPONSE};
use super::model::Product;
use crate::sources::Source;

/// One source with its facts.
pub(crate) struct Captured {
    /// The row of `spec/sources.toml`.
    pub source: Source,
    /// The facts.
    pub capture: Capture,
}

/// Parameters and response as the newest edition that has them states them, by operation.
type Newest<'a> = BTreeMap<&'a str, (&'a [Schema], Option<&'a Schema>)>;

/// Lays the captures of one product over each other, oldest first.
pub(crate) fn merge(name: &str, captures: &[Captured]) -> Product {
    let mut product = Product { name: name.to_owned(), ..Product::default() };
    let mut ordered: Vec<&Captured> =
        captures.iter().filter(|captured| captured.source.product == name).collect();
    ordered.sort_by(|a, b| {
        (&a.source.published, &a.source.id).cmp(&(&b.source.published, &b.source.id))
    });
    let mut constraints = Constraints::default();
    let mut newest = Newest::new();
    for captured in ordered {
        match &captured.capture {
            Capture::Metadata(metadata) => {
                take_metadata(&mut product, &mut constraints, &captured.source, metadata);
                for (name, facts) in &metadata.operations {
                    let (parameters, response) = newest.entry(name).or_default();
                    *parameters = &facts.parameters;
                    *response = facts.response.as_ref().or(*response);
                }
            }
            Capture::OperationPage(page) => {
                take_page(&mut product, &mut constraints, &captured.source, page);
            }
            Capture::ImpactPage(page) => {
                name_operations(&mut product, page.operations());
            }
            Capture::ManagedPage(page) => {
                name_operations(&mut product, page.rows.iter().map(|row| &row.operation));
            }
            Capture::ObservedCodes(observed) => {
                for (operation, codes) in &observed.operations {
                    let known = product.operations.entry(operation.clone()).or_default();
                    known.observed.extend(codes.iter().cloned());
                }
            }
            Capture::Endpoints(endpoints) => product.endpoints.extend(endpoints.map.clone()),
            Capture::Timeouts(timeouts) => {
                for (operation, seconds) in &timeouts.read_timeout_seconds {
                    product.timeouts.insert(operation.clone(), *seconds);
                }
            }
            Capture::RamList(list) => {
                name_operations(&mut product, list.actions.iter().map(|one| &one.operation));
            }
        }
    }
    for (name, operation) in &mut product.operations {
        if let Some((parameters, response)) = newest.get(name.as_str()) {
            // Older editions list some parameters twice; the wire knows each name once.
            let mut listed = BTreeSet::new();
            let once = parameters.iter().filter(|one| listed.insert(one.name.as_str()));
            operation.parameters = once.cloned().collect();
            operation.response = response.cloned();
        }
        let order = &operation.documented_order;
        operation.parameters.sort_by_key(|parameter| {
            order.iter().position(|known| *known == parameter.name).unwrap_or(usize::MAX)
        });
        operation.parameters = nest_dotted(std::mem::take(&mut operation.parameters));
        for parameter in &mut operation.parameters {
            constraints.apply(name, "", parameter);
        }
        operation.stated = constraints.stated(name);
        if let Some(response) = &mut operation.response {
            constraints.apply(name, RESPONSE, response);
        }
        operation.timeout_seconds = product.timeouts.get(name).copied();
    }
    product
}

fn take_metadata(
    product: &mut Product,
    constraints: &mut Constraints,
    source: &Source,
    metadata: &Metadata,
) {
    product.version.clone_from(&metadata.version);
    if !metadata.schemas.is_empty() {
        product.schemas =
            metadata.schemas.iter().map(|schema| (schema.name.clone(), schema.clone())).collect();
    }
    for operation in product.operations.values_mut() {
        operation.current = false;
    }
    for (name, facts) in &metadata.operations {
        for parameter in &facts.parameters {
            constraints.learn(&source.id, name, "", parameter);
        }
        let operation = product.operations.entry(name.clone()).or_default();
        operation.current = true;
        // Only editions with a table of contents keep the order of the vendor's own pages.
        if !metadata.directories.is_empty() {
            operation.documented_order =
                facts.parameters.iter().map(|parameter| parameter.name.clone()).collect();
        }
        operation.methods.clone_from(&facts.methods);
        // An edition rebuilt from an SDK cannot say "deprecated"; an earlier mark stands.
        operation.deprecated |= facts.deprecated;
        if let Some(response) = &facts.response {
            constraints.learn_response(name, RESPONSE, response);
        }
        if facts.operation_type.is_some() {
            operation.operation_type.clone_from(&facts.operation_type);
        }
        if facts.replaced_by.is_some() {
            operation.replaced_by.clone_from(&facts.replaced_by);
        }
        if let Some(errors) = &facts.errors {
            operation.errors.clone_from(errors);
            operation.errors_source = Some(source.id.clone());
        }
        for note in &facts.lock_notes {
            operation.lock_notes.push((source.id.clone(), *note));
        }
    }
    for directory in &metadata.directories {
        for name in &directory.operations {
            product.operations.entry(name.clone()).or_default().directory = Some(directory.id);
        }
    }
}

fn take_page(
    product: &mut Product,
    constraints: &mut Constraints,
    source: &Source,
    page: &OperationPage,
) {
    // A name that stands there twice is that of members of structures, which ones the page hides.
    let count = |name: &str| page.parameters.iter().filter(|one| one.name == name).count();
    for parameter in &page.parameters {
        if parameter.values.is_empty() || count(&parameter.name) > 1 {
            continue;
        }
        let described = Schema {
            name: parameter.name.clone(),
            // A page lists values in its prose.
            mined: parameter.values.clone(),
            ..Schema::default()
        };
        constraints.learn(&source.id, &page.operation, "", &described);
    }
    let operation = product.operations.entry(page.operation.clone()).or_default();
    if !page.errors_unstated {
        operation.errors.clone_from(&page.errors);
        operation.errors_source = Some(source.id.clone());
    }
    operation.lock_notes.extend(page.lock_notes.iter().map(|note| (source.id.clone(), *note)));
}

fn name_operations<'a>(product: &mut Product, names: impl Iterator<Item = &'a String>) {
    for name in names {
        product.operations.entry(name.clone()).or_default();
    }
}

/// Turns `SystemDisk.Size` beside `SystemDisk.Category` into one object with two members, which is
/// what newer metadata does and what the wire form is the same for.
fn nest_dotted(parameters: Vec<Schema>) -> Vec<Schema> {
    let whole: BTreeSet<String> = parameters
        .iter()
        .filter(|parameter| !parameter.name.contains('.'))
        .map(|parameter| parameter.name.clone())
        .collect();
    let mut nested: Vec<Schema> = Vec::new();
    for mut parameter in parameters {
        let Some((parent, member)) = parameter.name.split_once('.') else {
            nested.push(parameter);
            continue;
        };
        // A number is a list index: those are lists already, and a name of its own wins.
        if whole.contains(parent) || parent.is_empty() || member.is_empty() {
            nested.push(parameter);
            continue;
        }
        let parent = parent.to_owned();
        parameter.name = member.to_owned();
        match nested.iter_mut().find(|schema| schema.name == parent) {
            Some(object) => object.members.push(parameter),
            None => nested.push(Schema {
                name: parent,
                kind: SchemaKind::Object,
                style: Some("flat".to_owned()),
                members: vec![parameter],
                ..Schema::default()
            }),
        }
    }
    for object in &mut nested {
        if object.members.iter().any(|member| member.name.contains('.')) {
            object.members = nest_dotted(std::mem::take(&mut object.members));
        }
        // The object is required as soon as one of its members is.
        object.required |= object.style.as_deref() == Some("flat")
            && object.members.iter().any(|member| member.required);
    }
    nested
}
