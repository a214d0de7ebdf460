//! What a store of tokens says about calls, beside what the calls before them show.

use super::outcomes::MISMATCH;
use super::{Checker, Invariant};
use crate::record::{Call, End, Seen, Stored};

impl Checker<'_> {
    pub(super) fn replays(&mut self) {
        let log = self.log;
        for intent in &log.intents {
            for (at, number) in intent.calls.iter().enumerate() {
                let before: Vec<_> = intent.calls[..at].iter().map(|it| &log.calls[*it]).collect();
                self.replay(*number, &log.calls[*number], &before);
            }
        }
    }

    /// `before` has the calls that a program made before for the same thing.
    fn replay(&mut self, number: usize, call: &Call, before: &[&Call]) {
        let Some(stored) = call.stored else { return };
        let token = token(call);
        // One that was dropped before it sent anything has left a token that nobody saw.
        let is_open = before.iter().any(|other| token_or_unseen(other, token));
        let is_known = token.is_some() && before.iter().any(|other| self::token(other) == token);
        let is_mismatch = call.attempts.last().is_some_and(
            |last| matches!(&last.seen, Seen::Reply(reply) if reply.code == Some(MISMATCH)),
        );
        let has_reply = matches!(call.end, Some(End::Done(_)));
        let wrong = match stored {
            Stored::First if is_known => "said to be the first, but its token was sent before",
            Stored::Replayed | Stored::Mismatch if !is_open => {
                "said to repeat a call, but there was none"
            }
            Stored::Mismatch if !is_mismatch => "said to be a mismatch, but its token was taken",
            Stored::Unsaid if is_mismatch && is_known => "a mismatch, but not said to be one",
            Stored::Unsaid | Stored::Mismatch if has_reply => "a success, but not said to be one",
            _ => return,
        };
        self.call(Invariant::Replay, number, wrong);
    }
}

fn token(call: &Call) -> Option<&str> {
    call.attempts.first()?.token.as_deref()
}

fn token_or_unseen(call: &Call, token: Option<&str>) -> bool {
    match self::token(call) {
        None => matches!(call.end, Some(End::Dropped)),
        sent => sent == token,
    }
}
