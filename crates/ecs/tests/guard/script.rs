//! A transport that answers each lookup with what a closure says, and remembers what it was asked.

use std::collections::BTreeMap;

use aliyun_ecs::decision::{Decided, MissingFact};
use aliyun_ecs::guard::Guard;
use aliyun_ecs::runtime::Json;
use aliyun_ecs::testing::{Reply, ScriptedTransport};
use aliyun_ecs::{NotSent, Policy, RetryPolicy};
use serde_json::json;

use crate::world::WhyNotSent as _;

/// Parameters of a request.
pub(crate) type Query = BTreeMap<String, String>;

#[derive(Clone)]
pub(crate) struct Script(pub(crate) ScriptedTransport);

impl Script {
    /// Answers Describe calls with what the closure makes of operation and parameters.
    pub(crate) fn new(answer: impl Fn(&str, &Query) -> Json + Send + Sync + 'static) -> Self {
        Self(ScriptedTransport::answering(move |request| {
            let lookups = ["DescribeInstances", "DescribeDisks", "DescribeSecurityGroups"];
            let query = request.parameters().iter().cloned().collect();
            match lookups.contains(&request.operation()) {
                true => Reply::ok(answer(request.operation(), &query).to_string()),
                false => Reply::ok(r#"{"RequestId":"r","InvokeId":"t-1","DiskId":"d-1"}"#),
            }
        }))
    }

    /// Answers every Describe call with this.
    pub(crate) fn always(answer: Json) -> Self {
        Self::new(move |_, _| answer.clone())
    }

    pub(crate) fn strict(&self) -> Guard {
        // What a request leaves out is what these tests are about.
        let client = self.0.builder().region("cn-hangzhou").check_limits(false);
        let client = client.retry(RetryPolicy::never()).build();
        Guard::new(client.expect("it is complete")).policy(Policy::RequireCertain)
    }

    /// Operations that were sent since the last time.
    pub(crate) fn sent(&self) -> Vec<String> {
        self.0.take_sent().iter().map(|request| request.operation().to_owned()).collect()
    }

    /// What is not known about a request that the strict policy therefore does not send, that the
    /// default one sends, and about which `check` and `inspect` say the same under the strict one.
    pub(crate) async fn doubts<R: Decided>(&self, request: R) -> Vec<MissingFact> {
        let guard = self.strict();
        let error = guard.send(&request).await.err().expect("the strict policy sent it");
        let name = R::META.name.to_owned();
        assert!(!self.sent().contains(&name), "the strict policy sent it");
        assert!(error.refused().is_none() && error.lookup_error().is_none(), "{error}");
        assert!(error.to_string().starts_with("not sent: "), "{error}");
        let findings = guard.inspect(&request).await;
        let all: Vec<_> = findings.all().iter().flat_map(|one| one.unknown.clone()).collect();
        assert_eq!(all, error.unknown());
        let checked = guard.check(&request).await;
        assert!(matches!(checked, Err(NotSent::Unknown(unknown)) if unknown == all));

        self.sent();
        let lenient = guard.policy(Policy::RefuseKnownProblems);
        assert!(lenient.send(&request).await.is_ok());
        assert_eq!(self.sent().last(), Some(&name), "the default policy did not send it");
        all
    }

    /// The same in words.
    pub(crate) async fn doubt<R: Decided>(&self, request: R) -> String {
        let doubts: Vec<_> = self.doubts(request).await.iter().map(ToString::to_string).collect();
        doubts.join("; ")
    }

    /// Whether the strict policy sends a request.
    pub(crate) async fn sends<R: Decided>(&self, request: R) -> bool {
        self.sent();
        let answer = self.strict().send(request).await;
        let is_sent = self.sent().iter().any(|name| name == R::META.name);
        assert_eq!(answer.is_ok(), is_sent);
        is_sent
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
