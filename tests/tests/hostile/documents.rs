//! Originals, captures and TOML files, with a hostile text in one place after the other.

use serde_json::Value;
use xtask::OriginalKind;

use crate::printed::{Texts, inert};
use crate::spots::{Spot, spots, with};
use crate::{HOSTILE, hostile, read};

/// Has an entry of every table, and each changes something.
const CURATED: &str = r#"
[[cell]]
source = "source-1"
operation = "MoveFence"
effect = "denied"
code = "FenceMoved"
reason = "seen"

[[effect]]
operation = "PaintFence"
aspect = "financial-lock"
says = "denied"
code = "FenceUnpaid"
source = "source-0"
reason = "seen"

[[alternatives]]
operation = "PaintFence"
constructors = { fences = ["FenceIds"], sized = ["FenceIds", "Size"] }
source = "source-0"
reason = "either"

[[values]]
operation = "PaintFence"
parameter = "Paint.Colour"
name = "Colour"
values = ["Red"]
source = "source-0"
reason = "seen"

[[precondition]]
operations = ["PaintFence"]
kind = "exclusive"
values = ["Size", "FenceIds"]
code = "FenceWet"
source = "source-0"
also = ["source-1"]
reason = "seen"

[[precondition]]
operations = ["PaintFence"]
kind = "members-of-basic-group"
values = ["100"]
source = "source-0"
reason = "seen"

[[secret]]
names = ["Key"]
reason = "opens the gate"

[[shown]]
names = ["PostToken"]
reason = "a number painted on the post"

[[group]]
name = "fences"
title = "Fences: paint and dry them."
directories = [7]
operations = ["DryFence"]

[[rule]]
name = "wet"
codes = ["FenceWet"]
class = "transient"
reaction = "retry-same-token"
reason = "it dries"

[[rule]]
name = "any"
fallback = true
class = "internal"
reaction = "give-up"
reason = "the product is made up"

[[common]]
codes.Throttling = ["400"]
reason = "every call can be throttled"

[[reaction]]
operation = "PaintFence"
code = "FenceWet"
class = "state-conflict"
reaction = "fix-request"
reason = "paint"

[[difference]]
codes.PaintFence = ["FenceWet"]
reason = "paint does not dry by itself"

[[misread]]
code = "Wet"
means = "FenceWet"
reason = "cut"
"#;

/// What the posts of the metadata as it is are called.
const POSTS: &str = r#"
[[id]]
names = ["PostId"]
reason = "a number painted on the post"
"#;

/// A code that the tool misread, beside what the other captures hold.
const OBSERVED: &str = r#"{"kind": "observed-codes", "source": "someone/garden@81c43b672 (2026-08-21)",
    "operations": {"PaintFence": [{"code": "Wet", "treated_as": ["retryable"], "documented": true}]}}"#;

/// What became of a text.
#[derive(Debug, Default)]
struct Count {
    refused: usize,
    inert: usize,
}

impl Count {
    /// Generates and prints; whatever comes out is inert.
    fn generate(&mut self, captures: &[&str], curated: &str, about: &str) {
        match xtask::specification(captures, curated) {
            Err(problems) => {
                assert!(problems.iter().all(|problem| !problem.message.is_empty()), "{about}");
                self.refused += 1;
            }
            Ok(texts) => {
                let texts = Texts::of(&texts);
                let printed = texts.print().unwrap_or_else(|| panic!("{about}: written, unread"));
                inert(&printed, about);
                self.inert += 1;
            }
        }
    }
}

fn captures() -> Vec<String> {
    let seeds = ["metadata", "impact", "managed", "operation", "endpoints", "timeouts"];
    let mut captures: Vec<String> =
        seeds.iter().map(|name| read(&format!("fuzz/corpus/regen/{name}.json"))).collect();
    // A name that sounds like a secret, for an entry to decide.
    captures[0] = captures[0].replace("\"name\": \"Id\"", "\"name\": \"PostToken\"");
    captures.push(OBSERVED.to_owned());
    captures
}

fn all(captures: &[String]) -> Vec<&str> {
    captures.iter().map(String::as_str).collect()
}

