//! Bytes -> the facts of the vendor's machine-readable metadata, or problems that name the file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::import(xtask::OriginalKind::Metadata, bytes));
