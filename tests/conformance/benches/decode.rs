//! What decoding costs: `cargo bench -p aliyun-tests-conformance --bench decode`. A page of a
//! hundred instances beside serde's derive on the same structs, and the error of a refused call
//! beside the bare parsing of its body. Machines differ, so the limits are ratios within the run.
//! Fails when three measurements in a row are above the limit.

use std::hint::black_box;
use std::time::Instant;

use aliyun_ecs::runtime::wire::decode;
use aliyun_ecs::runtime::{Credentials, HttpResponse, Request};
use aliyun_ecs::{DescribeInstancesResponse, Error, StartInstance, StartInstanceError};
use serde_json::{Value, json};

/// Times serde's derive.
const PAGE: f64 = 1.2;
/// The same where a fifth of the page is members that nobody knows: the derive passes over them
/// without a look, but a key that comes twice is an error wherever it is.
const UNKNOWN: f64 = 1.5;
/// Times `serde_json::from_slice::<Value>`.
const ERROR: f64 = 3.0;

/// How often it is measured where it is above. A busy machine only adds to what is measured.
const TRIES: u32 = 3;

mod derived {
    #![allow(dead_code, missing_docs, unreachable_pub)]
    include!(concat!(env!("OUT_DIR"), "/derived.rs"));
}

fn main() {
    // `cargo test` only wants to know that it runs, `cargo bench` says what it is.
    let testing = !std::env::args().any(|argument| argument == "--bench");
    let (rounds, tries) = if testing { (3, 1) } else { (301, TRIES) };
    let mut is_slow = false;
    for (order, limit, body) in [
        ("as documented", PAGE, page(0, false)),
        ("in another order", PAGE, page(29, false)),
        ("with members that nobody knows", UNKNOWN, page(0, true)),
    ] {
        let name = format!("100 instances, {} kB, {order}", body.len() / 1000);
        let is_below = || {
            let (ours, theirs) = times(rounds, &|| &*body, &typed, &derived);
            !is_above(&name, limit, ours, theirs)
        };
        is_slow |= !(0..tries).any(|_| is_below());
    }
    let body = ERROR_BODY.as_bytes();
    let (credentials, request) = (credentials(), StartInstance::new("i-bp1made0up0of00001"));
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let reply = HttpResponse { status: 403, headers, body: body.to_vec() };
    // A single one takes hardly longer than reading the clock.
    let replies = || vec![reply.clone(); 100];
    let refuse = |reply| {
        let meta = StartInstance::META;
        let error = Error::<StartInstanceError>::of_reply(meta, reply, &credentials, &request);
        assert!(error.known().is_some());
        black_box(error);
    };
    let parse = |reply: HttpResponse| {
        let tree = serde_json::from_slice::<Value>(black_box(&reply.body));
        black_box(tree.expect("it is JSON"));
    };
    let refuse_all = |replies: Vec<HttpResponse>| replies.into_iter().for_each(refuse);
    let parse_all = |replies: Vec<HttpResponse>| replies.into_iter().for_each(parse);
    let is_below = || {
        let (ours, theirs) = times(rounds, &replies, &refuse_all, &parse_all);
        !is_above("100 error bodies", ERROR, ours, theirs)
    };
    is_slow |= !(0..tries).any(|_| is_below());
    if !testing && is_slow {
        eprintln!("decoding is slower than it may be");
        std::process::exit(1);
    }
}

const ERROR_BODY: &str = r#"{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E","HostId":"ecs.cn-hangzhou.aliyuncs.com","Code":"IncorrectInstanceStatus","Message":"A message as long as many are: this one says that the instance is busy.","Recommend":"https://api.aliyun.com/troubleshoot?q=IncorrectInstanceStatus&product=Ecs"}"#;

fn credentials() -> Credentials {
    Credentials::new("LTAI5tMadeUpKeyIdOfTests", "madeUpSecretOfTestsOnly0123456")
}

fn typed(body: &[u8]) {
    let mut reply = DescribeInstancesResponse::default();
    decode(black_box(body), &mut reply).expect("it fits");
    assert_eq!(reply.instances.len(), 100);
    black_box(reply);
}

fn derived(body: &[u8]) {
    let reply: derived::DescribeInstancesResponse =
        serde_json::from_slice(black_box(body)).expect("it fits");
    assert_eq!(reply.instances.items.len(), 100);
    black_box(reply);
}

/// The time in microseconds that the fastest tenth of the rounds stays within. Other programs only
/// ever add to it, and both sides are measured in turns, so that they meet the same machine.
fn times<T>(
    rounds: usize,
    given: &dyn Fn() -> T,
    ours: &dyn Fn(T),
    theirs: &dyn Fn(T),
) -> (f64, f64) {
    let time = |run: &dyn Fn(T)| {
        let given = given();
        let started = Instant::now();
        run(given);
        started.elapsed().as_nanos() as f64 / 1000.0
    };
    let (mut of_ours, mut of_theirs): (Vec<_>, Vec<_>) =
        (0..rounds).map(|_| (time(ours), time(theirs))).unzip();
    of_ours.sort_by(f64::total_cmp);
    of_theirs.sort_by(f64::total_cmp);
    (of_ours[rounds / 10], of_theirs[rounds / 10])
}