#[test]
fn a_hostile_text_in_any_member_of_the_metadata_is_refused_or_inert() {
    let sample = read("fuzz/corpus/metadata/garden.json");
    let document: Value = serde_json::from_str(&sample).unwrap();
    let rules = &CURATED[CURATED.find("[[rule]]").unwrap()..CURATED.find("[[common]]").unwrap()];
    let curated = format!("{rules}{POSTS}");
    let mut count = Count::default();
    for (place, spot) in spots(&document).into_iter().enumerate() {
        for text in hostile(place) {
            let about = format!("{spot:?}: {text:?}");
            let changed = with(&document, &spot, text).to_string();
            match xtask::facts("api-docs.json", Some(OriginalKind::Metadata), changed.as_bytes()) {
                Err(_) => count.refused += 1,
                Ok(facts) => count.generate(&[&facts], &curated, &about),
            }
        }
    }
    assert!(count.refused > 200 && count.inert > 200, "{count:?}");
}

#[test]
fn a_code_block_never_passes_as_a_limit_a_value_a_status_or_a_version() {
    let document: Value = serde_json::from_str(&read("fuzz/corpus/metadata/garden.json")).unwrap();
    let size = "/apis/PaintFence/parameters/1/schema";
    let kind = "/apis/PaintFence/parameters/2/schema/items/properties/Kind/enum/0";
    for spot in [
        Spot::Value(format!("{size}/minimum")),
        Spot::Value(format!("{size}/maximum")),
        Spot::Value(format!("{size}/default")),
        Spot::Value(kind.to_owned()),
        Spot::Key("/apis/PaintFence/errorCodes/4003".to_owned()),
        Spot::Value("/apis/PaintFence/errorCodes/4003/0/errorCode".to_owned()),
        Spot::Value("/info/version".to_owned()),
        Spot::Value("/info/product".to_owned()),
    ] {
        let changed = with(&document, &spot, HOSTILE[0]).to_string();
        let facts = xtask::facts("api-docs.json", Some(OriginalKind::Metadata), changed.as_bytes());
        let problems = facts.expect_err(&format!("{spot:?}"));
        assert!(problems.iter().all(|problem| !problem.to_string().contains("```\n")), "{spot:?}");
    }
}

#[test]
fn a_hostile_text_in_any_capture_is_refused_or_inert() {
    let captures = captures();
    let mut count = Count::default();
    count.generate(&all(&captures), CURATED, "as they are");
    assert_eq!(count.inert, 1, "{:?}", xtask::specification(&all(&captures), CURATED));
    for (number, capture) in captures.iter().enumerate() {
        let document: Value = serde_json::from_str(capture).unwrap();
        for (place, spot) in spots(&document).into_iter().enumerate() {
            for text in hostile(place) {
                let mut changed = captures.clone();
                changed[number] = with(&document, &spot, text).to_string();
                count.generate(&all(&changed), CURATED, &format!("{spot:?}: {text:?}"));
            }
        }
    }
    assert!(count.refused > 300 && count.inert > 50, "{count:?}");
}

#[test]
fn a_hostile_text_anywhere_in_curated_toml_is_refused_or_inert() {
    let captures = captures();
    let document: Value = toml::from_str(CURATED).unwrap();
    let mut count = Count::default();
    for (place, spot) in spots(&document).into_iter().enumerate() {
        for text in hostile(place) {
            let curated = toml::to_string(&with(&document, &spot, text)).unwrap();
            count.generate(&all(&captures), &curated, &format!("{spot:?}: {text:?}"));
        }
    }
    assert!(count.refused > 200 && count.inert > 10, "{count:?}");
}

#[test]
fn a_hostile_text_anywhere_in_sources_toml_is_refused_or_one_visible_line() {
    let document: Value = toml::from_str(&read("fuzz/corpus/spec_files/sources.toml")).unwrap();
    let mut refused = 0;
    for spot in spots(&document) {
        for text in HOSTILE {
            let sources = toml::to_string(&with(&document, &spot, text)).unwrap();
            let Ok(printed) = xtask::sources("sources.toml", &sources) else {
                refused += 1;
                continue;
            };
            let about = format!("{spot:?}: {text:?}");
            let read: Value = toml::from_str(&printed).unwrap();
            for spot in spots(&read) {
                let Spot::Value(pointer) = spot else { continue };
                let text = read.pointer(&pointer).unwrap().as_str().unwrap();
                assert!(aliyun_rpc_spec::text::is_plain(text), "{about}");
                let path = pointer.ends_with("/id") || pointer.ends_with("/product");
                assert!(!path || aliyun_rpc_spec::text::is_file_name(text), "{about}");
            }
        }
    }
    assert!(refused > 50, "{refused}");
}
