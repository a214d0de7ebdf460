//! Types and table side by side: what compiles, and what the same handles say at run time.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aliyun_rpc::error::NoErrors;
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::wire::{Ack, FieldWriter, WriteFields};
use aliyun_rpc::{Client, Error, Meta, Product, Request, SendRequest};

use crate::fixture::TABLE;
use crate::handle::{
    Advanced, Basic, CustomerManaged, Disk, FinancialLocked, Handle, InUse, Instance, NotInUse,
    ObservedDisk, SecurityGroup, SecurityLocked, ServiceManaged, Unknown, Unlocked,
};
use crate::typed::{
    self, AcknowledgedBy, Decided, InTable, NothingHappens, Outcome, OutcomeUnknown, PermittedOn,
    ReleasesDisks, VerdictOn, VerdictsOf,
};
use crate::{
    ClientExt, DecidedOperation, DiskLock, DiskUsage, Hazard, Lock, ManagedBy, NotSent,
    SecurityGroupType, Situation, Table, Verdict,
};

static PRODUCT: Product = Product { extension: Some(&TABLE), ..Product::new("demo", "1") };

/// A product without decisions.
static OTHER: Product = Product::new("other", "1");

enum InDemo {}
impl InTable for InDemo {
    const TABLE: &'static Table = &TABLE;
}

enum Locked {}
impl typed::Code for Locked {
    const TEXT: Option<&'static str> = Some("Locked");
}

macro_rules! operation {
    ($name:ident, $lock:ty, $financial:ty, $disk:ty, $managed:ty, $advanced:ty) => {
        #[derive(Default)]
        struct $name;
        impl WriteFields for $name {
            fn write(&self, _: &mut dyn FieldWriter) {}
        }
        impl Request for $name {
            type Response = Ack;
            type Error = NoErrors;
            const META: &'static Meta = &Meta {
                name: stringify!($name),
                product: &PRODUCT,
                timeout_seconds: 0,
                region: None,
                client_token: false,
                dry_run: false,
                read_only: true,
                checks: "",
            };
        }
        impl Decided for $name {
            type Verdicts = VerdictsOf<Self, InDemo, $lock, $financial, $disk, $managed, $advanced>;
        }
    };
}

type Denied = typed::Denied<Locked>;
operation!(Closed, Denied, typed::Denied<typed::NoCode>, typed::Unstated, Denied, typed::Permitted);
operation!(
    Depends,
    typed::DependsOnDisk<Locked>,
    typed::Unstated,
    Denied,
    typed::Unstated,
    typed::Permitted
);
operation!(
    Free,
    typed::Permitted,
    typed::Permitted,
    typed::Permitted,
    typed::Unstated,
    typed::Permitted
);

operation!(
    Policy,
    typed::Permitted,
    typed::Permitted,
    typed::Permitted,
    Denied,
    typed::Denied<typed::NoCode>
);

fn permitted<R: PermittedOn<T>, T>() {}
fn acknowledged<R: VerdictOn<T>, T, A>()
where
    R::Verdict: AcknowledgedBy<A>,
{
}

#[test]
fn what_the_documents_permit_compiles() {
    permitted::<Free, Instance<SecurityLocked>>();
    permitted::<&Free, Instance<FinancialLocked>>();
    permitted::<Free, Disk<FinancialLocked>>();
    permitted::<Depends, (Instance<SecurityLocked>, Disk<NotInUse>)>();
    permitted::<Depends, Disk<InUse>>();
    permitted::<Depends, (Instance<Unlocked>, Disk<InUse>)>();
    permitted::<Closed, Instance<Unlocked>>();
    permitted::<Closed, Instance<Unknown>>();
    permitted::<Closed, (Instance<Unlocked>, SecurityGroup<CustomerManaged>)>();
    permitted::<&Free, SecurityGroup<CustomerManaged, Advanced>>();
    permitted::<Policy, SecurityGroup<CustomerManaged, Basic>>();
    permitted::<Policy, SecurityGroup<CustomerManaged>>();
    permitted::<Policy, (Instance<SecurityLocked>, SecurityGroup<Unknown, Basic>)>();
}

