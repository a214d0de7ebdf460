//! What the user named -> views that can be compared, or every reason why not.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::Path;

use aliyun_rpc_spec::authorization::Authorizations;
use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{FORMAT, Group, ProductFile};
use aliyun_rpc_spec::load::{Problem, from_json};
use aliyun_rpc_spec::matrix::Matrix;
use aliyun_rpc_spec::waiters::Waiters;
use serde::de::DeserializeOwned;

use super::capture;
use super::folder::{self, Folder};
use super::view::View;
use crate::files::{Outcome, read, show};
use crate::import::{self, Lexicon, Original, OriginalKind};

const HELP: &str = "name two originals or captures (spec/sources/ID.json) of one kind and subject, \
                    or two folders of specification files (spec/ecs)";

/// One of the two.
#[derive(Debug)]
pub(super) struct Edition {
    /// As printed.
    pub label: String,
    /// Its facts.
    pub view: View,
    /// What it is about; only editions of the same subject are compared.
    subject: String,
}

/// Reads both; all problems of both at once.
pub(super) fn read_both(old: &Path, new: &Path, spec: &Path) -> Outcome<(Edition, Edition)> {
    let lexicon = LazyCell::new(|| import::lexicon(spec));
    let (before, after) = match (read_one(old, &lexicon), read_one(new, &lexicon)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            let problems = before.err().into_iter().chain(after.err()).flatten();
            return Err(problems.collect());
        }
    };
    if before.subject != after.subject {
        let message = format!("{} cannot be compared with {}", after.subject, before.subject);
        return Err(vec![Problem::new(show(new), "", message).help(HELP)]);
    }
    Ok((before, after))
}

fn read_one(path: &Path, lexicon: &impl Deref<Target = Lexicon>) -> Outcome<Edition> {
    if path.is_dir() {
        let files = read_folder(path)?;
        return Ok(Edition {
            label: show(path),
            view: files.view(),
            subject: format!("the specification of {}", files.product.product),
        });
    }
    let original = Original::read(path).map_err(|problem| advise(vec![problem], HELP))?;
    let file = show(path);
    let (label, capture) = if is_capture(&original.text) {
        let read = Capture::from_json(&file, &original.text);
        let capture = read.map_err(|problem| advise(vec![problem], HELP))?;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        (stem.unwrap_or(file), capture)
    } else {
        let (imported, warnings) = import::import(original, OriginalKind::Auto, || &**lexicon)
            .map_err(|problems| advise(problems, HELP))?;
        for warning in warnings {
            eprintln!("warning: {warning}");
        }
        (file, imported.capture)
    };
    Ok(Edition { label, subject: subject(&capture), view: capture::view(&capture) })
}

/// Captures are JSON that says first of all which kind of source it holds.
fn is_capture(text: &str) -> bool {
    let inside = text.trim_start().strip_prefix('{');
    inside.is_some_and(|inside| inside.trim_start().starts_with("\"kind\""))
}

/// Adds advice where there is none yet.
fn advise(problems: Vec<Problem>, help: &str) -> Vec<Problem> {
    let advised = |problem: Problem| match problem.help.is_empty() {
        true => problem.help(help),
        false => problem,
    };
    problems.into_iter().map(advised).collect()
}

/// What a capture is about: editions of the same thing have the same subject.
pub(crate) fn subject(capture: &Capture) -> String {
    match capture {
        Capture::Metadata(metadata) => {
            format!("metadata of {} {}", metadata.product, metadata.version)
        }
        Capture::OperationPage(page) => format!("the page of {}", page.operation),
        Capture::ImpactPage(page) => format!("the {} page", page.condition),
        Capture::ManagedPage(_) => "the managed-groups page".to_owned(),
        Capture::ObservedCodes(_) => "observed codes".to_owned(),
        Capture::Endpoints(_) => "the endpoint map".to_owned(),
        Capture::Timeouts(_) => "timeouts".to_owned(),
        Capture::RamList(_) => "the list of actions for RAM".to_owned(),
    }
}

/// The files of one product as read from disk.
pub(super) struct Files {
    product: ProductFile,
    groups: BTreeMap<String, Group>,
    matrix: Option<Matrix>,
    authorization: Option<Authorizations>,
    waiters: Option<Waiters>,
    codes: Codes,
}

impl Files {
    /// Their facts.
    pub(super) fn view(&self) -> View {
        folder::view(Folder {
            product: &self.product,
            groups: &self.groups,
            matrix: self.matrix.as_ref(),
            authorization: self.authorization.as_ref(),
            waiters: self.waiters.as_ref(),
            codes: &self.codes,
        })
    }
}

/// Reads a folder of specification files; all problems of all files at once.
pub(super) fn read_folder(folder: &Path) -> Outcome<Files> {
    let mut problems = Vec::new();
    let product: ProductFile = load(folder, "product", &mut problems);
    let has = |name: &str| folder.join(format!("{name}.json")).exists();
    let matrix: Option<Matrix> = has("matrix").then(|| load(folder, "matrix", &mut problems));
    let authorization: Option<Authorizations> =
        has("authorization").then(|| load(folder, "authorization", &mut problems));
    let waiters: Option<Waiters> = has("waiters").then(|| load(folder, "waiters", &mut problems));
    let codes: Codes = load(folder, "errors", &mut problems);
    let groups: BTreeMap<String, Group> = product
        .groups
        .iter()
        .map(|name| (name.clone(), load(folder, name, &mut problems)))
        .collect();
    if problems.is_empty() {
        for (file, format) in [("product", product.format), ("errors", codes.format)]
            .into_iter()
            .chain(matrix.iter().map(|matrix| ("matrix", matrix.format)))
            .chain(authorization.iter().map(|list| ("authorization", list.format)))
            .chain(waiters.iter().map(|list| ("waiters", list.format)))
            .chain(groups.iter().map(|(name, group)| (name.as_str(), group.format)))
        {
            if format != FORMAT {
                let message = format!("the file has format {format}; this tool reads {FORMAT}");
                let file = show(&folder.join(format!("{file}.json")));
                problems.push(Problem::new(file, "/format", message));
            }
        }
    }
    let files = Files { product, groups, matrix, authorization, waiters, codes };
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

fn load<T: DeserializeOwned + Default>(
    folder: &Path,
    name: &str,
    problems: &mut Vec<Problem>,
) -> T {
    let path = folder.join(format!("{name}.json"));
    let parsed = read(&path)
        .and_then(|text| from_json(&show(&path), &text).map_err(|problem| vec![problem]));
    parsed.unwrap_or_else(|found| {
        problems.extend(advise(found, HELP));
        T::default()
    })
}
