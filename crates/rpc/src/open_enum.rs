//! Open enums: the values that the documents list, and room for any other text.
//!
//! A generated enum holds the listed values and implements [`KnownValue`]. Requests and replies
//! hold [`Open`], which is written once here for all of them.

use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

mod values;

/// An enum of the values that the documents list.
pub trait KnownValue: Copy + PartialEq + 'static {
    /// Every value, in the order of the documents.
    const ALL: &'static [Self];
    /// The texts of [`ALL`](Self::ALL) as they are on the wire, one on each line.
    const TEXTS: &'static str;

    /// Returns the text as it is on the wire.
    #[must_use]
    fn as_str(self) -> &'static str {
        let index = Self::ALL.iter().position(|known| *known == self);
        index.and_then(|index| Self::TEXTS.split('\n').nth(index)).unwrap_or_default()
    }

    /// Finds the value of a text, whatever the case of its ASCII letters.
    #[must_use]
    fn find(text: &str) -> Option<Self> {
        position(Self::TEXTS, |known| known.eq_ignore_ascii_case(text))
            .and_then(|index| Self::ALL.get(index).copied())
    }
}

/// The number of the line that is exactly this text. Byte by byte: each value of each reply comes
/// by here, and most lines are too short for a search that prepares itself.
fn line_of(lines: &[u8], text: &[u8]) -> Option<usize> {
    let mut rest = lines;
    let mut number = 0;
    loop {
        let is_whole = matches!(rest.get(text.len()), None | Some(b'\n'));
        if is_whole && rest.starts_with(text) && !text.contains(&b'\n') {
            return Some(number);
        }
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        rest = &rest[end + 1..];
        number += 1;
    }
}

fn position(texts: &'static str, fits: impl Fn(&str) -> bool) -> Option<usize> {
    texts.split('\n').position(fits)
}

/// A value of `V`, or a text that `V` does not list.
///
/// The service adds values at any time, so any text is accepted, and it is sent and shown as it
/// came. Comparing, ordering and hashing ignore the case of ASCII letters, because documents and
/// replies spell the same value differently.
///
/// ```
/// use aliyun_rpc::{KnownValue, Open};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Color { Red, Blue }
/// impl KnownValue for Color {
///     const ALL: &'static [Self] = &[Self::Red, Self::Blue];
///     const TEXTS: &'static str = "red\nblue";
/// }
///
/// let color: Open<Color> = "Red".into();
/// assert_eq!(color, Color::Red);
/// assert_eq!(color.as_str(), "Red");
/// match color.known() {
///     Some(Color::Red) => {}
///     _ => panic!("{color} is another color"),
/// }
/// assert_eq!(Open::<Color>::from("green").known(), None);
/// ```
///
/// There is no variant for other texts, because a program that matched one by its text would stop
/// working when a later version lists it.
#[derive(Clone)]
pub struct Open<V>(Held<V>);

#[derive(Clone)]
enum Held<V> {
    /// Exactly the text of this value.
    Known(V),
    Other(String),
}

impl<V: KnownValue> Open<V> {
    /// Returns the text as it is on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Held::Known(value) => value.as_str(),
            Held::Other(text) => text,
        }
    }

    /// Returns the listed value. `None` if this version of the crate does not list it.
    #[must_use]
    pub fn known(&self) -> Option<V> {
        match &self.0 {
            Held::Known(value) => Some(*value),
            Held::Other(text) => V::find(text),
        }
    }

    /// A listed value in the spelling of a line of `texts`, if one has it. Any other text stays as
    /// it came.
    pub(crate) fn spelled(self, texts: &str) -> Self {
        let Held::Known(value) = &self.0 else { return self };
        let own = texts.split('\n').find(|text| text.eq_ignore_ascii_case(value.as_str()));
        own.map_or(self, |text| Self(Held::Other(text.to_owned())))
    }

    /// The listed value of exactly this text.
    fn exact(text: &str) -> Option<Self> {
        let index = line_of(V::TEXTS.as_bytes(), text.as_bytes())?;
        V::ALL.get(index).map(|value| Self(Held::Known(*value)))
    }
}

impl<V: KnownValue> From<V> for Open<V> {
    fn from(value: V) -> Self {
        Self(Held::Known(value))
    }
}

impl<V: KnownValue> From<&str> for Open<V> {
    fn from(text: &str) -> Self {
        Self::exact(text).unwrap_or_else(|| Self(Held::Other(text.into())))
    }
}

impl<V: KnownValue> From<String> for Open<V> {
    fn from(text: String) -> Self {
        Self::exact(&text).unwrap_or(Self(Held::Other(text)))
    }
}

