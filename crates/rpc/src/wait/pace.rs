//! How long a wait rests between two polls.

use std::time::Duration;

use crate::transport::LONGEST_WAIT;

/// A poll may rest up to 2 to the power of this times longer because calls are throttled.
const MOST_DOUBLINGS: u32 = 5;

/// One poll.
pub(super) struct Poll {
    /// How many calls it took.
    pub(super) calls: u32,
    pub(super) took: Duration,
    pub(super) throttled: bool,
    /// How long the service asked to wait.
    pub(super) retry_after: Option<Duration>,
}

/// The rests of one wait.
pub(super) struct Pace {
    interval: Duration,
    doublings: u32,
}

impl Pace {
    pub(super) fn new(interval: Duration) -> Self {
        Self { interval, doublings: 0 }
    }

    /// The rest after a poll: one interval for each call, and as long as the poll took. It doubles
    /// with each poll that was throttled and is halved again by each that was not.
    pub(super) fn after(&mut self, poll: &Poll) -> Duration {
        self.doublings = match poll.throttled {
            true => (self.doublings + 1).min(MOST_DOUBLINGS),
            false => self.doublings.saturating_sub(1),
        };
        let usual = self.interval.saturating_mul(poll.calls.max(1)).max(poll.took);
        let slowed = usual.saturating_mul(1 << self.doublings);
        slowed.max(poll.retry_after.unwrap_or_default().min(LONGEST_WAIT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poll(calls: u32, throttled: bool) -> Poll {
        Poll { calls, took: Duration::ZERO, throttled, retry_after: None }
    }

    #[test]
    fn a_poll_of_several_calls_rests_an_interval_for_each() {
        let mut pace = Pace::new(Duration::from_secs(2));
        assert_eq!([0, 1, 3].map(|calls| pace.after(&poll(calls, false)).as_secs()), [2, 2, 6]);
    }

    #[test]
    fn throttling_doubles_the_rest_up_to_a_limit_and_a_good_poll_halves_it() {
        let mut pace = Pace::new(Duration::from_secs(1));
        let throttled: Vec<u64> = (0..7).map(|_| pace.after(&poll(1, true)).as_secs()).collect();
        assert_eq!(throttled, [2, 4, 8, 16, 32, 32, 32]);
        let good: Vec<u64> = (0..6).map(|_| pace.after(&poll(1, false)).as_secs()).collect();
        assert_eq!(good, [16, 8, 4, 2, 1, 1]);
    }

    #[test]
    fn a_slow_poll_rests_as_long_as_it_took_and_never_less_than_the_service_asks() {
        let mut pace = Pace::new(Duration::from_secs(2));
        let took = Duration::from_secs(9);
        assert_eq!(pace.after(&Poll { took, ..poll(1, false) }), took);
        let retry_after = Some(Duration::from_secs(50));
        assert_eq!(pace.after(&Poll { retry_after, ..poll(1, true) }).as_secs(), 50);
        let retry_after = Some(Duration::from_secs(86_400));
        assert_eq!(pace.after(&Poll { retry_after, ..poll(1, true) }).as_secs(), 120);
    }
}
