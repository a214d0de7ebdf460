//! An operation and its row in the table, for code that does not know the type of the request.

use aliyun_rpc::Meta;

use crate::decide::{Decision, decide};
use crate::situation::Situation;
use crate::table::{NONE, Table};
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

    /// The operation that these facts are about. `None` if its product has no table.
    ///
    /// For layers that see a request of any product; [`DecidedOperation::of`] cannot fail.
    #[must_use]
    pub fn find(meta: &'static Meta) -> Option<Self> {
        let table: &'static Table = meta.product.extension?.downcast_ref()?;
        Some(Self { meta, table, row: table.find(meta.name).unwrap_or(NONE) })
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
