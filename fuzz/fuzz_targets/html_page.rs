//! Bytes -> the facts of a page as a browser saves it, of any kind, or problems that name the file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // Everything else goes to the readers of text, which have targets of their own.
    let page = [b"<!DOCTYPE html><html>".as_slice(), bytes, b"</html>"].concat();
    for kind in [
        xtask::OriginalKind::OperationPage,
        xtask::OriginalKind::ImpactPage,
        xtask::OriginalKind::ManagedPage,
        xtask::OriginalKind::RamList,
    ] {
        fuzz::import(kind, &page);
    }
});
