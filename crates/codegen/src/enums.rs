//! Enums of the values that the documents list. What every open enum has in common is written once,
//! as `aliyun_rpc::Open`.

use aliyun_rpc_spec::ir::{OpenEnum, Users};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::docs;
use crate::names::ident;

/// `Copy`, `Clone` and `PartialEq` of an enum without fields. A derive would add markers, each of
/// which costs the compiler several kilobytes, and keep the tokens of the whole enum.
#[must_use]
pub fn copied(name: &Ident) -> TokenStream {
    quote! {
        impl Copy for #name {}
        #[automatically_derived]
        impl Clone for #name {
            #[inline]
            fn clone(&self) -> Self { *self }
        }
        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool { *self as u16 == *other as u16 }
        }
    }
}

/// Prints one enum; `users` are known of what several groups use.
#[must_use]
pub fn print(list: &OpenEnum, users: Option<&Users>) -> TokenStream {
    let name = ident(&list.name);
    let doc = docs::open_enum(list, users);
    let variants: Vec<_> = list.variants.iter().map(|variant| ident(&variant.name)).collect();
    let wires: Vec<_> = list.variants.iter().map(|variant| variant.wire.as_str()).collect();
    let variant_docs = wires.iter().map(|wire| docs::variant(wire));
    let texts = wires.join("\n");
    let copied = copied(&name);
    quote! {
        #[doc = #doc]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #variant_docs] #variants,)*
        }
        #copied
        impl Eq for #name {}
        impl rpc::KnownValue for #name {
            const ALL: &'static [Self] = &[#(Self::#variants),*];
            const TEXTS: &'static str = #texts;
        }
        impl PartialEq<#name> for Option<rpc::Open<#name>> {
            #[inline]
            fn eq(&self, other: &#name) -> bool { g::is(self, *other) }
        }
        impl fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(rpc::KnownValue::as_str(*self), f)
            }
        }
    }
}
