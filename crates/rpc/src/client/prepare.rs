//! What is the same in every attempt of a call: where it goes, its parameters and its time.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::call::Call;
use super::inner::{FixedEndpoint, Inner};
use super::prepared::token_of;
use crate::check::check_values;
use crate::endpoint::{Endpoint, EndpointError};
use crate::error::{Class, ErrorInner, ErrorKind, Reaction, Repeat, Unsent, without_the_token};
use crate::nonce::Random;
use crate::product::Product;
use crate::sign::query_of;
use crate::transport::{CONNECT_TIMEOUT, TransportError, TransportErrorKind};
use crate::wire::Values;

/// How long the client waits for a reply of an operation that names no time of its own.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) struct Prepared {
    pub(super) endpoint: Endpoint,
    pub(super) region: Option<Arc<str>>,
    /// Encoded and in order.
    pub(super) query: String,
    /// The time of one attempt.
    pub(super) timeout: Duration,
    /// What another attempt would do.
    pub(super) repeat: Repeat,
    pub(super) client_token: Option<String>,
    /// The client made the token, and the caller cannot send it again.
    pub(super) made_token: bool,
}

/// A call that the client is willing to send, and where it goes.
pub(super) struct Checked {
    values: Values,
    region: Option<Arc<str>>,
    endpoint: Endpoint,
}

impl Inner {
    pub(super) fn prepare(&self, call: &Call<'_>) -> Result<Prepared, Box<ErrorInner>> {
        let Checked { mut values, region, endpoint } = self.checked(call)?;
        let made_token = self.fill(call, &mut values)?;
        let timeout = self.timeout.unwrap_or_else(|| {
            CONNECT_TIMEOUT + READ_TIMEOUT.max(Duration::from_secs(call.timeout_seconds.into()))
        });
        Ok(Prepared {
            endpoint,
            region,
            timeout,
            repeat: call.repeat(&values),
            client_token: token_of(&values).map(str::to_owned),
            made_token,
            query: query_of(values.parameters().map(|(name, value, _)| (name, value))),
        })
    }

    /// All checks that need no random numbers, credentials or time.
    pub(super) fn checked(&self, call: &Call<'_>) -> Result<Checked, Box<ErrorInner>> {
        let values = Values::of(call.fields);
        if let Some((name, value)) = values.not_a_number() {
            let message = format!("`{name}` holds {value}, which is not a number");
            let error = TransportError::new(TransportErrorKind::Request, message, None);
            let kind = ErrorKind::Transport(error);
            return Err(call.fail(kind, Class::InvalidArgument, Reaction::FixRequest));
        }
        self.check(call, &values)?;
        let region = region_of(&values).map(Arc::from).or_else(|| self.region.clone());
        let endpoint = self.endpoint_of(call.product, region.as_deref()).map_err(|error| {
            let kind = ErrorKind::Endpoint(error);
            let mut error = call.fail(kind, Class::InvalidArgument, Reaction::FixRequest);
            error.region = region.as_deref().map(str::to_owned);
            error
        })?;
        Ok(Checked { values, region, endpoint })
    }

    /// Refuses what the service would refuse.
    fn check(&self, call: &Call<'_>, values: &Values) -> Result<(), Box<ErrorInner>> {
        let rules = if self.check_limits { call.checks } else { "" };
        check_values(rules, values).map_err(|reason| {
            let (class, reaction) = (Class::InvalidArgument, Reaction::FixRequest);
            let unsent = Unsent { code: None, class, reaction, reason: Box::new(reason) };
            call.fail(ErrorKind::Unsent(Box::new(unsent)), class, reaction)
        })
    }

    /// Adds what the request leaves out. Returns whether that is a token.
    fn fill(&self, call: &Call<'_>, values: &mut Values) -> Result<bool, Box<ErrorInner>> {
        if let (Some(name), Some(region)) = (call.region, &self.region) {
            if values.get(name).is_none() {
                values.push(name, region);
            }
        }
        let made_token = call.client_token && values.get("ClientToken").is_none();
        if made_token {
            let token = new_token(&self.shared.random, call.operation.clone())?;
            values.push("ClientToken", &token);
        }
        if call.dry_run {
            values.remove("DryRun");
            values.push("DryRun", "true");
        }
        Ok(made_token)
    }

    /// The endpoint for a call in a region.
    fn endpoint_of(
        &self,
        product: &Product,
        region: Option<&str>,
    ) -> Result<Endpoint, EndpointError> {
        match (&self.endpoint, region) {
            (Some(FixedEndpoint { endpoint, region: Some(served) }), Some(region))
                if region != served =>
            {
                Err(EndpointError::OtherRegion {
                    region: region.to_owned(),
                    endpoint: endpoint.url(),
                    served: served.clone(),
                })
            }
            (Some(fixed), _) => Ok(fixed.endpoint.clone()),
            (None, Some(region)) => Endpoint::of(product, region, self.network),
            (None, None) => Err(EndpointError::Missing),
        }
    }
}

impl Prepared {
    /// The error of the call, where `error` is that of its last attempt. `in_doubt` says whether an
    /// attempt before may have been carried out.
    pub(super) fn fail(
        &self,
        mut error: Box<ErrorInner>,
        in_doubt: bool,
        attempts: u32,
    ) -> Box<ErrorInner> {
        error.in_doubt |= in_doubt;
        if self.made_token && self.repeat == Repeat::SameToken {
            error.reaction = without_the_token(error.reaction, error.in_doubt, attempts);
        }
        error.client_token.clone_from(&self.client_token);
        error.region = self.region.as_deref().map(str::to_owned);
        error
    }
}

/// The region that a request names. Some operations spell the parameter with a small letter.
fn region_of(values: &Values) -> Option<&str> {
    let mut parameters = values.parameters();
    let (_, region, _) = parameters.find(|(name, ..)| name.eq_ignore_ascii_case("RegionId"))?;
    (!region.is_empty()).then_some(region)
}

/// A new `ClientToken`.
pub(super) fn new_token(
    random: &Random,
    operation: Cow<'static, str>,
) -> Result<String, Box<ErrorInner>> {
    random.digits().map_err(|error| no_random(operation, error))
}

pub(super) fn no_random(operation: Cow<'static, str>, error: getrandom::Error) -> Box<ErrorInner> {
    let error = TransportError::from_error(TransportErrorKind::Random, error);
    let kind = ErrorKind::Transport(error);
    let (class, reaction) = (Class::Internal, Reaction::GiveUp);
    Box::new(ErrorInner::without_reply(operation, kind, class, reaction))
}
