//! A request for one page: the request of the caller, with its position set.

use std::fmt;

use super::Paged;
use crate::product::Meta;
use crate::request::Request;
use crate::wire::{FieldWriter, Strictness, WriteFields, WriteValue, debug_fields};

/// Members that say which page is meant.
const POSITION: [&str; 4] = ["PageNumber", "PageSize", "NextToken", "MaxResults"];

/// Which page to ask for.
#[derive(Clone, Debug)]
pub(super) enum Position {
    Number { number: u64, size: u64 },
    Token { token: Option<String>, size: Option<u64> },
}

/// The request for one page.
pub struct Page<'a, R> {
    pub(super) request: &'a R,
    pub(super) position: &'a Position,
}

impl<R: Paged> Request for Page<'_, R> {
    type Response = R::Response;
    type Error = R::Error;
    const META: &'static Meta = R::META;

    fn strictness(&self) -> Strictness {
        self.request.strictness().max(Strictness::Page)
    }
}

impl<R: WriteFields> WriteFields for Page<'_, R> {
    fn write(&self, writer: &mut dyn FieldWriter) {
        self.request.write(&mut Elsewhere(writer));
        let mut put = |name, value: &dyn WriteValue| writer.put(name, value);
        let int = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        match self.position {
            Position::Number { number, size } => {
                put("PageNumber", &int(*number));
                put("PageSize", &int(*size));
            }
            Position::Token { token, size } => {
                if let Some(size) = size {
                    put("MaxResults", &int(*size));
                }
                if let Some(token) = token {
                    put("NextToken", token);
                }
            }
        }
    }
}

impl<R: WriteFields> fmt::Debug for Page<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_fields("Page", self, f)
    }
}

/// Leaves out the position of the request itself.
struct Elsewhere<'a>(&'a mut dyn FieldWriter);

impl FieldWriter for Elsewhere<'_> {
    fn put(&mut self, name: &str, value: &dyn WriteValue) {
        if !POSITION.contains(&name) {
            self.0.put(name, value);
        }
    }

    fn put_json(&mut self, name: &str, value: &dyn WriteValue) {
        self.0.put_json(name, value);
    }

    fn put_secret(&mut self, name: &str, value: &dyn WriteValue) {
        self.0.put_secret(name, value);
    }
}
