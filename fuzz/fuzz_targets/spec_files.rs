//! Text -> `curated.toml`, `sources.toml` and every kind of JSON file under `spec/`.
#![no_main]

use aliyun_rpc_spec::{capture, codes, ir, matrix};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(problems) = xtask::curated(fuzz::FILE, text) {
        fuzz::named(&problems);
    }
    match xtask::sources(fuzz::FILE, text) {
        Ok(printed) => assert_eq!(xtask::sources(fuzz::FILE, &printed), Ok(printed)),
        Err(problems) => fuzz::named(&problems),
    }
    fuzz::json::<capture::Capture>(text);
    fuzz::json::<ir::Group>(text);
    fuzz::json::<ir::ProductFile>(text);
    fuzz::json::<codes::Codes>(text);
    fuzz::json::<matrix::Matrix>(text);
});
