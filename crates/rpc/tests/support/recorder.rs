//! Collects everything that is shown or logged, and searches it for secrets. The tests of
//! `aliyun-credentials` link to this file.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fmt::{self, Debug, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Event, Metadata, Subscriber};

/// What all secrets have, however they are escaped.
pub(crate) const CANARY: &str = "canary";

/// Everything that was seen.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<String>>);

impl Seen {
    pub(crate) fn add(&self, text: impl fmt::Display) {
        writeln!(self.0.lock().unwrap(), "{text}").unwrap();
    }

    pub(crate) fn debug(&self, value: &impl Debug) {
        self.add(format_args!("{value:?} {value:#?}"));
    }

    /// An error with its sources, and what a program says that does not expect it.
    pub(crate) fn error(&self, error: &(dyn std::error::Error + 'static)) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.add(format_args!("{error} {error:#} {error:?} {error:#?}"));
            next = error.source();
        }
        let panic = catch_unwind(AssertUnwindSafe(|| panic!("{error} {error:?}"))).unwrap_err();
        self.add(panic.downcast_ref::<String>().unwrap());
    }

    /// Whatever a call came to.
    pub(crate) fn ended<T: Debug, E: std::error::Error + 'static>(&self, ended: Result<T, E>) {
        match ended {
            Ok(value) => self.debug(&value),
            Err(error) => self.error(&error),
        }
    }

    /// Takes what was seen, in which there must be something and no secret.
    pub(crate) fn check(&self, what: &str) -> String {
        let text = std::mem::take(&mut *self.0.lock().unwrap());
        let found = text.find(CANARY);
        let around: String = found
            .map(|at| text.as_bytes()[at.saturating_sub(300)..].iter().take(500))
            .map(|bytes| String::from_utf8_lossy(&bytes.copied().collect::<Vec<_>>()).into_owned())
            .unwrap_or_default();
        assert!(found.is_none(), "{what}: ...{around}...");
        assert!(!text.is_empty(), "{what}");
        text
    }
}

/// Takes in every span and every event, whatever its level and whoever it is from.
pub(crate) struct Log(pub(crate) Seen);

/// Does something while everything that this thread logs is seen.
pub(crate) fn logging<T>(seen: &Seen, act: impl FnOnce() -> T) -> T {
    // As long as there is one subscriber only, `tracing` asks the thread that first comes to a span
    // whether anybody wants it. The thread of another test would say no for all of them.
    let _second = Dispatch::new(NoSubscriber::new());
    tracing::subscriber::with_default(Log(seen.clone()), act)
}

struct Fields<'a>(&'a Seen);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.add(format_args!("{}={value:?}", field.name()));
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.0.add(format_args!("span {}", span.metadata().name()));
        span.record(&mut Fields(&self.0));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&self.0));
    }

    fn event(&self, event: &Event<'_>) {
        self.0.add(format_args!("event {}", event.metadata().name()));
        event.record(&mut Fields(&self.0));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
