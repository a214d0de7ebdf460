//! Operations that change something are never to be repeated blindly.
#![cfg(all(feature = "instances", feature = "disks"))]
#![allow(clippy::unwrap_used, reason = "tests")]

use aliyun_ecs::runtime::transport::TransportErrorKind;
use aliyun_ecs::runtime::{ErrorSet, RetryPolicy};
use aliyun_ecs::testing::{Reply, ScriptedTransport};
use aliyun_ecs::{
    AttachDisk, Class, Client, CommonError, DescribeInstances, DescribeInstancesError, Reaction,
    RebootInstance, RunInstances, RunInstancesError, StopInstanceError,
};

/// A client that makes one attempt, which is answered with this status and body, or loses the
/// reply.
fn client(answer: Option<(u16, &'static str)>) -> Client {
    let reply = match answer {
        Some((status, body)) => Reply::new(status, body),
        None => Reply::failure(TransportErrorKind::Broken),
    };
    ScriptedTransport::always(reply).client("cn-hangzhou").with_retry(RetryPolicy::never())
}

const INTERNAL: &str = r#"{"Code":"InternalError","RequestId":"r"}"#;

#[tokio::test]
async fn a_call_without_a_token_is_looked_at_before_it_is_sent_again() {
    let html = "<html>Bad Gateway</html>";
    for (status, body) in [(500, html), (502, html), (503, html), (504, html), (500, INTERNAL)] {
        let client = client(Some((status, body)));
        let error = client.send(RebootInstance::new("i-1")).await.unwrap_err();
        assert_eq!((error.class(), error.reaction()), (Class::Transient, Reaction::WaitForState));
        let error = client.send(AttachDisk::new("i-1", "d-1")).await.unwrap_err();
        assert_eq!((error.class(), error.reaction()), (Class::Transient, Reaction::WaitForState));
        let error = client.send(DescribeInstances::new()).await.unwrap_err();
        assert_eq!((error.class(), error.reaction()), (Class::Transient, Reaction::RetrySameToken));
    }
}

#[tokio::test]
async fn instances_are_not_created_twice_because_the_client_made_the_token() {
    for answer in [None, Some((200, "not json")), Some((503, INTERNAL))] {
        let client = client(answer);
        let run = || RunInstances::from_launch_template("lt-1");
        let error = client.send(run()).await.unwrap_err();
        assert_eq!(error.reaction(), Reaction::WaitForState, "{error}");
        let error = client.send(run().client_token("mine")).await.unwrap_err();
        assert_eq!(error.reaction(), Reaction::RetrySameToken, "{error}");
        let call = client.prepare(run()).unwrap();
        let error = client.send(&call).await.unwrap_err();
        assert_eq!(error.reaction(), Reaction::RetrySameToken, "{error}");
        assert_eq!(error.client_token(), call.client_token());
    }
}

#[test]
fn the_variant_of_a_code_advises_the_same_token_only_for_operations_that_read() {
    fn of<C: ErrorSet>(code: &str) -> Option<(Class, Reaction)> {
        C::from_code(code).map(|variant| (variant.class(), variant.reaction()))
    }
    let look_first = Some((Class::Transient, Reaction::WaitForState));
    assert_eq!(of::<StopInstanceError>("InternalError"), look_first);
    assert_eq!(of::<RunInstancesError>("InternalError"), look_first);
    assert_eq!(of::<CommonError>("InternalError"), look_first);
    let throttled = of::<CommonError>("Throttling.User");
    assert_eq!(throttled, Some((Class::Throttled, Reaction::RetryNewToken)));
    let again = Some((Class::Transient, Reaction::RetrySameToken));
    assert_eq!(of::<DescribeInstancesError>("InternalError"), again);
}
