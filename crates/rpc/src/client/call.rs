//! One logical call, whatever the type of its request.

use std::borrow::Cow;

use super::prepared::token_of;
use crate::error::{Class, ErrorInner, ErrorKind, Reaction, Repeat};
use crate::product::{Meta, Product};
use crate::request::Request;
use crate::wire::{Strictness, Values, WriteFields};

/// One logical call.
pub(super) struct Call<'a> {
    pub(super) operation: Cow<'static, str>,
    pub(super) product: &'static Product,
    pub(super) fields: &'a (dyn WriteFields + Sync),
    pub(super) timeout_seconds: u16,
    pub(super) region: Option<&'static str>,
    pub(super) client_token: bool,
    pub(super) read_only: bool,
    pub(super) checks: &'static str,
    pub(super) dry_run: bool,
    /// How strictly to decode the reply, if the client does not do so more strictly.
    pub(super) strictness: Strictness,
}

impl<'a> Call<'a> {
    pub(super) fn of<R: Request>(request: &'a R) -> Self {
        Self { strictness: request.strictness(), ..Self::typed(R::META, request) }
    }

    fn typed(meta: &'static Meta, fields: &'a (dyn WriteFields + Sync)) -> Self {
        Self {
            operation: Cow::Borrowed(meta.name),
            product: meta.product,
            fields,
            timeout_seconds: meta.timeout_seconds,
            region: meta.region,
            client_token: meta.client_token,
            read_only: meta.read_only,
            checks: meta.checks,
            dry_run: false,
            strictness: Strictness::Lenient,
        }
    }

    pub(super) fn dynamic(
        product: &'static Product,
        operation: Cow<'static, str>,
        fields: &'a (dyn WriteFields + Sync),
    ) -> Self {
        Self {
            operation,
            product,
            fields,
            timeout_seconds: 0,
            region: None,
            client_token: false,
            read_only: false,
            checks: "",
            dry_run: false,
            strictness: Strictness::Lenient,
        }
    }

    /// What sending this request again would do.
    pub(super) fn repeat(&self, values: &Values) -> Repeat {
        if self.read_only || self.dry_run {
            return Repeat::Harmless;
        }
        // Other operations ignore a parameter of this name and do the work again.
        let has_token = self.client_token && token_of(values).is_some();
        if has_token { Repeat::SameToken } else { Repeat::MayDouble }
    }

    pub(super) fn fail(
        &self,
        kind: ErrorKind,
        class: Class,
        reaction: Reaction,
    ) -> Box<ErrorInner> {
        Box::new(ErrorInner::without_reply(self.operation.clone(), kind, class, reaction))
    }
}
