//! Reads an original: refuses what is too big, empty or binary before anybody parses it,
//! and pins the bytes with their SHA-256.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use aliyun_rpc_spec::load::Problem;
use sha2::{Digest as _, Sha256};

use crate::files::special;

/// No document of the vendor comes near this size, in bytes; the largest known has 3 MB.
const LIMIT: u64 = 64 << 20;

/// One file as it was downloaded.
#[derive(Debug)]
pub(crate) struct Original {
    /// The file, as the user named it.
    pub file: String,
    /// Its text without a byte order mark.
    pub text: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

impl Original {
    /// Reads a file.
    ///
    /// # Errors
    /// A [`Problem`] that says why no facts can be found in it.
    pub(crate) fn read(path: &Path) -> Result<Self, Problem> {
        let file = path.display().to_string();
        let bytes = bytes(path, &file)?;
        Self::from_bytes(file, bytes)
    }

    /// Checks bytes that were read.
    pub(crate) fn from_bytes(file: String, bytes: Vec<u8>) -> Result<Self, Problem> {
        let sha256 = hex(&Sha256::digest(&bytes));
        if is_utf16(&bytes) {
            return Err(Problem::new(file, "byte 0", "this is UTF-16, not UTF-8").help(AS_UTF8));
        }
        if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
            return Err(not_utf8(&file, at).help(EXPECTED));
        }
        let text = String::from_utf8(bytes)
            .map_err(|error| not_utf8(&file, error.utf8_error().valid_up_to()).help(AS_UTF8))?;
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let start = text.trim_start();
        if start.is_empty() {
            return Err(Problem::new(file, "1", "the file is empty").help(EXPECTED));
        }
        Ok(Self { file, text, sha256 })
    }
}

const EXPECTED: &str = "expected the vendor's metadata (JSON) or a page as HTML, text or Markdown";

/// Editors and browsers can write pages in other encodings, Chinese ones in GBK.
const AS_UTF8: &str = "save it as UTF-8; `iconv -f GBK -t UTF-8` converts GBK";

fn bytes(path: &Path, file: &str) -> Result<Vec<u8>, Problem> {
    let broken = |error: std::io::Error| Problem::new(file, "", error.to_string());
    // Before it is opened: opening a pipe without a writer would block for ever.
    let metadata = std::fs::metadata(path).map_err(broken)?;
    if !metadata.is_file() {
        return Err(Problem::new(file, "", special(metadata.file_type()))
            .help("save what it holds to a file and import that"));
    }
    let size = metadata.len();
    let mut bytes = Vec::new();
    if size <= LIMIT {
        let handle = File::open(path).map_err(broken)?;
        // A file may grow while it is read.
        handle.take(LIMIT + 1).read_to_end(&mut bytes).map_err(broken)?;
    }
    if size > LIMIT || bytes.len() as u64 > LIMIT {
        let message = format!("larger than {} MB, the limit for originals", LIMIT >> 20);
        return Err(Problem::new(file, "", message));
    }
    Ok(bytes)
}

fn not_utf8(file: &str, at: usize) -> Problem {
    Problem::new(file, format!("byte {at}"), "this is not UTF-8 text")
}

/// By its mark, or by a first character of which one byte is zero.
fn is_utf16(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'<' | b'#', ..] | [b'<' | b'#', 0, ..]
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        Original::from_bytes("x".into(), bytes.to_vec()).unwrap_err().to_string()
    }

    #[test]
    fn empty_and_binary_files_are_refused_with_the_place() {
        assert!(refused(b" \n\t ").contains("x:1: the file is empty"));
        assert!(refused(b"ab\0c").contains("x:byte 2: this is not UTF-8 text"));
        assert!(refused(b"abc\xff").contains("x:byte 3: this is not UTF-8 text"));
    }

    #[test]
    fn a_page_in_another_encoding_is_told_apart_and_to_be_saved_as_utf_8() {
        let utf16: Vec<u8> = "<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xff, 0xfe], utf16.as_slice()].concat();
        for bytes in [utf16, marked] {
            let problem = refused(&bytes);
            assert!(problem.contains("UTF-16, not UTF-8"), "{problem}");
            assert!(problem.contains("save it as UTF-8"), "{problem}");
        }
        let gbk = refused(b"# \xc7\xeb\xc7\xf3\xb2\xce\xca\xfd");
        assert!(gbk.contains("x:byte 2: this is not UTF-8 text"), "{gbk}");
        assert!(gbk.contains("save it as UTF-8"), "{gbk}");
    }

    #[test]
    fn a_file_that_is_too_large_is_refused_without_reading_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nothing.json");
        File::create(&path).unwrap().set_len(200 << 20).unwrap();
        let problem = Original::read(&path).unwrap_err().to_string();
        assert!(problem.contains("larger than 64 MB"), "{problem}");
    }

    #[test]
    fn the_hash_is_that_of_the_bytes_and_a_byte_order_mark_is_not_text() {
        let original = Original::from_bytes("x".into(), b"\xef\xbb\xbfabc".to_vec()).unwrap();
        assert_eq!(original.text, "abc");
        let plain = Original::from_bytes("x".into(), b"abc".to_vec()).unwrap();
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(plain.sha256, known);
        assert_ne!(original.sha256, known);
    }
}
