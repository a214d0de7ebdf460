//! One operation group: its enums, structs, error sets and requests, in the order of the file.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{Direction, ErrorSet};
use aliyun_rpc_spec::ir::{Group, Operation, Type};
use aliyun_rpc_spec::matrix::Matrix;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::names::ident;
use crate::source::{Folder, SourceError};
use crate::{docs, enums, errors, matrix, paging, refusals, request, structs};

/// Prints one group of a folder. If the product's matrix is broken, nothing is printed, and if its
/// error table is, codes have no class: the expansion of the product reports that once, instead of
/// every group.
///
/// # Errors
/// Any [`SourceError`] of the group's own file.
pub fn expand(folder: &Folder, name: &str) -> Result<TokenStream, SourceError> {
    let group = folder.group(name)?;
    let codes = folder.codes().unwrap_or_default();
    Ok(folder
        .matrix()
        .map_or_else(|_| TokenStream::new(), |matrix| print(&group, &codes, matrix.as_deref())))
}

/// Prints one group; `decisions` is what the documents say will happen, for a product that has
/// such documents.
#[must_use]
pub fn print(group: &Group, codes: &Codes, decisions: Option<&Matrix>) -> TokenStream {
    let imports = imports(group, decisions.is_some());
    let open_enums = group.enums.iter().map(|list| enums::print(list, group.users.get(&list.name)));
    let users = users(group);
    let nested = group.structs.iter().map(|item| {
        let doc = match group.users.get(&item.name) {
            Some(users) => docs::shared(item.direction, users),
            None => {
                let users = users.get(item.name.as_str()).map_or(&[][..], Vec::as_slice);
                docs::nested(item.direction, users)
            }
        };
        structs::print(item, &doc, false)
    });
    let root = quote!(super);
    let sets = group.error_sets.iter();
    let sets = sets.map(|set| errors::print(set, &set_doc(group, set), codes, &root));
    let sizes: BTreeMap<_, _> =
        group.error_sets.iter().map(|set| (set.name.as_str(), set.codes.len())).collect();
    let verdicts = decisions.map(matrix::Verdicts::of);
    let operations = group.operations.iter().map(|operation| {
        let codes = operation.errors.as_deref().and_then(|name| sizes.get(name)).copied();
        let refusals = decisions.map(|matrix| refusals::lines(&operation.name, matrix));
        let refusals = refusals.unwrap_or_default();
        let doc = docs::operation(operation, codes.unwrap_or_default(), &refusals);
        operation_items(operation, &doc, verdicts.as_ref())
    });
    let legacy = legacy(group);
    let serde = serde(group);
    let refusals = verdicts.as_ref().map(|verdicts| verdicts.refusals(&group.group, &quote!(d)));
    quote! {
        #imports
        #(#open_enums)*
        #(#nested)*
        #(#sets)*
        #(#operations)*
        #legacy
        #refusals
        #serde
    }
}

/// What is behind the feature `legacy`, in a module whose attribute silences the compiler in a
/// crate without that feature.
fn legacy(group: &Group) -> Option<TokenStream> {
    let items = group.operations.iter().map(request::legacy);
    let items: Vec<_> = items.filter(|items| !items.is_empty()).collect();
    (!items.is_empty()).then(|| {
        quote! {
            #[allow(unexpected_cfgs)]
            mod legacy {
                #[allow(unused_imports)]
                use super::*;
                #(#items)*
            }
            #[allow(unused_imports)]
            pub use legacy::*;
        }
    })
}

