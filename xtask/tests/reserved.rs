//! The names that no generated type may have, compared with the names there are.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not their helpers")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use aliyun_rpc_codegen::names::RESERVED;
use aliyun_rpc_codegen::source::Folder;
use aliyun_rpc_codegen::{group, product};
use syn::visit::{self, Visit};
use syn::{Item, ItemUse, Path, UseTree, Visibility};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Everything that is printed for a product, with the names of its groups.
fn printed(folder: &str) -> (Vec<String>, Vec<syn::File>) {
    let folder = Folder::open(&root().join(folder)).unwrap();
    let groups = folder.product().unwrap().groups;
    let (product, failures) = product::expand(&folder);
    assert!(failures.is_empty(), "{failures:?}");
    let tokens = groups.iter().map(|name| group::expand(&folder, name).unwrap());
    let files = tokens.chain([product]).map(|tokens| syn::parse2(tokens).unwrap());
    let files = files.collect();
    (groups, files)
}

/// Names that a crate exports at its root, but for the modules of its groups.
fn exported(items: &[Item], groups: &[String]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for item in items {
        let (visibility, name) = match item {
            Item::Use(item) if public(&item.vis) => {
                leaves(&item.tree, &mut names);
                continue;
            }
            Item::Mod(item) => (&item.vis, &item.ident),
            Item::Struct(item) => (&item.vis, &item.ident),
            Item::Enum(item) => (&item.vis, &item.ident),
            Item::Trait(item) => (&item.vis, &item.ident),
            Item::Type(item) => (&item.vis, &item.ident),
            _ => continue,
        };
        if public(visibility) {
            names.insert(name.to_string());
        }
    }
    for group in groups.iter().filter(|name| *name != "common") {
        names.remove(&group.replace('-', "_"));
    }
    names
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Name(name) => _ = names.insert(name.ident.to_string()),
        UseTree::Rename(name) => _ = names.insert(name.rename.to_string()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        UseTree::Glob(_) => {}
    }
}

/// Collects what a file defines, and the first segment of every path that names a type.
#[derive(Default)]
struct Names {
    defined: BTreeSet<String>,
    used: BTreeSet<String>,
}

impl<'a> Visit<'a> for Names {
    fn visit_item(&mut self, item: &'a Item) {
        let name = match item {
            Item::Struct(item) => Some(&item.ident),
            Item::Enum(item) => Some(&item.ident),
            Item::Trait(item) => Some(&item.ident),
            Item::Type(item) => Some(&item.ident),
            Item::Mod(item) => Some(&item.ident),
            _ => None,
        };
        self.defined.extend(name.map(ToString::to_string));
        visit::visit_item(self, item);
    }

    /// Names that a file imports are its own, but for the short names of the runtime.
    fn visit_item_use(&mut self, item: &'a ItemUse) {
        if item.leading_colon.is_none() {
            leaves(&item.tree, &mut self.defined);
        } else {
            leaves(&item.tree, &mut self.used);
        }
    }

    fn visit_attribute(&mut self, _: &'a syn::Attribute) {}

    fn visit_generic_param(&mut self, param: &'a syn::GenericParam) {
        if let syn::GenericParam::Type(param) = param {
            self.defined.insert(param.ident.to_string());
        }
        visit::visit_generic_param(self, param);
    }

    fn visit_path(&mut self, path: &'a Path) {
        let first = path.segments.first().unwrap().ident.to_string();
        // A single lower-case word is a variable, a function or a primitive type.
        let primitive = ["bool", "f64", "i64", "str", "u16"].contains(&first.as_str());
        let module = path.segments.len() > 1;
        let type_name = first.starts_with(char::is_uppercase);
        if path.leading_colon.is_none() && (primitive || module || type_name) {
            self.used.insert(first);
        }
        visit::visit_path(self, path);
    }
}

/// Names that users write without a path, whatever is printed: those of the prelude and of its
/// usual neighbours, and primitive types.
const OF_RUST: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Display",
    "Eq",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Vec",
    "bool",
    "char",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// Names that users import from modules of the crates, and from `serde_json`, beside generated
/// types.
const IMPORTED: &[&str] = &[
    "ErrorSet", "Guard", "Id", "Json", "Product", "Request", "Response", "Value", "decide", "wait",
];

/// What the crate for ECS exports at its root, itself and through `product!`.
fn exported_by_ecs() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("crates/ecs/src/lib.rs")).unwrap();
    let (groups, files) = printed("spec/ecs");
    let mut names = exported(&syn::parse_file(&text).unwrap().items, &groups);
    assert!(names.contains("Client") && names.contains("Verdict"), "{names:?}");
    // `product!` prints a module and exports all of it.
    let product = files.last().unwrap();
    let modules = product.items.iter().filter_map(|item| match item {
        Item::Mod(item) => item.content.as_ref(),
        _ => None,
    });
    for (_, items) in modules {
        names.extend(exported(items, &groups));
    }
    assert!(names.contains("CommonError") && names.contains("Operation"), "{names:?}");
    // `regen` names the ids of a product itself, among its other types.
    assert!(names.contains("ImageId"), "{names:?}");
    names.retain(|name| !name.ends_with("Id"));
    names
}

/// What the groups of some folders define and what they write without a path.
fn names_of_groups() -> Names {
    let mut names = Names::default();
    for folder in ["spec/ecs", "spec/sts", "tests/shapes/grouped/spec"] {
        let (groups, files) = printed(folder);
        let mut here = Names::default();
        // What `product!` prints is a module of its own, where no generated type is in scope.
        files.iter().take(groups.len()).for_each(|file| here.visit_file(file));
        assert!(here.used.contains("String") && here.used.contains("rpc"), "{:?}", here.used);
        here.used.retain(|name| !here.defined.contains(name));
        names.used.append(&mut here.used);
        names.defined.append(&mut here.defined);
    }
    names
}

#[test]
fn every_name_that_a_product_crate_exports_at_its_root_is_reserved() {
    let mut names = exported_by_ecs();
    names.retain(|name| !RESERVED.contains(&name.as_str()));
    assert!(names.is_empty(), "add to codegen::names::RESERVED: {names:?}");
}

#[test]
fn every_name_that_generated_code_writes_without_a_path_is_reserved() {
    let mut missing = names_of_groups().used;
    missing.retain(|name| !RESERVED.contains(&name.as_str()));
    let of_paths = ["self", "super", "crate"];
    missing.retain(|name| !of_paths.contains(&name.as_str()));
    assert!(missing.is_empty(), "add to codegen::names::RESERVED: {missing:?}");
}

#[test]
fn every_reserved_name_is_one_that_rust_a_crate_or_a_printer_uses() {
    let handles = fs::read_to_string(root().join("crates/decision/src/handle/mod.rs")).unwrap();
    let mut known = exported_by_ecs();
    known.extend(names_of_groups().used);
    let (groups, files) = printed("spec/ecs");
    for file in &files {
        let mut names = Names::default();
        names.visit_file(file);
        known.append(&mut names.defined);
        known.append(&mut names.used);
    }
    known.extend(groups);
    let idle = |name: &&&str| {
        let is_handle = handles.contains(&format!("    {name}<"));
        !known.contains(**name) && ![OF_RUST, IMPORTED].concat().contains(*name) && !is_handle
    };
    let idle: Vec<_> = RESERVED.iter().filter(idle).collect();
    assert!(idle.is_empty(), "remove from codegen::names::RESERVED: {idle:?}");
}

#[test]
fn no_name_is_reserved_twice() {
    let names: BTreeSet<_> = RESERVED.iter().collect();
    assert_eq!(names.len(), RESERVED.len());
}
