//! A transport that answers each lookup with what a closure says, and remembers what it was asked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aliyun_ecs::Transport;
use aliyun_ecs::guard::{Guard, NotKnown, Policy};
use aliyun_ecs::runtime::transport::{HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::runtime::{BoxFuture, Json, Request};
use serde_json::json;

use crate::world::{client, header, query, reply};

/// Parameters of a request.
pub(crate) type Query = BTreeMap<String, String>;

type Answer = dyn Fn(&str, &Query) -> Json + Send + Sync;

#[derive(Clone)]
pub(crate) struct Script {
    answer: Arc<Answer>,
    log: Arc<Mutex<Vec<String>>>,
}

impl Script {
    /// Answers Describe calls with what the closure makes of operation and parameters.
    pub(crate) fn new(answer: impl Fn(&str, &Query) -> Json + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), log: Arc::default() }
    }

    /// Answers every Describe call with this.
    pub(crate) fn always(answer: Json) -> Self {
        Self::new(move |_, _| answer.clone())
    }

    pub(crate) fn strict(&self) -> Guard {
        Guard::new(client(self.clone())).policy(Policy::RequireCertain)
    }

    /// Operations that were sent since the last time.
    pub(crate) fn sent(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().unwrap())
    }

    /// What is not known about a request that the strict policy therefore does not send, that the
    /// default one sends, and about which `check` says the same under the strict one.
    pub(crate) async fn doubts<R: Request>(&self, request: R) -> Vec<NotKnown> {
        let guard = self.strict();
        let error = guard.send(&request).await.err().expect("the strict policy sent it");
        let name = R::META.name.to_owned();
        assert!(!self.sent().contains(&name), "the strict policy sent it");
        assert!(error.refused().is_none() && error.unchecked().is_none(), "{error}");
        assert!(error.to_string().starts_with("not sent: "), "{error}");
        let findings = guard.check(&request).await;
        let all: Vec<_> = findings.all().iter().flat_map(|one| one.not_known.clone()).collect();
        assert_eq!(all, error.not_known());

        self.sent();
        let lenient = guard.policy(Policy::RefuseKnownProblems);
        assert!(lenient.send(&request).await.is_ok());
        assert_eq!(self.sent().last(), Some(&name), "the default policy did not send it");
        all
    }

    /// The same in words.
    pub(crate) async fn doubt<R: Request>(&self, request: R) -> String {
        let doubts: Vec<_> = self.doubts(request).await.iter().map(ToString::to_string).collect();
        doubts.join("; ")
    }

    /// Whether the strict policy sends a request.
    pub(crate) async fn sends<R: Request>(&self, request: R) -> bool {
        self.sent();
        let answer = self.strict().send(request).await;
        let is_sent = self.sent().iter().any(|name| name == R::META.name);
        assert_eq!(answer.is_ok(), is_sent);
        is_sent
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let action = header(&request, "x-acs-action");
        self.log.lock().unwrap().push(action.to_owned());
        let is_lookup =
            matches!(action, "DescribeInstances" | "DescribeDisks" | "DescribeSecurityGroups");
        let answer = if is_lookup {
            (self.answer)(action, &query(&request.url))
        } else {
            json!({"RequestId": "r"})
        };
        Box::pin(std::future::ready(Ok(reply(200, &answer))))
    }
}

/// An instance that is stopped and not locked.
pub(crate) fn instance(id: &str) -> Json {
    json!({"InstanceId": id, "Status": "Stopped", "OperationLocks": {"LockReason": []}})
}

pub(crate) fn locked(id: &str, reason: Option<&str>) -> Json {
    let mut item = instance(id);
    item["OperationLocks"]["LockReason"] = json!([{"LockReason": reason}]);
    item
}

pub(crate) fn instances(items: &[Json]) -> Json {
    json!({"RequestId": "r", "Instances": {"Instance": items}})
}
