//! Creates a fleet from one zone and instance type after the other. The file `NAME` gets what each
//! brought. Run again soon after a crash, it repeats the call under way as the same and goes on.
//!
//! `cargo run --example fleet --features credentials -- night-7 20 m-1 sg-1 vsw-1=ecs.g8i.large`

use std::{fs::File, io::Write as _};

use aliyun_ecs::{
    Client, DefaultChain, Error, ImageId, InstanceId, PreparedRequest, Reaction, ResultExt,
    RunInstances, SecurityGroupId, VSwitchId,
};

/// A zone, by its vSwitch, and an instance type.
pub(crate) type Offer = (VSwitchId, String);

/// The instances that were created, and why others were not.
#[derive(Debug)]
pub(crate) struct Fleet {
    pub(crate) instances: Vec<InstanceId>,
    pub(crate) failed: Vec<(Offer, Error)>,
}

/// Goes through the offers in order, and stops at the first failure that is not want of stock.
pub(crate) async fn create(
    client: &Client,
    (name, record): (&str, &mut File),
    (image, group): (&ImageId, &SecurityGroupId),
    (offers, count): (&[Offer], usize),
) -> std::io::Result<Fleet> {
    let lines = std::io::read_to_string(&*record)?;
    let settled: Vec<&str> = lines.lines().filter_map(|line| line.strip_suffix('.')).collect();
    let instances = settled.iter().flat_map(|ids| ids.split_whitespace()).map(InstanceId::from);
    let mut fleet = Fleet { instances: instances.collect(), failed: Vec::new() };
    for (number, offer) in offers.iter().enumerate().skip(settled.len()) {
        let at = fleet.instances.len();
        if at >= count {
            break;
        }
        let request = RunInstances::new(image, &offer.1).v_switch_id(&offer.0);
        // One is better than none; the next offer makes up for the rest.
        let request = request.security_group_id(group).amount((count - at) as i64).min_amount(1);
        let call = PreparedRequest::with_token(request, format!("{name}-{number}"));
        match client.send(call).await.untyped() {
            Ok(reply) => fleet.instances.extend(reply.instance_id_sets),
            Err(error) => fleet.failed.push((offer.clone(), error)),
        }
        let why = fleet.failed.last().map(|(_, error)| (error.reaction(), error.is_in_doubt()));
        if why.is_some_and(|why| why != (Reaction::TryElsewhere, false)) {
            break;
        }
        write!(record, "\n{}.", fleet.instances[at..].join(" "))
            .and_then(|()| record.sync_data())?;
    }
    Ok(fleet)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, name, count, image, group, offers @ ..] = &args[..] else { return Err("usage".into()) };
    let offers = offers.iter().filter_map(|offer| offer.split_once('='));
    let offers: Vec<Offer> = offers.map(|(place, kind)| (place.into(), kind.into())).collect();
    let ecs = Client::builder().region("cn-hangzhou").credentials(DefaultChain::new()).build()?;
    let record = &mut File::options().append(true).read(true).create(true).open(name)?;
    let of = (&image.into(), &group.into());
    println!("{:#?}", create(&ecs, (name, record), of, (&offers, count.parse()?)).await?);
    Ok(())
}
