//! Dates of publication as pages, file names and notes write them -> `YYYY-MM-DD`.

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
