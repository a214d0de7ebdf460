//! Types and table side by side: what compiles, and what the same handles say at run time.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::fixture::{CLOSED, DEPENDS, FREE, POLICY, TABLE};
use super::handle::{
    Advanced, Basic, Disk as DiskHandle, FinancialLocked, InUse, Instance, NotInUse, Own,
    SecurityGroup, SecurityLocked, ServiceManaged, Target, Unknown, Unlocked,
};
use super::typed::{
    self, AcknowledgedBy, NobodySays, NothingHappens, Outcome, PermittedOn, ReleasesDisks,
    VerdictOn,
};
use super::*;
use crate::client::Client;
use crate::credentials::StaticCredentials;
use crate::error::NoErrors;
use crate::request::{Meta, Product, Request};
use crate::transport::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use crate::wire::{Ack, Fields, Object};

static PRODUCT: Product = Product { matrix: &TABLE, ..Product::new("demo", "1") };

enum Locked {}
impl typed::Code for Locked {
    const TEXT: Option<&'static str> = Some("Locked");
}

macro_rules! operation {
    ($name:ident, $row:expr, $lock:ty, $financial:ty, $disk:ty, $managed:ty, $advanced:ty) => {
        #[derive(Default)]
        struct $name;
        impl Fields for $name {
            fn write(&self, _: &mut dyn Object) {}
        }
        impl Request for $name {
            type Response = Ack;
            type Error = NoErrors;
            type Verdicts = typed::All<Self, $lock, $financial, $disk, $managed, $advanced>;
            const META: &'static Meta = &Meta {
                name: stringify!($name),
                product: &PRODUCT,
                row: $row,
                timeout_seconds: 0,
                region: None,
                client_token: false,
                dry_run: false,
                read_only: true,
            };
        }
    };
}

type Denied = typed::Denied<Locked>;
operation!(
    Closed,
    CLOSED,
    Denied,
    typed::Denied<typed::NoCode>,
    typed::Unstated,
    Denied,
    typed::Permitted
);
operation!(
    Depends,
    DEPENDS,
    typed::DependsOnDisk<Locked>,
    typed::Unstated,
    Denied,
    typed::Unstated,
    typed::Permitted
);
operation!(
    Free,
    FREE,
    typed::Permitted,
    typed::Permitted,
    typed::Permitted,
    typed::Unstated,
    typed::Permitted
);

operation!(
    Policy,
    POLICY,
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
    permitted::<Free, DiskHandle<FinancialLocked>>();
    permitted::<Depends, (Instance<SecurityLocked>, DiskHandle<NotInUse>)>();
    permitted::<Depends, DiskHandle<InUse>>();
    permitted::<Depends, (Instance<Unlocked>, DiskHandle<InUse>)>();
    permitted::<Closed, Instance<Unlocked>>();
    permitted::<Closed, Instance<Unknown>>();
    permitted::<Closed, (Instance<Unlocked>, SecurityGroup<Own>)>();
    permitted::<&Free, SecurityGroup<Own, Advanced>>();
    permitted::<Policy, SecurityGroup<Own, Basic>>();
    permitted::<Policy, SecurityGroup<Own>>();
    permitted::<Policy, (Instance<SecurityLocked>, SecurityGroup<Unknown, Basic>)>();
}

#[test]
fn an_acknowledgement_fits_the_verdict_that_asks_for_it() {
    acknowledged::<Closed, DiskHandle<FinancialLocked>, NobodySays>();
    acknowledged::<Free, SecurityGroup<ServiceManaged>, NobodySays>();
    fn fits<V: AcknowledgedBy<A>, A>() {}
    fits::<typed::Hazard<ReleasesDisks>, ReleasesDisks>();
    fits::<typed::AcceptedButFails, NothingHappens>();
}

#[test]
fn the_constants_of_a_verdict_type_lead_back_to_the_table() {
    assert_eq!(<Denied as Outcome>::STATED, Stated::Denied);
    assert_eq!(<Denied as Outcome>::CODE, Some("Locked"));
    assert_eq!(<typed::Denied<typed::NoCode> as Outcome>::CODE, None);
    let hazard = Stated::PermittedWithHazard(Hazard::ReleasesDisks);
    assert_eq!(<typed::Hazard<ReleasesDisks> as Outcome>::STATED, hazard);
}

