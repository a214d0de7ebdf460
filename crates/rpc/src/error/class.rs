//! What kind of failure a code is and what a caller does about it.

pub use aliyun_rpc_vocabulary::{Class, Reaction};
