//! The modules of all groups of a product: each behind the feature of its name, documented by its
//! title, and re-exported beside what [`product`](crate::product) prints.

use aliyun_rpc_spec::ir::ProductFile;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::docs;
use crate::names::{ident, module};

/// The group of what several groups use. It has no feature.
pub const COMMON: &str = "common";

/// Prints a module for each group, with the call of `group!` inside, so that a group whose feature
/// is off is not expanded. `folder` is the folder as the caller of the macro named it.
///
/// A product with a single group has no feature for it.
#[must_use]
pub fn print(product: &ProductFile, folder: &impl ToTokens) -> TokenStream {
    let groups = product.groups.iter().filter(|name| *name != COMMON);
    let alone = groups.clone().count() == 1;
    let modules = groups.map(|name| {
        let feature = (!alone).then(|| quote!(#[cfg(feature = #name)]));
        print_one(product, name, feature, folder)
    });
    let common = product.groups.iter().any(|name| name == COMMON);
    let common = common.then(|| print_one(product, COMMON, None, folder));
    quote!(#common #(#modules)*)
}

fn print_one(
    product: &ProductFile,
    name: &str,
    feature: Option<TokenStream>,
    folder: &impl ToTokens,
) -> TokenStream {
    let doc = docs::group(name, product.titles.get(name).map(String::as_str));
    let module: Ident = ident(&module(name));
    quote! {
        #[doc = #doc]
        #feature
        pub mod #module {
            ::aliyun_rpc_macros::group!(#folder, #name);
        }
        #feature
        pub use #module::*;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(groups: &[&str], title: Option<(&str, &str)>) -> String {
        let product = ProductFile {
            groups: groups.iter().map(|name| (*name).to_owned()).collect(),
            titles: title.into_iter().map(|(name, text)| (name.into(), text.into())).collect(),
            ..ProductFile::default()
        };
        print(&product, &"spec").to_string()
    }

    #[test]
    fn each_group_is_a_module_behind_its_feature_with_its_title() {
        let text = printed(&["common", "key-pairs", "type"], Some(("key-pairs", "SSH key pairs.")));
        assert!(text.contains(r#"# [doc = "SSH key pairs."] # [cfg (feature = "key-pairs")] pub mod key_pairs { :: aliyun_rpc_macros :: group ! ("spec" , "key-pairs") ; }"#), "{text}");
        assert!(
            text.contains(r#"# [cfg (feature = "key-pairs")] pub use key_pairs :: * ;"#),
            "{text}"
        );
        assert!(text.contains("pub mod r#type"), "{text}");
        assert!(!text.contains(r#"feature = "common""#), "{text}");
    }

    #[test]
    fn a_single_group_has_no_feature() {
        let text = printed(&["all", "common"], None);
        assert!(text.contains("pub mod all") && !text.contains("cfg"), "{text}");
    }
}
