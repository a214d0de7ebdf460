//! The macro names the groups that come nearest.
mod disks {
    aliyun_rpc_macros::group!("golden/spec", "thingz");
}

fn main() {}
