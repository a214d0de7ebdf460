//! One statement of one source, as users read it.

use std::fmt;

use aliyun_rpc_vocabulary::{Aspect, EvidenceKind, Says};

use crate::table::{Entry, Source, Table};

/// One statement of one source about one aspect of a situation.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    pub(crate) table: &'static Table,
    pub(crate) aspect: Aspect,
    pub(crate) entry: &'static Entry,
}

impl Evidence {
    /// The aspect that the statement is about.
    #[must_use]
    pub fn aspect(&self) -> Aspect {
        self.aspect
    }

    /// The source that makes the statement.
    #[must_use]
    pub fn source(&self) -> Option<&'static Source> {
        self.table.sources.get(usize::from(self.entry.source))
    }

    /// How strong the statement is.
    #[must_use]
    pub fn kind(&self) -> EvidenceKind {
        self.entry.kind
    }

    /// What the statement says. `None` if the words were lost.
    #[must_use]
    pub fn says(&self) -> Option<Says> {
        self.entry.says
    }

    /// The states that [`Says::Requires`] names, as on the wire.
    pub fn requires(&self) -> impl Iterator<Item = &'static str> + use<> {
        state_names(self.aspect, self.entry.requires)
    }

    /// Whether the capture holds only a part of the statement.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.entry.truncated
    }

    /// The error code that the statement names.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        self.table.code(self.entry.code)
    }

    /// The maintainers' reason, for curated statements.
    #[must_use]
    pub fn reason(&self) -> Option<&'static str> {
        self.table.reason(self.entry.reason)
    }

    /// Line in the original, from 1.
    #[must_use]
    pub fn line(&self) -> Option<u16> {
        (self.entry.line != 0).then_some(self.entry.line)
    }
}

/// What messages call the source of a statement: `lock page 2026-06-20`, or `lock page 2026-06-20,
/// restored` for a cell that the maintainers restored.
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (title, published) =
            self.source().map_or(("unknown source", ""), |source| (source.title, source.published));
        match self.kind() {
            EvidenceKind::PageDefault => write!(f, "{title} default")?,
            EvidenceKind::Curated if !published.is_empty() => {
                return write!(f, "{title} {published}, restored");
            }
            kind => f.write_str(kind.title().unwrap_or(title))?,
        }
        if published.is_empty() { Ok(()) } else { write!(f, " {published}") }
    }
}

/// The states of a set, as on the wire.
pub(crate) fn state_names(aspect: Aspect, bits: u8) -> impl Iterator<Item = &'static str> + use<> {
    let states = aspect.states().iter().zip(1..);
    states.filter(move |(_, number)| bits >> number & 1 != 0).map(|(state, _)| *state)
}
