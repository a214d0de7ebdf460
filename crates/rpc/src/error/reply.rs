//! Turns a reply of failure into an error. Reads JSON in both spellings and the XML of old front
//! ends. Of anything else, such as the HTML of a proxy, only the status and the body are reported.

use std::borrow::Cow;
use std::time::Duration;

use super::advice::{Repeat, leaves_doubt};
use super::excerpt::{Excerpt, cut};
use super::fault::{AccessDenied, ServiceFault};
use super::inner::{ErrorInner, ErrorKind};
use super::redact::Secrets;
use super::{codes, xml};
use crate::product::Product;
use crate::transport::HttpResponse;
use crate::wire::{Json, bounded_tree, error_code};

/// The id of the call that the headers hold.
pub(crate) fn request_id(reply: &HttpResponse, secrets: &Secrets) -> Option<String> {
    let id = reply.header("x-acs-request-id").filter(|id| !id.is_empty())?;
    Some(secrets.redact(id))
}

/// How the body is compressed, if it is.
pub(crate) fn encoding(reply: &HttpResponse) -> Option<&str> {
    let encoding = reply.header("content-encoding")?;
    let plain = encoding.is_empty() || encoding.eq_ignore_ascii_case("identity");
    (!plain).then_some(encoding)
}

fn retry_after(reply: &HttpResponse) -> Option<Duration> {
    let text = reply.header("x-acs-retry-after")?;
    // `parse` accepts a sign.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|&millis| millis > 0).map(Duration::from_millis)
}

/// Turns a reply of failure into an error. `repeat` says whether the call can be sent again without
/// harm. The caller's secrets are replaced.
pub(crate) fn service_failure(
    operation: Cow<'static, str>,
    product: &Product,
    reply: HttpResponse,
    repeat: Repeat,
    secrets: &Secrets,
) -> ErrorInner {
    let members = members(&reply).unwrap_or_default();
    let get = |name: &str| text(&members, name).map(|text| secrets.redact(&text));
    // Classified before secrets are replaced: a secret can happen to be part of a code.
    let code = error_code(&members).or_else(|| text(&members, "Code").map(Cow::into_owned));
    let code = code.filter(|code| !code.is_empty());
    let code = code.as_deref();
    let mut fault = ServiceFault {
        code: code.map(|code| secrets.redact(code)),
        message: get("Message"),
        host_id: get("HostId"),
        recommend: get("Recommend"),
        description: get("Description"),
        detail: get("Detail"),
        access_denied: access_denied(&members, secrets),
    };
    let retry_after = retry_after(&reply);
    let known = code.and_then(|code| codes::known(product, &operation, code));
    let (class, advice) = codes::classify(known, code, reply.status, retry_after.is_some());
    let status = reply.status;
    let reaction = repeat.after_refusal(class, advice, status);
    fault.shorten();
    let kind = ErrorKind::Service(Box::new(fault));
    let mut error = ErrorInner::without_reply(operation, kind, class, reaction);
    error.status = Some(reply.status);
    error.request_id =
        get("RequestId").filter(|id| !id.is_empty()).or_else(|| request_id(&reply, secrets));
    error.request_id.iter_mut().for_each(cut);
    error.retry_after = retry_after;
    error.in_doubt = repeat != Repeat::Harmless && leaves_doubt(class, advice, status);
    error.body = Excerpt::of(reply.body);
    error
}

type Members = serde_json::Map<String, Json>;

/// A member in the usual spelling or with a small first letter.
fn member<'a>(members: &'a Members, name: &str) -> Option<&'a Json> {
    members.get(name).or_else(|| {
        let mut small = name.to_owned();
        small[..1].make_ascii_lowercase();
        members.get(&small)
    })
}

fn text<'a>(members: &'a Members, name: &str) -> Option<Cow<'a, str>> {
    match member(members, name)? {
        Json::Null => None,
        Json::String(text) => Some(Cow::Borrowed(text)),
        other => Some(Cow::Owned(other.to_string())),
    }
}

fn access_denied(members: &Members, secrets: &Secrets) -> Option<AccessDenied> {
    let members = member(members, "AccessDeniedDetail")?.as_object()?;
    let get = |name: &str| text(members, name).map(|text| secrets.redact(&text));
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

fn members(reply: &HttpResponse) -> Option<Members> {
    let kind = reply.header("content-type").unwrap_or_default();
    let xml = kind.split(';').next().is_some_and(|kind| {
        let kind = kind.trim();
        kind.eq_ignore_ascii_case("text/xml") || kind.eq_ignore_ascii_case("application/xml")
    });
    if !xml {
        return match bounded_tree(&reply.body)? {
            Json::Object(members) => Some(members),
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
    Some(out)
}
