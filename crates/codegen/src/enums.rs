//! Open enums: the known values of a text, and room for those nobody has documented yet.
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
    let variant_docs = wires.iter().map(|wire| format!("`{wire}`."));
    quote! {
        #[doc = #doc]
        #[derive(Clone)]
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
            pub fn as_str(&self) -> &str { rpc::OpenEnum::as_str(self) }
        }
        impl rpc::OpenEnum for #name {
            fn from_wire(wire: &str) -> Self {
                match wire {
                    #(#wires => #name::#variants,)*
                    other => #name::Other(other.into()),
                }
            }
            fn as_str(&self) -> &str {
                match self {
                    #(#name::#variants => #wires,)*
                    #name::Other(text) => text,
                }
            }
        }
        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool { self.as_str() == other.as_str() }
        }
        impl Eq for #name {}
        impl w::Value for #name {
            #[inline]
            fn emit(&self, sink: &mut dyn w::Sink) { rpc::open_enum::emit(self, sink); }
        }
        impl w::Slot for #name {
            #[inline]
            fn blank() -> Self { rpc::open_enum::blank() }
            #[inline]
            fn view(&mut self) -> w::View<'_> { rpc::open_enum::view(self) }
        }
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
