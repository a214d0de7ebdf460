//! A list of groups that differs from the specification.

mod unknown {
    aliyun_rpc_macros::groups!("spec", "disks", "disk");
}

mod missing {
    aliyun_rpc_macros::groups!("spec", "disks");
}

fn main() {}
