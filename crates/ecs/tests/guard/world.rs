//! A transport that answers from a small world of instances, disks and groups, and remembers what
//! it was asked. Nothing leaves the process.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aliyun_ecs::guard::Guard;
use aliyun_ecs::runtime::transport::{HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::runtime::{BoxFuture, Json};
use aliyun_ecs::{Client, StaticCredentials, Transport};
use serde_json::json;

#[derive(Clone, Default)]
pub(crate) struct World {
    items: Arc<Mutex<BTreeMap<String, Json>>>,
    log: Arc<Mutex<Vec<String>>>,
    broken: Arc<AtomicBool>,
    seconds: Arc<AtomicU64>,
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
        self.set(id, json!({"InstanceId": id, "Status": status}))
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
        self.broken.store(true, Ordering::Relaxed);
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn guard(&self) -> Guard {
        let client = client(self.clone());
        let (start, seconds) = (Instant::now(), Arc::clone(&self.seconds));
        let since = move || Duration::from_secs(seconds.load(Ordering::Relaxed));
        Guard::new(client).clock(move || start + since())
    }

    /// What was asked since the last time: operation and, for lookups, region and ids.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().unwrap())
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let action = header(request, "x-acs-action");
        let query = query(&request.url);
        let (list, item, ids) = match action {
            "DescribeInstances" => ("Instances", "Instance", "InstanceIds"),
            "DescribeDisks" => ("Disks", "Disk", "DiskIds"),
            "DescribeSecurityGroups" => ("SecurityGroups", "SecurityGroup", "SecurityGroupIds"),
            other => {
                self.log.lock().unwrap().push(other.to_owned());
                return reply(200, &json!({"RequestId": "r"}));
            }
        };
        let (ids, region) = (&query[ids], &query["RegionId"]);
        self.log.lock().unwrap().push(format!("{action} {region} {ids}"));
        if self.broken.load(Ordering::Relaxed) {
            return reply(403, &json!({"Code": "Forbidden.RAM", "Message": "m", "RequestId": "r"}));
        }
        let ids: Vec<String> = serde_json::from_str(ids).unwrap();
        assert!(ids.len() <= 100 && query["MaxResults"] == "100");
        let items = self.items.lock().unwrap();
        let found: Vec<&Json> = ids.iter().filter_map(|id| items.get(id)).collect();
        reply(200, &json!({"RequestId": "r", list: {item: found}}))
    }
}

impl Transport for World {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let reply = self.answer(&request);
            // So that calls at the same time really overlap, and that two can be half way.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            Ok(reply)
        })
    }
}

pub(crate) fn client(transport: impl Transport + 'static) -> Client {
    Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("LTAI-test", "not a secret"))
        .transport(transport)
        .build()
        .unwrap()
}

fn reasons(locks: &[&str]) -> Vec<Json> {
    locks.iter().map(|reason| json!({"LockReason": reason})).collect()
}

pub(crate) fn reply(status: u16, body: &Json) -> HttpResponse {
    HttpResponse { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

pub(crate) fn header<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    let found = request.headers.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.as_str())
}

pub(crate) fn query(url: &str) -> BTreeMap<String, String> {
    let pairs = url.split_once('?').map_or("", |(_, query)| query).split('&');
    pairs.filter_map(|pair| pair.split_once('=')).map(|(k, v)| (plain(k), plain(v))).collect()
}

fn plain(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let hex = [bytes.next().unwrap(), bytes.next().unwrap()];
            out.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).unwrap()
}
