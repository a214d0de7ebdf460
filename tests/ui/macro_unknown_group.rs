//! A group of operations that the folder does not have; the error is at the name.

mod security_groups {
    aliyun_rpc_macros::group!("spec", "security-group");
}

fn main() {}
