//! Class and reaction of an error code: from the tables of a product, or, for codes that are not
//! listed, from the few rules that hold for every product.

use aliyun_rpc_vocabulary::{Class, Reaction};

pub use crate::codes::{captures, known};
use crate::product::{CodeRow, Product};

/// Class and reaction of a failed call. The table of the product decides, and then the rules for
/// codes that are not listed.
///
/// Throttling means that nothing was carried out. The header `x-acs-retry-after` alone does not say
/// that: proxies and half-finished calls can have it. It counts only with a code of the service and
/// the status 503.
pub(crate) fn classify(
    known: Option<&CodeRow>,
    code: Option<&str>,
    status: u16,
    asked_to_wait: bool,
) -> (Class, Reaction) {
    if let Some(row) = known {
        return (row.class, row.reaction);
    }
    match code {
        Some("DryRunOperation") => (Class::DryRunPassed, Reaction::None),
        Some(code) if is_throttling(code) || status == 429 || status == 503 && asked_to_wait => {
            (Class::Throttled, Reaction::RetrySameToken)
        }
        _ if status >= 500 => (Class::Transient, Reaction::RetrySameToken),
        Some(_) => (Class::InvalidArgument, Reaction::GiveUp),
        // The reply of a proxy, or a redirect.
        None => (Class::Internal, Reaction::GiveUp),
    }
}

/// Whether it is `Throttling` or one of its kinds, such as `Throttling.User`. A code that only
/// holds the word can mean anything.
fn is_throttling(code: &str) -> bool {
    code.strip_prefix("Throttling").is_some_and(|kind| kind.is_empty() || kind.starts_with('.'))
}

/// Whether the product lists the code, or a rule for every product covers it.
pub(crate) fn is_listed(product: &Product, operation: &str, code: &str) -> bool {
    code.contains("Throttling")
        || code == "DryRunOperation"
        || known(product, operation, code).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::row;

    #[test]
    fn unlisted_codes_follow_the_rules() {
        let class = |code, status| classify(None, code, status, false).0;
        assert_eq!(class(Some("Throttling"), 500), Class::Throttled);
        assert_eq!(class(Some("Throttling.Anything"), 403), Class::Throttled);
        assert_eq!(class(Some("Rejected.Throttling"), 403), Class::InvalidArgument);
        assert_eq!(class(Some("NotThrottlingButHalfDone"), 500), Class::Transient);
        assert_eq!(class(Some("ThrottlingNot"), 500), Class::Transient);
        assert_eq!(class(Some("Strange"), 429), Class::Throttled);
        assert_eq!(class(Some("Strange"), 503), Class::Transient);
        assert_eq!(class(Some("Strange"), 403), Class::InvalidArgument);
        assert_eq!(class(Some("DryRunOperation"), 400), Class::DryRunPassed);
        assert_eq!(class(None, 502), Class::Transient);
        assert_eq!(class(None, 407), Class::Internal);
    }

    #[test]
    fn being_asked_to_wait_does_not_beat_status_and_code() {
        let class = |known, code, status| classify(known, code, status, true).0;
        assert_eq!(class(None, Some("Strange"), 503), Class::Throttled);
        assert_eq!(class(None, Some("Strange"), 500), Class::Transient);
        assert_eq!(class(None, Some("Strange"), 403), Class::InvalidArgument);
        assert_eq!(class(None, None, 503), Class::Transient);
        let row = CodeRow {
            code: "InternalError",
            class: Class::Transient,
            reaction: Reaction::RetrySameToken,
        };
        assert_eq!(class(Some(&row), Some("InternalError"), 503), Class::Transient);
    }

    #[test]
    fn the_table_is_asked_before_the_rules_and_its_templates_last() {
        let of = |code, class| CodeRow { code, class, reaction: Reaction::AskOwner };
        let table = [
            of("DuplicatedParam.%s", Class::InvalidArgument),
            of("DuplicatedParam.Exact", Class::AlreadyExists),
            of("InternalThing", Class::QuotaExceeded),
        ];
        let class = |code| classify(row(&table, code), Some(code), 500, false).0;
        assert_eq!(class("InternalThing"), Class::QuotaExceeded);
        assert_eq!(class("DuplicatedParam.Exact"), Class::AlreadyExists);
        assert_eq!(class("DuplicatedParam.Other"), Class::InvalidArgument);
        assert_eq!(class("Other"), Class::Transient);
    }
}
