//! Makes a security group and its rules what they should be, as an infrastructure tool does: plans
//! first, changes only what differs, and can be run again after a crash.
//!
//! `cargo run --example firewall --features credentials -- apply vpc-1 web 443/443@0.0.0.0/0`

use std::time::Duration;

use aliyun_ecs::handle::{CustomerManaged, SecurityGroup};
use aliyun_ecs::{
    AuthorizeSecurityGroup, Client, CreateSecurityGroup, DefaultChain, DeleteSecurityGroup,
    DescribeSecurityGroupAttribute, DescribeSecurityGroupAttributePermission,
    DescribeSecurityGroups, Error, IpProtocol, NicType, ObserveError, Paginate, Permission,
    PermissionPolicy, Reaction, ResultExt, RevokeSecurityGroup, RuleDirection, SecurityGroupId,
    SecurityGroupRuleId, VpcId,
};

/// The most rules that one call takes.
const BATCH: usize = 100;
/// How often to try to delete a group, and how long to wait in between.
const DELETIONS: usize = 30;
const PAUSE: Duration = Duration::from_secs(10);

/// What has to change.
#[derive(Debug)]
pub(crate) struct Plan {
    /// `None` if the group has to be created.
    pub(crate) group: Option<SecurityGroupId>,
    pub(crate) add: Vec<Permission>,
    pub(crate) remove: Vec<SecurityGroupRuleId>,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PlanError {
    #[error("{0} groups of this VPC have the name")]
    Ambiguous(usize),
    #[error("its rules cannot be changed")]
    Managed(#[from] ObserveError),
    #[error(transparent)]
    Cloud(#[from] Error),
}

/// A rule that lets TCP connections in.
pub(crate) fn allow(ports: &str, source: &str) -> Permission {
    let rule = Permission::new().policy(PermissionPolicy::Accept).nic_type(NicType::Intranet);
    rule.ip_protocol(IpProtocol::Tcp).port_range(ports).source_cidr_ip(source)
}

/// An existing rule as [`allow`] makes it. `None` for a rule of another form.
fn existing(rule: &DescribeSecurityGroupAttributePermission) -> Option<Permission> {
    let allowed = allow(rule.port_range.as_deref()?, rule.source_cidr_ip.as_deref()?);
    let is_one = rule.ip_protocol == IpProtocol::Tcp && rule.policy == PermissionPolicy::Accept;
    is_one.then_some(allowed)
}

/// Compares a group with the rules that it should have. Changes nothing.
pub(crate) async fn plan(
    cloud: &impl Paginate,
    vpc: &VpcId,
    name: &str,
    mut add: Vec<Permission>,
) -> Result<Plan, PlanError> {
    let named = DescribeSecurityGroups::new().vpc_id(vpc).security_group_name(name);
    let mut remove = Vec::new();
    let group: SecurityGroup<CustomerManaged> = match &cloud.all(named).await.untyped()?[..] {
        [] => return Ok(Plan { group: None, add, remove }),
        // An error if a cloud service manages it: every change would be refused.
        [group] => group.handle()?,
        groups => return Err(PlanError::Ambiguous(groups.len())),
    };
    let rules = DescribeSecurityGroupAttribute::new(&group).direction(RuleDirection::Ingress);
    for rule in cloud.all(rules).await.untyped()? {
        match add.iter().position(|wanted| existing(&rule).as_ref() == Some(wanted)) {
            Some(at) => drop(add.remove(at)),
            None => remove.extend(rule.security_group_rule_id),
        }
    }
    Ok(Plan { group: Some(group.id().clone()), add, remove })
}

/// Carries out a plan. Adds before it removes, so that what old and new rules allow stays open.
pub(crate) async fn apply(
    client: &Client,
    vpc: &VpcId,
    name: &str,
    plan: Plan,
) -> Result<SecurityGroupId, Error> {
    let create = CreateSecurityGroup::new().vpc_id(vpc).security_group_name(name);
    let group = match plan.group {
        Some(group) => group,
        // All attempts have one token, so that a lost reply makes no second group.
        None => client.send(create).await?.security_group_id,
    };
    for rules in plan.add.chunks(BATCH) {
        client.send(AuthorizeSecurityGroup::new(&group, rules.to_vec())).await?;
    }
    for rules in plan.remove.chunks(BATCH) {
        client.send(RevokeSecurityGroup::by_rule_id(&group, rules)).await?;
    }
    Ok(group)
}

/// Deletes a group. Waits while something uses it, such as an instance that is being deleted.
pub(crate) async fn delete(client: &Client, group: &SecurityGroupId) -> Result<(), Error> {
    for left in (0..DELETIONS).rev() {
        let Err(error) = client.send(DeleteSecurityGroup::new(group)).await else { break };
        match error.reaction() {
            Reaction::AlreadyDone => break,
            Reaction::WaitForState | Reaction::FixState if left > 0 => {}
            _ => return Err(error.untyped()),
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, verb, vpc, name, rules @ ..] = &args[..] else {
        return Err("VERB VPC NAME RULE..".into());
    };
    let rules =
        rules.iter().map(|rule| rule.split_once('@').map(|(ports, from)| allow(ports, from)));
    let rules = rules.collect::<Option<_>>().ok_or("a rule is PORTS@SOURCE")?;
    let client =
        Client::builder().region("cn-hangzhou").credentials(DefaultChain::new()).build()?;
    let plan = plan(&client, &vpc.into(), name, rules).await?;
    println!("{plan:#?}");
    match (verb.as_str(), &plan.group) {
        ("apply", _) => println!("{}", apply(&client, &vpc.into(), name, plan).await?),
        ("delete", Some(group)) => delete(&client, group).await?,
        _ => println!("nothing was changed"),
    }
    Ok(())
}
