//! A transport that answers from a small world of instances, disks and groups, and remembers what
//! it was asked. Nothing leaves the process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use aliyun_ecs::decision::MissingFact;
use aliyun_ecs::guard::Guard;
use aliyun_ecs::runtime::clock::{Clock, SystemClock, VirtualClock};
use aliyun_ecs::runtime::transport::{HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::runtime::{BoxFuture, Json};
use aliyun_ecs::testing::SentRequest;
use aliyun_ecs::{Client, ClientBuilder, Error, NotSent, Refusal, StaticCredentials, Transport};
use serde_json::json;

/// Time that moves by [`World::pass`] only. Who sleeps wakes by the clock of the system.
struct Moved(VirtualClock);

impl Clock for Moved {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn system_time(&self) -> SystemTime {
        self.0.system_time()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        SystemClock.sleep(time)
    }
}

#[derive(Clone, Default)]
pub(crate) struct World {
    items: Arc<Mutex<BTreeMap<String, Json>>>,
    log: Arc<Mutex<Vec<String>>>,
    broken: Arc<Mutex<Option<(u16, &'static str)>>>,
    clock: VirtualClock,
}

impl World {
    pub(crate) fn instance(self, id: &str, locks: &[&str]) -> Self {
        self.set(
            id,
            json!({
                "InstanceId": id,
                "Status": "Stopped",
                "OperationLocks": {"LockReason": reasons(locks)},
            }),
        )
    }

    pub(crate) fn instance_in(self, id: &str, status: &str) -> Self {
        self.set(
            id,
            json!({"InstanceId": id, "Status": status, "OperationLocks": {"LockReason": []}}),
        )
    }

    pub(crate) fn advanced_group(self, id: &str) -> Self {
        let kind = "enterprise";
        self.set(
            id,
            json!({"SecurityGroupId": id, "SecurityGroupType": kind, "ServiceManaged": false}),
        )
    }

    pub(crate) fn disk(self, id: &str, status: &str, instance: &str, locks: &[&str]) -> Self {
        self.set(
            id,
            json!({
                "DiskId": id,
                "Status": status,
                "InstanceId": instance,
                "OperationLocks": {"OperationLock": reasons(locks)},
            }),
        )
    }

    pub(crate) fn group(self, id: &str, managed: bool) -> Self {
        self.set(id, json!({"SecurityGroupId": id, "ServiceManaged": managed}))
    }

    fn set(self, id: &str, item: Json) -> Self {
        self.items.lock().unwrap().insert(id.to_owned(), item);
        self
    }

    /// From now on, Describe calls are answered with an error.
    pub(crate) fn breaks(&self) {
        self.answers(403, "Forbidden.RAM");
    }

    /// From now on, Describe calls are answered with this error.
    pub(crate) fn answers(&self, status: u16, code: &'static str) {
        *self.broken.lock().unwrap() = Some((status, code));
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub(crate) fn guard(&self) -> Guard {
        let client = builder(self.clone()).clock(Moved(self.clock.clone()));
        Guard::new(client.build().unwrap())
    }

    /// What was asked since the last time: operation and, for lookups, region and ids.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().unwrap())
    }

    fn answer(&self, request: HttpRequest) -> HttpResponse {
        let request = SentRequest::new(request);
        let action = request.operation();
        let (list, item, ids) = match action {
            "DescribeInstances" => ("Instances", "Instance", "InstanceIds"),
            "DescribeDisks" => ("Disks", "Disk", "DiskIds"),
            "DescribeSecurityGroups" => ("SecurityGroups", "SecurityGroup", "SecurityGroupIds"),
            other => {
                self.log.lock().unwrap().push(other.to_owned());
                return reply(200, &json!({"RequestId": "r", "InvokeId": "t-1"}));
            }
        };
        let get = |name| request.parameter(name).expect("a lookup has it");
        let (ids, region) = (get(ids), get("RegionId"));
        self.log.lock().unwrap().push(format!("{action} {region} {ids}"));
        if let Some((status, code)) = *self.broken.lock().unwrap() {
            return reply(status, &json!({"Code": code, "Message": "m", "RequestId": "r"}));
        }
        let ids: Vec<String> = serde_json::from_str(ids).unwrap();
        assert!(ids.len() <= 100 && get("MaxResults") == "100");
        let items = self.items.lock().unwrap();
        let found: Vec<&Json> = ids.iter().filter_map(|id| items.get(id)).collect();
        reply(200, &json!({"RequestId": "r", list: {item: found}}))
    }
}

impl Transport for World {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let reply = self.answer(request);
            // So that calls at the same time really overlap, and that two can be half way.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            Ok(reply)
        })
    }
}

pub(crate) fn client(transport: impl Transport + 'static) -> Client {
    builder(transport).build().unwrap()
}

fn builder(transport: impl Transport + 'static) -> ClientBuilder {
    Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("LTAI-test", "not a secret"))
        .transport(transport)
}

fn reasons(locks: &[&str]) -> Vec<Json> {
    locks.iter().map(|reason| json!({"LockReason": reason})).collect()
}

pub(crate) fn reply(status: u16, body: &Json) -> HttpResponse {
    HttpResponse { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

/// Why a call was not sent, in the words of the tests.
pub(crate) trait WhyNotSent {
    fn why(&self) -> Option<&NotSent>;

    fn refused(&self) -> Option<Refusal> {
        self.why()?.refusal().copied()
    }

    fn refused_targets(&self) -> Vec<String> {
        match self.why() {
            Some(NotSent::Refused { targets, .. }) => {
                targets.iter().map(|target| target.id.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn lookup_error(&self) -> Option<&Error> {
        match self.why() {
            Some(NotSent::LookupFailed(error)) => Some(error),
            _ => None,
        }
    }

    fn unknown(&self) -> &[MissingFact] {
        match self.why() {
            Some(NotSent::Unknown(unknown)) => unknown,
            _ => &[],
        }
    }
}

impl<C> WhyNotSent for Error<C> {
    fn why(&self) -> Option<&NotSent> {
        NotSent::of(self)
    }
}
