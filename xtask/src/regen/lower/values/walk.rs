//! Every text of a product, to read it or to put an enum in its place.

use std::collections::BTreeMap;

use aliyun_rpc_spec::ir::Direction;

use crate::regen::lower::operation::RawOperation;
use crate::regen::lower::raw::{RawField, RawText, RawType};

/// Visits every text with its operation, and whether it is the whole value of a member.
pub(super) fn each(
    operations: &BTreeMap<String, RawOperation>,
    visit: &mut dyn FnMut(&str, Direction, &RawText, bool),
) {
    for (name, operation) in operations {
        let both = [
            (Direction::Request, &operation.parameters),
            (Direction::Response, &operation.response),
        ];
        for (direction, fields) in both {
            each_text(fields, &mut |text, single| visit(name, direction, text, single));
        }
    }
}

fn each_text(fields: &[RawField], visit: &mut dyn FnMut(&RawText, bool)) {
    for field in fields {
        texts(&field.ty, true, visit);
    }
}

fn texts(ty: &RawType, single: bool, visit: &mut dyn FnMut(&RawText, bool)) {
    match ty {
        RawType::Text(text) => visit(text, single),
        RawType::Struct(shape) => each_text(&shape.fields, visit),
        RawType::List(inner)
        | RawType::Wrapped(_, inner)
        | RawType::JsonList(inner)
        | RawType::Json(inner)
        | RawType::Map(inner) => texts(inner, false, visit),
        _ => {}
    }
}

/// What a text becomes: an enum, and the values that its member spells in its own way.
pub(super) type Becomes = Option<(RawType, Vec<String>)>;

/// Replaces texts.
pub(super) fn replace(fields: &mut [RawField], becomes: &dyn Fn(&RawText) -> Becomes) {
    for field in fields {
        replace_in(&mut field.ty, &mut field.spelled, becomes);
    }
}

fn replace_in(ty: &mut RawType, spelled: &mut Vec<String>, becomes: &dyn Fn(&RawText) -> Becomes) {
    match ty {
        RawType::Text(text) => {
            if let Some((new, own)) = becomes(text) {
                (*ty, *spelled) = (new, own);
            }
        }
        RawType::Struct(shape) => replace(&mut shape.fields, becomes),
        RawType::List(inner)
        | RawType::Wrapped(_, inner)
        | RawType::JsonList(inner)
        | RawType::Json(inner)
        | RawType::Map(inner) => replace_in(inner, spelled, becomes),
        _ => {}
    }
}
