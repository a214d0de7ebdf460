//! The traits that generated requests and their error enums implement.

use std::borrow::Cow;
use std::fmt;
use std::hash::Hash;

use aliyun_rpc_vocabulary::{Class, Reaction};

use crate::check::{InvalidRequest, check};
use crate::codes::known;
use crate::product::{CodeRow, Meta, Product};
use crate::wire::{Parameter, ReadFields, Strictness, WriteFields, parameters};

/// A request of one operation.
///
/// Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "expected the request of an operation, or a reference to one",
    note = "help: a request has the name of its operation; `Client::call` sends one by that name"
)]
pub trait Request: WriteFields + Send + Sync {
    /// The reply.
    type Response: ReadFields + Default + Send;
    /// The documented error codes of this operation.
    type Error: ErrorSet;
    /// Facts about the operation.
    const META: &'static Meta;

    /// The parameters that are set, as they are sent, in the order in which they were set. Those
    /// that the client adds, such as a token, are not among them.
    fn to_parameters(&self) -> Vec<Parameter>
    where
        Self: Sized,
    {
        parameters(self)
    }

    /// The value of one parameter as it is sent, by its name on the wire: `Gate.1.Width`. It may
    /// be a secret.
    fn get(&self, name: &str) -> Option<String>
    where
        Self: Sized,
    {
        let found = parameters(self).into_iter().find(|parameter| parameter.name() == name);
        found.map(|parameter| parameter.value().to_owned())
    }

    /// Which values of a wrong type make the reply unreadable, whatever the client does with such
    /// values. For requests whose callers rely on what a reply does not have.
    #[doc(hidden)]
    fn strictness(&self) -> Strictness {
        Strictness::Lenient
    }

    /// Checks the request against what the documents demand and limit, as the client does before it
    /// sends. A missing region is not reported if the client fills it in.
    ///
    /// # Errors
    /// [`InvalidRequest`] with everything that is wrong.
    fn check_limits(&self) -> Result<(), InvalidRequest>
    where
        Self: Sized,
    {
        check(Self::META.checks, self)
    }
}

/// A request with a `DryRun` parameter: the service can check it without carrying it out.
///
/// Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no dry run",
    label = "this operation has no `DryRun` parameter",
    note = "help: `Client::send` sends the request and carries it out"
)]
pub trait DryRunnable: Request {}

// So that a request can be sent by reference and used again.
impl<R: Request> Request for &R {
    type Response = R::Response;
    type Error = R::Error;
    const META: &'static Meta = R::META;

    fn strictness(&self) -> Strictness {
        R::strictness(self)
    }
}

impl<R: DryRunnable> DryRunnable for &R {}

/// Whose error codes a set holds.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub product: &'static Product,
    /// Empty for codes that any operation can answer.
    pub operation: &'static str,
    /// Whether all operations of the set only read.
    pub read_only: bool,
}

/// The documented error codes of an operation, as an enum.
///
/// `Display` and `Debug` show the code.
///
/// Implemented by generated code.
pub trait ErrorSet:
    Sized + Clone + PartialEq + Hash + fmt::Debug + fmt::Display + Send + Sync + 'static
{
    /// Returns the variant of a code, or `None` if the code is not documented for this operation.
    fn from_code(code: &str) -> Option<Self>;

    /// Returns the code as the service sends it.
    fn code(&self) -> Cow<'static, str>;

    /// Whose codes these are. Operations share a set only if each code means the same for all of
    /// them.
    #[doc(hidden)]
    fn origin() -> Origin;

    /// What kind of failure the code is, in an answer to this operation.
    fn class(&self) -> Class {
        meaning(self).map_or(Class::InvalidArgument, |row| row.class)
    }

    /// What to do about the code, in an answer to this operation, if nothing is known about the
    /// request. It is [`Reaction::RetrySameToken`] only for operations that only read.
    /// [`Error::reaction`](crate::Error::reaction) also knows whether the caller holds a token.
    fn reaction(&self) -> Reaction {
        meaning(self).map_or(Reaction::GiveUp, |row| {
            if Self::origin().read_only {
                row.reaction
            } else {
                row.class.reaction_without_token(row.reaction)
            }
        })
    }
}

/// The row of a code. Every set is made of listed codes, so there is one.
fn meaning<C: ErrorSet>(code: &C) -> Option<&'static CodeRow> {
    let Origin { product, operation, .. } = C::origin();
    known(product, operation, &code.code())
}