impl<V: KnownValue> From<&String> for Open<V> {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl<V: KnownValue> From<&Open<V>> for Open<V> {
    fn from(value: &Open<V>) -> Self {
        value.clone()
    }
}

impl<V: KnownValue> From<&Open<V>> for String {
    fn from(value: &Open<V>) -> Self {
        value.as_str().to_owned()
    }
}

impl<V: KnownValue> From<Open<V>> for String {
    fn from(value: Open<V>) -> Self {
        match value.0 {
            Held::Known(known) => known.as_str().to_owned(),
            Held::Other(text) => text,
        }
    }
}

impl<V: KnownValue> FromStr for Open<V> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

/// Empty text.
impl<V: KnownValue> Default for Open<V> {
    fn default() -> Self {
        "".into()
    }
}

impl<V: KnownValue> Deref for Open<V> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<V: KnownValue> AsRef<str> for Open<V> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<V: KnownValue> PartialEq for Open<V> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str().eq_ignore_ascii_case(other.as_str())
    }
}

impl<V: KnownValue> Eq for Open<V> {}

impl<V: KnownValue> PartialEq<V> for Open<V> {
    fn eq(&self, other: &V) -> bool {
        self.known() == Some(*other)
    }
}

impl<V: KnownValue> PartialEq<str> for Open<V> {
    fn eq(&self, other: &str) -> bool {
        self.as_str().eq_ignore_ascii_case(other)
    }
}

impl<V: KnownValue> PartialEq<&str> for Open<V> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl<V: KnownValue> PartialEq<String> for Open<V> {
    fn eq(&self, other: &String) -> bool {
        *self == **other
    }
}

impl<V: KnownValue> PartialOrd for Open<V> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<V: KnownValue> Ord for Open<V> {
    fn cmp(&self, other: &Self) -> Ordering {
        lower(self.as_str()).cmp(lower(other.as_str()))
    }
}

impl<V: KnownValue> Hash for Open<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        lower(self.as_str()).for_each(|byte| state.write_u8(byte));
        state.write_u8(0xff);
    }
}

fn lower(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}

impl<V: KnownValue> fmt::Display for Open<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<V: KnownValue> fmt::Debug for Open<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Status {
        InUse,
        Available,
    }

    impl KnownValue for Status {
        const ALL: &'static [Self] = &[Self::InUse, Self::Available];
        const TEXTS: &'static str = "In_use\nAvailable";
    }

    fn open(text: &str) -> Open<Status> {
        text.into()
    }

    #[test]
    fn a_listed_text_is_its_value_and_any_other_stays_as_it_came() {
        assert_eq!(open("In_use").known(), Some(Status::InUse));
        assert_eq!(open("in_USE").known(), Some(Status::InUse));
        for text in ["", "In_us", "In_use\nAvailable", "\n", "Attaching"] {
            assert_eq!(open(text).known(), None, "{text:?}");
        }
        for text in ["In_use", "in_USE", "Attaching", ""] {
            assert_eq!(open(text).as_str(), text);
            assert_eq!(String::from(open(text)), text);
            assert_eq!(Open::<Status>::from(text.to_owned()).to_string(), text);
            assert_eq!(format!("{:?}", open(text)), format!("{text:?}"));
        }
        assert_eq!(Open::from(Status::Available).as_str(), "Available");
    }

    #[test]
    fn values_and_texts_are_equal_whatever_their_case() {
        assert_eq!(open("IN_USE"), Status::InUse);
        assert_ne!(open("Attaching"), Status::InUse);
        assert_eq!(open("attaching"), "Attaching");
        assert_eq!(open("attaching"), "Attaching".to_owned());
        assert_eq!(open("in_use"), Open::from(Status::InUse));
        let spelt = ["In_use", "in_use", "Attaching", "attaching", "In_use_"].map(open);
        assert_eq!(spelt.iter().collect::<HashSet<_>>().len(), 3);
        let mut sorted = spelt.to_vec();
        sorted.sort();
        let texts: Vec<_> = sorted.iter().map(Open::as_str).collect();
        assert_eq!(texts, ["Attaching", "attaching", "In_use", "in_use", "In_use_"]);
    }

    #[test]
    fn a_listed_value_takes_the_spelling_of_a_member_and_other_texts_stay() {
        let sent = |text: &str| String::from(open(text).spelled("in_use\nOther"));
        for (text, expected) in [
            ("In_use", "in_use"),
            ("IN_USE", "IN_USE"),
            ("Available", "Available"),
            ("other", "other"),
        ] {
            assert_eq!(sent(text), expected);
        }
        assert_eq!(Open::from(Status::InUse).spelled("in_use").known(), Some(Status::InUse));
    }

    #[test]
    fn a_value_is_no_larger_than_a_text() {
        assert_eq!(size_of::<Option<Open<Status>>>(), size_of::<String>());
    }
}
