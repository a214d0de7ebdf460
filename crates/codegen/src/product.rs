//! What a product has once: its facts, the class and reaction of every code, the codes every
//! operation can answer, its operations as data, and the decision matrix, if it has one.

use std::rc::Rc;

use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{ErrorSet, ProductFile};
use aliyun_rpc_spec::matrix::Matrix;
use aliyun_rpc_vocabulary::Word;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::source::{Folder, SourceError};
use crate::{docs, errors, ids, matrix, operations};

/// Prints everything except the groups of a folder, from the files that can be used, and reports
/// the others. Placeholders for those let the groups compile, so that one bad file gives one
/// message.
#[must_use]
pub fn expand(folder: &Folder) -> (TokenStream, Vec<SourceError>) {
    let mut failures = Vec::new();
    let product = folder.product().unwrap_or_else(|failure| {
        failures.push(failure);
        ProductFile::default()
    });
    let codes = folder.codes().unwrap_or_else(|failure| {
        failures.push(failure);
        Rc::default()
    });
    match folder.matrix() {
        Ok(matrix) => (print(&product, &codes, matrix.as_deref()), failures),
        Err(failure) => {
            failures.push(failure);
            (TokenStream::new(), failures)
        }
    }
}

/// Prints everything but the groups.
#[must_use]
pub fn print(product: &ProductFile, codes: &Codes, decisions: Option<&Matrix>) -> TokenStream {
    let (name, version) = (&product.product, &product.version);
    let doc = docs::product(name, version);
    let endpoints = product.endpoints.iter().map(|(region, host)| quote!((#region, #host)));
    let rows = codes.codes.iter().map(|code| {
        let (text, class, reaction) = (&code.code, variant(code.class), variant(code.reaction));
        quote!(row(#text, Class::#class, Reaction::#reaction))
    });
    let overrides = codes.overrides.iter().map(|one| {
        let (operation, text) = (&one.operation, &one.code);
        let (class, reaction) = (variant(one.class), variant(one.reaction));
        quote!((#operation, row(#text, Class::#class, Reaction::#reaction)))
    });
    let common = errors::print(
        &ErrorSet { name: "CommonError".to_owned(), read_only: false, codes: codes.common.clone() },
        "Codes that any operation can answer.",
        codes,
        &quote!(self),
    );
    let extension = match decisions {
        Some(_) => quote!(::core::option::Option::Some(&MATRIX)),
        None => quote!(::core::option::Option::None),
    };
    // The table of decisions has its rows in this order too.
    let names = decisions.map_or_else(
        || product.operations.iter().map(|one| one.name.as_str()).collect(),
        matrix::names,
    );
    // An enum without variants could not be numbered.
    let operations = (!names.is_empty()).then(|| operations::print(&names, &product.operations));
    let ids = ids::print(&product.ids, decisions.is_some());
    let decisions = decisions.map(|matrix| matrix::print(matrix, &quote!(::aliyun_decision)));
    quote! {
        // A module of its own: the imports must not meet those of the caller.
        #[doc(hidden)]
        mod __product {
            use ::aliyun_rpc as rpc;
            use ::aliyun_rpc::generated as g;
            use ::std::fmt;
            #[doc = #doc]
            pub static PRODUCT: rpc::product::Product = rpc::product::Product {
                name: #name,
                version: #version,
                endpoints: &[#(#endpoints),*],
                codes: reactions::CODES,
                overrides: reactions::OVERRIDES,
                extension: #extension,
            };
            mod reactions {
                use super::rpc;
                use rpc::error::{Class, Reaction};
                use rpc::product::CodeRow;
                const fn row(code: &'static str, class: Class, reaction: Reaction) -> CodeRow {
                    CodeRow { code, class, reaction }
                }
                pub(super) const CODES: &[CodeRow] = &[#(#rows),*];
                pub(super) const OVERRIDES: &[(&str, CodeRow)] = &[#(#overrides),*];
            }
            #common
            #operations
            #ids
            #decisions
        }
        pub use __product::*;
    }
}

fn variant(word: impl Word) -> Ident {
    Ident::new(word.variant(), Span::call_site())
}
