//! Replaces the caller's secrets in what the service says. The service quotes requests, and it and
//! the proxies before it escape what they quote: percent-encoding (twice in the canonical request),
//! HTML, JSON. So the text is decoded layer by layer, and each layer is searched.

use std::ops::Range;

use super::excerpt::{LIMIT, start};
use super::xml;
use crate::credentials::Credentials;
use crate::wire::{WriteFields, secrets};

const REDACTED: &str = "[redacted]";
/// A shorter text cannot be a key, and replacing it would damage unrelated words.
const SHORTEST_KEY: usize = 8;
/// The shortest secret parameter of a known product is the password of a VNC session.
const SHORTEST_PARAMETER: usize = 6;
/// No text is escaped more often. Without a limit, a text of nothing but `%25` would take time that
/// grows with the square of its length.
const LAYERS: usize = 8;
/// How many times as long a secret is once it is escaped, at most. Percent-encoding in HTML in JSON
/// stays below this.
const ESCAPED: usize = 32;

/// The secrets of a call, as bytes to look for.
pub(crate) struct Secrets(Vec<Vec<u8>>);

impl Secrets {
    /// The secrets of a call: its credentials and its secret parameters.
    pub(crate) fn of(credentials: &Credentials, fields: &dyn WriteFields) -> Self {
        let token = credentials.security_token().unwrap_or_default();
        let keys = [credentials.access_key_id(), credentials.access_key_secret(), token];
        let parameters = secrets(fields);
        let parameters = parameters.iter().map(|text| (text.as_str(), SHORTEST_PARAMETER));
        let mut needles = Vec::new();
        for (text, shortest) in keys.map(|key| (key, SHORTEST_KEY)).into_iter().chain(parameters) {
            if !is_escaped(text) {
                let plain: Vec<u8> = text.bytes().map(plus_is_space).collect();
                needles.extend(Some(plain).filter(|bytes| bytes.len() >= shortest));
                continue;
            }
            let plain = Layer::of(text);
            // A secret can look escaped itself. Then the last layer of the text has it decoded.
            let last = std::iter::successors(plain.decoded(), Layer::decoded).take(LAYERS).last();
            let forms = [Some(plain), last].into_iter().flatten().map(|layer| layer.bytes);
            needles.extend(forms.filter(|bytes| bytes.len() >= shortest));
        }
        Self(needles)
    }

    /// Replaces every secret in the start of a text that an error may hold, and drops the rest.
    ///
    /// To search all of a long text would take many times its length in memory. What is searched
    /// goes so far beyond what stays that a secret across the end is found whole.
    pub(crate) fn redact(&self, text: &str) -> String {
        let longest = self.0.iter().map(Vec::len).max().unwrap_or_default();
        let searched = start(text, LIMIT + longest * ESCAPED);
        if self.is_clean(searched) {
            return start(text, LIMIT).to_owned();
        }
        let mut found = Vec::new();
        let mut layer = Some(Layer::of(searched));
        for _ in 0..=LAYERS {
            let Some(current) = layer else { break };
            self.find(&current.bytes, &mut |at, length| {
                found.push(current.begins[at]..current.begins[at + length]);
            });
            layer = current.decoded();
        }
        without(start(text, LIMIT), found)
    }

    /// As [`redact`](Self::redact), without a copy of a text that has no secret, as most have none.
    pub(crate) fn redacted(&self, text: String) -> String {
        if text.len() <= LIMIT && self.is_clean(&text) { text } else { self.redact(&text) }
    }

    /// Whether a text has no secret in it, as far as can be told without decoding it.
    fn is_clean(&self, text: &str) -> bool {
        let holds = |needle| std::str::from_utf8(needle).map_or(true, |it| text.contains(it));
        !text.contains('+') && !is_escaped(text) && !self.0.iter().any(|it| holds(it))
    }

