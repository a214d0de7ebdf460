//! The account parameters of the past: `OwnerId`, `OwnerAccount`, `ResourceOwnerId` and
//! `ResourceOwnerAccount`. Nearly every older operation takes them and nearly nobody needs them, so
//! they wrap a request instead of being four more members of each.

use crate::request::{DryRunnable, Meta, Request};
use crate::wire::{Fields, Object};

/// All four.
const ALL: &[&str] = &["OwnerAccount", "OwnerId", "ResourceOwnerAccount", "ResourceOwnerId"];

/// A request that takes account parameters.
///
/// Implemented by generated code only.
pub trait TakesOwner: Request + Sized {
    /// Those it takes, by name on the wire.
    const PARAMETERS: &'static [&'static str] = ALL;

    /// The same request with account parameters. What the operation does not take is not sent.
    fn with_owner(self, owner: Owner) -> WithOwner<Self> {
        WithOwner { request: self, owner }
    }
}

/// Account parameters; all may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Owner {
    id: Option<i64>,
    account: Option<String>,
    resource_owner_id: Option<i64>,
    resource_owner_account: Option<String>,
}

impl Owner {
    /// None of them.
    pub fn new() -> Self {
        Self::default()
    }

    /// `OwnerId`.
    pub fn id(mut self, value: i64) -> Self {
        self.id = Some(value);
        self
    }

    /// `OwnerAccount`.
    pub fn account(mut self, value: impl Into<String>) -> Self {
        self.account = Some(value.into());
        self
    }

    /// `ResourceOwnerId`.
    pub fn resource_owner_id(mut self, value: i64) -> Self {
        self.resource_owner_id = Some(value);
        self
    }

    /// `ResourceOwnerAccount`.
    pub fn resource_owner_account(mut self, value: impl Into<String>) -> Self {
        self.resource_owner_account = Some(value.into());
        self
    }
}

/// A request with account parameters; made by [`TakesOwner::with_owner`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct WithOwner<R> {
    request: R,
    owner: Owner,
}

impl<R: TakesOwner> Fields for WithOwner<R> {
    fn write(&self, object: &mut dyn Object) {
        self.request.write(object);
        for name in R::PARAMETERS {
            match *name {
                "OwnerId" => object.put(name, &self.owner.id),
                "OwnerAccount" => object.put(name, &self.owner.account),
                "ResourceOwnerId" => object.put(name, &self.owner.resource_owner_id),
                "ResourceOwnerAccount" => object.put(name, &self.owner.resource_owner_account),
                _ => {}
            }
        }
    }
}

impl<R: TakesOwner> Request for WithOwner<R> {
    type Response = R::Response;
    type Error = R::Error;
    const META: &'static Meta = R::META;
}

impl<R: TakesOwner + DryRunnable> DryRunnable for WithOwner<R> {}
