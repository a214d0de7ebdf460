//! How much of a reply an error keeps: enough to see what it was, never as much as came.

use std::fmt;

use super::{Failure, ServiceFault};

/// What an error keeps of a body, and of each text in it, at most.
const LIMIT: usize = 64 << 10;

/// How much of a body was kept, and whether there was more.
pub(super) struct Kept {
    bytes: usize,
    truncated: bool,
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = if self.truncated { "the first " } else { "" };
        write!(f, "{start}{} bytes kept", self.bytes)
    }
}

impl Failure {
    /// Keeps the start of a body.
    pub(crate) fn keep(&mut self, mut body: Vec<u8>) {
        self.body_truncated = body.len() > LIMIT;
        body.truncate(LIMIT);
        body.shrink_to_fit();
        self.body = body;
    }

    pub(super) fn kept(&self) -> Kept {
        Kept { bytes: self.body.len(), truncated: self.body_truncated }
    }
}

impl ServiceFault {
    /// Cuts every text to what may be kept. Comes after secrets were replaced: half of one would no
    /// longer be recognised.
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

/// Cuts a text to what may be kept.
pub(super) fn cut(text: &mut String) {
    let mut end = LIMIT.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text.shrink_to_fit();
}
