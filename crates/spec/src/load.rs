//! Reading and printing spec files. A defect is a [`Problem`] that says where it is and what to do.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::capture::Capture;

/// One defect of one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: String,
    /// Line and column, a JSON pointer, or an operation; empty for the whole file.
    pub place: String,
    /// What is wrong and what was expected.
    pub message: String,
    /// What to do about it; empty when the message says it all.
    pub help: String,
}

impl Problem {
    /// A problem of a place in a file.
    pub fn new(
        file: impl Into<String>,
        place: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            place: place.into(),
            message: message.into(),
            help: String::new(),
        }
    }

    /// The same problem with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.place.is_empty() {
            write!(f, ":{}", self.place)?;
        }
        write!(f, ": {}", self.message)?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

/// Reads one JSON document.
///
/// # Errors
/// A [`Problem`] with line and column when the text is not the JSON that `T` expects.
pub fn from_json<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|error| {
        let place = format!("{}:{}", error.line(), error.column());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        Problem::new(file, place, message)
    })
}

/// Prints a document the way it is committed: two blanks of indentation, a line feed at the end.
///
/// # Errors
/// A [`Problem`] when a value cannot be written as JSON, which no type of this crate allows.
pub fn to_json<T: Serialize>(file: &str, value: &T) -> Result<String, Problem> {
    let mut text = serde_json::to_string_pretty(value)
        .map_err(|error| Problem::new(file, "", error.to_string()))?;
    text.push('\n');
    Ok(text)
}

impl Capture {
    /// Reads a capture. Reads its kind first, so that serde does not have to buffer a large file to
    /// find out the kind.
    ///
    /// # Errors
    /// A [`Problem`] with line and column.
    pub fn from_json(file: &str, text: &str) -> Result<Self, Problem> {
        #[derive(Deserialize)]
        struct Tagged {
            kind: String,
        }
        let Tagged { kind } = from_json(file, text)?;
        Ok(match kind.as_str() {
            "metadata" => Self::Metadata(from_json(file, text)?),
            "operation-page" => Self::OperationPage(from_json(file, text)?),
            "impact-page" => Self::ImpactPage(from_json(file, text)?),
            "managed-page" => Self::ManagedPage(from_json(file, text)?),
            "observed-codes" => Self::ObservedCodes(from_json(file, text)?),
            "endpoints" => Self::Endpoints(from_json(file, text)?),
            "timeouts" => Self::Timeouts(from_json(file, text)?),
            "ram-list" => Self::RamList(from_json(file, text)?),
            other => {
                let message = format!("unknown kind of capture {other:?}");
                return Err(Problem::new(file, "/kind", message)
                    .help("write the capture again with `cargo xtask import`"));
            }
        })
    }
}
