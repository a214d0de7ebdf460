//! How the list of an operation is paged: from the names of its parameters, and from the lists in
//! its reply.

use aliyun_rpc_spec::ir::{Direction, Field, Items, PageStyle, Paging, Type};

use super::operation::Context;
use super::raw::{RawField, RawType};
use crate::problems::Problems;

/// Members of a reply that say where in a list it is.
const POSITION: [&str; 5] = ["PageNumber", "PageSize", "NextToken", "MaxResults", "TotalCount"];

/// How an operation is paged. `None` if it has no pages.
pub(super) fn of(
    operation: &str,
    parameters: &[RawField],
    reply: &[RawField],
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Paging> {
    let find = |wire: &str| parameters.iter().find(|field| field.wire == wire);
    let number = find("PageNumber").is_some() && find("PageSize").is_some();
    let style = match (number, find("NextToken").is_some()) {
        (true, true) => PageStyle::Both,
        (true, false) => PageStyle::Number,
        (false, true) => PageStyle::Token,
        (false, false) => return curated_without_pages(operation, context, problems),
    };
    let length = if style == PageStyle::Number { "PageSize" } else { "MaxResults" };
    let size = find(length).and_then(|field| field.limits.maximum.as_ref()?.parse().ok());
    Some(Paging {
        style,
        size: size.unwrap_or(0),
        max_results: find("MaxResults").is_some(),
        items: items(operation, reply, context, problems),
    })
}

/// An entry about the list of an operation that has no pages is out of date.
fn curated_without_pages(
    operation: &str,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Paging> {
    if context.requests.items.iter().any(|entry| entry.operation == operation) {
        let place = format!("items of {operation}");
        problems.report(context.requests.stale(place, "the operation has no pages"));
    }
    None
}

/// The list of items: the only one in the reply, or in the only object that it holds.
/// Where there are several, a curated entry may name one.
fn items(
    operation: &str,
    reply: &[RawField],
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Items> {
    let (outer, fields) = inside(reply);
    let lists: Vec<&RawField> = fields.iter().filter(|field| is_list(&field.ty)).collect();
    let entry = context.requests.items.iter().find(|entry| entry.operation == operation);
    let list = match (entry, &*lists) {
        (None, [only]) => Some(*only),
        (None, _) => None,
        (Some(_), [] | [_]) => {
            let place = format!("items of {operation}");
            problems.report(context.requests.stale(place, "the reply has no second list"));
            None
        }
        (Some(entry), several) => {
            let named = several.iter().find(|field| field.wire == entry.list).copied();
            if named.is_none() {
                let place = format!("items of {operation}");
                let message = format!("the reply has no list {:?}", entry.list);
                problems.report(context.requests.stale(place, &message));
            }
            named
        }
    };
    let lowered = |field: &RawField, among: &[RawField]| -> Option<Field> {
        let fields = context.sharing.fields(among, Direction::Response);
        fields.into_iter().find(|known| known.wire == field.wire)
    };
    let list = lowered(list?, fields)?;
    let outer = outer.and_then(|field| lowered(field, reply));
    let (Type::List(ty) | Type::Wrapped(_, ty) | Type::JsonList(ty)) = list.ty else {
        return None;
    };
    let path = outer.map(|field| field.name).into_iter().chain([list.name]).collect();
    Some(Items { path, ty: *ty })
}

/// The members around the list, and the object that holds them if it is not the reply itself.
fn inside(reply: &[RawField]) -> (Option<&RawField>, &[RawField]) {
    let mut others = reply
        .iter()
        .filter(|field| field.wire != "RequestId" && !POSITION.contains(&field.wire.as_str()));
    match (others.next(), others.next()) {
        (Some(only), None) => match &only.ty {
            RawType::Struct(inner) => (Some(only), &inner.fields),
            _ => (None, reply),
        },
        _ => (None, reply),
    }
}

fn is_list(ty: &RawType) -> bool {
    matches!(ty, RawType::List(_) | RawType::Wrapped(..) | RawType::JsonList(_))
}