    /// Hands over where the bytes hold one of the needles, and the length of the longest, in one
    /// pass.
    fn find(&self, bytes: &[u8], found: &mut dyn FnMut(usize, usize)) {
        let mut beginnings = [false; 256];
        for needle in &self.0 {
            beginnings[usize::from(needle[0])] = true;
        }
        for (at, byte) in bytes.iter().enumerate() {
            if !beginnings[usize::from(plus_is_space(*byte))] {
                continue;
            }
            let rest = &bytes[at..];
            let fits = self.0.iter().filter(|needle| begins_with(rest, needle));
            if let Some(length) = fits.map(Vec::len).max() {
                found(at, length);
            }
        }
    }
}

/// A text after some decoding. A plus sign counts as a space, as in forms.
struct Layer {
    bytes: Vec<u8>,
    /// Where each byte begins in the text, and the end of the text.
    begins: Vec<usize>,
}

impl Layer {
    fn of(text: &str) -> Self {
        let bytes = text.bytes().map(plus_is_space).collect();
        Self { bytes, begins: (0..=text.len()).collect() }
    }

    /// The next layer. `None` if nothing in this one is escaped.
    fn decoded(&self) -> Option<Self> {
        let mut out = Self { bytes: Vec::new(), begins: Vec::new() };
        let mut at = 0;
        while at < self.bytes.len() {
            let begin = self.begins[at];
            let rest = &self.bytes[at..];
            let (length, decoded) = unescape(rest).unwrap_or((1, Unit::Byte(rest[0])));
            decoded.bytes(&mut |byte| {
                out.bytes.push(plus_is_space(byte));
                out.begins.push(begin);
            });
            at += length;
        }
        out.begins.push(*self.begins.last()?);
        (out.bytes.len() < self.bytes.len()).then_some(out)
    }
}

/// Whether there is another layer below the text.
fn is_escaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_mark = |byte: u8| matches!(byte, b'%' | b'&' | b'\\');
    // A loop that never ends early compares many bytes at once, and most texts have no mark.
    if !bytes.iter().fold(false, |found, byte| found | is_mark(*byte)) {
        return false;
    }
    let mut marks = bytes.iter().enumerate().filter(|(_, byte)| is_mark(**byte));
    marks.any(|(at, _)| unescape(&bytes[at..]).is_some())
}

fn begins_with(bytes: &[u8], needle: &[u8]) -> bool {
    let start = bytes.get(..needle.len());
    start.is_some_and(|start| {
        start.iter().map(|byte| plus_is_space(*byte)).eq(needle.iter().copied())
    })
}

fn plus_is_space(byte: u8) -> u8 {
    if byte == b'+' { b' ' } else { byte }
}

/// What an escape stands for. Percent-encoding escapes bytes, the others characters.
enum Unit {
    Byte(u8),
    Character(char),
}

impl Unit {
    fn bytes(&self, put: &mut dyn FnMut(u8)) {
        match self {
            Self::Byte(byte) => put(*byte),
            Self::Character(character) => {
                character.encode_utf8(&mut [0; 4]).bytes().for_each(put);
            }
        }
    }
}

/// Reads the escape at the beginning: its length and what it stands for.
fn unescape(bytes: &[u8]) -> Option<(usize, Unit)> {
    match bytes.first()? {
        b'%' => {
            let byte = u8::try_from(hex(bytes.get(1..3)?)?).ok()?;
            Some((3, Unit::Byte(byte)))
        }
        b'&' => {
            let (name, _) = xml::split_entity(str_at_start(&bytes[1..]))?;
            Some((name.len() + 2, Unit::Character(xml::entity(name)?)))
        }
        b'\\' => json_escape(&bytes[1..]).map(|(length, unit)| (length + 1, unit)),
        _ => None,
    }
}

/// The ASCII text at the beginning, as far as an entity can reach.
fn str_at_start(bytes: &[u8]) -> &str {
    let length = bytes.iter().take(16).take_while(|byte| byte.is_ascii()).count();
    std::str::from_utf8(&bytes[..length]).unwrap_or_default()
}

