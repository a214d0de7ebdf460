//! The `Operation` enum: every operation that any source names, in byte order of the names, so that
//! a variant is the number of its row.

use aliyun_rpc_spec::matrix::MatrixRow;
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;

pub(super) fn print(rows: &[&MatrixRow]) -> TokenStream {
    let names: Vec<_> = rows.iter().map(|row| ident(&row.name)).collect();
    quote! {
        /// Every operation that any source names; also those that newer metadata withdrew and that
        /// have no request type.
        #[allow(missing_docs)]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u16)]
        pub enum Operation { #(#names),* }

        impl Operation {
            /// All operations, by name.
            pub const ALL: &'static [Self] = &[#(Self::#names),*];

            /// The name, as on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                MATRIX.rows[self as usize].name
            }

            /// The row of the operation in the table.
            #[inline]
            #[must_use]
            pub const fn row(self) -> u16 {
                self as u16
            }

            /// The operation of that name.
            #[must_use]
            pub const fn from_name(name: &str) -> ::core::option::Option<Self> {
                match MATRIX.find(name) {
                    ::core::option::Option::Some(row) => {
                        ::core::option::Option::Some(Self::ALL[row as usize])
                    }
                    ::core::option::Option::None => ::core::option::Option::None,
                }
            }
        }

        impl ::core::fmt::Debug for Operation {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl ::core::fmt::Display for Operation {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.name())
            }
        }
    }
}
