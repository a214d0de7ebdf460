//! Error tables -> error enums and `errors.json`: documented rows and observed codes become named
//! variants, and every code gets a class and a reaction by the rules of `spec/curated/codes.toml`.
//!
//! In order: [`correct`] the observed codes, [`codes`] for all operations, [`build`] the enums of
//! the typed ones, and once all products are done [`unused`] for rules that decide nothing.

mod absent;
mod codes;
mod names;
mod observed;
mod pairs;
mod rules;
mod sets;
#[cfg(test)]
mod tests;

pub(crate) use codes::codes;
pub(crate) use observed::correct;
pub(crate) use rules::unused;
pub(crate) use sets::{ErrorSets, build};
