//! What the printer of waiters relies on.

use std::collections::BTreeSet;

use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::text;
use aliyun_rpc_spec::waiters::{Lookup, Waiter, Waiters};

use super::Check;
use crate::names;

/// Every defect of a list of waiters.
#[must_use]
pub fn waiters(list: &Waiters, file: &str) -> Vec<Problem> {
    let mut check = Check { file, problems: Vec::new() };
    check.text("product", "the name of a product", &list.product, text::is_product);
    check.once("lookups", "lookup", list.lookups.iter().map(|one| &one.operation));
    check.once("waiters", "function", list.waiters.iter().map(|one| &one.function));
    let known: BTreeSet<&str> = list.lookups.iter().map(|one| one.operation.as_str()).collect();
    for lookup in &list.lookups {
        check.lookup(lookup);
    }
    for waiter in &list.waiters {
        check.waiter(waiter, &known);
    }
    check.problems
}

impl Check<'_> {
    fn group_of(&mut self, place: &str, group: &str) {
        self.text(place, "the name of a group", group, text::is_group);
        let module = |name: &str| text::is_identifier(&names::module(name));
        self.text(place, "the name of a module", group, module);
    }

    fn lookup(&mut self, lookup: &Lookup) {
        let place = lookup.operation.as_str();
        self.item(place, place);
        self.group_of(place, &lookup.group);
        self.item(place, &lookup.id_type);
        if lookup.id_type.strip_suffix("Id").is_none_or(|kind| !text::is_type_name(kind)) {
            self.problem(place, format!("{:?} is not a type of ids", lookup.id_type));
        }
        for name in lookup
            .ids
            .split('.')
            .chain([lookup.id.as_str()])
            .chain(lookup.with.keys().map(String::as_str))
        {
            self.wire(place, name);
        }
        for value in lookup.with.values() {
            self.text(place, "a value", value, text::is_value);
        }
        for code in lookup.absent.iter().chain(&lookup.others) {
            self.text(place, "an error code", code, text::is_code);
        }
        self.text(place, "the id of a source", &lookup.source, text::is_file_name);
    }

    fn waiter(&mut self, waiter: &Waiter, lookups: &BTreeSet<&str>) {
        let place = waiter.name.as_str();
        self.text(place, "the name of a waiter", place, text::is_file_name);
        self.name(place, &waiter.function);
        self.group_of(place, &waiter.group);
        self.item(place, &waiter.operation);
        if !lookups.contains(waiter.operation.as_str()) {
            self.problem(place, format!("{} is not among the lookups", waiter.operation));
        }
        if let Some(member) = &waiter.member {
            self.wire(place, member);
        }
        if let Some(argument) = &waiter.argument {
            self.item(place, argument);
        }
        for state in waiter.success.iter().chain(&waiter.failure).chain(&waiter.pending) {
            self.text(place, "a state", state, text::is_value);
        }
        for name in &waiter.after {
            self.item(place, name);
        }
        self.text(place, "the id of a source", &waiter.source, text::is_file_name);
    }
}
