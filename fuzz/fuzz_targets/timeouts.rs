//! Bytes -> the facts of timeouts and retry lists of the older SDK, or problems that name the file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::import(xtask::OriginalKind::Timeouts, bytes));