#[test]
fn an_acknowledgement_fits_the_verdict_that_asks_for_it() {
    acknowledged::<Closed, Disk<FinancialLocked>, OutcomeUnknown>();
    acknowledged::<Free, SecurityGroup<ServiceManaged>, OutcomeUnknown>();
    fn fits<V: AcknowledgedBy<A>, A>() {}
    fits::<typed::PermittedWithHazard<ReleasesDisks>, ReleasesDisks>();
    fits::<typed::AcceptedButFails, NothingHappens>();
}

#[test]
fn the_constants_of_a_verdict_type_lead_back_to_the_table() {
    assert_eq!(<Denied as Outcome>::VERDICT, Verdict::Denied);
    assert_eq!(<Denied as Outcome>::CODE, Some("Locked"));
    assert_eq!(<typed::Denied<typed::NoCode> as Outcome>::CODE, None);
    type Hazardous = typed::PermittedWithHazard<ReleasesDisks>;
    assert_eq!(<Hazardous as Outcome>::VERDICT, Verdict::PermittedWithHazard);
    assert_eq!(<ReleasesDisks as typed::HazardType>::HAZARD, Hazard::ReleasesDisks);
    assert_eq!(DecidedOperation::of::<Closed>().decide(LOCKED).code(), Some("Locked"));
}

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);
const ADVANCED: Situation = Situation::new().with_security_group_type(SecurityGroupType::Advanced);

fn locked() -> Instance<SecurityLocked> {
    Instance::new("i-1").observed(LOCKED).in_state().unwrap()
}

fn not_in_use() -> Disk<NotInUse> {
    let usage = Situation::new().with_disk_usage(DiskUsage::NotInUse);
    Disk::new("d-1").observed(usage).in_state().unwrap()
}

#[test]
fn a_handle_of_unknown_state_becomes_a_known_one_only_if_that_was_observed() {
    assert_eq!(locked().id(), "i-1");
    let wrong = Instance::new("i-1").observed(LOCKED).unlocked().unwrap_err();
    assert!(wrong.to_string().ends_with("observed: the instance is security-locked"), "{wrong}");
    let detaching = Disk::new("d-1").observed(Situation::new());
    assert_eq!(
        detaching.in_state::<InUse>().unwrap_err().to_string(),
        "d-1 is not in the expected state; expected: the disk is in use; \
         observed: no lock, and the usage of the disk is not known",
    );
    let disk = |usage, lock| {
        let situation = Situation::new().with_disk_usage(usage).with_disk_lock(lock);
        Disk::new("d-1").observed(situation)
    };
    assert!(disk(DiskUsage::InUse, DiskLock::None).in_state::<InUse>().is_ok());
    assert!(disk(DiskUsage::NotInUse, DiskLock::None).in_state::<InUse>().is_err());
    assert!(disk(DiskUsage::NotInUse, DiskLock::Financial).in_state::<NotInUse>().is_err());
    assert!(disk(DiskUsage::InUse, DiskLock::Financial).in_state::<FinancialLocked>().is_ok());
    // The lock of the instance that it is attached to matters more than its usage.
    let attached = Disk::new("d-1").observed(LOCKED.with_disk_usage(DiskUsage::InUse));
    assert!(matches!(attached, ObservedDisk::Other(_)));
    assert!(attached.in_state::<InUse>().is_err());
}

#[test]
fn a_handle_stands_for_the_situation_that_its_type_names() {
    let situation = LOCKED.with_disk_usage(DiskUsage::NotInUse);
    let (locked, disk) = (locked(), not_in_use());
    assert_eq!((&locked, &disk).situation(), situation);
    assert_eq!((&locked.clone().forget()).situation(), Situation::new());
    assert_eq!(format!("{locked} {locked:?}"), "i-1 Instance(i-1)");
}

