//! What the decision matrix says of an operation, as lines of its documentation.

use aliyun_rpc_spec::matrix::{Aspect, Cell, Matrix, MatrixRow, Verdict};

use crate::markdown::{code, prose};

/// One line for each aspect that prevents the call.
#[must_use]
pub fn lines(operation: &str, matrix: &Matrix) -> Vec<String> {
    let Some(row) = matrix.operations.iter().find(|row| row.name == operation) else {
        return Vec::new();
    };
    let cells = row.cells.iter().filter(|(aspect, _)| !aspect.is_condition());
    let cells = cells.filter(|(aspect, cell)| !follows_from_parts(row, **aspect, cell));
    cells.filter_map(|(aspect, cell)| line(*aspect, cell, matrix)).collect()
}

/// Whether a cell about several aspects says the same as the worst of theirs, and so needs no line.
fn follows_from_parts(row: &MatrixRow, aspect: Aspect, cell: &Cell) -> bool {
    let parts = aspect.parts().iter().filter_map(|part| row.cell(*part));
    parts.map(|part| part.verdict).max() == Some(cell.verdict)
}

fn line(aspect: Aspect, cell: &Cell, matrix: &Matrix) -> Option<String> {
    let when = aspect.words();
    let what = match cell.verdict {
        Verdict::Permitted | Verdict::Unstated => return None,
        Verdict::Denied => format!("**Refused** while {when}"),
        Verdict::DependsOnDisk => format!("**Refused** while {when}, if the disk is in use"),
        Verdict::AcceptedButFails => format!("**{}** while {when}", capital(cell.verdict.words())),
        Verdict::PermittedWithHazard => {
            let hazard = cell.hazard?;
            format!("**{}** while {when}: {}", capital(cell.verdict.words()), hazard.words())
        }
    };
    let refusal = cell.code.as_ref().map_or_else(String::new, |text| format!(": {}", code(text)));
    let source = cell.evidence.first().and_then(|evidence| {
        let source = matrix.sources.iter().find(|source| source.id == evidence.source)?;
        Some(format!(" ({} {})", prose(&source.title), prose(&source.published)))
    });
    Some(format!("{what}{refusal}{}.", source.unwrap_or_default()))
}

/// The words as the beginning of a sentence.
fn capital(words: &str) -> String {
    let (first, rest) = words.split_at(1);
    first.to_ascii_uppercase() + rest
}
