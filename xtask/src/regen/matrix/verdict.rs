//! All statements about one operation and one aspect in, the verdict out: which statement
//! decides, with which code, and whether the others agree.
//!
//! Precedence: curated > newest page row > the operation's own prose, then its error table > the
//! rule of a page for what it does not list > no such resource in reach > unstated. The newest
//! edition of a page replaces the older ones whole: what they say decides nothing. Every statement
//! stays as evidence, the deciding one first.

use std::cmp::Reverse;

use aliyun_rpc_spec::capture::Quality;
use aliyun_rpc_spec::matrix::{Agreement, Aspect, Cell, EvidenceKind, Hazard, Says, Verdict};

use super::aspects;
use super::statement::Statement;

/// A verdict with its evidence.
pub(super) struct Judged {
    pub verdict: Verdict,
    pub code: Option<String>,
    pub hazard: Option<Hazard>,
    pub agreement: Agreement,
    /// The first statement decides. Otherwise there is none that does.
    pub decided: bool,
    /// The deciding statement first, the others from the strongest and newest on.
    pub statements: Vec<Statement>,
    /// The statements that disagree with the first, by their place, and in which way.
    pub against: Vec<(usize, Agreement)>,
}

impl Judged {
    /// A document speaks about it: there is more than that no parameter leads there.
    pub(super) fn is_stated(&self) -> bool {
        self.statements.iter().any(|one| one.kind() != EvidenceKind::NotApplicable)
    }

    pub(super) fn into_cell(self) -> Cell {
        Cell {
            verdict: self.verdict,
            code: self.code,
            hazard: self.hazard,
            unless: Vec::new(),
            agreement: self.agreement,
            evidence: self.statements.into_iter().map(|one| one.evidence).collect(),
        }
    }
}

/// Weighs the statements.
pub(super) fn judge(mut statements: Vec<Statement>, aspect: Aspect) -> Judged {
    statements.sort_by_key(|one| {
        let date = Reverse(one.published.clone());
        let cut = one.evidence.quality == Quality::Truncated;
        (one.kind(), date, cut, one.evidence.source.clone(), one.evidence.line)
    });
    let decider = decider(&statements);
    if let Some(at) = decider {
        let first = statements.remove(at);
        statements.insert(0, first);
    }
    let first = decider.and_then(|_| statements.first());
    let verdict = first.and_then(Statement::says).map_or(Verdict::Unstated, verdict_of);
    let code = match first {
        Some(first) if verdict.is_refusal() => code(first, &statements, aspect),
        _ => None,
    };
    let against: Vec<(usize, Agreement)> = first.map_or_else(Vec::new, |first| {
        let others = statements.iter().enumerate().skip(1);
        others.filter_map(|(at, one)| Some((at, disagreement(verdict, first, one)?))).collect()
    });
    // Nothing decides although an older edition said what happens.
    let withdrawn = first.is_none() && statements.iter().any(|one| one.replaced && one.states());
    let silent = if withdrawn { Agreement::Superseded } else { Agreement::Agreed };
    Judged {
        verdict,
        code,
        hazard: (verdict == Verdict::PermittedWithHazard).then_some(Hazard::ReleasesDisks),
        agreement: against.iter().map(|(_, how)| *how).max().unwrap_or(silent),
        decided: first.is_some(),
        against,
        statements,
    }
}

