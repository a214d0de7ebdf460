//! The runtime under typed Alibaba Cloud RPC clients. It knows the protocol and no product.
//!
//! * [`wire`]: the two walks every generated type has: out into a query, in from a reply.
//! * [`request`]: what an operation tells the runtime about itself.
//! * [`decision`]: what the documents say will happen to a call before it is sent.

pub mod decision;
pub mod request;
pub mod wire;
