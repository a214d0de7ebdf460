//! The files under `spec/`, as types.
//!
//! * [`capture`]: the facts of one source, as `cargo xtask import` wrote them.
//! * [`ir`]: one operation group, as `cargo xtask regen` lowered it and the macros print it.
//! * [`matrix`]: what the documents say will happen to each operation in each situation.
//! * [`authorization`]: which permission each operation needs.
//! * [`codes`]: every error code with its class and reaction.
//! * [`form`]: units of numbers and forms of times.
//! * [`operations`]: what every operation does and concerns.
//! * [`waiters`]: how operations are asked about ids, and which states end a wait.
//! * [`load`]: reading and printing them; every defect becomes a [`load::Problem`].
//! * [`text`]: what names, codes, dates and every other text in them may be.
//!
//! In this workspace the crate depends only on the vocabulary, and it is the only crate in the
//! generated path that derives serde.

pub mod authorization;
pub mod capture;
pub mod codes;
pub mod form;
pub mod ir;
pub mod load;
pub mod matrix;
pub mod operations;
pub mod text;
pub mod waiters;

// Compiles the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
