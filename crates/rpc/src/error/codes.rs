//! Class and reaction of an error code: from the tables of a product, or, for codes that are not
//! listed, from the few rules that hold for every product.

use aliyun_rpc_vocabulary::{Class, Reaction};

pub use crate::codes::{captures, known};
use crate::product::{CodeRow, Product};

/// What is known of a failed call by its code and status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) class: Class,
    pub(crate) reaction: Reaction,
    /// The service throttled the call before any work, so that nothing was carried out.
    ///
    /// The class is wider: a code that only holds the word and the header `x-acs-retry-after` ask
    /// for a wait, and calls that were carried out half way can have them, too.
    pub(crate) surely_throttled: bool,
}

/// Judges a failed call. The table of the product decides, and then the rules for codes that are
/// not listed.
pub(crate) fn classify(
    known: Option<&CodeRow>,
    code: Option<&str>,
    status: u16,
    asked_to_wait: bool,
) -> Verdict {
    let (class, reaction) = match (known, code) {
        (Some(row), _) => (row.class, row.reaction),
        (None, Some("DryRunOperation")) => (Class::DryRunPassed, Reaction::None),
        _ if asks_to_slow_down(code, status, asked_to_wait) => {
            (Class::Throttled, Reaction::RetrySameToken)
        }
        _ if status >= 500 => (Class::Transient, Reaction::RetrySameToken),
        (None, Some(_)) => (Class::InvalidArgument, Reaction::GiveUp),
        // The reply of a proxy, or a redirect.
        (None, None) => (Class::Internal, Reaction::GiveUp),
    };
    let says_so = code.is_some_and(|code| known.is_some() || is_throttling(code) || status == 429);
    let surely_throttled = class == Class::Throttled && status >= 400 && says_so;
    Verdict { class, reaction, surely_throttled }
}

/// Whether an unlisted failure is about the rate of calls. The service answers throttling with
/// several statuses, so the word and the header count with all of them. A fault of something on the
/// way is not throttling, even if it repeats the header.
fn asks_to_slow_down(code: Option<&str>, status: u16, asked_to_wait: bool) -> bool {
    let is_fault = code.is_none() && !(400..500).contains(&status);
    status == 429 || code.is_some_and(|code| code.contains(WORD)) || asked_to_wait && !is_fault
}

const WORD: &str = "Throttling";

/// Whether it is `Throttling` or one of its kinds, such as `Throttling.User`. A code that only
/// holds the word can mean anything.
fn is_throttling(code: &str) -> bool {
    code.strip_prefix(WORD).is_some_and(|kind| kind.is_empty() || kind.starts_with('.'))
}

/// Whether the product lists the code, or a rule for every product covers it.
pub(crate) fn is_listed(product: &Product, operation: &str, code: &str) -> bool {
    code.contains(WORD) || code == "DryRunOperation" || known(product, operation, code).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::row;

    #[test]
    fn unlisted_codes_follow_the_rules() {
        let class = |code, status| classify(None, code, status, false).class;
        assert_eq!(class(Some("Throttling"), 500), Class::Throttled);
        assert_eq!(class(Some("Throttling.Anything"), 403), Class::Throttled);
        assert_eq!(class(Some("Rejected.Throttling"), 403), Class::Throttled);
        assert_eq!(class(Some("NotThrottlingButHalfDone"), 500), Class::Throttled);
        assert_eq!(class(Some("Strange"), 429), Class::Throttled);
        assert_eq!(class(None, 429), Class::Throttled);
        assert_eq!(class(Some("Strange"), 503), Class::Transient);
        assert_eq!(class(Some("Strange"), 403), Class::InvalidArgument);
        assert_eq!(class(Some("DryRunOperation"), 400), Class::DryRunPassed);
        assert_eq!(class(None, 502), Class::Transient);
        assert_eq!(class(None, 407), Class::Internal);
    }

    #[test]
    fn being_asked_to_wait_is_throttling_unless_the_code_is_listed_or_a_proxy_failed() {
        let class = |known, code, status| classify(known, code, status, true).class;
        for status in [400, 403, 500, 503] {
            assert_eq!(class(None, Some("Strange"), status), Class::Throttled, "{status}");
        }
        assert_eq!(class(None, None, 403), Class::Throttled);
        assert_eq!(class(None, None, 429), Class::Throttled);
        assert_eq!(class(None, None, 503), Class::Transient);
        assert_eq!(class(None, None, 302), Class::Internal);
        let row = CodeRow {
            code: "InternalError",
            class: Class::Transient,
            reaction: Reaction::RetrySameToken,
        };
        assert_eq!(class(Some(&row), Some("InternalError"), 503), Class::Transient);
    }

    #[test]
    fn only_a_code_that_says_throttling_shows_that_nothing_was_carried_out() {
        let row = |class| CodeRow { code: "X", class, reaction: Reaction::RetrySameToken };
        let (full, half) = (row(Class::Throttled), row(Class::Transient));
        for (known, code, status, sure) in [
            (None, Some("Throttling"), 400, true),
            (None, Some("Throttling.User"), 503, true),
            (None, Some("Strange"), 429, true),
            (Some(&full), Some("X"), 400, true),
            (Some(&half), Some("X"), 429, false),
            (None, Some("Throttling"), 200, false),
            (Some(&full), Some("X"), 200, false),
            (None, Some("InternalError.Unlisted"), 503, false),
            (None, Some("Strange"), 400, false),
            (None, Some("Rejected.Throttling"), 403, false),
            (None, Some("NotThrottlingButHalfDone"), 500, false),
            (None, Some("ThrottlingNot"), 500, false),
            (None, None, 429, false),
        ] {
            let verdict = classify(known, code, status, true);
            assert_eq!(verdict.surely_throttled, sure, "{code:?} {status}");
        }
    }

    #[test]
    fn the_table_is_asked_before_the_rules_and_its_templates_last() {
        let of = |code, class| CodeRow { code, class, reaction: Reaction::AskOwner };
        let table = [
            of("DuplicatedParam.%s", Class::InvalidArgument),
            of("DuplicatedParam.Exact", Class::AlreadyExists),
            of("InternalThing", Class::QuotaExceeded),
        ];
        let class = |code| classify(row(&table, code), Some(code), 500, false).class;
        assert_eq!(class("InternalThing"), Class::QuotaExceeded);
        assert_eq!(class("DuplicatedParam.Exact"), Class::AlreadyExists);
        assert_eq!(class("DuplicatedParam.Other"), Class::InvalidArgument);
        assert_eq!(class("Other"), Class::Transient);
    }
}