/// Prints a ratio. Returns whether it is above its limit.
fn is_above(name: &str, limit: f64, ours: f64, theirs: f64) -> bool {
    let ratio = ours / theirs;
    println!("{name}: {ours:.1} us, yardstick {theirs:.1} us, {ratio:.2} times of at most {limit}");
    ratio > limit
}

/// A page of a hundred instances. `shift` turns the order of their members.
fn page(shift: usize, unknown: bool) -> Vec<u8> {
    let instances: Vec<_> = (0..100).map(|number| instance(number, shift, unknown)).collect();
    let instances = instances.join(",");
    format!(
        r#"{{"Instances":{{"Instance":[{instances}]}},"TotalCount":100,"NextToken":"","PageSize":100,"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E","PageNumber":1}}"#
    )
    .into_bytes()
}

fn instance(number: usize, shift: usize, unknown: bool) -> String {
    let mut members: Vec<_> =
        members(number).as_object().expect("an object").clone().into_iter().collect();
    let length = members.len();
    members.rotate_left(shift % length);
    if shift > 0 {
        members.reverse();
    }
    if unknown {
        for at in 0..10 {
            let member = json!({"Level": at, "Tier": "standard", "Parts": ["a", "b"]});
            members.insert(at * 6, (format!("NotYetKnown{at}"), member));
        }
    }
    let members: Vec<_> = members.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

/// What an instance in a VPC has, made up.
fn members(number: usize) -> Value {
    let mac = format!("00:16:3e:00:00:{number:02x}");
    let mut out = json!({
        "AutoReleaseTime": "", "ClusterId": "", "Cpu": 4, "CreationTime": "2025-03-04T05:06Z",
        "CpuOptions": {"CoreCount": 2, "Numa": "ON", "ThreadsPerCore": 2, "TopologyType": "ContinuousCoreToHTMapping"},
        "CreditSpecification": "", "DedicatedHostAttribute": {"DedicatedHostClusterId": "", "DedicatedHostId": "", "DedicatedHostName": ""},
        "DedicatedInstanceAttribute": {"Affinity": "", "Tenancy": ""}, "DeletionProtection": false,
        "DeploymentSetId": "", "Description": "a node of the made-up fleet", "DeviceAvailable": true,
        "EcsCapacityReservationAttr": {"CapacityReservationId": "", "CapacityReservationPreference": ""},
        "EipAddress": {"AllocationId": "", "InternetChargeType": "", "IpAddress": ""},
        "ExpiredTime": "2099-12-31T15:59Z", "GPUAmount": 0, "GPUSpec": "",
        "HostName": format!("node-{number:03}"), "HpcClusterId": "",
        "ImageId": "ubuntu_24_04_x64_20G_alibase_20250101.vhd",
        "ImageOptions": {"LoginAsNonRoot": false}, "InnerIpAddress": {"IpAddress": []},
        "InstanceChargeType": "PostPaid", "InstanceId": format!("i-bp1made0up0of0{number:04}"),
    });
    let more = json!({
        "InstanceName": format!("node-{number:03}"), "InstanceNetworkType": "vpc",
        "InstanceType": "ecs.g8i.xlarge", "InstanceTypeFamily": "ecs.g8i", "InternetChargeType": "PayByTraffic",
        "InternetMaxBandwidthIn": 100, "InternetMaxBandwidthOut": 0, "IoOptimized": true, "KeyPairName": "",
        "Memory": 16384, "MetadataOptions": {"HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 1, "HttpTokens": "optional"},
        "NetworkInterfaces": {"NetworkInterface": [{
            "MacAddress": mac, "NetworkInterfaceId": format!("eni-bp1made0up0of{number:04}"),
            "PrimaryIpAddress": format!("10.0.1.{number}"), "Type": "Primary",
            "PrivateIpSets": {"PrivateIpSet": [{"Primary": true, "PrivateIpAddress": format!("10.0.1.{number}")}]},
        }]},
        "OSName": "Ubuntu  24.04 64位", "OSNameEn": "Ubuntu  24.04 64 bit", "OSType": "linux",
        "OperationLocks": {"LockReason": []}, "PublicIpAddress": {"IpAddress": []},
        "RdmaIpAddress": {"IpAddress": []}, "Recyclable": false, "RegionId": "cn-hangzhou", "ResourceGroupId": "",
        "SaleCycle": "", "SecurityGroupIds": {"SecurityGroupId": ["sg-bp1made0up0of0one", "sg-bp1made0up0of0two"]},
        "SerialNumber": "11111111-2222-3333-4444-555555555555", "SpotDuration": 1, "SpotPriceLimit": 0.25,
        "SpotStrategy": "NoSpot", "StartTime": "2025-03-04T05:07Z", "Status": "Running", "StoppedMode": "Not-applicable",
        "Tags": {"Tag": [{"TagKey": "team", "TagValue": "storage"}, {"TagKey": "stage", "TagValue": "test"}]},
        "VlanId": "", "VpcAttributes": {"NatIpAddress": "", "PrivateIpAddress": {"IpAddress": [format!("10.0.1.{number}")]},
            "VSwitchId": "vsw-bp1made0up0of0one", "VpcId": "vpc-bp1made0up0of0one"},
        "ZoneId": "cn-hangzhou-k",
    });
    let more = more.as_object().expect("an object").clone();
    out.as_object_mut().expect("an object").extend(more);
    out
}
