//! Structs: those nested in requests, those nested in responses, and the bodies of responses.
//!
//! A nested request struct has public members and a chain setter for each; a response struct only
//! public members. Both can gain members later without breaking anybody.

use aliyun_rpc_spec::ir::{Direction, Field, Struct, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::docs;
use crate::names::ident;
use crate::types::{Absence, argument, assigned, inline, optional, stored};

/// Prints one struct; `doc` says what it is part of.
#[must_use]
pub fn print(item: &Struct, doc: &str) -> TokenStream {
    let name = ident(&item.name);
    let members = item.fields.iter().map(|field| {
        let (member, doc) = (ident(&field.name), docs::field(field));
        let ty = stored(&field.ty, member_absence(item, field));
        quote!(#[doc = #doc] pub #member: #ty,)
    });
    let walk = match item.direction {
        Direction::Request => outward(item, &name),
        Direction::Response => inward(item, &name),
    };
    quote! {
        #[doc = #doc]
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name { #(#members)* }
        #walk
    }
}

/// The request id is in every reply; everything else may be missing.
fn member_absence(item: &Struct, field: &Field) -> Absence {
    let is_request_id = item.direction == Direction::Response
        && field.wire == "RequestId"
        && field.ty == Type::String;
    if is_request_id { Absence::Never } else { optional(&field.ty) }
}

fn outward(item: &Struct, name: &Ident) -> TokenStream {
    let text = &item.name;
    let setters = item.fields.iter().map(|field| setter(field));
    let puts = item.fields.iter().map(put);
    quote! {
        impl #name {
            /// Without any member.
            #[inline]
            #[must_use]
            pub fn new() -> Self { Self::default() }
            #(#setters)*
        }
        impl rpc::wire::Fields for #name {
            #[inline]
            fn write(&self, object: &mut dyn rpc::wire::Object) {
                #(#puts)*
            }
        }
        impl ::std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                rpc::wire::debug_fields(#text, self, f)
            }
        }
    }
}

/// A chain setter of a member of a nested request struct.
fn setter(field: &Field) -> TokenStream {
    let (member, ty) = (ident(&field.name), argument(&field.ty));
    let doc = format!("Sets `{}`.", field.wire);
    let value = assigned(&field.ty, optional(&field.ty), &quote!(value));
    let inline = inline(&field.ty);
    quote! {
        #[doc = #doc]
        #inline
        #[must_use]
        pub fn #member(mut self, value: #ty) -> Self {
            self.#member = #value;
            self
        }
    }
}

/// The line of the outward walk that writes one member.
#[must_use]
pub fn put(field: &Field) -> TokenStream {
    let (member, wire) = (ident(&field.name), &field.wire);
    match &field.ty {
        Type::JsonList(_) | Type::Json(_) => quote!(object.put_json(#wire, &self.#member);),
        _ if field.secret => quote!(object.put_secret(#wire, &self.#member);),
        _ => quote!(object.put(#wire, &self.#member);),
    }
}

fn inward(item: &Struct, name: &Ident) -> TokenStream {
    let text = &item.name;
    let reads = item.fields.iter().map(|field| {
        let (member, wire) = (ident(&field.name), &field.wire);
        match &field.ty {
            Type::Wrapped(inner, _) => {
                quote!(reader.wrapped(#wire, #inner, &mut self.#member);)
            }
            _ if field.secret => quote!(reader.secret(#wire, &mut self.#member);),
            _ => quote!(reader.field(#wire, &mut self.#member);),
        }
    });
    quote! {
        impl rpc::wire::Read for #name {
            #[inline]
            fn read(&mut self, reader: &mut dyn rpc::wire::Reader) {
                #(#reads)*
            }
        }
        impl ::std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                rpc::wire::debug_read(#text, self, f)
            }
        }
    }
}
