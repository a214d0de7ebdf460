//! Fills every member of a reply, however deep, with a value that nothing else has.

use aliyun_ecs::runtime::Json;
use aliyun_ecs::runtime::wire::{FieldReader, Place, ReadFields, ReadValue};

/// Structs that contain themselves end here.
const DEEPEST: usize = 6;

/// Fills every member of a reply.
pub(crate) fn fill(reply: &mut dyn ReadFields) {
    reply.read(&mut Filler::default());
}

#[derive(Default)]
struct Filler {
    number: u16,
    depth: usize,
}

impl Filler {
    fn put(&mut self, slot: &mut dyn ReadValue) {
        self.number += 1;
        let text = format!("t-{}", self.number);
        match slot.place() {
            Place::Text(place) => place.set(&text),
            Place::Int(place) => *place = self.number.into(),
            Place::Float(place) => *place = f64::from(self.number) / 4.0,
            Place::Bool(place) => *place = true,
            Place::Json(place) => *place = Json::from(vec![text]),
            Place::Optional(place) if self.depth < DEEPEST => self.put(place.fill()),
            Place::Optional(_) => {}
            Place::List(place) if self.depth < DEEPEST => {
                self.put(place.push());
                self.put(place.push());
            }
            Place::List(_) => {}
            Place::Map(place) => {
                if let Some(slot) = place.insert(text) {
                    self.put(slot);
                }
            }
            Place::Struct(read) => {
                self.depth += 1;
                read.read(self);
                self.depth -= 1;
            }
        }
    }
}

impl FieldReader for Filler {
    fn members(&mut self, _: &'static str, values: &mut [&mut dyn ReadValue]) {
        for value in values {
            self.put(*value);
        }
    }

    fn whole(&mut self, _: &mut Json) {}
}
