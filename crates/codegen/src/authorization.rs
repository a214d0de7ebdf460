//! Prints the table of permissions and `Operation::authorization` from `authorization.json`.

use std::collections::BTreeMap;

use aliyun_rpc_spec::authorization::{Action, Authorizations, ConditionKey, Evidence, Resource};
use aliyun_rpc_spec::matrix::MatrixSource;
use aliyun_rpc_vocabulary::Word as _;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::source::{Folder, SourceError};

/// Prints the table of a folder.
///
/// # Errors
/// Any [`SourceError`]; also one for a product none of whose sources states a permission.
pub fn expand(folder: &Folder) -> Result<TokenStream, SourceError> {
    folder.authorizations().map(|list| print(&list))
}

/// Prints the table. It goes next to the output of `product!`, whose `Operation` it extends.
#[must_use]
pub fn print(list: &Authorizations) -> TokenStream {
    let product = &list.product;
    let at = Places {
        keys: places(list.condition_keys.iter().map(|key| key.key.as_str())),
        sources: places(list.sources.iter().map(|source| source.id.as_str())),
    };
    let keys = list.condition_keys.iter().map(key);
    let key_count = list.condition_keys.len();
    let sources = list.sources.iter().map(source);
    let source_count = list.sources.len();
    let rows = list.actions.iter().map(|action| row(action, &at));
    quote! {
        #[doc(hidden)]
        mod __authorization {
            use ::aliyun_authorization as a;
            use a::{AccessLevel as L, Authorization, ConditionKey, Evidence, Resource};
            use ::core::option::Option::{None, Some};

            const KEYS: [ConditionKey; #key_count] = [#(#keys),*];
            static SOURCES: [a::Source; #source_count] = [#(#sources),*];

            const fn on(
                resource_type: &'static str,
                pattern: &'static str,
                mandatory: ::core::option::Option<bool>,
                parameters: &'static [&'static str],
            ) -> Resource {
                Resource { resource_type, pattern, mandatory, parameters }
            }

            const fn by(source: usize, line: ::core::option::Option<u32>, agrees: bool) -> Evidence {
                Evidence { source: &SOURCES[source], line, agrees }
            }

            /// The permission that each operation needs, for all operations that the vendor's list
            /// for RAM or their own pages state one for.
            pub static AUTHORIZATIONS: a::Table =
                a::Table { product: #product, sources: &SOURCES, rows: &[#(#rows),*] };
        }
        pub use __authorization::AUTHORIZATIONS;

        impl Operation {
            /// The permission that the operation needs; `None` when no source states one.
            #[must_use]
            pub const fn authorization(
                self,
            ) -> ::core::option::Option<&'static ::aliyun_authorization::Authorization> {
                AUTHORIZATIONS.find(self.name())
            }
        }
    }
}

/// The places of keys and sources in their lists.
struct Places<'a> {
    keys: BTreeMap<&'a str, usize>,
    sources: BTreeMap<&'a str, usize>,
}

fn places<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    names.zip(0..).collect()
}

fn row(action: &Action, at: &Places<'_>) -> TokenStream {
    let Action { operation, action: name, further, templates, .. } = action;
    let level = format_ident!("{}", action.level.variant());
    let resources = action.resources.iter().map(resource);
    let keys = action.condition_keys.iter().filter_map(|key| at.keys.get(key.as_str()));
    let evidence = action.evidence.iter().filter_map(|one| evidence(one, at));
    quote! {
        Authorization {
            operation: #operation,
            action: #name,
            access_level: L::#level,
            resources: &[#(#resources),*],
            condition_keys: &[#(KEYS[#keys]),*],
            further: &[#(#further),*],
            templates: &[#(#templates),*],
            evidence: &[#(#evidence),*],
        }
    }
}

fn evidence(evidence: &Evidence, at: &Places<'_>) -> Option<TokenStream> {
    let source = at.sources.get(evidence.source.as_str())?;
    let (line, agrees) = (option(evidence.line), !evidence.differs);
    Some(quote!(by(#source, #line, #agrees)))
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

fn source(source: &MatrixSource) -> TokenStream {
    let MatrixSource { id, published, url, title } = source;
    quote!(a::Source { id: #id, published: #published, url: #url, title: #title })
}

fn resource(resource: &Resource) -> TokenStream {
    let Resource { resource: name, pattern, parameters, .. } = resource;
    let mandatory = option(resource.mandatory);
    quote!(on(#name, #pattern, #mandatory, &[#(#parameters),*]))
}

fn key(key: &ConditionKey) -> TokenStream {
    let name = &key.key;
    let value_type = option(key.value_type.map(|one| {
        let variant = format_ident!("{}", one.variant());
        quote!(a::ValueType::#variant)
    }));
    quote!(ConditionKey { name: #name, value_type: #value_type })
}

#[cfg(test)]
mod tests;
