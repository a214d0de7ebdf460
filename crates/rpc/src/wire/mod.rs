//! The two walks every generated type has: [`write`] out into a query, [`read`] in from a reply.
//!
//! Generated code only names members; flattening, JSON text, wrappers, lenient scalars and
//! redaction are done once, here, behind trait objects. That is what keeps a thousand generated
//! structs cheap to compile.

pub mod read;
pub mod write;

pub use read::{Read, Reader, Slot};
pub use write::{Fields, Object, Sink, Value};
