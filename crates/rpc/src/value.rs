//! What requests are made of. [`IntoValue`] is what setters take, a value, an [`Option`] of it or
//! something that stands for it; [`IntoList`] is what those of lists take, and [`IntoRequired`]
//! what constructors take.
//!
//! | type of the member | takes |
//! | --- | --- |
//! | `String` | any text, any id, a [`Timestamp`], a value of an open enum |
//! | `Id<K>` | any text, an id of the same kind, a handle of that kind |
//! | `Open<V>` | a value of `V`, any text |
//! | `i64`, `f64`, `bool` | the same; a literal needs no suffix |
//! | [`NumberText`], [`FlagText`] | a number or a boolean, or its text |
//! | [`Base64`] | bytes or a text, which are encoded; what a reply holds, which is encoded already |
//! | a struct | the struct; if it has a key and a value, also a pair of texts, ids or such, what a reply says of it, or a reference to one |
//! | a list | an array, a `Vec` or any other iterator over what one item takes |
//!
//! One trait for all setters, so that every member has one: a second one for options would double
//! what the compiler holds of a thousand generated types. Where something does not fit, the
//! compiler names these traits rather than `From` and all that implements it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

mod encoded;

pub use encoded::{Base64, NotBase64};

use crate::timestamp::Timestamp;
use crate::wire::{Json, ValueWriter, WriteFields, WriteValue};

/// A value for a member of type `T`.
///
/// `None` takes the member out of the request, so an option can be handed on as it is:
///
/// ```text
/// request.next_token(reply.next_token)
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for a member of type `{T}`",
    label = "expected `{T}`, or an `Option` of it",
    note = "help: the documentation of `runtime::value` (the crate `aliyun-rpc`) lists what each type of member takes"
)]
pub trait IntoValue<T> {
    /// The value, or `None` if the member is not set.
    fn into_value(self) -> Option<T>;
}

#[diagnostic::do_not_recommend]
impl<T, V: IntoValue<T>> IntoValue<T> for Option<V> {
    fn into_value(self) -> Option<T> {
        self.and_then(V::into_value)
    }
}

/// Structs nested in requests.
#[diagnostic::do_not_recommend]
impl<T: WriteFields> IntoValue<T> for T {
    fn into_value(self) -> Option<T> {
        Some(self)
    }
}

