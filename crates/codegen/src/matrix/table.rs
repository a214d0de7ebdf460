//! The static table of the runtime, written with short `const` helpers: it has thousands of
//! numbers, and everybody who compiles the product reads them.

use aliyun_rpc_spec::matrix::{Hazard, Says, StateKind, Verdict};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::pack::{Entry, Packed, PackedCell, States as PackedStates};

pub(super) fn print(packed: &Packed<'_>, runtime: &TokenStream) -> TokenStream {
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
        pub static MATRIX: #runtime::decision::Table = {
            use #runtime::decision::{
                Agreement, Cell, Entry, GroupType, Hazard, InstanceStatus, Kind, Row, Says, Source,
                Stated, States, Table, verdict_count, verdicts,
            };
            const fn e(
                source: u16,
                kind: Kind,
                says: ::core::option::Option<Says>,
                truncated: bool,
                code: u16,
                reason: u16,
                line: u16,
            ) -> Entry {
                Entry { source, kind, says, truncated, code, reason, line }
            }
            const fn c(
                stated: Stated,
                agreement: Agreement,
                code: u16,
                first: u16,
                count: u16,
            ) -> Cell {
                Cell { stated, agreement, code, first, count }
            }
            const fn r(name: &'static str, cells: [u16; 7]) -> Row {
                Row::new(name, cells, CELLS, ENTRIES)
            }
            const fn i(statuses: &[InstanceStatus]) -> States {
                States::statuses(statuses)
            }
            const fn g(types: &[GroupType]) -> States {
                States::types(types)
            }
            // A product without any hazard or condition does not mention these.
            const _: ::core::option::Option<Hazard> = ::core::option::Option::None;
            const _: (States, States) = (i(&[]), g(&[]));
            const CODES: &[&str] = &[#(#codes),*];
            const ENTRIES: &[Entry] = &[#(#entries),*];
            const CELLS: &[Cell] = &[#(#cells),*];
            Table {
                sources: &[#(#sources),*],
                codes: CODES,
                verdicts: &verdicts::<{ verdict_count(CODES.len()) }>(CODES),
                reasons: &[#(#reasons),*],
                entries: ENTRIES,
                cells: CELLS,
                rows: &[#(#rows),*],
            }
        };
    }
}

fn entry(entry: &Entry<'_>) -> TokenStream {
    let kind = variant(entry.kind);
    let says = match (entry.says, entry.requires) {
        (Some(Says::Requires), Some(required)) => {
            let states = states(required);
            quote!(::core::option::Option::Some(Says::Requires(#states)))
        }
        // A statement that asks for a state outside of a condition says nothing.
        (None | Some(Says::Requires), _) => quote!(::core::option::Option::None),
        (Some(says), _) => {
            let says = variant(says);
            quote!(::core::option::Option::Some(Says::#says))
        }
    };
    let [source, code, reason, line] =
        [entry.source, entry.code, entry.reason, entry.line].map(Literal::u16_unsuffixed);
    let truncated = entry.truncated;
    quote!(e(#source, Kind::#kind, #says, #truncated, #code, #reason, #line))
}

fn cell(cell: &PackedCell<'_>) -> TokenStream {
    let stated = match cell.unless {
        Some(accepted) => {
            let states = states(accepted);
            quote!(Stated::DeniedUnless(#states))
        }
        None => stated(cell.verdict, cell.hazard),
    };
    let agreement = variant(cell.agreement);
    let [code, first, count] = [cell.code, cell.first, cell.count].map(Literal::u16_unsuffixed);
    quote!(c(#stated, Agreement::#agreement, #code, #first, #count))
}

/// Texts that are no state, which regeneration turns away, would be left out.
fn states((about, wires): PackedStates<'_>) -> TokenStream {
    let named = about.states().iter().filter(|(wire, _)| wires.iter().any(|one| one == wire));
    let names = named.map(|(_, name)| Ident::new(name, Span::call_site()));
    match about {
        StateKind::InstanceStatus => quote!(i(&[#(InstanceStatus::#names),*])),
        StateKind::SecurityGroupType => quote!(g(&[#(GroupType::#names),*])),
    }
}

/// A hazardous verdict that does not say which hazard is not stated.
fn stated(verdict: Verdict, hazard: Option<Hazard>) -> TokenStream {
    match (verdict, hazard) {
        (Verdict::PermittedWithHazard, Some(hazard)) => {
            let hazard = variant(hazard);
            quote!(Stated::PermittedWithHazard(Hazard::#hazard))
        }
        (Verdict::PermittedWithHazard, None) => quote!(Stated::Unstated),
        (verdict, _) => {
            let verdict = variant(verdict);
            quote!(Stated::#verdict)
        }
    }
}

/// Specification and runtime use the same names; `Debug` of a fieldless variant is its name.
fn variant(value: impl std::fmt::Debug) -> Ident {
    Ident::new(&format!("{value:?}"), Span::call_site())
}
