//! The description of a value -> its unit, or the form of the time that it is. A closed table of
//! spellings; only the result is stored.

use aliyun_rpc_spec::capture::{Form, SchemaKind};

/// What a description says about the form of a value.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mined {
    /// The form, where the description states one and no other.
    pub form: Option<Form>,
    /// A unit that the table does not have.
    pub unknown: Option<String>,
}

/// Spellings of units. Of two that begin alike, the longer comes first.
const SPELLINGS: [(&str, Form); 34] = [
    ("GiB", Form::GiB),
    ("MiB", Form::MiB),
    ("Mbit/s", Form::MegabitsPerSecond),
    ("MB/s", Form::MegabytesPerSecond),
    ("MBps", Form::MegabytesPerSecond),
    ("MB", Form::Megabytes),
    ("kbits/s", Form::KilobitsPerSecond),
    ("kbits", Form::Kilobits),
    ("kbit/s", Form::KilobitsPerSecond),
    ("kB/s", Form::KilobytesPerSecond),
    ("Byte/s", Form::BytesPerSecond),
    ("bytes", Form::Bytes),
    ("Byte", Form::Bytes),
    ("字节", Form::Bytes),
    ("次/s", Form::OperationsPerSecond),
    ("pps", Form::PacketsPerSecond),
    ("packets", Form::Packets),
    ("GHz", Form::Gigahertz),
    ("%", Form::Percent),
    ("百分比", Form::Percent),
    ("行", Form::Rows),
    ("μs", Form::Microseconds),
    ("微秒", Form::Microseconds),
    ("ms", Form::Milliseconds),
    ("毫秒", Form::Milliseconds),
    ("seconds", Form::Seconds),
    ("秒", Form::Seconds),
    ("S", Form::Seconds),
    ("分钟", Form::Minutes),
    ("hours", Form::Hours),
    ("小时", Form::Hours),
    ("days", Form::Days),
    ("天", Form::Days),
    ("月", Form::Months),
];

/// Words that announce a unit.
const ANNOUNCED: [&str; 3] = ["单位", "Unit:", "unit:"];

/// Forms of times, with the letters of hours in one case. The longest comes first.
const TIMES: [(&str, Form); 3] = [
    ("yyyy-MM-ddTHH:mm:ssZ", Form::UtcSecond),
    ("yyyy-MM-ddTHH:mmZ", Form::UtcMinute),
    ("yyyy-MM-ddTHHZ", Form::UtcHour),
];

/// Mines the form of a value of this name and type.
pub(super) fn mine(name: &str, kind: SchemaKind, description: &str, example: &str) -> Mined {
    match kind {
        // What the value of a filter is depends on its key.
        SchemaKind::String if name.ends_with("Value") => Mined::default(),
        SchemaKind::String => match time(description, example) {
            Some(form) => Mined { form: Some(form), unknown: None },
            None => unit(description),
        },
        SchemaKind::Integer | SchemaKind::Number => unit(description),
        _ => Mined::default(),
    }
}

fn unit(description: &str) -> Mined {
    let stated = ANNOUNCED.iter().flat_map(|word| description.match_indices(word));
    let mut found = Mined::default();
    for (at, word) in stated {
        let rest = description.get(at + word.len()..).unwrap_or_default();
        let named = rest.trim_start_matches(['为', '是', ':', '：', ' ']);
        let form = SPELLINGS.iter().find_map(|(spelling, form)| {
            let after = named.strip_prefix(spelling)?;
            // What repeats has a period, and its unit is that of the steps.
            (ends_here(spelling, after) && !after.starts_with("，周期")).then_some(*form)
        });
        match (form, found.form) {
            // Two units: which of them it is depends on something else.
            (Some(form), Some(other)) if form != other => return Mined::default(),
            (Some(form), _) => found.form = Some(form),
            (None, _) if is_announced(rest) && !named.contains("，周期") => {
                found.unknown = Some(beginning(named))
            }
            (None, _) => {}
        }
    }
    found.unknown = found.unknown.filter(|_| found.form.is_none());
    found
}

/// Whether a unit ends where its spelling does: `MB` does not match in `MBit`, nor `天` in `天然`.
fn ends_here(spelling: &str, after: &str) -> bool {
    let is_latin = spelling.ends_with(|c: char| c.is_ascii_alphanumeric());
    match after.chars().next() {
        None => true,
        Some(next) if is_latin => !next.is_ascii_alphanumeric() && next != '/',
        Some(next) => !next.is_alphanumeric() && next != '/',
    }
}

