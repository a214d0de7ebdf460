//! `matrix.json` in, Rust out: the `Operation` enum, the static table behind `decide`, the error
//! codes as types, and the verdicts about each request as types.
//!
//! * [`print()`]: what a product has once; [`Verdicts`]: what stands in and beside the requests of a
//!   group.
//! * [`pack`] stores equal cells and statements once; `table` prints the result.

mod codes;
mod operations;
pub mod pack;
mod sentences;
mod situations;
mod table;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use aliyun_rpc_spec::matrix::{Cell, Matrix, MatrixRow};
use proc_macro2::TokenStream;
use quote::quote;

pub use situations::Verdicts;

/// Prints `Operation`, the table `MATRIX`, `decide` and the module `codes`.
///
/// `runtime` is the path of the runtime crate where the output stands.
#[must_use]
pub fn print(matrix: &Matrix, runtime: &TokenStream) -> TokenStream {
    let rows = sorted(matrix);
    let operations = operations::print(&rows);
    let table = table::print(&pack::pack(matrix, &rows), runtime);
    let codes = codes::print(matrix, runtime);
    quote! {
        #operations
        #table
        #codes

        /// What the documents say will happen to an operation in a situation.
        #[inline]
        pub const fn decide(
            operation: Operation,
            situation: #runtime::decision::Situation,
        ) -> #runtime::decision::Decision {
            #runtime::decision::decide(&MATRIX, operation.row(), situation)
        }
    }
}

/// The rows in byte order of their names, which is the order of the table and of the enum.
fn sorted(matrix: &Matrix) -> Vec<&MatrixRow> {
    let mut rows: Vec<&MatrixRow> = matrix.operations.iter().collect();
    rows.sort_by(|left, right| left.name.as_bytes().cmp(right.name.as_bytes()));
    rows.dedup_by(|later, earlier| later.name == earlier.name);
    rows
}

/// The cells of the locks and the owner, in the order of the runtime's `Aspect::ALL`; there, the
/// conditions follow.
pub(crate) fn cells(row: &MatrixRow) -> [&Cell; 5] {
    [
        &row.security_lock,
        &row.financial_lock,
        &row.financial_disk,
        &row.managed_account,
        &row.managed_service,
    ]
}
