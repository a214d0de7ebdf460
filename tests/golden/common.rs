// @generated from spec/common.json
use ::aliyun_rpc as rpc;
#[allow(unused_imports)]
use ::aliyun_rpc::{generated as g, wire as w};
#[allow(unused_imports)]
use ::std::fmt;
///Known values (stated by the vendor); others travel in `Other`.
#[derive(Clone)]
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
        rpc::OpenEnum::as_str(self)
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
    fn as_str(&self) -> &str {
        match self {
            Color::Red => "red",
            Color::DarkBlue => "dark-blue",
            Color::Other(text) => text,
        }
    }
}
impl PartialEq for Color {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
impl Eq for Color {}
impl w::Value for Color {
    #[inline]
    fn emit(&self, sink: &mut dyn w::Sink) {
        rpc::open_enum::emit(self, sink);
    }
}
impl w::Slot for Color {
    #[inline]
    fn blank() -> Self {
        rpc::open_enum::blank()
    }
    #[inline]
    fn view(&mut self) -> w::View<'_> {
        rpc::open_enum::view(self)
    }
}
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
