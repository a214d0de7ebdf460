//! The modules of all groups of a product: each behind the feature of its name, documented by its
//! title, and re-exported beside what [`product`](crate::product) prints.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::ProductFile;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::docs;
use crate::names::{ident, module};

/// The group of what several groups use. It has no feature.
pub const COMMON: &str = "common";

/// Prints a module for each group, with the call of `group!` inside, so that a group whose feature
/// is off is not expanded. `folder` is the folder as the caller of the macro named it. `places` has
/// the spans of the names of groups, if the caller listed them: everything in a group is defined
/// there, as far as the compiler and rustdoc can tell.
///
/// A product with a single group has no feature for it.
#[must_use]
pub fn print(
    product: &ProductFile,
    folder: &impl ToTokens,
    places: &BTreeMap<String, Span>,
) -> TokenStream {
    let groups = product.groups.iter().filter(|name| *name != COMMON);
    let alone = groups.clone().count() == 1;
    let modules = groups.map(|name| {
        let span = places.get(name).copied().unwrap_or_else(Span::call_site);
        let literal = literal(name, span);
        let feature = (!alone).then(|| quote_spanned!(span=> #[cfg(feature = #literal)]));
        let printed = print_one(product, name, feature, folder, span);
        let hint = (!alone).then(|| hint(product, name, span));
        quote!(#printed #hint)
    });
    let common = product.groups.iter().any(|name| name == COMMON);
    let common = common.then(|| {
        let span = places.get(COMMON).copied().unwrap_or_else(Span::call_site);
        print_one(product, COMMON, None, folder, span)
    });
    quote!(#common #(#modules)*)
}

fn print_one(
    product: &ProductFile,
    name: &str,
    feature: Option<TokenStream>,
    folder: &impl ToTokens,
    span: Span,
) -> TokenStream {
    let doc = docs::group(name, product.titles.get(name).map(String::as_str));
    let module = spanned(&module(name), span);
    let name = literal(name, span);
    quote_spanned! {span=>
        #[doc = #doc]
        #feature
        pub mod #module {
            ::aliyun_rpc_macros::group!(#folder, #name);
        }
        #feature
        pub use #module::*;
    }
}

/// Names what the operations of a group print, and the items of their pages, for when its feature
/// is off. The import is always configured out. The compiler remembers such names, and when one of
/// them is not found, it says which feature the item is gated behind.
///
/// The first condition leaves nothing to remember where the feature is on.
fn hint(product: &ProductFile, name: &str, span: Span) -> Option<TokenStream> {
    let operations = product.operations.iter();
    let operations = operations.filter(|one| one.group.as_deref() == Some(name));
    let names: Vec<Ident> = operations
        .flat_map(|one| {
            let own = ["", "Error", "Response"].map(|end| format!("{}{end}", one.name));
            own.into_iter().chain(one.item.clone())
        })
        .collect::<BTreeSet<_>>()
        .iter()
        .map(|name| spanned(name, span))
        .collect();
    let (module, name) = (spanned(&module(name), span), literal(name, span));
    (!names.is_empty()).then(|| {
        quote_spanned! {span=>
            #[cfg(not(feature = #name))]
            #[cfg(feature = #name)]
            pub use #module::{#(#names),*};
        }
    })
}

fn spanned(name: &str, span: Span) -> Ident {
    let mut ident = ident(name);
    ident.set_span(span);
    ident
}

fn literal(text: &str, span: Span) -> Literal {
    let mut literal = Literal::string(text);
    literal.set_span(span);
    literal
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::operations::{KindOrigin, OperationFacts, OperationKind};

    use super::*;

    fn product(groups: &[&str]) -> ProductFile {
        ProductFile {
            groups: groups.iter().map(|name| (*name).to_owned()).collect(),
            ..ProductFile::default()
        }
    }

    fn printed(product: &ProductFile) -> String {
        print(product, &"spec", &BTreeMap::new()).to_string()
    }

    #[test]
    fn each_group_is_a_module_behind_its_feature_with_its_title() {
        let mut product = product(&["common", "key-pairs", "type"]);
        product.titles.insert("key-pairs".to_owned(), "SSH key pairs.".to_owned());
        let text = printed(&product);
        assert!(text.contains(r#"# [doc = "SSH key pairs."] # [cfg (feature = "key-pairs")] pub mod key_pairs { :: aliyun_rpc_macros :: group ! ("spec" , "key-pairs") ; }"#), "{text}");
        assert!(
            text.contains(r#"# [cfg (feature = "key-pairs")] pub use key_pairs :: * ;"#),
            "{text}"
        );
        assert!(text.contains("pub mod r#type"), "{text}");
        assert!(!text.contains(r#"feature = "common""#), "{text}");
    }

    #[test]
    fn what_is_configured_out_is_named_beside_its_feature() {
        let mut product = product(&["common", "key-pairs", "type"]);
        let facts = |name: &str, group: Option<&str>| OperationFacts {
            name: name.to_owned(),
            kind: OperationKind::Create,
            origin: KindOrigin::Name,
            group: group.map(str::to_owned),
            item: group.map(|_| "Key".to_owned()),
            concerns: Vec::new(),
            deprecated: false,
            replaced_by: None,
            withdrawn: group.is_none(),
        };
        product.operations = vec![facts("MakeKey", Some("key-pairs")), facts("LoseKey", None)];
        let text = printed(&product);
        let hint = r#"# [cfg (not (feature = "key-pairs"))] # [cfg (feature = "key-pairs")] pub use key_pairs :: { Key , MakeKey , MakeKeyError , MakeKeyResponse } ;"#;
        assert!(text.contains(hint) && !text.contains("LoseKey"), "{text}");
        assert!(!text.contains(r#"not (feature = "type")"#), "{text}");
    }

    #[test]
    fn a_single_group_has_no_feature() {
        let text = printed(&product(&["all", "common"]));
        assert!(text.contains("pub mod all") && !text.contains("cfg"), "{text}");
    }
}
