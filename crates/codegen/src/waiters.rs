//! Prints the module `wait` from `waiters.json`: a function for each waiter, and how each operation
//! is asked about ids. Constants but for the functions, and those are one call.

use aliyun_rpc_spec::ir::ProductFile;
use aliyun_rpc_spec::waiters::{IdStyle, Lookup, Waiter, Waiters};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs;
use crate::groups::COMMON;
use crate::names::ident;
use crate::source::{Folder, SourceError};

/// Prints the waiters of a folder.
///
/// # Errors
/// Any [`SourceError`]; also one for a product without waiters.
pub fn expand(folder: &Folder) -> Result<TokenStream, SourceError> {
    let waiters = folder.waiters()?;
    // A broken `product.json` is for the expansion of the product to report.
    Ok(print(&waiters, &folder.product().unwrap_or_default()))
}

/// Prints the module. It goes next to the output of `product!` and `groups!`.
#[must_use]
pub fn print(list: &Waiters, product: &ProductFile) -> TokenStream {
    // The only group of a product has no feature.
    let groups = product.groups.iter().filter(|name| *name != COMMON);
    let alone = groups.count() == 1;
    let feature = |group: &str| {
        let always = alone || group == COMMON;
        (!always).then(|| quote!(#[cfg(feature = #group)]))
    };
    let lookups = list.lookups.iter().map(|one| {
        let feature = feature(&one.group);
        let lookup = lookup(one);
        quote!(#feature #lookup)
    });
    let waiters = list.waiters.iter().map(|one| {
        let feature = feature(&one.group);
        let most = list.lookups.iter().find(|lookup| lookup.operation == one.operation);
        let doc = docs::waiter(one, most.map_or(1, |lookup| lookup.most));
        let id_type = most.map(|lookup| ident(&lookup.id_type));
        let function = function(one, &quote!(super::#id_type));
        quote!(#feature #[doc = #doc] #function)
    });
    quote! {
        /// Waiters: what can be waited for after a call.
        pub mod wait {
            pub use ::aliyun_rpc::wait::{Progress, Unfinished, Until, Wait, WaitError, WaitUntil};
            #[allow(unused_imports)]
            use ::aliyun_rpc::{IntoValue, lookup::{IdStyle, Lookup, LookupBy}};
            #(#lookups)*
            #(#waiters)*
        }
    }
}

fn lookup(lookup: &Lookup) -> TokenStream {
    let operation = ident(&lookup.operation);
    let kind = ident(lookup.id_type.strip_suffix("Id").unwrap_or(&lookup.id_type));
    let style = match lookup.style {
        IdStyle::One => quote!(One),
        IdStyle::List => quote!(List),
        IdStyle::Json => quote!(Json),
        IdStyle::Comma => quote!(Comma),
    };
    let Lookup { ids, id, most, absent, others, .. } = lookup;
    let with = lookup.with.iter().map(|(name, value)| quote!((#name, #value)));
    quote! {
        impl Lookup for super::#operation {
            type Kind = super::id::kind::#kind;
            const BY: LookupBy = LookupBy {
                ids: #ids,
                style: IdStyle::#style,
                most: #most,
                id: #id,
                with: &[#(#with),*],
                absent: &[#(#absent),*],
                others: &[#(#others),*],
            };
        }
    }
}

fn function(waiter: &Waiter, id_type: &TokenStream) -> TokenStream {
    let Waiter { name, success, failure, gone, confirm, interval, timeout, missing_for, .. } =
        waiter;
    let (function, operation) = (ident(&waiter.function), ident(&waiter.operation));
    let member = waiter.member.as_deref().unwrap_or_default();
    let argument = waiter.argument.as_ref().map(|ty| {
        let ty = ident(ty);
        quote!(, state: impl Into<::aliyun_rpc::Open<super::#ty>>)
    });
    let state = waiter.argument.as_ref().map(|_| quote!(.state(state.into())));
    quote! {
        pub fn #function(
            ids: impl IntoIterator<Item: IntoValue<#id_type>>
            #argument
        ) -> Wait<super::#operation> {
            Wait::new(ids, &Until {
                name: #name,
                member: #member,
                success: &[#(#success),*],
                failure: &[#(#failure),*],
                gone: #gone,
                confirm: #confirm,
                interval: #interval,
                timeout: #timeout,
                missing_for: #missing_for,
            })#state
        }
    }
}

#[cfg(test)]
mod tests;
