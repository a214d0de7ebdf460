//! Text -> curated facts, `sources.toml` and every kind of JSON file under `spec/`; files of a
//! specification that are accepted go through the printers.
#![no_main]

use aliyun_rpc_codegen::source::{SourceError, File, parse};
use aliyun_rpc_codegen::{group, product, waiters};
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{Group, ProductFile};
use aliyun_rpc_spec::matrix::Matrix;
use aliyun_rpc_spec::waiters::Waiters;
use aliyun_rpc_spec::{capture, codes, ir, matrix};

const MATRIX: &str = include_str!("../corpus/spec_files/matrix.json");
const GROUP: &str = include_str!("../corpus/spec_files/group.json");

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
    fuzz::json::<Waiters>(text);
    print(text);
});

/// Whatever the checks let through prints, and what is printed is Rust.
fn print(text: &str) {
    let matrix: Matrix = parse("matrix.json", MATRIX).expect("the seed is sound");
    if let Some(read) = accepted::<Group>(text) {
        fuzz::rust(group::print(&read, &Codes::default(), Some(&matrix)));
    }
    if let Some(read) = accepted::<Matrix>(text) {
        let group: Group = parse("group.json", GROUP).expect("the seed is sound");
        fuzz::rust(group::print(&group, &Codes::default(), Some(&read)));
        fuzz::rust(product::print(&ProductFile::default(), &Codes::default(), Some(&read)));
    }
    if let Some(read) = accepted::<Codes>(text) {
        fuzz::rust(product::print(&ProductFile::default(), &read, Some(&matrix)));
    }
    if let Some(read) = accepted::<Waiters>(text) {
        fuzz::rust(waiters::print(&read, &ProductFile::default()));
    }
    if let Some(read) = accepted::<ProductFile>(text) {
        fuzz::rust(product::print(&read, &Codes::default(), Some(&matrix)));
    }
}

fn accepted<T: File>(text: &str) -> Option<T> {
    match parse(fuzz::FILE, text) {
        Ok(read) => Some(read),
        Err(SourceError::Invalid(problems)) => {
            fuzz::named(&problems);
            None
        }
        Err(other) => panic!("a text is a sound file or an invalid one: {other}"),
    }
}
