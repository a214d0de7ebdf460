//! A reply of failure into its facts: JSON in both spellings, XML from old front ends, and
//! anything else (a proxy's HTML, nothing at all) with its status and body kept
//!.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::kept::{Kept, cut};
use super::{Failure, Kind, Repeat, Secrets, codes, xml};
use crate::request::Product;
use crate::shown::{long, short};
use crate::wire::{Json, bounded_tree};

/// What the service said about a failure. Members it left out are `None`.
///
/// Each member is as it came, but for the caller's secrets: it can hold line breaks and other control
/// characters, and be as long as the body. `Debug` escapes and shortens.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceFault {
    /// Code, for example `InvalidInstanceId.NotFound`.
    pub code: Option<String>,
    /// Message.
    pub message: Option<String>,
    /// Host that answered.
    pub host_id: Option<String>,
    /// URL of the vendor's help.
    pub recommend: Option<String>,
    /// Further text that some operations add.
    pub description: Option<String>,
    /// Further text that some operations add.
    pub detail: Option<String>,
    /// Who was denied what, for authorisation failures.
    pub access_denied: Option<AccessDenied>,
}

/// Why RAM denied a call. Members it left out are `None`; the others are as in [`ServiceFault`].
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessDenied {
    /// The action, for example `ecs:JoinSecurityGroup`.
    pub auth_action: Option<String>,
    /// Kind of the caller, for example `SubUser`.
    pub auth_principal_type: Option<String>,
    /// Account that owns the caller.
    pub auth_principal_owner_id: Option<String>,
    /// Name or id of the caller.
    pub auth_principal_display_name: Option<String>,
    /// Kind of the policy that decided.
    pub policy_type: Option<String>,
    /// Whether a policy denies it or none allows it.
    pub no_permission_type: Option<String>,
    /// Text for the vendor's diagnosis tool.
    pub encoded_diagnostic_message: Option<String>,
}

impl ServiceFault {
    pub(super) fn fmt(&self, kept: &Kept, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => write!(f, "{}: {}", short(code), long(message)),
            (Some(code), None) => write!(f, "{}", short(code)),
            (None, Some(message)) => write!(f, "no code: {}", long(message)),
            (None, None) => {
                write!(f, "the reply is not the service's ({kept})")
            }
        }
    }
}

impl fmt::Debug for ServiceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceFault")
            .field("code", &self.code.as_deref().map(short))
            .field("message", &self.message.as_deref().map(long))
            .field("host_id", &self.host_id.as_deref().map(short))
            .field("recommend", &self.recommend.as_deref().map(long))
            .field("description", &self.description.as_deref().map(long))
            .field("detail", &self.detail.as_deref().map(long))
            .field("access_denied", &self.access_denied)
            .finish()
    }
}

impl fmt::Debug for AccessDenied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let diagnosis = &self.encoded_diagnostic_message;
        f.debug_struct("AccessDenied")
            .field("auth_action", &self.auth_action.as_deref().map(short))
            .field("auth_principal_type", &self.auth_principal_type.as_deref().map(short))
            .field("auth_principal_owner_id", &self.auth_principal_owner_id.as_deref().map(short))
            .field(
                "auth_principal_display_name",
                &self.auth_principal_display_name.as_deref().map(short),
            )
            .field("policy_type", &self.policy_type.as_deref().map(short))
            .field("no_permission_type", &self.no_permission_type.as_deref().map(short))
            .field("encoded_diagnostic_message", &diagnosis.as_deref().map(long))
            .finish()
    }
}

/// A reply of the transport, as far as failures are concerned.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    /// The id that the headers have.
    pub(crate) fn request_id(&self, secrets: &Secrets) -> Option<String> {
        let id = self.header("x-acs-request-id").filter(|id| !id.is_empty())?;
        Some(secrets.redact(id))
    }

    /// How the body is compressed, if it is.
    pub(crate) fn encoding(&self) -> Option<String> {
        const LONGEST: usize = 32;
        let encoding = self.header("content-encoding")?;
        let plain = encoding.is_empty() || encoding.eq_ignore_ascii_case("identity");
        (!plain).then(|| encoding.chars().take(LONGEST).collect())
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let text = self.header("x-acs-retry-after")?;
        // `parse` would take a sign.
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.parse().ok().filter(|&millis| millis > 0).map(Duration::from_millis)
    }
}

