//! What `regen` prints when the specification on disk differs from the new one.

use std::fmt::Write as _;
use std::path::Path;

use super::diff::diff;
use super::folder::{self, Folder};
use super::input;
use super::markdown::{headline, line};
use super::view::View;
use crate::regen::Spec;

/// Changes shown.
const MOST: usize = 20;

/// The facts of a specification that was just generated.
pub(crate) fn of_spec(spec: &Spec) -> View {
    folder::view(Folder {
        product: &spec.product,
        groups: &spec.groups,
        matrix: &spec.matrix,
        codes: &spec.codes,
    })
}

/// The facts of the specification on disk; none when there is no readable one, which a
/// regeneration is about to mend.
pub(crate) fn of_folder(folder: &Path) -> Option<View> {
    input::read_folder(folder).ok().map(|files| files.view())
}

/// What regenerated products change against what is on disk, product by product; call it before the
/// files are overwritten, and only when some file differs, for it reads the old ones.
pub(crate) fn regeneration(folder: &Path, specs: &[Spec]) -> String {
    let summaries = specs.iter().map(|spec| {
        let name = &spec.product.product;
        let old = of_folder(&folder.join(name));
        let text = summary(old.as_ref(), &of_spec(spec));
        if text.is_empty() { text } else { format!("{name}: {text}") }
    });
    summaries.collect()
}

/// Counts, the suggested step and the first changes; nothing when the facts are the same.
pub(crate) fn summary(old: Option<&View>, new: &View) -> String {
    let Some(old) = old else {
        return "drift: there was no readable specification to compare with\n".to_owned();
    };
    let drift = diff(old, new);
    if drift.changes.is_empty() {
        return String::new();
    }
    let mut text = format!("drift: {}\n", headline(&drift).replace('*', ""));
    for change in drift.changes.iter().take(MOST) {
        let _ = writeln!(text, "  {}: {}", change.impact.label(), line(change));
    }
    if let Some(more) = drift.changes.len().checked_sub(MOST).filter(|more| *more > 0) {
        let _ = writeln!(
            text,
            "  and {more} more; `cargo xtask drift` of the old and the new folder lists all"
        );
    }
    text
}
