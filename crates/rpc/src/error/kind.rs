//! What stands behind an [`Error`](super::Error): the facts every failure has and its kind.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::{Class, Error, Reaction, ServiceFault};
use crate::credentials::CredentialsError;
use crate::decision::Refused;
use crate::endpoint::EndpointError;
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
    /// The documents say that the call is denied, so it was not sent.
    Refused(Box<Refused>, Vec<String>),
    /// The state that decides could not be looked up, so it was not sent.
    Unchecked(Box<Error>),
    /// It names this target, and the state of others is known, so it was not sent.
    OtherTarget(String, Vec<String>),
}

impl Kind {
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Service(fault) => fault.code.as_deref(),
            Self::Refused(refused, _) => refused.decision.code(),
            _ => None,
        }
    }

    pub(crate) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Credentials(error) => Some(error),
            Self::Endpoint(error) => Some(error),
            Self::Decode(error) => Some(error),
            Self::Unchecked(error) => Some(error),
            Self::Service(_) | Self::Refused(..) | Self::OtherTarget(..) => None,
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
            // Names the operation itself.
            Kind::Refused(refused, targets) => {
                write!(f, "{refused}")?;
                return about(targets, f);
            }
            Kind::Unchecked(error) => {
                write!(f, "not sent: the state of its targets could not be looked up: {error}")?;
            }
            Kind::OtherTarget(other, known) => {
                let known = known.join(", ");
                write!(
                    f,
                    "not sent: it names {other}, and it was to be about {known} only; add the \
                     other with `also`, or send it without a handle"
                )?;
            }
        }
        write!(f, " ({}", self.operation)?;
        if let Some(status) = self.status {
            write!(f, ", HTTP {status}")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, ", request {id}")?;
        }
        f.write_str(")")
    }
}

/// ` [i-1, i-2]`: of many targets the first few.
fn about(targets: &[String], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const SHOWN: usize = 5;
    if targets.is_empty() {
        return Ok(());
    }
    let shown = targets[..targets.len().min(SHOWN)].join(", ");
    match targets.len().saturating_sub(SHOWN) {
        0 => write!(f, " [{shown}]"),
        more => write!(f, " [{shown} and {more} more]"),
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("operation", &self.operation);
        match &self.kind {
            Kind::Transport(error) => out.field("transport", error),
            Kind::Credentials(error) => out.field("credentials", error),
            Kind::Endpoint(error) => out.field("endpoint", error),
            Kind::Decode(error) => out.field("decode", error),
            Kind::Service(fault) => out.field("service", fault),
            Kind::Refused(refused, targets) => {
                out.field("refused", &refused.to_string()).field("targets", targets)
            }
            Kind::Unchecked(error) => out.field("unchecked", error),
            Kind::OtherTarget(other, known) => {
                out.field("other_target", other).field("known", known)
            }
        };
        out.field("class", &self.class)
            .field("reaction", &self.reaction)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("retry_after", &self.retry_after)
            .field("body_bytes", &self.body.len())
            .field("body_truncated", &self.body_truncated)
            .finish()
    }
}
