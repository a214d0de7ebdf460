//! What is the same in every attempt of a call: where it goes, its parameters and its time.

use std::borrow::Cow;
use std::time::Duration;

use super::call::Call;
use super::http::Url;
use super::inner::{FixedEndpoint, Inner};
use super::prepared::token_of;
use crate::endpoint::{Endpoint, EndpointError};
use crate::error::{Class, ErrorInner, ErrorKind, Reaction, Repeat, Unsent, without_the_token};
use crate::nonce::Random;
use crate::product::Product;
use crate::transport::{CONNECT_TIMEOUT, TransportError, TransportErrorKind};
use crate::wire::Values;

/// How long the client waits for a reply of an operation that names no time of its own.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) struct Prepared<'a> {
    pub(super) endpoint: Cow<'a, Endpoint>,
    pub(super) region: Option<Cow<'a, str>>,
    pub(super) url: Url,
    /// The time of one attempt.
    pub(super) timeout: Duration,
    /// What another attempt would do.
    pub(super) repeat: Repeat,
    pub(super) client_token: Option<String>,
    /// The client made the token, and the caller cannot send it again.
    pub(super) made_token: bool,
}

/// Where a call goes.
struct Destination<'a> {
    region: Option<Cow<'a, str>>,
    endpoint: Cow<'a, Endpoint>,
}

impl Inner {
    pub(super) fn prepare(&self, call: &Call<'_>) -> Result<Prepared<'_>, Box<ErrorInner>> {
        let mut values = Values::of(call.fields);
        let Destination { region, endpoint } = self.destination(call, &values)?;
        let made_token = self.fill(call, &mut values)?;
        let url = Url::new(&endpoint, values.parameters().map(|(name, value, _)| (name, value)));
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
            url,
        })
    }

    /// All checks that need no random numbers, credentials or time.
    pub(super) fn checked(&self, call: &Call<'_>) -> Result<(), Box<ErrorInner>> {
        self.destination(call, &Values::of(call.fields)).map(|_| ())
    }

    /// Checks a call. Returns where it goes.
    fn destination(
        &self,
        call: &Call<'_>,
        values: &Values,
    ) -> Result<Destination<'_>, Box<ErrorInner>> {
        let own = self.region.as_deref();
        let other = region_of(values).filter(|region| Some(*region) != own);
        self.check(call, values).map_err(|mut error| {
            error.region = other.or(own).map(str::to_owned);
            error
        })?;
        let (region, endpoint) = match other {
            Some(region) => {
                let endpoint = self.endpoint_of(call.product, Some(region));
                (Some(region.to_owned().into()), endpoint)
            }
            None => (own.map(Cow::Borrowed), self.home(call.product)),
        };
        let endpoint = endpoint.map_err(|error| {
            let kind = ErrorKind::Endpoint(error);
            let mut error = call.fail(kind, Class::InvalidArgument, Reaction::FixRequest);
            error.region = region.as_deref().map(str::to_owned);
            error
        })?;
        Ok(Destination { region, endpoint })
    }

    /// Refuses what the service would refuse.
    fn check(&self, call: &Call<'_>, values: &Values) -> Result<(), Box<ErrorInner>> {
        if let Some((name, value)) = values.not_a_number() {
            let message = format!("`{name}` holds {value}, which is not a number");
            let error = TransportError::new(TransportErrorKind::Request, message, None);
            let kind = ErrorKind::Transport(error);
            return Err(call.fail(kind, Class::InvalidArgument, Reaction::FixRequest));
        }
        let rules = if self.check_limits { call.checks } else { "" };
        self.shared.rules.check(rules, values).map_err(|reason| {
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

    /// The endpoint for a call in the region of the client. That of the product of its first call
    /// is remembered, and most clients call only one.
    fn home(&self, product: &'static Product) -> Result<Cow<'_, Endpoint>, EndpointError> {
        if let Some((known, endpoint)) = self.home.get() {
            if std::ptr::eq(*known, product) {
                return Ok(Cow::Borrowed(endpoint));
            }
        }
        let endpoint = self.endpoint_of(product, self.region.as_deref())?;
        _ = self.home.set((product, endpoint.clone().into_owned()));
        Ok(endpoint)
    }

    /// The endpoint for a call in a region.
    fn endpoint_of(
        &self,
        product: &Product,
        region: Option<&str>,
    ) -> Result<Cow<'_, Endpoint>, EndpointError> {
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
            (Some(fixed), _) => Ok(Cow::Borrowed(&fixed.endpoint)),
            (None, Some(region)) => Endpoint::of(product, region, self.network).map(Cow::Owned),
            (None, None) => Err(EndpointError::Missing),
        }
    }
}

impl Prepared<'_> {
    /// The error of the call, where `error` is that of its last attempt. `in_doubt` says whether an
    /// attempt before may have been carried out.
    pub(super) fn fail(
        &self,
        mut error: Box<ErrorInner>,
        in_doubt: bool,
        attempts: u32,
    ) -> Box<ErrorInner> {
        error.in_doubt |= in_doubt;
        let callers_token = self.repeat == Repeat::SameToken && !self.made_token;
        if self.repeat != Repeat::Harmless && !callers_token {
            error.reaction = without_the_token(error.reaction, error.in_doubt, attempts);
        }
        error.client_token.clone_from(&self.client_token);
        error.region = self.region.as_deref().map(str::to_owned);
        error
    }
}

/// The region that a request names.
fn region_of(values: &Values) -> Option<&str> {
    let region = values.find(|name| name.eq_ignore_ascii_case(REGION));
    region.filter(|region| !region.is_empty())
}

/// The parameter that says where a call goes. Some operations spell it with a small letter.
const REGION: &[u8] = b"RegionId";

/// Whether a parameter says where a call goes.
pub(crate) fn names_region(name: &str) -> bool {
    name.as_bytes().eq_ignore_ascii_case(REGION)
}

/// A new `ClientToken`.
pub(super) fn new_token(
    random: &Random,
    operation: Cow<'static, str>,
) -> Result<String, Box<ErrorInner>> {
    random.digits().map_err(|error| no_random(operation, random_failed(error)))
}

pub(super) fn random_failed(error: getrandom::Error) -> TransportError {
    TransportError::from_error(TransportErrorKind::Random, error)
}

pub(super) fn no_random(operation: Cow<'static, str>, error: TransportError) -> Box<ErrorInner> {
    let kind = ErrorKind::Transport(error);
    let (class, reaction) = (Class::Internal, Reaction::GiveUp);
    Box::new(ErrorInner::without_reply(operation, kind, class, reaction))
}
