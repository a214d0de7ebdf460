//! The verdicts of operations as types, and what the compiler says about them.
//!
//! For each verdict that stands in the way one trait is printed that nothing implements; the
//! compiler reports the missing impl with the sentence of that trait, and so with the operation,
//! code and source in clear. A single generic trait could only show type paths there.

use std::collections::BTreeMap;

use aliyun_rpc_spec::matrix::{Cell, Hazard, Matrix, MatrixRow, StateKind, Verdict};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::codes;
use super::sentences::{SITUATIONS, Sentences, Situation, sentences};
use crate::names::{ident, literal};

/// An advanced group, as on the wire.
const ADVANCED: &str = "enterprise";

/// The verdicts of the operations of a product as types.
pub struct Verdicts<'a> {
    matrix: &'a Matrix,
    rows: BTreeMap<&'a str, &'a MatrixRow>,
    codes: BTreeMap<&'a str, Ident>,
}

impl<'a> Verdicts<'a> {
    /// Those that a matrix has.
    #[must_use]
    pub fn of(matrix: &'a Matrix) -> Self {
        let rows = matrix.operations.iter().map(|row| (row.name.as_str(), row)).collect();
        Self { matrix, rows, codes: codes::names(matrix) }
    }

    /// The verdicts about one request, for its `Request` impl; `typed` is the path of the runtime's
    /// module there. Of an operation that the matrix does not have nothing is stated.
    #[must_use]
    pub fn print(&self, operation: &str, typed: &TokenStream) -> TokenStream {
        let outcomes = match self.rows.get(operation) {
            Some(row) => compile_time(row).map(|cell| match cell {
                Some(cell) => outcome(cell, &self.codes, typed),
                None => quote!(#typed::Permitted),
            }),
            None => [(); 5].map(|()| quote!(#typed::Unstated)),
        };
        quote!(#typed::All<Self, #(#outcomes),*>)
    }

    /// Prints, for every typed operation of a group, what the compiler says when a verdict stands in
    /// the way.
    ///
    /// The output stands in a child of the module with the output of [`super::print()`], next to the
    /// request types; `runtime` is the path of the runtime crate there.
    #[must_use]
    pub fn refusals(&self, group: &str, runtime: &TokenStream) -> TokenStream {
        let rows = self.matrix.operations.iter().filter(|row| row.typed && row.group == group);
        let (mut traits, mut passages) = (Vec::new(), Vec::new());
        for row in rows {
            for (cell, situation) in compile_time(row).into_iter().zip(&SITUATIONS) {
                let Some(cell) = cell else {
                    continue;
                };
                if let Some(text) = sentences(&row.name, cell, situation, self.matrix) {
                    let name = format_ident!("{}{}", row.name, situation.marker);
                    traits.push(marker(&name, &text));
                    passages.push(passage(&name, row, cell, situation));
                }
            }
        }
        if traits.is_empty() {
            return TokenStream::new();
        }
        quote! {
            #[doc(hidden)]
            mod refused { #(#traits)* }

            const _: () = {
                use #runtime::decision::{handle, typed};
                // A group whose calls never depend on a disk does not mention the handles.
                const _: ::core::option::Option<handle::Unknown> = ::core::option::Option::None;
                #(#passages)*
            };
        }
    }
}

/// The cells that the runtime's `Verdicts` know, none where no condition stands in the way; a
/// managing service does not compile this, and the status of an instance is no type.
fn compile_time(row: &MatrixRow) -> [Option<&Cell>; 5] {
    let group_type = row.condition(StateKind::SecurityGroupType);
    let advanced = group_type.filter(|one| one.verdict(ADVANCED) != Verdict::Permitted);
    [
        Some(&row.security_lock),
        Some(&row.financial_lock),
        Some(&row.financial_disk),
        Some(&row.managed_account),
        advanced.map(|condition| &condition.refusal),
    ]
}

fn outcome(cell: &Cell, codes: &BTreeMap<&str, Ident>, typed: &TokenStream) -> TokenStream {
    let code = match cell.code.as_deref().and_then(|code| codes.get(code)) {
        Some(name) => quote!(super::codes::#name),
        None => quote!(#typed::NoCode),
    };
    match cell.verdict {
        Verdict::Permitted => quote!(#typed::Permitted),
        Verdict::PermittedWithHazard => match cell.hazard {
            Some(Hazard::ReleasesDisks) => quote!(#typed::Hazard<#typed::ReleasesDisks>),
            None => quote!(#typed::Unstated),
        },
        Verdict::AcceptedButFails => quote!(#typed::AcceptedButFails),
        Verdict::Denied => quote!(#typed::Denied<#code>),
        Verdict::DeniedWhenDiskInUse => quote!(#typed::DependsOnDisk<#code>),
        Verdict::Unstated => quote!(#typed::Unstated),
    }
}

/// The trait that nothing implements.
fn marker(name: &Ident, text: &Sentences) -> TokenStream {
    let Sentences { message, label, source, way_out } = text;
    let [message, label, source, way_out] =
        [message, label, source, way_out].map(|sentence| literal(sentence));
    quote! {
        #[diagnostic::on_unimplemented(
            message = #message, label = #label, note = #source, note = #way_out
        )]
        pub trait #name {}
    }
}

/// The verdict would pass if only the trait that nothing implements were implemented.
fn passage(name: &Ident, row: &MatrixRow, cell: &Cell, situation: &Situation) -> TokenStream {
    let operation = ident(&row.name);
    let passes = format_ident!("{}", situation.marker);
    match cell.verdict {
        Verdict::Permitted | Verdict::Unstated => TokenStream::new(),
        Verdict::Denied => quote! {
            impl<C: refused::#name, D> typed::#passes<#operation, D> for typed::Denied<C> {}
        },
        Verdict::DeniedWhenDiskInUse => quote! {
            impl<C: refused::#name> typed::#passes<#operation, handle::Unknown>
                for typed::DependsOnDisk<C> {}
            impl<C: refused::#name> typed::#passes<#operation, handle::InUse>
                for typed::DependsOnDisk<C> {}
        },
        Verdict::AcceptedButFails => quote! {
            impl<D: refused::#name> typed::#passes<#operation, D> for typed::AcceptedButFails {}
        },
        Verdict::PermittedWithHazard => quote! {
            impl<H: refused::#name, D> typed::#passes<#operation, D> for typed::Hazard<H> {}
        },
    }
}
