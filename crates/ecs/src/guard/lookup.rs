//! Ids in, their states out: one Describe call per kind and hundred ids.

use std::collections::HashMap;

use aliyun_rpc::{Client, Error};

use super::Kind;
use super::cache::State;
use crate::{DescribeDisks, DescribeInstances, DescribeSecurityGroups};

/// Most ids that one Describe call takes, and most items that one page of its reply has.
const BATCH: usize = 100;

/// The states of those ids that exist.
pub(super) async fn describe(
    client: &Client,
    kind: Kind,
    region: Option<&str>,
    ids: &[String],
) -> Result<HashMap<String, State>, Error> {
    let mut found = HashMap::new();
    for batch in ids.chunks(BATCH) {
        match kind {
            Kind::Instance => instances(client, region, batch, &mut found).await?,
            Kind::Disk => disks(client, region, batch, &mut found).await?,
            Kind::SecurityGroup => groups(client, region, batch, &mut found).await?,
            // Nothing asks for a kind that `Needs` does not know.
            _ => {}
        }
    }
    Ok(found)
}

async fn instances(
    client: &Client,
    region: Option<&str>,
    ids: &[String],
    found: &mut HashMap<String, State>,
) -> Result<(), Error> {
    let mut request = DescribeInstances::new().instance_ids(ids).max_results(BATCH as i64);
    if let Some(region) = region {
        request = request.region_id(region);
    }
    for item in client.send(request).await?.instances {
        let state = State { situation: item.situation(), attached_to: Vec::new() };
        found.extend(item.instance_id.map(|id| (id, state)));
    }
    Ok(())
}

async fn disks(
    client: &Client,
    region: Option<&str>,
    ids: &[String],
    found: &mut HashMap<String, State>,
) -> Result<(), Error> {
    let mut request = DescribeDisks::new().disk_ids(ids).max_results(BATCH as i64);
    if let Some(region) = region {
        request = request.region_id(region);
    }
    for item in client.send(request).await?.disks {
        let state = State { situation: item.situation(), attached_to: item.attached_to() };
        found.extend(item.disk_id.map(|id| (id, state)));
    }
    Ok(())
}

async fn groups(
    client: &Client,
    region: Option<&str>,
    ids: &[String],
    found: &mut HashMap<String, State>,
) -> Result<(), Error> {
    let mut request =
        DescribeSecurityGroups::new().security_group_ids(ids).max_results(BATCH as i64);
    if let Some(region) = region {
        request = request.region_id(region);
    }
    for item in client.send(request).await?.security_groups {
        let state = State { situation: item.situation(), attached_to: Vec::new() };
        found.extend(item.security_group_id.map(|id| (id, state)));
    }
    Ok(())
}
