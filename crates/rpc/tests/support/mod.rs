//! What several test files share: the vectors, a transport and a way to wait for a future.
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod server;
pub(crate) mod store;
pub(crate) mod thing;
pub(crate) mod wire;

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aliyun_rpc::clock::VirtualClock;
use aliyun_rpc::{Client, ClientBuilder, Json, StaticCredentials, Transport};

/// One file of vectors: from VECTORS_DIR, else the committed subset.
///
/// A relative VECTORS_DIR is meant from where cargo was called, but cargo runs tests in the
/// package's folder: so it is looked up from there and from every folder above.
pub(crate) fn vectors(file: &str) -> Json {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = match std::env::var_os("VECTORS_DIR") {
        None => package.join("tests/vectors"),
        Some(given) => {
            let given = PathBuf::from(given);
            let found = package.ancestors().map(|above| above.join(&given)).find(|p| p.is_dir());
            found.unwrap_or_else(|| {
                panic!(
                    "VECTORS_DIR={} is not a folder, seen from {} or any folder above it; give an \
                     absolute path, or unset it to run the committed subset",
                    given.display(),
                    package.display()
                )
            })
        }
    };
    let path = folder.join(file);
    let text = std::fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; VECTORS_DIR must hold acs3.json, v1.json, flatten.json and \
             response.json; unset it to run the committed subset",
            path.display()
        )
    });
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cases of a file under a key, never none, and as many as the file says.
pub(crate) fn cases(file: &str, key: &str) -> Vec<Json> {
    let json = vectors(file);
    let cases = json[key].as_array().cloned().unwrap_or_default();
    assert!(!cases.is_empty(), "{file} has no {key}");
    if key == "cases" {
        assert_eq!(Some(cases.len() as u64), json["count"].as_u64(), "{file}: count");
    }
    cases
}

/// Text of a member; the empty text when it is not there.
pub(crate) fn text<'a>(case: &'a Json, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_default()
}

/// The members of an object as pairs of text.
pub(crate) fn pairs(object: &Json) -> Vec<(String, String)> {
    let members = object.as_object().into_iter().flatten();
    members
        .map(|(name, value)| {
            (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        })
        .collect()
}

/// A client on virtual time.
pub(crate) fn over(transport: impl Transport + 'static, clock: &VirtualClock) -> ClientBuilder {
    Client::builder()
        .region("cn-test")
        .credentials(StaticCredentials::new("theKeyId", "theSecret"))
        .transport(transport)
        .clock(clock.clone())
}

/// The result of a future that never waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits, although nothing is there to wait for"),
    }
}
