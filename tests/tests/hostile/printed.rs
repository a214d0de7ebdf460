//! Files of a specification, printed, and what must hold for everything that is printed.

use aliyun_rpc_codegen::source::parse;
use aliyun_rpc_codegen::{group, product};
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{Group, ProductFile};
use aliyun_rpc_spec::matrix::Matrix;
use aliyun_rpc_spec::text::is_hidden;
use proc_macro2::TokenStream;
use serde_json::Value;
use syn::visit::Visit;

/// The files of a product: groups, then `matrix.json` if it has one, `errors.json` and
/// `product.json`.
pub(crate) struct Texts<'a> {
    pub(crate) groups: Vec<&'a str>,
    pub(crate) matrix: Option<&'a str>,
    pub(crate) errors: &'a str,
    pub(crate) product: &'a str,
}

impl<'a> Texts<'a> {
    /// As regeneration lists them.
    pub(crate) fn of(all: &'a [String]) -> Self {
        let [groups @ .., errors, product] = all else { panic!("files are missing") };
        let mut groups: Vec<_> = groups.iter().map(String::as_str).collect();
        let matrix = groups.pop_if(|last| !names_a_group(last));
        Self { groups, matrix, errors, product }
    }

    /// Prints everything; `None` when a file is refused.
    pub(crate) fn print(&self) -> Option<Vec<TokenStream>> {
        let matrix = self.matrix.map(|text| parse::<Matrix>("matrix.json", text)).transpose();
        let matrix = matrix.ok()?;
        let codes: Codes = parse("errors.json", self.errors).ok()?;
        let facts: ProductFile = parse("product.json", self.product).ok()?;
        let mut printed = vec![product::print(&facts, &codes, matrix.as_ref())];
        for text in &self.groups {
            let read: Group = parse("group.json", text).ok()?;
            printed.push(group::print(&read, &codes, matrix.as_ref()));
        }
        Some(printed)
    }
}

/// Every group says which it is; no other file does.
fn names_a_group(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|file| file.get("group").is_some())
}

/// Holds for what was printed: it is Rust, and no doc comment has a code block or a hidden sign.
#[track_caller]
pub(crate) fn inert(printed: &[TokenStream], about: &str) {
    for tokens in printed {
        let file: syn::File = syn::parse2(tokens.clone())
            .unwrap_or_else(|error| panic!("{about}: {error}\n{tokens}"));
        Docs { about }.visit_file(&file);
    }
}

struct Docs<'a> {
    about: &'a str,
}

impl Visit<'_> for Docs<'_> {
    fn visit_attribute(&mut self, attribute: &syn::Attribute) {
        let Ok(named) = attribute.meta.require_name_value() else { return };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &named.value else {
            return;
        };
        let text = text.value();
        for line in text.lines() {
            let begins = line.trim_start();
            let block = ["```", "~~~"].iter().any(|fence| begins.starts_with(fence))
                || line.starts_with("    ")
                || line.starts_with('\t');
            assert!(!block, "{}: a code block in {text:?}", self.about);
            assert!(!line.contains(is_hidden), "{}: a hidden sign in {text:?}", self.about);
            // Outside of code, HTML and links would be obeyed.
            let outside = outside(line);
            let outside = outside.unwrap_or_else(|| panic!("{}: open code: {text:?}", self.about));
            let obeyed = ["<script", "](javascript", "<a@", "``"];
            assert!(!obeyed.iter().any(|mark| outside.contains(mark)), "{}: {text:?}", self.about);
        }
    }
}

/// A line of Markdown without its code spans and escaped signs; `None` when a span does not end.
fn outside(line: &str) -> Option<String> {
    let (mut outside, mut code) = (String::new(), false);
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '`' => code = !code,
            '\\' if !code => _ = signs.next(),
            _ if code => {}
            _ => outside.push(sign),
        }
    }
    (!code).then_some(outside)
}
