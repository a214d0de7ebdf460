//! What generated code calls and nobody else does: bodies written once here instead of a thousand
//! times there. Not a public interface.
//!
//! A list of names is one text with a name on each line: the compiler holds one literal instead of
//! dozens. A mark before or in a name says how the member travels: `*` it is secret, `{` its value
//! is one JSON text, `Outer>inner` it is a list that the reply wraps in an object. A secret that is
//! also one JSON text would be shown; no specification has one, and the printers refuse it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::request::ErrorSet;
use crate::wire::{Object, Reader, Slot, Value};

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

/// Shows a code as it is on the wire.
///
/// # Errors
/// Those of the formatter.
pub fn debug_code<C: ErrorSet>(code: &C, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&code.code())
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
            } else if let Some(name) = name.strip_prefix('*') {
                object.put_secret(name, &**value);
            } else {
                object.put(name, &**value);
            }
        }
    }
}

/// Reads the members of a struct: a name on each line, with its mark, and the places in the same
/// order.
pub fn read(reader: &mut dyn Reader, names: &'static str, slots: &mut [&mut dyn Slot]) {
    for (name, slot) in names.split('\n').zip(slots) {
        if let Some((outer, inner)) = name.split_once('>') {
            reader.wrapped(outer, inner, *slot);
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
    }

    impl crate::wire::Read for Reply {
        fn read(&mut self, reader: &mut dyn Reader) {
            let slots: &mut [&mut dyn Slot] = &mut [&mut self.id, &mut self.items, &mut self.token];
            read(reader, "Id\nItems>Item\n*Token", slots);
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
        let body = r#"{"Id":"1","Items":{"Item":["a","b"]},"Token":"hidden"}"#;
        let mut reply = Reply::default();
        decode(body.as_bytes(), &mut reply).unwrap();
        assert_eq!((&*reply.id, reply.token.as_deref()), ("1", Some("hidden")));
        assert_eq!(reply.items, ["a", "b"]);
        let shown = debug_shown(&reply);
        assert!(shown.contains("Items") && !shown.contains("hidden"), "{shown}");
    }
}
