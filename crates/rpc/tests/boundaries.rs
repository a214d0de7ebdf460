//! An error of one operation is found again behind errors of other crates.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_rpc::{Class, Client, Error, ErrorSet, Reaction, ResultExt, StaticCredentials};
use support::now;
use support::thing::{CreateThing, CreateThingError};
use support::wire::Wire;

type Reply = Result<(), Error<CreateThingError>>;

fn refused() -> Reply {
    let client = Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("key", "secret"))
        .transport(Wire::answering(400, r#"{"Code":"ThingLocked","RequestId":"r-1"}"#))
        .build()
        .unwrap();
    now(client.send(CreateThing::default())).map(|_| ())
}

#[derive(Debug, thiserror::Error)]
enum FromUntyped {
    #[error("the cloud refused")]
    Cloud(#[from] Error),
}

#[derive(Debug)]
struct FromAll(Error);

impl<C> From<Error<C>> for FromAll {
    fn from(error: Error<C>) -> Self {
        Self(error.untyped())
    }
}

#[test]
fn an_error_of_ones_own_takes_that_of_an_operation_in_one_step_or_two() {
    fn two_steps() -> Result<(), FromUntyped> {
        Ok(refused().untyped()?)
    }
    fn one_step() -> Result<(), FromAll> {
        Ok(refused()?)
    }
    let FromUntyped::Cloud(error) = two_steps().unwrap_err();
    assert_eq!((error.code(), error.request_id()), (Some("ThingLocked"), Some("r-1")));
    assert_eq!(one_step().unwrap_err().0.code(), Some("ThingLocked"));
}

#[test]
fn an_untyped_error_is_found_again_in_a_box_and_behind_anyhow() {
    fn boxed() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(refused().untyped()?)
    }
    fn any() -> anyhow::Result<()> {
        Ok(refused().untyped()?)
    }
    let boxed = boxed().unwrap_err();
    assert_eq!(boxed.downcast_ref::<Error>().unwrap().class(), Class::Locked);
    let any = any().unwrap_err().context("while making the thing");
    assert_eq!(any.downcast_ref::<Error>().unwrap().reaction(), Reaction::AskOwner);
}

#[test]
fn the_error_of_an_operation_is_found_again_as_such_where_nobody_untyped_it() {
    fn any() -> anyhow::Result<()> {
        Ok(refused()?)
    }
    let any = any().unwrap_err();
    let found = any.downcast_ref::<Error<CreateThingError>>().unwrap();
    let code = found.known().unwrap();
    assert_eq!(code, CreateThingError::ThingLocked);
    assert_eq!((code.class(), code.reaction()), (Class::Locked, Reaction::AskOwner));
    assert_eq!(code.to_string(), "ThingLocked");
}
