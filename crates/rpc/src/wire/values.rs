//! A request as one walk sees it: every value with its place. What is sent, what is checked and
//! what is secret are all read from that.

use std::fmt::Write;
use std::ops::Range;

use smallvec::SmallVec;

use super::flatten::decimal;
use super::secrets::{holds_secret, sounds_secret};
use super::{FieldWriter, ValueWriter, WriteFields, WriteValue, tree};

/// One value of a request.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    /// The name on the wire: `Gate.3.Width`.
    pub(crate) place: &'a str,
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

/// The values of a request, each list and struct before what is in it. All of their texts are in
/// one, because a text for each would cost more than the walk.
pub(crate) struct Values {
    text: String,
    /// Most requests have few.
    found: SmallVec<[Found; 4]>,
    /// The outermost name that holds a number without digits, and the number.
    not_a_number: Option<(Range<usize>, f64)>,
}

/// Where the parts of a value are in the text.
struct Found {
    place: Range<usize>,
    /// The name without the numbers of list items: `Gate.Width`.
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
    /// Walks through a request. To find out which names sound secret costs more than the rest, so
    /// only members that are marked so count as secret.
    pub(crate) fn of(fields: &dyn WriteFields) -> Self {
        Self::walk(fields, false)
    }

    /// Walks through a request, and counts members whose name sounds secret as secret, too.
    pub(crate) fn with_secrets(fields: &dyn WriteFields) -> Self {
        Self::walk(fields, true)
    }

    fn walk(fields: &dyn WriteFields, by_name: bool) -> Self {
        let mut values = Self {
            // Enough for most requests.
            text: String::with_capacity(256),
            found: SmallVec::new(),
            not_a_number: None,
        };
        fields.write(&mut Walk {
            values: &mut values,
            outer: String::new(),
            place: 0..0,
            path: 0..0,
            listed: false,
            by_name,
            secret: false,
            in_json: false,
        });
        values
    }

    /// The values of a path.
    pub(crate) fn at<'a>(&'a self, path: &'a str) -> impl Iterator<Item = Value<'a>> {
        let found = self.found.iter().filter(move |found| &self.text[found.path.clone()] == path);
        found.map(|found| self.value(found))
    }

    /// Whether the struct at a place, or the request itself for none, has anything of a path that
    /// is not an empty text.
    pub(crate) fn has(&self, owner: &str, path: &str) -> bool {
        self.scalars(owner, path).any(|value| !value.is_empty())
    }

    /// The same, where an empty text is a value, too.
    pub(crate) fn is_set(&self, owner: &str, path: &str) -> bool {
        self.scalars(owner, path).next().is_some()
    }

    fn scalars<'a>(
        &'a self,
        owner: &'a str,
        path: &'a str,
    ) -> impl Iterator<Item = &'a Range<usize>> {
        let text = self.text.as_bytes();
        self.found.iter().filter_map(move |found| {
            let (Shape::Scalar(value) | Shape::InJson(value)) = &found.kind else { return None };
            let below = |name: &Range<usize>, other: &str| is_below(&text[name.clone()], other);
            let within = owner.is_empty() || below(&found.place, owner);
            (below(&found.path, path) && within).then_some(value)
        })
    }

    fn value(&self, found: &Found) -> Value<'_> {
        Value {
            place: &self.text[found.place.clone()],
            secret: found.secret,
            what: match &found.kind {
                Shape::Scalar(text) => What::Scalar(&self.text[text.clone()]),
                Shape::Json(_) => What::Json,
                Shape::InJson(text) => What::InJson(&self.text[text.clone()]),
                Shape::Items(count) => What::Items(*count),
                Shape::Struct => What::Struct,
            },
        }
    }

    /// What is sent: names, values and whether they are secret.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        self.sent().map(|(found, value)| {
            (&self.text[found.place.clone()], &self.text[value.clone()], found.secret)
        })
    }

    fn sent(&self) -> impl Iterator<Item = (&Found, &Range<usize>)> {
        self.found.iter().filter_map(|found| match &found.kind {
            Shape::Scalar(value) | Shape::Json(value) => Some((found, value)),
            _ => None,
        })
    }

    /// The value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.find(|known| known == name.as_bytes())
    }

    /// The value of the first parameter of such a name.
    pub(crate) fn find(&self, is: impl Fn(&[u8]) -> bool) -> Option<&str> {
        let text = self.text.as_bytes();
        let (_, value) = self.sent().find(|(found, _)| is(&text[found.place.clone()]))?;
        Some(&self.text[value.clone()])
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
        self.not_a_number.as_ref().map(|(name, value)| (&self.text[name.clone()], *value))
    }

    fn keep(&mut self, text: &str) -> Range<usize> {
        let begin = self.text.len();
        self.text.push_str(text);
        begin..self.text.len()
    }
}

