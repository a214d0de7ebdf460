//! A file of the folder that is no group of operations.

mod everything {
    aliyun_rpc_macros::group!("spec", "matrix");
}

fn main() {}
