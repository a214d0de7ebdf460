//! Turns an error reply into an error. Reads JSON in both spellings and the XML of old front
//! ends. Of anything else, such as the HTML of a proxy, only the status and the body are reported.

use std::borrow::Cow;

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

/// Turns an error reply into an error. `repeat` says whether the call can be sent again without
/// harm. The caller's secrets are replaced.
pub(crate) fn service_failure(
    operation: Cow<'static, str>,
    product: &Product,
    reply: HttpResponse,
    repeat: Repeat,
    secrets: &Secrets,
) -> ErrorInner {
    let members = members(&reply).unwrap_or_default();
    // One of two spellings can be a code of success beside that of the failure.
    let code = error_code(&members);
    let mut members = capitalized(members);
    let code = code.or_else(|| members.get("Code").cloned().and_then(text));
    let code = code.filter(|code| !code.is_empty());
    let mut take = |name: &str| members.remove(name).and_then(text).map(|it| secrets.redacted(it));
    let mut fault = ServiceFault {
        code: None,
        message: take("Message"),
        host_id: take("HostId"),
        recommend: take("Recommend"),
        description: take("Description"),
        detail: take("Detail"),
        access_denied: None,
    };
    let id = take("RequestId").filter(|id| !id.is_empty());
    fault.access_denied = access_denied(members.remove("AccessDeniedDetail"), secrets);
    let retry_after = reply.retry_after();
    // Classified before secrets are replaced: a secret can happen to be part of a code.
    let known = code.as_deref().and_then(|code| codes::known(product, &operation, code));
    let asked_to_wait = retry_after.is_some();
    let verdict = codes::classify(known, code.as_deref(), reply.status, asked_to_wait);
    let has_code = code.is_some();
    fault.code = code.map(|code| secrets.redacted(code));
    let status = reply.status;
    let reaction = repeat.after_refusal(verdict, status);
    fault.shorten();
    let kind = ErrorKind::Service(Box::new(fault));
    let mut error = ErrorInner::without_reply(operation, kind, verdict.class, reaction);
    error.status = Some(reply.status);
    error.request_id = id.or_else(|| request_id(&reply, secrets));
    error.request_id.iter_mut().for_each(cut);
    error.retry_after = retry_after;
    error.surely_throttled = verdict.surely_throttled;
    error.in_doubt = repeat != Repeat::Harmless && leaves_doubt(has_code, verdict, status);
    error.body = Excerpt::of(reply.body);
    error
}

type Members = serde_json::Map<String, Json>;

/// The members in the usual spelling: some front ends write a small first letter.
fn capitalized(members: Members) -> Members {
    let is_small = |key: &String| key.starts_with(|first: char| first.is_ascii_lowercase());
    if !members.keys().any(is_small) {
        return members;
    }
    let (small, mut usual): (Members, Members) =
        members.into_iter().partition(|(key, _)| is_small(key));
    for (mut key, value) in small {
        key[..1].make_ascii_uppercase();
        usual.entry(key).or_insert(value);
    }
    usual
}

fn text(json: Json) -> Option<String> {
    match json {
        Json::Null => None,
        Json::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn access_denied(detail: Option<Json>, secrets: &Secrets) -> Option<AccessDenied> {
    let Some(Json::Object(members)) = detail else { return None };
    let mut members = capitalized(members);
    let mut get = |name: &str| members.remove(name).and_then(text).map(|it| secrets.redacted(it));
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
