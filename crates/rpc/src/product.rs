//! Facts about products, operations and error codes, as tables that generated code fills in.

use std::any::Any;

use aliyun_rpc_vocabulary::{Class, Reaction};

/// Facts about one operation.
#[derive(Debug)]
pub struct Meta {
    /// The operation's name, sent as `x-acs-action`.
    pub name: &'static str,
    /// The product that the operation belongs to.
    pub product: &'static Product,
    /// How long the service may take, in seconds. The client waits this long or its default of
    /// 10 seconds, whichever is longer. 0 for operations that need no longer than the default.
    pub timeout_seconds: u16,
    /// The wire name of a required region. The client sends its own region when the request names
    /// none. `None` where no region is required.
    pub region: Option<&'static str>,
    /// The operation takes a `ClientToken`. The client makes one for each call when the request
    /// has none.
    pub client_token: bool,
    /// The operation takes `DryRun`.
    pub dry_run: bool,
    /// The operation changes nothing, so it is safe to repeat.
    pub read_only: bool,
    /// The rules that a request is checked against before it is sent; see
    /// [`check`](mod@crate::check). Empty if there are none.
    pub checks: &'static str,
}

/// Facts about one product.
#[derive(Debug)]
pub struct Product {
    /// Lower-case code, for example `sts`. Also the first label of the product's endpoints.
    pub name: &'static str,
    /// API version, sent as `x-acs-version`.
    pub version: &'static str,
    /// Regions and hosts, for endpoints that are not `<name>.<region>.aliyuncs.com`.
    pub endpoints: &'static [(&'static str, &'static str)],
    /// Class and reaction of every known code, in byte order of the code.
    pub codes: &'static [CodeRow],
    /// Codes that mean something else for one operation, each with the operation's name, in byte
    /// order of that name.
    pub overrides: &'static [(&'static str, CodeRow)],
    /// What a layer above the client knows about the operations, for that layer to downcast. This
    /// crate does not look at it.
    pub extension: Option<&'static (dyn Any + Send + Sync)>,
}

impl Product {
    /// Creates a product without special endpoints or known codes, for requests without a type.
    ///
    /// Codes are classified by the rules that hold for every product.
    ///
    /// ```
    /// static STS: aliyun_rpc::Product = aliyun_rpc::Product::new("sts", "2015-04-01");
    /// assert!(STS.codes.is_empty());
    /// ```
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version, endpoints: &[], codes: &[], overrides: &[], extension: None }
    }
}

/// Class and reaction of one code.
#[derive(Clone, Copy, Debug)]
pub struct CodeRow {
    /// The code, exactly as the service sends it. `%s` stands for any text.
    pub code: &'static str,
    /// What kind of failure the code is.
    pub class: Class,
    /// What to do about it.
    pub reaction: Reaction,
}
