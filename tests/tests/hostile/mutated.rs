//! Files of a specification that somebody edited: no printer panics, and what is printed is Rust.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use crate::printed::{Texts, inert};
use crate::spots::{spots, with};
use crate::{HOSTILE, hostile, read};

/// The files of two products: the real STS, and one made up that has one of everything.
const PRODUCTS: [(&str, &[&str]); 2] = [
    ("spec/sts", &["all", "common", "matrix", "errors", "product"]),
    ("tests/golden/spec", &["things", "common", "matrix", "errors", "product"]),
];

fn files((folder, names): (&str, &[&str])) -> Vec<String> {
    names.iter().map(|name| read(&format!("{folder}/{name}.json"))).collect()
}

#[test]
fn a_hostile_text_in_any_member_of_a_specification_is_refused_or_inert() {
    let (mut refused, mut accepted) = (0, 0);
    // The made-up product alone: it has every member.
    let files = files(PRODUCTS[1]);
    let documents: Vec<Value> =
        files.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    for (number, document) in documents.iter().enumerate() {
        for (place, spot) in spots(document).iter().enumerate() {
            for text in hostile(place) {
                let mut changed = files.clone();
                changed[number] = with(document, spot, text).to_string();
                match Texts::of(&changed).print() {
                    None => refused += 1,
                    Some(printed) => {
                        inert(&printed[..2], &format!("{spot:?}: {text:?}"));
                        accepted += 1;
                    }
                }
            }
        }
    }
    assert!(refused > 500 && accepted > 300, "{refused} refused, {accepted} accepted");
}

/// A generator of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap()
    }
}

/// Changes one thing: a text, a value of another place, a member less, an item more.
fn mutate(document: &Value, dice: &mut Dice) -> Value {
    let spots = spots(document);
    let spot = &spots[dice.below(spots.len())];
    match dice.below(4) {
        0 => with(document, spot, HOSTILE[dice.below(HOSTILE.len())]),
        1 => {
            let (crate::spots::Spot::Value(to) | crate::spots::Spot::Key(to)) = spot;
            let (crate::spots::Spot::Value(from) | crate::spots::Spot::Key(from)) =
                &spots[dice.below(spots.len())];
            let mut changed = document.clone();
            let taken = document.pointer(from).unwrap().clone();
            *changed.pointer_mut(to).unwrap() = taken;
            changed
        }
        action => {
            let (crate::spots::Spot::Value(at) | crate::spots::Spot::Key(at)) = spot;
            let (parent, last) = at.rsplit_once('/').unwrap();
            let mut changed = document.clone();
            match changed.pointer_mut(parent).unwrap() {
                Value::Object(members) => {
                    members.remove(last);
                }
                Value::Array(items) => {
                    let number: usize = last.parse().unwrap();
                    if action == 2 {
                        items.remove(number);
                    } else {
                        items.push(items[number].clone());
                    }
                }
                _ => {}
            }
            changed
        }
    }
}

#[test]
fn no_specification_makes_a_printer_panic() {
    let mut dice = Dice(0x5eed_0123_4567_89ab);
    let (mut refused, mut accepted) = (0, 0);
    for product in PRODUCTS {
        let files = files(product);
        let documents: Vec<Value> =
            files.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        assert!(Texts::of(&files).print().is_some(), "{}", product.0);
        for round in 0..1500 {
            let number = dice.below(documents.len());
            let mut changed = documents[number].clone();
            for _ in 0..=dice.below(2) {
                changed = mutate(&changed, &mut dice);
            }
            let mut files = files.clone();
            files[number] = changed.to_string();
            let printed = catch_unwind(AssertUnwindSafe(|| Texts::of(&files).print()));
            let printed =
                printed.unwrap_or_else(|_| panic!("round {round} of {}: {changed}", product.0));
            match printed {
                None => refused += 1,
                Some(printed) => {
                    inert(&printed, &format!("round {round} of {}", product.0));
                    accepted += 1;
                }
            }
        }
    }
    assert!(refused > 500 && accepted > 200, "{refused} refused, {accepted} accepted");
}

/// Each of these made a printer panic, or print what is not Rust.
#[test]
fn names_that_printers_make_up_are_identifiers() {
    let things = read("tests/golden/spec/things.json");
    let matrix = read("tests/golden/spec/matrix.json");
    let others =
        ["common", "errors", "product"].map(|name| read(&format!("tests/golden/spec/{name}.json")));
    let [common, errors, product] = &others;
    for (from, to) in [
        ("\"wire\": \"HostId\"", "\"wire\": \"Host.Id\""),
        ("\"wire\": \"HostId\"", "\"wire\": \"Host-Id\""),
        ("\"ThingLocked\"", "\"type\""),
        ("\"ThingLocked\"", "\"Self\""),
        ("\"ThingLocked\"", "\"--\""),
        ("\"ThingLocked\"", "\"{0}\""),
    ] {
        assert!(things.contains(from) || matrix.contains(from), "{from}");
        let (things, matrix) = (things.replace(from, to), matrix.replace(from, to));
        let texts = Texts { groups: vec![&things, common], matrix: &matrix, errors, product };
        inert(&texts.print().unwrap_or_else(|| panic!("{to} is refused")), to);
    }
}
