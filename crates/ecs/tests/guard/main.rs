//! The guard against a scripted world: what it looks up, what it keeps, what it sends.
#![allow(clippy::unwrap_used, reason = "tests")]

mod looking;
mod refusing;
mod world;
