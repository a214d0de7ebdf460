//! The facts behind an [`Error`](super::Error), without its generic parameter.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use aliyun_rpc_vocabulary::{Class, Reaction};

use super::excerpt::Excerpt;
use super::fault::ServiceFault;
use crate::credentials::CredentialsError;
use crate::endpoint::EndpointError;
use crate::shown::short;
use crate::transport::TransportError;
use crate::wire::DecodeError;

pub(crate) struct ErrorInner {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) region: Option<String>,
    pub(crate) client_token: Option<String>,
    pub(crate) kind: ErrorKind,
    pub(crate) class: Class,
    pub(crate) reaction: Reaction,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    /// The call may have been carried out.
    pub(crate) in_doubt: bool,
    /// The service throttled the call before any work.
    pub(crate) surely_throttled: bool,
    pub(crate) body: Excerpt,
}

pub(crate) enum ErrorKind {
    /// No reply came.
    Transport(TransportError),
    /// There were no credentials.
    Credentials(CredentialsError),
    /// No endpoint could be made for the call.
    Endpoint(EndpointError),
    /// A reply of success could not be decoded.
    Decode(DecodeError),
    /// An error reply, from the service or from a proxy before it.
    Service(Box<ServiceFault>),
    /// A layer above the client did not send the call.
    Unsent(Box<Unsent>),
}

/// Why a layer above the client did not send a call.
#[derive(Debug)]
pub struct Unsent {
    /// The code that the service would have answered with, if it is known.
    pub code: Option<&'static str>,
    /// What kind of failure it is.
    pub class: Class,
    /// What to do about it.
    pub reaction: Reaction,
    /// The reason, which [`Error::not_sent`](super::Error::not_sent) returns.
    pub reason: Box<dyn std::error::Error + Send + Sync>,
}

impl ErrorKind {
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Service(fault) => fault.code.as_deref(),
            Self::Unsent(unsent) => unsent.code,
            _ => None,
        }
    }

    /// The cause that `Display` shows.
    pub(crate) fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Credentials(error) => Some(error),
            Self::Endpoint(error) => Some(error),
            Self::Decode(error) => Some(error),
            Self::Unsent(unsent) => Some(&*unsent.reason),
            Self::Service(_) => None,
        }
    }

    pub(crate) fn not_sent(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        match self {
            Self::Transport(error) if !error.is_unsent() => None,
            Self::Decode(_) => None,
            _ => self.cause(),
        }
    }
}

impl ErrorInner {
    /// An error without a reply.
    pub(crate) fn without_reply(
        operation: Cow<'static, str>,
        kind: ErrorKind,
        class: Class,
        reaction: Reaction,
    ) -> Self {
        Self {
            operation,
            region: None,
            client_token: None,
            kind,
            class,
            reaction,
            status: None,
            request_id: None,
            retry_after: None,
            in_doubt: false,
            surely_throttled: false,
            body: Excerpt::default(),
        }
    }
}

impl fmt::Display for ErrorInner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::Transport(error) => write!(f, "{error}")?,
            ErrorKind::Credentials(error) => write!(f, "{error}")?,
            ErrorKind::Endpoint(error) => write!(f, "{error}")?,
            ErrorKind::Decode(error) => {
                write!(f, "the reply could not be read: {error} ({})", self.body)?;
            }
            ErrorKind::Service(fault) => fault.fmt(&self.body, f)?,
            ErrorKind::Unsent(unsent) => write!(f, "not sent: {}", unsent.reason)?,
        }
        write!(f, " ({}", short(&self.operation))?;
        if let Some(region) = &self.region {
            write!(f, " in {}", short(region))?;
        }
        if let Some(status) = self.status {
            write!(f, ", HTTP {status}")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, ", request {}", short(id))?;
        }
        f.write_str(")")
    }
}

impl fmt::Debug for ErrorInner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("operation", &short(&self.operation))
            .field("region", &self.region.as_deref().map(short));
        match &self.kind {
            ErrorKind::Transport(error) => out.field("transport", error),
            ErrorKind::Credentials(error) => out.field("credentials", error),
            ErrorKind::Endpoint(error) => out.field("endpoint", error),
            ErrorKind::Decode(error) => out.field("decode", &format_args!("{error}")),
            ErrorKind::Service(fault) => out.field("service", fault),
            ErrorKind::Unsent(unsent) => out.field("unsent", &unsent.reason),
        };
        out.field("class", &self.class)
            .field("reaction", &self.reaction)
            .field("status", &self.status)
            .field("request_id", &self.request_id.as_deref().map(short))
            .field("client_token", &self.client_token.as_deref().map(short))
            .field("retry_after", &self.retry_after)
            .field("in_doubt", &self.in_doubt)
            .field("body_bytes", &self.body.bytes.len())
            .field("body_truncated", &self.body.truncated)
            .finish()
    }
}
