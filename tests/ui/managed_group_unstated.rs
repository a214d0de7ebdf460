//! No source says what happens: that does not count as permission.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, ClientExt, TagResources, EcsResourceType};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let request = TagResources::new(
        EcsResourceType::Securitygroup,
        vec![group.id().to_owned()],
        vec![],
    );
    let _ = client.on(group).send(request).await;
}

fn main() {}
