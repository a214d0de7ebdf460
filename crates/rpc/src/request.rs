//! What an operation tells the runtime about itself.

use crate::error::{Class, Reaction};
use crate::wire::{Fields, Read};

/// A request of one operation.
///
/// Implemented by generated code only.
pub trait Request: Fields + Send + Sync {
    /// The reply.
    type Response: Read + Default + Send;
    /// The documented error codes of this operation.
    type Error: ErrorSet;
    /// Facts about the operation.
    const META: &'static Meta;
}

/// A request that takes `DryRun`, and so can be checked by the service without being carried out.
///
/// Implemented by generated code only.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no dry run",
    label = "takes no `DryRun`",
    note = "way out: `check(&request, situation)` says what the documents say, and sends nothing"
)]
pub trait DryRunnable: Request {}

// So that a request can be sent by reference and used again.
impl<R: Request> Request for &R {
    type Response = R::Response;
    type Error = R::Error;
    const META: &'static Meta = R::META;
}

impl<R: DryRunnable> DryRunnable for &R {}

/// Facts about one operation.
#[derive(Debug)]
pub struct Meta {
    /// Operation name, sent as `x-acs-action`.
    pub name: &'static str,
    /// The product it belongs to.
    pub product: &'static Product,
    /// Read timeout in seconds; 0 for the client's default.
    pub timeout_seconds: u16,
    /// Wire name of a required region: the client's is sent when the request names none.
    pub region: Option<&'static str>,
    /// Takes a `ClientToken`: one is made per logical call when the request names none.
    pub client_token: bool,
    /// Takes `DryRun`.
    pub dry_run: bool,
    /// Changes nothing, so repeating it is safe.
    pub read_only: bool,
}

/// Facts about one product.
#[derive(Debug)]
pub struct Product {
    /// Lower-case code, also the first label of its endpoints: `ecs`.
    pub name: &'static str,
    /// API version, sent as `x-acs-version`.
    pub version: &'static str,
    /// Regions whose endpoint does not follow the `<name>.<region>.aliyuncs.com` rule, by region.
    pub endpoints: &'static [(&'static str, &'static str)],
    /// Class and reaction of every known code, in byte order of the code.
    pub codes: &'static [CodeRow],
    /// Those that mean something else for an operation, with its name.
    pub overrides: &'static [(&'static str, CodeRow)],
}

impl Product {
    /// A product of which no more is known than where its calls go, for requests without a type. Codes
    /// are classified by the rules that hold for every product.
    ///
    /// ```
    /// static STS: aliyun_rpc::Product = aliyun_rpc::Product::new("sts", "2015-04-01");
    /// assert!(STS.codes.is_empty());
    /// ```
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version, endpoints: &[], codes: &[], overrides: &[] }
    }
}

/// Class and reaction of one code.
#[derive(Clone, Copy, Debug)]
pub struct CodeRow {
    /// Exact text on the wire.
    pub code: &'static str,
    /// Class.
    pub class: Class,
    /// Reaction.
    pub reaction: Reaction,
}

/// The documented error codes of an operation, as an enum.
///
/// Implemented by generated code only.
pub trait ErrorSet: Sized + Clone + PartialEq + std::fmt::Debug + Send + Sync + 'static {
    /// The variant of a code as it came over the wire, if it is documented for this operation.
    fn from_code(code: &str) -> Option<Self>;

    /// The code as it is on the wire.
    fn code(&self) -> std::borrow::Cow<'static, str>;
}
