//! A small product that has one of everything, as the macros print it, compiled under every lint a
//! careful user may have on. `tests/golden_use.rs` compiles the same product as the goldens hold
//! it: not here, so that goldens that no longer compile can still be printed anew.
#![deny(missing_docs, unused, unreachable_pub, rust_2018_idioms, unsafe_code)]
#![deny(clippy::all, clippy::pedantic, clippy::unwrap_used)]

/// The macros, with a folder of this package.
pub mod expanded {
    aliyun_rpc_macros::product!("golden/spec");
    /// What several groups use.
    pub mod common {
        aliyun_rpc_macros::group!("golden/spec", "common");
    }
    /// The group.
    pub mod things {
        aliyun_rpc_macros::group!("golden/spec", "things");
    }
}