/// Names the types for which serde's traits are implemented where they are asked for.
fn serde(group: &Group) -> TokenStream {
    let of = |direction| {
        let nested = group.structs.iter().filter(move |item| item.direction == direction);
        nested.map(|item| ident(&item.name))
    };
    let bodies = group.operations.iter().filter_map(|item| item.response_struct.as_ref());
    let replies = of(Direction::Response).chain(bodies.map(|body| ident(&body.name)));
    let requests = group.operations.iter().map(|item| ident(&item.name));
    let requests = of(Direction::Request).chain(requests);
    quote!(rpc::__serde!(replies: #(#replies)*; requests: #(#requests)*);)
}

fn operation_items(
    operation: &Operation,
    doc: &str,
    verdicts: Option<&matrix::Verdicts<'_>>,
) -> TokenStream {
    let request = request::print(operation, doc);
    let decided = verdicts.map(|verdicts| {
        let name = ident(&operation.name);
        let verdicts = verdicts.print(&operation.name, &quote!(t));
        quote!(impl d::Decided for #name { type Verdicts = #verdicts; })
    });
    let reply = operation.response_struct.as_ref().map(|item| {
        let doc = format!("Reply to [`{}`].", operation.name);
        structs::print(item, &doc, operation.paging.is_some())
    });
    let alias = error_alias(operation);
    let paging = paging::print(operation);
    quote!(#request #paging #decided #reply #alias)
}

/// The name under which the error enum of an operation is always found.
fn error_alias(operation: &Operation) -> TokenStream {
    let own = format_ident!("{}Error", operation.name);
    let (target, doc) = match &operation.errors {
        Some(name) if own == *name => return TokenStream::new(),
        Some(name) => {
            let name = ident(name);
            let doc = format!("The documented codes of [`{}`].", operation.name);
            (quote!(#name), doc)
        }
        None => {
            let doc = format!("[`{}`] has no documented codes of its own.", operation.name);
            (quote!(rpc::error::NoErrors), doc)
        }
    };
    quote!(#[doc = #doc] pub type #own = #target;)
}

/// Names the operations that answer with the codes of a set.
fn set_doc(group: &Group, set: &ErrorSet) -> String {
    let users = group.operations.iter().filter(|item| item.errors.as_ref() == Some(&set.name));
    let names: Vec<_> = users.map(|item| format!("[`{}`]", item.name)).collect();
    format!("The documented codes of {}.", names.join(", "))
}

/// The requests, replies and structs of a group that have each of its structs.
fn users(group: &Group) -> BTreeMap<&str, Vec<&str>> {
    let requests = group.operations.iter().map(|one| (one.name.as_str(), &one.fields));
    let bodies = group.operations.iter().filter_map(|one| one.response_struct.as_ref());
    let shapes = bodies.chain(&group.structs).map(|shape| (shape.name.as_str(), &shape.fields));
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (user, fields) in requests.chain(shapes) {
        for field in fields {
            let (Type::Struct(name) | Type::Boxed(name)) = field.ty.innermost() else { continue };
            let known = users.entry(name.as_str()).or_default();
            if !known.contains(&user) {
                known.push(user);
            }
        }
    }
    users
}

/// The runtime under a short name, and the shared types this group mentions.
fn imports(group: &Group, decided: bool) -> TokenStream {
    let mut used = BTreeSet::new();
    let mut has_ids = false;
    let bodies = group.operations.iter().filter_map(|item| item.response_struct.as_ref());
    let own = group.structs.iter().chain(bodies).map(|item| &item.fields);
    let fields = own.chain(group.operations.iter().map(|operation| &operation.fields));
    for field in fields.flatten() {
        has_ids |= mention(&field.ty, &mut used);
    }
    for operation in &group.operations {
        if operation.response_struct.is_none() && operation.response != "Ack" {
            used.insert(operation.response.as_str());
        }
    }
    for item in &group.structs {
        used.remove(item.name.as_str());
    }
    for list in &group.enums {
        used.remove(list.name.as_str());
    }
    for operation in &group.operations {
        operation.response_struct.iter().for_each(|body| _ = used.remove(body.name.as_str()));
    }
    let shared = used.iter().map(|name| ident(name));
    let shared = if used.is_empty() {
        TokenStream::new()
    } else {
        quote!(use super::common::{#(#shared),*};)
    };
    let decision = decided.then(|| {
        quote! {
            #[allow(unused_imports)]
            use ::aliyun_decision::{self as d, typed as t};
        }
    });
    let ids = has_ids.then(|| {
        quote!(
            use super::id;
        )
    });
    // Short names keep the syntax tree of a whole product several megabytes smaller.
    quote! {
        use ::aliyun_rpc as rpc;
        #decision
        #[allow(unused_imports)]
        use ::aliyun_rpc::{generated as g, value as v, wire as w};
        #[allow(unused_imports)]
        use ::std::fmt;
        #ids
        #shared
    }
}

/// Notes the names of a type, and says whether it is one of an id.
fn mention<'a>(ty: &'a Type, used: &mut BTreeSet<&'a str>) -> bool {
    let one = ty.innermost();
    if let Type::Enum(name) | Type::Struct(name) | Type::Boxed(name) = one {
        used.insert(name);
    }
    matches!(one, Type::Id(_))
}
