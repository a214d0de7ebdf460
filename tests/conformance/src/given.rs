//! JSON of a test vector into the argument a constructor or setter takes. Whatever does not fit is
//! noted, and so is every mark that stands for a demanded parameter which the vector leaves out.

use std::collections::BTreeMap;

use aliyun_ecs::runtime::Json;
use aliyun_ecs::{Id, KnownValue, Open};
use serde_json::Map;

/// What happened on the way from JSON to a request.
#[derive(Default)]
pub struct Notes {
    /// Members that the type has no setter for, and values of another type.
    pub problems: Vec<String>,
    /// Query parameters of demanded arguments that were not given.
    pub marks: Vec<(String, String)>,
    /// Parameters that a vector gives beside those of the alternative that was chosen, which the
    /// typed API cannot send together.
    pub excluded: Vec<String>,
    /// Parameters that hold a JSON list in a text, with the list that was passed.
    pub lists: BTreeMap<String, Json>,
}

/// A struct of the typed API that can be built from the members of an object.
pub trait Given: Sized {
    /// Calls a constructor, and the setter of every member that is there.
    fn from_members(members: &mut Members<'_>) -> Self;
}

/// Builds a request.
pub(crate) fn request<T: Given>(json: Json, notes: &mut Notes) -> T {
    built("", json, notes)
}

/// The members of a JSON object that no setter has taken yet.
pub struct Members<'a> {
    place: String,
    left: Map<String, Json>,
    notes: &'a mut Notes,
}

impl Members<'_> {
    pub(crate) fn have(&self, wires: &[&str]) -> bool {
        wires.iter().all(|wire| self.left.contains_key(*wire))
    }

    pub(crate) fn take<T: Value>(&mut self, wire: &str) -> Option<T> {
        let json = self.left.remove(wire)?;
        Some(T::from_json(&self.at(wire), json, self.notes))
    }

    /// Leaves out what only another alternative takes.
    pub(crate) fn exclude(&mut self, wire: &str) {
        if self.left.remove(wire).is_some() {
            self.notes.excluded.push(self.at(wire));
        }
    }

    /// A list that callers of other clients write as JSON text; any other text becomes its only
    /// item, since the typed API can send nothing but a list.
    pub(crate) fn take_json<T: Value>(&mut self, wire: &str) -> Option<T> {
        let text = self.left.remove(wire)?;
        let list = text.as_str().and_then(|text| serde_json::from_str(text).ok());
        let list = list.filter(Json::is_array).unwrap_or_else(|| Json::Array(vec![text]));
        self.notes.lists.insert(self.at(wire), list.clone());
        Some(T::from_json(&self.at(wire), list, self.notes))
    }

    pub(crate) fn demand<T: Value>(&mut self, wire: &str) -> T {
        if self.left.contains_key(wire) {
            return self.take(wire).expect("it is there");
        }
        self.notes.marks.extend(T::mark_as(&self.at(wire)));
        T::mark()
    }

    pub(crate) fn demand_json<T: Value>(&mut self, wire: &str) -> T {
        if self.left.contains_key(wire) {
            return self.take_json(wire).expect("it is there");
        }
        self.mark_as_text(wire)
    }

    /// A demanded argument that the query holds as JSON text.
    pub(crate) fn demand_text<T: Value>(&mut self, wire: &str) -> T {
        if self.left.contains_key(wire) {
            return self.take(wire).expect("it is there");
        }
        self.mark_as_text(wire)
    }

    fn mark_as_text<T: Value>(&mut self, wire: &str) -> T {
        self.notes.marks.push((self.at(wire), T::mark_as_json().to_string()));
        T::mark()
    }

    fn at(&self, wire: &str) -> String {
        if self.place.is_empty() { wire.to_owned() } else { format!("{}.{wire}", self.place) }
    }
}

/// What a setter takes.
pub trait Value: Sized {
    /// The value that JSON stands for.
    fn from_json(place: &str, json: Json, notes: &mut Notes) -> Self;

    /// The value that stands for one that is not given.
    fn mark() -> Self;

    /// The query parameters of [`Value::mark`].
    fn mark_as(place: &str) -> Vec<(String, String)>;

    /// [`Value::mark`] in JSON text. An object without members is a pair there, unlike in a query.
    fn mark_as_json() -> Json;
}

fn misfit<T: Value>(place: &str, json: &Json, notes: &mut Notes) -> T {
    notes.problems.push(format!("{place} does not take {json}"));
    T::mark()
}

