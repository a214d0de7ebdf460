//! What `regen` prints when the specification on disk differs from the new one.

use std::fmt::Write as _;
use std::path::Path;

use aliyun_rpc_spec::load::Problem;

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
        matrix: spec.matrix.as_ref(),
        authorization: spec.authorization.as_ref(),
        waiters: spec.waiters.as_ref(),
        codes: &spec.codes,
    })
}

/// What regenerated products change against what is on disk, product by product; call it before the
/// files are overwritten, and only when some file differs, for it reads the old ones.
pub(crate) fn regeneration(folder: &Path, specs: &[Spec]) -> String {
    let summaries = specs.iter().map(|spec| {
        let name = &spec.product.product;
        let folder = folder.join(name);
        if !folder.exists() {
            return format!(
                "{name}: drift: the product is new, there is nothing to compare with\n"
            );
        }
        let text = match input::read_folder(&folder) {
            Ok(old) => summary(&old.view(), &of_spec(spec)),
            Err(problems) => unreadable(&problems),
        };
        if text.is_empty() { text } else { format!("{name}: {text}") }
    });
    summaries.collect()
}

/// The old files are about to be replaced, so this ends nothing; but what changed is not known.
fn unreadable(problems: &[Problem]) -> String {
    let mut text = "drift: unknown, because the old files could not be read\n".to_owned();
    for problem in problems.iter().take(MOST) {
        let _ = writeln!(text, "  {}:{}: {}", problem.file, problem.place, problem.message);
    }
    text
}

/// Counts, the suggested step and the first changes; nothing when the facts are the same.
pub(crate) fn summary(old: &View, new: &View) -> String {
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
