//! The two walks every generated type has: [`mod@write`] out into a query, [`read`] in from a reply.
//!
//! Generated code only names members; flattening, JSON text, wrappers, lenient scalars and
//! redaction are done once, here, behind trait objects. That is what keeps a thousand generated
//! structs cheap to compile.

pub mod ack;
mod budget;
pub mod debug;
pub mod decode;
mod finite;
pub mod flatten;
pub mod read;
mod secrets;
mod slots;
pub mod tree;
mod values;
pub mod write;

pub use ack::Ack;
pub(crate) use budget::tree as bounded_tree;
pub use debug::{debug_fields, debug_read};
pub use decode::{DecodeError, decode};
pub(crate) use decode::{Decoded, decode_reply};
pub(crate) use finite::non_finite;
pub use flatten::flatten;
pub use read::{Blank, List, Map, Optional, Read, Reader, Slot, Texts, View};
pub(crate) use secrets::secrets;
pub use tree::{fields_to_json, read_to_json};
pub use write::{Fields, Object, Sink, Value};

/// Any JSON value: members whose type the specification leaves open.
pub type Json = serde_json::Value;
