//! The last check before anything is written: nothing was dropped, and the files fit together. What
//! a single file says is checked by [`valid`], which the macros also use.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_codegen::valid;
use aliyun_rpc_spec::ir::{Field, Group, Type};
use aliyun_rpc_spec::load::Problem;

use super::Spec;
use super::lower::COMMON;
use crate::problems::Problems;

const HELP: &str = "correct the name with an entry in spec/curated, or leave the source out; \
                    if neither fits, the generator needs a rule in xtask/src/regen/lower";

/// Checks one product; every violation is a defect of the generator or of a curated entry.
pub(crate) fn validate(spec: &Spec, group_of: &BTreeMap<String, String>, problems: &mut Problems) {
    let mut check = Check { folder: format!("spec/{}", spec.product.product), problems };
    check.files(spec);
    check.counts(spec, group_of);
    check.codes(spec);
    check.names(&spec.groups);
    check.mentions(&spec.groups);
}

struct Check<'a> {
    folder: String,
    problems: &'a mut Problems,
}

impl Check<'_> {
    fn report(&mut self, place: &str, message: impl Into<String>) {
        self.problems.report(Problem::new(&self.folder, place, message).help(HELP));
    }

    /// What the macros would turn away is not even written.
    fn files(&mut self, spec: &Spec) {
        let file = |name: &str| format!("{}/{name}.json", self.folder);
        let groups = spec.groups.values();
        let mut found: Vec<Problem> =
            groups.flat_map(|group| valid::group(group, &file(&group.group))).collect();
        found.extend(valid::product(&spec.product, &file("product")));
        found.extend(valid::codes(&spec.codes, &file("errors")));
        let matrix = spec.matrix.as_ref();
        found.extend(
            matrix.map(|matrix| valid::matrix(matrix, &file("matrix"))).into_iter().flatten(),
        );
        let list = spec.authorization.as_ref();
        found.extend(
            list.into_iter().flat_map(|list| valid::authorizations(list, &file("authorization"))),
        );
        let waiters = spec.waiters.as_ref();
        found.extend(waiters.into_iter().flat_map(|one| valid::waiters(one, &file("waiters"))));
        self.problems.extend(found.into_iter().map(|problem| problem.help(HELP)));
    }

    /// Operations in, operations out.
    fn counts(&mut self, spec: &Spec, group_of: &BTreeMap<String, String>) {
        let typed: usize = spec.groups.values().map(|group| group.operations.len()).sum();
        if typed != group_of.len() {
            self.report("", format!("{} operations in, {typed} out", group_of.len()));
        }
        let Some(matrix) = &spec.matrix else {
            return;
        };
        let rows: BTreeSet<&str> = matrix.operations.iter().map(|row| row.name.as_str()).collect();
        let known: BTreeSet<&str> = spec.model.operations.keys().map(String::as_str).collect();
        for name in known.symmetric_difference(&rows) {
            self.report("matrix", format!("{name} is in only one of product.json and matrix.json"));
        }
        if rows.len() != matrix.operations.len() {
            self.report("matrix", "an operation has two rows");
        }
    }

    /// Every code of every error set has a class.
    fn codes(&mut self, spec: &Spec) {
        let known: BTreeSet<&str> =
            spec.codes.codes.iter().map(|code| code.code.as_str()).collect();
        for set in spec.groups.values().flat_map(|group| &group.error_sets) {
            for code in set.codes.iter().filter(|code| !known.contains(code.code.as_str())) {
                self.report(&set.name, format!("{} has no class", code.code));
            }
        }
    }

    /// Type names are unique in the whole crate, for all groups are re-exported from its root.
    fn names(&mut self, groups: &BTreeMap<String, Group>) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
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
                    self.report(name, "two types have this name");
                }
            }
        }
    }

    /// Every type and error set that a group mentions is its own or a common one.
    fn mentions(&mut self, groups: &BTreeMap<String, Group>) {
        let empty = Group::default();
        let common = groups.get(COMMON).unwrap_or(&empty);
        let sets: BTreeSet<&str> = groups
            .values()
            .flat_map(|group| &group.error_sets)
            .map(|set| set.name.as_str())
            .collect();
        for group in groups.values() {
            let types: BTreeSet<&str> = types(common).chain(types(group)).collect();
            for shape in &group.structs {
                self.fields(&shape.name, &shape.fields, &types);
                for name in shape.as_request.iter().filter(|name| !types.contains(name.as_str())) {
                    self.report(&shape.name, format!("the type {name} does not exist"));
                }
            }
            for operation in &group.operations {
                self.fields(&operation.name, &operation.fields, &types);
                if let Some(body) = &operation.response_struct {
                    self.fields(&body.name, &body.fields, &types);
                }
                let errors = operation.errors.iter();
                for errors in errors.filter(|errors| !sets.contains(errors.as_str())) {
                    let message = format!("its error set {errors} does not exist");
                    self.report(&operation.name, message);
                }
            }
        }
    }

    fn fields(&mut self, place: &str, fields: &[Field], types: &BTreeSet<&str>) {
        for name in fields.iter().filter_map(|field| mentioned(&field.ty)) {
            if !types.contains(name) {
                self.report(place, format!("the type {name} does not exist"));
            }
        }
    }
}

fn types(group: &Group) -> impl Iterator<Item = &str> {
    let enums = group.enums.iter().map(|values| values.name.as_str());
    enums.chain(group.structs.iter().map(|shape| shape.name.as_str()))
}

/// The enum or struct that a value of this type holds.
fn mentioned(ty: &Type) -> Option<&str> {
    match ty.innermost() {
        Type::Enum(name) | Type::Struct(name) | Type::Boxed(name) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
