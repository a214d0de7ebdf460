//! What stands behind an [`Error`](super::Error): the facts every failure has and its kind.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::{Class, Error, Reaction, ServiceFault};
use crate::credentials::CredentialsError;
use crate::decision::{NotKnown, Refused};
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
    /// The documents say that the call is denied, so it was not sent.
    Refused(Box<Refused>, Vec<String>),
    /// The state that decides could not be looked up, so it was not sent.
    Unchecked(Box<Error>),
    /// The decision rests on something that nobody knows, so it was not sent.
    NotCertain(Vec<NotKnown>),
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
            Self::Service(_) | Self::Refused(..) | Self::OtherTarget(..) | Self::NotCertain(_) => {
                None
            }
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
                write!(
                    f,
                    "not sent: it names {0}, and it was to be about {1} only; help: add a handle of \
                     {0}, with `also` or as a pair `(&instance, &disk)`, or send it without a handle",
                    short(other),
                    listed(known)
                )?;
            }
            Kind::NotCertain(not_known) => {
                f.write_str("not sent: ")?;
                some(not_known, "; ", f)?;
            }
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

/// ` [i-1, i-2]`: of many targets the first few.
fn about(targets: &[String], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if targets.is_empty() {
        return Ok(());
    }
    f.write_str(" [")?;
    let targets: Vec<_> = targets.iter().map(|id| short(id)).collect();
    some(&targets, ", ", f)?;
    f.write_str("]")
}

/// Of many things the first few.
fn some(things: &[impl fmt::Display], separator: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const SHOWN: usize = 5;
    for (at, thing) in things.iter().take(SHOWN).enumerate() {
        write!(f, "{}{thing}", if at > 0 { separator } else { "" })?;
    }
    match things.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

fn listed(ids: &[String]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| short(id).to_string()).collect();
    ids.join(", ")
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
            Kind::Refused(refused, targets) => {
                out.field("refused", &refused.to_string()).field("targets", targets)
            }
            Kind::Unchecked(error) => out.field("unchecked", error),
            Kind::NotCertain(not_known) => out.field("not_known", not_known),
            Kind::OtherTarget(other, known) => {
                out.field("other_target", other).field("known", known)
            }
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
