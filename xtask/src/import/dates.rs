//! Dates of publication as pages, file names and notes write them -> `YYYY-MM-DD`.

use std::time::SystemTime;

pub(crate) use aliyun_rpc_spec::text::is_date;

/// `Mar 19, 2024`, as the vendor's pages say when they were updated.
pub(crate) fn english(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.replace(',', " ");
    let mut words = text.split_whitespace();
    let (month, day, year) = (words.next()?, words.next()?, words.next()?);
    let short = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == short)? + 1;
    let day: u8 = day.parse().ok()?;
    let year: u16 = year.parse().ok()?;
    let date = format!("{year:04}-{month:02}-{day:02}");
    (words.next().is_none() && is_date(&date)).then_some(date)
}

/// The one date in a text; none when there is none or when there are several.
pub(crate) fn only_date(text: &str) -> Option<String> {
    let mut found: Option<&str> = None;
    let starts = (0..text.len()).filter(|&at| text.is_char_boundary(at));
    for candidate in starts.filter_map(|at| text.get(at..at + 10)).filter(|text| is_date(text)) {
        if found.is_some_and(|known| known != candidate) {
            return None;
        }
        found = Some(candidate);
    }
    found.map(str::to_owned)
}

/// The day of the system's clock, in UTC.
pub(crate) fn today() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    day(since.as_secs() / 86_400)
}

/// The day with this number, counted from 1970-01-01 as 0.
fn day(mut number: u64) -> String {
    let (mut year, mut month) = (1970_u64, 1_u8);
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let days = |year: u64| if is_leap(year) { 366 } else { 365 };
    while number >= days(year) {
        number -= days(year);
        year += 1;
    }
    let february = days(year) - 337;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if number < days {
            break;
        }
        number -= days;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", number + 1)
}

/// The same day of the year before, to compare dates with. None for what is not a date.
pub(crate) fn a_year_before(date: &str) -> Option<String> {
    let (year, rest) = date.split_at_checked(4).filter(|_| is_date(date))?;
    let year: u16 = year.parse().ok()?;
    Some(format!("{:04}{rest}", year.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_dates_become_iso_dates() {
        assert_eq!(english("Sep 29, 2024").as_deref(), Some("2024-09-29"));
        assert_eq!(english(" March 1, 2025 ").as_deref(), Some("2025-03-01"));
        for wrong in ["", "Foo 1, 2024", "Feb 30, 2024", "Mar 2024", "\u{66f4}\u{65b0} 1, 2024"] {
            assert_eq!(english(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        for (number, date) in [
            (0, "1970-01-01"),
            (31, "1970-02-01"),
            (789, "1972-02-29"),
            (790, "1972-03-01"),
            (11_016, "2000-02-29"),
            (20_454, "2026-01-01"),
            (20_785, "2026-11-28"),
            (20_818, "2026-12-31"),
        ] {
            assert_eq!(day(number), date);
        }
        assert!(is_date(&today()) && *today() >= *"2026-11-28");
        assert_eq!(a_year_before("2026-11-28").as_deref(), Some("2025-11-28"));
        assert_eq!(a_year_before("2024-02-29").as_deref(), Some("2023-02-29"));
        assert_eq!(a_year_before("soon"), None);
    }

    #[test]
    fn a_text_with_two_dates_states_none() {
        assert_eq!(only_date("api-docs.2024-06-24.json").as_deref(), Some("2024-06-24"));
        assert_eq!(
            only_date("\u{4e8e} 2024-06-24 \u{548c} 2024-06-24").as_deref(),
            Some("2024-06-24")
        );
        assert_eq!(only_date("2024-06-24 or 2024-06-25"), None);
        assert_eq!(only_date("2024-13-24"), None);
        assert!(!is_date("2023-02-29") && is_date("2024-02-29"));
    }
}
