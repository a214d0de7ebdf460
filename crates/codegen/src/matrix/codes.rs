//! The error codes of the matrix as types, so that a bound that fails can name the code.

use std::collections::BTreeMap;

use aliyun_rpc_spec::matrix::Matrix;
use aliyun_rpc_spec::text::is_type_name;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::docs;

/// Type names by code. Codes that differ only in signs get a number in byte order of the codes.
pub(super) fn names(matrix: &Matrix) -> BTreeMap<&str, Ident> {
    let cells = matrix.operations.iter().flat_map(|row| row.cells.values());
    let mut codes: Vec<&str> = cells.filter_map(|cell| cell.code.as_deref()).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for code in codes {
        let mut name: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        if !is_type_name(&name) {
            name.insert_str(0, "Code");
        }
        let seen = taken.entry(name.clone()).or_default();
        *seen += 1;
        if *seen > 1 {
            name = format!("{name}_{seen}");
        }
        names.insert(code, Ident::new(&name, Span::call_site()));
    }
    names
}

/// The path of the decision crate is used only outside the module, where a relative one holds too.
pub(super) fn print(matrix: &Matrix, decision: &TokenStream) -> TokenStream {
    let names = names(matrix);
    let items = names.iter().map(|(code, name)| {
        let doc = docs::code_type(code);
        quote! {
            #[doc = #doc]
            #[derive(Debug)]
            pub enum #name {}
        }
    });
    let impls = names.iter().map(|(code, name)| {
        quote! {
            impl #decision::typed::Code for codes::#name {
                const TEXT: ::core::option::Option<&'static str> =
                    ::core::option::Option::Some(#code);
            }
        }
    });
    quote! {
        /// Error codes of refusals, as types.
        #[allow(non_camel_case_types)]
        pub mod codes { #(#items)* }
        #(#impls)*
    }
}