/// Whether a name is another one, or one in it.
fn is_below(name: &[u8], other: &str) -> bool {
    name.strip_prefix(other.as_bytes()).is_some_and(|rest| matches!(rest, [] | [b'.', ..]))
}

struct Walk<'a> {
    values: &'a mut Values,
    /// What a part of the text is copied by to its end.
    outer: String,
    /// Where in the text the place of the next value is.
    place: Range<usize>,
    /// The same for its path, which is its place outside lists.
    path: Range<usize>,
    /// In a list.
    listed: bool,
    /// A name that sounds secret makes a member secret.
    by_name: bool,
    /// The next value is inside a secret member.
    secret: bool,
    /// The next value is inside a member that is sent as one text.
    in_json: bool,
}

impl Walk<'_> {
    fn add(&mut self, kind: Shape) {
        let (place, path) = (self.place.clone(), self.path.clone());
        self.values.found.push(Found { place, path, secret: self.secret, kind });
    }

    fn scalar(&mut self, text: &str) {
        let text = self.values.keep(text);
        self.add(if self.in_json { Shape::InJson(text) } else { Shape::Scalar(text) });
    }

    /// The place of a member in the text, from that of what it is in.
    fn join(&mut self, outer: Range<usize>, name: &str) -> Range<usize> {
        if outer.is_empty() {
            return self.values.keep(name);
        }
        let begin = self.values.text.len();
        self.repeat(outer);
        self.values.text.push('.');
        self.values.text.push_str(name);
        begin..self.values.text.len()
    }

    /// Writes a part of the text once more.
    fn repeat(&mut self, part: Range<usize>) {
        self.outer.clear();
        self.outer.push_str(&self.values.text[part]);
        self.values.text.push_str(&self.outer);
    }

    fn member(&mut self, name: &str, secret: bool, write: impl FnOnce(&mut Self)) {
        let (place, path, outside) = (self.place.clone(), self.path.clone(), self.secret);
        self.place = self.join(place.clone(), name);
        self.path = if self.listed { self.join(path.clone(), name) } else { self.place.clone() };
        self.secret |= secret || self.by_name && sounds_secret(name);
        write(self);
        (self.place, self.path, self.secret) = (place, path, outside);
    }
}

impl FieldWriter for Walk<'_> {
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

impl ValueWriter for Walk<'_> {
    fn absent(&mut self) {}

    fn boolean(&mut self, value: bool) {
        self.scalar(if value { "true" } else { "false" });
    }

    fn int(&mut self, value: i64) {
        self.scalar(&value.to_string());
    }

    fn float(&mut self, value: f64) {
        if !value.is_finite() && self.values.not_a_number.is_none() {
            let place = &self.values.text[self.place.clone()];
            let length = place.find('.').unwrap_or(place.len());
            self.values.not_a_number = Some((self.place.start..self.place.start + length, value));
        }
        self.scalar(&decimal(value));
    }

    fn text(&mut self, value: &str) {
        self.scalar(value);
    }

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn WriteValue>) {
        let at = self.values.found.len();
        self.add(Shape::Items(0));
        let (place, listed) = (self.place.clone(), std::mem::replace(&mut self.listed, true));
        let mut count = 0;
        for item in items {
            count += 1;
            let begin = self.values.text.len();
            self.repeat(place.clone());
            // Writing to a text does not fail.
            let _ = write!(self.values.text, ".{count}");
            self.place = begin..self.values.text.len();
            item.write_value(self);
        }
        (self.place, self.listed) = (place, listed);
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
