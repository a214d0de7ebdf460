//! `authorization.json` in, the table of permissions and `Operation::authorization` out.

use std::collections::BTreeMap;

use aliyun_rpc_spec::authorization::{
    AccessLevel, Action, Authorizations, ConditionKey, Resource, ValueType,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::source::{Folder, SourceError};

/// Prints the table of a folder.
///
/// # Errors
/// Any [`SourceError`]; also one for a product without a list for access management.
pub fn expand(folder: &Folder) -> Result<TokenStream, SourceError> {
    folder.authorizations().map(|list| print(&list))
}

/// Prints the table. It stands beside `product!`, whose `Operation` it extends.
#[must_use]
pub fn print(list: &Authorizations) -> TokenStream {
    let product = &list.product;
    let source = &list.source;
    let (id, published, url, title) = (&source.id, &source.published, &source.url, &source.title);
    let keys: BTreeMap<&str, usize> =
        list.condition_keys.iter().zip(0..).map(|(key, at)| (key.key.as_str(), at)).collect();
    let all_keys = list.condition_keys.iter().map(key);
    let count = list.condition_keys.len();
    let rows = list.actions.iter().map(|action| row(action, &keys));
    quote! {
        #[doc(hidden)]
        mod __authorization {
            use ::aliyun_authorization as a;
            use a::{AccessLevel as L, Authorization, ConditionKey, Resource};
            use ::core::option::Option::{None, Some};

            const KEYS: [ConditionKey; #count] = [#(#all_keys),*];

            const fn on(
                resource_type: &'static str,
                pattern: &'static str,
                mandatory: ::core::option::Option<bool>,
                parameters: &'static [&'static str],
            ) -> Resource {
                Resource { resource_type, pattern, mandatory, parameters }
            }

            /// What the list for RAM says of each operation in it.
            pub static AUTHORIZATIONS: a::Table = a::Table {
                product: #product,
                source: a::Source { id: #id, published: #published, url: #url, title: #title },
                rows: &[#(#rows),*],
            };
        }
        pub use __authorization::AUTHORIZATIONS;

        impl Operation {
            /// The permission that the operation needs; `None` for one that is not in the list for
            /// RAM.
            #[must_use]
            pub const fn authorization(
                self,
            ) -> ::core::option::Option<&'static ::aliyun_authorization::Authorization> {
                AUTHORIZATIONS.find(self.name())
            }
        }
    }
}

fn row(action: &Action, keys: &BTreeMap<&str, usize>) -> TokenStream {
    let Action { operation, action: name, line, further, templates, .. } = action;
    let level = match action.level {
        AccessLevel::Create => "Create",
        AccessLevel::Update => "Update",
        AccessLevel::Delete => "Delete",
        AccessLevel::Read => "Read",
        AccessLevel::List => "List",
        AccessLevel::None => "None",
    };
    let level = format_ident!("{level}");
    let resources = action.resources.iter().map(resource);
    let keys = action.condition_keys.iter().filter_map(|key| keys.get(key.as_str()));
    quote! {
        Authorization {
            operation: #operation,
            action: #name,
            access_level: L::#level,
            resources: &[#(#resources),*],
            condition_keys: &[#(KEYS[#keys]),*],
            further: &[#(#further),*],
            templates: &[#(#templates),*],
            line: #line,
        }
    }
}

fn resource(resource: &Resource) -> TokenStream {
    let Resource { resource: name, pattern, parameters, .. } = resource;
    let mandatory = match resource.mandatory {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    };
    quote!(on(#name, #pattern, #mandatory, &[#(#parameters),*]))
}

fn key(key: &ConditionKey) -> TokenStream {
    let name = &key.key;
    let value_type = match key.value_type {
        Some(ValueType::String) => quote!(Some(a::ValueType::String)),
        Some(ValueType::Boolean) => quote!(Some(a::ValueType::Boolean)),
        None => quote!(None),
    };
    quote!(ConditionKey { name: #name, value_type: #value_type })
}

#[cfg(test)]
mod tests;
