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

/// Decides about the posts of the second capture.
const POSTS: &str = r#"
[[id]]
names = ["PostId"]
reason = "the fuzzer lends no posts"
"#;

const METADATA: &str = include_str!("../corpus/regen/metadata.json");

libfuzzer_sys::fuzz_target!(|text: &str| {
    for captures in [&[text][..], &[METADATA, text]] {
        // An entry about a name that no capture has would be an error.
        let has_posts = captures.iter().any(|capture| capture.contains("\"Id\""));
        let curated = if has_posts { format!("{CURATED}{POSTS}") } else { CURATED.to_owned() };
        match xtask::specification(captures, &curated) {
            Ok(texts) => assert_eq!(xtask::specification(captures, &curated), Ok(texts)),
            Err(problems) => assert!(problems.iter().all(|problem| !problem.message.is_empty())),
        }
    }
});
