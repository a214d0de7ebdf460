//! Requests: a struct with private members, one constructor per documented way to make the call,
//! one chain setter per remaining parameter, and what the runtime needs to know.
//!
//! What a call cannot do without is a constructor's argument, so a request that exists is complete.

use aliyun_rpc_spec::ir::{Constructor, Field, Operation};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::docs;
use crate::names::ident;
use crate::structs::put;
use crate::types::{absence, argument, assigned, inline, stored, unset};

/// Prints everything that belongs to the request of one operation.
#[must_use]
pub fn print(operation: &Operation, doc: &str) -> TokenStream {
    let definition = definition(operation, doc);
    let args = operation.constructors.iter().filter_map(|made| args_struct(operation, made));
    let constructors = operation.constructors.iter().map(|made| constructor(operation, made));
    let setters = operation.fields.iter().filter(|field| !field.constructed).map(setter);
    let name = ident(&operation.name);
    let walks = walks(operation, &name);
    let request = request(operation, &name);
    quote! {
        #definition
        #(#args)*
        impl #name {
            #(#constructors)*
            #(#setters)*
        }
        #walks
        #request
    }
}

fn definition(operation: &Operation, doc: &str) -> TokenStream {
    let name = ident(&operation.name);
    let members = operation.fields.iter().map(|field| {
        let (member, ty) = (ident(&field.name), stored(&field.ty, absence(field)));
        quote!(#member: #ty,)
    });
    // Harmless only where a constructor without arguments gives the same.
    let harmless = operation.constructors.iter().any(|made| made.args.is_empty());
    let derives = if harmless { quote!(Clone, Default) } else { quote!(Clone) };
    quote! {
        #[doc = #doc]
        #[derive(#derives)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name { #(#members)* }
    }
}

/// The struct that carries many arguments under their names.
fn args_struct(operation: &Operation, made: &Constructor) -> Option<TokenStream> {
    let name = ident(made.args_struct.as_ref()?);
    let doc = format!("What [`{}::{}`] demands.", operation.name, made.name);
    let members = args(operation, made).into_iter().map(|field| {
        let (member, doc) = (ident(&field.name), docs::field(field));
        let ty = crate::types::plain(&field.ty);
        quote!(#[doc = #doc] pub #member: #ty,)
    });
    Some(quote! {
        #[doc = #doc]
        #[derive(Clone)]
        pub struct #name { #(#members)* }
    })
}

fn args<'a>(operation: &'a Operation, made: &Constructor) -> Vec<&'a Field> {
    let find = |name: &String| operation.fields.iter().find(|field| field.name == *name);
    made.args.iter().filter_map(find).collect()
}

fn constructor(operation: &Operation, made: &Constructor) -> TokenStream {
    let args = args(operation, made);
    let doc = docs::constructor(made, &args);
    let name = ident(&made.name);
    if args.is_empty() {
        return quote! {
            #[doc = #doc]
            #[inline]
            pub fn #name() -> Self { Self::default() }
        };
    }
    let by_struct = made.args_struct.as_ref().map(|name| ident(name));
    let members = operation.fields.iter().map(|field| {
        let member = ident(&field.name);
        let value = if made.args.contains(&field.name) {
            match &by_struct {
                Some(_) => moved(field),
                None => assigned(&field.ty, absence(field), &quote!(#member)),
            }
        } else {
            unset(&field.ty, absence(field))
        };
        quote!(#member: #value,)
    });
    let parameters = match &by_struct {
        Some(name) => quote!(args: #name),
        None => {
            let each = args.iter().map(|field| {
                let (member, ty) = (ident(&field.name), argument(&field.ty));
                quote!(#member: #ty)
            });
            quote!(#(#each),*)
        }
    };
    quote! {
        #[doc = #doc]
        #[inline]
        pub fn #name(#parameters) -> Self {
            Self { #(#members)* }
        }
    }
}

/// A member taken over from the argument struct as it is.
fn moved(field: &Field) -> TokenStream {
    let member = ident(&field.name);
    match absence(field) {
        crate::types::Absence::Option => quote!(Some(args.#member)),
        _ => quote!(args.#member),
    }
}

fn setter(field: &Field) -> TokenStream {
    let (member, doc, ty) = (ident(&field.name), docs::field(field), argument(&field.ty));
    let value = assigned(&field.ty, absence(field), &quote!(value));
    let inline = inline(&field.ty);
    quote! {
        #[doc = #doc]
        #inline
        pub fn #member(mut self, value: #ty) -> Self {
            self.#member = #value;
            self
        }
    }
}

fn walks(operation: &Operation, name: &Ident) -> TokenStream {
    let puts = operation.fields.iter().map(put);
    let text = &operation.name;
    quote! {
        impl rpc::wire::Fields for #name {
            #[inline]
            fn write(&self, object: &mut dyn rpc::wire::Object) {
                #(#puts)*
            }
        }
        impl ::std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                rpc::wire::debug_fields(#text, self, f)
            }
        }
    }
}

fn request(operation: &Operation, name: &Ident) -> TokenStream {
    let text = &operation.name;
    let response = match operation.response.as_str() {
        "Ack" => quote!(rpc::wire::Ack),
        other => {
            let other = ident(other);
            quote!(#other)
        }
    };
    let errors = format_ident!("{}Error", operation.name);
    let timeout = operation.timeout_seconds;
    let (region, token) = (operation.region, operation.client_token);
    let (dry_run, read_only) = (operation.dry_run, operation.read_only);
    let dry_runnable =
        dry_run.then(|| quote!(impl rpc::request::DryRunnable for #name {}));
    quote! {
        impl rpc::request::Request for #name {
            type Response = #response;
            type Error = #errors;
            const META: &'static rpc::request::Meta = &rpc::request::Meta {
                name: #text,
                product: &super::PRODUCT,
                row: super::Operation::#name.row(),
                timeout_seconds: #timeout,
                region: #region,
                client_token: #token,
                dry_run: #dry_run,
                read_only: #read_only,
            };
        }
        #dry_runnable
    }
}
