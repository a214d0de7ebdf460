//! Bytes -> the facts of a page as people copy it (tabs, a line per cell), of any kind, or problems
//! that name the file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for kind in [
        xtask::OriginalKind::OperationPage,
        xtask::OriginalKind::ImpactPage,
        xtask::OriginalKind::ManagedPage,
    ] {
        fuzz::import(kind, bytes);
    }
});
