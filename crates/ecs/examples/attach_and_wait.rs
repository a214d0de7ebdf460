//! Creates a disk, attaches it to an instance and waits until it is in use.
//!
//! `cargo run --example attach_and_wait --features credentials,disks -- i-1 cn-hangzhou-h 40`

use aliyun_ecs::wait::{self, WaitError};
use aliyun_ecs::{
    AttachDisk, Client, CreateDisk, DefaultChain, DescribeDisksDisk, DiskCategory, DiskId, Error,
    InstanceId, ResultExt, SendRequest, WaitUntil, ZoneId,
};

/// Why there is no disk, or why it is not attached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AttachError {
    #[error("the disk could not be created or attached")]
    Call(#[from] Error),
    #[error("{0} did not get there")]
    Wait(DiskId, #[source] WaitError),
}

/// Creates a disk of so many GiB in the zone of the instance, attaches it, and returns it as it is
/// then.
pub(crate) async fn attach_new_disk(
    client: &impl SendRequest,
    instance: &InstanceId,
    zone: &ZoneId,
    size: i64,
) -> Result<Option<DescribeDisksDisk>, AttachError> {
    let request = CreateDisk::in_zone(zone).size(size).disk_category(DiskCategory::CloudEssd);
    let disk = client.send(request).await.untyped()?.disk_id;
    let failed = |error| AttachError::Wait(disk.clone(), error);

    // A new disk is not visible at first; the waiter knows.
    client.wait_until(wait::disk_available([&disk])).await.map_err(failed)?;
    match client.send(AttachDisk::new(instance, &disk)).await.untyped() {
        Ok(_) => {}
        // It is attached already, or nobody knows: then the state of the disk tells.
        Err(error) if error.is_already_done() || error.is_in_doubt() => {}
        Err(error) => return Err(error.into()),
    }
    let in_use = wait::disk_in_use([&disk]).on_progress(|progress| {
        for one in progress.waiting {
            println!("{:?}: {} is {:?}", progress.elapsed, one.id, one.state);
        }
    });
    Ok(client.wait_until(in_use).await.map_err(failed)?.pop())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, instance, zone, size] = &args[..] else { return Err("usage".into()) };
    let client =
        Client::builder().region("cn-hangzhou").credentials(DefaultChain::new()).build()?;
    let (instance, zone) = (instance.into(), zone.into());
    let disk = attach_new_disk(&client, &instance, &zone, size.parse()?).await?;
    println!("{:?}", disk.and_then(|disk| disk.serial_number));
    Ok(())
}
