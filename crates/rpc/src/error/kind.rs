//! What stands behind an [`Error`](super::Error): the facts every failure has and its kind.

use std::borrow::Cow;
use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use super::{Class, Reaction, ServiceFault};
use crate::credentials::CredentialsError;
use crate::endpoint::EndpointError;
use crate::shown::short;
use crate::transport::TransportError;
use crate::wire::DecodeError;

pub(crate) struct Failure {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) kind: Kind,
    pub(crate) class: Class,
    pub(crate) reaction: Reaction,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Vec<u8>,
    /// The body went on.
    pub(crate) body_truncated: bool,
}

pub(crate) enum Kind {
    /// No reply came.
    Transport(TransportError),
    /// There was nothing to sign with.
    Credentials(CredentialsError),
    /// There was nowhere to send it to.
    Endpoint(EndpointError),
    /// A reply of success came and could not be read.
    Decode(DecodeError),
    /// The service, or something in its place, refused.
    Service(Box<ServiceFault>),
    /// A layer above the client did not send it.
    Unsent(Box<Unsent>),
}

/// Why a layer above the client did not send a call.
#[derive(Debug)]
pub struct Unsent {
    /// The code that the service would have answered with, if it is known.
    pub code: Option<&'static str>,
    /// Class of the error.
    pub class: Class,
    /// What to do about it.
    pub reaction: Reaction,
    /// The reason, handed out by [`Error::not_sent`](super::Error::not_sent).
    pub reason: Box<dyn std::error::Error + Send + Sync>,
}

impl Kind {
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Service(fault) => fault.code.as_deref(),
            Self::Unsent(unsent) => unsent.code,
            _ => None,
        }
    }

    /// What stands behind the cause that `Display` shows.
    pub(crate) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Credentials(error) => error.source(),
            Self::Endpoint(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Unsent(unsent) => unsent.reason.source(),
            Self::Service(_) => None,
        }
    }

    pub(crate) fn not_sent(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        match self {
            Self::Transport(error) if error.is_unsent() => Some(error),
            Self::Credentials(error) => Some(error),
            Self::Endpoint(error) => Some(error),
            Self::Unsent(unsent) => Some(&*unsent.reason),
            Self::Transport(_) | Self::Decode(_) | Self::Service(_) => None,
        }
    }
}

impl Failure {
    /// A failure before any reply.
    pub(crate) fn unanswered(
        operation: Cow<'static, str>,
        kind: Kind,
        class: Class,
        reaction: Reaction,
    ) -> Self {
        Self {
            operation,
            kind,
            class,
            reaction,
            status: None,
            request_id: None,
            retry_after: None,
            body: Vec::new(),
            body_truncated: false,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Transport(error) => write!(f, "{error}")?,
            Kind::Credentials(error) => write!(f, "{error}")?,
            Kind::Endpoint(error) => write!(f, "{error}")?,
            Kind::Decode(error) => {
                write!(f, "the reply could not be read: {error} ({})", self.kept())?;
            }
            Kind::Service(fault) => fault.fmt(&self.kept(), f)?,
            Kind::Unsent(unsent) => write!(f, "not sent: {}", unsent.reason)?,
        }
        write!(f, " ({}", short(&self.operation))?;
        if let Some(status) = self.status {
            write!(f, ", HTTP {status}")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, ", request {}", short(id))?;
        }
        f.write_str(")")
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("operation", &short(&self.operation));
        match &self.kind {
            Kind::Transport(error) => out.field("transport", error),
            Kind::Credentials(error) => out.field("credentials", error),
            Kind::Endpoint(error) => out.field("endpoint", error),
            Kind::Decode(error) => out.field("decode", &format_args!("{error}")),
            Kind::Service(fault) => out.field("service", fault),
            Kind::Unsent(unsent) => out.field("unsent", &unsent.reason),
        };
        out.field("class", &self.class)
            .field("reaction", &self.reaction)
            .field("status", &self.status)
            .field("request_id", &self.request_id.as_deref().map(short))
            .field("retry_after", &self.retry_after)
            .field("body_bytes", &self.body.len())
            .field("body_truncated", &self.body_truncated)
            .finish()
    }
}
