//! What generated code calls and nobody else does: bodies written once here instead of a thousand
//! times there. Not a public interface.
//!
//! A list of names is one text with a name on each line: the compiler holds one literal instead of
//! dozens. A mark before or in a name says how the member travels: `*` it is secret, `{` its value
//! is one JSON text, `*{` both, `Outer>inner` it is a list that the reply wraps in an object.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::open_enum::OpenEnum;
pub use crate::open_enum::{Word, Words};
use crate::request::ErrorSet;
use crate::shown::short;
use crate::wire::tree::value_to_json;
use crate::wire::{Object, Reader, Sink, Slot, Value};

/// A set of error codes without templates, as a table.
pub trait Listed: Sized + Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The codes, one a line, and their variants in the same order.
    fn table() -> (&'static str, &'static [Self]);
}

impl<C: Listed> ErrorSet for C {
    fn from_code(code: &str) -> Option<Self> {
        let (codes, variants) = C::table();
        let place = codes.split('\n').position(|known| known == code)?;
        variants.get(place).cloned()
    }

    fn code(&self) -> Cow<'static, str> {
        let (codes, variants) = C::table();
        let known = codes.split('\n').zip(variants).find(|(_, variant)| *variant == self);
        Cow::Borrowed(known.map_or("", |(code, _)| code))
    }
}

/// Shows a code, escaped: what stands in the place of a `%s` is the service's text.
///
/// # Errors
/// Those of the formatter.
pub fn debug_code<C: ErrorSet>(code: &C, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    std::fmt::Display::fmt(&short(&code.code()), f)
}

/// The members of a request, or of a struct nested in one, that have been set: all that such a type
/// holds. Members nobody sets cost nothing, neither here nor to the compiler.
#[derive(Clone, Default)]
pub struct Members(Vec<(&'static str, Arc<dyn Value + Send + Sync>)>);

impl Members {
    /// Without any.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With this value under a name, with its mark; an earlier value is replaced.
    #[must_use]
    pub fn set<T: Value + Send + Sync + 'static>(mut self, name: &'static str, value: T) -> Self {
        self.put(name, Arc::new(value));
        self
    }

    /// With this text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.put(name, Arc::new(value.into()));
        self
    }

    /// With these texts.
    #[must_use]
    pub fn texts<T: Into<String>>(
        mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
    ) -> Self {
        let items: Vec<String> = items.into_iter().map(Into::into).collect();
        self.put(name, Arc::new(items));
        self
    }

    /// With this value of an open enum.
    #[must_use]
    pub fn word(self, name: &'static str, value: impl OpenEnum) -> Self {
        self.text(name, value.to_string())
    }

    /// With these values of an open enum.
    #[must_use]
    pub fn words<E: OpenEnum>(self, name: &'static str, items: impl Into<Vec<E>>) -> Self {
        self.texts(name, items.into().iter().map(ToString::to_string))
    }

    /// With these items.
    #[must_use]
    pub fn list<T: Value + Send + Sync + 'static>(
        mut self,
        name: &'static str,
        items: impl Into<Vec<T>>,
    ) -> Self {
        self.put(name, Arc::new(items.into()));
        self
    }

    fn put(&mut self, name: &'static str, value: Arc<dyn Value + Send + Sync>) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, place)) => *place = value,
            None => self.0.push((name, value)),
        }
    }

    /// The walk over them, in the order in which they were set.
    pub fn write(&self, object: &mut dyn Object) {
        for (name, value) in &self.0 {
            if let Some(name) = name.strip_prefix('{') {
                object.put_json(name, &**value);
            } else if let Some(name) = name.strip_prefix("*{") {
                object.put_secret(name, &JsonText(&**value));
            } else if let Some(name) = name.strip_prefix('*') {
                object.put_secret(name, &**value);
            } else {
                object.put(name, &**value);
            }
        }
    }
}

/// A value that is sent as the text of its JSON, so that a secret one is redacted as text is.
struct JsonText<'a>(&'a dyn Value);

impl Value for JsonText<'_> {
    fn emit(&self, sink: &mut dyn Sink) {
        match value_to_json(self.0) {
            Some(json) => sink.text(&json.to_string()),
            None => sink.absent(),
        }
    }
}

