//! What users of the generated crate have in their code: names, Rust types, what `Debug` hides.

use aliyun_rpc_spec::ir::{Direction, Field, Group, OpenEnum, Struct, Type, Variant};

use super::text;
use crate::drift::terms::Part;
use crate::drift::view::View;

/// What Rust makes of a parameter or member. A name is only worth a line where the field on the
/// wire stays: the rest is reported there.
pub(super) fn field(view: &mut View, operation: &str, owner: &str, field: &Field) {
    let Field {
        name,
        wire,
        ty,
        constructed,
        secret,
        promised,
        successor,
        // Facts of the parameters, at each place where a type of requests is used: see `walk`.
        // Replies have none of them.
        required: _,
        deprecated: _,
        limits: _,
        // See `walk` for parameters and `shown` for members of replies.
        example: _,
        form: _,
        // Part of the values of a parameter: see `walk`.
        spelled: _,
    } = field;
    let path = match owner {
        "" => wire.clone(),
        _ => format!("{owner}.{wire}"),
    };
    if !constructed {
        view.fact(Part::RustName, operation, &path, format!("{name}: {}", rust(ty)));
    }
    if let Some(successor) = successor {
        view.fact(Part::Successor, operation, &path, successor.clone());
    }
    let secret = if *secret { "hidden" } else { "shown" };
    view.fact(Part::Secret, operation, &path, secret.to_owned());
    let promised = if *promised { "always there" } else { "optional" };
    view.fact(Part::Promised, operation, &path, promised.to_owned());
}

/// What the documentation shows of the members of a reply.
pub(super) fn shown(view: &mut View, operation: &str, body: &Struct) {
    for Field { wire, example, form, .. } in &body.fields {
        let path = format!("{}.{wire}", body.name);
        if let Some(example) = example {
            view.fact(Part::Example, operation, &path, example.clone());
        }
        if let Some(form) = form {
            view.fact(Part::Form, operation, &path, form.text().to_owned());
        }
    }
}

pub(super) fn rust(ty: &Type) -> String {
    match ty {
        Type::String => "String".to_owned(),
        Type::Time => "Timestamp".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Int => "i64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Any => "any".to_owned(),
        Type::IntText => "i64 or its text".to_owned(),
        Type::BoolText => "bool or its text".to_owned(),
        Type::Base64 => "bytes".to_owned(),
        Type::Enum(name) | Type::Id(name) | Type::Struct(name) | Type::Boxed(name) => name.clone(),
        Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) => {
            format!("[{}]", rust(item))
        }
        Type::Json(inner) => rust(inner),
        Type::Map(value) => format!("map of {}", rust(value)),
    }
}

/// Types and variants that users name in their code.
pub(super) fn types(view: &mut View, group: &Group) {
    let Group {
        format: _,
        // One of each product; a fact of the product.
        product: _,
        version: _,
        // Each operation says in which group it is.
        group: _,
        operations: _,
        enums,
        structs,
        // Each operation says which variants its error codes have.
        error_sets: _,
        // Follows from the types of members.
        users: _,
    } = group;
    for OpenEnum { name, origin, variants } in enums {
        view.fact(Part::Source, "", &format!("values of {name}"), text(origin));
        for Variant { name: variant, wire } in variants {
            let path = format!("{name} {wire}");
            view.fact(Part::EnumVariant, "", &path, format!("{name}::{variant}"));
        }
    }
    for one in structs {
        for member in &one.fields {
            field(view, "", &one.name, member);
        }
        let demanded = one.fields.iter().filter(|member| member.constructed);
        let demanded: Vec<String> =
            demanded.map(|member| format!("{}: {}", member.name, rust(&member.ty))).collect();
        // Only what is sent has a constructor. One without arguments changes, too, when it gets
        // some.
        if one.direction == Direction::Request {
            let path = format!("{}::new", one.name);
            view.fact(Part::RustName, "", &path, format!("new({})", demanded.join(", ")));
        }
        if let Some(made) = &one.as_request {
            view.fact(Part::Conversion, "", &one.name, format!("{made}::from"));
        }
        if one.direction == Direction::Response {
            shown(view, "", one);
        }
    }
}
