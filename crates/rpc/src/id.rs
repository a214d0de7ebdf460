//! Ids with a type, so that the id of one kind of resource cannot stand where another belongs.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;
use std::str::FromStr;

use crate::value::IntoValue;
use crate::wire::{Place, ReadValue, TextPlace, ValueWriter, WriteValue};

/// The id of a resource of the kind `K`.
///
/// Made from any text; whether there is such a resource is for the service to say. It compares with
/// texts and with ids of the same kind, and an id of another kind does not compile in its place:
///
/// ```compile_fail,E0277
/// use aliyun_rpc::Id;
///
/// enum Server {}
/// enum Volume {}
///
/// fn start(server: impl Into<Id<Server>>) {}
/// let volume: Id<Volume> = "v-1".into();
/// start(volume);
/// ```
pub struct Id<K> {
    text: String,
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    /// Returns the id as it is on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<K> From<String> for Id<K> {
    fn from(text: String) -> Self {
        Self { text, kind: PhantomData }
    }
}

impl<K> From<&str> for Id<K> {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<K> From<&String> for Id<K> {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl<K> From<&Id<K>> for Id<K> {
    fn from(id: &Id<K>) -> Self {
        id.clone()
    }
}

impl<K> From<&Id<K>> for String {
    fn from(id: &Id<K>) -> Self {
        id.text.clone()
    }
}

impl<K> From<Id<K>> for String {
    fn from(id: Id<K>) -> Self {
        id.text
    }
}

impl<K> FromStr for Id<K> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

/// Empty text.
impl<K> Default for Id<K> {
    fn default() -> Self {
        String::new().into()
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        self.text.clone().into()
    }
}

impl<K> Deref for Id<K> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl<K> AsRef<str> for Id<K> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<K> Borrow<str> for Id<K> {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialEq<str> for Id<K> {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl<K> PartialEq<&str> for Id<K> {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl<K> PartialEq<String> for Id<K> {
    fn eq(&self, other: &String) -> bool {
        self.text == *other
    }
}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

/// What a member of this type is set with.
macro_rules! values {
    ($($source:ty),*) => {
        $(#[diagnostic::do_not_recommend]
        impl<K> IntoValue<Id<K>> for $source {
            fn into_value(self) -> Option<Id<K>> {
                Some(self.into())
            }
        })*
    };
}

values!(Id<K>, &Id<K>, String, &String, &str);

/// An item of a slice of texts.
#[diagnostic::do_not_recommend]
impl<K> IntoValue<Id<K>> for &&str {
    fn into_value(self) -> Option<Id<K>> {
        Some((*self).into())
    }
}

/// For members that take the id of anything.
#[diagnostic::do_not_recommend]
impl<K> IntoValue<String> for Id<K> {
    fn into_value(self) -> Option<String> {
        Some(self.text)
    }
}

#[diagnostic::do_not_recommend]
impl<K> IntoValue<String> for &Id<K> {
    fn into_value(self) -> Option<String> {
        Some(self.text.clone())
    }
}

impl<K> WriteValue for Id<K> {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.text(&self.text);
    }

    fn into_text(self) -> Result<String, Self> {
        Ok(self.text)
    }
}

impl<K> ReadValue for Id<K> {
    fn place(&mut self) -> Place<'_> {
        Place::Text(self)
    }
}

impl<K> TextPlace for Id<K> {
    fn set(&mut self, text: &str) {
        self.text = text.to_owned();
    }

    fn get(&self) -> &str {
        &self.text
    }
}

/// The text of the id.
#[cfg(feature = "serde")]
impl<K> serde::Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(feature = "serde")]
impl<'de, K> serde::Deserialize<'de> for Id<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    enum Thing {}

    fn id(text: &str) -> Id<Thing> {
        text.into()
    }

    #[test]
    fn an_id_is_its_text_and_nothing_else() {
        assert_eq!(size_of::<Option<Id<Thing>>>(), size_of::<String>());
        assert_eq!((id("t-1"), id("t-1").as_str()), (id("t-1"), "t-1"));
        assert_eq!(id("t-1"), "t-1");
        assert_eq!(id("t-1"), "t-1".to_owned());
        assert_ne!(id("T-1"), "t-1");
        assert_eq!(format!("{} {:?} {:>4}", id("t-1"), id("t-1"), id("t-1")), "t-1 \"t-1\"  t-1");
        assert_eq!(String::from(id("t-1")), "t-1");
        assert_eq!("t-1".parse(), Ok(id("t-1")));
        assert_eq!(Id::<Thing>::from(&"t-1".to_owned()), Id::from(&id("t-1")));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn an_id_is_a_text_in_json() {
        let ids: Vec<Id<Thing>> = serde_json::from_str(r#"["t-1",""]"#).unwrap();
        assert_eq!(ids, ["t-1", ""]);
        assert_eq!(serde_json::to_string(&ids).unwrap(), r#"["t-1",""]"#);
        assert!(serde_json::from_str::<Id<Thing>>("1").is_err());
    }

    #[test]
    fn ids_are_keys_that_are_found_by_their_text() {
        let by_id = HashMap::from([(id("t-1"), 1)]);
        assert_eq!(by_id.get("t-1"), Some(&1));
        let sorted = BTreeSet::from([id("t-2"), id("t-1")]);
        assert_eq!(sorted.iter().map(Id::as_str).collect::<Vec<_>>(), ["t-1", "t-2"]);
    }
}
