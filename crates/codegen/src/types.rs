//! Types: how a caller hands a value over, how it is set, and how a reply stores it.
//!
//! Absence in a reply has one form per kind of type: scalars and nested structs are optional, lists
//! and maps are empty. The service leaves out an empty list as often as it sends one, so the
//! difference says nothing, and users meet no `Option<Vec<_>>`. Lists of locks are the exception,
//! in `structs`. In a request what is absent was never set.

use aliyun_rpc_spec::ir::Type;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::names::ident;

/// The type itself, without a form of absence.
#[must_use]
pub fn plain(ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote!(String),
        Type::Time => quote!(rpc::Timestamp),
        Type::Bool => quote!(bool),
        Type::Int => quote!(i64),
        Type::Float => quote!(f64),
        Type::Any => quote!(w::Json),
        Type::Enum(name) => {
            let name = ident(name);
            quote!(rpc::Open<#name>)
        }
        Type::IntText => quote!(v::NumberText),
        Type::BoolText => quote!(v::FlagText),
        Type::Base64 => quote!(v::Base64),
        Type::Id(name) => {
            let name = ident(name);
            quote!(id::#name)
        }
        Type::Struct(name) | Type::Boxed(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) => {
            let item = plain(item);
            quote!(Vec<#item>)
        }
        Type::Json(value) => plain(value),
        Type::Map(value) => {
            let value = plain(value);
            quote!(::std::collections::BTreeMap<String, #value>)
        }
    }
}

/// The type of a member of a reply.
#[must_use]
pub fn stored(ty: &Type) -> TokenStream {
    let plain = plain(ty);
    match ty {
        Type::List(_) | Type::Wrapped(..) | Type::JsonList(_) | Type::Map(_) => plain,
        Type::Boxed(_) => quote!(Option<Box<#plain>>),
        Type::Json(value) => stored(value),
        Type::String
        | Type::Time
        | Type::Bool
        | Type::Int
        | Type::Float
        | Type::Any
        | Type::IntText
        | Type::BoolText
        | Type::Base64
        | Type::Enum(_)
        | Type::Id(_)
        | Type::Struct(_) => quote!(Option<#plain>),
    }
}

/// The absent value of a member of a reply.
#[must_use]
pub fn blank(ty: &Type) -> TokenStream {
    match ty {
        Type::List(_) | Type::Wrapped(..) | Type::JsonList(_) => quote!(Vec::new()),
        Type::Map(_) => quote!(Default::default()),
        Type::Json(value) => blank(value),
        _ => quote!(None),
    }
}

/// A copy of a member of a reply.
#[must_use]
pub fn copy(ty: &Type, name: &Ident) -> TokenStream {
    match ty {
        Type::Bool | Type::Int | Type::Float => quote!(self.#name),
        Type::Json(value) => copy(value, name),
        _ => quote!(Clone::clone(&self.#name)),
    }
}

/// What a setter takes.
#[must_use]
pub fn argument(ty: &Type) -> TokenStream {
    match ty {
        Type::Json(value) => argument(value),
        Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) => {
            let item = plain(item);
            quote!(impl v::IntoList<#item>)
        }
        ty => {
            let plain = plain(ty);
            quote!(impl v::IntoValue<#plain>)
        }
    }
}

/// What a constructor takes: the same as a setter if nothing is a value too, such as an empty list;
/// otherwise the value itself.
#[must_use]
pub fn demanded(ty: &Type) -> TokenStream {
    match ty {
        Type::Json(value) => demanded(value),
        Type::List(_) | Type::Wrapped(..) | Type::JsonList(_) => argument(ty),
        Type::String => quote!(impl Into<String>),
        Type::Enum(_) | Type::Id(_) | Type::IntText | Type::BoolText | Type::Base64 => {
            let plain = plain(ty);
            quote!(impl v::IntoRequired<#plain>)
        }
        ty => plain(ty),
    }
}

/// The call of the runtime's `Members` that takes what a setter took.
#[must_use]
pub fn method(ty: &Type) -> TokenStream {
    match without_json(ty) {
        Type::List(_) | Type::Wrapped(..) | Type::JsonList(_) => quote!(list),
        _ => quote!(set),
    }
}

/// The type of a value however it travels.
#[must_use]
pub fn without_json(ty: &Type) -> &Type {
    match ty {
        Type::Json(value) => without_json(value),
        ty => ty,
    }
}
