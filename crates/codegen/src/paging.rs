//! Pagers: what the runtime has to know to ask for page after page, and where a reply has its
//! items.

use aliyun_rpc_spec::ir::{Operation, PageStyle};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;
use crate::types::plain;

/// Prints the paging of one operation; nothing for one without pages.
#[must_use]
pub fn print(operation: &Operation) -> TokenStream {
    let Some(paging) = &operation.paging else { return TokenStream::new() };
    let name = ident(&operation.name);
    let style = match paging.style {
        PageStyle::Number => quote!(Number),
        PageStyle::Token => quote!(Token),
        PageStyle::Both => quote!(Both),
    };
    let (size, max_results) = (paging.size, paging.max_results);
    let items = paging.items.as_ref().map(|items| {
        let ty = plain(&items.ty);
        let mut path = items.path.iter().map(|name| ident(name));
        let (first, inner) = (path.next(), path.next());
        // An object in a reply is optional.
        let list = match inner {
            Some(list) => quote!(reply.#first.map(|inner| inner.#list).unwrap_or_default()),
            None => quote!(reply.#first),
        };
        quote! {
            impl rpc::pages::PagedItems for #name {
                type Item = #ty;
                #[inline]
                fn items(reply: Self::Response) -> Vec<#ty> { #list }
            }
        }
    });
    quote! {
        impl rpc::pages::Paged for #name {
            const PAGING: rpc::pages::Paging = rpc::pages::Paging {
                style: rpc::pages::PageStyle::#style,
                size: #size,
                max_results: #max_results,
            };
        }
        #items
    }
}
