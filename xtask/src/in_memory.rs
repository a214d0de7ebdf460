//! The commands from text to text, without the file system: what fuzz targets call. Everything
//! here is the same code as behind the command line and must take any input without a panic.

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::load::{Problem, to_json};

use crate::curated::Curated;
use crate::files::Outcome;
use crate::import::{self, OriginalKind};
use crate::problems::Problems;
use crate::regen::load::Input;
use crate::regen::merge::Captured;
use crate::regen::{Spec, generate};
use crate::sources::{Source, Sources, kind_name};
use crate::texts;

/// The product that all captures are about.
const PRODUCT: &str = "garden";

/// What `import --dry-run` prints for a file of these bytes. Codes that are glued to other columns
/// are cut without the codes of earlier captures.
///
/// # Errors
/// Every problem of the file, as the command would list them.
pub fn facts(
    file_name: &str,
    kind: Option<OriginalKind>,
    bytes: &[u8],
) -> Result<String, Vec<Problem>> {
    let original = import::Original::from_bytes(file_name.to_owned(), bytes.to_vec())
        .map_err(|problem| vec![problem])?;
    let nothing = import::Lexicon::default();
    let (imported, _) = import::import(original, kind.unwrap_or_default(), || &nothing)?;
    import::json(&imported)
}

/// Reads a `sources.toml` and prints it again.
///
/// # Errors
/// The first defect of the text.
pub fn sources(file_name: &str, text: &str) -> Result<String, Vec<Problem>> {
    Sources::parse(file_name, text)?.print()
}

/// Reads curated facts about the product `garden`, as far as they can be checked without captures.
/// The text can have the tables of all files of `spec/curated/`.
///
/// # Errors
/// Every defect of the text.
pub fn curated(file_name: &str, text: &str) -> Result<(), Vec<Problem>> {
    Curated::parse(PRODUCT, file_name, text).map(|_| ())
}

/// Generates the specification of one product from its captures, as their JSON, and from curated
/// facts, in one text like that of [`curated`]; the text of each group file, and `matrix.json`,
/// `authorization.json`, `waiters.json`, `errors.json` and `product.json`
/// after them.
///
/// # Errors
/// Every problem of every capture, of the curated entries, and of what would be generated.
pub fn specification(captures: &[&str], curated: &str) -> Result<Vec<String>, Vec<Problem>> {
    let mut texts = Vec::new();
    for spec in specs(captures, curated)? {
        for group in spec.groups.values() {
            texts.push(to_json("group", group));
        }
        texts.extend(spec.matrix.as_ref().map(|matrix| to_json("matrix", matrix)));
        let list = spec.authorization.as_ref();
        texts.extend(list.map(|list| to_json("authorization", list)));
        texts.extend(spec.waiters.as_ref().map(|waiters| to_json("waiters", waiters)));
        texts.push(to_json("errors", &spec.codes));
        texts.push(to_json("product", &spec.product));
    }
    texts.into_iter().collect::<Result<_, _>>().map_err(|problem| vec![problem])
}

/// The same before it is printed.
pub(crate) fn specs(captures: &[&str], curated: &str) -> Outcome<Vec<Spec>> {
    let mut problems = Problems::default();
    let mut read = Vec::new();
    for (number, text) in captures.iter().enumerate() {
        let file = format!("capture {number}");
        let capture = Capture::from_json(&file, text).map_err(|problem| vec![problem]);
        let capture = capture.and_then(|capture| texts::capture(&file, text).map(|()| capture));
        let capture = problems.accept(capture);
        read.extend(capture.map(|capture| Captured { source: source(number, &capture), capture }));
    }
    let curated = problems.accept(Curated::parse(PRODUCT, "curated.toml", curated));
    let input = problems.finish(Input { captures: read, curated: curated.unwrap_or_default() })?;
    generate(&input)
}

fn source(number: usize, capture: &Capture) -> Source {
    Source {
        id: format!("source-{number}"),
        kind: kind_name(capture).to_owned(),
        product: PRODUCT.to_owned(),
        published: format!("2024-01-{:02}", number % 28 + 1),
        dated_by: None,
        title: "source".to_owned(),
        url: "https://example.com".to_owned(),
        sha256: String::new(),
    }
}
