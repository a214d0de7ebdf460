//! Error enums: one variant per documented code, the exact texts of the codes in one list.
//!
//! A set without templates is fieldless and `Copy`. A template (`DuplicatedParam.%s`) keeps what
//! stood in the place of each `%s`. There are thousands of variants, so each is named once and all
//! codes are one literal: a table of pairs costs the compiler twice as much.

use aliyun_rpc_spec::ir::{ErrorCode, ErrorSet};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::docs;
use crate::names::ident;

/// Prints the enum of one set; `title` says whose codes these are.
#[must_use]
pub fn print(set: &ErrorSet, title: &str) -> TokenStream {
    let name = ident(&set.name);
    // Plain codes first: a variant is then the line number of its code.
    let (templates, plain): (Vec<_>, Vec<_>) = set.codes.iter().partition(|code| code.captures > 0);
    let variants = plain.iter().chain(&templates).map(|code| variant(code));
    let lines = plain.iter().map(|code| code.code.as_str()).collect::<Vec<_>>().join("\n");
    let from_code = from_code(&name, &lines, &plain, &templates);
    let (copy, code) = if templates.is_empty() {
        let body = quote! {
            ::std::borrow::Cow::Borrowed(rpc::generated::line(#lines, *self as usize))
        };
        (quote!(Copy,), body)
    } else {
        (TokenStream::new(), capturing_code(&name, &plain, &templates))
    };
    quote! {
        #[doc = #title]
        #[derive(Clone, #copy PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
        impl Eq for #name {}
        impl rpc::request::ErrorSet for #name {
            #from_code
            fn code(&self) -> ::std::borrow::Cow<'static, str> { #code }
        }
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&rpc::request::ErrorSet::code(self))
            }
        }
    }
}

fn variant(code: &ErrorCode) -> TokenStream {
    let (name, doc) = (ident(&code.name), docs::error_code(code));
    let captured = (0..code.captures).map(|_| quote!(String));
    if code.captures == 0 {
        quote!(#[doc = #doc] #name,)
    } else {
        quote!(#[doc = #doc] #name(#(#captured),*),)
    }
}

fn from_code(
    set: &Ident,
    lines: &str,
    plain: &[&ErrorCode],
    templates: &[&ErrorCode],
) -> TokenStream {
    let arms = plain.iter().enumerate().map(|(place, code)| {
        let (place, name) = (Literal::usize_unsuffixed(place), ident(&code.name));
        quote!(Some(#place) => #set::#name,)
    });
    let attempts = templates.iter().map(|code| {
        let (name, template, parts) = (ident(&code.name), &code.code, parts(code));
        let count = parts.len();
        quote! {
            if let Some(parts) = rpc::error::captures(#template, code) {
                if let Ok([#(#parts),*]) = <[String; #count]>::try_from(parts) {
                    return Some(#set::#name(#(#parts),*));
                }
            }
        }
    });
    quote! {
        fn from_code(code: &str) -> Option<Self> {
            Some(match rpc::generated::position(#lines, code) {
                #(#arms)*
                _ => {
                    #(#attempts)*
                    return None;
                }
            })
        }
    }
}

/// Body of `code` for a set with templates.
fn capturing_code(set: &Ident, plain: &[&ErrorCode], templates: &[&ErrorCode]) -> TokenStream {
    let plain = plain.iter().map(|code| {
        let (name, text) = (ident(&code.name), &code.code);
        quote!(#set::#name => #text.into(),)
    });
    let templates = templates.iter().map(|code| {
        let (name, parts) = (ident(&code.name), parts(code));
        let format = code.code.replace('{', "{{").replace('}', "}}").replace("%s", "{}");
        quote!(#set::#name(#(#parts),*) => format!(#format, #(#parts),*).into(),)
    });
    quote!(match self { #(#plain)* #(#templates)* })
}

fn parts(code: &ErrorCode) -> Vec<Ident> {
    (0..code.captures).map(|n| format_ident!("part{n}")).collect()
}
