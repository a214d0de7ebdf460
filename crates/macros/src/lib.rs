//! `product!`, `groups!`, `group!`, `waiters!` and `authorization!`: a typed client from the
//! specification files in the caller's package.
//!
//! This crate is a thin shell. It finds the files, hands them to `aliyun-rpc-codegen`, and turns a
//! failure into one error at the words that caused it.
//!
//! ```text
//! aliyun_rpc_macros::product!("spec");
//! aliyun_rpc_macros::groups!("spec");
//! ```
//!
//! `groups!` prints a module for each group, with a call of `group!` in it. To leave out groups or
//! rename them, write the modules by hand:
//!
//! ```text
//! aliyun_rpc_macros::product!("spec");
//! pub mod common { aliyun_rpc_macros::group!("spec", "common"); }
//! #[cfg(feature = "disks")]
//! pub mod disks { aliyun_rpc_macros::group!("spec", "disks"); }
//! ```
//!
//! The compiler watches the files, and holds several copies of what it watches in memory. A build
//! script can watch the folder instead:
//!
//! ```text
//! println!("cargo::rerun-if-changed=spec");
//! println!("cargo::rustc-env=ALIYUN_RPC_WATCHED=spec");
//! ```

use std::collections::BTreeMap;
use std::path::PathBuf;

use aliyun_rpc_codegen::source::{Folder, SourceError};
use aliyun_rpc_codegen::{authorization, group, groups, product, waiters};
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitStr, Token};

/// What a build script sets to the folder it watches.
const WATCHED: &str = "ALIYUN_RPC_WATCHED";

