//! Bytes that are sent as base64.

use std::fmt;

use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::engine::{DecodePaddingMode, Engine};

use crate::wire::{Place, ReadValue, TextPlace, ValueWriter, WriteValue};

/// The service may leave out the padding.
const READER: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes as the service takes and sends them: as base64. In a request it is made from the bytes, or
/// from a text, whose bytes are encoded, once and with padding; [`Base64::encoded`] takes what is
/// encoded already. In a reply, [`Base64::decode`] gives the bytes. A value of a reply can be put
/// into a request as it is.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Base64(String);

/// A text that the service sent is not base64.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a value of {length} bytes is not base64; help: `as_str` has it as it came")]
pub struct NotBase64 {
    length: usize,
}

impl Base64 {
    /// A text that is base64 already. It is sent as it is.
    #[must_use]
    pub fn encoded(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The base64 text, as it is on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes. Line breaks and missing padding do no harm.
    ///
    /// # Errors
    ///
    /// The text is not base64.
    pub fn decode(&self) -> Result<Vec<u8>, NotBase64> {
        let text: Vec<u8> = self.0.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        READER.decode(text).map_err(|_| NotBase64 { length: self.0.len() })
    }
}

macro_rules! from_bytes {
    ($($source:ty),*) => {
        $(impl From<$source> for Base64 {
            fn from(bytes: $source) -> Self {
                Self(STANDARD.encode(bytes))
            }
        })*
    };
}

from_bytes!(&[u8], Vec<u8>, &Vec<u8>, &str, String, &String);

/// What is sent so, such as a boot script, may hold secrets.
impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} characters)", self.0.len())
    }
}

impl WriteValue for Base64 {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.text(&self.0);
    }
}

impl ReadValue for Base64 {
    fn place(&mut self) -> Place<'_> {
        Place::Text(self)
    }
}

impl TextPlace for Base64 {
    fn set(&mut self, text: &str) {
        text.clone_into(&mut self.0);
    }

    fn get(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::IntoValue;

    #[test]
    fn what_a_reply_holds_is_decoded_with_or_without_padding_and_line_breaks() {
        for text in ["ZWNobyBoaQ==", "ZWNobyBoaQ", "ZWNo\nbyBo\r\naQ==\n"] {
            assert_eq!(Base64::encoded(text).decode().unwrap(), b"echo hi", "{text:?}");
        }
        assert_eq!(Base64::default().decode().unwrap(), b"");
        let hidden = Base64::encoded("not: base64!").decode().unwrap_err();
        assert_eq!(
            hidden.to_string(),
            "a value of 12 bytes is not base64; help: `as_str` has it as it came"
        );
    }

    #[test]
    fn what_a_reply_holds_is_not_encoded_again_in_a_request() {
        let held = Some(Base64::encoded("ZWNobyBoaQ=="));
        let sent: Option<Base64> = held.into_value();
        assert_eq!(sent.unwrap().as_str(), "ZWNobyBoaQ==");
    }
}
