//! The one date format of the protocol, `YYYY-MM-DDTHH:MM:SSZ`. A few lines of arithmetic are
//! cheaper than a calendar crate.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The end of the year 9999.
const LAST: u64 = 253_402_300_799;

/// Formats a time for `x-acs-date`. A time before 1970 is wrong and counts as 1970, and one after
/// the year 9999 as its end.
#[must_use]
pub fn timestamp(now: SystemTime) -> String {
    date(now.duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// As [`timestamp`], for a time since 1970.
pub(crate) fn date(since: Duration) -> String {
    let seconds = since.as_secs().min(LAST);
    let (days, rest) = ((seconds / 86_400) as u32, (seconds % 86_400) as u32);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    let mut text = *b"0000-00-00T00:00:00Z";
    let mut put = |at: usize, number: u32| {
        text[at] += (number / 10) as u8;
        text[at + 1] += (number % 10) as u8;
    };
    put(0, year / 100);
    put(2, year % 100);
    put(5, month);
    put(8, day);
    put(11, hour);
    put(14, minute);
    put(17, second);
    std::str::from_utf8(&text).expect("digits are ASCII").to_owned()
}

/// Year, month and day of a number of days since 1970-01-01. Counts in years that begin in March,
/// so that the leap day is the last day of a year.
fn civil(days: u32) -> (u32, u32, u32) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year_of_era + u32::from(month <= 2), month, day)
}

/// Parses `YYYY-MM-DDTHH:MM:SSZ`, from 1970 on. `None` for what is not a date of the calendar.
#[must_use]
pub fn parse_timestamp(text: &str) -> Option<SystemTime> {
    let bytes = text.as_bytes();
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
    if bytes.len() != 20 || separators.iter().any(|(at, byte)| bytes[*at] != *byte) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        let digits = &bytes[range];
        let all = digits.iter().all(u8::is_ascii_digit);
        all.then(|| digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let is_time = hour < 24 && minute < 60 && second <= 60;
    if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) || !is_time {
        return None;
    }
    let days = days(year, month, day);
    // The 30th of February would be another day.
    let is_date = civil(days) == (year, month, day);
    let seconds = u64::from(days) * 86_400 + u64::from(hour * 3_600 + minute * 60 + second);
    is_date.then(|| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// Seconds since 1970 of a date and a time of day with a zone, in the forms of ISO 8601 that the
/// service uses: with or without seconds, with `Z` or a distance from UTC. `None` for anything
/// else.
pub(crate) fn unix_seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let zone = rest.find(['Z', 'z', '+', '-'])?;
    let (time, zone) = rest.split_at(zone);
    let [year, month, day] = numbers(date, '-')?;
    // Shifted by cycles of the calendar, so that years before 1970 have no sign.
    let days_of = days(year + 2_000, month.max(1), day.max(1));
    if civil(days_of) != (year + 2_000, month, day) {
        return None;
    }
    let [hour, minute, second] = clock(time)?;
    let days = i64::from(days_of) - 5 * 146_097;
    let seconds = i64::from(hour * 3_600 + minute * 60 + second);
    Some(days * 86_400 + seconds - from_utc(zone)?)
}

/// Hour, minute and second of `04:04`, `04:04:22` or `04:04:22.123`.
fn clock(text: &str) -> Option<[u32; 3]> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let [hour, minute, second] = numbers(whole, ':').or_else(|| {
        let [hour, minute] = numbers(whole, ':')?;
        (whole == text).then_some([hour, minute, 0])
    })?;
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = hour < 24 && minute < 60 && second <= 60 && is_fraction;
    is_time.then_some([hour, minute, second])
}

/// The seconds that a zone is ahead of UTC: `Z`, `+08:00`, `+0800`.
fn from_utc(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, distance) = match zone.split_at_checked(1)? {
        ("+", distance) => (1, distance),
        (_, distance) => (-1, distance),
    };
    let (hours, minutes) = distance.split_at_checked(2)?;
    let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
    let [hours] = numbers(hours, ':')?;
    let [minutes] = numbers(minutes, ':')?;
    let is_distance = hours < 24 && minutes < 60;
    let seconds = i64::from(hours * 3_600 + minutes * 60);
    is_distance.then_some(sign * seconds)
}

/// Exactly `N` numbers between separators, each of two digits, or of four if it is a year.
fn numbers<const N: usize>(text: &str, separator: char) -> Option<[u32; N]> {
    let mut out = [0; N];
    let mut parts = text.split(separator);
    for number in &mut out {
        let part = parts.next()?;
        let is_number = matches!(part.len(), 2 | 4) && part.bytes().all(|b| b.is_ascii_digit());
        *number = is_number.then(|| part.parse().ok()).flatten()?;
    }
    parts.next().is_none().then_some(out)
}

/// Days since 1970-01-01, the reverse of [`civil`].
fn days(year: u32, month: u32, day: u32) -> u32 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_698_315_752, "2023-10-26T10:22:32Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (2_094_112_800, "2036-05-11T10:00:00Z"),
            (LAST, "9999-12-31T23:59:59Z"),
        ] {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(timestamp(time), text);
            assert_eq!(parse_timestamp(text), Some(time));
        }
    }

    #[test]
    fn a_time_that_the_format_does_not_have_is_the_nearest_one() {
        let second = Duration::from_secs(1);
        assert_eq!(timestamp(UNIX_EPOCH - second), "1970-01-01T00:00:00Z");
        let after = UNIX_EPOCH + Duration::from_secs(LAST) + second;
        assert_eq!(timestamp(after), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn what_is_not_a_date_of_the_calendar_is_none() {
        for text in [
            "",
            "2036-05-11",
            "2036-05-11T10:00:00",
            "2036-05-11T10:00:00+08:00",
            "2036-05-11 10:00:00Z",
            "2036-13-01T00:00:00Z",
            "2036-00-01T00:00:00Z",
            "2036-01-00T00:00:00Z",
            "2036-02-30T00:00:00Z",
            "2035-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2036-04-31T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "2036-05-11T24:00:00Z",
            "+036-05-11T10:00:00Z",
            "2036-05-11T10:00:0\u{e9}",
        ] {
            assert_eq!(parse_timestamp(text), None, "{text}");
        }
    }
}
