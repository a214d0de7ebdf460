//! Turns requests into query parameters and replies into structs.
//!
//! A request hands its members to a [`FieldWriter`] ([`mod@write`]), and a reply hands its members
//! to a [`FieldReader`] ([`read`]). Generated code does no more than that. Flattening, JSON text,
//! wrapped lists, lenient numbers and redaction are done here, once, behind trait objects, which
//! keeps a thousand generated structs cheap to compile.

pub mod ack;
mod budget;
pub mod debug;
pub mod decode;
mod decode_error;
pub mod flatten;
mod name;
pub(crate) mod pointer;
pub(crate) mod position;
pub mod read;
mod read_values;
mod secrets;
pub mod tree;
mod values;
pub mod write;
mod write_values;

pub use ack::Ack;
pub use debug::{debug_fields, debug_read};
#[doc(hidden)]
pub use decode::Strictness;
#[cfg(feature = "serde")]
pub(crate) use decode::decode_tree;
pub(crate) use decode::{Decoded, bounded_tree, decode_reply, error_code};
pub use decode::{MOST_PROBLEMS, decode, decode_lenient};
pub use decode_error::DecodeError;
pub use flatten::{Parameter, flatten, parameters};
pub use name::Name;
pub(crate) use name::{Sent, cut};
pub use read::{
    FieldReader, ListPlace, MapPlace, OptionPlace, Place, ReadFields, ReadValue, TextPlace,
};
pub(crate) use secrets::secrets;
pub use tree::{fields_to_json, read_to_json};
pub(crate) use values::{Value, Values, What};
pub use write::{FieldWriter, ValueWriter, WriteFields, WriteValue};

/// Any JSON value, for members whose type the specification leaves open.
pub type Json = serde_json::Value;
