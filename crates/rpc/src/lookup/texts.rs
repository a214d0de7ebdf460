//! Reads members of a struct by their names on the wire.

use crate::wire::{FieldReader, Json, Name, Place, ReadFields, ReadValue};

/// The texts of members. `None` for a member that is missing or holds something else.
pub(crate) fn texts<const N: usize>(
    item: &mut dyn ReadFields,
    names: [&str; N],
) -> [Option<String>; N] {
    let mut texts = Texts { names, found: [const { None }; N] };
    item.read(&mut texts);
    texts.found
}

struct Texts<'a, const N: usize> {
    names: [&'a str; N],
    found: [Option<String>; N],
}

impl<const N: usize> FieldReader for Texts<'_, N> {
    fn members(&mut self, names: &'static str, values: &mut [&mut dyn ReadValue]) {
        for (name, value) in names.split('\n').zip(values) {
            let name = Name::parse(name).outer;
            for (wanted, found) in self.names.iter().zip(&mut self.found) {
                if *wanted == name {
                    *found = text(*value).filter(|text| !text.is_empty());
                }
            }
        }
    }

    fn whole(&mut self, json: &mut Json) {
        for (wanted, found) in self.names.iter().zip(&mut self.found) {
            *found = json.get(wanted).and_then(Json::as_str).map(str::to_owned);
        }
    }
}

fn text(value: &mut dyn ReadValue) -> Option<String> {
    match value.place() {
        Place::Text(text) => Some(text.get().to_owned()),
        Place::Optional(optional) => text(optional.get()?),
        _ => None,
    }
}
