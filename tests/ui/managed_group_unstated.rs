//! No page says what happens: that is not taken for permission.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, TagResources, TagResourcesResourceType};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let request = TagResources::new(
        TagResourcesResourceType::Securitygroup,
        vec![group.id().to_owned()],
        vec![],
    );
    let _ = client.on(group).send(request).await;
}

fn main() {}
