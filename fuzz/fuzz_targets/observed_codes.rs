//! Bytes -> the facts of codes seen in the field, or problems that name the file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::import(xtask::OriginalKind::ObservedCodes, bytes));
