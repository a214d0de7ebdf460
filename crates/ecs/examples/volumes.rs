//! Attaches and detaches disks as the controller of a storage driver does: looks at the disk, makes
//! the call that is missing, and looks again. A lost reply costs one more look, and after a crash
//! nothing is done twice.
//!
//! `cargo run --example volumes --features credentials,guard -- attach i-1 d-1`

use std::time::Duration;

use aliyun_ecs::guard::Guard;
use aliyun_ecs::{
    AttachDisk, Client, DefaultChain, DescribeDisks, DescribeDisksDisk, DetachDisk, DiskId,
    DiskStatus, Error, InstanceId, Reaction, ResultExt, SendRequest,
};

/// How often to look at a disk before giving up, and how long to wait in between.
const LOOKS: usize = 60;
const PAUSE: Duration = Duration::from_secs(2);

/// Why a disk is not where it should be.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VolumeError {
    #[error("there is no disk {0} in this region")]
    Missing(DiskId),
    #[error("{0} is attached to {1:?}")]
    InUse(DiskId, Vec<InstanceId>),
    #[error("{0} does not settle")]
    Unsettled(DiskId, #[source] Option<Error>),
    #[error(transparent)]
    Cloud(#[from] Error),
}

/// Attaches a disk. Returns it as it is then, with the serial number that the instance sees.
pub(crate) async fn attach(
    cloud: &impl SendRequest,
    instance: &InstanceId,
    disk: &DiskId,
) -> Result<DescribeDisksDisk, VolumeError> {
    let mut last = None;
    for _ in 0..LOOKS {
        let found = look(cloud, disk).await?.ok_or_else(|| VolumeError::Missing(disk.clone()))?;
        if found.status == DiskStatus::InUse {
            let hosts = found.attached_to();
            let here = hosts.contains(instance);
            return if here { Ok(found) } else { Err(VolumeError::InUse(disk.clone(), hosts)) };
        }
        if found.status == DiskStatus::Available {
            last = open(cloud.send(AttachDisk::new(instance, disk)).await.untyped())?;
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(VolumeError::Unsettled(disk.clone(), last))
}

/// Detaches a disk. One that is gone or attached to another instance needs no call.
pub(crate) async fn detach(
    cloud: &impl SendRequest,
    instance: &InstanceId,
    disk: &DiskId,
) -> Result<(), VolumeError> {
    let mut last = None;
    for _ in 0..LOOKS {
        let found = look(cloud, disk).await?.filter(|found| found.attached_to().contains(instance));
        let Some(found) = found else { return Ok(()) };
        if found.status == DiskStatus::InUse {
            last = open(cloud.send(DetachDisk::new(instance, disk)).await.untyped())?;
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(VolumeError::Unsettled(disk.clone(), last))
}

async fn look(cloud: &impl SendRequest, disk: &DiskId) -> Result<Option<DescribeDisksDisk>, Error> {
    Ok(cloud.send(DescribeDisks::new().disk_ids([disk])).await?.disks.pop())
}

/// Leaves it to the next look how a call ended that may have been carried out, or that came too
/// early or too late for the state of the disk.
fn open<T>(sent: Result<T, Error>) -> Result<Option<Error>, Error> {
    match sent.map_err(|error| (error.reaction(), error)) {
        Ok(_) => Ok(None),
        Err((Reaction::AlreadyDone | Reaction::WaitForState, error)) => Ok(Some(error)),
        Err((_, error)) => Err(error),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, verb, instance, disk] = &args[..] else {
        return Err("usage: VERB INSTANCE DISK".into());
    };
    let client =
        Client::builder().region("cn-hangzhou").credentials(DefaultChain::new()).build()?;
    // Sends nothing that the documents refuse, such as detaching a disk of a locked instance.
    let (cloud, instance, disk) = (Guard::new(client), instance.into(), disk.into());
    match verb.as_str() {
        "attach" => println!("{:?}", attach(&cloud, &instance, &disk).await?.serial_number),
        "detach" => detach(&cloud, &instance, &disk).await?,
        _ => return Err("the verbs are attach and detach".into()),
    }
    Ok(())
}