pub(crate) fn built<T: Given>(place: &str, json: Json, notes: &mut Notes) -> T {
    let left = match json {
        Json::Object(left) => left,
        other => {
            notes.problems.push(format!("{place} does not take {other}"));
            Map::new()
        }
    };
    let mut members = Members { place: place.to_owned(), left, notes };
    let made = T::from_members(&mut members);
    let unknown: Vec<String> = members.left.keys().map(|wire| members.at(wire)).collect();
    notes.problems.extend(unknown.into_iter().map(|wire| format!("{wire} has no setter")));
    made
}

macro_rules! scalar {
    ($($ty:ty, $mark:expr, $text:literal, $json:ident => $get:expr;)*) => { $(
        impl Value for $ty {
            fn from_json(place: &str, $json: Json, notes: &mut Notes) -> Self {
                let value: Option<Self> = $get;
                value.unwrap_or_else(|| misfit(place, &$json, notes))
            }

            fn mark() -> Self {
                $mark
            }

            fn mark_as(place: &str) -> Vec<(String, String)> {
                vec![(place.to_owned(), $text.to_owned())]
            }

            fn mark_as_json() -> Json {
                Json::from(Self::mark())
            }
        }
    )* };
}

scalar! {
    String, "mark".to_owned(), "mark", json => json.as_str().map(str::to_owned);
    bool, true, "true", json => json.as_bool();
    i64, 7, "7", json => json.as_i64();
    f64, 0.5, "0.5", json => json.as_f64();
    Json, Json::from("mark"), "mark", json => Some(json.clone());
}

impl<T: Value> Value for Vec<T> {
    fn from_json(place: &str, json: Json, notes: &mut Notes) -> Self {
        let Json::Array(items) = json else {
            return misfit(place, &json, notes);
        };
        let items = items.into_iter().enumerate();
        items.map(|(at, item)| T::from_json(&format!("{place}.{}", at + 1), item, notes)).collect()
    }

    fn mark() -> Self {
        vec![T::mark()]
    }

    fn mark_as(place: &str) -> Vec<(String, String)> {
        T::mark_as(&format!("{place}.1"))
    }

    fn mark_as_json() -> Json {
        Json::Array(vec![T::mark_as_json()])
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn from_json(place: &str, json: Json, notes: &mut Notes) -> Self {
        let Json::Object(members) = json else {
            return misfit(place, &json, notes);
        };
        let member = |(key, value): (String, Json)| {
            let value = T::from_json(&format!("{place}.{key}"), value, notes);
            (key, value)
        };
        members.into_iter().map(member).collect()
    }

    fn mark() -> Self {
        Self::new()
    }

    fn mark_as(_: &str) -> Vec<(String, String)> {
        Vec::new()
    }

    fn mark_as_json() -> Json {
        Json::Object(Map::new())
    }
}

/// A struct of which nothing is given, with the marks of what its constructor demands.
pub(crate) fn unfilled<T: Given>(place: &str) -> (T, Vec<(String, String)>) {
    let mut notes = Notes::default();
    let made = built(place, Json::Object(Map::new()), &mut notes);
    (made, notes.marks)
}

/// A nested struct as a value.
macro_rules! object {
    ($ty:ty) => {
        impl $crate::Value for $ty {
            fn from_json(place: &str, json: Json, notes: &mut Notes) -> Self {
                $crate::given::built(place, json, notes)
            }

            fn mark() -> Self {
                $crate::given::unfilled("").0
            }

            fn mark_as(place: &str) -> Vec<(String, String)> {
                $crate::given::unfilled::<Self>(place).1
            }

            fn mark_as_json() -> Json {
                aliyun_ecs::runtime::wire::fields_to_json(&Self::mark())
            }
        }
    };
}
pub(crate) use object;

impl<K> Value for Id<K> {
    fn from_json(place: &str, json: Json, notes: &mut Notes) -> Self {
        String::from_json(place, json, notes).into()
    }

    fn mark() -> Self {
        String::mark().into()
    }

    fn mark_as(place: &str) -> Vec<(String, String)> {
        String::mark_as(place)
    }

    fn mark_as_json() -> Json {
        String::mark_as_json()
    }
}

impl<V: KnownValue> Value for Open<V> {
    fn from_json(place: &str, json: Json, notes: &mut Notes) -> Self {
        String::from_json(place, json, notes).into()
    }

    fn mark() -> Self {
        String::mark().into()
    }

    fn mark_as(place: &str) -> Vec<(String, String)> {
        String::mark_as(place)
    }

    fn mark_as_json() -> Json {
        String::mark_as_json()
    }
}
