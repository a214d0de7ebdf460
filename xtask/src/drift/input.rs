//! What the user named -> views that can be compared, or every reason why not.

use std::collections::BTreeMap;
use std::path::Path;

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{FORMAT, Group, ProductFile};
use aliyun_rpc_spec::load::{Problem, from_json};
use aliyun_rpc_spec::matrix::Matrix;
use serde::de::DeserializeOwned;

use super::capture;
use super::folder::{self, Folder};
use super::view::View;
use crate::files::{Outcome, read, read_named, show};

const HELP: &str = "name two captures (spec/sources/ID.json) of one kind and subject, or two \
                    folders of specification files (spec/ecs); import an original first";

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
pub(super) fn read_both(old: &Path, new: &Path) -> Outcome<(Edition, Edition)> {
    let (before, after) = match (read_one(old), read_one(new)) {
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

fn read_one(path: &Path) -> Outcome<Edition> {
    if path.is_dir() {
        let files = read_folder(path)?;
        return Ok(Edition {
            label: show(path),
            view: files.view(),
            subject: format!("the specification of {}", files.product.product),
        });
    }
    let text = read_named(path).map_err(|problems| advise(problems, HELP))?;
    let file = show(path);
    let capture: Capture =
        from_json(&file, &text).map_err(|problem| advise(vec![problem], HELP))?;
    let label = path.file_stem().map_or(file, |stem| stem.to_string_lossy().into_owned());
    Ok(Edition { label, subject: subject(&capture), view: capture::view(&capture) })
}

fn advise(problems: Vec<Problem>, help: &str) -> Vec<Problem> {
    problems.into_iter().map(|problem| problem.help(help)).collect()
}

/// What a capture is about: editions of the same thing have the same subject.
pub(crate) fn subject(capture: &Capture) -> String {
    match capture {
        Capture::Metadata(metadata) => {
            format!("metadata of {} {}", metadata.product, metadata.version)
        }
        Capture::OperationPage(page) => format!("the page of {}", page.operation),
        Capture::ImpactPage(page) => match page.condition {
            aliyun_rpc_spec::capture::LockKind::SecurityLock => "the security-lock page",
            aliyun_rpc_spec::capture::LockKind::FinancialLock => "the financial-lock page",
        }
        .to_owned(),
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
    codes: Codes,
}

impl Files {
    /// Their facts.
    pub(super) fn view(&self) -> View {
        folder::view(Folder {
            product: &self.product,
            groups: &self.groups,
            matrix: self.matrix.as_ref(),
            codes: &self.codes,
        })
    }
}

/// Reads a folder of specification files; all problems of all files at once.
pub(super) fn read_folder(folder: &Path) -> Outcome<Files> {
    let mut problems = Vec::new();
    let product: ProductFile = load(folder, "product", &mut problems);
    let has_matrix = folder.join("matrix.json").exists();
    let matrix: Option<Matrix> = has_matrix.then(|| load(folder, "matrix", &mut problems));
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
            .chain(groups.iter().map(|(name, group)| (name.as_str(), group.format)))
        {
            if format != FORMAT {
                let message = format!("the file has format {format}; this tool reads {FORMAT}");
                let file = show(&folder.join(format!("{file}.json")));
                problems.push(Problem::new(file, "/format", message));
            }
        }
    }
    if problems.is_empty() { Ok(Files { product, groups, matrix, codes }) } else { Err(problems) }
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
