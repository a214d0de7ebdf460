//! Looks up error codes in the tables of a product.

use crate::product::{CodeRow, Product};

/// Matches a code against a template such as `ExclusiveParam.%sAnd%s` and returns the text in the
/// place of each `%s`, which is never empty. `None` if the code does not match.
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

/// Looks up a code of an operation: first what it means for this operation, then what it means for
/// every operation of the product.
#[must_use]
pub fn known<'a>(product: &'a Product, operation: &str, code: &str) -> Option<&'a CodeRow> {
    let first = product.overrides.partition_point(|(name, _)| *name < operation);
    let own = product.overrides[first..].iter().take_while(|(name, _)| *name == operation);
    own.map(|(_, row)| row)
        .find(|row| row.code == code || captures(row.code, code).is_some())
        .or_else(|| row(product.codes, code))
}

/// The row of the exact code, or else of a template that it matches.
pub(crate) fn row<'a>(table: &'a [CodeRow], code: &str) -> Option<&'a CodeRow> {
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
}
