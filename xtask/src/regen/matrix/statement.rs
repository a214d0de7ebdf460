//! One statement of one source about one operation in one situation, with what is needed to weigh
//! it against others.

use aliyun_rpc_spec::capture::Quality;
use aliyun_rpc_spec::matrix::{Evidence, EvidenceKind, Says};

use crate::sources::Source;

/// Id of curated facts as a source.
pub(super) const CURATED: &str = "curated";

#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// What goes into the matrix.
    pub evidence: Evidence,
    /// Date of the source; empty for curated effects.
    pub published: String,
    /// It belongs to an edition of a page that a newer one replaces, so it decides nothing.
    pub replaced: bool,
}

impl Statement {
    /// A complete statement without a code.
    pub(super) fn new(source: &Source, kind: EvidenceKind, says: Says) -> Self {
        let evidence = Evidence {
            source: source.id.clone(),
            kind,
            says: Some(says),
            requires: Vec::new(),
            code: None,
            quality: Quality::Complete,
            line: 0,
            reason: None,
        };
        Self { evidence, published: source.published.clone(), replaced: false }
    }

    pub(super) fn kind(&self) -> EvidenceKind {
        self.evidence.kind
    }

    pub(super) fn says(&self) -> Option<Says> {
        self.evidence.says
    }

    /// It is a cell of a page: as captured, or as restored by the maintainers.
    pub(super) fn is_cell(&self) -> bool {
        match self.kind() {
            EvidenceKind::PageRow => true,
            EvidenceKind::Curated => self.evidence.source != CURATED,
            _ => false,
        }
    }

    /// It belongs to an edition of a page: a cell, or the rule for what is not listed.
    pub(super) fn is_of_edition(&self) -> bool {
        self.is_cell() || self.kind() == EvidenceKind::PageDefault
    }

    /// It is a curated effect, which no page states.
    pub(super) fn is_curated_effect(&self) -> bool {
        self.kind() == EvidenceKind::Curated && self.evidence.source == CURATED
    }

    /// It says something about what happens to the call.
    pub(super) fn states(&self) -> bool {
        !matches!(self.says(), None | Some(Says::ListsNoCode | Says::NoRelation))
    }

    /// It says that the call is refused, at least while the disk is in use.
    pub(super) fn refuses(&self) -> bool {
        matches!(self.says(), Some(Says::Denied | Says::DeniedWhenDiskInUse | Says::ListsCode))
    }
}
