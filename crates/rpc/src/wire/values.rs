//! A request as one walk sees it: every value with its place. What is sent, what is checked and what is
//! secret are all read from that.

use std::fmt::Write;
use std::ops::Range;

use super::flatten::decimal;
use super::secrets::{holds_secret, sounds_secret};
use super::{FieldWriter, ValueWriter, WriteFields, WriteValue, tree};

/// One value of a request.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    /// The name on the wire: `DataDisk.3.Size`.
    pub(crate) place: &'a str,
    /// The name without the numbers of list items: `DataDisk.Size`.
    pub(crate) path: &'a str,
    pub(crate) secret: bool,
    pub(crate) what: What<'a>,
}

#[derive(Clone, Copy)]
pub(crate) enum What<'a> {
    /// A number, a boolean or a text, as it is sent.
    Scalar(&'a str),
    /// The JSON of a member that is sent as one text. What is in it follows.
    Json,
    /// A scalar in such a text.
    InJson(&'a str),
    /// How many items a list has.
    Items(usize),
    Struct,
}

impl<'a> Value<'a> {
    /// A number, a boolean or a text, whether it is sent on its own or in JSON.
    pub(crate) fn scalar(&self) -> Option<&'a str> {
        match self.what {
            What::Scalar(text) | What::InJson(text) => Some(text),
            What::Json | What::Items(_) | What::Struct => None,
        }
    }
}

/// The values of a request, each list and struct before what is in it. All of their texts are in one,
/// because a text for each would cost more than the walk.
pub(crate) struct Values {
    text: String,
    found: Vec<Found>,
    not_a_number: Option<(String, f64)>,
}

/// Where the parts of a value are in the text.
struct Found {
    place: Range<usize>,
    path: Range<usize>,
    secret: bool,
    kind: Shape,
}

enum Shape {
    Scalar(Range<usize>),
    Json(Range<usize>),
    InJson(Range<usize>),
    Items(usize),
    Struct,
}

impl Values {
    /// Walks through a request. To find out which names sound secret costs more than the rest, so only
    /// members that are marked so count as secret.
    pub(crate) fn of(fields: &dyn WriteFields) -> Self {
        Self::walk(fields, false)
    }

    /// Walks through a request, and counts members whose name sounds secret as secret, too.
    pub(crate) fn with_secrets(fields: &dyn WriteFields) -> Self {
        Self::walk(fields, true)
    }

    fn walk(fields: &dyn WriteFields, by_name: bool) -> Self {
        // Enough for most requests.
        let values = Self {
            text: String::with_capacity(256),
            found: Vec::with_capacity(8),
            not_a_number: None,
        };
        let place = String::with_capacity(64);
        let (path, listed) = (String::new(), 0);
        let mut walk = Walk { place, path, listed, by_name, secret: false, in_json: false, values };
        fields.write(&mut walk);
        walk.values
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Value<'_>> {
        self.found.iter().map(|found| Value {
            place: &self.text[found.place.clone()],
            path: &self.text[found.path.clone()],
            secret: found.secret,
            what: match &found.kind {
                Shape::Scalar(text) => What::Scalar(&self.text[text.clone()]),
                Shape::Json(_) => What::Json,
                Shape::InJson(text) => What::InJson(&self.text[text.clone()]),
                Shape::Items(count) => What::Items(*count),
                Shape::Struct => What::Struct,
            },
        })
    }

    /// What is sent: names, values and whether they are secret.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        self.found.iter().filter_map(|found| match &found.kind {
            Shape::Scalar(text) | Shape::Json(text) => {
                Some((&self.text[found.place.clone()], &self.text[text.clone()], found.secret))
            }
            _ => None,
        })
    }

    /// The value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters().find(|(known, ..)| *known == name).map(|(_, value, _)| value)
    }

    /// Adds a parameter.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        let place = self.keep(name);
        let kind = Shape::Scalar(self.keep(value));
        self.found.push(Found { path: place.clone(), place, secret: false, kind });
    }

    /// Takes a parameter out.
    pub(crate) fn remove(&mut self, name: &str) {
        let text = &self.text;
        self.found.retain(|found| &text[found.place.clone()] != name);
    }

    /// The name of the outermost member that holds a number without digits, and the number.
    pub(crate) fn not_a_number(&self) -> Option<(&str, f64)> {
        self.not_a_number.as_ref().map(|(name, value)| (name.as_str(), *value))
    }

    fn keep(&mut self, text: &str) -> Range<usize> {
        let begin = self.text.len();
        self.text.push_str(text);
        begin..self.text.len()
    }
}

