//! What the client adds to a generated request that does not name it.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};

use aliyun_ecs::runtime::BoxFuture;
use aliyun_ecs::runtime::transport::{HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::{Client, CreateSecurityGroup, StaticCredentials, Transport};

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<String>>);

impl Transport for Seen {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        *self.0.lock().unwrap() = request.url;
        let body = br#"{"RequestId":"r","SecurityGroupId":"sg-1"}"#.to_vec();
        Box::pin(std::future::ready(Ok(HttpResponse { status: 200, headers: Vec::new(), body })))
    }
}

#[tokio::test]
async fn region_and_token_are_added_where_the_request_names_none() {
    let seen = Seen::default();
    let client = Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("LTAI-test", "not a secret"))
        .transport(seen.clone())
        .build()
        .unwrap();
    client.send(CreateSecurityGroup::new()).await.unwrap();
    let url = seen.0.lock().unwrap().clone();
    assert!(url.contains("RegionId=cn-hangzhou") && url.contains("ClientToken="), "{url}");
    let named = CreateSecurityGroup::new().region_id("cn-beijing").client_token("t");
    client.send(named).await.unwrap();
    let url = seen.0.lock().unwrap().clone();
    assert!(url.contains("RegionId=cn-beijing") && url.contains("ClientToken=t"), "{url}");
    assert_eq!(url.matches("RegionId").count() + url.matches("ClientToken").count(), 2);
}
