// @generated from spec/common.json
use ::aliyun_rpc as rpc;
#[allow(unused_imports)]
use ::aliyun_decision::{self as d, typed as t};
#[allow(unused_imports)]
use ::aliyun_rpc::{generated as g, value as v, wire as w};
#[allow(unused_imports)]
use ::std::fmt;
/**Known values (stated by the vendor). [`Open`](rpc::Open) holds these and any other value. `Open::from(value)` has `Display` and `Hash`.

Used by `DescribeThings`.*/
#[non_exhaustive]
pub enum Color {
    ///`red`.
    Red,
    ///`dark-blue`.
    DarkBlue,
}
impl Copy for Color {}
#[automatically_derived]
impl Clone for Color {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl PartialEq for Color {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        *self as u16 == *other as u16
    }
}
impl Eq for Color {}
impl rpc::KnownValue for Color {
    const ALL: &'static [Self] = &[Self::Red, Self::DarkBlue];
    const TEXTS: &'static str = "red\ndark-blue";
}
impl PartialEq<Color> for Option<rpc::Open<Color>> {
    #[inline]
    fn eq(&self, other: &Color) -> bool {
        g::is(self, *other)
    }
}
impl fmt::Debug for Color {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(rpc::KnownValue::as_str(*self), f)
    }
}
///Part of requests of several groups: `AttachThing`, `CreateThing` and 3 more.
#[derive(Clone)]
#[must_use]
pub struct Tag(g::Members);
impl Tag {
    ///Creates the value with `Key`, which the service requires.
    #[inline]
    pub fn new(key: impl Into<String>) -> Self {
        Self(g::Members::new().text("Key", key))
    }
    ///`Value`.
    pub fn value(self, value: impl v::IntoValue<String>) -> Self {
        Self(self.0.set("Value", value))
    }
}
impl<K: Into<String>, V: Into<String>> From<(K, V)> for Tag {
    fn from((key, value): (K, V)) -> Self {
        Self(g::Members::new().text("Key", key).text("Value", value))
    }
}
impl v::Pair for Tag {
    fn told(key: Option<String>, value: Option<String>) -> Self {
        Self(g::Members::new().set::<String>("Key", key).set::<String>("Value", value))
    }
}
impl w::WriteFields for Tag {
    #[inline]
    fn write(&self, writer: &mut dyn w::FieldWriter) {
        self.0.write(writer);
    }
}
impl fmt::Debug for Tag {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("Tag", self, f)
    }
}
impl PartialEq for Tag {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
rpc::__serde!(replies :; requests : Tag);
