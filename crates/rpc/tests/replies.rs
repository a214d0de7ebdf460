//! What a client takes for a success, what it keeps of a failure, and what either may cost.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_rpc::{
    BoxFuture, Class, Client, Dynamic, HttpRequest, HttpResponse, Reaction, StaticCredentials,
    Transport, TransportError,
};
use support::now;
use support::thing::{CreateThing, TouchThing};

#[test]
fn a_number_without_digits_is_never_sent() {
    struct Silent;
    impl Transport for Silent {
        fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
            panic!("it is sent");
        }
    }
    let client = Client::builder()
        .region("cn-test")
        .credentials(StaticCredentials::new("a", "b"))
        .transport(Silent)
        .build()
        .unwrap();
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let request = CreateThing { ratio: Some(value), ..CreateThing::default() };
        let error = now(client.send(&request)).unwrap_err();
        assert_eq!((error.class(), error.reaction()), (Class::BadRequest, Reaction::FixRequest));
        let expected =
            format!("the request could not be sent: `Ratio` holds {value}, which is not a number");
        assert!(error.to_string().starts_with(&expected), "{error}");
        assert!(now(client.dry_run(&request)).is_err());
    }
    for fields in [Nested::Json, Nested::List, Nested::Struct] {
        let error = now(client.send(fields)).unwrap_err();
        assert!(error.to_string().contains("`Outer` holds NaN"), "{error}");
    }
}

/// Hides a number that is none.
#[derive(Clone, Copy)]
enum Nested {
    Json,
    List,
    Struct,
}

impl aliyun_rpc::wire::Fields for Nested {
    fn write(&self, object: &mut dyn aliyun_rpc::wire::Object) {
        match self {
            Self::Json => object.put_json("Outer", &vec![1.0, f64::NAN]),
            Self::List => object.put("Outer", &vec![Some(f64::NAN)]),
            Self::Struct => object
                .put("Outer", &CreateThing { ratio: Some(f64::NAN), ..CreateThing::default() }),
        }
    }
}

impl aliyun_rpc::Request for Nested {
    type Response = aliyun_rpc::Ack;
    type Error = aliyun_rpc::NoErrors;
    type Verdicts = <TouchThing as aliyun_rpc::Request>::Verdicts;
    const META: &'static aliyun_rpc::Meta = <TouchThing as aliyun_rpc::Request>::META;
}

#[test]
fn json_cannot_hold_a_number_without_digits_so_a_dynamic_call_leaves_it_out() {
    let call = Dynamic::new("X").set("A", f64::NAN).set("B", f64::INFINITY).set_json("C", f64::NAN);
    assert_eq!(aliyun_rpc::wire::flatten(&call), []);
    let call = Dynamic::new("X").set("A", vec![1.5, f64::NAN]);
    assert_eq!(aliyun_rpc::wire::flatten(&call), [("A.1".to_owned(), "1.5".to_owned())]);
}
