//! Bytes -> the facts of a lock or overdue-payments page, as text, Markdown or noted facts, or
//! problems that name the file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::import(xtask::OriginalKind::ImpactPage, bytes));
