//! What makes two calls the same call.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::client::names_region;
use crate::request::Request;
use crate::sign::{canonical_query, hex};
use crate::wire::flatten;

/// Which call it is: a hash of the operation, the region that it goes to and the other arguments
/// without the token.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CallKey {
    pub(super) operation: &'static str,
    pub(super) hash: String,
}

impl CallKey {
    /// The key of a request. `region` is that of the client, for requests that name none.
    #[must_use]
    pub fn of<R: Request>(request: &R, region: Option<&str>) -> Self {
        let mut query = flatten(request);
        // As the client finds out where to send it.
        let named = query.iter().find(|(name, _)| names_region(name));
        let named = named.map(|(_, region)| region.clone()).filter(|region| !region.is_empty());
        let region = named.as_deref().or(region).unwrap_or_default();
        query.retain(|(name, _)| name != "ClientToken" && !names_region(name));
        let (product, version) = (R::META.product.name, R::META.product.version);
        let mut hash = Sha256::new();
        for part in [product, version, R::META.name, region] {
            hash.update(part);
            hash.update([0]);
        }
        hash.update(canonical_query(&query));
        Self { operation: R::META.name, hash: hex(&hash.finalize()) }
    }

    /// The name of the operation.
    #[must_use]
    pub fn operation(&self) -> &str {
        self.operation
    }

    /// The hash, 64 hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

impl fmt::Debug for CallKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallKey({} {})", self.operation, &self.hash[..8])
    }
}
