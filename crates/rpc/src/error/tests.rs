use std::error::Error as StdError;
use std::fmt;

use super::*;
use crate::credentials::CredentialsError;
use crate::endpoint::EndpointError;
use crate::product::CodeRow;
use crate::transport::{TransportError, TransportErrorKind};
use crate::wire::DecodeError;

/// An error with a cause of its own.
#[derive(Debug)]
struct Outer(Inner);

#[derive(Debug)]
struct Inner;

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("outer words")
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("inner words")
    }
}

impl StdError for Outer {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

impl StdError for Inner {}

const TRANSPORT: [TransportErrorKind; 8] = [
    TransportErrorKind::Connect,
    TransportErrorKind::Timeout,
    TransportErrorKind::Broken,
    TransportErrorKind::Request,
    TransportErrorKind::Setup,
    TransportErrorKind::Random,
    TransportErrorKind::Deadline,
    TransportErrorKind::BodyTooLarge,
];

fn error(kind: ErrorKind) -> Error {
    let inner =
        ErrorInner::without_reply("CreateThing".into(), kind, Class::Internal, Reaction::GiveUp);
    Error::new(Box::new(inner))
}

fn transport(kind: TransportErrorKind) -> Error {
    error(ErrorKind::Transport(TransportError::from_error(kind, Outer(Inner))))
}

fn unsent() -> ErrorKind {
    ErrorKind::Unsent(Box::new(Unsent {
        code: Some("Code"),
        class: Class::StateConflict,
        reaction: Reaction::AskOwner,
        reason: Box::new(Outer(Inner)),
    }))
}

fn service(class: Class, reaction: Reaction) -> Error {
    let fault = ServiceFault { code: Some("Code".to_owned()), ..ServiceFault::default() };
    let kind = ErrorKind::Service(Box::new(fault));
    Error::new(Box::new(ErrorInner::without_reply("CreateThing".into(), kind, class, reaction)))
}

/// One error of every kind, each transport error made in both ways.
fn every_kind() -> Vec<Error> {
    let with_source =
        |kind| TransportError::new(kind, "a message", Some(Box::new(Outer(Inner)) as Box<_>));
    let mut all: Vec<Error> = TRANSPORT.map(transport).into();
    all.extend(TRANSPORT.map(|kind| error(ErrorKind::Transport(with_source(kind)))));
    all.push(error(ErrorKind::Credentials(CredentialsError("nothing found".to_owned()))));
    all.push(error(ErrorKind::Endpoint(EndpointError::Missing)));
    all.push(error(ErrorKind::Decode(DecodeError::NotJson("it is empty".to_owned()))));
    all.push(error(unsent()));
    all.push(service(Class::Internal, Reaction::GiveUp));
    all
}

#[test]
fn a_report_that_walks_the_sources_says_nothing_twice() {
    for error in every_kind() {
        let mut said = vec![error.to_string()];
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            assert!(!said.iter().any(|earlier| earlier.contains(&text)), "{said:?} then {text}");
            said.push(text);
            source = cause.source();
        }
        if let Some(cause) = error.get_ref() {
            assert!(said[0].contains(&cause.to_string()), "Display shows the cause: {said:?}");
        }
    }
}

