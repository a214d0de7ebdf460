//! STS as its crate has it, and an invented product from a specification inside this package: what
//! a user of the macros writes for a product that nobody has prepared for them.

pub use aliyun_sts::*;

/// An invented product with shapes that ECS has not, see `garden/README.md`.
pub mod garden {
    aliyun_rpc_macros::product!("garden/spec");

    /// What several groups use.
    pub mod common {
        aliyun_rpc_macros::group!("garden/spec", "common");
    }

    /// Every operation.
    pub mod all {
        aliyun_rpc_macros::group!("garden/spec", "all");
    }
    pub use all::*;
}