/// The failure that a reply outside of 200-299 stands for. `repeat` says whether the call can be
/// sent again without harm; the caller's secrets are replaced.
pub(crate) fn service_failure(
    operation: Cow<'static, str>,
    product: &Product,
    reply: Reply,
    repeat: Repeat,
    secrets: &Secrets,
) -> Failure {
    let members = members(&reply).unwrap_or_default();
    let redact = |text: String| secrets.redact(&text);
    let get = |name: &str| members.text(name).map(redact);
    // As it came: a secret that a word of it happens to be must not change what it means.
    let code = members.text("Code").filter(|code| !code.is_empty());
    let code = code.as_deref();
    let mut fault = ServiceFault {
        code: code.map(|code| secrets.redact(code)),
        message: get("Message"),
        host_id: get("HostId"),
        recommend: get("Recommend"),
        description: get("Description"),
        detail: get("Detail"),
        access_denied: members.access_denied(&redact),
    };
    let retry_after = reply.retry_after();
    let known = code.and_then(|code| codes::known(product, &operation, code));
    let (class, advice) = codes::classify(known, code, reply.status, retry_after.is_some());
    let reaction = repeat.after_refusal(class, advice);
    fault.shorten();
    let kind = Kind::Service(Box::new(fault));
    let mut failure = Failure::unanswered(operation, kind, class, reaction);
    failure.status = Some(reply.status);
    failure.request_id =
        get("RequestId").filter(|id| !id.is_empty()).or_else(|| reply.request_id(secrets));
    failure.request_id.iter_mut().for_each(cut);
    failure.retry_after = retry_after;
    failure.keep(reply.body);
    failure
}

#[derive(Default)]
struct Members(serde_json::Map<String, Json>);

impl Members {
    /// A member in the usual spelling or with a small first letter.
    fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name).or_else(|| {
            let mut small = name.to_owned();
            small[..1].make_ascii_lowercase();
            self.0.get(&small)
        })
    }

    fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Json::Null => None,
            Json::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    fn access_denied(&self, redact: &dyn Fn(String) -> String) -> Option<AccessDenied> {
        let Json::Object(members) = self.get("AccessDeniedDetail")? else { return None };
        let members = Self(members.clone());
        let get = |name: &str| members.text(name).map(redact);
        Some(AccessDenied {
            auth_action: get("AuthAction"),
            auth_principal_type: get("AuthPrincipalType"),
            auth_principal_owner_id: get("AuthPrincipalOwnerId"),
            auth_principal_display_name: get("AuthPrincipalDisplayName"),
            policy_type: get("PolicyType"),
            no_permission_type: get("NoPermissionType"),
            encoded_diagnostic_message: get("EncodedDiagnosticMessage"),
        })
    }
}

fn members(reply: &Reply) -> Option<Members> {
    let kind = reply.header("content-type").unwrap_or_default();
    let xml = kind.split(';').next().is_some_and(|kind| {
        let kind = kind.trim();
        kind.eq_ignore_ascii_case("text/xml") || kind.eq_ignore_ascii_case("application/xml")
    });
    if !xml {
        return match bounded_tree(&reply.body)? {
            Json::Object(members) => Some(Members(members)),
            _ => None,
        };
    }
    let mut out = serde_json::Map::new();
    for (path, text) in xml::error_members(std::str::from_utf8(&reply.body).ok()?)? {
        match path.split_once('.') {
            None => {
                out.insert(path, text.into());
            }
            Some((outer, inner)) => {
                let place = out.entry(outer).or_insert_with(|| Json::Object(Default::default()));
                if let Json::Object(members) = place {
                    members.insert(inner.to_owned(), text.into());
                }
            }
        }
    }
    Some(Members(out))
}
