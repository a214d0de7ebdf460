//! The reply of operations that answer nothing but a request id.

use std::fmt;

use super::{Read, Reader, debug_read};

/// The call was carried out; there is nothing else to say.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Ack {
    /// Id of the call, for the vendor's support.
    pub request_id: String,
}

impl Read for Ack {
    fn read(&mut self, reader: &mut dyn Reader) {
        reader.field("RequestId", &mut self.request_id);
    }
}

impl fmt::Debug for Ack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_read("Ack", self, f)
    }
}
