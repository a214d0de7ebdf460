//! Texts whose names end like those of ids, but whose kind is unknown.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::{Field, Group, Type};

/// Where each such name stands: operations, and structs of requests and replies.
pub(super) type Untold<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

pub(super) fn untold(groups: &BTreeMap<String, Group>) -> Untold<'_> {
    let mut untold = Untold::new();
    for group in groups.values() {
        for operation in &group.operations {
            note(&mut untold, &operation.name, &operation.fields);
            if let Some(body) = &operation.response_struct {
                note(&mut untold, &body.name, &body.fields);
            }
        }
        for shape in &group.structs {
            note(&mut untold, &shape.name, &shape.fields);
        }
    }
    untold
}

fn note<'a>(untold: &mut Untold<'a>, owner: &'a str, fields: &'a [Field]) {
    // The id of the call is a text.
    let fields = fields.iter().filter(|field| field.wire != "RequestId");
    for field in fields.filter(|field| is_text(&field.ty) && sounds_like_an_id(&field.wire)) {
        untold.entry(&field.wire).or_default().insert(owner);
    }
}

fn is_text(ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::List(inner)
        | Type::Wrapped(_, inner)
        | Type::JsonList(inner)
        | Type::Json(inner)
        | Type::Map(inner) => is_text(inner),
        _ => false,
    }
}

fn sounds_like_an_id(wire: &str) -> bool {
    ["Id", "Ids", "ID", "IDs"].iter().any(|ending| wire.ends_with(ending))
}
