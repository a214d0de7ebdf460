//! Which permission each operation needs, and RAM policies that allow exactly that.
//!
//! * [`Table`]: what the vendor's list for access management and the pages of operations say.
//!   Generated code prints one for each product that has them; it works in constants.
//! * [`PolicyBuilder`]: operations and requests in, a [`PolicyDocument`] out, with the reason for
//!   every resource in it ([`PolicyDocument::explain`]). Nothing is guessed: an operation that is
//!   in no list is an error.
//! * [`Grants`]: operations that were looked up at compile time.
//!
//! The crate knows no operation and sends nothing.

mod arn;
mod builder;
mod document;
mod grant;
mod table;

pub use builder::{Grants, PolicyBuilder, PolicyError};
pub use document::{PolicyDocument, Statement};
pub use table::{
    AccessLevel, Authorization, ConditionKey, Evidence, Resource, Source, Table, ValueType,
};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
