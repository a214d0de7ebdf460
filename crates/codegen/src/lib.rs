//! Prints Rust for Alibaba Cloud RPC products from their specification files.
//!
//! A plain library, so that everything it prints can be tested without a compiler run:
//!
//! * [`source`] finds and reads the files of one product and says what to do when it cannot;
//! * [`group`] prints one operation group, [`groups`] a module for each of them, [`product`] what a
//!   product has once;
//! * [`authorization`] prints the table of permissions, and [`waiters`] what can be waited for, for
//!   products that have them;
//! * below them one printer per artefact: [`request`], [`paging`], [`structs`], [`enums`],
//!   [`errors`], with their doc comments composed in [`docs`] from texts that [`markdown`] has
//!   escaped, and their types in [`types`] and those of ids in [`ids`].
//!
//! # Architecture invariants
//! Nothing here names a product, and nothing here decides: identifiers, wire styles and shapes
//! were settled by `cargo xtask regen`. A printer cannot fail; a specification that would make one
//! fail is turned away by [`valid`] before.
//!
//! # What the output relies on
//! The crate that calls the macros depends on `aliyun-rpc` and `aliyun-rpc-macros` under these
//! names, and on `aliyun-decision` if the product has a matrix. `product!` is called in the module
//! whose children hold the `group!` calls, one of them named `common`: a group refers to
//! `super::PRODUCT`, `super::id`, `super::common`, `super::codes` and `super::InMatrix`.

pub mod authorization;
pub mod docs;
pub mod enums;
pub mod errors;
pub mod group;
pub mod groups;
pub mod ids;
pub mod markdown;
pub mod matrix;
pub mod names;
pub mod operations;
pub mod paging;
pub mod pairs;
pub mod product;
pub mod refusals;
pub mod request;
pub mod source;
pub mod structs;
pub mod types;
pub mod valid;
pub mod waiters;

// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
