//! Open enums: the known values of a text, and room for those nobody has documented yet.
//!
//! There is no conversion from text, so that a misspelt value does not compile; who really wants
//! an unknown one writes `Other`.

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
    let variant_docs = wires.iter().map(|wire| format!("`{wire}`."));
    quote! {
        #[doc = #doc]
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #variant_docs] #variants,)*
            /// A value this version does not know.
            Other(String),
        }
        impl Eq for #name {}
        impl #name {
            /// The value as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Other(text) => text,
                }
            }
        }
        impl rpc::open_enum::OpenEnum for #name {
            fn from_wire(wire: &str) -> Self {
                match wire {
                    #(#wires => Self::#variants,)*
                    other => Self::Other(other.into()),
                }
            }
            #[inline]
            fn as_str(&self) -> &str { self.as_str() }
        }
        impl rpc::wire::Value for #name {
            #[inline]
            fn emit(&self, sink: &mut dyn rpc::wire::Sink) { rpc::open_enum::emit(self, sink) }
        }
        impl rpc::wire::Slot for #name {
            #[inline]
            fn blank() -> Self { rpc::open_enum::blank() }
            #[inline]
            fn view(&mut self) -> rpc::wire::View<'_> { rpc::open_enum::view(self) }
        }
        impl ::std::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(self.as_str(), f)
            }
        }
    }
}
