//! Types: how a field is stored, how it is handed over, and which call of the runtime moves it.
//!
//! Absence has one form per kind of type, so that users meet no `Option<Vec<_>>`: scalars and
//! whole JSON values are optional, lists and maps empty, nested structs without members.

use aliyun_rpc_spec::ir::{Field, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;

/// The type itself, without a form of absence.
#[must_use]
pub fn plain(ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote!(String),
        Type::Bool => quote!(bool),
        Type::Int => quote!(i64),
        Type::Float => quote!(f64),
        Type::Any => quote!(rpc::wire::Json),
        Type::Enum(name) | Type::Struct(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Type::Boxed(name) => {
            let name = ident(name);
            quote!(Box<#name>)
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

/// How a value can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It cannot: a constructor has set it.
    Never,
    /// `None`.
    Option,
    /// An empty list or map, or a struct that writes nothing.
    Empty,
}

/// How a parameter or a member of a request is left out.
#[must_use]
pub fn absence(field: &Field) -> Absence {
    if field.required && field.constructed { Absence::Never } else { optional(&field.ty) }
}

/// How a value of this type is left out.
#[must_use]
pub fn optional(ty: &Type) -> Absence {
    match ty {
        Type::List(_) | Type::Wrapped(..) | Type::Map(_) | Type::Struct(_) => Absence::Empty,
        _ => Absence::Option,
    }
}

/// The type of a struct member.
#[must_use]
pub fn stored(ty: &Type, absence: Absence) -> TokenStream {
    let plain = plain(ty);
    match absence {
        Absence::Option => quote!(Option<#plain>),
        Absence::Never | Absence::Empty => plain,
    }
}

/// The value a member has before anybody set it.
#[must_use]
pub fn unset(ty: &Type, absence: Absence) -> TokenStream {
    match (absence, ty) {
        (Absence::Option, _) => quote!(None),
        (_, Type::List(_) | Type::Wrapped(..)) => quote!(Vec::new()),
        _ => quote!(Default::default()),
    }
}

/// The type under which a caller hands the value over.
#[must_use]
pub fn argument(ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote!(impl Into<String>),
        Type::Json(value) => argument(value),
        Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) => match &**item {
            Type::String => quote!(impl IntoIterator<Item = impl Into<String>>),
            item => {
                let item = plain(item);
                quote!(impl Into<Vec<#item>>)
            }
        },
        Type::Boxed(name) => {
            let name = ident(name);
            quote!(#name)
        }
        ty => plain(ty),
    }
}

/// The argument `value`, turned into what [`plain`] says.
#[must_use]
pub fn converted(ty: &Type, value: &TokenStream) -> TokenStream {
    match ty {
        Type::String => quote!(#value.into()),
        Type::Json(inner) => converted(inner, value),
        Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) => match &**item {
            Type::String => quote!(rpc::generated::texts(#value)),
            _ => quote!(#value.into()),
        },
        Type::Boxed(_) => quote!(Box::new(#value)),
        _ => value.clone(),
    }
}

/// The argument `value`, turned into what [`stored`] says.
#[must_use]
pub fn assigned(ty: &Type, absence: Absence, value: &TokenStream) -> TokenStream {
    let converted = converted(ty, value);
    match absence {
        Absence::Option => quote!(Some(#converted)),
        Absence::Never | Absence::Empty => converted,
    }
}

/// `#[inline]` for a setter that is not generic: like a generic one it is then compiled by those
/// who call it, and the crate that prints hundreds of them stays cheap to build.
#[must_use]
pub fn inline(ty: &Type) -> TokenStream {
    let generic = match ty {
        Type::String | Type::List(_) | Type::Wrapped(..) | Type::JsonList(_) => true,
        Type::Json(inner) => return inline(inner),
        _ => false,
    };
    if generic { TokenStream::new() } else { quote!(#[inline]) }
}
