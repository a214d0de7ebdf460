//! The last look before anything is written: nothing was dropped, every name is unique and valid,
//! every type that is mentioned exists. The macros rely on all of it.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_codegen::valid;
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{Field, Group, Operation, Type};
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::Matrix;
use aliyun_rpc_spec::text::{is_identifier, is_type_name};

use super::lower::COMMON;
use super::model::Product;

/// Checks one product; every violation is a defect of the generator or of a curated entry.
pub(crate) fn validate(
    product: &Product,
    group_of: &BTreeMap<String, String>,
    groups: &BTreeMap<String, Group>,
    matrix: Option<&Matrix>,
    codes: &Codes,
) -> Vec<Problem> {
    let mut check = Check { file: format!("spec/{}", product.name), problems: Vec::new() };
    check.counts(product, group_of, groups, matrix);
    check.codes(groups, codes);
    let empty = Group::default();
    let common = groups.get(COMMON).unwrap_or(&empty);
    check.names(groups);
    for group in groups.values() {
        let known = Known::new(common, group);
        for shape in &group.structs {
            check.fields(&shape.name, &shape.fields, &known);
        }
        for operation in &group.operations {
            check.operation(operation, &known, groups);
        }
    }
    // What the macros would turn away is not even written.
    if check.problems.is_empty() {
        let file = |name: &str| format!("spec/{}/{name}.json", product.name);
        let refused = groups.values().flat_map(|group| valid::group(group, &file(&group.group)));
        check.problems.extend(refused);
        let refused = matrix.map(|matrix| valid::matrix(matrix, &file("matrix")));
        check.problems.extend(refused.unwrap_or_default());
        check.problems.extend(valid::codes(codes, &file("errors")));
    }
    check.problems
}

/// Types that a group may mention: its own and the common ones.
struct Known<'a> {
    types: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new(common: &'a Group, own: &'a Group) -> Self {
        let names = |group: &'a Group| {
            let enums = group.enums.iter().map(|values| values.name.as_str());
            enums.chain(group.structs.iter().map(|shape| shape.name.as_str()))
        };
        Self { types: names(common).chain(names(own)).collect() }
    }
}

struct Check {
    file: String,
    problems: Vec<Problem>,
}

impl Check {
    fn report(&mut self, place: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(&self.file, place, message).help(
            "correct the name with an entry in spec/curated.toml, or leave the source out; \
             if neither fits, the generator needs a rule in xtask/src/regen/lower",
        ));
    }

    /// Operations in, operations out.
    fn counts(
        &mut self,
        product: &Product,
        group_of: &BTreeMap<String, String>,
        groups: &BTreeMap<String, Group>,
        matrix: Option<&Matrix>,
    ) {
        let typed: usize = groups.values().map(|group| group.operations.len()).sum();
        if typed != group_of.len() {
            self.report("", format!("{} operations in, {typed} out", group_of.len()));
        }
        let Some(matrix) = matrix else {
            return;
        };
        let rows: BTreeSet<&str> = matrix.operations.iter().map(|row| row.name.as_str()).collect();
        for name in product.operations.keys().filter(|name| !rows.contains(name.as_str())) {
            self.report("matrix", format!("{name} has no decision"));
        }
        if rows.len() != matrix.operations.len() {
            self.report("matrix", "an operation has two rows");
        }
    }

    fn codes(&mut self, groups: &BTreeMap<String, Group>, codes: &Codes) {
        let known: BTreeSet<&str> = codes.codes.iter().map(|code| code.code.as_str()).collect();
        for set in groups.values().flat_map(|group| &group.error_sets) {
            let mut variants = BTreeSet::new();
            for code in &set.codes {
                if !variants.insert(&code.name) {
                    self.report(&set.name, format!("the variant {} exists twice", code.name));
                }
                if !known.contains(code.code.as_str()) {
                    self.report(&set.name, format!("{} has no class", code.code));
                }
            }
        }
    }

    /// Type names are unique in the whole crate, for all groups are re-exported from its root.
    fn names(&mut self, groups: &BTreeMap<String, Group>) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut twice = Vec::new();
        for group in groups.values() {
            let enums = group.enums.iter().map(|values| &values.name);
            let structs = group.structs.iter().map(|shape| &shape.name);
            let sets = group.error_sets.iter().map(|set| &set.name);
            let operations = group.operations.iter().flat_map(|operation| {
                let body = operation.response_struct.as_ref().map(|body| &body.name);
                let args = operation.constructors.iter().filter_map(|one| one.args_struct.as_ref());
                std::iter::once(&operation.name).chain(body).chain(args)
            });
            for name in enums.chain(structs).chain(sets).chain(operations) {
                if !seen.insert(name) {
                    twice.push(name.clone());
                }
            }
        }
        for name in twice {
            self.report(&name, "two types have this name");
        }
    }

    fn operation(
        &mut self,
        operation: &Operation,
        known: &Known<'_>,
        groups: &BTreeMap<String, Group>,
    ) {
        let place = operation.name.as_str();
        if aliyun_rpc_codegen::names::RESERVED.contains(&place) || !is_type_name(place) {
            self.report(place, "no Rust type can have the name of this operation");
        }
        self.fields(place, &operation.fields, known);
        if let Some(body) = &operation.response_struct {
            self.fields(&body.name, &body.fields, known);
        }
        if operation.constructors.is_empty() {
            self.report(place, "it has no constructor");
        }
        let fields: BTreeSet<&str> =
            operation.fields.iter().map(|field| field.name.as_str()).collect();
        for constructor in &operation.constructors {
            for arg in constructor.args.iter().filter(|arg| !fields.contains(arg.as_str())) {
                self.report(place, format!("constructor {} sets {arg}", constructor.name));
            }
            if fields.contains(constructor.name.as_str()) {
                self.report(place, format!("{} is a constructor and a field", constructor.name));
            }
        }
        if let Some(errors) = &operation.errors {
            let mut sets = groups.values().flat_map(|group| &group.error_sets);
            if !sets.any(|set| set.name == *errors) {
                self.report(place, format!("its error set {errors} does not exist"));
            }
        }
    }

    fn fields(&mut self, place: &str, fields: &[Field], known: &Known<'_>) {
        let mut names = BTreeSet::new();
        let mut wires = BTreeSet::new();
        for field in fields {
            if !names.insert(&field.name) {
                self.report(place, format!("the field {} exists twice", field.name));
            }
            if !wires.insert(&field.wire) {
                self.report(place, format!("the wire name {} exists twice", field.wire));
            }
            if !is_identifier(&field.name) {
                self.report(place, format!("{:?} is no Rust name", field.name));
            }
            self.mentioned(place, &field.ty, known);
        }
    }

    fn mentioned(&mut self, place: &str, ty: &Type, known: &Known<'_>) {
        match ty {
            Type::Enum(name) | Type::Struct(name) | Type::Boxed(name) => {
                if !known.types.contains(name.as_str()) {
                    self.report(place, format!("the type {name} does not exist"));
                }
            }
            Type::List(inner)
            | Type::Wrapped(_, inner)
            | Type::JsonList(inner)
            | Type::Json(inner)
            | Type::Map(inner) => self.mentioned(place, inner, known),
            Type::String | Type::Bool | Type::Int | Type::Float | Type::Any => {}
        }
    }
}
