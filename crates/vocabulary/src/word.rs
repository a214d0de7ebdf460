//! A vocabulary: an enum without fields whose variants each have one text.

use std::fmt;

/// A word of a vocabulary.
pub trait Word: Sized + Copy + 'static {
    /// Every word, in order of declaration.
    const WORDS: &'static [Self];

    /// The text in files and in JSON.
    fn name(self) -> &'static str;

    /// The name of the variant in Rust, for generated code.
    fn variant(self) -> &'static str;

    /// The word with this text.
    fn from_name(name: &str) -> Option<Self> {
        Self::WORDS.iter().copied().find(|word| word.name() == name)
    }
}

/// A text that is not a word of a vocabulary. `Display` says which words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    text: String,
    known: String,
}

impl UnknownWord {
    pub(crate) fn of<W: Word>(text: &str) -> Self {
        let known: Vec<_> = W::WORDS.iter().map(|word| word.name()).collect();
        Self { text: text.to_owned(), known: known.join(", ") }
    }
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not one of: {}", self.text, self.known)
    }
}

impl std::error::Error for UnknownWord {}

/// Declares an enum, its texts and everything that follows from them.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$doc:meta])* $variant:ident = $text:literal, )+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$doc])* $variant, )+ }

        impl $name {
            /// Every value, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text in files and in JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl $crate::Word for $name {
            const WORDS: &'static [Self] = Self::ALL;

            fn name(self) -> &'static str {
                self.name()
            }

            fn variant(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)+
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> Result<Self, $crate::UnknownWord> {
                let unknown = || $crate::UnknownWord::of::<Self>(text);
                <Self as $crate::Word>::from_name(text).ok_or_else(unknown)
            }
        }

        #[cfg(feature = "serde")]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.name())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'de, str>>::deserialize(from)?;
                <Self as $crate::Word>::from_name(&text).ok_or_else(|| {
                    ::serde::de::Error::unknown_variant(&text, &[$($text),+])
                })
            }
        }
    };
}
pub(crate) use vocabulary;

#[cfg(test)]
mod tests {
    use super::Word;
    use crate::{
        AccessLevel, Agreement, Aspect, Class, DiskUsage, EvidenceKind, Hazard, InstanceStatus,
        Lock, OperationKind, Reaction, ResourceType, Says, SecurityGroupType, ValueType, Verdict,
    };

    fn every_text_leads_back<W>()
    where
        W: Word + PartialEq + std::fmt::Debug + std::str::FromStr<Err = super::UnknownWord>,
    {
        for word in W::WORDS.iter().copied() {
            assert_eq!(W::from_name(word.name()), Some(word));
            assert_eq!(word.name().parse::<W>(), Ok(word));
            assert_eq!(word.variant(), format!("{word:?}"));
        }
        assert_eq!(W::from_name("no such word"), None);
    }

    #[test]
    fn every_word_is_found_by_its_text() {
        every_text_leads_back::<Class>();
        every_text_leads_back::<Reaction>();
        every_text_leads_back::<OperationKind>();
        every_text_leads_back::<ResourceType>();
        every_text_leads_back::<Verdict>();
        every_text_leads_back::<Aspect>();
        every_text_leads_back::<Hazard>();
        every_text_leads_back::<Agreement>();
        every_text_leads_back::<EvidenceKind>();
        every_text_leads_back::<Says>();
        every_text_leads_back::<InstanceStatus>();
        every_text_leads_back::<SecurityGroupType>();
        every_text_leads_back::<DiskUsage>();
        every_text_leads_back::<Lock>();
        every_text_leads_back::<AccessLevel>();
        every_text_leads_back::<ValueType>();
    }

    #[test]
    fn an_unknown_text_is_an_error_that_lists_the_words_on_one_line() {
        let error = "re\nad".parse::<OperationKind>().unwrap_err().to_string();
        assert_eq!(error, r#""re\nad" is not one of: create, update, delete, read, list"#);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn a_file_that_holds_an_unknown_word_is_told_the_known_ones() {
        assert_eq!(serde_json::to_string(&Class::NotFound).unwrap(), r#""not-found""#);
        assert_eq!(serde_json::from_str::<Class>(r#""not-found""#).unwrap(), Class::NotFound);
        let error = serde_json::from_str::<Verdict>(r#""maybe""#).unwrap_err().to_string();
        assert!(error.contains("`maybe`") && error.contains("`denied`"), "{error}");
    }
}
