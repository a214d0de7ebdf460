//! A code as it came over the wire, looked up: in a product's table, in an operation's enum, or,
//! where nobody lists it, by the few rules that hold for every code.

use super::{Class, Reaction};
use crate::request::{CodeRow, Product};

/// Finds a code in a table that is in byte order of the code.
#[must_use]
pub fn find<C: Copy>(table: &'static [(&'static str, C)], code: &str) -> Option<C> {
    let index = table.binary_search_by(|(known, _)| (*known).cmp(code)).ok()?;
    Some(table[index].1)
}

/// Matches a code against a template such as `ExclusiveParam.%sAnd%s` and hands out what stood in
/// the place of each `%s`, never empty; `None` when the code is not of this form.
#[must_use]
pub fn captures(template: &str, code: &str) -> Option<Vec<String>> {
    let (head, mut template) = match template.split_once("%s") {
        Some((head, rest)) => (head, rest),
        None => return (template == code).then(Vec::new),
    };
    let mut rest = code.strip_prefix(head)?;
    let mut found = Vec::new();
    while let Some((literal, next)) = template.split_once("%s") {
        let from = rest.chars().next()?.len_utf8();
        let at = from + rest[from..].find(literal)?;
        found.push(rest[..at].to_owned());
        rest = &rest[at + literal.len()..];
        template = next;
    }
    let last = rest.strip_suffix(template).filter(|last| !last.is_empty())?;
    found.push(last.to_owned());
    Some(found)
}

/// Class and reaction of a failed call. The header `x-acs-retry-after` makes it throttling
/// whatever the code; then what the product knows about the code; then the rules for unknown ones.
pub(crate) fn classify(
    known: Option<&CodeRow>,
    code: Option<&str>,
    status: u16,
    asked_to_wait: bool,
) -> (Class, Reaction) {
    if asked_to_wait {
        return (Class::Throttled, Reaction::RetrySameToken);
    }
    if let Some(row) = known {
        return (row.class, row.reaction);
    }
    match code {
        Some(code) if code.contains("Throttling") => (Class::Throttled, Reaction::RetrySameToken),
        Some("DryRunOperation") => (Class::DryRunPassed, Reaction::None),
        _ if status >= 500 => (Class::Transient, Reaction::RetrySameToken),
        Some(_) => (Class::InvalidArgument, Reaction::GiveUp),
        // Not the service's own answer: a proxy, a redirect.
        None => (Class::Internal, Reaction::GiveUp),
    }
}

/// What a product knows about a code of an operation: what it means there, else what it means
/// everywhere.
#[must_use]
pub fn known<'a>(product: &'a Product, operation: &str, code: &str) -> Option<&'a CodeRow> {
    let mut special = product.overrides.iter();
    special
        .find_map(|(name, row)| {
            let fits = row.code == code || captures(row.code, code).is_some();
            (*name == operation && fits).then_some(row)
        })
        .or_else(|| row(product.codes, code))
}

/// The product lists the code, or a rule knows it whatever the product.
pub(crate) fn is_listed(product: &Product, operation: &str, code: &str) -> bool {
    code.contains("Throttling")
        || code == "DryRunOperation"
        || known(product, operation, code).is_some()
}

/// The row of a code: the exact one, else a template that it fits.
fn row<'a>(table: &'a [CodeRow], code: &str) -> Option<&'a CodeRow> {
    match table.binary_search_by(|row| row.code.cmp(code)) {
        Ok(index) => Some(&table[index]),
        Err(_) => {
            table.iter().find(|row| row.code.contains("%s") && captures(row.code, code).is_some())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_exactly_or_not_at_all() {
        static TABLE: &[(&str, u8)] = &[("A.B", 1), ("AB", 2), ("a", 3)];
        assert_eq!(find(TABLE, "AB"), Some(2));
        assert_eq!(find(TABLE, "a"), Some(3));
        assert_eq!(find(TABLE, "A"), None);
        assert_eq!(find(TABLE, ""), None);
    }

    #[test]
    fn templates_hand_out_their_parts() {
        let parts = |template, code| captures(template, code);
        let owned =
            |parts: &[&str]| Some(parts.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>());
        assert_eq!(parts("DuplicatedParam.%s", "DuplicatedParam.Tag.1"), owned(&["Tag.1"]));
        assert_eq!(parts("ExclusiveParam.%sAnd%s", "ExclusiveParam.AAndB"), owned(&["A", "B"]));
        assert_eq!(
            parts("ExclusiveParam.%sAnd%s", "ExclusiveParam.AndroidAndé"),
            owned(&["Android", "é"])
        );
        assert_eq!(parts("%s.NotFound", "é.NotFound"), owned(&["é"]));
        assert_eq!(parts("Plain", "Plain"), owned(&[]));
    }

    #[test]
    fn a_template_does_not_match_half_a_code() {
        for (template, code) in [
            ("DuplicatedParam.%s", "DuplicatedParam."),
            ("DuplicatedParam.%s", "DuplicatedParam"),
            ("DuplicatedParam.%s", "duplicatedParam.A"),
            ("ExclusiveParam.%sAnd%s", "ExclusiveParam.AAnd"),
            ("ExclusiveParam.%sAnd%s", "ExclusiveParam.AndB"),
            ("ExclusiveParam.%sAnd%s", "ExclusiveParam.é"),
            ("%s.NotFound", ".NotFound"),
            ("Plain", "Plain "),
        ] {
            assert_eq!(captures(template, code), None, "{template} {code}");
        }
    }

    #[test]
    fn unlisted_codes_follow_the_rules() {
        let class = |code, status| classify(None, code, status, false).0;
        assert_eq!(class(Some("Rejected.Throttling"), 403), Class::Throttled);
        assert_eq!(class(Some("Strange"), 503), Class::Transient);
        assert_eq!(class(Some("Strange"), 403), Class::InvalidArgument);
        assert_eq!(class(Some("DryRunOperation"), 400), Class::DryRunPassed);
        assert_eq!(class(None, 502), Class::Transient);
        assert_eq!(class(None, 407), Class::Internal);
        assert_eq!(classify(None, Some("Strange"), 503, true).0, Class::Throttled);
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
