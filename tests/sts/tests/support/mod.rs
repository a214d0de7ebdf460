//! What the tests of both products share.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aliyun_rpc::testing::{Reply, ScriptedTransport};

/// Answers every request with one reply.
pub(crate) fn always(status: u16, body: &str) -> ScriptedTransport {
    ScriptedTransport::always(Reply::new(status, body))
}

/// The result of a future that never waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits, although nothing is there to wait for"),
    }
}

/// A query by name; no name comes twice.
pub(crate) fn query(pairs: Vec<(String, String)>) -> BTreeMap<String, String> {
    let count = pairs.len();
    let query: BTreeMap<_, _> = pairs.into_iter().collect();
    assert_eq!(query.len(), count, "a name came twice");
    query
}

/// The query that is expected.
pub(crate) fn expected(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    query(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}
