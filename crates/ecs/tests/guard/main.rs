//! The guard against a scripted world: what it looks up, what it keeps, what it sends.
#![allow(clippy::unwrap_used, reason = "tests")]

mod canary;
mod looking;
mod naming;
mod one_answer;
mod paging;
mod recorder;
mod refusing;
mod script;
mod seeing;
mod several;
mod sharing;
mod world;