/// A unit stands behind `为`, a colon, or as letters; all else is a sentence about units.
fn is_announced(rest: &str) -> bool {
    let named = rest.trim_start_matches(['为', ':', '：', ' ']);
    let is_name = named.starts_with(|c: char| c.is_alphanumeric());
    is_name && (named.len() < rest.trim_start().len() || named.starts_with(|c: char| c.is_ascii()))
}

fn beginning(named: &str) -> String {
    named.chars().take_while(|c| c.is_alphanumeric() || *c == '/').take(12).collect()
}

/// The form of a time, unless the example has another.
fn time(description: &str, example: &str) -> Option<Form> {
    let text = description.replace("Thh", "THH");
    let has = |pattern: &str| text.contains(pattern);
    let mut stated = TIMES.iter().filter(|(pattern, _)| has(pattern)).map(|(_, form)| *form);
    let form = stated.next().filter(|_| stated.next().is_none())?;
    // `2026-11-29T05:30Z`
    let shown = match (example.get(10..11), example.len()) {
        (Some("T"), 14) => Some(Form::UtcHour),
        (Some("T"), 17) => Some(Form::UtcMinute),
        (Some("T"), 20) => Some(Form::UtcSecond),
        _ => None,
    };
    (shown.is_none() || shown == Some(form)).then_some(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: SchemaKind, description: &str) -> Option<Form> {
        mine("Size", kind, description, "").form
    }

    #[test]
    fn a_unit_is_told_from_its_spelling() {
        use SchemaKind::{Integer, Number, String};
        for (kind, description, expected) in [
            (Integer, "盘的大小，单位为GiB。取值范围：20~2048", Form::GiB),
            (Integer, "单位GiB。", Form::GiB),
            (Integer, "单位：Mbit/s（Megabit）", Form::MegabitsPerSecond),
            (Integer, "单位时间内的流量，单位：kbits。", Form::Kilobits),
            (Number, "单位为百分比。", Form::Percent),
            (Integer, "单位：S。当前仅支持60S。", Form::Seconds),
            (Integer, "单位为：月。", Form::Months),
            (String, "单位为天，到期后释放。", Form::Days),
            (Integer, "单位：kbits/s。", Form::KilobitsPerSecond),
            (Integer, "The size. Unit: GiB.", Form::GiB),
        ] {
            assert_eq!(form(kind, description), Some(expected), "{description}");
        }
    }

    #[test]
    fn a_sentence_about_units_states_none_and_a_new_spelling_is_reported() {
        use SchemaKind::Integer;
        for description in [
            "时长单位。取值范围：",
            "单位由`PeriodUnit`指定",
            "单位时间内可以成功传输的数据",
            "存储容量单位包SCU",
            "单位：GiB，或者单位：MiB",
            "PeriodUnit=Month",
            "单位天，周期为星期。",
        ] {
            assert_eq!(mine("Size", Integer, description, ""), Mined::default(), "{description}");
        }
        let unknown = |description| mine("Size", Integer, description, "").unknown;
        assert_eq!(unknown("单位：PiB。").as_deref(), Some("PiB"));
        assert_eq!(unknown("单位GBits。").as_deref(), Some("GBits"));
        assert_eq!(unknown("单位为光年。").as_deref(), Some("光年"));
    }

    #[test]
    fn a_time_is_told_from_its_pattern_unless_the_example_has_another() {
        let mine =
            |name, description, example| mine(name, SchemaKind::String, description, example).form;
        let minute = "`yyyy-MM-ddThh:mmZ`";
        assert_eq!(mine("CreationTime", minute, "2017-12-10T04:04Z"), Some(Form::UtcMinute));
        assert_eq!(mine("CreationTime", minute, ""), Some(Form::UtcMinute));
        assert_eq!(mine("CreationTime", minute, "2017-12-10T04:04:05Z"), None);
        assert_eq!(mine("Time", "yyyy-MM-ddTHH:mm:ssZ", ""), Some(Form::UtcSecond));
        assert_eq!(mine("Time", "yyyy-MM-dd HH:mm:ss", ""), None);
        assert_eq!(mine("Value", minute, ""), None);
    }
}
