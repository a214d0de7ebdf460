//! A small product that has one of everything, twice: as the goldens hold it and as the macros
//! print it from the same specification. Compiled under every lint a careful user may have on.
#![deny(missing_docs, unused, unreachable_pub, rust_2018_idioms, unsafe_code)]
#![deny(clippy::all, clippy::pedantic, clippy::unwrap_used)]

/// The files in `golden/`.
pub mod printed {
    include!("../golden/product.rs");
    /// What several groups use.
    pub mod common {
        include!("../golden/common.rs");
    }
    /// The group.
    pub mod things {
        include!("../golden/things.rs");
    }
}

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
