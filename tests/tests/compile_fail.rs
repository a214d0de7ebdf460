//! What must not compile, and what the compiler then says: `tests/ui/*.rs` with `.stderr` beside.
//!
//! `TRYBUILD=overwrite cargo test -p aliyun-tests --test compile_fail` writes the messages again;
//! read them before they are committed. No `pass` cases here: a single one makes trybuild build
//! every case one by one. What must compile is in `permitted.rs`.

use std::path::Path;
use std::{fs, io};

/// The macros read from the package they are called in, and that of the cases is made by trybuild.
fn lend_the_specification() -> io::Result<()> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests");
    let lent = target.join("trybuild").join(env!("CARGO_PKG_NAME")).join("spec");
    fs::create_dir_all(&lent)?;
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/ecs");
    for entry in fs::read_dir(spec)? {
        let entry = entry?;
        fs::copy(entry.path(), lent.join(entry.file_name()))?;
    }
    Ok(())
}

#[test]
fn the_compiler_refuses_in_words_that_help() {
    lend_the_specification().expect("the target folder can be written");
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
