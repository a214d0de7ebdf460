//! The `Operation` enum: every operation that any source names, in byte order of the names, so that
//! a variant is the number of its row, also in the matrix. What is known of each is one number,
//! because a function and a `match` per question cost the compiler more than a table.

use std::collections::BTreeMap;

use aliyun_rpc_spec::operations::{OperationFacts, OperationKind};
use aliyun_rpc_vocabulary::Word;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::names::ident;

/// Prints the enum of these operations, which are in byte order. One without facts is printed as
/// one that may change something.
#[must_use]
pub fn print(names: &[&str], facts: &[OperationFacts]) -> TokenStream {
    let known: BTreeMap<&str, &OperationFacts> =
        facts.iter().map(|one| (one.name.as_str(), one)).collect();
    let rows = names.iter().map(|name| row(name, known.get(name).copied()));
    let replaced = names.iter().zip(0_u16..).filter_map(|(name, number)| {
        let by = known.get(name)?.replaced_by.as_ref()?;
        let (product, version, operation) = (&by.product, &by.version, &by.operation);
        let number = Literal::u16_unsuffixed(number);
        Some(quote!((#number, r(#product, #version, #operation))))
    });
    let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
    let questions = questions();
    quote! {
        /// Every operation that a source names, including withdrawn ones, which have no request
        /// type.
        #[allow(missing_docs)]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u16)]
        pub enum Operation { #(#names),* }

        /// What is known of each [`Operation`].
        pub static OPERATIONS: rpc::operation::Table = {
            use rpc::operation::{OperationKind as K, replacement as r, row as o};
            rpc::operation::Table { rows: &[#(#rows),*], replaced: &[#(#replaced),*] }
        };

        impl Operation {
            /// All operations, by name.
            pub const ALL: &'static [Self] = &[#(Self::#names),*];
            #questions
        }

        impl fmt::Debug for Operation {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.name()) }
        }

        impl fmt::Display for Operation {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.name()) }
        }

        impl ::std::str::FromStr for Operation {
            type Err = rpc::operation::UnknownOperation;
            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::from_name(name).ok_or_else(|| rpc::operation::UnknownOperation::new(name))
            }
        }
    }
}

/// One row: the name, the kind, and a bit for each kind of resource.
fn row(name: &str, facts: Option<&OperationFacts>) -> TokenStream {
    let kind = facts.map_or(OperationKind::Update, |facts| facts.kind);
    let kind = Ident::new(kind.variant(), Span::call_site());
    let concerns = facts.map_or(0_u64, |facts| {
        facts.concerns.iter().map(|resource| 1_u64 << *resource as u32).sum()
    });
    let flags =
        facts.map_or(0_u8, |facts| u8::from(facts.deprecated) | u8::from(facts.withdrawn) << 1);
    let (concerns, flags) = (Literal::u64_unsuffixed(concerns), Literal::u8_unsuffixed(flags));
    quote!(o(#name, K::#kind, #concerns, #flags))
}

/// What can be asked about an operation. All of it reads the table.
fn questions() -> TokenStream {
    quote! {
        /// All operations, by name.
        pub fn all() -> impl Iterator<Item = Self> + Clone { Self::ALL.iter().copied() }

        /// The name, as on the wire.
        #[must_use]
        pub const fn name(self) -> &'static str { OPERATIONS.rows[self as usize].name() }

        /// The row of the operation in the table.
        #[inline]
        #[must_use]
        pub const fn row(self) -> u16 { self as u16 }

        /// The operation of that name. [`FromStr`](::std::str::FromStr) does the same with an
        /// error.
        #[must_use]
        pub const fn from_name(name: &str) -> Option<Self> {
            match OPERATIONS.find(name) {
                Some(row) => Some(Self::ALL[row as usize]),
                None => None,
            }
        }

        /// What it does.
        #[must_use]
        pub const fn kind(self) -> rpc::operation::OperationKind {
            OPERATIONS.rows[self as usize].kind()
        }

        /// Whether it changes nothing.
        #[must_use]
        pub const fn is_read_only(self) -> bool { self.kind().is_read_only() }

        /// Whether the vendor marks it as deprecated.
        #[must_use]
        pub const fn is_deprecated(self) -> bool {
            OPERATIONS.rows[self as usize].is_deprecated()
        }

        /// Whether it has no request type: the newest metadata does not have it.
        #[must_use]
        pub const fn is_withdrawn(self) -> bool {
            OPERATIONS.rows[self as usize].is_withdrawn()
        }

        /// The operation to use in its place, if it is deprecated and there is one. It may be one
        /// of another product. The vendor names it, or the documents leave no doubt.
        #[must_use]
        pub fn replaced_by(self) -> Option<&'static rpc::operation::Replacement> {
            OPERATIONS.replacement(self as u16)
        }

        /// The kinds of resource that it is about. They are told by the ids in its request, by
        /// what it makes, by its permission, and by its name where that is a verb and a kind
        /// alone, as in `DescribeDisks`; curated facts correct them.
        #[must_use]
        pub const fn concerns(self) -> rpc::operation::ResourceTypes {
            OPERATIONS.rows[self as usize].concerns()
        }
    }
}