/// Prints what exists once per product: `PRODUCT`, `CommonError`, `Operation`, and `decide` if the
/// product has a matrix.
///
/// `product!("spec")` reads the folder `spec` of the package. Call it in the parent module of the
/// modules with [`group!`]. One of these is named `common`, as [`groups!`] prints them.
#[proc_macro]
pub fn product(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let result = syn::parse::<LitStr>(input).and_then(|folder| {
        let files = open(&folder)?;
        let (printed, failures) = product::expand(&files);
        let errors = failures.into_iter().map(|failure| at(&folder, failure).into_compile_error());
        let tracked = tracked(&folder, &files, &["product", "errors", "matrix"]);
        Ok(quote!(#(#errors)* #tracked #printed))
    });
    result.unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Prints a module for each group of a product, and exports its contents.
///
/// Call `groups!("spec")` next to `product!("spec")`. The module of the group `key-pairs` is called
/// `key_pairs`, has the group's title as documentation, and is behind the feature `key-pairs`,
/// which the package must define. A group whose feature is off is not expanded. The module
/// `common`, which has what several groups use, is always there. So is the only group of a product
/// that has one.
///
/// ```text
/// pub mod common { group!("spec", "common"); }
/// pub use common::*;
/// #[cfg(feature = "key-pairs")]
/// pub mod key_pairs { group!("spec", "key-pairs"); }
/// #[cfg(feature = "key-pairs")]
/// pub use key_pairs::*;
/// ```
///
/// Setters of deprecated parameters and the account parameters (`OwnerId`, ...) are behind the
/// feature `legacy`. In a package that does not define it, they are left out.
///
/// `groups!("spec", "common", "disks", "key-pairs")` lists the groups. `common` may be missing from
/// the list, the others may not. Notes of the compiler ("defined here") and the links to the source
/// in the documentation then lead to the name of the group instead of the whole call. A list that
/// differs from the specification is an error.
///
/// If somebody uses an operation whose feature is off, the compiler names the feature.
#[proc_macro]
pub fn groups(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let result = syn::parse::<GroupsInput>(input).and_then(|GroupsInput { folder, names }| {
        // A broken `product.json` is for `product!` to report.
        let Ok(product) = open(&folder)?.product() else { return Ok(TokenStream::new()) };
        let places: BTreeMap<_, _> = names.iter().map(|name| (name.value(), name.span())).collect();
        check_list(&product.groups, &folder, &names)?;
        Ok(groups::print(&product, &folder, &places))
    });
    result.unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Prints one operation group: requests, replies, error enums.
///
/// `group!("spec", "disks")` reads `spec/disks.json` in the package. As with [`groups!`],
/// deprecated and account parameters are behind the feature `legacy`.
#[proc_macro]
pub fn group(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let result = syn::parse::<GroupInput>(input).and_then(|GroupInput { folder, name }| {
        let text = name.value();
        let files = open(&folder)?;
        let printed = group::expand(&files, &text).map_err(|failure| at(&name, failure))?;
        // `product!` tracks the matrix.
        let tracked = tracked(&folder, &files, &[&text]);
        Ok(quote!(#tracked #printed))
    });
    result.unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Prints the table of permissions of a product and `Operation::authorization`.
///
/// `authorization!("spec")` reads `spec/authorization.json` in the package. Call it next to
/// [`product!`]. The caller depends on `aliyun-authorization`.
#[proc_macro]
pub fn authorization(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let result = syn::parse::<LitStr>(input).and_then(|folder| {
        let files = open(&folder)?;
        let printed = authorization::expand(&files).map_err(|failure| at(&folder, failure))?;
        let tracked = tracked(&folder, &files, &["authorization"]);
        Ok(quote!(#tracked #printed))
    });
    result.unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Prints the module `wait`: a function for everything that can be waited for, and how operations
/// are asked about ids.
///
/// `waiters!("spec")` reads `spec/waiters.json` in the package. Call it next to [`product!`] and
/// [`groups!`]. A waiter is there when the feature of its group is on.
#[proc_macro]
pub fn waiters(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let result = syn::parse::<LitStr>(input).and_then(|folder| {
        let files = open(&folder)?;
        let printed = waiters::expand(&files).map_err(|failure| at(&folder, failure))?;
        let tracked = tracked(&folder, &files, &["waiters"]);
        Ok(quote!(#tracked #printed))
    });
    result.unwrap_or_else(|error| error.into_compile_error()).into()
}

struct GroupsInput {
    folder: LitStr,
    /// Empty if the caller lists no groups.
    names: Vec<LitStr>,
}

impl Parse for GroupsInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut literals = Punctuated::<LitStr, Token![,]>::parse_terminated(input)?.into_iter();
        let folder = literals.next().ok_or_else(|| input.error("expected the folder"))?;
        Ok(Self { folder, names: literals.collect() })
    }
}

/// Refuses a list of groups that differs from that of the product.
fn check_list(groups: &[String], folder: &LitStr, names: &[LitStr]) -> syn::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let is_group = |name: &LitStr| groups.contains(&name.value());
    if let Some(name) = names.iter().find(|name| !is_group(name)) {
        return Err(syn::Error::new(name.span(), "the specification has no such group"));
    }
    let is_missing = |group: &&String| {
        *group != groups::COMMON && !names.iter().any(|name| name.value() == **group)
    };
    match groups.iter().find(is_missing) {
        Some(group) => {
            Err(syn::Error::new(folder.span(), format!("the list is missing the group {group:?}")))
        }
        None => Ok(()),
    }
}

struct GroupInput {
    folder: LitStr,
    name: LitStr,
}

impl Parse for GroupInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let folder = input.parse()?;
        input.parse::<Token![,]>()?;
        let name = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(Self { folder, name })
    }
}

fn at(literal: &LitStr, failure: SourceError) -> syn::Error {
    syn::Error::new(literal.span(), failure)
}

/// The package whose code is being compiled.
fn package() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default()
}

fn open(folder: &LitStr) -> syn::Result<Folder> {
    Folder::open(&package().join(folder.value())).map_err(|failure| at(folder, failure))
}

/// Makes the compiler read these files again when they have changed, unless a build script watches
/// them.
///
/// The files of a packaged crate never change. The code is in a function that nobody calls, so that
/// the bytes reach neither the metadata nor the code of the caller.
fn tracked(name: &LitStr, folder: &Folder, files: &[&str]) -> TokenStream {
    let watched = std::env::var(WATCHED).is_ok_and(|watched| watched == name.value());
    if watched || package().join("Cargo.toml.orig").is_file() {
        return TokenStream::new();
    }
    let files = files.iter().filter(|file| folder.has(file));
    let files = files.map(|file| format!("/{}/{file}.json", name.value()));
    quote! {
        const _: () = {
            #[allow(dead_code)]
            fn tracked() {
                #(let _: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), #files));)*
            }
        };
    }
}
