//! What an operation, or a struct in it, is about: the nouns of a product, read off the names of
//! its operations. `CreateDisk` and `DescribeDisks` make `Disk` one, and `ModifyDiskSpec` is about
//! it.

use std::collections::{BTreeMap, BTreeSet};

use super::names;

/// Verbs that are only followed by a resource. `Describe` and `Modify` are also followed by parts
/// of one, such as `InstanceAttribute`.
const WHOLE: [&str; 9] =
    ["Add", "Allocate", "Cancel", "Create", "Delete", "Import", "Purchase", "Release", "Stop"];

/// Before a noun, these say which of its kind is meant.
const KINDS: [&str; 2] = ["Data", "System"];

/// Behind a noun, these say what a reply tells about it.
const TOLD: [&str; 6] = ["Attribute", "FullStatusType", "Info", "Item", "Set", "Status"];

/// The nouns of a product, in the singular.
#[derive(Debug, Default)]
pub(crate) struct Nouns(BTreeSet<String>);

impl Nouns {
    /// Reads them off the names of operations.
    pub(crate) fn of<'a>(operations: impl Iterator<Item = &'a str>) -> Self {
        let mut verbs: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for name in operations {
            if let Some(at) = boundaries(name).next() {
                let (verb, rest) = name.split_at(at);
                verbs.entry(names::singular(rest)).or_default().insert(verb);
            }
        }
        verbs.retain(|_, verbs| verbs.len() > 1);
        let is_whole = |verbs: &BTreeSet<&str>| verbs.iter().any(|verb| WHOLE.contains(verb));
        let mut nouns = Self::default();
        for (name, verbs) in &verbs {
            if is_whole(verbs) {
                nouns.0.insert(name.clone());
            }
        }
        let apart: Vec<_> =
            verbs.into_keys().filter(|name| nouns.at_start(name).is_none()).collect();
        nouns.0.extend(apart);
        nouns
    }

    /// What an operation is about.
    pub(crate) fn of_operation(&self, name: &str) -> String {
        let known = boundaries(name).find_map(|at| self.at_start(&name[at..]));
        known.map_or_else(
            || {
                let verb = boundaries(name).next().unwrap_or_default();
                names::singular(&name[verb..])
            },
            |(noun, _)| noun.to_owned(),
        )
    }

    /// What a struct is about: a noun, or itself.
    pub(crate) fn of_struct(&self, name: &str) -> String {
        let kind = KINDS.iter().find_map(|kind| name.strip_prefix(kind));
        if let Some(noun) = kind.filter(|rest| self.0.contains(*rest)) {
            return noun.to_owned();
        }
        match self.at_start(name) {
            Some((noun, rest)) if rest.is_empty() || TOLD.contains(&rest) => noun.to_owned(),
            _ => name.to_owned(),
        }
    }

    /// The same in an operation about `owner`: `Report` there may be short for `DiagnosticReport`.
    pub(crate) fn of_struct_in(&self, name: &str, owner: &str) -> String {
        let about = self.of_struct(name);
        let is_short = |rest: &str| rest.ends_with(|c: char| c.is_ascii_lowercase());
        match owner.strip_suffix(about.as_str()) {
            Some(rest) if !self.0.contains(&about) && is_short(rest) => owner.to_owned(),
            _ => about,
        }
    }

    /// Whether a name is a noun.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// The struct and the member of a name that stands for both: `SystemDiskCategory`.
    pub(crate) fn flattened<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let kind = KINDS.iter().find_map(|kind| name.strip_prefix(kind))?;
        let (_, rest) = self.at_start(kind)?;
        (!rest.is_empty()).then(|| name.split_at(name.len() - rest.len()))
    }

    /// The longest noun at the start of a name, singular or plural, and what is behind it.
    pub(crate) fn at_start<'n>(&self, name: &'n str) -> Option<(&str, &'n str)> {
        let mut ends: Vec<usize> = boundaries(name).collect();
        ends.push(name.len());
        ends.into_iter().rev().find_map(|end| {
            let (start, rest) = name.split_at(end);
            let noun = self.0.get(start).or_else(|| self.0.get(&names::singular(start)))?;
            Some((noun.as_str(), rest))
        })
    }
}

/// Where the words of a name begin, but for the first.
fn boundaries(name: &str) -> impl DoubleEndedIterator<Item = usize> + '_ {
    name.char_indices().filter(|(at, c)| *at > 0 && c.is_ascii_uppercase()).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nouns() -> Nouns {
        let operations = [
            "CreateDisk",
            "DescribeDisks",
            "ModifyDiskSpec",
            "DescribeDiskSpec",
            "DescribeReservedDisks",
            "ModifyReservedDisks",
            "CreateSnapshot",
            "DeleteSnapshotGroup",
            "DescribeSnapshotGroups",
            "DescribeSnapshots",
            "DescribeZones",
        ];
        Nouns::of(operations.into_iter())
    }

    #[test]
    fn a_noun_is_created_and_described_or_no_part_of_one_that_is() {
        let expected = ["Disk", "ReservedDisk", "Snapshot", "SnapshotGroup"];
        assert_eq!(nouns().0, expected.map(str::to_owned).into());
    }

    #[test]
    fn an_operation_is_about_the_longest_noun_in_its_name() {
        let nouns = nouns();
        for (operation, noun) in [
            ("ModifyDiskSpec", "Disk"),
            ("DescribeReservedDisks", "ReservedDisk"),
            ("DeleteSnapshotGroup", "SnapshotGroup"),
            ("DescribeSnapshotLinks", "Snapshot"),
            ("ReInitDisk", "Disk"),
            ("DescribeZones", "Zone"),
        ] {
            assert_eq!(nouns.of_operation(operation), noun, "{operation}");
        }
    }

    #[test]
    fn a_struct_is_about_a_noun_only_if_it_describes_one() {
        let nouns = nouns();
        for (name, about) in [
            ("SystemDisk", "Disk"),
            ("DiskFullStatusType", "Disk"),
            ("SnapshotSet", "Snapshot"),
            ("SnapshotLink", "SnapshotLink"),
            ("InactiveDisk", "InactiveDisk"),
            ("Permission", "Permission"),
        ] {
            assert_eq!(nouns.of_struct(name), about, "{name}");
        }
        for (name, owner, about) in [
            ("Group", "SnapshotGroup", "SnapshotGroup"),
            ("Disk", "ReservedDisk", "Disk"),
            ("SnapshotGroup", "SnapshotGroup", "SnapshotGroup"),
            ("Link", "Disk", "Link"),
        ] {
            assert_eq!(nouns.of_struct_in(name, owner), about, "{name}");
        }
        assert_eq!(nouns.flattened("SystemDiskSize"), Some(("SystemDisk", "Size")));
        for whole in ["DiskSize", "SystemDisk", "SystemEvent", "SourceDiskType"] {
            assert_eq!(nouns.flattened(whole), None, "{whole}");
        }
    }
}
