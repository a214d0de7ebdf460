//! The reply of operations that return only a request id.

use std::fmt;

use super::{FieldReader, ReadFields, debug_read};

/// The reply of an operation that returns only a request id.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Ack {
    /// The id of the call, for the vendor's support.
    pub request_id: String,
}

impl ReadFields for Ack {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("RequestId", &mut [&mut self.request_id]);
    }
}

impl fmt::Debug for Ack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_read("Ack", self, f)
    }
}