/// A struct with exactly a key and a value, such as a tag, is also made from a pair.
pub trait Pair: From<(String, String)> {
    /// The same from a reply, which may lack either.
    fn told(key: Option<String>, value: Option<String>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Pair, K: AsRef<str>, V: AsRef<str>> IntoValue<T> for (K, V) {
    fn into_value(self) -> Option<T> {
        IntoValue::into_value(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Pair, K: AsRef<str>, V: AsRef<str>> IntoValue<T> for &(K, V) {
    fn into_value(self) -> Option<T> {
        Some(T::from((self.0.as_ref().to_owned(), self.1.as_ref().to_owned())))
    }
}

/// A literal number needs no suffix, because only one type of number fits each kind of member.
macro_rules! values {
    ($target:ty: $($source:ty),* $(,)?) => {
        $(#[diagnostic::do_not_recommend]
        impl IntoValue<$target> for $source {
            fn into_value(self) -> Option<$target> {
                Some(self.into())
            }
        })*
    };
}

values!(String: String, &str, &String, Cow<'_, str>, Box<str>, Timestamp, &Timestamp);
values!(i64: i64);
values!(f64: f64);
values!(bool: bool);
values!(Json: Json);
values!(NumberText: NumberText, i64, &str, String, &String);
values!(FlagText: FlagText, bool, &str, String, &String);
values!(Base64: Base64, &[u8], Vec<u8>, &Vec<u8>, &str, String, &String);

/// Items of a slice of texts.
macro_rules! borrowed {
    ($($target:ty),*) => {
        $(#[diagnostic::do_not_recommend]
        impl IntoValue<$target> for &&str {
            fn into_value(self) -> Option<$target> {
                Some((*self).into())
            }
        })*
    };
}

borrowed!(String, NumberText, FlagText, Base64);

#[diagnostic::do_not_recommend]
impl<const N: usize> IntoValue<Base64> for &[u8; N] {
    fn into_value(self) -> Option<Base64> {
        Some(self.as_slice().into())
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoValue<Vec<T>> for Vec<T> {
    fn into_value(self) -> Option<Vec<T>> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoValue<BTreeMap<String, T>> for BTreeMap<String, T> {
    fn into_value(self) -> Option<BTreeMap<String, T>> {
        Some(self)
    }
}

/// The items of a list whose items are of type `T`: anything that can be iterated, over anything
/// that is a value for one item. Items that are `None` are left out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of `{T}`",
    label = "expected an array, a `Vec` or another iterator over `{T}` or what stands for it",
    note = "help: a single item goes into brackets: `[item]`"
)]
pub trait IntoList<T> {
    /// The items.
    fn into_list(self) -> Vec<T>;
}

#[diagnostic::do_not_recommend]
impl<T, I: IntoIterator<Item: IntoValue<T>>> IntoList<T> for I {
    fn into_list(self) -> Vec<T> {
        self.into_iter().filter_map(IntoValue::into_value).collect()
    }
}

/// What a constructor takes for a member of type `T` that the request cannot do without: everything
/// that is `Into<T>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as `{T}`",
    label = "expected `{T}` or what stands for it, such as a text",
    note = "help: check the order of the arguments",
    note = "help: a member of a reply can be missing, so it is an `Option`: take the value out of it first"
)]
pub trait IntoRequired<T> {
    /// The value.
    fn into_required(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T, S: Into<T>> IntoRequired<T> for S {
    fn into_required(self) -> T {
        self.into()
    }
}

/// Types that are sent as text and made from what they stand for.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, PartialEq, Eq)]
            pub struct $name(String);

            impl $name {
                /// The text as it is sent.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl WriteValue for $name {
                fn write_value(&self, writer: &mut dyn ValueWriter) {
                    writer.text(&self.0);
                }
            }
        )*
    };
}

texts! {
    /// A whole number that the service takes as text. Made from a number or from its text.
    NumberText;
    /// `true` or `false` as text. Made from a boolean or from its text.
    FlagText;
}

impl From<i64> for NumberText {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl From<bool> for FlagText {
    fn from(value: bool) -> Self {
        Self(value.to_string())
    }
}

macro_rules! from_text {
    ($($name:ident),*) => {
        $(
            impl From<&str> for $name {
                fn from(text: &str) -> Self {
                    Self(text.to_owned())
                }
            }

            impl From<String> for $name {
                fn from(text: String) -> Self {
                    Self(text)
                }
            }

            impl From<&String> for $name {
                fn from(text: &String) -> Self {
                    Self(text.clone())
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    fmt::Debug::fmt(&self.0, f)
                }
            }
        )*
    };
}

from_text!(NumberText, FlagText);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::open_enum::{KnownValue, Open};

    fn text<T: WriteValue>(value: impl IntoValue<T>) -> Option<String> {
        let value: Option<T> = value.into_value();
        let json = crate::wire::tree::value_to_json(&value?)?;
        Some(json.as_str().map_or_else(|| json.to_string(), str::to_owned))
    }

    #[test]
    fn a_member_takes_its_value_an_option_of_it_and_what_stands_for_it() {
        assert_eq!(text::<String>("a").as_deref(), Some("a"));
        assert_eq!(text::<String>(Some(&"a".to_owned())).as_deref(), Some("a"));
        assert_eq!(text::<String>(None::<&str>), None);
        assert_eq!(text::<i64>(Some(7)).as_deref(), Some("7"));
        assert_eq!(text::<NumberText>(40).as_deref(), Some("40"));
        assert_eq!(text::<NumberText>(Some("40")).as_deref(), Some("40"));
        assert_eq!(text::<FlagText>(true).as_deref(), Some("true"));
        assert_eq!(text::<FlagText>("false").as_deref(), Some("false"));
    }

    struct Server;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Colour {
        Red,
    }

    impl KnownValue for Colour {
        const ALL: &'static [Self] = &[Self::Red];
        const TEXTS: &'static str = "red";
    }

    /// Setters and constructors take the same.
    macro_rules! take {
        ($target:ty, $expected:literal: $($value:expr),* $(,)?) => {$(
            assert_eq!(text::<$target>($value).as_deref(), Some($expected));
            let required: $target = $value.into_required();
            assert_eq!(text::<$target>(required).as_deref(), Some($expected));
        )*};
    }

    #[test]
    fn every_type_of_member_takes_what_the_table_says() {
        let red = || "red".to_owned();
        let id = || Id::<Server>::from("red");
        let time = || Timestamp::from("red");
        take!(String, "red": "red", red(), &red(), Cow::Borrowed("red"), id(), &id(), time(), &time());
        let open = || Open::from(Colour::Red);
        take!(String, "red": open(), &open());
        assert_eq!(text::<String>(Colour::Red).as_deref(), Some("red"));
        take!(Id<Server>, "red": "red", red(), &red(), id(), &id());
        take!(Open<Colour>, "red": "red", red(), &red(), Colour::Red, open(), &open());
        take!(NumberText, "7": 7, "7", "7".to_owned(), &"7".to_owned());
        take!(FlagText, "true": true, "true", "true".to_owned(), &"true".to_owned());
        take!(Base64, "cmVk": "red", red(), &red(), b"red".as_slice(), b"red".to_vec());
        take!(i64, "7": 7);
        take!(f64, "0.5": 0.5);
        take!(bool, "true": true);
        let texts = |list: Vec<String>| assert_eq!(list, ["a", "b"]);
        texts(["a", "b"].into_list());
        texts(vec!["a".to_owned(), "b".to_owned()].into_list());
        texts(["a", "", "b"].iter().filter(|text| !text.is_empty()).copied().into_list());
        texts([Some("a"), None, Some("b")].into_list());
        let borrowed: &[&str] = &["a", "b"];
        texts(borrowed.into_list());
        texts((&["a".to_owned(), "b".to_owned()]).into_list());
        let ids = |list: Vec<Id<Server>>| assert_eq!(list, ["a", "b"]);
        ids(borrowed.into_list());
        let colours = |list: Vec<Open<Colour>>| assert_eq!(list, [Colour::Red]);
        colours((&[Colour::Red]).into_list());
        colours((&["red"]).into_list());
    }

    #[derive(Debug, PartialEq)]
    struct Label(String, String);

    impl From<(String, String)> for Label {
        fn from((key, value): (String, String)) -> Self {
            Self(key, value)
        }
    }

    impl Pair for Label {
        fn told(key: Option<String>, value: Option<String>) -> Self {
            Self(key.unwrap_or_default(), value.unwrap_or_default())
        }
    }

    #[test]
    fn a_list_of_pairs_takes_every_collection_of_texts() {
        let labels = |list: Vec<Label>| assert_eq!(list, [Label("team".into(), "db".into())]);
        let (key, value) = ("team".to_owned(), "db".to_owned());
        labels([("team", "db")].into_list());
        labels((&[("team", "db")]).into_list());
        labels([("team", &value)].into_list());
        labels([("team", Id::<Server>::from("db"))].into_list());
        labels((&vec![(key.clone(), value.clone())]).into_list());
        labels(vec![(key.clone(), value.clone())].into_list());
        labels((&BTreeMap::from([("team", "db")])).into_list());
        labels(BTreeMap::from([(key, value)]).into_list());
    }

    #[test]
    fn bytes_and_texts_are_encoded_once_and_what_is_encoded_already_is_not_encoded_again() {
        assert_eq!(text::<Base64>("#!/bin/sh\n").as_deref(), Some("IyEvYmluL3NoCg=="));
        assert_eq!(text::<Base64>(b"\xff\xfe").as_deref(), Some("//4="));
        assert_eq!(text::<Base64>(Base64::encoded("//4=")).as_deref(), Some("//4="));
        assert_eq!(format!("{:?}", Base64::from("hidden")), "Base64(8 characters)");
    }
}
