//! What a reply says about limits.

use std::time::Duration;

use crate::transport::{HttpResponse, LONGEST_WAIT};

/// How an attempt ended, as far as limits are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The service took the call, whatever else it answered.
    Passed,
    /// The service throttled the call.
    Throttled,
    /// The reply asks for a pause, but does not say for sure that a limit was reached.
    AskedToWait,
    /// No reply of the service came, so it is not known.
    Unknown,
    /// Nothing was sent, so the service did not count it.
    Unsent,
}

impl Outcome {
    /// The call is to come again later.
    pub(super) fn asks_to_wait(self) -> bool {
        matches!(self, Self::Throttled | Self::AskedToWait)
    }
}

/// What is learned about limits from one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observed {
    /// Whether the call was throttled.
    pub outcome: Outcome,
    /// How long the service asks to wait.
    pub retry_after: Option<Duration>,
    /// The limit of the operation.
    pub operation: Option<RateLimit>,
    /// The limit of all operations of the product together.
    pub user: Option<RateLimit>,
}

impl Observed {
    /// An outcome without any header.
    #[must_use]
    pub fn new(outcome: Outcome) -> Self {
        Self { outcome, retry_after: None, operation: None, user: None }
    }

    /// Reads the headers of a reply: `x-acs-retry-after`, `x-ratelimit-user-api` and
    /// `x-ratelimit-user`.
    #[must_use]
    pub fn of(reply: &HttpResponse, throttled: bool) -> Self {
        let limit = |name| reply.header(name).and_then(RateLimit::parse);
        Self {
            outcome: if throttled { Outcome::Throttled } else { Outcome::Passed },
            retry_after: reply.retry_after(),
            operation: limit("x-ratelimit-user-api"),
            user: limit("x-ratelimit-user"),
        }
    }

    /// How long no operation of the product is sent, if the account has nothing left for them.
    pub(super) fn pause(&self) -> Option<Duration> {
        self.user.filter(|user| user.remain == 0).map(|user| user.time_left)
    }

    /// As it reads so much later.
    pub(super) fn aged(self, by: Duration) -> Self {
        let aged =
            |limit: RateLimit| RateLimit { time_left: limit.time_left.saturating_sub(by), ..limit };
        Self {
            retry_after: self.retry_after.map(|wait| wait.saturating_sub(by)),
            operation: self.operation.map(aged),
            user: self.user.map(aged),
            ..self
        }
    }
}

fn wait_of(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds).min(LONGEST_WAIT)
}

/// A limit as a header states it, `Limit:1,Remain:0,TimeLeft:2000,Reset:1234` for example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many calls the service takes in a window.
    pub limit: u32,
    /// How many of them are left.
    pub remain: u32,
    /// How long this window lasts, at most two minutes.
    pub time_left: Duration,
}

impl RateLimit {
    /// Creates a limit.
    #[must_use]
    pub fn new(limit: u32, remain: u32, time_left: Duration) -> Self {
        Self { limit, remain, time_left: time_left.min(LONGEST_WAIT) }
    }

    /// Parses the value of a header. `None` if the limit, the rest or the time is missing.
    #[must_use]
    pub fn parse(header: &str) -> Option<Self> {
        let get = |name: &str| {
            let mut pairs = header.split(',').filter_map(|pair| pair.split_once(':'));
            pairs.find(|(known, _)| known.trim() == name).map(|(_, value)| value.trim())
        };
        Some(Self {
            limit: get("Limit")?.parse().ok()?,
            remain: get("Remain")?.parse().ok()?,
            time_left: wait_of(get("TimeLeft")?.parse().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_in_milliseconds_and_capped() {
        let parse = RateLimit::parse;
        let limit = RateLimit::new(1, 0, Duration::from_secs(2));
        assert_eq!(parse("Limit:1,Remain:0,TimeLeft:2000,Reset:1234"), Some(limit));
        assert_eq!(parse(" Remain : 0 , TimeLeft : 2000 , Limit : 1 "), Some(limit));
        let capped = parse("Limit:1,Remain:0,TimeLeft:99999999999").map(|limit| limit.time_left);
        assert_eq!(capped, Some(LONGEST_WAIT));
        for header in ["", "Limit:1", "Limit:x,Remain:0,TimeLeft:1", "Limit:1,Remain:-1,TimeLeft:1"]
        {
            assert_eq!(parse(header), None, "{header}");
        }
        let headers = vec![
            ("X-Acs-Retry-After".to_owned(), "1500".to_owned()),
            ("X-RateLimit-User".to_owned(), "Limit:9,Remain:8,TimeLeft:7".to_owned()),
        ];
        let reply = HttpResponse { status: 400, headers, body: Vec::new() };
        let observed = Observed::of(&reply, true);
        assert_eq!(observed.retry_after, Some(Duration::from_millis(1500)));
        assert_eq!(observed.user, Some(RateLimit::new(9, 8, Duration::from_millis(7))));
        assert_eq!((observed.outcome, observed.operation), (Outcome::Throttled, None));
    }
}
