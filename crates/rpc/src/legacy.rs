//! The old account parameters: `OwnerId`, `OwnerAccount`, `ResourceOwnerId` and
//! `ResourceOwnerAccount`. Nearly every older operation takes them and hardly anybody needs them,
//! so they wrap a request instead of being four more setters of each.

use crate::product::Meta;
use crate::request::{DryRunnable, Request};
use crate::wire::{FieldWriter, Strictness, WriteFields};

/// The parameters of nearly every operation that takes any.
const ALL: &[&str] = &["OwnerAccount", "OwnerId", "ResourceOwnerAccount", "ResourceOwnerId"];

/// A request that takes account parameters.
///
/// Implemented by generated code.
pub trait TakesOwner: Request + Sized {
    /// The wire names of the parameters that the operation takes.
    const PARAMETERS: &'static [&'static str] = ALL;

    /// Adds account parameters to the request. Parameters that the operation does not take are not
    /// sent.
    fn with_owner(self, owner: Owner) -> WithOwner<Self> {
        WithOwner { request: self, owner }
    }
}

/// Account parameters. Only those that are set are sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Owner {
    id: Option<i64>,
    account: Option<String>,
    resource_owner_id: Option<i64>,
    resource_owner_account: Option<String>,
}

impl Owner {
    /// Creates it with no parameter set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the parameter `OwnerId`.
    pub fn id(mut self, value: i64) -> Self {
        self.id = Some(value);
        self
    }

    /// Sets the parameter `OwnerAccount`.
    pub fn account(mut self, value: impl Into<String>) -> Self {
        self.account = Some(value.into());
        self
    }

    /// Sets the parameter `ResourceOwnerId`.
    pub fn resource_owner_id(mut self, value: i64) -> Self {
        self.resource_owner_id = Some(value);
        self
    }

    /// Sets the parameter `ResourceOwnerAccount`.
    pub fn resource_owner_account(mut self, value: impl Into<String>) -> Self {
        self.resource_owner_account = Some(value.into());
        self
    }
}

/// A request with account parameters. Made by [`TakesOwner::with_owner`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct WithOwner<R> {
    request: R,
    owner: Owner,
}

impl<R: TakesOwner> WriteFields for WithOwner<R> {
    fn write(&self, writer: &mut dyn FieldWriter) {
        self.request.write(writer);
        for name in R::PARAMETERS {
            match *name {
                "OwnerId" => writer.put(name, &self.owner.id),
                "OwnerAccount" => writer.put(name, &self.owner.account),
                "ResourceOwnerId" => writer.put(name, &self.owner.resource_owner_id),
                "ResourceOwnerAccount" => writer.put(name, &self.owner.resource_owner_account),
                _ => {}
            }
        }
    }
}

impl<R: TakesOwner> Request for WithOwner<R> {
    type Response = R::Response;
    type Error = R::Error;
    const META: &'static Meta = R::META;

    fn strictness(&self) -> Strictness {
        self.request.strictness()
    }
}

impl<R: TakesOwner + DryRunnable> DryRunnable for WithOwner<R> {}
