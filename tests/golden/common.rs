// @generated from spec/common.json
use ::aliyun_rpc as rpc;
#[allow(unused_imports)]
use ::aliyun_rpc::{decision::typed as t, generated as g, wire as w};
#[allow(unused_imports)]
use ::std::fmt;
///Known values (stated by the vendor); others travel in `Other`.
#[non_exhaustive]
pub enum Color {
    ///`red`.
    Red,
    ///`dark-blue`.
    DarkBlue,
    /// A value this version does not know.
    Other(String),
}
impl Color {
    /// The value as it is on the wire.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Color::Red => "red",
            Color::DarkBlue => "dark-blue",
            Color::Other(text) => text,
        }
    }
}
impl rpc::OpenEnum for Color {
    fn from_wire(wire: &str) -> Self {
        match wire {
            "red" => Color::Red,
            "dark-blue" => Color::DarkBlue,
            other => Color::Other(other.into()),
        }
    }
}
impl Clone for Color {
    fn clone(&self) -> Self {
        rpc::OpenEnum::from_wire(self.as_str())
    }
}
impl PartialEq for Color {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
impl Eq for Color {}
impl fmt::Display for Color {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
impl fmt::Debug for Color {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
///Part of requests.
#[derive(Clone, Default)]
#[must_use]
pub struct Tag(g::Members);
impl Tag {
    /// Without any member.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }
    ///`Key`, required.
    pub fn key(self, value: impl Into<String>) -> Self {
        Self(self.0.text("Key", value))
    }
    ///`Value`.
    pub fn value(self, value: impl Into<String>) -> Self {
        Self(self.0.text("Value", value))
    }
}
impl w::Fields for Tag {
    #[inline]
    fn write(&self, object: &mut dyn w::Object) {
        self.0.write(object);
    }
}
impl fmt::Debug for Tag {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("Tag", self, f)
    }
}
