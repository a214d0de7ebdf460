//! Why a call was not sent.

use std::fmt;

use aliyun_rpc::error::{Unsent, codes};
use aliyun_rpc::{Class, Error, Meta, Reaction};

use crate::missing_fact::MissingFact;
use crate::policy::Refusal;
use crate::target::{Target, region_of};

/// Why a call was not sent. [`NotSent::of`] finds it in an error.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotSent {
    /// The policy prevents the call because of what the documents say.
    Refused {
        /// The decision and the policy.
        refusal: Refusal,
        /// The targets that the decision is about: those with its verdict, its aspect and its code.
        /// Empty if the caller described the situation.
        targets: Vec<Target>,
        /// Further targets that prevent the call, for another reason.
        others: Vec<Target>,
    },
    /// It names a target that no handle is about, and the state of such a target matters.
    OtherTarget {
        /// The first such target.
        target: Target,
        /// The targets of the handles.
        handles: Vec<Target>,
    },
    /// Something unknown may change the decision.
    Unknown(Vec<MissingFact>),
    /// Its product has no decision table. Send the request with the client directly.
    NoTable,
    /// The state of its targets could not be looked up.
    LookupFailed(Error),
    /// The client would not send it: a value is outside its limits, or no endpoint fits the region.
    /// Only checks return this. In a send the client refuses, so [`Error::not_sent`] has no
    /// [`NotSent`].
    Invalid(Error),
}

impl NotSent {
    /// Why a call was not sent, if it was this crate that prevented it.
    #[must_use]
    pub fn of<C>(error: &Error<C>) -> Option<&Self> {
        error.not_sent()?.downcast_ref()
    }

    /// The decision that prevented the call.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused { refusal, .. } => Some(refusal),
            _ => None,
        }
    }

    /// Converts this into an error of the client about a flattened request. `region` is that of the
    /// client, for requests that name none.
    #[must_use]
    pub fn into_error<C>(
        self,
        meta: &'static Meta,
        query: &[(String, String)],
        region: Option<&str>,
    ) -> Error<C> {
        let code = self.refusal().and_then(|refusal| refusal.decision.code());
        let (class, reaction) = match &self {
            Self::Refused { .. } => {
                let row = code.and_then(|code| codes::known(meta.product, meta.name, code));
                row.map_or((Class::StateConflict, Reaction::AskOwner), |row| {
                    (row.class, row.reaction)
                })
            }
            Self::OtherTarget { .. } | Self::NoTable => {
                (Class::InvalidArgument, Reaction::FixRequest)
            }
            Self::Unknown(unknown) => {
                let unclear = unknown.iter().any(|one| matches!(one, MissingFact::Unclear(_)));
                if unclear {
                    (Class::InvalidArgument, Reaction::FixRequest)
                } else {
                    (Class::StateConflict, Reaction::AskOwner)
                }
            }
            Self::LookupFailed(error) => {
                let again = meta.read_only || meta.client_token && has_token(query);
                let reaction = match error.reaction() {
                    // Nothing was carried out, because the call was not sent.
                    Reaction::RetrySameToken if !again => Reaction::RetryNewToken,
                    reaction => reaction,
                };
                (error.class(), reaction)
            }
            Self::Invalid(error) => (error.class(), error.reaction()),
        };
        let error = Error::unsent(meta, Unsent { code, class, reaction, reason: Box::new(self) });
        error.in_region(region_of(query).or(region))
    }
}

/// Whether the caller holds the token of a request.
fn has_token(query: &[(String, String)]) -> bool {
    query.iter().any(|(name, value)| name == "ClientToken" && !value.trim().is_empty())
}

// Without the operation: the error that holds this names it.
impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { refusal, targets, others } => {
                refusal.decision.fmt_verdict(f)?;
                if !targets.is_empty() {
                    write!(f, " [{}]", Few(targets, ", "))?;
                }
                if others.is_empty() {
                    Ok(())
                } else {
                    write!(f, "; also refused: {}", Few(others, ", "))
                }
            }
            Self::OtherTarget { target, handles } => write!(
                f,
                "the request names {target}, and the handles are about {} only; help: add a handle \
                 of {target}, with `also` or as a pair `(&instance, &disk)`, or send the request \
                 without a handle",
                Few(handles, ", ")
            ),
            Self::Unknown(unknown) => Few(unknown, "; ").fmt(f),
            Self::NoTable => f.write_str(
                "this product has no decision table; help: send the request with the client directly",
            ),
            Self::LookupFailed(error) => {
                write!(f, "the state of its targets could not be looked up: {error}")
            }
            Self::Invalid(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::LookupFailed(error) | Self::Invalid(error) => error.source(),
            _ => None,
        }
    }
}

/// The first few of many things.
struct Few<'a, T>(&'a [T], &'static str);

impl<T: fmt::Display> fmt::Display for Few<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 5;
        for (at, thing) in self.0.iter().take(SHOWN).enumerate() {
            f.write_str(if at > 0 { self.1 } else { "" })?;
            write!(f, "{thing}")?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
