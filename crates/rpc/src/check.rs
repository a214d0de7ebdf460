//! Checks a request against what the documents demand, before it is sent.
//!
//! The rules of an operation are one text, so that the compiler holds a literal instead of a table
//! for each of hundreds of operations. They are read when a request of it is first checked. A line
//! is a mark and what the mark needs:
//!
//! | Line              | Meaning                                                             |
//! |-------------------|---------------------------------------------------------------------|
//! | `@id`             | the source of the lines that follow                                 |
//! | `!A.B`            | `A.B` is required, in every `A` that is set                          |
//! | `+A.B`            | the same, but an empty text counts as set                            |
//! | `?A.B C.D`        | one of these sets is required; `.` joins the names of one set        |
//! | `?A:B C`          | the same, in every `A` that is set                                   |
//! | `?D=v\|w>B C`     | the same, but only where `D` is one of these values                  |
//! | `?D>B C`          | the same, but only where `D` is set; `?A:D>B C` looks into every `A` |
//! | `=A low high`     | numbers                                                              |
//! | `#A low high`     | how many characters                                                  |
//! | `*A low high`     | how many items                                                       |
//! | `~A`              | digits only                                                          |
//!
//! `-` stands for no bound. Names are paths without the numbers of list items.

mod parse;
mod rules;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use self::parse::Line;
use crate::shown::short;
use crate::wire::{Values, WriteFields};

/// Why a request was not sent: what it leaves out, and which documented limits it breaks. Reports
/// everything at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRequest {
    violations: Vec<Violation>,
}

impl InvalidRequest {
    /// What is wrong with the request; never empty.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        f.write_str("; help: `ClientBuilder::check_limits(false)` turns this check off")
    }
}

impl std::error::Error for InvalidRequest {}

/// One thing that is wrong with a request.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The member as it is on the wire, for example `Gate.3.Width`. If one of several members is
    /// required, all of them: `ZoneId or GateId`.
    pub member: String,
    /// The value, or how many characters or items it has. `[redacted]` for a secret, `None` if the
    /// member is missing.
    pub value: Option<String>,
    /// What the documents ask for, for example `1 to 100`.
    pub limit: String,
    /// The id of the source that states it.
    pub source: &'static str,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", short(&self.member))?;
        match &self.value {
            Some(value) => write!(f, ": expected {}, found {}", self.limit, short(value))?,
            None => write!(f, " is missing; it is {}", self.limit)?,
        }
        write!(f, " (source: {})", self.source)
    }
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Violation({self})")
    }
}

/// Checks a request against the rules of its operation.
///
/// # Errors
/// [`InvalidRequest`] with everything that is wrong.
pub fn check(rules: &'static str, fields: &dyn WriteFields) -> Result<(), InvalidRequest> {
    Known::default().check(rules, &Values::of(fields))
}

/// The rules that requests were checked against, by where their text is. To take them apart takes
/// longer than to apply them, and a text belongs to an operation.
#[derive(Default)]
pub(crate) struct Known(RwLock<BTreeMap<(usize, usize), Vec<Line>>>);

impl Known {
    /// As [`check`], for what a walk has found.
    pub(crate) fn check(&self, rules: &'static str, values: &Values) -> Result<(), InvalidRequest> {
        if rules.is_empty() {
            return Ok(());
        }
        let place = (rules.as_ptr().addr(), rules.len());
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let violations = match known.get(&place) {
            Some(lines) => rules::violations(lines, values),
            None => {
                drop(known);
                let lines = parse::parse(rules);
                let violations = rules::violations(&lines, values);
                self.0.write().unwrap_or_else(PoisonError::into_inner).insert(place, lines);
                violations
            }
        };
        if violations.is_empty() { Ok(()) } else { Err(InvalidRequest { violations }) }
    }
}

#[cfg(test)]
mod tests;
