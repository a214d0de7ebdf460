//! A typed client for Alibaba Cloud ECS 2014-05-26 that knows before a call is sent whether the
//! documents say it can succeed.
//!
//! * A request per operation, with constructors that make required parameters and documented
//!   alternatives unavoidable: [`JoinSecurityGroup::instance`].
//! * An error enum per operation, with every documented code: [`JoinSecurityGroupError`].
//! * [`decide`]: what the documents say will happen to any [`Operation`] in any [`Situation`], with
//!   the evidence; at run time, in constants, and as types through the
//!   [`handle`]s of instances, disks and groups.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use aliyun_ecs::{Client, JoinSecurityGroup, StaticCredentials};
//!
//! let client = Client::builder()
//!     .region("cn-hangzhou")
//!     .credentials(StaticCredentials::new("key id", "key secret"))
//!     .build()?;
//! let reply = client.send(JoinSecurityGroup::instance("sg-1", "i-1")).await?;
//! println!("joined, request {}", reply.request_id);
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `guard`, `guard::Guard` looks the state of a request's targets up before it sends.
//!
//! With the feature `authorization`, `authorization::policy` makes RAM policies that allow given requests
//! and no others.
//!
//! Groups of operations are features; `instances` and `security-groups` are on by default, `full`
//! turns all of them on. Everything in a group is also at the root of the crate.

pub use aliyun_decision as decision;
pub use aliyun_decision::typed::{NothingHappens, OutcomeUnknown, ReleasesDisks};
pub use aliyun_decision::{
    Acknowledgement, Agreement, Aspect, Caller, ClientExt, Decision, DiskLock, DiskUsage, Evidence,
    Hazard, InstanceStatus, Lock, ManagedBy, NotSent, Policy, Refusal, SecurityGroupType,
    Situation, Verdict, handle,
};
pub use aliyun_rpc as runtime;
pub use aliyun_rpc::{
    Ack, Class, Client, ClientBuilder, Credentials, DryRun, Error, Network, ProvideCredentials,
    Reaction, StaticCredentials, Transport,
};

/// The account parameters of the past, around any request that takes them.
#[cfg(feature = "legacy")]
pub use aliyun_rpc::legacy;

aliyun_rpc_macros::product!("spec");

#[cfg(feature = "authorization")]
pub mod authorization;
#[cfg(feature = "guard")]
pub mod guard;
#[cfg(any(feature = "instances", feature = "disks", feature = "security-groups"))]
mod observe;
#[cfg(any(feature = "instances", feature = "disks", feature = "security-groups"))]
pub use observe::ObserveError;

/// What several groups use.
pub mod common {
    aliyun_rpc_macros::group!("spec", "common");
}
pub use common::*;

/// Auto provisioning groups: fleets of spot and pay-as-you-go instances.
#[cfg(feature = "auto-provisioning")]
pub mod auto_provisioning {
    aliyun_rpc_macros::group!("spec", "auto-provisioning");
}
#[cfg(feature = "auto-provisioning")]
pub use auto_provisioning::*;

/// Elasticity assurances and capacity reservations.
#[cfg(feature = "capacity")]
pub mod capacity {
    aliyun_rpc_macros::group!("spec", "capacity");
}
#[cfg(feature = "capacity")]
pub use capacity::*;

/// Cloud Assistant: commands, files and terminal sessions on instances.
#[cfg(feature = "cloud-assistant")]
pub mod cloud_assistant {
    aliyun_rpc_macros::group!("spec", "cloud-assistant");
}
#[cfg(feature = "cloud-assistant")]
pub use cloud_assistant::*;

/// Dedicated hosts and their clusters.
#[cfg(feature = "dedicated-hosts")]
pub mod dedicated_hosts {
    aliyun_rpc_macros::group!("spec", "dedicated-hosts");
}
#[cfg(feature = "dedicated-hosts")]
pub use dedicated_hosts::*;

/// Deployment sets: how instances are spread over hosts.
#[cfg(feature = "deployment-sets")]
pub mod deployment_sets {
    aliyun_rpc_macros::group!("spec", "deployment-sets");
}
#[cfg(feature = "deployment-sets")]
pub use deployment_sets::*;

/// Diagnostic reports and metric sets.
#[cfg(feature = "diagnostics")]
pub mod diagnostics {
    aliyun_rpc_macros::group!("spec", "diagnostics");
}
#[cfg(feature = "diagnostics")]
pub use diagnostics::*;

/// Disks: create, attach, resize, reset, encrypt.
#[cfg(feature = "disks")]
pub mod disks {
    aliyun_rpc_macros::group!("spec", "disks");
}
#[cfg(feature = "disks")]
pub use disks::*;

/// Elastic IP addresses, NAT gateways and bandwidth packages, as ECS offered them before VPC did.
#[cfg(feature = "eip-legacy")]
pub mod eip_legacy {
    aliyun_rpc_macros::group!("spec", "eip-legacy");
}
#[cfg(feature = "eip-legacy")]
pub use eip_legacy::*;

/// Physical connections, border routers and router interfaces, as ECS offered them before VPC did.
#[cfg(feature = "express-connect-legacy")]
pub mod express_connect_legacy {
    aliyun_rpc_macros::group!("spec", "express-connect-legacy");
}
#[cfg(feature = "express-connect-legacy")]
pub use express_connect_legacy::*;

