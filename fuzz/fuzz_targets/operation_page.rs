//! Bytes -> the facts of the page of one operation, glued or Markdown, or problems that name the
//! file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::import(xtask::OriginalKind::OperationPage, bytes));
