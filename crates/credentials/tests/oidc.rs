//! A role by a token of an identity provider, on a machine whose clock is off.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_credentials::OidcRole;
use aliyun_rpc::time::timestamp;
use support::{NOW, World, path_text, provide};

/// What STS answers to a request whose time is off.
const EXPIRED: &str = r#"{"Code":"InvalidTimeStamp.Expired","Message":"m","RequestId":"r"}"#;

fn role(world: &World) -> OidcRole {
    let file = world.write("token", "theIdToken");
    let config = world.config(&[("ALIBABA_CLOUD_OIDC_TOKEN_FILE", path_text(&file))]);
    OidcRole::new(config).role_arn("r").provider_arn("p").session_name("s")
}

/// Keys that are valid until so many seconds after [`NOW`].
fn keys(seconds: u64) -> String {
    format!(r#"{{"RequestId":"r","Credentials":{}}}"#, support::keys("assumed", seconds))
}

/// The times in the requests that were sent, in seconds after [`NOW`].
fn times(world: &World) -> Vec<i64> {
    let offset = |body: String| {
        let at = |offset: i64| {
            std::time::UNIX_EPOCH
                + std::time::Duration::from_secs(NOW.checked_add_signed(offset).unwrap())
        };
        let is_it = |offset: &i64| {
            let time = timestamp(at(*offset)).replace(':', "%3A");
            body.contains(&format!("Timestamp={time}"))
        };
        (-7200..7200).find(is_it).unwrap()
    };
    world
        .script
        .sent()
        .into_iter()
        .map(|sent| offset(String::from_utf8(sent.body).unwrap()))
        .collect()
}

#[test]
fn a_clock_that_is_off_is_corrected_by_the_reply_once_and_for_later_refreshes() {
    for off in [-3600, 3600] {
        let world = World::new();
        let provider = role(&world);
        let date = NOW.checked_add_signed(off).unwrap();
        // The end is on the clock of the service.
        let end = |seconds: u64| keys(seconds.checked_add_signed(off).unwrap());
        world.script.answer_at(date, 400, EXPIRED).answer_at(date, 200, end(10_000));
        assert_eq!(provide(&provider).unwrap().access_key_id(), "assumed");
        assert_eq!(times(&world), [0, off]);
        // Keys that are fresh for hours are not asked for again, whatever the clock of this
        // machine.
        provide(&provider).unwrap();
        assert_eq!(world.script.count(), 2);
        world.set_time(NOW + 10_000);
        world.script.answer_at(date + 10_000, 200, end(20_000));
        provide(&provider).unwrap();
        assert_eq!(world.script.count(), 3, "the time was right at once");
    }
}

#[test]
fn a_time_that_is_refused_again_and_other_refusals_are_errors() {
    let world = World::new();
    let provider = role(&world);
    world.script.answer_at(NOW + 3600, 400, EXPIRED).answer_at(NOW + 7200, 400, EXPIRED);
    let error = provide(&provider).unwrap_err().to_string();
    assert!(error.contains("InvalidTimeStamp.Expired"), "{error}");
    assert_eq!(world.script.count(), 2);

    for (date, code) in [
        // The clock is right.
        (Some(NOW + 30), "InvalidTimeStamp.Expired"),
        // The reply says no time.
        (None, "InvalidTimeStamp.Expired"),
        (Some(NOW + 3600), "AuthenticationFail.NoPermission"),
    ] {
        let world = World::new();
        let body = EXPIRED.replace("InvalidTimeStamp.Expired", code);
        match date {
            Some(date) => world.script.answer_at(date, 400, body),
            None => world.script.answer(400, body),
        };
        let error = provide(&role(&world)).unwrap_err().to_string();
        assert!(error.contains(code), "{error}");
        assert_eq!(world.script.count(), 1, "{code}");
    }
}
