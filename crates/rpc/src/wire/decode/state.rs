//! What decoding one body carries along: where it is, what it may still cost, what was wrong.

use smallvec::SmallVec;

use super::keys::Keys;
use super::sign::Top;
use super::table::Tables;
use super::{MOST_PROBLEMS, Strictness};
use crate::wire::budget::Budget;
use crate::wire::decode_error::DecodeError;
use crate::wire::position::is_position;

/// What a place for a list expects, for messages.
pub(super) const LIST: &str = "a list";
/// What is found in the place of the list that an object should hold, for messages.
pub(super) const OTHER_MEMBER: &str = "another member";

/// A step of the path to the current value. Becomes text only when something is wrong.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Member(&'static str),
    Item(usize),
    /// A key of an object with free keys, by its place among the open ones.
    Key(usize),
}

pub(super) struct State {
    strictness: Strictness,
    path: SmallVec<[Step; 6]>,
    free_keys: Vec<String>,
    problems: Vec<DecodeError>,
    /// Nothing is filled from here on.
    failed: Option<DecodeError>,
    budget: Budget,
    pub(super) tables: Tables,
    pub(super) keys: Keys,
    pub(super) top: Top,
}

impl State {
    pub(super) fn new(body: usize, strictness: Strictness) -> Self {
        Self {
            strictness,
            path: SmallVec::new(),
            free_keys: Vec::new(),
            problems: Vec::new(),
            failed: None,
            budget: Budget::of(body),
            tables: Tables::default(),
            keys: Keys::default(),
            top: Top::default(),
        }
    }

    /// The current value is the body itself.
    pub(super) fn is_top(&self) -> bool {
        self.path.is_empty()
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Does something one step further down.
    pub(super) fn at<T>(&mut self, step: Step, act: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let done = act(self);
        self.path.pop();
        done
    }

    /// Does something with the value of a key of an object with free keys.
    pub(super) fn at_key<T>(&mut self, key: String, act: impl FnOnce(&mut Self) -> T) -> T {
        let place = self.free_keys.len();
        self.free_keys.push(key);
        let done = self.at(Step::Key(place), act);
        self.free_keys.truncate(place);
        done
    }

    /// Takes from the budget. An error ends the parser.
    pub(super) fn pay<E: serde::de::Error>(
        &mut self,
        cost: impl FnOnce(&mut Budget) -> Result<(), DecodeError>,
    ) -> Result<(), E> {
        cost(&mut self.budget).map_err(|error| {
            self.failed = Some(error);
            E::custom("too much memory")
        })
    }

    /// The current value does not fit.
    pub(super) fn refuse(&mut self, expected: &'static str, found: &'static str) {
        if self.has_failed() {
            return;
        }
        let is_error = match self.strictness {
            Strictness::Strict => true,
            Strictness::Page => self.is_about_pages(expected, found),
            Strictness::Items(names) => {
                self.is_about_pages(expected, found) || self.is_about_an_item(names)
            }
            Strictness::Lenient => false,
        };
        if is_error {
            self.failed = Some(DecodeError::WrongType { path: self.path_text(), expected, found });
        } else if self.problems.len() < MOST_PROBLEMS {
            let path = self.path_text();
            self.problems.push(DecodeError::WrongType { path, expected, found });
        }
    }

    /// Whether the current value is one that a pager relies on.
    fn is_about_pages(&self, expected: &str, found: &str) -> bool {
        let is_list = expected == LIST || found == OTHER_MEMBER;
        let is_position = matches!(self.path.last(), Some(Step::Member(name)) if is_position(name));
        let in_item = self.path.iter().any(|step| !matches!(step, Step::Member(_)));
        (is_list || is_position) && !in_item
    }

    /// Whether the current value is an item of a list that is not part of an item, or one of these
    /// members of it.
    fn is_about_an_item(&self, names: [&str; 2]) -> bool {
        let items = self.path.iter().filter(|step| matches!(step, Step::Item(_))).count();
        match &self.path[..] {
            [.., Step::Item(_)] => items == 1,
            [.., Step::Item(_), Step::Member(name)] => items == 1 && names.contains(name),
            // The only item of a reply without a list.
            [.., Step::Member(name)] => items == 0 && names.contains(name),
            _ => false,
        }
    }

    /// A member that is promised did not come, or nothing of use came in its place.
    pub(super) fn miss(&mut self, name: &'static str) {
        if self.has_failed() {
            return;
        }
        let missing = self.at(Step::Member(name), |state| state.path_text());
        let wrong = self.problems.iter().find(
            |problem| matches!(problem, DecodeError::WrongType { path, .. } if *path == missing),
        );
        self.failed = Some(wrong.cloned().unwrap_or(DecodeError::Missing { path: missing }));
    }

    fn path_text(&self) -> String {
        let mut path = "$".to_owned();
        for step in &self.path {
            match step {
                Step::Member(name) => path.extend([".", name]),
                // Not shortened, because secrets are found only in the whole.
                Step::Key(place) => path.extend([".", &self.free_keys[*place]]),
                Step::Item(index) => path.push_str(&format!("[{index}]")),
            }
        }
        path
    }

    /// What became of a body that was parsed to its end.
    pub(super) fn finish(&mut self) -> Result<Vec<DecodeError>, DecodeError> {
        self.failed.take().map_or_else(|| Ok(std::mem::take(&mut self.problems)), Err)
    }

    /// Why the parser stopped. serde_json never quotes the input, so no part of a reply leaks into
    /// a message.
    pub(super) fn failure(self, error: &serde_json::Error, body: &[u8]) -> DecodeError {
        if let Some(failed @ DecodeError::TooMuchMemory { .. }) = self.failed {
            return failed;
        }
        if error.is_data() {
            // JSON of any type is taken, so nothing else is wrong with data.
            return DecodeError::RepeatedMember { line: error.line(), column: error.column() };
        }
        let empty = body.is_empty().then(|| "it is empty".to_owned());
        DecodeError::NotJson(empty.unwrap_or_else(|| error.to_string()))
    }
}

/// An object has a key twice. Without the key: it may be a secret of the caller.
pub(super) fn repeated<E: serde::de::Error>() -> E {
    E::custom("an object has a member twice")
}
