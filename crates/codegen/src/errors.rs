//! Error enums: one variant per documented code, the exact texts of the codes in one list.
//!
//! A set without templates is fieldless and `Copy`. The variant of a template
//! (`DuplicatedParam.%s`) holds the text in the place of each `%s`. There are thousands of
//! variants, so all codes of a set are one literal: a table of pairs costs the compiler twice as
//! much.

use aliyun_rpc_spec::codes::{Class, Codes, Reaction};
use aliyun_rpc_spec::ir::{ErrorCode, ErrorSet};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::docs;
use crate::enums::copied;
use crate::names::ident;

/// Prints the enum of one set; `title` says whose codes these are, `product` is the path of what
/// the product has once.
#[must_use]
pub fn print(set: &ErrorSet, title: &str, codes: &Codes, product: &TokenStream) -> TokenStream {
    let name = ident(&set.name);
    let operation = operation(set);
    let means = |code: &ErrorCode| {
        let (class, usual) = codes.means(operation, &code.code)?;
        let reaction = if set.read_only { usual } else { class.reaction_without_token(usual) };
        Some((class, reaction))
    };
    let variants = set.codes.iter().map(|code| variant(code, means(code)));
    let (templates, plain): (Vec<_>, Vec<_>) = set.codes.iter().partition(|code| code.captures > 0);
    let read_only = set.read_only;
    let origin = quote! {
        g::Origin { product: &#product::PRODUCT, operation: #operation, read_only: #read_only }
    };
    let (derives, codes) = if templates.is_empty() {
        (TokenStream::new(), listed(&name, &plain, &origin))
    } else {
        (quote!(#[derive(Clone, PartialEq, Hash)]), matched(&name, &plain, &templates, &origin))
    };
    quote! {
        #[doc = #title]
        #derives
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
        impl Eq for #name {}
        #codes
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                g::debug_code(self, f)
            }
        }
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                g::debug_code(self, f)
            }
        }
    }
}

/// The operation that a set is named after. Operations share a set only if each code means the same
/// for all of them. The set of the product is named after none.
fn operation(set: &ErrorSet) -> &str {
    match set.name.strip_suffix("Error") {
        Some("Common") | None => "",
        Some(operation) => operation,
    }
}

/// A set without templates: a table, read by the runtime. Not with a derive, for which the compiler
/// keeps the tokens of the whole enum.
fn listed(name: &Ident, codes: &[&ErrorCode], origin: &TokenStream) -> TokenStream {
    let copied = copied(name);
    let lines = codes.iter().map(|code| code.code.as_str()).collect::<Vec<_>>().join("\n");
    let variants = codes.iter().map(|code| ident(&code.name));
    quote! {
        #copied
        impl ::std::hash::Hash for #name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, to: &mut H) { to.write_u16(*self as u16); }
        }
        impl g::CodeTable for #name {
            fn table() -> (&'static str, &'static [Self], g::Origin) {
                (#lines, &[#(#name::#variants),*], #origin)
            }
        }
    }
}

/// A set with templates: plain codes first, then each template in turn.
fn matched(
    set: &Ident,
    plain: &[&ErrorCode],
    templates: &[&ErrorCode],
    origin: &TokenStream,
) -> TokenStream {
    let known = plain.iter().map(|code| {
        let (name, text) = (ident(&code.name), &code.code);
        quote!(#text => return Some(#set::#name),)
    });
    // No code, no `match`.
    let known = (!plain.is_empty()).then(|| quote!(match code { #(#known)* _ => {} }));
    let attempts = templates.iter().map(|code| {
        let (name, template, parts) = (ident(&code.name), &code.code, parts(code));
        let count = Literal::usize_unsuffixed(parts.len());
        quote! {
            let parts = rpc::error::captures(#template, code).map(<[String; #count]>::try_from);
            if let Some(Ok([#(#parts),*])) = parts {
                return Some(#set::#name(#(#parts),*));
            }
        }
    });
    let code = code_of(set, plain, templates);
    quote! {
        impl rpc::request::ErrorSet for #set {
            fn from_code(code: &str) -> Option<Self> {
                #known
                #(#attempts)*
                None
            }
            fn code(&self) -> ::std::borrow::Cow<'static, str> { #code }
            fn origin() -> g::Origin { #origin }
        }
    }
}

/// Body of `code` for a set with templates.
fn code_of(set: &Ident, plain: &[&ErrorCode], templates: &[&ErrorCode]) -> TokenStream {
    let plain = plain.iter().map(|code| {
        let (name, text) = (ident(&code.name), &code.code);
        quote!(#set::#name => #text.into(),)
    });
    let templates = templates.iter().map(|code| {
        let (name, parts) = (ident(&code.name), parts(code));
        let mut format = code.code.replace('{', "{{").replace('}', "}}");
        for part in &parts {
            format = format.replacen("%s", &format!("{{{part}}}"), 1);
        }
        quote!(#set::#name(#(#parts),*) => format!(#format).into(),)
    });
    quote!(match self { #(#plain)* #(#templates)* })
}

fn variant(code: &ErrorCode, means: Option<(Class, Reaction)>) -> TokenStream {
    let (name, doc) = (ident(&code.name), docs::error_code(code, means));
    let captured = (0..code.captures).map(|_| quote!(String));
    if code.captures == 0 {
        quote!(#[doc = #doc] #name,)
    } else {
        quote!(#[doc = #doc] #name(#(#captured),*),)
    }
}

fn parts(code: &ErrorCode) -> Vec<Ident> {
    (0..code.captures).map(|n| format_ident!("part{n}")).collect()
}
