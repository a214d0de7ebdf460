//! Creates instances wherever there is room for them: tries one zone and instance type after the
//! other, leaves out what was out of stock a moment ago, and waits until all of them run.
//!
//! `cargo run --example fleet_fallback --features credentials -- 20 m-1 sg-1 vsw-1=ecs.g8i.large`

use aliyun_ecs::elsewhere::{NotPlaced, OutOfStock, try_elsewhere};
use aliyun_ecs::{
    Client, DefaultChain, ImageId, InstanceId, RunInstances, RunInstancesError, SecurityGroupId,
    SendRequest, VSwitchId, WaitUntil, wait,
};

/// A zone, by its vSwitch, and an instance type.
pub(crate) type Offer = (VSwitchId, String);

/// The instances that were created, and why there are not more.
pub(crate) struct Fleet {
    pub(crate) instances: Vec<InstanceId>,
    pub(crate) stopped_by: Option<NotPlaced<Offer, RunInstancesError>>,
}

/// Creates so many instances from the offers, best first. An offer may have room for some of them
/// only.
pub(crate) async fn create(
    client: &impl SendRequest,
    (image, group): (&ImageId, &SecurityGroupId),
    offers: &[Offer],
    stock: &OutOfStock<Offer>,
    count: usize,
) -> Fleet {
    let mut fleet = Fleet { instances: Vec::new(), stopped_by: None };
    while fleet.instances.len() < count {
        let missing = (count - fleet.instances.len()) as i64;
        let placed = try_elsewhere(client, offers.to_vec(), stock, |(switch, kind)| {
            let request = RunInstances::new(image, kind).v_switch_id(switch);
            request.security_group_id(group).amount(missing).min_amount(1)
        });
        let placed = match placed.await {
            Ok(placed) => placed,
            Err(error) => {
                fleet.stopped_by = Some(error);
                break;
            }
        };
        for one in &placed.tried {
            println!("not in {:?}: {}", one.choice, one.why);
        }
        println!("{} in {:?}", placed.reply.instance_id_sets.len(), placed.choice);
        if placed.reply.instance_id_sets.is_empty() {
            break;
        }
        fleet.instances.extend(placed.reply.instance_id_sets);
    }
    fleet
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, count, image, group, offers @ ..] = &args[..] else { return Err("usage".into()) };
    let offers = offers.iter().filter_map(|offer| offer.split_once('='));
    let offers: Vec<Offer> = offers.map(|(place, kind)| (place.into(), kind.into())).collect();
    let client =
        Client::builder().region("cn-hangzhou").credentials(DefaultChain::new()).build()?;
    let (image, group, stock) = (image.into(), group.into(), OutOfStock::new());
    let fleet = create(&client, (&image, &group), &offers, &stock, count.parse()?).await;
    println!("{:?}", fleet.instances);
    client.wait_until(wait::instance_running(&fleet.instances)).await?;
    match fleet.stopped_by {
        None => Ok(()),
        Some(error) => Err(error.into()),
    }
}