/// Reads the members of a struct: a name on each line, with its mark, and the places in the same
/// order.
pub fn read(reader: &mut dyn Reader, names: &'static str, slots: &mut [&mut dyn Slot]) {
    for (name, slot) in names.split('\n').zip(slots) {
        if let Some((outer, inner)) = name.split_once('>') {
            match outer.strip_prefix('*') {
                Some(outer) => reader.wrapped_secret(outer, inner, *slot),
                None => reader.wrapped(outer, inner, *slot),
            }
        } else if let Some(name) = name.strip_prefix('*') {
            reader.secret(name, *slot);
        } else {
            reader.field(name, *slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Fields, debug_fields, debug_read, decode, flatten};

    #[derive(Clone, Debug, PartialEq)]
    enum Codes {
        Dotted,
        Plain,
    }

    impl Listed for Codes {
        fn table() -> (&'static str, &'static [Self]) {
            ("A.B\nAB", &[Self::Dotted, Self::Plain])
        }
    }

    #[test]
    fn a_listed_code_leads_to_its_variant_and_back() {
        assert_eq!(Codes::from_code("A.B"), Some(Codes::Dotted));
        assert_eq!(Codes::from_code("AB"), Some(Codes::Plain));
        assert_eq!(Codes::Plain.code(), "AB");
        for unknown in ["", "A", "ab", "A.B\nAB"] {
            assert_eq!(Codes::from_code(unknown), None, "{unknown:?}");
        }
    }

    #[test]
    fn the_part_of_a_code_that_the_service_chose_is_shown_escaped() {
        #[derive(Clone, PartialEq)]
        struct Template(String);

        impl ErrorSet for Template {
            fn from_code(code: &str) -> Option<Self> {
                Some(Self(code.to_owned()))
            }

            fn code(&self) -> Cow<'static, str> {
                self.0.clone().into()
            }
        }

        impl fmt::Debug for Template {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug_code(self, f)
            }
        }

        let code = Template::from_code("DuplicatedParam.A\n\u{1b}[2J").unwrap();
        assert_eq!(format!("{code:?}"), r"DuplicatedParam.A\n\u{1b}[2J");
    }

    #[derive(Clone)]
    struct Login(Members);

    impl Fields for Login {
        fn write(&self, object: &mut dyn Object) {
            self.0.write(object);
        }
    }

    impl fmt::Debug for Login {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            debug_fields("Login", self, f)
        }
    }

    #[test]
    fn marks_say_how_a_member_is_written() {
        let members = Members::new().text("User", "u").text("*Password", "hidden");
        let login = Login(members.texts("{Groups", ["a", "b"]).set("Age", 7));
        let pairs = flatten(&login);
        let value = |name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| &**value);
        assert_eq!(value("User"), Some("u"));
        assert_eq!(value("Password"), Some("hidden"));
        assert_eq!(value("Groups"), Some(r#"["a","b"]"#));
        assert_eq!(value("Age"), Some("7"));
        let shown = format!("{login:?}");
        assert!(shown.contains("User") && !shown.contains("hidden"), "{shown}");
    }

    #[test]
    fn a_secret_that_is_one_json_text_is_sent_and_never_shown() {
        let map = std::collections::BTreeMap::from([("pin".to_owned(), "hidden".to_owned())]);
        let inner = Members::new().text("*Password", "hidden").text("User", "u");
        let members = Members::new().set("*{Map", map).texts("*{List", ["hidden"]);
        let login = Login(members.set("*{Struct", Login(inner)));
        let shown = format!("{login:?}");
        assert!(!shown.contains("hidden"), "{shown}");
        assert_eq!(shown.matches("[redacted]").count(), 3, "{shown}");
        let plain = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let sent = [
            plain("Map", r#"{"pin":"hidden"}"#),
            plain("List", r#"["hidden"]"#),
            plain("Struct", r#"{"Password":"hidden","User":"u"}"#),
        ];
        assert_eq!(flatten(&login), sent);
        // Inside another JSON text it is a text of its own, secret or not.
        let json = |mark: &'static str| {
            let one = Login(Members::new().texts(mark, ["a"]));
            flatten(&Login(Members::new().set("{Outer", one)))
        };
        assert_eq!(json("*{List"), json("{List"));
    }

    #[test]
    fn a_member_that_is_set_again_is_sent_once_with_its_last_value() {
        let login = Login(Members::new().text("User", "a").set("Age", 1).text("User", "b"));
        let pairs = flatten(&login);
        assert_eq!(pairs, [("User".to_owned(), "b".to_owned()), ("Age".into(), "1".into())]);
    }

    #[test]
    fn a_nested_struct_is_written_with_its_own_marks() {
        let inner = Login(Members::new().text("*Password", "hidden"));
        let outer = Login(Members::new().list("Login", vec![inner.clone()]).set("Own", inner));
        let pairs = flatten(&outer);
        let names: Vec<_> = pairs.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["Login.1.Password", "Own.Password"]);
        assert!(!format!("{outer:?}").contains("hidden"));
    }

    #[derive(Clone, Default)]
    struct Reply {
        id: String,
        items: Vec<String>,
        token: Option<String>,
        keys: Vec<String>,
    }

    impl crate::wire::Read for Reply {
        fn read(&mut self, reader: &mut dyn Reader) {
            let slots: &mut [&mut dyn Slot] =
                &mut [&mut self.id, &mut self.items, &mut self.token, &mut self.keys];
            read(reader, "Id\nItems>Item\n*Token\n*Keys>Key", slots);
        }
    }

    fn debug_shown(reply: &Reply) -> String {
        struct Shown<'a>(&'a Reply);
        impl fmt::Debug for Shown<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug_read("Reply", self.0, f)
            }
        }
        format!("{:?}", Shown(reply))
    }

    #[test]
    fn marks_say_how_a_member_is_read() {
        let body =
            r#"{"Id":"1","Items":{"Item":["a","b"]},"Token":"hidden","Keys":{"Key":["hidden"]}}"#;
        let mut reply = Reply::default();
        decode(body.as_bytes(), &mut reply).unwrap();
        assert_eq!((&*reply.id, reply.token.as_deref()), ("1", Some("hidden")));
        assert_eq!(
            (&*reply.items, &*reply.keys),
            (&["a".into(), "b".into()][..], &["hidden".into()][..])
        );
        let shown = debug_shown(&reply);
        assert!(shown.contains("Items") && !shown.contains("hidden"), "{shown}");
    }

    #[derive(Clone, Debug, PartialEq)]
    enum Color {
        Red,
        Other(String),
    }

    impl OpenEnum for Color {
        fn from_wire(wire: &str) -> Self {
            if wire == "red" { Self::Red } else { Self::Other(wire.to_owned()) }
        }
    }

    impl fmt::Display for Color {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.pad(if let Self::Other(text) = self { text } else { "red" })
        }
    }

    #[derive(Default)]
    struct Colors {
        one: Option<Color>,
        many: Vec<Color>,
    }

    impl crate::wire::Read for Colors {
        fn read(&mut self, reader: &mut dyn Reader) {
            let slots: &mut [&mut dyn Slot] =
                &mut [&mut Word(&mut self.one), &mut Words(&mut self.many)];
            read(reader, "One\nMany>Color", slots);
        }
    }

    #[test]
    fn open_enums_are_sent_as_their_texts() {
        let members = Members::new().word("One", Color::Red);
        let members = members.words("Many", [Color::Other("blue".to_owned()), Color::Red]);
        let pairs = flatten(&Login(members));
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs, ["One=red", "Many.1=blue", "Many.2=red"]);
    }

    #[test]
    fn open_enums_are_read_as_leniently_as_texts() {
        let read = |body: &str| {
            let mut colors = Colors { one: Some(Color::Red), many: vec![Color::Red] };
            let result = decode(body.as_bytes(), &mut colors).map_err(|error| error.to_string());
            (result, colors.one, colors.many)
        };
        let other = |text: &str| Color::Other(text.to_owned());
        let body = r#"{"One":"red","Many":{"Color":["red",null,7]}}"#;
        assert_eq!(read(body), (Ok(()), Some(Color::Red), vec![Color::Red, other(""), other("7")]));
        // Null and empty text are missing; a list that is missing stays as it was made.
        assert_eq!(read(r#"{"One":null,"Many":null}"#), (Ok(()), None, vec![Color::Red]));
        assert_eq!(read(r#"{"One":"","Many":""}"#), (Ok(()), Some(other("")), vec![Color::Red]));
        let (result, _, many) = read(r#"{"Many":["red",{},"blue"]}"#);
        assert!(result.unwrap_err().starts_with("$.Many[1]: expected text, found an object"));
        assert_eq!(many, [Color::Red], "decoding ends at the first wrong item");
        assert!(read(r#"{"One":[]}"#).0.unwrap_err().starts_with("$.One: expected text"));
        assert!(read(r#"{"Many":7}"#).0.unwrap_err().starts_with("$.Many: expected a list"));
    }
}
