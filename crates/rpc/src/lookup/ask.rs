//! A request about some ids, whatever the operation.

use std::fmt;
use std::marker::PhantomData;

use super::{IdStyle, Lookup};
use crate::pages::{Paged, PagedItems, Paging};
use crate::product::Meta;
use crate::request::Request;
use crate::wire::{FieldWriter, Strictness, WriteFields, debug_fields};

/// A request of the operation `R` about some ids.
pub(super) struct Ask<'a, R> {
    ids: &'a [String],
    region: Option<&'a str>,
    /// The member of an item that must be readable beside its id, if there is one.
    member: &'static str,
    of: PhantomData<fn() -> R>,
}

impl<'a, R: Lookup> Ask<'a, R> {
    pub(super) fn new(ids: &'a [String], region: Option<&'a str>, member: &'static str) -> Self {
        Self { ids, region, member, of: PhantomData }
    }
}

impl<R: Lookup> WriteFields for Ask<'_, R> {
    fn write(&self, writer: &mut dyn FieldWriter) {
        if let Some(region) = self.region {
            writer.put(R::META.region.unwrap_or("RegionId"), &region.to_owned());
        }
        let by = R::BY;
        for (name, value) in by.with {
            writer.put(name, &(*value).to_owned());
        }
        match by.style {
            IdStyle::List => writer.put(by.ids, &self.ids.to_vec()),
            IdStyle::One | IdStyle::Comma => writer.put(by.ids, &self.ids.join(",")),
            IdStyle::Json => {
                let list = serde_json::Value::from(self.ids.to_vec());
                writer.put(by.ids, &list.to_string());
            }
        }
        // Where the documents state no limit for a page, one that holds the answer is asked for.
        if R::PAGING.size == 0 && R::PAGING.max_results && by.most > 1 {
            writer.put("MaxResults", &i64::from(by.most));
        }
    }
}

impl<R: Lookup> Request for Ask<'_, R> {
    type Response = R::Response;
    type Error = R::Error;
    const META: &'static Meta = R::META;

    /// What cannot be read must not count as what is not there, and another odd member of one item
    /// must not cost the others their answer.
    fn strictness(&self) -> Strictness {
        Strictness::Items([R::BY.id, self.member])
    }
}

impl<R: Lookup> Paged for Ask<'_, R> {
    const PAGING: Paging = R::PAGING;
}

impl<R: Lookup> PagedItems for Ask<'_, R> {
    type Item = R::Item;

    fn items(reply: Self::Response) -> Vec<Self::Item> {
        R::items(reply)
    }
}

impl<R: Lookup> fmt::Debug for Ask<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_fields(R::META.name, self, f)
    }
}
