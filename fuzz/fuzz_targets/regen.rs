//! The JSON of a capture -> the specification of a product with that capture and a fixed second
//! one.
#![no_main]

/// Decides every code and nothing else.
const CURATED: &str = r#"
[[rule]]
name = "any"
fallback = true
class = "internal"
reaction = "give-up"
reason = "the fuzzer makes codes up"
"#;

const METADATA: &str = include_str!("../corpus/regen/metadata.json");

libfuzzer_sys::fuzz_target!(|text: &str| {
    for captures in [&[text][..], &[METADATA, text]] {
        match xtask::specification(captures, CURATED) {
            Ok(texts) => assert_eq!(xtask::specification(captures, CURATED), Ok(texts)),
            Err(problems) => assert!(problems.iter().all(|problem| !problem.message.is_empty())),
        }
    }
});