/// The statement that decides, among statements that are sorted from the strongest on.
fn decider(statements: &[Statement]) -> Option<usize> {
    let current = |one: &Statement| one.says().is_some() && !one.replaced;
    let first = |wanted: &dyn Fn(&Statement) -> bool| {
        statements.iter().position(|one| current(one) && wanted(one))
    };
    let is = |kind, says: Option<Says>| {
        move |one: &Statement| one.kind() == kind && (says.is_none() || one.says() == says)
    };
    let newest_cell = || {
        let cells = statements.iter().enumerate();
        let cells = cells.filter(|(_, one)| one.is_cell() && current(one));
        // Of one date the captured row stands before the restored cell, the complete before the
        // cut, and of two rows of one page the worse.
        cells
            .min_by_key(|(_, one)| {
                let restored = one.kind() == EvidenceKind::Curated;
                let cut = one.evidence.quality == Quality::Truncated;
                let severity = one.says().map(verdict_of);
                (Reverse(one.published.as_str()), cut, restored, Reverse(severity))
            })
            .map(|(at, _)| at)
    };
    first(&Statement::is_curated_effect)
        .or_else(newest_cell)
        .or_else(|| first(&is(EvidenceKind::OperationProse, Some(Says::Denied))))
        .or_else(|| first(&is(EvidenceKind::ErrorTable, Some(Says::ListsCode))))
        .or_else(|| first(&is(EvidenceKind::PageDefault, None)))
        .or_else(|| first(&is(EvidenceKind::NotApplicable, None)))
}

fn verdict_of(says: Says) -> Verdict {
    match says {
        Says::Unaffected => Verdict::Permitted,
        Says::Denied | Says::ListsCode => Verdict::Denied,
        Says::DeniedWhenDiskInUse => Verdict::DependsOnDisk,
        Says::AcceptedButFails => Verdict::AcceptedButFails,
        Says::ReleasesDisks => Verdict::PermittedWithHazard,
        // What a condition asks for is weighed in `conditions`; it says nothing about a lock.
        Says::ListsNoCode | Says::Requires | Says::NoRelation => Verdict::Unstated,
    }
}

/// The code of a refusal: what the deciding statement names; else what the maintainers restored or
/// another edition names for the same cell; else the code that the error table lists for exactly
/// this situation. Only a cell that was cut before its code also takes the other code that the
/// table lists; what was cut is never assumed to be the same everywhere.
fn code(first: &Statement, statements: &[Statement], aspect: Aspect) -> Option<String> {
    let named = |one: &&Statement| one.evidence.code.is_some();
    let cell = statements.iter().filter(|one| one.is_cell() && one.refuses()).find(named);
    let table =
        || statements.iter().filter(|one| one.kind() == EvidenceKind::ErrorTable).find(named);
    let listed = || table().filter(|one| one.says() == Some(Says::ListsCode));
    let cut = first.evidence.quality == Quality::Truncated
        && first.says() == Some(Says::Denied)
        && aspects::other_code(aspect).is_some();
    let found = if first.evidence.code.is_some() {
        Some(first)
    } else {
        cell.or_else(listed).or_else(|| table().filter(|_| cut))
    };
    found.and_then(|one| one.evidence.code.clone())
}

/// Whether a statement disagrees with the verdict, and how that is to be read: a newer edition of a
/// page replaces an older one, other sources count beside the deciding statement.
fn disagreement(verdict: Verdict, first: &Statement, other: &Statement) -> Option<Agreement> {
    if !differs(verdict, other) {
        return None;
    }
    // A partial edition replaces what it lists.
    let by_first = first.is_cell() && other.is_of_edition() && other.published < first.published;
    let replaced = other.replaced || by_first;
    Some(if replaced { Agreement::Superseded } else { Agreement::Contradicted })
}

fn differs(verdict: Verdict, other: &Statement) -> bool {
    let Some(says) = other.says() else {
        return false;
    };
    match (verdict, says) {
        (_, Says::ListsNoCode | Says::Requires | Says::NoRelation) | (Verdict::Unstated, _) => {
            false
        }
        // The note is about a later release; only a curated effect makes it a hazard of this call.
        (_, Says::ReleasesDisks) => false,
        (Verdict::Permitted | Verdict::PermittedWithHazard, says) => says != Says::Unaffected,
        (Verdict::AcceptedButFails, says) => says != Says::AcceptedButFails,
        (Verdict::Denied, says) => !matches!(says, Says::Denied | Says::ListsCode),
        // Prose and tables do not speak about the disk; a row of a page does.
        (Verdict::DependsOnDisk, Says::DeniedWhenDiskInUse | Says::ListsCode) => false,
        (Verdict::DependsOnDisk, Says::Denied) => other.is_cell(),
        (Verdict::DependsOnDisk, _) => true,
    }
}
