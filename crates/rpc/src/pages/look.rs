//! What a page says about its list: its position, and whether more follow. Some replies say so at
//! the top, others in the one object that they hold.

use crate::wire::position::{SIZE, TOKEN, TOTAL};
use crate::wire::{FieldReader, Json, Name, Place, ReadFields, ReadValue};

/// What a page says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// `NextToken`, unless it is empty.
    pub(super) token: Option<String>,
    /// `TotalCount`.
    pub(super) total: Option<u64>,
    /// `PageSize`, unless it is 0.
    pub(super) size: Option<u64>,
    /// Items in all lists of the page.
    pub(super) items: usize,
}

pub(super) fn look(reply: &mut dyn ReadFields) -> Seen {
    let mut seen = Seen::default();
    reply.read(&mut Look { seen: &mut seen, depth: 0 });
    seen
}

struct Look<'a> {
    seen: &'a mut Seen,
    depth: usize,
}

impl FieldReader for Look<'_> {
    fn members(&mut self, names: &'static str, values: &mut [&mut dyn ReadValue]) {
        for (name, value) in names.split('\n').zip(values) {
            self.member(Name::parse(name).outer, *value);
        }
    }

    fn whole(&mut self, _: &mut Json) {}
}

impl Look<'_> {
    fn member(&mut self, name: &str, value: &mut dyn ReadValue) {
        match name {
            TOKEN => {
                self.seen.token = text(value).filter(|token| !token.is_empty());
            }
            TOTAL => self.seen.total = number(value),
            SIZE => self.seen.size = number(value).filter(|size| *size > 0),
            _ => self.other(value),
        }
    }

    fn other(&mut self, value: &mut dyn ReadValue) {
        match value.place() {
            Place::List(list) => list.each(&mut |_| self.seen.items += 1),
            Place::Struct(fields) if self.depth == 0 => {
                fields.read(&mut Look { seen: self.seen, depth: 1 });
            }
            Place::Optional(optional) => {
                if let Some(value) = optional.get() {
                    self.other(value);
                }
            }
            _ => {}
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

fn number(value: &mut dyn ReadValue) -> Option<u64> {
    match value.place() {
        Place::Int(number) => u64::try_from(*number).ok(),
        Place::Text(text) => text.get().trim().parse().ok(),
        Place::Optional(optional) => number(optional.get()?),
        _ => None,
    }
}