fn json_escape(bytes: &[u8]) -> Option<(usize, Unit)> {
    let byte = match bytes.first()? {
        b'u' => return json_unicode(bytes),
        b'b' => 8,
        b't' => b'\t',
        b'n' => b'\n',
        b'f' => 12,
        b'r' => b'\r',
        same @ (b'"' | b'\'' | b'\\' | b'/') => *same,
        _ => return None,
    };
    Some((1, Unit::Byte(byte)))
}

/// Reads `uXXXX`, or two of them for a character beyond 16 bits.
fn json_unicode(bytes: &[u8]) -> Option<(usize, Unit)> {
    let first = hex(bytes.get(1..5)?)?;
    if let Some(character) = char::from_u32(first) {
        return Some((5, Unit::Character(character)));
    }
    let second = hex(bytes.get(5..)?.strip_prefix(b"\\u")?.get(..4)?)?;
    let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let character = char::decode_utf16(pair).next()?.ok()?;
    Some((11, Unit::Character(character)))
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
}

/// Replaces these places, which can reach beyond the end. Places that touch are replaced once.
fn without(text: &str, mut places: Vec<Range<usize>>) -> String {
    places.sort_by_key(|place| place.start);
    let text = text.as_bytes();
    let mut out = Vec::with_capacity(text.len());
    let mut done = 0;
    for place in places.into_iter().filter(|place| place.start < text.len()) {
        if out.is_empty() || place.start > done {
            out.extend(&text[done..place.start]);
            out.extend(REDACTED.as_bytes());
        }
        done = done.max(place.end.min(text.len()));
    }
    out.extend(&text[done..]);
    // A secret can end inside a character. Its remaining bytes are replaced as well.
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::encode;

    fn secrets(token: &str) -> Secrets {
        let credentials = Credentials::with_token("theKeyId", "theSecret", token);
        Secrets::of(&credentials, &crate::DynamicRequest::new("X"))
    }

    #[test]
    fn a_secret_is_found_under_any_layers_of_escapes() {
        let lower = |text: &str| encode(text).to_ascii_lowercase();
        let html =
            |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&#34;");
        let json =
            |text: &str| serde_json::Value::from(text).to_string().trim_matches('"').to_owned();
        let gson = |text: &str| text.replace('=', "\\u003d").replace('&', "\\u0026");
        let form = |text: &str| encode(text).replace("%20", "+");
        let escapes: [&dyn Fn(&str) -> String; 6] = [&encode, &lower, &html, &json, &gson, &form];
        for token in
            ["a/b+c==d e&f", "t<\"o\\k\n%41e&lt;n", "文字 token😀 é", "%2541%2542%2543&amp;xyz-1"]
        {
            // `lower` also lowers letters that are not escaped.
            let token = token.to_lowercase();
            let secrets = secrets(&token);
            let mut forms = vec![token.clone()];
            for first in escapes {
                forms.push(first(&token));
                for second in escapes {
                    forms.push(second(&first(&token)));
                    forms.extend(escapes.map(|third| third(&second(&first(&token)))));
                }
            }
            for form in forms {
                let text = format!("a {form} b");
                assert_eq!(secrets.redact(&text), "a [redacted] b", "{token}: {text}");
            }
        }
    }

    #[test]
    fn everything_else_stays_as_it_was() {
        let secrets = secrets("the/Token+=");
        for text in
            ["", "100% of a%20b &amp; \\u0041 \\ud83d c+d", "&", "%", "%4", "\\", "\\u00", "文"]
        {
            assert_eq!(secrets.redact(text), text);
        }
        let text = "x=1%2F2&theKeyId%26theSecret;the/Token+=the%2fToken%2b%3D!";
        assert_eq!(secrets.redact(text), "x=1%2F2&[redacted]%26[redacted];[redacted]!");
    }

    #[test]
    fn a_text_made_to_be_slow_is_searched_only_as_far_as_it_is_kept() {
        let nested = format!("%{}", "25".repeat(1 << 16));
        for text in ["%25".repeat(1 << 16), nested] {
            assert!(secrets("the/Token").redact(&text) == text[..LIMIT]);
        }
    }
}
