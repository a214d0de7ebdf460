//! Pages of 2021 laid under newer metadata: what the metadata says stays.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::Type;

use super::originals::{folder, read};
use super::*;
use crate::files;
use crate::regen::load::{Input, load};
use crate::regen::merge::Captured;
use crate::regen::{Spec, generate};
use crate::sources::Source;

/// The page of one operation as a source of that day.
fn captured(path: &Path) -> Captured {
    let name = path.file_stem().unwrap().to_string_lossy().to_lowercase();
    let capture = read(path);
    let source = Source {
        id: format!("ecs-{name}-2021-07-19-older"),
        kind: kind_name(&capture).to_owned(),
        product: "ecs".to_owned(),
        published: "2021-07-19".to_owned(),
        dated_by: None,
        title: format!("page of {name}"),
        url: "https://example.com".to_owned(),
        sha256: String::new(),
    };
    Captured { source, capture }
}

/// The values of each parameter of each operation that is an enum.
fn values(specs: &[Spec]) -> BTreeMap<String, BTreeSet<String>> {
    let spec = specs.iter().find(|spec| spec.product.product == "ecs").unwrap();
    let common = spec.groups.get("common");
    let mut found = BTreeMap::new();
    for group in spec.groups.values() {
        for operation in &group.operations {
            for field in &operation.fields {
                let Type::Enum(name) = field.ty.innermost() else { continue };
                let known = group.enums.iter().chain(common.into_iter().flat_map(|one| &one.enums));
                let list = known.into_iter().find(|one| one.name == *name).unwrap();
                let values = list.variants.iter().map(|one| one.wire.clone()).collect();
                found.insert(format!("{}.{}", operation.name, field.wire), values);
            }
        }
    }
    found
}

fn generated(input: &Input) -> Vec<Spec> {
    generate(input).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn no_page_of_2021_takes_a_value_from_newer_metadata() {
    let mut input = load(&files::root().join("spec")).unwrap();
    let before = values(&generated(&input));
    let pages = std::fs::read_dir(folder().join("upstream/pages/2021")).unwrap();
    let pages = pages.map(|file| file.unwrap().path());
    let pages = pages.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let known = input.captures.len();
    input.captures.extend(pages.map(|path| captured(&path)));
    assert!(input.captures.len() >= known + 111, "{} pages", input.captures.len() - known);
    let after = values(&generated(&input));
    let lost: Vec<String> = before
        .iter()
        .filter_map(|(name, values)| {
            let now = after.get(name).cloned().unwrap_or_default();
            let lost: Vec<_> = values.difference(&now).collect();
            (!lost.is_empty()).then(|| format!("{name}: {lost:?}"))
        })
        .collect();
    assert!(before.len() > 300, "{}", before.len());
    assert!(lost.is_empty(), "{lost:#?}");
}
