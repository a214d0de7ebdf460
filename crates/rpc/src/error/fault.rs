//! What the service said about a failure.

use std::fmt;

use super::excerpt::{Excerpt, cut};
use crate::shown::{long, short};

/// What the service said about a failure. Members that did not come are `None`.
///
/// The caller's secrets are replaced, and each member is cut to 64 kB. Nothing else is changed: a
/// member can hold line breaks and other control characters. `Debug` escapes them and shortens.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceFault {
    /// The code, for example `InvalidParameter`.
    pub code: Option<String>,
    /// The message, for people to read.
    pub message: Option<String>,
    /// The host that answered.
    pub host_id: Option<String>,
    /// URL of the vendor's help page for this failure.
    pub recommend: Option<String>,
    /// More text, which some operations send.
    pub description: Option<String>,
    /// More text, which some operations send.
    pub detail: Option<String>,
    /// Who was denied what. Set for authorisation failures.
    pub access_denied: Option<AccessDenied>,
}

/// Why RAM, the access control service, denied a call. Members that did not come are `None`; for
/// the others see [`ServiceFault`].
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessDenied {
    /// The action that was denied, for example `sts:AssumeRole`.
    pub auth_action: Option<String>,
    /// What the caller is, for example `SubUser`.
    pub auth_principal_type: Option<String>,
    /// Id of the account that owns the caller.
    pub auth_principal_owner_id: Option<String>,
    /// Name or id of the caller.
    pub auth_principal_display_name: Option<String>,
    /// Type of the policy that decided.
    pub policy_type: Option<String>,
    /// Whether a policy denies the action, or no policy allows it.
    pub no_permission_type: Option<String>,
    /// Encoded text that the vendor's diagnosis tool decodes.
    pub encoded_diagnostic_message: Option<String>,
}

impl ServiceFault {
    pub(super) fn fmt(&self, body: &Excerpt, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => write!(f, "{}: {}", short(code), long(message)),
            (Some(code), None) => write!(f, "{}", short(code)),
            (None, Some(message)) => write!(f, "no code: {}", long(message)),
            (None, None) => write!(f, "the reply does not come from the service ({body})"),
        }
    }

    /// Cuts every text to what an error may hold. Comes after secrets were replaced: half of one
    /// would no longer be recognised, and the replacement can be longer than the secret.
    pub(super) fn shorten(&mut self) {
        let denied = self.access_denied.as_mut().map(|denied| {
            [
                &mut denied.auth_action,
                &mut denied.auth_principal_type,
                &mut denied.auth_principal_owner_id,
                &mut denied.auth_principal_display_name,
                &mut denied.policy_type,
                &mut denied.no_permission_type,
                &mut denied.encoded_diagnostic_message,
            ]
        });
        let own = [
            &mut self.code,
            &mut self.message,
            &mut self.host_id,
            &mut self.recommend,
            &mut self.description,
            &mut self.detail,
        ];
        own.into_iter().chain(denied.into_iter().flatten()).flatten().for_each(cut);
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
