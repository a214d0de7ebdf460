//! `spec/<product>/matrix.json`: what the documents say will happen to each operation in each
//! situation, with everything that was said for and against it.

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixSource {
    /// Id in `spec/sources.toml`; `curated` for `spec/curated.toml`.
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
    /// `LockReason: security` on the instance.
    pub security_lock: Cell,
    /// `LockReason: financial` on the instance.
    pub financial_lock: Cell,
    /// `LockReason: financial` on the disk.
    pub financial_disk: Cell,
    /// A group that a cloud service manages, called by the customer's account.
    pub managed_account: Cell,
    /// The same, called by the managing service.
    pub managed_service: Cell,
    /// States that the operation asks of what it is about; at most one for each kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
}

impl MatrixRow {
    /// The condition about this kind of state.
    #[must_use]
    pub fn condition(&self, about: StateKind) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.about == about)
    }
}

/// The call is refused unless what it is about is in one of some states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Whose state.
    pub about: StateKind,
    /// The states that are accepted, as on the wire and in the order of [`StateKind::states`].
    pub allowed: Vec<String>,
    /// What happens in every other state; its verdict is [`Verdict::Denied`].
    pub refusal: Cell,
}

impl Condition {
    /// What happens in a state that is known, as on the wire.
    #[must_use]
    pub fn verdict(&self, state: &str) -> Verdict {
        let accepted = self.allowed.iter().any(|allowed| allowed == state);
        if accepted { Verdict::Permitted } else { self.refusal.verdict }
    }
}

/// The kind of state that a [`Condition`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateKind {
    /// The status of the instance.
    InstanceStatus,
    /// The type of the security group.
    SecurityGroupType,
}

impl StateKind {
    /// All of them, in the order of the runtime's columns.
    pub const ALL: [Self; 2] = [Self::InstanceStatus, Self::SecurityGroupType];

    /// The states it can have: the text on the wire and the name in the runtime.
    #[must_use]
    pub const fn states(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::InstanceStatus => &[
                ("Pending", "Pending"),
                ("Starting", "Starting"),
                ("Running", "Running"),
                ("Stopping", "Stopping"),
                ("Stopped", "Stopped"),
            ],
            Self::SecurityGroupType => &[("normal", "Basic"), ("enterprise", "Advanced")],
        }
    }

    /// Name in reports, the same as of the precondition it comes from.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InstanceStatus => "instance-status",
            Self::SecurityGroupType => "security-group-type",
        }
    }
}

/// Verdict for one operation in one situation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The verdict.
    pub verdict: Verdict,
    /// The code a refused call gets, where the documents name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What a call that is carried out can destroy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hazard: Option<Hazard>,
    /// Whether the sources agree.
    pub agreement: Agreement,
    /// Everything that was said, newest and strongest first.
    pub evidence: Vec<Evidence>,
}

/// What will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Works as usual.
    Permitted,
    /// Is carried out and can hurt.
    PermittedWithHazard,
    /// No error is returned and nothing happens.
    AcceptedButFails,
    /// Refused.
    Denied,
    /// Refused while the disk is in use, otherwise as usual.
    DeniedWhenDiskInUse,
    /// No source says anything.
    Unstated,
}

/// What a call that is carried out can destroy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hazard {
    /// The disks are released although `DeleteWithInstance` is false.
    ReleasesDisks,
}

/// Whether the sources agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// Nothing speaks against the verdict.
    Agreed,
    /// An older edition of the same page said otherwise.
    Superseded,
    /// Sources that stand beside each other disagree.
    Contradicted,
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

/// Kind of an [`Evidence`], strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// `curated.toml`.
    Curated,
    /// A row of a page.
    PageRow,
    /// The operation's own description.
    OperationProse,
    /// The operation's own error table.
    ErrorTable,
    /// The page's rule for operations it does not list.
    PageDefault,
    /// The operation has no such resource in reach.
    NotApplicable,
}

/// What one statement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// Works as usual.
    Unaffected,
    /// Refused.
    Denied,
    /// Refused while the disk is in use.
    DeniedWhenDiskInUse,
    /// No error is returned and nothing happens.
    AcceptedButFails,
    /// `DeleteWithInstance: false` is ignored and the disks are released.
    ReleasesDisks,
    /// The error table lists the code of this situation.
    ListsCode,
    /// The error table lists no code of this situation.
    ListsNoCode,
    /// Refused unless in one of the states of [`Evidence::requires`].
    Requires,
}
