//! Prints `matrix.json` as Rust: the static table behind `decide`, the error codes as types, and
//! the verdicts about each request as types.
//!
//! * [`print()`]: what a product has once; [`Verdicts`]: what is printed for the requests of a
//!   group.
//! * [`pack`] stores equal cells and statements once; `table` prints the result.

mod codes;
pub mod pack;
mod sentences;
mod table;
mod verdicts;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

use aliyun_rpc_spec::matrix::{Matrix, MatrixRow};
use proc_macro2::TokenStream;
use quote::quote;

pub use verdicts::Verdicts;

/// Prints the table `MATRIX`, `decide` and the module `codes`, next to the enum `Operation`.
///
/// `decision` is the path of the decision crate, as seen from the output.
#[must_use]
pub fn print(matrix: &Matrix, decision: &TokenStream) -> TokenStream {
    let rows = sorted(matrix);
    let table = table::print(&pack::pack(matrix, &rows), decision);
    let codes = codes::print(matrix, decision);
    quote! {
        #table
        #codes

        /// What the documents say will happen to an operation in a situation.
        pub const fn decide(
            operation: Operation,
            situation: #decision::Situation,
        ) -> #decision::Decision {
            #decision::decide(&MATRIX, operation.row(), situation)
        }
    }
}

/// The names of the operations in the order of the table.
#[must_use]
pub fn names(matrix: &Matrix) -> Vec<&str> {
    sorted(matrix).into_iter().map(|row| row.name.as_str()).collect()
}

/// The rows in byte order of their names, which is the order of the table and of the enum.
fn sorted(matrix: &Matrix) -> Vec<&MatrixRow> {
    let mut rows: Vec<&MatrixRow> = matrix.operations.iter().collect();
    rows.sort_by(|left, right| left.name.as_bytes().cmp(right.name.as_bytes()));
    rows.dedup_by(|later, earlier| later.name == earlier.name);
    rows
}
