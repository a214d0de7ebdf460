//! The static table of the decision crate, written with short `const` helpers: it has thousands of
//! numbers, and everybody who compiles the product reads them.

use aliyun_rpc_vocabulary::Word;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::pack::{Entry, Packed, PackedCell};

/// `decision` is the path of the decision crate.
pub(super) fn print(packed: &Packed<'_>, decision: &TokenStream) -> TokenStream {
    let sources = packed.sources.iter().map(|source| {
        let (id, published, url, title) =
            (&source.id, &source.published, &source.url, &source.title);
        quote!(Source { id: #id, published: #published, url: #url, title: #title })
    });
    let (codes, reasons) = (&packed.codes, &packed.reasons);
    let entries = packed.entries.iter().map(entry);
    let cells = packed.cells.iter().map(cell);
    let rows = packed.rows.iter().map(|(name, cells)| {
        let cells = cells.map(Literal::u16_unsuffixed);
        quote!(r(#name, [#(#cells),*]))
    });
    quote! {
        /// What the documents say will happen to each operation in each situation.
        pub static MATRIX: #decision::Table = {
            #[allow(unused_imports)]
            use #decision::{
                Agreement, Cell, Entry, EvidenceKind, Hazard, Row, Says, Source, Table, Verdict,
            };
            use ::core::option::Option::{self, None, Some};
            #[allow(dead_code, clippy::too_many_arguments)]
            const fn e(
                source: u16,
                kind: EvidenceKind,
                says: Option<Says>,
                requires: u8,
                truncated: bool,
                code: u16,
                reason: u16,
                line: u16,
            ) -> Entry {
                Entry { source, kind, says, requires, truncated, code, reason, line }
            }
            #[allow(dead_code)]
            const fn c(
                verdict: Verdict,
                unless: u8,
                hazard: Option<Hazard>,
                agreement: Agreement,
                code: u16,
                first: u16,
                count: u16,
            ) -> Cell {
                Cell { verdict, unless, hazard, agreement, code, first, count }
            }
            #[allow(dead_code)]
            const fn r(name: &'static str, cells: [u16; #decision::Aspect::COUNT]) -> Row {
                Row { name, cells }
            }
            Table {
                sources: &[#(#sources),*],
                codes: &[#(#codes),*],
                reasons: &[#(#reasons),*],
                entries: &[#(#entries),*],
                cells: &[#(#cells),*],
                rows: &[#(#rows),*],
            }
        };

        /// Leads from the verdicts of a request to [`MATRIX`].
        #[doc(hidden)]
        #[derive(Debug)]
        pub enum InMatrix {}

        impl #decision::typed::InTable for InMatrix {
            const TABLE: &'static #decision::Table = &MATRIX;
        }
    }
}

fn entry(entry: &Entry) -> TokenStream {
    let kind = variant(entry.kind);
    let says = option(entry.says, "Says");
    let requires = Literal::u8_unsuffixed(entry.requires);
    let [source, code, reason, line] =
        [entry.source, entry.code, entry.reason, entry.line].map(Literal::u16_unsuffixed);
    let truncated = entry.truncated;
    quote!(e(#source, EvidenceKind::#kind, #says, #requires, #truncated, #code, #reason, #line))
}

fn cell(cell: &PackedCell) -> TokenStream {
    let verdict = variant(cell.verdict);
    let unless = Literal::u8_unsuffixed(cell.unless);
    let hazard = option(cell.hazard, "Hazard");
    let agreement = variant(cell.agreement);
    let [code, first, count] = [cell.code, cell.first, cell.count].map(Literal::u16_unsuffixed);
    quote!(c(Verdict::#verdict, #unless, #hazard, Agreement::#agreement, #code, #first, #count))
}

fn option(word: Option<impl Word>, of: &str) -> TokenStream {
    let of = Ident::new(of, Span::call_site());
    word.map_or(quote!(None), |word| {
        let word = variant(word);
        quote!(Some(#of::#word))
    })
}

/// The variant of a word.
pub(super) fn variant(word: impl Word) -> Ident {
    Ident::new(word.variant(), Span::call_site())
}
