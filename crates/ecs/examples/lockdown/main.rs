//! What may still be done with a security-locked instance and a managed security group?
//!
//! Describes both, asks `decide` about a dozen calls, makes one that is permitted, and shows the
//! typed error of one that the service refuses. Runs against a responder on loopback:
//! `cargo run -p aliyun-ecs --example lockdown`.

mod responder;

use aliyun_ecs::{
    Client, DescribeInstances, DescribeSecurityGroups, Disk, Group, Lock, ModifyInstanceVncPasswd,
    Operation, Situation, StartInstance, StaticCredentials, StopInstance, StopInstanceError,
    decide,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(responder::start()?)
        .credentials(StaticCredentials::new(responder::KEY.0, responder::KEY.1))
        .build()?;
    let situation = look(&client).await?;

    println!("\nWhat the documents say, before anything is sent:");
    for (state, operation, situation) in calls(situation) {
        println!("  [{state}] {}", decide(operation, situation));
    }
    println!("\nThe whole story of one of them:");
    println!(
        "{}",
        decide(Operation::DetachDisk, situation.with_disk_usage(DiskUsage::InUse)).explain()
    );

    println!("\nA call that is refused here is never sent:");
    match client.send_checked(StartInstance::new(responder::INSTANCE), situation).await {
        Ok(_) => println!("  StartInstance went through"),
        Err(error) => println!("  {error}"),
    }

    println!("\nA call that is permitted, signed and verified:");
    let request = ModifyInstanceVncPasswd::new(responder::INSTANCE, "Secret1");
    println!("  sending {request:?}");
    let reply = client.send_checked(request, situation).await?;
    println!("  accepted, request {}", reply.request_id);

    println!(
        "\nThe page says StopInstance is unaffected, its error table disagrees, the service decides:"
    );
    match client.send(StopInstance::new(responder::INSTANCE)).await {
        Ok(_) => println!("  stopped"),
        Err(error) => {
            if error.known() == Some(StopInstanceError::InstanceLockedForSecurity) {
                println!("  matched StopInstanceError::InstanceLockedForSecurity");
            }
            println!("  class {:?}, reaction {:?}", error.class(), error.reaction());
            println!("  {error}");
        }
    }
    Ok(())
}

/// Reads the locks of the instance and the owner of the group.
async fn look(client: &Client) -> Result<Situation, Box<dyn std::error::Error>> {
    let mut situation = Situation::new();
    let request = DescribeInstances::new().instance_ids([responder::INSTANCE.to_owned()]);
    for instance in client.send(request).await?.instances {
        let id = instance.instance_id.as_deref().unwrap_or_default();
        for reason in instance.operation_locks.iter().filter_map(|lock| lock.lock_reason.as_deref())
        {
            println!("instance {id}: locked, reason {reason}");
            situation = situation.with_instance_lock(Lock::from_reason(reason));
        }
    }
    for group in client.send(DescribeSecurityGroups::new()).await?.security_groups {
        let id = group.security_group_id.as_deref().unwrap_or_default();
        if group.service_managed == Some(true) {
            println!("group {id}: managed by a cloud service");
            situation = situation.with_managed_by(ManagedBy::CloudService);
        }
    }
    Ok(situation)
}

/// A dozen calls, each in the situation it would meet.
fn calls(locked: Situation) -> [(&'static str, Operation, Situation); 13] {
    let lock = Situation::new().with_instance_lock(Lock::Security);
    let managed = Situation::new().with_managed_by(ManagedBy::CloudService);
    [
        ("locked", Operation::StartInstance, lock),
        ("locked", Operation::StopInstance, lock),
        ("locked", Operation::StartInstances, lock),
        ("locked", Operation::DeleteInstance, lock),
        ("locked", Operation::RunCommand, lock),
        ("locked", Operation::DescribeInstanceVncUrl, lock),
        ("locked, disk in use", Operation::DetachDisk, lock.with_disk_usage(DiskUsage::InUse)),
        (
            "locked, disk not in use",
            Operation::DetachDisk,
            lock.with_disk_usage(DiskUsage::NotInUse),
        ),
        ("locked, disk not known", Operation::DetachDisk, lock),
        ("managed group", Operation::JoinSecurityGroup, managed),
        ("locked, managed group", Operation::JoinSecurityGroup, locked),
        ("managed group", Operation::DescribeSecurityGroups, managed),
        (
            "overdue payment",
            Operation::CreateDisk,
            Situation::new().with_instance_lock(Lock::Financial),
        ),
    ]
}
