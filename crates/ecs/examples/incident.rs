//! An incident bot: finds the instances with a tag in five regions at once, saves their disks as
//! snapshots and stops them. What the documents refuse is not sent but reported, with the reason.
//!
//! `cargo run --example incident --features credentials,disks,snapshots -- incident 2026-11`

use aliyun_ecs::{
    Client, ClientExt, CreateSnapshot, DefaultChain, DescribeDisks, DescribeDisksDisk,
    DescribeInstances, DescribeInstancesInstance, Error, InstanceId, Paginate, ResultExt,
    SnapshotId, StopInstance,
};
use futures_util::{StreamExt, TryStreamExt, future::join_all};

pub(crate) const REGIONS: [&str; 5] =
    ["cn-hangzhou", "cn-beijing", "cn-shanghai", "ap-southeast-1", "eu-central-1"];

/// What was done about an instance, or why it was not.
#[derive(Debug)]
pub(crate) struct Contained {
    pub(crate) instance: InstanceId,
    pub(crate) snapshots: Vec<Result<SnapshotId, Error>>,
    pub(crate) stopped: Result<(), Error>,
}

/// Contains the tagged instances of all regions at once. A failure hides nothing that was done.
pub(crate) async fn contain(
    client: &Client,
    tag: (&str, &str),
) -> Vec<(&'static str, Vec<Result<Contained, Error>>)> {
    let regions = REGIONS.map(|region| async move {
        // Shares connections, credentials and limits with the clients of the other regions.
        let client = client.in_region(region);
        let tagged = client.items(DescribeInstances::new().tag([tag]));
        let contained = tagged.filter_map(async |found| match found {
            Ok(found) => contain_instance(&client, found).await.map(Ok),
            Err(error) => Some(Err(error.untyped())),
        });
        (region, contained.collect().await)
    });
    join_all(regions).await
}

async fn contain_instance(client: &Client, found: DescribeInstancesInstance) -> Option<Contained> {
    let instance = found.instance_id.clone()?;
    let disks = client.items(DescribeDisks::new().instance_id(&instance)).err_into();
    let snapshots = disks.try_filter_map(|disk| snapshot(client, &found, disk)).collect().await;
    let stop = StopInstance::new(&instance).force_stop(true);
    let stopped = client.assuming(found.situation()).send(stop).await.map(drop).untyped();
    Some(Contained { instance, snapshots, stopped })
}

async fn snapshot(
    client: &Client,
    instance: &DescribeInstancesInstance,
    disk: DescribeDisksDisk,
) -> Result<Option<SnapshotId>, Error> {
    let situation = instance.situation().and(disk.situation());
    let Some(id) = disk.disk_id else { return Ok(None) };
    let request = CreateSnapshot::new(id).snapshot_name("incident");
    Ok(Some(client.assuming(situation).send(request).await?.snapshot_id))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, key, value] = &args[..] else { return Err("usage: incident KEY VALUE".into()) };
    let client = Client::builder().region(REGIONS[0]).credentials(DefaultChain::new()).build()?;
    for (region, contained) in contain(&client, (key, value)).await {
        for one in contained {
            match one {
                Ok(it) => println!("{region}: {} {:?} {:?}", it.instance, it.snapshots, it.stopped),
                Err(error) => eprintln!("{region}: {error}"),
            }
        }
    }
    Ok(())
}
