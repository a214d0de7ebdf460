//! `spec/<product>/matrix.json`: what the documents say will happen to each operation in each
//! situation, with everything that was said for and against it.

use std::collections::BTreeMap;

pub use aliyun_rpc_vocabulary::{Agreement, Aspect, EvidenceKind, Hazard, Says, Verdict};
use serde::{Deserialize, Serialize};

use crate::capture::Quality;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix {
    /// [`crate::ir::FORMAT`].
    pub format: u32,
    /// Product as in the folder name.
    pub product: String,
    /// The sources that evidence points to, oldest first.
    pub sources: Vec<MatrixSource>,
    /// Every operation any source names, by name.
    pub operations: Vec<MatrixRow>,
}

/// A source of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixSource {
    /// Id in `spec/sources.toml`; `curated` for `spec/curated/`.
    pub id: String,
    /// Date of publication.
    pub published: String,
    /// The vendor's page.
    pub url: String,
    /// How a message names it: `lock page`, `error table`, ...
    pub title: String,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// Operation name, also the variant name of the `Operation` enum.
    pub name: String,
    /// The typed API has a request for it; false for operations that newer metadata withdrew.
    pub typed: bool,
    /// Group and feature of the request; empty when it is not typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// What is said about each aspect of a situation. All [universal](Aspect::is_universal) aspects
    /// are present; of the others, only those that a document speaks about.
    pub cells: BTreeMap<Aspect, Cell>,
}

impl MatrixRow {
    /// What is said about one aspect, or otherwise about its [general](Aspect::general) aspect.
    #[must_use]
    pub fn cell(&self, aspect: Aspect) -> Option<&Cell> {
        let general = || aspect.general().and_then(|general| self.cells.get(&general));
        self.cells.get(&aspect).or_else(general)
    }
}

/// What is said about one operation and one aspect of a situation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What the deciding statement says will happen.
    pub verdict: Verdict,
    /// The code a refused call gets, where the documents name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What a call that is carried out can destroy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hazard: Option<Hazard>,
    /// For a condition: the states, as on the wire, in which the verdict does not hold and the call
    /// is permitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// Whether the sources agree.
    pub agreement: Agreement,
    /// Everything that was said, newest and strongest first.
    pub evidence: Vec<Evidence>,
}

impl Cell {
    /// What will happen in a state, as on the wire; the state only matters for a condition.
    #[must_use]
    pub fn verdict_in(&self, state: &str) -> Verdict {
        if self.unless.iter().any(|one| one == state) { Verdict::Permitted } else { self.verdict }
    }
}

/// One statement of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the [`MatrixSource`].
    pub source: String,
    /// What kind of statement it is.
    pub kind: EvidenceKind,
    /// What it says; null when the cell was lost.
    pub says: Option<Says>,
    /// The states it asks for; empty unless it says [`Says::Requires`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// The code it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// How much of the statement the capture holds.
    #[serde(default = "complete", skip_serializing_if = "is_complete")]
    pub quality: Quality,
    /// Line of the row in the original, from 1; 0 where lines mean nothing.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub line: u32,
    /// Why, for curated statements: our own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

fn complete() -> Quality {
    Quality::Complete
}

fn is_complete(quality: &Quality) -> bool {
    *quality == Quality::Complete
}

fn is_zero(value: &u32) -> bool {
    *value == 0
}
