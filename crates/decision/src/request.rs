//! A request type with its type forgotten.

use aliyun_rpc::Meta;

use crate::decide::{Decision, decide};
use crate::situation::Situation;
use crate::table::Table;
use crate::typed::Decided;

/// An operation with its place in the table.
#[derive(Clone, Copy, Debug)]
pub struct DecidedOperation {
    meta: &'static Meta,
    table: &'static Table,
    row: u16,
}

impl DecidedOperation {
    /// The operation of a request type.
    #[must_use]
    pub const fn of<R: Decided>() -> Self {
        Self { meta: R::META, table: R::TABLE, row: R::ROW }
    }

    /// Facts about the operation.
    #[must_use]
    pub const fn meta(self) -> &'static Meta {
        self.meta
    }

    /// What the documents say will happen to it in a situation.
    pub const fn decide(self, situation: Situation) -> Decision {
        decide(self.table, self.row, situation)
    }
}
