//! An invented product in a crate that defines no feature. That it compiles is the test: deprecated
//! parameters and account parameters are behind the feature `legacy`, and no lint mentions it.

#![deny(warnings)]

aliyun_rpc_macros::product!("spec");

/// What both groups use.
pub mod common {
    aliyun_rpc_macros::group!("spec", "common");
}

/// Its operation takes a deprecated parameter and an account parameter.
pub mod gates {
    aliyun_rpc_macros::group!("spec", "gates");
}
