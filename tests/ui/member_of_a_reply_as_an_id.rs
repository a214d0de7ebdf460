use aliyun_ecs::{Client, DescribeInstances, Error, Paginate as _, StopInstance};

async fn stop_all(client: &Client) -> Result<(), Error> {
    for instance in client.all(DescribeInstances::new()).await? {
        client.send(StopInstance::new(instance.instance_id)).await?;
    }
    Ok(())
}

fn main() {}
