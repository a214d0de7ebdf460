//! Which state a handle should be in has to be said somewhere.

use aliyun_ecs::{Client, ClientExt, DescribeInstancesInstance, Error, StartInstance};

async fn start(client: &Client, item: &DescribeInstancesInstance) -> Result<(), Error> {
    let Ok(instance) = item.handle() else { return Ok(()) };
    client.on(&instance).send(StartInstance::new(&instance)).await?;
    Ok(())
}

fn main() {}