#[test]
fn the_cause_of_every_kind_can_be_downcast() {
    let is = |error: &Error, check: &dyn Fn(&(dyn StdError + 'static)) -> bool| {
        error.get_ref().is_some_and(|cause| check(cause))
    };
    assert!(is(&transport(TransportErrorKind::Broken), &|cause| cause.is::<TransportError>()));
    let credentials = error(ErrorKind::Credentials(CredentialsError(String::new())));
    assert!(is(&credentials, &|cause| cause.is::<CredentialsError>()));
    let endpoint = error(ErrorKind::Endpoint(EndpointError::Missing));
    assert!(is(&endpoint, &|cause| cause.is::<EndpointError>()));
    assert!(is(&error(ErrorKind::Decode(DecodeError::Empty)), &|cause| cause.is::<DecodeError>()));
    assert!(is(&error(unsent()), &|cause| cause.is::<Outer>()));
    assert!(service(Class::Internal, Reaction::GiveUp).get_ref().is_none());
    let made_from = TransportError::from_error(TransportErrorKind::Connect, Outer(Inner));
    assert!(made_from.get_ref().is_some_and(|cause| cause.is::<Outer>()));
}

#[test]
fn is_timeout_and_is_connect_hold_for_their_kind_only() {
    for kind in TRANSPORT {
        let error = transport(kind);
        assert_eq!(error.is_timeout(), kind == TransportErrorKind::Timeout, "{kind:?}");
        assert_eq!(error.is_connect(), kind == TransportErrorKind::Connect, "{kind:?}");
    }
    let others = every_kind().into_iter().skip(2 * TRANSPORT.len());
    assert!(others.into_iter().all(|error| !error.is_timeout() && !error.is_connect()));
}

#[test]
fn is_decode_holds_for_a_reply_that_could_not_be_read() {
    let decode: Vec<_> = every_kind().into_iter().filter(Error::is_decode).collect();
    assert_eq!(decode.len(), 1);
    assert!(decode[0].to_string().contains("it is empty"));
}

#[test]
fn is_throttled_follows_the_class_and_is_retryable_the_reaction() {
    for class in [Class::Throttled, Class::Transient, Class::NotFound] {
        assert_eq!(service(class, Reaction::GiveUp).is_throttled(), class == Class::Throttled);
    }
    let retryable = |reaction| service(Class::Transient, reaction).is_retryable();
    assert!(retryable(Reaction::RetrySameToken));
    for reaction in [Reaction::WaitForState, Reaction::FixRequest, Reaction::GiveUp] {
        assert!(!retryable(reaction), "{reaction:?}");
    }
}

#[test]
fn what_was_created_moments_ago_and_is_not_found_is_waited_for() {
    for usual in [Reaction::FixRequest, Reaction::AlreadyDone] {
        let error = service(Class::NotFound, usual);
        assert_eq!(error.reaction_after_create(), Reaction::WaitForState);
        assert_eq!(error.is_already_done(), usual == Reaction::AlreadyDone);
    }
    let busy = service(Class::StateConflict, Reaction::FixState);
    assert_eq!(busy.reaction_after_create(), Reaction::FixState);
}

#[test]
fn not_sent_says_why_where_it_is_certain_that_nothing_was_sent() {
    for kind in TRANSPORT {
        let certain = !matches!(
            kind,
            TransportErrorKind::Timeout
                | TransportErrorKind::Broken
                | TransportErrorKind::BodyTooLarge
        );
        assert_eq!(transport(kind).not_sent().is_some(), certain, "{kind:?}");
    }
    for kind in [
        ErrorKind::Credentials(CredentialsError("nothing found".to_owned())),
        ErrorKind::Endpoint(EndpointError::Missing),
        unsent(),
    ] {
        assert!(error(kind).not_sent().is_some());
    }
    assert!(error(ErrorKind::Decode(DecodeError::Empty)).not_sent().is_none());
    assert!(service(Class::StateConflict, Reaction::AskOwner).not_sent().is_none());
}

#[test]
fn what_is_missing_on_this_machine_is_not_called_a_wrong_request() {
    for kind in [TransportErrorKind::Setup, TransportErrorKind::Random] {
        let (class, reaction) = Repeat::Harmless.after_transport(kind);
        assert_eq!((class, reaction), (Class::Internal, Reaction::GiveUp));
    }
    let random = transport(TransportErrorKind::Random).to_string();
    assert_eq!(random, "no random numbers: inner words (CreateThing)");
}

#[test]
fn no_code_of_any_class_makes_a_call_that_may_double_its_work_worth_a_retry_but_throttling() {
    let statuses = [200, 302, 400, 403, 404, 409, 429, 500, 503];
    let advised =
        |class: &Class| Reaction::ALL.iter().map(|one| (*class, *one)).collect::<Vec<_>>();
    for (class, advice) in Class::ALL.iter().flat_map(advised) {
        for status in statuses {
            let row = CodeRow { code: "X", class, reaction: advice };
            let verdict = codes::classify(Some(&row), Some("X"), status, false);
            let reaction = Repeat::MayDouble.after_refusal(verdict, status);
            let before_any_work = class == Class::Throttled && status >= 400;
            assert!(!reaction.is_retry() || before_any_work, "{class} {advice} {status}");
            let changed = reaction != advice;
            assert!(!changed || advice.is_retry(), "only a retry is taken back: {class} {advice}");
        }
    }
}
