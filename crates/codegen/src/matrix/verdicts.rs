//! The verdicts of operations as types, and what the compiler says about them.
//!
//! For each verdict that prevents a call, one trait is printed that nothing implements. The
//! compiler reports the missing impl with the message of that trait, which names the operation, the
//! code and the source. A single generic trait could show only type paths there.

use std::collections::BTreeMap;

use aliyun_rpc_spec::matrix::{Aspect, Cell, Matrix, MatrixRow, Verdict};
use aliyun_rpc_vocabulary::{SecurityGroupType, Word as _};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::codes;
use super::sentences::{Sentences, sentences};
use super::table::variant;
use crate::names::{ident, literal};

/// The verdicts of the operations of a product as types.
pub struct Verdicts<'a> {
    matrix: &'a Matrix,
    rows: BTreeMap<&'a str, &'a MatrixRow>,
    codes: BTreeMap<&'a str, Ident>,
}

impl<'a> Verdicts<'a> {
    /// The verdicts that a matrix has.
    #[must_use]
    pub fn of(matrix: &'a Matrix) -> Self {
        let rows = matrix.operations.iter().map(|row| (row.name.as_str(), row)).collect();
        Self { matrix, rows, codes: codes::names(matrix) }
    }

    /// The verdicts about one request, as the trait `Decided` of the decision crate wants them.
    /// `typed` is the path of that crate's module. An operation that the matrix does not have is
    /// unstated.
    #[must_use]
    pub fn print(&self, operation: &str, typed: &TokenStream) -> TokenStream {
        let outcomes = Aspect::TYPED.map(|aspect| match self.rows.get(operation) {
            Some(row) => match compile_time(row, aspect) {
                Some(cell) => outcome(cell, &self.codes, typed),
                None => quote!(#typed::Permitted),
            },
            None => quote!(#typed::Unstated),
        });
        quote!(#typed::VerdictsOf<Self, super::InMatrix, #(#outcomes),*>)
    }

    /// Prints, for every typed operation of a group, what the compiler says when a verdict prevents
    /// the call.
    ///
    /// The output is placed in a child of the module with the output of [`super::print()`], next to
    /// the request types; `decision` is the path of the decision crate there.
    #[must_use]
    pub fn refusals(&self, group: &str, decision: &TokenStream) -> TokenStream {
        let rows = self.matrix.operations.iter().filter(|row| row.typed && row.group == group);
        let (mut traits, mut impls) = (Vec::new(), Vec::new());
        for row in rows {
            for aspect in Aspect::TYPED {
                let Some(cell) = compile_time(row, aspect) else {
                    continue;
                };
                if let Some(text) = sentences(&row.name, cell, aspect, self.matrix) {
                    let name = format_ident!("{}While{}", row.name, aspect.variant());
                    traits.push(marker(&name, &text));
                    impls.push(passes(&name, row, cell, aspect));
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
                use #decision::{handle, typed};
                // A group whose calls never depend on a disk does not mention the handles.
                const _: ::core::option::Option<handle::Unknown> = ::core::option::Option::None;
                #(#impls)*
            };
        }
    }
}

/// What a handle of the aspect meets. `None` where no condition prevents the call.
fn compile_time(row: &MatrixRow, aspect: Aspect) -> Option<&Cell> {
    let cell = row.cell(aspect)?;
    let advanced = 1 << SecurityGroupType::Advanced as u8;
    let met = aspect.is_condition() && aspect.state_bits(&cell.unless) & advanced != 0;
    (!met).then_some(cell)
}

fn outcome(cell: &Cell, codes: &BTreeMap<&str, Ident>, typed: &TokenStream) -> TokenStream {
    let code = match cell.code.as_deref().and_then(|code| codes.get(code)) {
        Some(name) => quote!(super::codes::#name),
        None => quote!(#typed::NoCode),
    };
    let verdict = variant(cell.verdict);
    match (cell.verdict, cell.hazard) {
        (Verdict::PermittedWithHazard, Some(hazard)) => {
            let hazard = variant(hazard);
            quote!(#typed::#verdict<#typed::#hazard>)
        }
        // A hazard that does not say which one is not stated.
        (Verdict::PermittedWithHazard, None) => quote!(#typed::Unstated),
        (Verdict::Denied | Verdict::DependsOnDisk, _) => quote!(#typed::#verdict<#code>),
        (Verdict::Permitted | Verdict::AcceptedButFails | Verdict::Unstated, _) => {
            quote!(#typed::#verdict)
        }
    }
}

/// The trait that nothing implements.
fn marker(name: &Ident, text: &Sentences) -> TokenStream {
    let Sentences { message, label, source, help } = text;
    let [message, label, source, help] = [message, *label, source, help].map(literal);
    quote! {
        #[diagnostic::on_unimplemented(
            message = #message, label = #label, note = #source, note = #help
        )]
        pub trait #name {}
    }
}

/// The verdict would pass if only the trait that nothing implements were implemented.
fn passes(name: &Ident, row: &MatrixRow, cell: &Cell, aspect: Aspect) -> TokenStream {
    let operation = ident(&row.name);
    let aspect = variant(aspect);
    match cell.verdict {
        Verdict::Permitted | Verdict::Unstated => TokenStream::new(),
        Verdict::Denied => quote! {
            impl<C: refused::#name, D> typed::PermittedWhile<typed::#aspect, #operation, D> for typed::Denied<C> {}
        },
        Verdict::DependsOnDisk => quote! {
            impl<C: refused::#name> typed::PermittedWhile<typed::#aspect, #operation, handle::Unknown>
                for typed::DependsOnDisk<C> {}
            impl<C: refused::#name> typed::PermittedWhile<typed::#aspect, #operation, handle::InUse>
                for typed::DependsOnDisk<C> {}
        },
        Verdict::AcceptedButFails => quote! {
            impl<D: refused::#name> typed::PermittedWhile<typed::#aspect, #operation, D> for typed::AcceptedButFails {}
        },
        Verdict::PermittedWithHazard => quote! {
            impl<H: refused::#name, D> typed::PermittedWhile<typed::#aspect, #operation, D> for typed::PermittedWithHazard<H> {}
        },
    }
}
