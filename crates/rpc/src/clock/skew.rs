//! Corrects the clock of this machine by the dates of replies. The service refuses calls whose
//! date is 15 minutes off.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// Codes of a date that is too far off.
const CODES: [&str; 2] = ["IllegalTimestamp", "InvalidTimeStamp.Expired"];

/// A smaller correction cannot be why a call was refused: it is what the way to the service takes.
const SMALLEST: i64 = 60;

/// How far the clock of this machine is off: the seconds to add to it. The client learns it from a
/// refusal of a call whose date was wrong. Code that calls the service without the client can use
/// it, too.
#[derive(Debug, Default)]
pub struct Skew(AtomicI64);

impl Skew {
    /// The seconds to add now. Nothing, unless a call was refused.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// The time of the service, with so many seconds added to the clock.
    #[must_use]
    pub fn correct(seconds: i64, now: SystemTime) -> SystemTime {
        let offset = Duration::from_secs(seconds.unsigned_abs());
        let corrected = if seconds < 0 { now.checked_sub(offset) } else { now.checked_add(offset) };
        corrected.unwrap_or(now)
    }

    /// Corrects the clock if the code of a refusal says that the date of the call was wrong. `used`
    /// is the correction in that date, in seconds: another call may have corrected the clock since.
    /// `measured` is what [`Skew::measured`] said of the reply. Returns whether the date would be
    /// another one now, so that another attempt makes sense.
    pub fn learn(&self, code: Option<&str>, used: i64, measured: Option<i64>) -> bool {
        let is_about_date = code.is_some_and(|code| CODES.contains(&code));
        let Some(measured) = measured.filter(|_| is_about_date) else { return false };
        self.0.store(measured, Ordering::Relaxed);
        measured.abs_diff(used) >= SMALLEST.unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::HttpResponse;

    const CODE: Option<&str> = Some("InvalidTimeStamp.Expired");

    fn reply(headers: &[(&str, &str)]) -> HttpResponse {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        HttpResponse { status: 400, headers: headers.collect(), body: Vec::new() }
    }

    /// 2026-11-28T12:00:00Z.
    fn noon() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_867_200)
    }

    #[test]
    fn the_clock_is_corrected_in_both_directions() {
        for (date, seconds) in
            [("Sat, 28 Nov 2026 13:00:00 GMT", 3600), ("Sat, 28 Nov 2026 11:30:00 GMT", -1800)]
        {
            let skew = Skew::default();
            let reply = reply(&[("Date", date)]);
            let measured = Skew::measured(&reply, noon());
            assert!(skew.learn(CODE, 0, measured), "{date}");
            let corrected = Skew::correct(skew.seconds(), noon());
            let difference = match corrected.duration_since(noon()) {
                Ok(ahead) => ahead.as_secs() as i64,
                Err(behind) => -(behind.duration().as_secs() as i64),
            };
            assert_eq!(difference, seconds);
            assert!(!skew.learn(CODE, seconds, measured), "the date was corrected already");
            assert!(skew.learn(CODE, 0, measured), "a call that was sent before");
        }
    }

    #[test]
    fn old_dates_other_codes_and_a_right_clock_correct_nothing() {
        let date = ("date", "Sat, 28 Nov 2026 13:00:00 GMT");
        for (code, reply, why) in [
            (CODE, reply(&[date, ("Age", "0")]), "from a cache"),
            (CODE, reply(&[]), "no date"),
            (CODE, reply(&[("date", "yesterday")]), "no date"),
            (Some("SignatureDoesNotMatch"), reply(&[date]), "another failure"),
            (None, reply(&[date]), "another failure"),
            (CODE, reply(&[("date", "Sat, 28 Nov 2026 12:00:59 GMT")]), "less than a minute"),
        ] {
            assert!(!Skew::default().learn(code, 0, Skew::measured(&reply, noon())), "{why}");
        }
        assert_eq!(Skew::correct(Skew::default().seconds(), noon()), noon());
    }
}