struct Walk {
    place: String,
    /// The place without item numbers. Only maintained inside lists; elsewhere it equals `place`.
    path: String,
    /// How many lists it is in.
    listed: usize,
    /// A name that sounds secret makes a member secret.
    by_name: bool,
    /// The next value is inside a secret member.
    secret: bool,
    /// The next value is inside a member that is sent as one text.
    in_json: bool,
    values: Values,
}

impl Walk {
    fn add(&mut self, kind: Shape) {
        let place = self.values.keep(&self.place);
        let path = if self.listed == 0 { place.clone() } else { self.values.keep(&self.path) };
        self.values.found.push(Found { place, path, secret: self.secret, kind });
    }

    fn scalar(&mut self, text: &str) {
        let text = self.values.keep(text);
        self.add(if self.in_json { Shape::InJson(text) } else { Shape::Scalar(text) });
    }

    fn member(&mut self, name: &str, secret: bool, write: impl FnOnce(&mut Self)) {
        let (place, path, outside) = (self.place.len(), self.path.len(), self.secret);
        join(&mut self.place, name);
        if self.listed > 0 {
            join(&mut self.path, name);
        }
        self.secret |= secret || self.by_name && sounds_secret(name);
        write(self);
        self.secret = outside;
        self.place.truncate(place);
        self.path.truncate(path);
    }
}

fn join(path: &mut String, part: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(part);
}

impl FieldWriter for Walk {
    fn put(&mut self, name: &str, value: &dyn WriteValue) {
        self.member(name, false, |walk| value.write_value(walk));
    }

    fn put_json(&mut self, name: &str, value: &dyn WriteValue) {
        let Some(json) = tree::value_to_json(value) else { return };
        self.member(name, self.by_name && holds_secret(value), |walk| {
            let outside = std::mem::replace(&mut walk.in_json, true);
            if !outside {
                let text = walk.values.keep(&json.to_string());
                walk.add(Shape::Json(text));
            }
            value.write_value(walk);
            walk.in_json = outside;
        });
    }

    fn put_secret(&mut self, name: &str, value: &dyn WriteValue) {
        self.member(name, true, |walk| value.write_value(walk));
    }
}

impl ValueWriter for Walk {
    fn absent(&mut self) {}

    fn boolean(&mut self, value: bool) {
        self.scalar(if value { "true" } else { "false" });
    }

    fn int(&mut self, value: i64) {
        self.scalar(&value.to_string());
    }

    fn float(&mut self, value: f64) {
        if !value.is_finite() && self.values.not_a_number.is_none() {
            let outermost = self.place.split('.').next().unwrap_or_default();
            self.values.not_a_number = Some((outermost.to_owned(), value));
        }
        self.scalar(&decimal(value));
    }

    fn text(&mut self, value: &str) {
        self.scalar(value);
    }

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn WriteValue>) {
        let at = self.values.found.len();
        self.add(Shape::Items(0));
        let length = self.place.len();
        if self.listed == 0 {
            self.path.clone_from(&self.place);
        }
        self.listed += 1;
        let mut count = 0;
        for item in items {
            count += 1;
            // Writing to a text does not fail.
            let _ = write!(self.place, ".{count}");
            item.write_value(self);
            self.place.truncate(length);
        }
        self.listed -= 1;
        self.values.found[at].kind = Shape::Items(count);
    }

    fn object(&mut self, fields: &dyn WriteFields) {
        self.add(Shape::Struct);
        fields.write(self);
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn WriteValue)>) {
        self.add(Shape::Struct);
        for (name, value) in entries {
            self.member(name, false, |walk| value.write_value(walk));
        }
    }
}