#[test]
fn a_handle_of_unknown_state_becomes_a_known_one_only_if_that_was_observed() {
    let new = || Instance::new("i-1");
    assert_eq!(new().observed::<SecurityLocked>(Lock::Security).unwrap().id(), "i-1");
    let wrong = new().observed::<Unlocked>(Lock::Security).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "i-1 is not in the expected state: expected None, observed Security",
    );
    assert!(new().observed::<FinancialLocked>(Lock::Other).is_err());
    let disk = || DiskHandle::new("d-1");
    assert!(disk().observed::<InUse>(Disk::InUse, DiskLock::None).is_ok());
    assert!(disk().observed::<InUse>(Disk::Other, DiskLock::None).is_err());
    assert!(disk().observed::<NotInUse>(Disk::Other, DiskLock::Financial).is_err());
    assert!(disk().observed::<FinancialLocked>(Disk::InUse, DiskLock::Financial).is_ok());
    let group = || SecurityGroup::new("sg-1");
    assert!(group().observed::<ServiceManaged>(Group::ServiceManaged).is_ok());
    assert!(group().observed::<Own>(Group::ServiceManaged).is_err());
}

#[test]
fn a_handle_stands_for_the_situation_that_its_type_names() {
    let locked = Instance::new("i-1").observed::<SecurityLocked>(Lock::Security).unwrap();
    let disk = DiskHandle::new("d-1").observed::<NotInUse>(Disk::Other, DiskLock::None).unwrap();
    let situation = Situation::new().instance_lock(Lock::Security).disk(Disk::Other);
    assert_eq!((&locked, &disk).situation(), situation);
    assert_eq!((&locked.clone().forget()).situation(), Situation::new());
    assert_eq!(format!("{locked} {locked:?}"), "i-1 Instance(i-1)");
}

/// Answers every call with an empty success.
struct Answers;

impl Transport for Answers {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async {
            Ok(HttpResponse {
                status: 200,
                headers: Vec::new(),
                body: br#"{"RequestId":"r"}"#.to_vec(),
            })
        })
    }
}

fn client() -> Client {
    Client::builder()
        .region("demo-1")
        .credentials(StaticCredentials::new("id", "secret"))
        .transport(Answers)
        .build()
        .expect("a client")
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
    let locked = Situation::new().instance_lock(Lock::Security);
    let error = now(client.on(&unknown).assuming(locked).send(Closed)).unwrap_err();
    let refused = error.refused().expect("refused before it was sent");
    assert_eq!(refused.decision.code(), Some("Locked"));
    assert!(client.on(&unknown).assuming(locked).check(&Closed).is_err());
}

#[test]
fn what_a_reply_said_beyond_the_type_is_checked_before_anything_is_sent() {
    let group = SecurityGroup::from_facts("sg-1", false, "enterprise").own().unwrap();
    let error = now(client().on(&group).send(Policy)).unwrap_err();
    let refused = error.refused().expect("refused before it was sent");
    assert_eq!(refused.decision.code(), Some("Type"));
    let basic = SecurityGroup::new("sg-1").of_type::<Basic>(GroupType::Basic).unwrap();
    assert!(now(client().on(&basic).send(Policy)).is_ok());
    assert!(now(client().on(&SecurityGroup::from_facts("sg", false, "")).send(Policy)).is_ok());
}

#[test]
fn a_permitted_call_on_a_known_target_is_sent() {
    let locked = Instance::new("i-1").observed::<SecurityLocked>(Lock::Security).unwrap();
    assert!(now(client().on(&locked).send(Free)).is_ok());
    let disk = DiskHandle::new("d-1").observed::<NotInUse>(Disk::Other, DiskLock::None).unwrap();
    assert!(now(client().on((&locked, &disk)).send(&Depends)).is_ok());
}

#[test]
fn an_acknowledged_call_is_sent() {
    let group = SecurityGroup::new("sg-1").observed::<ServiceManaged>(Group::ServiceManaged);
    let group = group.unwrap();
    assert!(now(client().on(&group).send_acknowledged(Free, NobodySays)).is_ok());
}
