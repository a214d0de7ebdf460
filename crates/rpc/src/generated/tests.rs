use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::*;
use crate::error::{Class, Reaction};
use crate::product::{CodeRow, Product};
use crate::request::ErrorSet;
use crate::wire::{
    FieldWriter, ReadFields, WriteFields, debug_fields, debug_read, decode, flatten,
};

#[derive(Clone, Debug, PartialEq, Hash)]
enum Codes {
    Dotted,
    Plain,
    Busy,
    Full,
}

impl CodeTable for Codes {
    fn table() -> (&'static str, &'static [Self], Origin) {
        let origin = Origin { product: &PRODUCT, operation: "DeleteThing", read_only: false };
        ("A.B\nAB\nBusy\nFull", &[Self::Dotted, Self::Plain, Self::Busy, Self::Full], origin)
    }
}

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_code(self, f)
    }
}

static PRODUCT: Product = Product {
    codes: &[
        CodeRow { code: "A.B", class: Class::NotFound, reaction: Reaction::FixRequest },
        CodeRow { code: "AB", class: Class::Billing, reaction: Reaction::AskOwner },
        CodeRow { code: "Busy", class: Class::Transient, reaction: Reaction::RetrySameToken },
        CodeRow { code: "Full", class: Class::Throttled, reaction: Reaction::RetrySameToken },
    ],
    overrides: &[(
        "DeleteThing",
        CodeRow { code: "A.B", class: Class::NotFound, reaction: Reaction::AlreadyDone },
    )],
    ..Product::new("things", "2020-02-02")
};

#[test]
fn a_variant_has_the_class_and_reaction_of_its_code_in_its_operation() {
    let means = |code: Codes| (code.class(), code.reaction());
    assert_eq!(means(Codes::Dotted), (Class::NotFound, Reaction::AlreadyDone));
    assert_eq!(means(Codes::Plain), (Class::Billing, Reaction::AskOwner));
    assert_eq!(Codes::Dotted.to_string(), "A.B");
    // The operation changes something, and a code does not say whether the request had a token.
    assert_eq!(means(Codes::Busy), (Class::Transient, Reaction::WaitForState));
    assert_eq!(means(Codes::Full), (Class::Throttled, Reaction::RetryNewToken));
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
    #[derive(Clone, PartialEq, Hash)]
    struct Template(String);

    impl ErrorSet for Template {
        fn from_code(code: &str) -> Option<Self> {
            Some(Self(code.to_owned()))
        }

        fn code(&self) -> Cow<'static, str> {
            self.0.clone().into()
        }

        fn origin() -> Origin {
            Origin { product: &PRODUCT, operation: "", read_only: true }
        }
    }

    impl fmt::Display for Template {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            debug_code(self, f)
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

impl WriteFields for Login {
    fn write(&self, writer: &mut dyn FieldWriter) {
        self.0.write(writer);
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
    let login = Login(members.list::<String>("{Groups", ["a", "b"]).set::<i64>("Age", 7));
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
    let map = BTreeMap::from([("pin".to_owned(), "hidden".to_owned())]);
    let inner = Members::new().text("*Password", "hidden").text("User", "u");
    let members = Members::new()
        .set::<BTreeMap<String, String>>("*{Map", map)
        .list::<String>("*{List", ["hidden"]);
    let login = Login(members.set::<Login>("*{Struct", Login(inner)));
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
        let one = Login(Members::new().list::<String>(mark, ["a"]));
        flatten(&Login(Members::new().set::<Login>("{Outer", one)))
    };
    assert_eq!(json("*{List"), json("{List"));
}

#[test]
fn a_member_that_is_set_again_is_sent_once_with_its_last_value() {
    let login = Login(Members::new().text("User", "a").set::<i64>("Age", 1).text("User", "b"));
    let pairs = flatten(&login);
    assert_eq!(pairs, [("User".to_owned(), "b".to_owned()), ("Age".into(), "1".into())]);
}

#[test]
fn a_member_that_is_set_to_nothing_is_taken_out() {
    let members = Members::new().set::<String>("User", Some("a")).set::<i64>("Age", 1);
    let login = Login(members.set::<String>("User", None::<String>));
    assert_eq!(flatten(&login), [("Age".to_owned(), "1".to_owned())]);
}

#[test]
fn members_are_equal_when_the_same_is_sent_in_whatever_order_it_was_set() {
    let one = || Members::new().text("User", "a").set::<i64>("Age", 1);
    assert!(one() == Members::new().set::<i64>("Age", 1).text("User", "a"));
    assert!(one() != one().text("User", "b"));
    assert!(one() != one().text("Name", "a"));
    // What is the same on the wire is the same.
    assert!(one() == one().text("Age", "1").list::<String>("Group", [""; 0]));
}

#[test]
fn a_nested_struct_is_written_with_its_own_marks() {
    let inner = Login(Members::new().text("*Password", "hidden"));
    let outer = Login(
        Members::new().list::<Login>("Login", vec![inner.clone()]).set::<Login>("Own", inner),
    );
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

impl ReadFields for Reply {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        let slots: &mut [&mut dyn ReadValue] =
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

#[derive(Clone, Copy, Debug, PartialEq)]
enum Color {
    Red,
}

impl KnownValue for Color {
    const ALL: &'static [Self] = &[Self::Red];
    const TEXTS: &'static str = "red";
}

#[derive(Default)]
struct Colors {
    one: Option<Open<Color>>,
    many: Vec<Open<Color>>,
}

impl ReadFields for Colors {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        read(reader, "One\nMany>Color", &mut [&mut self.one, &mut self.many]);
    }
}

#[test]
fn open_enums_are_sent_as_their_texts() {
    let members = Members::new().of::<Open<Color>>("One", Color::Red);
    let members = members.list::<Open<Color>>("Many", ["blue", "red"]);
    let pairs = flatten(&Login(members));
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(pairs, ["One=red", "Many.1=blue", "Many.2=red"]);
}

fn red() -> Open<Color> {
    Color::Red.into()
}

#[test]
fn open_enums_are_read_as_leniently_as_texts() {
    let read = |body: &str| {
        let mut colors = Colors { one: Some(red()), many: vec![red()] };
        let result = decode(body.as_bytes(), &mut colors).map_err(|error| error.to_string());
        (result, colors.one, colors.many)
    };
    let other = |text: &str| Open::from(text);
    let body = r#"{"One":"red","Many":{"Color":["red",null,7]}}"#;
    assert_eq!(read(body), (Ok(()), Some(red()), vec![red(), other(""), other("7")]));
    // Null and empty text are missing; a list that is missing stays as it was made.
    assert_eq!(read(r#"{"One":null,"Many":null}"#), (Ok(()), None, vec![red()]));
    assert_eq!(read(r#"{"One":"","Many":""}"#), (Ok(()), Some(other("")), vec![red()]));
    let (result, _, _) = read(r#"{"Many":["red",{},"blue"]}"#);
    assert!(result.unwrap_err().starts_with("$.Many[1]: expected text, found an object"));
    assert!(read(r#"{"One":[]}"#).0.unwrap_err().starts_with("$.One: expected text"));
    assert!(read(r#"{"Many":7}"#).0.unwrap_err().starts_with("$.Many: expected a list"));
}
