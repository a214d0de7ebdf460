//! The macro says what writes a specification.
aliyun_rpc_macros::product!("golden/specs");

fn main() {}
