//! In which unit a number is, and how a time is written.

use serde::{Deserialize, Serialize};

/// The unit of a number, or the form of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Form {
    /// 2³⁰ bytes.
    #[serde(rename = "GiB")]
    GiB,
    /// 2²⁰ bytes.
    #[serde(rename = "MiB")]
    MiB,
    /// The vendor's megabytes.
    #[serde(rename = "MB")]
    Megabytes,
    /// Bytes.
    #[serde(rename = "bytes")]
    Bytes,
    /// Thousands of bits.
    #[serde(rename = "kbit")]
    Kilobits,
    /// Millions of bits in a second.
    #[serde(rename = "Mbit/s")]
    MegabitsPerSecond,
    /// Thousands of bits in a second.
    #[serde(rename = "kbit/s")]
    KilobitsPerSecond,
    /// Millions of bytes in a second.
    #[serde(rename = "MB/s")]
    MegabytesPerSecond,
    /// Thousands of bytes in a second.
    #[serde(rename = "kB/s")]
    KilobytesPerSecond,
    /// Bytes in a second.
    #[serde(rename = "bytes/s")]
    BytesPerSecond,
    /// Reads or writes in a second.
    #[serde(rename = "operations/s")]
    OperationsPerSecond,
    /// Packets in a second.
    #[serde(rename = "packets/s")]
    PacketsPerSecond,
    /// Packets.
    #[serde(rename = "packets")]
    Packets,
    /// Billions of cycles in a second.
    #[serde(rename = "GHz")]
    Gigahertz,
    /// Parts of a hundred.
    #[serde(rename = "percent")]
    Percent,
    /// Rows of a table.
    #[serde(rename = "rows")]
    Rows,
    /// Millionths of a second.
    #[serde(rename = "microseconds")]
    Microseconds,
    /// Thousandths of a second.
    #[serde(rename = "milliseconds")]
    Milliseconds,
    /// Seconds.
    #[serde(rename = "seconds")]
    Seconds,
    /// Minutes.
    #[serde(rename = "minutes")]
    Minutes,
    /// Hours.
    #[serde(rename = "hours")]
    Hours,
    /// Days.
    #[serde(rename = "days")]
    Days,
    /// Months.
    #[serde(rename = "months")]
    Months,
    /// A time in UTC, to the hour: `2026-11-29T05Z`.
    #[serde(rename = "UTC, to the hour")]
    UtcHour,
    /// A time in UTC, to the minute: `2026-11-29T05:30Z`.
    #[serde(rename = "UTC, to the minute")]
    UtcMinute,
    /// A time in UTC, to the second: `2026-11-29T05:30:00Z`.
    #[serde(rename = "UTC, to the second")]
    UtcSecond,
    /// Text that is encoded unless the call asks for plain text.
    #[serde(rename = "base64, unless plain text is asked for")]
    Base64ByDefault,
}

impl Form {
    /// As files have it and documentation says it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::GiB => "GiB",
            Self::MiB => "MiB",
            Self::Megabytes => "MB",
            Self::Bytes => "bytes",
            Self::Kilobits => "kbit",
            Self::MegabitsPerSecond => "Mbit/s",
            Self::KilobitsPerSecond => "kbit/s",
            Self::MegabytesPerSecond => "MB/s",
            Self::KilobytesPerSecond => "kB/s",
            Self::BytesPerSecond => "bytes/s",
            Self::OperationsPerSecond => "operations/s",
            Self::PacketsPerSecond => "packets/s",
            Self::Packets => "packets",
            Self::Gigahertz => "GHz",
            Self::Percent => "percent",
            Self::Rows => "rows",
            Self::Microseconds => "microseconds",
            Self::Milliseconds => "milliseconds",
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Months => "months",
            Self::UtcHour => "UTC, to the hour",
            Self::UtcMinute => "UTC, to the minute",
            Self::UtcSecond => "UTC, to the second",
            Self::Base64ByDefault => "base64, unless plain text is asked for",
        }
    }

    /// Whether it is the form of a time.
    #[must_use]
    pub const fn is_time(self) -> bool {
        matches!(self, Self::UtcHour | Self::UtcMinute | Self::UtcSecond)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_written_as_it_is_said() {
        for form in [Form::GiB, Form::BytesPerSecond, Form::Percent, Form::UtcMinute] {
            assert_eq!(serde_json::to_value(form).unwrap(), form.text());
        }
    }
}
