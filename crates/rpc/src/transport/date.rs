//! How far the clock is off by the date of a reply.

use std::time::{Duration, SystemTime};

use super::HttpResponse;
use crate::clock::Skew;

impl Skew {
    /// The date of a reply minus now, in seconds. `None` if it has none, or an old one: it comes
    /// from a cache.
    #[must_use]
    pub fn measured(reply: &HttpResponse, now: SystemTime) -> Option<i64> {
        if reply.header("age").is_some() {
            return None;
        }
        let date = httpdate::parse_http_date(reply.header("date")?).ok()?;
        let seconds = |time: Duration| i64::try_from(time.as_secs()).ok();
        match date.duration_since(now) {
            Ok(ahead) => seconds(ahead),
            Err(behind) => seconds(behind.duration()).map(|seconds| -seconds),
        }
    }
}
