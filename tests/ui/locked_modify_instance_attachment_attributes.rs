//! Refused, and no page names the code.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, ModifyInstanceAttachmentAttributes};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let request = ModifyInstanceAttachmentAttributes::new(instance.id(), Default::default());
    let _ = client.on(instance).send(request).await;
}

fn main() {}
