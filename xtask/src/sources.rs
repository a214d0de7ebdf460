//! `spec/sources.toml`: every source with its id, kind, product, date, address and the SHA-256 of
//! the original, beside the captures in `spec/sources/`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::load::Problem;
use serde::{Deserialize, Serialize};

use crate::files::{self, Outcome};
use crate::texts;

/// The file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sources {
    /// The sources, in order of product, kind and date.
    #[serde(default)]
    pub source: Vec<Source>,
}

/// One source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// Unique; also the name of the capture: `spec/sources/<id>.json`.
    pub id: String,
    /// Kind, as in the capture.
    pub kind: String,
    /// Product folder: `ecs`.
    pub product: String,
    /// Date of publication, `YYYY-MM-DD`.
    pub published: String,
    /// How the date is known, when the source does not state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_by: Option<String>,
    /// How a message names it: `lock page`.
    pub title: String,
    /// Address of the original.
    pub url: String,
    /// SHA-256 of the original, lower-case hex.
    pub sha256: String,
}

const HEADER: &str = "\
# The sources that spec/<product>/ is generated from; the facts of each are in spec/sources/<id>.json.
# Written by `cargo xtask import FILE`, which keeps this comment and the order: product, kind, date.
# To remove a source, delete its entry and its capture, then run `cargo xtask regen`.

";

impl Sources {
    /// Where the file is.
    pub(crate) fn path(spec: &Path) -> PathBuf {
        spec.join("sources.toml")
    }

    /// Reads the file; one that does not exist yet has no sources.
    ///
    /// # Errors
    /// Every defect, with its line.
    pub(crate) fn load(spec: &Path) -> Outcome<Self> {
        let path = Self::path(spec);
        if !files::is_regular(&path).map_err(|problem| vec![problem])? {
            return Ok(Self::default());
        }
        Self::parse(&files::show(&path), &files::read(&path)?)
    }

    /// Parses the file and checks that ids are unique and that every text is what it should be.
    ///
    /// # Errors
    /// A [`Problem`] with the line, or every text that is not, and the id that is there twice.
    pub(crate) fn parse(file: &str, text: &str) -> Outcome<Self> {
        let sources: Self = toml::from_str(text).map_err(|error: toml::de::Error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
            vec![Problem::new(file, line.to_string(), error.message())]
        })?;
        texts::sources(file, text)?;
        let mut seen = BTreeSet::new();
        match sources.source.iter().find(|source| !seen.insert(source.id.as_str())) {
            Some(twice) => Err(vec![Problem::new(file, &twice.id, "two entries have this id")]),
            None => Ok(sources),
        }
    }

    /// The file's text: a comment for its readers, then the sources in order.
    ///
    /// # Errors
    /// A [`Problem`] when a value cannot be written as TOML, which no field allows.
    pub(crate) fn print(&self) -> Outcome<String> {
        let mut sorted = self.clone();
        sorted.source.sort_by(|a, b| {
            let key =
                |s: &Source| (s.product.clone(), s.kind.clone(), s.published.clone(), s.id.clone());
            key(a).cmp(&key(b))
        });
        let body = toml::to_string(&sorted)
            .map_err(|error| vec![Problem::new("spec/sources.toml", "", error.to_string())])?;
        Ok(format!("{HEADER}{body}"))
    }
}

impl Source {
    /// Where its capture is.
    pub(crate) fn capture_path(&self, spec: &Path) -> PathBuf {
        spec.join("sources").join(format!("{}.json", self.id))
    }

    /// Reads its capture.
    ///
    /// # Errors
    /// A missing or broken file, one of another kind than the entry says, or one with texts that no
    /// import would have let in.
    pub(crate) fn capture(&self, spec: &Path) -> Outcome<Capture> {
        let path = self.capture_path(spec);
        let file = files::show(&path);
        let text = files::read(&path)?;
        let capture = Capture::from_json(&file, &text).map_err(|problem| vec![problem])?;
        texts::capture(&file, &text)?;
        if kind_name(&capture) == self.kind {
            return Ok(capture);
        }
        let message =
            format!("the capture is of kind {}, its entry says {}", kind_name(&capture), self.kind);
        Err(vec![Problem::new(file, "/kind", message).help("import the original again")])
    }
}

/// The `kind` of a capture, as it is written.
pub(crate) fn kind_name(capture: &Capture) -> &'static str {
    match capture {
        Capture::Metadata(_) => "metadata",
        Capture::OperationPage(_) => "operation-page",
        Capture::ImpactPage(_) => "impact-page",
        Capture::ManagedPage(_) => "managed-page",
        Capture::ObservedCodes(_) => "observed-codes",
        Capture::Endpoints(_) => "endpoints",
        Capture::Timeouts(_) => "timeouts",
        Capture::RamList(_) => "ram-list",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(id: &str, kind: &str, published: &str) -> Source {
        Source {
            id: id.to_owned(),
            kind: kind.to_owned(),
            product: "ecs".to_owned(),
            published: published.to_owned(),
            dated_by: None,
            title: "page".to_owned(),
            url: "https://example.com".to_owned(),
            sha256: "00".to_owned(),
        }
    }

    #[test]
    fn printing_sorts_and_keeps_the_comment_and_parsing_gives_the_same() {
        let sources = Sources {
            source: vec![
                source("b", "metadata", "2024-02-01"),
                source("a", "metadata", "2024-01-01"),
                source("c", "impact-page", "2025-01-01"),
            ],
        };
        let text = sources.print().unwrap();
        assert!(text.starts_with("# The sources that"), "{text}");
        let again = Sources::parse("x", &text).unwrap();
        let ids: Vec<_> = again.source.iter().map(|source| source.id.as_str()).collect();
        assert_eq!(ids, ["c", "a", "b"]);
        assert_eq!(again.print().unwrap(), text);
    }

    #[test]
    fn a_broken_file_is_named_with_its_line_and_a_repeated_id_by_the_id() {
        let problem = Sources::parse("x", "\n[[source]]\nid = 1\n").unwrap_err().remove(0);
        assert_eq!(problem.place, "3");
        let twice = Sources {
            source: vec![source("a", "m", "2024-01-01"), source("a", "m", "2024-01-01")],
        };
        let problem = Sources::parse("x", &twice.print().unwrap()).unwrap_err().remove(0);
        assert_eq!(problem.place, "a");
    }

    #[test]
    fn a_capture_of_another_kind_than_its_entry_is_a_problem() {
        let folder = tempfile::tempdir().unwrap();
        let entry = source("a", "timeouts", "2024-01-01");
        let path = entry.capture_path(folder.path());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, r#"{"kind":"endpoints","map":{}}"#).unwrap();
        let problem = entry.capture(folder.path()).unwrap_err().remove(0).to_string();
        assert!(problem.contains("of kind endpoints, its entry says timeouts"), "{problem}");
    }
}
