//! The sentences that a compiler error consists of: what happens, who says so, what to do instead.

use aliyun_rpc_spec::matrix::{Agreement, Cell, Evidence, EvidenceKind, Matrix, Verdict};

/// A situation, as sentences and traits name it.
pub(super) struct Situation {
    /// Suffix of the printed trait, and the trait of the runtime.
    pub marker: &'static str,
    /// When.
    pub when: &'static str,
    /// Who refuses.
    pub by: &'static str,
    /// What to do about a refusal.
    pub way_out: &'static str,
}

/// In the order of the associated types of the runtime's `Verdicts`.
pub(super) const SITUATIONS: [Situation; 5] = [
    Situation {
        marker: "WhileSecurityLocked",
        when: "while the instance is security-locked",
        by: "the lock of the instance",
        way_out: "way out: have the lock lifted, then observe the instance again as \
                  `Instance<Unlocked>`",
    },
    Situation {
        marker: "WhileFinancialLocked",
        when: "while the instance is locked for an overdue payment",
        by: "the lock of the instance",
        way_out: "way out: settle the payment, then observe the instance again as \
                  `Instance<Unlocked>`",
    },
    Situation {
        marker: "WhileDiskFinancialLocked",
        when: "while the disk is locked for an overdue payment",
        by: "the lock of the disk",
        way_out: "way out: settle the payment, then observe the disk again",
    },
    Situation {
        marker: "OnManagedGroup",
        when: "on a security group that a cloud service manages",
        by: "the owner of the security group",
        way_out: "way out: use a group of your own, or ask the service that manages this one",
    },
    Situation {
        marker: "OnAdvancedGroup",
        when: "on an advanced security group",
        by: "the type of the security group",
        way_out: "way out: use a basic group, observed as `SecurityGroup<_, Basic>`; an advanced \
                  group does not offer this",
    },
];

/// Message, label and notes of one error.
pub(super) struct Sentences {
    pub message: String,
    pub label: String,
    pub source: String,
    pub way_out: String,
}

/// The sentences for a verdict that stands in the way; none for one that does not, or of which
/// the runtime speaks itself.
pub(super) fn sentences(
    operation: &str,
    cell: &Cell,
    situation: &Situation,
    matrix: &Matrix,
) -> Option<Sentences> {
    let Situation { when, by, way_out, .. } = situation;
    let code = cell.code.as_deref().unwrap_or("no document names the code");
    let (message, label, way_out) = match cell.verdict {
        Verdict::Permitted | Verdict::Unstated => return None,
        Verdict::Denied => (
            format!("`{operation}` is refused {when} ({code})"),
            format!("refused by {by}"),
            (*way_out).to_owned(),
        ),
        Verdict::DeniedWhenDiskInUse => (
            format!("`{operation}` is refused {when} if the disk is in use ({code})"),
            format!("refused by {by} unless the disk is known not to be in use"),
            "way out: have the lock lifted; or, if the disk is not in use, pass it along as a \
             `Disk<NotInUse>`: `client.on((&instance, &disk))`"
                .to_owned(),
        ),
        Verdict::AcceptedButFails => (
            format!("`{operation}` is accepted without an error but does nothing {when}"),
            "nothing would happen".to_owned(),
            "way out: if that is what you want, `send_acknowledged(request, NothingHappens)`"
                .to_owned(),
        ),
        Verdict::PermittedWithHazard => (
            format!(
                "`{operation}` is carried out {when}, but releases even disks that were to be kept"
            ),
            "carried out, with a hazard".to_owned(),
            "way out: if that is what you want, `send_acknowledged(request, ReleasesDisks)`"
                .to_owned(),
        ),
    };
    Some(Sentences { message, label, source: source(cell, matrix), way_out })
}

/// Who says so: the deciding statement, which is the first of the cell; for one that the maintainers
/// made, what it rests on.
fn source(cell: &Cell, matrix: &Matrix) -> String {
    let Some(first) = cell.evidence.first() else {
        return "source: none".to_owned();
    };
    let published = |one: &&Evidence| one.kind != EvidenceKind::Curated && one.says == first.says;
    let shown = cell.evidence.iter().find(published).unwrap_or(first);
    let Some(source) = matrix.sources.iter().find(|source| source.id == shown.source) else {
        return format!("source: {}", shown.source);
    };
    let title = match shown.kind {
        EvidenceKind::ErrorTable => "error table",
        EvidenceKind::OperationProse => "description",
        _ => source.title.as_str(),
    };
    let parts = [title, &source.published, &source.url].map(str::trim);
    let words: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let disagreed = match cell.agreement {
        Agreement::Contradicted => "; another source disagrees, the decision lists all of them",
        _ => "",
    };
    format!("source: {}{disagreed}", words.join(" "))
}
