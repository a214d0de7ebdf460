//! Watches the specification, so that the macros do not have to: see `crates/macros`. Not part of
//! the published package, whose files never change.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=spec");
    println!("cargo::rustc-env=ALIYUN_RPC_WATCHED=spec");
}
