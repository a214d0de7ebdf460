//! A request -> every value in it, with its place.

use crate::wire::{FieldWriter, ValueWriter, WriteFields, WriteValue, flatten::decimal};

/// One value of a request.
pub(super) struct Seen {
    /// The name on the wire: `DataDisk.3.Size`.
    pub(super) place: String,
    /// The name without the numbers of list items: `DataDisk.Size`.
    pub(super) path: String,
    pub(super) secret: bool,
    pub(super) what: What,
}

pub(super) enum What {
    /// A number, a boolean or a text, as it is sent.
    Scalar(String),
    Items(usize),
    Struct,
}

/// All values, each list and struct before what is in it.
pub(super) fn seen(fields: &dyn WriteFields) -> Vec<Seen> {
    let mut walk =
        Walk { place: String::new(), path: String::new(), secret: false, out: Vec::new() };
    fields.write(&mut walk);
    walk.out
}

struct Walk {
    place: String,
    path: String,
    secret: bool,
    out: Vec<Seen>,
}

impl Walk {
    fn keep(&mut self, what: What) {
        self.out.push(Seen {
            place: self.place.clone(),
            path: self.path.clone(),
            secret: self.secret,
            what,
        });
    }

    fn member(&mut self, name: &str, secret: bool, value: &dyn WriteValue) {
        let (place, path, outside) = (self.place.len(), self.path.len(), self.secret);
        join(&mut self.place, name);
        join(&mut self.path, name);
        self.secret |= secret;
        value.write_value(self);
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
        self.member(name, false, value);
    }

    fn put_json(&mut self, name: &str, value: &dyn WriteValue) {
        self.member(name, false, value);
    }

    fn put_secret(&mut self, name: &str, value: &dyn WriteValue) {
        self.member(name, true, value);
    }
}

impl ValueWriter for Walk {
    fn absent(&mut self) {}

    fn boolean(&mut self, value: bool) {
        self.keep(What::Scalar(value.to_string()));
    }

    fn int(&mut self, value: i64) {
        self.keep(What::Scalar(value.to_string()));
    }

    fn float(&mut self, value: f64) {
        self.keep(What::Scalar(decimal(value)));
    }

    fn text(&mut self, value: &str) {
        self.keep(What::Scalar(value.to_owned()));
    }

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn WriteValue>) {
        let at = self.out.len();
        self.keep(What::Items(0));
        let length = self.place.len();
        let mut count = 0;
        for item in items {
            count += 1;
            join(&mut self.place, &count.to_string());
            item.write_value(self);
            self.place.truncate(length);
        }
        if let Some(list) = self.out.get_mut(at) {
            list.what = What::Items(count);
        }
    }

    fn object(&mut self, fields: &dyn WriteFields) {
        self.keep(What::Struct);
        fields.write(self);
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn WriteValue)>) {
        self.keep(What::Struct);
        for (name, value) in entries {
            self.member(name, false, value);
        }
    }
}
