//! Operations that change something are never to be repeated blindly.
#![cfg(all(feature = "instances", feature = "disks"))]
#![allow(clippy::unwrap_used, reason = "tests")]

use aliyun_ecs::runtime::transport::{
    BoxFuture, HttpRequest, HttpResponse, TransportError, TransportErrorKind,
};
use aliyun_ecs::{
    AttachDisk, Class, Client, DescribeInstances, Reaction, RebootInstance, RunInstances,
    StaticCredentials, Transport,
};

/// Answers with this status and body, or loses the reply.
#[derive(Clone, Copy)]
struct Answer(Option<(u16, &'static str)>);

impl Transport for Answer {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let lost = || TransportError::new(TransportErrorKind::Broken, "", None);
        let reply = self.0.ok_or_else(lost).map(|(status, body)| HttpResponse {
            status,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
        });
        Box::pin(std::future::ready(reply))
    }
}

fn client(answer: Answer) -> Client {
    let credentials = StaticCredentials::new("LTAI-test", "not a secret");
    let builder = Client::builder().region("cn-hangzhou").credentials(credentials);
    builder.transport(answer).build().unwrap()
}

const INTERNAL: &str = r#"{"Code":"InternalError","RequestId":"r"}"#;

#[tokio::test]
async fn a_call_without_a_token_is_looked_at_before_it_is_sent_again() {
    let html = "<html>Bad Gateway</html>";
    for (status, body) in [(500, html), (502, html), (503, html), (504, html), (500, INTERNAL)] {
        let client = client(Answer(Some((status, body))));
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
        let client = client(Answer(answer));
        let error = client.send(RunInstances::from_launch_template("lt-1")).await.unwrap_err();
        assert_eq!(error.reaction(), Reaction::WaitForState, "{error}");
        let error = client
            .send(RunInstances::from_launch_template("lt-1").client_token("mine"))
            .await
            .unwrap_err();
        assert_eq!(error.reaction(), Reaction::RetrySameToken, "{error}");
    }
}
