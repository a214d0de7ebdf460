//! Creates a fleet: asks for one instance type in one zone after the other until all instances are
//! there. Run again soon after a crash, under the same name, it makes the same calls: the service
//! answers with the instances that it created for them and creates no others.
//!
//! `cargo run --example fleet --features credentials -- night-7 20 m-1 sg-1 vsw-1=ecs.g8i.large`

use aliyun_ecs::{
    Client, DefaultChain, Error, ImageId, InstanceId, PreparedRequest, Reaction, ResultExt,
    RetryPolicy, RunInstances, SecurityGroupId, VSwitchId,
};

/// A zone, by its vSwitch, and an instance type.
pub(crate) type Offer = (VSwitchId, String);

/// The instances that were created, and why others were not.
#[derive(Debug, Default)]
pub(crate) struct Fleet {
    pub(crate) instances: Vec<InstanceId>,
    pub(crate) failed: Vec<(Offer, Error)>,
}

/// Creates instances from the offers in their order. They are fewer than `count` if all offers are
/// out of stock, or if one fails for another reason.
pub(crate) async fn create(
    client: &Client,
    name: &str,
    (image, group): (&ImageId, &SecurityGroupId),
    offers: &[Offer],
    count: i64,
) -> Fleet {
    let mut fleet = Fleet::default();
    for (number, offer) in offers.iter().enumerate() {
        let missing = count - fleet.instances.len() as i64;
        if missing <= 0 {
            break;
        }
        let request = RunInstances::new(image, &offer.1).v_switch_id(&offer.0);
        // One is better than none; the next offer makes up for the rest.
        let request = request.security_group_id(group).amount(missing).min_amount(1);
        let call = PreparedRequest::with_token(request, format!("{name}-{number}"));
        match client.send(call).await.untyped() {
            Ok(reply) => fleet.instances.extend(reply.instance_id_sets),
            Err(error) => {
                let is_last = error.reaction() != Reaction::TryElsewhere;
                fleet.failed.push((offer.clone(), error));
                if is_last {
                    break;
                }
            }
        }
    }
    fleet
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, name, count, image, group, offers @ ..] = &args[..] else { return Err("usage".into()) };
    let offers = offers.iter().filter_map(|offer| offer.split_once('='));
    let offers: Vec<Offer> = offers.map(|(place, kind)| (place.into(), kind.into())).collect();
    let client = Client::builder().region("cn-hangzhou").credentials(DefaultChain::new());
    let client = client.retry(RetryPolicy::default().max_attempts(10)).build()?;
    let count = count.parse()?;
    let fleet = create(&client, name, (&image.into(), &group.into()), &offers, count).await;
    println!("{fleet:#?}");
    Ok(())
}