/// High performance clusters.
#[cfg(feature = "hpc-clusters")]
pub mod hpc_clusters {
    aliyun_rpc_macros::group!("spec", "hpc-clusters");
}
#[cfg(feature = "hpc-clusters")]
pub use hpc_clusters::*;

/// Image pipelines and components.
#[cfg(feature = "image-builder")]
pub mod image_builder {
    aliyun_rpc_macros::group!("spec", "image-builder");
}
#[cfg(feature = "image-builder")]
pub use image_builder::*;

/// Images: create, copy, share, import, export.
#[cfg(feature = "images")]
pub mod images {
    aliyun_rpc_macros::group!("spec", "images");
}
#[cfg(feature = "images")]
pub use images::*;

/// Instances: create, start, stop, describe, modify, release.
#[cfg(feature = "instances")]
pub mod instances {
    aliyun_rpc_macros::group!("spec", "instances");
}
#[cfg(feature = "instances")]
pub use instances::*;

/// SSH key pairs.
#[cfg(feature = "key-pairs")]
pub mod key_pairs {
    aliyun_rpc_macros::group!("spec", "key-pairs");
}
#[cfg(feature = "key-pairs")]
pub use key_pairs::*;

/// Launch templates and their versions.
#[cfg(feature = "launch-templates")]
pub mod launch_templates {
    aliyun_rpc_macros::group!("spec", "launch-templates");
}
#[cfg(feature = "launch-templates")]
pub use launch_templates::*;

/// Screenshots, console output, monitoring data, maintenance windows.
#[cfg(feature = "maintenance")]
pub mod maintenance {
    aliyun_rpc_macros::group!("spec", "maintenance");
}
#[cfg(feature = "maintenance")]
pub use maintenance::*;

/// Elastic network interfaces.
#[cfg(feature = "network-interfaces")]
pub mod network_interfaces {
    aliyun_rpc_macros::group!("spec", "network-interfaces");
}
#[cfg(feature = "network-interfaces")]
pub use network_interfaces::*;

/// Prefix lists and port lists for security group rules.
#[cfg(feature = "prefix-lists")]
pub mod prefix_lists {
    aliyun_rpc_macros::group!("spec", "prefix-lists");
}
#[cfg(feature = "prefix-lists")]
pub use prefix_lists::*;

/// Prices of resources, renewals and changes.
#[cfg(feature = "pricing")]
pub mod pricing {
    aliyun_rpc_macros::group!("spec", "pricing");
}
#[cfg(feature = "pricing")]
pub use pricing::*;

/// Public addresses and bandwidth of instances.
#[cfg(feature = "public-ip")]
pub mod public_ip {
    aliyun_rpc_macros::group!("spec", "public-ip");
}
#[cfg(feature = "public-ip")]
pub use public_ip::*;

/// Regions, zones, available resources, account attributes.
#[cfg(feature = "regions")]
pub mod regions {
    aliyun_rpc_macros::group!("spec", "regions");
}
#[cfg(feature = "regions")]
pub use regions::*;

/// Reserved instances, savings plans and storage capacity units.
#[cfg(feature = "savings")]
pub mod savings {
    aliyun_rpc_macros::group!("spec", "savings");
}
#[cfg(feature = "savings")]
pub use savings::*;

/// Security groups: members, rules, policies.
#[cfg(feature = "security-groups")]
pub mod security_groups {
    aliyun_rpc_macros::group!("spec", "security-groups");
}
#[cfg(feature = "security-groups")]
pub use security_groups::*;

/// Snapshots, snapshot groups and automatic snapshot policies.
#[cfg(feature = "snapshots")]
pub mod snapshots {
    aliyun_rpc_macros::group!("spec", "snapshots");
}
#[cfg(feature = "snapshots")]
pub use snapshots::*;

/// Storage sets: how disks are spread over hardware.
#[cfg(feature = "storage-sets")]
pub mod storage_sets {
    aliyun_rpc_macros::group!("spec", "storage-sets");
}
#[cfg(feature = "storage-sets")]
pub use storage_sets::*;

/// System events, real and simulated.
#[cfg(feature = "system-events")]
pub mod system_events {
    aliyun_rpc_macros::group!("spec", "system-events");
}
#[cfg(feature = "system-events")]
pub use system_events::*;

/// Tags and resource groups.
#[cfg(feature = "tags")]
pub mod tags {
    aliyun_rpc_macros::group!("spec", "tags");
}
#[cfg(feature = "tags")]
pub use tags::*;

/// Asynchronous tasks.
#[cfg(feature = "tasks")]
pub mod tasks {
    aliyun_rpc_macros::group!("spec", "tasks");
}
#[cfg(feature = "tasks")]
pub use tasks::*;

/// VPCs, vSwitches, routes and virtual IP addresses, as ECS offered them before VPC did.
#[cfg(feature = "vpc-legacy")]
pub mod vpc_legacy {
    aliyun_rpc_macros::group!("spec", "vpc-legacy");
}
#[cfg(feature = "vpc-legacy")]
pub use vpc_legacy::*;

/// Virtual storage channels.
#[cfg(feature = "vsc")]
pub mod vsc {
    aliyun_rpc_macros::group!("spec", "vsc");
}
#[cfg(feature = "vsc")]
pub use vsc::*;
