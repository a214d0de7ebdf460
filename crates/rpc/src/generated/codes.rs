//! Sets of error codes.

use std::borrow::Cow;
use std::fmt;

use crate::request::ErrorSet;
use crate::shown::short;

/// A set of error codes without templates, as a table. Implements [`ErrorSet`].
pub trait CodeTable: Sized + Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The codes, one on each line, and their variants in the same order.
    fn table() -> (&'static str, &'static [Self]);
}

impl<C: CodeTable> ErrorSet for C {
    fn from_code(code: &str) -> Option<Self> {
        let (codes, variants) = C::table();
        let place = codes.split('\n').position(|known| known == code)?;
        variants.get(place).cloned()
    }

    fn code(&self) -> Cow<'static, str> {
        let (codes, variants) = C::table();
        let known = codes.split('\n').zip(variants).find(|(_, variant)| *variant == self);
        Cow::Borrowed(known.map_or("", |(code, _)| code))
    }
}

/// Shows a code, escaped: the part in the place of a `%s` is text of the service.
///
/// # Errors
/// Those of the formatter.
pub fn debug_code<C: ErrorSet>(code: &C, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    std::fmt::Display::fmt(&short(&code.code()), f)
}
