//! The caller's secrets taken out of what the service says. It quotes requests, and it and the
//! proxies before it escape what they quote: percent-encoding (of the canonical request twice),
//! HTML, JSON. So the text is decoded layer by layer, and each layer is searched.

use std::ops::Range;

use super::xml;
use crate::credentials::Credentials;
use crate::wire::{Fields, secrets};

const REDACTED: &str = "[redacted]";
/// What is shorter than any real key would only tear holes into unrelated words.
const SHORTEST_KEY: usize = 8;
/// The shortest secret parameter of a known product is the password of a VNC session.
const SHORTEST_PARAMETER: usize = 6;
/// Nobody escapes more often, and without a limit a text of nothing but `%25` would take the square
/// of its length.
const LAYERS: usize = 8;

/// What must not be shown, as bytes to look for.
pub(crate) struct Secrets(Vec<Vec<u8>>);

impl Secrets {
    /// Those of a call.
    pub(crate) fn of(credentials: &Credentials, fields: &dyn Fields) -> Self {
        let token = credentials.security_token().unwrap_or_default();
        let keys = [credentials.access_key_id(), credentials.access_key_secret(), token];
        let parameters = secrets(fields);
        let parameters = parameters.iter().map(|text| (text.as_str(), SHORTEST_PARAMETER));
        let mut needles = Vec::new();
        for (text, shortest) in keys.map(|key| (key, SHORTEST_KEY)).into_iter().chain(parameters) {
            let plain = Layer::of(text);
            // A secret can look escaped itself. Then the last layer of the text has it decoded.
            let last = std::iter::successors(plain.decoded(), Layer::decoded).take(LAYERS).last();
            let forms = [Some(plain), last].into_iter().flatten().map(|layer| layer.bytes);
            needles.extend(forms.filter(|bytes| bytes.len() >= shortest));
        }
        Self(needles)
    }

    /// The text with every secret in it replaced.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut found = Vec::new();
        let mut layer = Some(Layer::of(text));
        for _ in 0..=LAYERS {
            let Some(current) = layer else { break };
            self.0.iter().for_each(|needle| current.find(needle, &mut found));
            layer = current.decoded();
        }
        without(text, found)
    }
}

/// A text after some decoding. A plus sign is a blank, as in forms.
struct Layer {
    bytes: Vec<u8>,
    /// Where in the text each byte begins, and the text's end.
    begins: Vec<usize>,
}

impl Layer {
    fn of(text: &str) -> Self {
        let bytes = text.bytes().map(plus_is_blank).collect();
        Self { bytes, begins: (0..=text.len()).collect() }
    }

    /// The next layer; `None` when nothing is escaped in this one.
    fn decoded(&self) -> Option<Self> {
        let mut out = Self { bytes: Vec::new(), begins: Vec::new() };
        let mut at = 0;
        while at < self.bytes.len() {
            let begin = self.begins[at];
            let rest = &self.bytes[at..];
            let (length, decoded) = unescape(rest).unwrap_or((1, Unit::Byte(rest[0])));
            decoded.bytes(&mut |byte| {
                out.bytes.push(plus_is_blank(byte));
                out.begins.push(begin);
            });
            at += length;
        }
        out.begins.push(*self.begins.last()?);
        (out.bytes.len() < self.bytes.len()).then_some(out)
    }

    /// Adds the places of the text where the needle stands in this layer.
    fn find(&self, needle: &[u8], found: &mut Vec<Range<usize>>) {
        let mut from = 0;
        let next = |from: usize| {
            self.bytes[from..].windows(needle.len()).position(|window| window == needle)
        };
        while let Some(at) = next(from) {
            let (begin, end) = (from + at, from + at + needle.len());
            found.push(self.begins[begin]..self.begins[end]);
            from = end;
        }
    }
}

fn plus_is_blank(byte: u8) -> u8 {
    if byte == b'+' { b' ' } else { byte }
}

/// What an escape stands for: percent-encoding escapes bytes, the others characters.
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

/// The escape at the beginning: its length and what it stands for.
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

/// As much of the beginning as is ASCII and an entity can take.
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

/// `uXXXX`, or two of them for a character beyond 16 bits.
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

/// The text with these places replaced; those that touch become one.
fn without(text: &str, mut places: Vec<Range<usize>>) -> String {
    places.sort_by_key(|place| place.start);
    let text = text.as_bytes();
    let mut out = Vec::with_capacity(text.len());
    let mut done = 0;
    for place in places {
        if out.is_empty() || place.start > done {
            out.extend(&text[done..place.start]);
            out.extend(REDACTED.as_bytes());
        }
        done = done.max(place.end);
    }
    out.extend(&text[done..]);
    // What a decoded secret leaves of a character is replaced as well.
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::encode;

    fn secrets(token: &str) -> Secrets {
        let credentials = Credentials::with_token("theKeyId", "theSecret", token);
        Secrets::of(&credentials, &crate::Dynamic::new("X"))
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
    fn a_text_made_to_be_slow_is_searched_in_time_that_grows_with_its_size() {
        let text = "%25".repeat(1 << 16);
        assert_eq!(secrets("the/Token").redact(&text), text);
        let nested = format!("%{}", "25".repeat(1 << 16));
        assert_eq!(secrets("the/Token").redact(&nested), nested);
    }
}
