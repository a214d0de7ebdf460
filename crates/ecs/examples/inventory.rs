//! Lists what an account has in five regions at once: every page of every list.
//!
//! `cargo run --example inventory --features credentials,disks,snapshots`

use aliyun_ecs::{
    Client, DefaultChain, DescribeDisks, DescribeDisksDisk, DescribeInstances,
    DescribeInstancesInstance, DescribeSecurityGroups, DescribeSecurityGroupsSecurityGroup,
    DescribeSnapshots, DescribeSnapshotsSnapshot, Error, Paginate,
};
use futures_util::future::join_all;

pub(crate) const REGIONS: [&str; 5] =
    ["cn-hangzhou", "cn-beijing", "cn-shanghai", "ap-southeast-1", "eu-central-1"];

/// What there is in a region.
pub(crate) struct Inventory {
    pub(crate) instances: Vec<DescribeInstancesInstance>,
    pub(crate) disks: Vec<DescribeDisksDisk>,
    pub(crate) snapshots: Vec<DescribeSnapshotsSnapshot>,
    pub(crate) groups: Vec<DescribeSecurityGroupsSecurityGroup>,
}

/// Lists everything in every region. A region that fails hides no other.
pub(crate) async fn everything(client: &Client) -> Vec<(&'static str, Result<Inventory, Error>)> {
    join_all(REGIONS.map(async |region| (region, of_region(&client.in_region(region)).await))).await
}

async fn of_region(client: &Client) -> Result<Inventory, Error> {
    let (instances, disks, snapshots, groups) = tokio::join!(
        client.all(DescribeInstances::new()),
        client.all(DescribeDisks::new()),
        client.all(DescribeSnapshots::new()),
        client.all(DescribeSecurityGroups::new()),
    );
    Ok(Inventory { instances: instances?, disks: disks?, snapshots: snapshots?, groups: groups? })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().region(REGIONS[0]).credentials(DefaultChain::new()).build()?;
    for (region, found) in everything(&client).await {
        match found {
            Ok(Inventory { instances, disks, snapshots, groups }) => {
                let (instances, disks) = (instances.len(), disks.len());
                let (snapshots, groups) = (snapshots.len(), groups.len());
                println!(
                    "{region}: {instances} instances, {disks} disks, {snapshots} snapshots, {groups} groups"
                );
            }
            Err(error) => println!("{region}: {error}"),
        }
    }
    Ok(())
}
