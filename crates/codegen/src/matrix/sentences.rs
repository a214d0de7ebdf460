//! The sentences of a compiler error: what happens, who says so, what to do instead.

use aliyun_rpc_spec::matrix::{Agreement, Aspect, Cell, Evidence, EvidenceKind, Matrix, Verdict};
use aliyun_rpc_vocabulary::{SecurityGroupType, Word as _};

/// Message, label and notes of one error.
pub(super) struct Sentences {
    pub message: String,
    pub label: &'static str,
    pub source: String,
    pub help: String,
}

/// The aspect as a handle's type expresses it, to follow "while".
pub(crate) fn words(aspect: Aspect) -> &'static str {
    match aspect {
        // The type of a group matters to the compiler only where it is the restricted one.
        Aspect::SecurityGroupType => SecurityGroupType::Advanced.words(),
        aspect => aspect.words(),
    }
}

/// The sentences about a verdict that prevents a call. `None` for one that does not, and for
/// [`Verdict::Unstated`], which the decision crate words itself.
pub(super) fn sentences(
    operation: &str,
    cell: &Cell,
    aspect: Aspect,
    matrix: &Matrix,
) -> Option<Sentences> {
    let when = words(aspect);
    let code = cell.code.as_deref().unwrap_or("no document names the code");
    let (message, label, help) = match cell.verdict {
        Verdict::Permitted | Verdict::Unstated => return None,
        Verdict::Denied => (
            format!("`{operation}` is refused while {when} ({code})"),
            "refused in this state",
            format!("{}{}", aspect.remedy(), observe_again(aspect)),
        ),
        Verdict::DependsOnDisk => (
            format!("`{operation}` is refused while {when} if the disk is in use ({code})"),
            "refused in this state unless the disk is known not to be in use",
            format!(
                "{}; or, if the disk is not in use, pass it as a `Disk<NotInUse>`: \
                 `client.on((&instance, &disk))`",
                aspect.remedy()
            ),
        ),
        Verdict::AcceptedButFails => (
            format!("`{operation}` is {} while {when}", cell.verdict.words()),
            "nothing would happen",
            acknowledge("NothingHappens"),
        ),
        Verdict::PermittedWithHazard => {
            // As a verdict type, one that does not say which is unstated.
            let hazard = cell.hazard?;
            (
                format!("`{operation}` is carried out while {when}, but {}", hazard.words()),
                "carried out, with a hazard",
                acknowledge(hazard.variant()),
            )
        }
    };
    Some(Sentences { message, label, source: source(cell, matrix), help: format!("help: {help}") })
}

/// After a lock is gone, the type of the handle still says that it holds, so the target has to be
/// observed again. A remedy that takes another security group needs nothing more.
fn observe_again(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::SecurityLock | Aspect::FinancialLock => ", then observe the instance again",
        Aspect::DiskFinancialLock => ", then observe the disk again",
        _ => "",
    }
}

fn acknowledge(acknowledgement: &str) -> String {
    format!("if that is what you want, `send_acknowledged(request, {acknowledgement})`")
}

/// Who says so: the deciding statement, which is the first of the cell. For a statement of the
/// maintainers, what it rests on.
fn source(cell: &Cell, matrix: &Matrix) -> String {
    let Some(first) = cell.evidence.first() else {
        return "source: none".to_owned();
    };
    let published = |one: &&Evidence| one.kind != EvidenceKind::Curated && one.says == first.says;
    let shown = cell.evidence.iter().find(published).unwrap_or(first);
    let Some(source) = matrix.sources.iter().find(|source| source.id == shown.source) else {
        return format!("source: {}", shown.source);
    };
    let title = shown.kind.title().unwrap_or(&source.title);
    let parts = [title, &source.published, &source.url].map(str::trim);
    let words: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let disagreed = match cell.agreement {
        Agreement::Contradicted => "; another source disagrees, the decision lists all of them",
        _ => "",
    };
    format!("source: {}{disagreed}", words.join(" "))
}
