//! What a document shows of a value: its unit or the form of the time that it is, and an example.
//! What would mislead is left out.

use aliyun_rpc_spec::capture::{Form, Schema, SchemaKind};
use aliyun_rpc_spec::text::is_date;

/// Whether a member has this form as far as a reader needs to know.
pub(super) fn is_said(form: Form, name: &str, siblings: &[Schema]) -> bool {
    // The unit is what the member beside it says.
    let unit = format!("{name}Unit");
    let is_stated_beside = siblings.iter().any(|other| other.name == unit);
    // Hours are points of the day here, and no length of time.
    let is_point = name.ends_with("Points");
    let is_length = matches!(
        form,
        Form::Microseconds
            | Form::Milliseconds
            | Form::Seconds
            | Form::Minutes
            | Form::Hours
            | Form::Days
            | Form::Months
    );
    // Every page has rows.
    let is_plain = form == Form::Rows;
    !((is_length && (is_stated_beside || is_point)) || is_plain)
}

/// The example of a value, unless it breaks what the documents say about the values themselves,
/// or looks like a time and is not one.
pub(super) fn example(holder: &Schema) -> Option<String> {
    let text = holder.example.as_ref()?;
    let number = text.parse::<f64>().ok();
    let bound = |bound: &Option<String>| bound.as_ref().and_then(|bound| bound.parse::<f64>().ok());
    let too_small = number.zip(bound(&holder.minimum)).is_some_and(|(it, least)| it < least);
    let too_large = number.zip(bound(&holder.maximum)).is_some_and(|(it, most)| it > most);
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let too_short = holder.min_length.is_some_and(|least| length < least);
    let too_long = holder.max_length.is_some_and(|most| length > most);
    let listed = if holder.values.is_empty() { &holder.mined } else { &holder.values };
    let unlisted = !listed.is_empty() && !listed.contains(text);
    let breaks = match holder.kind {
        SchemaKind::String => too_short || too_long || unlisted || !is_moment(text),
        _ => too_small || too_large,
    };
    (!breaks).then(|| text.clone())
}

/// Whether a text that begins like a time in UTC is one: `2026-11-29T05Z`, `2026-11-29T05:30Z` or
/// `2026-11-29T05:30:00Z`. All other texts pass.
fn is_moment(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return true };
    let is_like_date = |byte: u8| byte.is_ascii_digit() || byte == b'-';
    if date.len() != 10 || !date.bytes().all(is_like_date) {
        return true;
    }
    let Some(time) = time.strip_suffix('Z') else { return false };
    let parts: Vec<&str> = time.split(':').collect();
    let below = |part: &str, end: u8| {
        let is_number = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number && part.parse::<u8>().is_ok_and(|number| number < end)
    };
    let is_time = match parts.as_slice() {
        [hour] => below(hour, 24),
        [hour, minute] => below(hour, 24) && below(minute, 60),
        [hour, minute, second] => below(hour, 24) && below(minute, 60) && below(second, 60),
        _ => false,
    };
    is_date(date) && is_time
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> Schema {
        Schema { name: name.to_owned(), ..Schema::default() }
    }

    #[test]
    fn a_unit_is_not_shown_where_it_would_mislead() {
        let said = |form, name: &str, beside: &[&str]| {
            let members: Vec<Schema> = beside.iter().map(|name| member(name)).collect();
            is_said(form, name, &members)
        };
        assert!(said(Form::Months, "Period", &["Period"]));
        assert!(!said(Form::Months, "Period", &["Period", "PeriodUnit"]));
        assert!(said(Form::Hours, "RetentionHours", &["PeriodUnit"]));
        for points in ["TimePoints", "timePoints"] {
            assert!(!said(Form::Hours, points, &[]));
        }
        assert!(!said(Form::Rows, "PageSize", &[]));
        assert!(said(Form::GiB, "Size", &[]));
    }

    #[test]
    fn an_example_of_a_time_is_shown_only_if_it_is_one() {
        let shown = |text: &str| {
            let kind = SchemaKind::String;
            example(&Schema { kind, example: Some(text.to_owned()), ..Schema::default() }).is_some()
        };
        for text in [
            "2017-12-05T23Z",
            "2017-12-05T23:40Z",
            "2024-02-29T23:40:59Z",
            "cn-hangzhou",
            "Test",
            "T-2017",
        ] {
            assert!(shown(text), "{text}");
        }
        for text in [
            "2017-12-05T2340:00Z",
            "2017-11-31T10:00:00Z",
            "2017-12-05T24:00Z",
            "2017-12-05T23:40",
            "2017-12-05T23:60Z",
            "2017-12-5-T23:40Z",
        ] {
            assert!(!shown(text), "{text}");
        }
    }
}
