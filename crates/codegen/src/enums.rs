//! Open enums: the known values of a text, and room for those nobody has documented yet.
//!
//! `Clone` goes through the text, which is the value: for a derive the compiler keeps the tokens of
//! the whole enum.
//!
//! There is no conversion from text, so that a misspelt value does not compile; who really wants
//! an unknown one writes `Other`. Equality is that of the text, so `Other` with a known text is no
//! other value.

use aliyun_rpc_spec::ir::OpenEnum;
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs;
use crate::names::ident;

/// Prints one enum.
#[must_use]
pub fn print(list: &OpenEnum) -> TokenStream {
    let name = ident(&list.name);
    let doc = docs::open_enum(list);
    let variants: Vec<_> = list.variants.iter().map(|variant| ident(&variant.name)).collect();
    let wires: Vec<_> = list.variants.iter().map(|variant| variant.wire.as_str()).collect();
    let variant_docs = wires.iter().map(|wire| docs::variant(wire));
    quote! {
        #[doc = #doc]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #variant_docs] #variants,)*
            /// A value this version does not know.
            Other(String),
        }
        impl #name {
            /// The value as it is on the wire.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#name::#variants => #wires,)*
                    #name::Other(text) => text,
                }
            }
        }
        impl rpc::OpenEnum for #name {
            fn from_wire(wire: &str) -> Self {
                match wire {
                    #(#wires => #name::#variants,)*
                    other => #name::Other(other.into()),
                }
            }
        }
        impl Clone for #name {
            fn clone(&self) -> Self { rpc::OpenEnum::from_wire(self.as_str()) }
        }
        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool { self.as_str() == other.as_str() }
        }
        impl Eq for #name {}
        impl fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.as_str()) }
        }
        impl fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.as_str(), f)
            }
        }
    }
}
