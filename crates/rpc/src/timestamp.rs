//! Times in replies: the text of the service, and what it means.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::time::{timestamp, unix_seconds};
use crate::wire::{Place, ReadValue, ValueWriter, WriteValue};

/// When something was or will be, as the service writes it.
///
/// Most operations write UTC to the minute (`2017-12-10T04:04Z`), others to the second
/// (`2017-12-10T04:04:22Z`), and some leave the text empty where there is no time. So this holds
/// the text, and [`unix_seconds`](Self::unix_seconds) reads it. Two are equal if their texts are.
///
/// Setters of requests take one wherever they take text. Where a member is documented "to the
/// minute", [`to_minute`](Self::to_minute) cuts the seconds off.
///
/// ```
/// use aliyun_rpc::Timestamp;
///
/// let created = Timestamp::from("2017-12-10T04:04Z");
/// assert_eq!(created.unix_seconds(), Some(1_512_878_640));
/// assert_eq!(Timestamp::from_unix_seconds(1_512_878_640), "2017-12-10T04:04:00Z");
/// assert_eq!(Timestamp::from("").unix_seconds(), None);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The seconds since 1970-01-01T00:00:00Z, negative before. A fraction of a second is dropped.
    ///
    /// `None` if the text is not a date and a time of day with a time zone. Without a zone it would
    /// be a guess which one is meant.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        unix_seconds(&self.0)
    }

    /// The time in UTC, to the second. A time before 1970 counts as 1970.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Self {
        let since = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
        Self::from(UNIX_EPOCH + since)
    }

    /// The same minute in UTC, without seconds: `2017-12-10T04:04Z`. A text that does not name a
    /// moment since 1970 stays as it is.
    #[must_use]
    pub fn to_minute(&self) -> Self {
        let since = self.unix_seconds().filter(|seconds| *seconds >= 0);
        let Some(seconds) = since else { return self.clone() };
        let text = Self::from_unix_seconds(seconds).0;
        Self(text.get(..16).map_or_else(|| text.clone(), |minute| format!("{minute}Z")))
    }

    /// The time as [`SystemTime`]. `None` as for [`unix_seconds`](Self::unix_seconds).
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let seconds = self.unix_seconds()?;
        let distance = Duration::from_secs(seconds.unsigned_abs());
        if seconds < 0 {
            UNIX_EPOCH.checked_sub(distance)
        } else {
            UNIX_EPOCH.checked_add(distance)
        }
    }

    /// The time as a timestamp of the crate `jiff`. `None` as for
    /// [`unix_seconds`](Self::unix_seconds).
    #[cfg(feature = "jiff")]
    #[must_use]
    pub fn to_jiff(&self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_second(self.unix_seconds()?).ok()
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        Self(timestamp(time))
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        Self::from_unix_seconds(time.as_second())
    }
}

impl From<Timestamp> for String {
    fn from(time: Timestamp) -> Self {
        time.0
    }
}

impl From<&Timestamp> for String {
    fn from(time: &Timestamp) -> Self {
        time.0.clone()
    }
}

impl AsRef<str> for Timestamp {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Timestamp {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Timestamp {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl ReadValue for Timestamp {
    fn place(&mut self) -> Place<'_> {
        Place::Text(&mut self.0)
    }
}

impl WriteValue for Timestamp {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.text(&self.0);
    }

    fn into_text(self) -> Result<String, Self> {
        Ok(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_service_is_the_same_moment() {
        for text in [
            "2017-12-10T04:04Z",
            "2017-12-10T04:04:00Z",
            "2017-12-10T04:04:00.999Z",
            "2017-12-10T12:04+08:00",
            "2017-12-10T12:04:00+0800",
            "2017-12-09T23:34:00-04:30",
            "2017-12-10 04:04:00Z",
            " 2017-12-10t04:04:00z ",
        ] {
            assert_eq!(Timestamp::from(text).unix_seconds(), Some(1_512_878_640), "{text}");
        }
        assert_eq!(Timestamp::from("1969-12-31T23:59:58Z").unix_seconds(), Some(-2));
        assert_eq!(Timestamp::from("2024-12-31T23:59:60Z").unix_seconds(), Some(1_735_689_600));
    }

    #[test]
    fn what_does_not_name_a_moment_is_none() {
        for text in [
            "",
            "null",
            "04:04:00",
            "2017-12-10",
            "2017-12-10T04Z",
            "2017-12-10T04:04",
            "2017-12-10 04:04:00",
            "2017-02-29T04:04Z",
            "2017-13-10T04:04Z",
            "2017-12-10T24:04Z",
            "2017-12-10T04:60Z",
            "2017-12-10T04:04:00.Z",
            "2017-12-10T04:04+99:00",
            "2017-12-10T04:04:00Zx",
            "2017-12-1éT04:04Z",
            "+017-12-10T04:04Z",
        ] {
            assert_eq!(Timestamp::from(text).unix_seconds(), None, "{text}");
        }
    }

    #[test]
    fn a_time_goes_out_as_text_and_comes_back() {
        let time = UNIX_EPOCH + Duration::from_secs(1_512_878_640);
        let text: String = Timestamp::from(time).into();
        assert_eq!(text, "2017-12-10T04:04:00Z");
        assert_eq!(Timestamp::from(&*text).to_system_time(), Some(time));
        assert_eq!(format!("{:?} {}", Timestamp::from("x"), Timestamp::from("x")), r#""x" x"#);
    }

    #[test]
    fn a_minute_is_written_without_seconds_in_utc() {
        for (text, minute) in [
            ("2017-12-10T04:04:22Z", "2017-12-10T04:04Z"),
            ("2017-12-10T12:04+08:00", "2017-12-10T04:04Z"),
            ("tomorrow", "tomorrow"),
            ("1969-12-31T23:59:58Z", "1969-12-31T23:59:58Z"),
            ("1970-01-01T08:00:07+08:00", "1970-01-01T00:00Z"),
        ] {
            assert_eq!(Timestamp::from(text).to_minute(), minute);
        }
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_reads_the_same_moment() {
        let time = Timestamp::from("2017-12-10T12:04+08:00").to_jiff();
        assert_eq!(time.map(|time| time.as_second()), Some(1_512_878_640));
        let back = time.map(Timestamp::from);
        assert_eq!(back, Some("2017-12-10T04:04:00Z".into()));
    }
}
