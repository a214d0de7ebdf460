//! Keys with a value, such as tags. What a request takes is made from a pair of texts, and from
//! what a reply says of the same.

use aliyun_rpc_spec::ir::{Field, Struct, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;
use crate::structs::{demand, marked_to_send};

/// The conversions into a struct of requests; nothing unless it has a key, a value and nothing
/// else.
#[must_use]
pub fn of_request(item: &Struct) -> TokenStream {
    let [key, value] = item.fields.as_slice() else { return TokenStream::new() };
    let is = |field: &Field, wire: &str| field.wire == wire && field.ty == Type::String;
    if !(is(key, "Key") && is(value, "Value")) {
        return TokenStream::new();
    }
    let name = ident(&item.name);
    let sets = [demand(key, &quote!(key)), demand(value, &quote!(value))];
    let told = [(key, quote!(key)), (value, quote!(value))].map(|(field, value)| {
        let marked = marked_to_send(field);
        quote!(.set::<String>(#marked, #value))
    });
    quote! {
        impl<K: Into<String>, V: Into<String>> From<(K, V)> for #name {
            fn from((key, value): (K, V)) -> Self { Self(g::Members::new() #(#sets)*) }
        }
        impl v::Pair for #name {
            fn told(key: Option<String>, value: Option<String>) -> Self {
                Self(g::Members::new() #(#told)*)
            }
        }
    }
}

/// The conversions of a struct of replies into that of requests, if there is one.
#[must_use]
pub fn of_reply(item: &Struct) -> TokenStream {
    let (Some(made), [key, value]) = (&item.as_request, item.fields.as_slice()) else {
        return TokenStream::new();
    };
    let (made, name) = (ident(made), ident(&item.name));
    let (key, value) = (ident(&key.name), ident(&value.name));
    quote! {
        impl From<#name> for #made {
            fn from(item: #name) -> Self { <Self as v::Pair>::told(item.#key, item.#value) }
        }
        impl From<&#name> for #made {
            fn from(item: &#name) -> Self { item.clone().into() }
        }
        impl v::IntoValue<#made> for #name {
            fn into_value(self) -> Option<#made> { Some(self.into()) }
        }
        impl v::IntoValue<#made> for &#name {
            fn into_value(self) -> Option<#made> { Some(self.into()) }
        }
    }
}
