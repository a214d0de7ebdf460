//! Checks that a waiter fits the calls after which it waits: they hand out or take the ids that it
//! asks about, and do not begin in a state that ends the wait. Otherwise a wait asks about what the
//! operation does not list, or ends before anything began.

use std::collections::BTreeSet;

use aliyun_rpc_spec::ir::{Field, Operation, PreconditionKind, Type};

use super::{Check, Known};
use crate::curated::{CuratedLookup, CuratedWaiter};

impl Check<'_> {
    /// Checks each operation after which the waiter is used.
    pub(super) fn after(
        &mut self,
        entry: &CuratedWaiter,
        lookup: &CuratedLookup,
        asked: &Operation,
    ) {
        let id_type = self.known.id_type(lookup, asked);
        for name in &entry.after {
            let (Some((_, operation)), Some(id_type)) = (self.operation(name), id_type) else {
                continue;
            };
            if !self.known.ids_of(operation).contains(id_type) {
                self.problem(format!("`{name}` neither returns nor takes a `{id_type}`"));
            }
            self.report_early_end(entry, operation, id_type);
            self.report_second_lookup(entry, name, id_type);
        }
    }

    /// No state in which the operation may be called ends the wait.
    fn report_early_end(&mut self, entry: &CuratedWaiter, operation: &Operation, id_type: &str) {
        let known = operation.preconditions.iter();
        let before = known.filter(|one| about(one.kind) == Some(id_type));
        for state in before.flat_map(|one| &one.values) {
            if entry.success.contains(state) {
                self.problem(format!(
                    "`{}` may be called in the state `{state}`, which ends the wait before \
                     anything began",
                    operation.name
                ));
            }
        }
    }

    /// Two operations can be asked about ids of one type, and each knows those of some calls only.
    fn report_second_lookup(&mut self, entry: &CuratedWaiter, name: &str, id_type: &str) {
        let others = self.facts.waiter.iter().filter(|other| {
            other.operation < entry.operation && other.after.iter().any(|one| one == name)
        });
        let same_type = |other: &&CuratedWaiter| {
            let lookup = self.facts.lookup.iter().find(|one| one.operation == other.operation);
            let asked = self.known.operations.get(other.operation.as_str());
            let other = lookup.zip(asked);
            other.and_then(|(lookup, (_, asked))| self.known.id_type(lookup, asked))
                == Some(id_type)
        };
        let found: BTreeSet<String> =
            others.filter(same_type).map(|other| other.operation.clone()).collect();
        for other in found {
            self.problem(format!(
                "ids of `{name}` are asked about with `{}` here and with `{other}` elsewhere",
                entry.operation
            ));
        }
    }
}

impl<'a> Known<'a> {
    /// The type of the ids that a lookup asks about.
    fn id_type(&self, lookup: &CuratedLookup, operation: &Operation) -> Option<&'a str> {
        let item = self.item(operation)?;
        match &item.iter().find(|field| field.wire == lookup.id)?.ty {
            Type::Id(name) => Some(name),
            _ => None,
        }
    }

    /// The types of all ids in a request or its reply.
    fn ids_of(&self, operation: &'a Operation) -> BTreeSet<&'a str> {
        let mut found = Found::default();
        self.collect(&operation.fields, &mut found);
        let reply = self.structs.get(operation.response.as_str()).copied();
        self.collect(reply.unwrap_or_default(), &mut found);
        found.ids
    }

    fn collect(&self, fields: &'a [Field], found: &mut Found<'a>) {
        for field in fields {
            match field.ty.innermost() {
                Type::Id(name) => _ = found.ids.insert(name),
                Type::Struct(name) | Type::Boxed(name) if found.structs.insert(name) => {
                    self.collect(
                        self.structs.get(name.as_str()).copied().unwrap_or_default(),
                        found,
                    );
                }
                _ => {}
            }
        }
    }
}

#[derive(Default)]
struct Found<'a> {
    ids: BTreeSet<&'a str>,
    structs: BTreeSet<&'a str>,
}

/// The type of the ids of what a precondition is about, if it is about a state.
fn about(kind: PreconditionKind) -> Option<&'static str> {
    match kind {
        PreconditionKind::InstanceStatus => Some("InstanceId"),
        PreconditionKind::DiskStatus => Some("DiskId"),
        _ => None,
    }
}
