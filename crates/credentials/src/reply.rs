//! Credentials out of the JSON of the services that hand them out: what is missing is named, and
//! nothing of a value is quoted. Services give the end of credentials by their own clock, and
//! the date of the reply says what that clock shows.

use std::borrow::Cow;
use std::time::SystemTime;

use aliyun_rpc::clock::Skew;
use aliyun_rpc::shown::short;
use aliyun_rpc::time::{parse_timestamp, timestamp};
use aliyun_rpc::{Credentials, CredentialsError, HttpResponse, Json};

/// A smaller difference can be what a reply took to get here.
const SMALLEST: u64 = 60;

/// When somebody answered.
#[derive(Clone, Copy)]
pub(crate) struct Answered {
    /// By the clock of this machine.
    here: SystemTime,
    /// How many seconds the other clock is ahead of it. `None` if nobody said what it shows.
    ahead: Option<i64>,
}

impl Answered {
    /// By somebody who does not say what time it is there.
    pub(crate) fn undated(here: SystemTime) -> Self {
        Self { here, ahead: None }
    }

    /// By a reply that came just now.
    pub(crate) fn by(reply: &HttpResponse, here: SystemTime) -> Self {
        Self { here, ahead: Skew::measured(reply, here) }
    }

    /// How many seconds the clock of the service is ahead. `None` if its reply had no date.
    pub(crate) fn ahead(self) -> Option<i64> {
        self.ahead
    }

    /// When credentials expire by the clock of this machine. Fails if that time has passed, because
    /// then either they are of no use or nobody knows when to get others.
    pub(crate) fn expiration(self, from: &str, text: &str) -> Result<SystemTime, CredentialsError> {
        let end = parse_timestamp(text).ok_or_else(|| {
            let like = "a time like 2036-01-11T10:00:00Z";
            CredentialsError(format!("{from} gave an expiration that is not {like}"))
        })?;
        let ahead = self.ahead.filter(|ahead| ahead.unsigned_abs() >= SMALLEST);
        let end = Skew::correct(-ahead.unwrap_or_default(), end);
        if end <= self.here {
            let (end, now) = (timestamp(end), timestamp(self.here));
            let help = if self.ahead.is_none() { "; help: check its clock" } else { "" };
            return Err(CredentialsError(format!(
                "{from} gave credentials that expired at {end}, and it is {now} on this machine{help}"
            )));
        }
        Ok(end)
    }
}

/// Temporary credentials with their end, all four members of them.
pub(crate) fn temporary(
    from: &str,
    answered: Answered,
    json: &Json,
    provider: impl Into<Cow<'static, str>>,
) -> Result<Credentials, CredentialsError> {
    const ALL: [&str; 4] = ["AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"];
    let missing: Vec<_> = ALL.into_iter().filter(|name| text(json, name).is_none()).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(CredentialsError(format!("{from} gave no {missing}")));
    }
    let [id, secret, token, end] = ALL.map(|name| text(json, name).unwrap_or_default());
    let end = answered.expiration(from, end)?;
    let credentials = Credentials::with_token(id, secret, token);
    Ok(credentials.from_provider(provider).expiring(end))
}

/// Refuses a reply whose `Code` is not `Success`.
pub(crate) fn successful(from: &str, json: &Json) -> Result<(), CredentialsError> {
    match text(json, "Code") {
        Some("Success") => Ok(()),
        Some(code) => Err(CredentialsError(format!("{from} answered with code {}", short(code)))),
        None => Err(CredentialsError(format!("the reply of {from} has no Code"))),
    }
}

/// A member that is a text and not empty.
pub(crate) fn text<'a>(json: &'a Json, name: &str) -> Option<&'a str> {
    json.get(name)?.as_str().filter(|text| !text.is_empty())
}