fn client() -> Client {
    ScriptedTransport::always(Reply::ok(r#"{"RequestId":"r"}"#)).client("demo-1")
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits for something"),
    }
}

#[test]
fn a_target_of_unknown_state_is_checked_at_run_time_before_anything_is_sent() {
    let (client, unknown) = (client(), Instance::new("i-1"));
    assert!(now(client.on(&unknown).send(Closed)).is_ok());
    let error = now(client.on(&unknown).assuming(LOCKED).send(Closed)).unwrap_err();
    let refusal = NotSent::of(&error).and_then(NotSent::refusal).expect("not sent");
    assert_eq!(refusal.decision.code(), Some("Locked"));
    assert_eq!(error.code(), Some("Locked"));
    assert!(client.on(&unknown).assuming(LOCKED).check(&Closed).is_err());
    assert!(client.assuming(LOCKED).check(&Closed).is_err());
    assert!(client.assuming(LOCKED).check(&Free).is_ok());
}

#[test]
fn what_a_reply_said_beyond_the_type_is_checked_before_anything_is_sent() {
    let group = |situation| SecurityGroup::new("sg-1").observed(situation);
    let advanced = group(ADVANCED).customer_managed().unwrap();
    let error = now(client().on(&advanced).send(Policy)).unwrap_err();
    assert_eq!(error.code(), Some("Type"));
    let basic = Situation::new().with_security_group_type(SecurityGroupType::Basic);
    let basic: SecurityGroup<Unknown, Basic> = group(basic).in_state().unwrap();
    assert!(now(client().on(&basic).send(Policy)).is_ok());
    assert!(now(client().on(&group(Situation::new())).send(Policy)).is_ok());
}

#[test]
fn a_permitted_call_on_a_known_target_is_sent() {
    assert!(now(client().on(&locked()).send(Free)).is_ok());
    assert!(now(client().on((&locked(), &not_in_use())).send(&Depends)).is_ok());
}

#[test]
fn an_acknowledged_call_is_sent() {
    let managed = Situation::new().with_managed_by(ManagedBy::CloudService);
    let group = SecurityGroup::new("sg-1").observed(managed);
    let group: SecurityGroup<ServiceManaged> = group.in_state().unwrap();
    assert!(now(client().on(&group).send_acknowledged(Free, OutcomeUnknown)).is_ok());
}

/// A request of a product that this crate knows nothing about.
struct Foreign;

impl WriteFields for Foreign {
    fn write(&self, _: &mut dyn FieldWriter) {}
}

impl Request for Foreign {
    type Response = Ack;
    type Error = NoErrors;
    const META: &'static Meta =
        &Meta { name: "Foreign", product: &OTHER, ..*<Free as Request>::META };
}

async fn send<R: Request>(client: &impl SendRequest, request: R) -> Result<(), Error> {
    client.send(request).await?;
    Ok(())
}

#[test]
fn code_that_is_generic_over_what_sends_meets_the_same_refusals() {
    let client = client();
    assert!(now(send(&client.assuming(LOCKED), Free)).is_ok());
    let locked = locked();
    let error = now(send(&client.assuming(LOCKED), Closed)).unwrap_err();
    assert_eq!((error.code(), error.region()), (Some("Locked"), Some("demo-1")));
    // `client.on(&locked).send(Closed)` does not compile.
    let error = now(send(&client.on(&locked), &Closed)).unwrap_err();
    assert_eq!(error.code(), Some("Locked"));
    assert!(now(send(&client.on(&locked), client.prepare(Free).unwrap())).is_ok());
}

#[test]
fn a_request_of_a_product_without_decisions_is_not_sent_by_a_layer_that_decides() {
    let client = client();
    let error = now(send(&client.assuming(Situation::new()), Foreign)).unwrap_err();
    assert!(matches!(NotSent::of(&error), Some(NotSent::NoTable)), "{error}");
    assert!(now(send(&client, Foreign)).is_ok());
}
