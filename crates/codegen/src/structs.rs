//! Structs: those nested in requests, those nested in replies, and the bodies of replies.
//!
//! A struct in a request holds the members that have been set and has a chain setter for each; a
//! struct in a reply has public members. Both can gain members without a breaking change.

use aliyun_rpc_spec::ir::{Direction, Field, Struct, Type};
use aliyun_rpc_vocabulary::mark;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::names::ident;
use crate::types::{argument, blank, copy, method, plain, stored};
use crate::{docs, pairs, types};

/// Prints one struct; `doc` says what it is part of.
#[must_use]
pub fn print(item: &Struct, doc: &str, paged: bool) -> TokenStream {
    match item.direction {
        Direction::Request => nested(item, doc),
        Direction::Response => reply(item, doc, paged),
    }
}

fn nested(item: &Struct, doc: &str) -> TokenStream {
    let name = ident(&item.name);
    let demanded: Vec<_> = item.fields.iter().filter(|field| field.constructed).collect();
    let setters = item.fields.iter().filter(|field| !field.constructed).map(setter);
    let walk = outward(&item.name);
    let pair = pairs::of_request(item);
    let quiet = quiet(&item.fields);
    let made = docs::nested_constructor(&demanded);
    let parameters = demanded.iter().map(|field| {
        let (name, ty) = (ident(&field.name), types::demanded(&field.ty));
        quote!(#name: #ty)
    });
    let sets = demanded.iter().map(|field| demand(field, &ident(&field.name).to_token_stream()));
    quote! {
        #[doc = #doc]
        #[derive(Clone)]
        #[must_use]
        pub struct #name(g::Members);
        #quiet
        impl #name {
            #[doc = #made]
            #[inline]
            pub fn new(#(#parameters),*) -> Self { Self(g::Members::new() #(#sets)*) }
            #(#setters)*
        }
        #pair
        #walk
    }
}

/// Silences the compiler in a crate that has no feature `legacy`. It looks for this attribute on
/// what encloses the item behind the feature.
pub(crate) fn quiet(fields: &[Field]) -> Option<TokenStream> {
    let legacy = fields.iter().any(|field| field.deprecated);
    legacy.then(|| quote!(#[allow(unexpected_cfgs)]))
}

/// A chain setter of a request or of a struct nested in one.
#[must_use]
pub fn setter(field: &Field) -> TokenStream {
    let (name, doc, ty) =
        (ident(&field.name), docs::field(field, Direction::Request, false), argument(&field.ty));
    let set = set(field, &quote!(value));
    // What the vendor has deprecated is there for those who ask for it.
    let legacy = field.deprecated.then(|| {
        let note = docs::deprecated_parameter(field.successor.as_deref()).replace('`', "");
        quote!(#[cfg(feature = "legacy")] #[deprecated(note = #note)])
    });
    let encoded = (field.ty == Type::Base64).then(|| encoded(field, legacy.as_ref()));
    quote! {
        #[doc = #doc]
        #legacy
        pub fn #name(self, value: #ty) -> Self { Self(self.0 #set) }
        #encoded
    }
}

/// The second setter of bytes, for bytes that are encoded already.
fn encoded(field: &Field, legacy: Option<&TokenStream>) -> TokenStream {
    let name = format_ident!("{}_base64", ident(&field.name));
    let text = Field { ty: Type::String, ..field.clone() };
    let (doc, set) = (docs::encoded(field), set(&text, &quote!(value)));
    quote! {
        #[doc = #doc]
        #legacy
        pub fn #name(self, value: impl v::IntoValue<String>) -> Self { Self(self.0 #set) }
    }
}

/// The call that sets a member to what a setter took. The type is that of the argument.
#[must_use]
pub fn set(field: &Field, value: &TokenStream) -> TokenStream {
    let (method, marked) = (method(&field.ty), marked_to_send(field));
    if !field.spelled.is_empty() {
        let texts = field.spelled.join("\n");
        return quote!(.spelled(#marked, #texts, #value));
    }
    quote!(.#method(#marked, #value))
}

/// The call that sets a member to what a constructor took.
#[must_use]
pub fn demand(field: &Field, value: &TokenStream) -> TokenStream {
    let marked = marked_to_send(field);
    match types::without_json(&field.ty) {
        Type::String => quote!(.text(#marked, #value)),
        Type::Enum(_) if !field.spelled.is_empty() => {
            let ty = types::plain(&field.ty);
            set(field, &quote!(v::IntoRequired::<#ty>::into_required(#value)))
        }
        Type::Enum(_) | Type::Id(_) | Type::IntText | Type::BoolText | Type::Base64 => {
            let ty = types::plain(&field.ty);
            quote!(.of::<#ty>(#marked, #value))
        }
        Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) => {
            let item = types::plain(item);
            quote!(.list::<#item>(#marked, #value))
        }
        ty => {
            let ty = types::plain(ty);
            quote!(.set::<#ty>(#marked, #value))
        }
    }
}

/// The name of a member of a request, marked as `aliyun_rpc::generated` documents.
pub(crate) fn marked_to_send(field: &Field) -> String {
    let secret = field.secret.then_some(mark::SECRET);
    let json = matches!(field.ty, Type::JsonList(_) | Type::Json(_)).then_some(mark::JSON_TEXT);
    secret.into_iter().chain(json).chain(field.wire.chars()).collect()
}

/// The walk that writes the members, and `Debug` and `PartialEq`, which use it.
#[must_use]
pub fn outward(text: &str) -> TokenStream {
    let name = ident(text);
    quote! {
        impl w::WriteFields for #name {
            #[inline]
            fn write(&self, writer: &mut dyn w::FieldWriter) { self.0.write(writer); }
        }
        impl fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                w::debug_fields(#text, self, f)
            }
        }
        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool { self.0 == other.0 }
        }
    }
}

/// The request id is in every reply, and the id of what was created is promised; everything else
/// may be missing.
fn is_always_there(field: &Field) -> bool {
    field.promised || field.wire == "RequestId" && field.ty == Type::String
}

/// "Not locked" must not be inferred from a reply that does not mention locks, so only here an
/// absent list differs from an empty one.
fn is_lock_list(field: &Field) -> bool {
    field.wire == "OperationLocks" && matches!(field.ty, Type::List(_) | Type::Wrapped(..))
}

/// The type of a member of a reply.
fn held(field: &Field) -> TokenStream {
    let ty = stored(&field.ty);
    match () {
        () if is_always_there(field) => plain(&field.ty),
        () if is_lock_list(field) => quote!(Option<#ty>),
        () => ty,
    }
}

fn reply(item: &Struct, doc: &str, paged: bool) -> TokenStream {
    let name = ident(&item.name);
    let members = item.fields.iter().map(|field| {
        let (member, doc) = (ident(&field.name), docs::field(field, Direction::Response, paged));
        let ty = held(field);
        quote!(#[doc = #doc] pub #member: #ty,)
    });
    let walk = inward(item, &name);
    let copies = blank_and_copy(item, &name);
    let made = pairs::of_reply(item);
    let doc = format!("{doc}{}", docs::as_request(item));
    quote! {
        #[doc = #doc]
        #[non_exhaustive]
        pub struct #name { #(#members)* }
        #copies
        #walk
        #made
    }
}

/// `Default` and `Clone`, written out: a derive calls a function for each member, which costs the
/// compiler several times what an absent member or a copied number does.
fn blank_and_copy(item: &Struct, name: &Ident) -> TokenStream {
    let names = || item.fields.iter().map(|field| ident(&field.name));
    let (blanks, copies): (Vec<_>, Vec<_>) = item
        .fields
        .iter()
        .map(|field| {
            let name = ident(&field.name);
            let blank = match () {
                () if is_always_there(field) => quote!(Default::default()),
                () if is_lock_list(field) => quote!(None),
                () => blank(&field.ty),
            };
            (blank, copy(&field.ty, &name))
        })
        .unzip();
    let (blank_names, copy_names) = (names(), names());
    quote! {
        impl Default for #name {
            fn default() -> Self { Self { #(#blank_names: #blanks),* } }
        }
        impl Clone for #name {
            fn clone(&self) -> Self { Self { #(#copy_names: #copies),* } }
        }
    }
}

/// The walk that reads the members, and `Debug`, which uses it.
fn inward(item: &Struct, name: &Ident) -> TokenStream {
    let text = &item.name;
    let members = item.fields.iter().map(|field| ident(&field.name));
    let names: Vec<String> = item.fields.iter().map(marked).collect();
    let names = names.join("\n");
    let read = if item.fields.is_empty() {
        quote!(
            fn read(&mut self, _: &mut dyn w::FieldReader) {}
        )
    } else {
        quote! {
            fn read(&mut self, reader: &mut dyn w::FieldReader) {
                g::read(reader, #names, &mut [#(&mut self.#members),*]);
            }
        }
    };
    quote! {
        impl w::ReadFields for #name {
            #[inline]
            #read
        }
        impl fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                w::debug_read(#text, self, f)
            }
        }
    }
}

/// The name of a member of a reply, marked as `aliyun_rpc::generated` documents.
fn marked(field: &Field) -> String {
    let secret = field.secret.then_some(mark::SECRET);
    let promised = field.promised.then_some(mark::PROMISED);
    let marks = secret.into_iter().chain(promised);
    let mut marked: String = marks.chain(field.wire.chars()).collect();
    if let Type::Wrapped(inner, _) = &field.ty {
        marked.push(mark::WRAPPED);
        marked.push_str(inner);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_list_of_locks_differs_from_an_absent_one() {
        let held = |wire: &str| {
            let ty = r#"{"wrapped":["LockReason","string"]}"#;
            let text = format!(r#"{{"name":"a","wire":"{wire}","type":{ty}}}"#);
            let field = aliyun_rpc_spec::load::from_json("a.json", &text).unwrap();
            held(&field).to_string().replace(' ', "")
        };
        assert_eq!(held("OperationLocks"), "Option<Vec<String>>");
        assert_eq!(held("Tags"), "Vec<String>");
    }

    #[test]
    fn the_mark_of_a_request_member_says_secret_and_json_text_separately() {
        let marked = |ty: &str, secret: bool| {
            let text = format!(r#"{{"name":"a","wire":"A","type":{ty},"secret":{secret}}}"#);
            let field = aliyun_rpc_spec::load::from_json("a.json", &text).unwrap();
            let printed = set(&field, &quote!(value)).to_string();
            printed.split('"').nth(1).unwrap().to_owned()
        };
        assert_eq!(marked(r#""string""#, false), "A");
        assert_eq!(marked(r#""string""#, true), "*A");
        assert_eq!(marked(r#"{"json":{"map":"any"}}"#, false), "{A");
        assert_eq!(marked(r#"{"json":{"map":"any"}}"#, true), "*{A");
        assert_eq!(marked(r#"{"json-list":"string"}"#, true), "*{A");
    }
}
