//! What the targets share: properties that hold for every input.

#![forbid(unsafe_code)]

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::load::{Problem, from_json, to_json};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The name under which the targets pass their input.
pub const FILE: &str = "input";

/// Problems of the input: at least one, each naming the file and what is wrong.
pub fn named(problems: &[Problem]) {
    assert!(!problems.is_empty(), "refused without a problem");
    for problem in problems {
        assert!(problem.file == FILE && !problem.message.is_empty(), "{problem:?}");
    }
}

/// Imports as one kind and as a file of unknown kind: facts that can be read back, or problems.
pub fn import(kind: xtask::OriginalKind, bytes: &[u8]) {
    for kind in [Some(kind), None] {
        match xtask::facts(FILE, kind, bytes) {
            Ok(facts) => json::<Capture>(&facts),
            Err(problems) => named(&problems),
        }
    }
}

/// Tokens that are a file of Rust.
pub fn rust(printed: proc_macro2::TokenStream) {
    if let Err(error) = syn::parse2::<syn::File>(printed.clone()) {
        panic!("{error}: {printed}");
    }
}

/// Reads a document; what was read prints to something that reads the same.
pub fn json<T: DeserializeOwned + Serialize>(text: &str) {
    match from_json::<T>(FILE, text) {
        Ok(value) => {
            let printed = to_json(FILE, &value).expect("what was read can be printed");
            let again: T = from_json(FILE, &printed).expect("what was printed can be read");
            assert_eq!(to_json(FILE, &again).as_deref(), Ok(printed.as_str()));
        }
        Err(problem) => named(&[problem]),
    }
}
