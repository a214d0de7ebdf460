//! What the captures so far know: error codes, and the names that each operation has.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{Capture, Metadata, Schema};

/// Error codes, and names of parameters and members of responses, of all captures so far.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(super) codes: BTreeSet<String>,
    /// Per operation, the parts of its names: `Tag.N.Key` has `Tag` and `Key`.
    names: BTreeMap<String, BTreeSet<String>>,
}

/// A lexicon of codes only.
impl FromIterator<String> for Lexicon {
    fn from_iter<I: IntoIterator<Item = String>>(codes: I) -> Self {
        Self { codes: codes.into_iter().collect(), ..Self::default() }
    }
}

impl FromIterator<Capture> for Lexicon {
    fn from_iter<I: IntoIterator<Item = Capture>>(captures: I) -> Self {
        let mut lexicon = Self::default();
        captures.into_iter().for_each(|capture| lexicon.learn(capture));
        lexicon
    }
}

impl Lexicon {
    fn learn(&mut self, capture: Capture) {
        match capture {
            Capture::Metadata(metadata) => self.learn_metadata(metadata),
            Capture::OperationPage(page) => {
                self.codes.extend(page.errors.into_iter().map(|row| row.code));
                let names = self.names.entry(page.operation).or_default();
                for one in page.parameters.iter().chain(&page.response) {
                    names.extend(parts(&one.name).map(str::to_owned));
                }
            }
            _ => {}
        }
    }

    fn learn_metadata(&mut self, metadata: Metadata) {
        let mut shared = BTreeSet::new();
        for schema in &metadata.schemas {
            note(schema, &mut shared);
        }
        for (name, operation) in metadata.operations {
            self.codes.extend(operation.errors.into_iter().flatten().map(|row| row.code));
            let names = self.names.entry(name).or_default();
            for schema in operation.parameters.iter().chain(&operation.response) {
                if note(schema, names) {
                    names.extend(shared.iter().cloned());
                }
            }
        }
    }

    /// Whether there is no capture with names yet.
    pub(super) fn is_nameless(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a capture has this name for a parameter or a member of the operation; nothing where
    /// there is no capture of it.
    pub(super) fn has_name(&self, operation: &str, name: &str) -> Option<bool> {
        let names = self.names.get(operation)?;
        Some(parts(name).all(|part| names.contains(part)))
    }
}

/// The names within a name, without the numbers of items.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let is_number = |part: &&str| *part == "N" || part.bytes().all(|byte| byte.is_ascii_digit());
    name.split('.').filter(move |part| !is_number(part))
}

/// Notes the names in a schema, and says whether it points to another one.
fn note(schema: &Schema, names: &mut BTreeSet<String>) -> bool {
    names.extend(parts(&schema.name).map(str::to_owned));
    let inner = schema.members.iter().chain(schema.items.as_deref()).chain(schema.map.as_deref());
    inner.fold(schema.reference.is_some(), |points, part| note(part, names) || points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::tests;

    #[test]
    fn names_are_known_of_the_operation_that_has_them_and_of_no_other() {
        let lexicon: Lexicon = [tests::capture(tests::METADATA)].into_iter().collect();
        for (operation, name, known) in [
            ("PaintFence", "Tag.N.Key", Some(true)),
            ("PaintFence", "Paint.Colour", Some(true)),
            ("PaintFence", "RequestId", Some(true)),
            ("PaintFence", "Next", Some(true)),
            ("PaintFence", "Gate", Some(false)),
            ("DryFence", "Tag", Some(false)),
            ("MoveFence", "Tag", None),
        ] {
            assert_eq!(lexicon.has_name(operation, name), known, "{operation} {name}");
        }
        assert!(lexicon.knows("FenceWet"));
    }
}
