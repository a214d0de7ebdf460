//! Everything that is wrong with the input of a run. Passed down by `&mut`, so that code that finds
//! a problem reports it and goes on: one run shows all of them.

use aliyun_rpc_spec::load::Problem;

use crate::files::Outcome;

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: Vec<Problem>,
}

impl Problems {
    /// Reports one.
    pub(crate) fn report(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// Unwraps a result, or reports what is wrong with it and returns nothing.
    pub(crate) fn accept<T>(&mut self, outcome: Outcome<T>) -> Option<T> {
        outcome.map_err(|found| self.extend(found)).ok()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    /// The value if nothing was reported, else every problem.
    ///
    /// # Errors
    /// The problems in the order they were found.
    pub(crate) fn finish<T>(self, value: T) -> Outcome<T> {
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        self.found.extend(problems);
    }
}
