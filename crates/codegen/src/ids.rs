//! Types of ids: an alias for each kind, and the kinds as types without values.
//!
//! A kind that decisions are about is the one that their crate knows, so that handles and requests
//! agree.

use aliyun_rpc_vocabulary::kind;
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs;
use crate::names::ident;

/// Prints the module of ids; nothing for a product without any.
#[must_use]
pub fn print(ids: &[String], decided: bool) -> TokenStream {
    if ids.is_empty() {
        return TokenStream::new();
    }
    let names: Vec<_> = ids.iter().map(|name| ident(name)).collect();
    let kinds: Vec<_> = ids.iter().map(|name| name.strip_suffix("Id").unwrap_or(name)).collect();
    let docs = kinds.iter().map(|kind| docs::id(kind));
    let is_known = |kind: &&&str| decided && kind::NAMES.contains(&**kind);
    let known: Vec<_> = kinds.iter().filter(is_known).map(|kind| ident(kind)).collect();
    let known =
        (!known.is_empty()).then(|| quote!(pub use ::aliyun_decision::kind::{#(#known),*};));
    let own = kinds.iter().filter(|kind| !is_known(kind)).map(|kind| {
        let (doc, kind) = (docs::kind(kind), ident(kind));
        quote!(#[doc = #doc] #[derive(Debug)] pub enum #kind {})
    });
    let kinds = kinds.iter().map(|kind| ident(kind));
    quote! {
        /// Types of ids. Each is made from text; one of another kind does not compile in its place.
        pub mod id {
            #(#[doc = #docs] pub type #names = ::aliyun_rpc::Id<kind::#kinds>;)*
            /// Kinds of what has an id.
            pub mod kind {
                #known
                #(#own)*
            }
        }
        pub use id::{#(#names),*};
    }
}
