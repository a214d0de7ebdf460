//! Patterns of resource names: which variables they have, what replaces the variables, and which
//! pattern covers which.

/// The values of the variables of a pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Values<'a> {
    /// Region, or `*`.
    pub region: &'a str,
    /// Account, or `*`.
    pub account: &'a str,
    /// Any other variable, or `*`.
    pub id: &'a str,
}

/// Services that have no regions. The region in their names means nothing.
const GLOBAL: [&str; 1] = ["ram"];

/// The parts of a pattern between its variables, each with the name of the variable that follows.
fn parts(pattern: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    pattern.split('}').map(|part| match part.split_once("{#") {
        Some((before, name)) => (before, Some(name)),
        None => (part, None),
    })
}

/// Whether a pattern has a variable other than region and account, and so names single resources.
pub(crate) fn has_id(pattern: &str) -> bool {
    parts(pattern).filter_map(|(_, name)| name).any(is_id)
}

fn is_id(name: &str) -> bool {
    !name.eq_ignore_ascii_case("regionId") && !name.eq_ignore_ascii_case("accountId")
}

/// The kind of resource as names spell it: `instance` of `acs:ecs:*:*:instance/i-1`.
pub(crate) fn kind(pattern: &str) -> &str {
    let resource = pattern.splitn(5, ':').nth(4).unwrap_or_default();
    resource.split('/').next().unwrap_or_default()
}

/// Whether names of this service have a region.
pub(crate) fn is_regional(pattern: &str) -> bool {
    !pattern.split(':').nth(1).is_some_and(|service| GLOBAL.contains(&service))
}

/// The pattern with its variables replaced by values.
pub(crate) fn fill(pattern: &str, values: Values<'_>) -> String {
    let region = if is_regional(pattern) { values.region } else { "*" };
    parts(pattern)
        .flat_map(|(text, name)| {
            let value = match name {
                Some(name) if name.eq_ignore_ascii_case("regionId") => region,
                Some(name) if name.eq_ignore_ascii_case("accountId") => values.account,
                Some(_) => values.id,
                None => "",
            };
            [text, value]
        })
        .collect()
}

/// Whether `wide` covers every name that `narrow` covers.
pub(crate) fn covers(wide: &str, narrow: &str) -> bool {
    let Some((start, rest)) = wide.split_once('*') else { return wide == narrow };
    let Some(mut narrow) = narrow.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match narrow.find(piece) {
            Some(at) => narrow = &narrow[at + piece.len()..],
            None => return false,
        }
    }
    narrow.ends_with(end)
}

/// An id that can be part of a name of a resource: it has no character with a meaning in policies.
pub(crate) fn is_value(text: &str) -> bool {
    (1..=200).contains(&text.len())
        && text.chars().all(|c| c.is_alphanumeric() || "-_.:@".contains(c))
}

/// A region as its id is written: `cn-hangzhou`.
pub(crate) fn is_region(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The number of an account.
pub(crate) fn is_account(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTANCE: &str = "acs:ecs:{#regionId}:{#accountId}:instance/{#instanceId}";

    #[test]
    fn every_variable_is_filled_by_its_name() {
        let values = Values { region: "cn-hangzhou", account: "*", id: "i-1" };
        assert_eq!(fill(INSTANCE, values), "acs:ecs:cn-hangzhou:*:instance/i-1");
        assert_eq!(
            fill("acs:ecs:{#regionid}:{#accountId}:hpc/*", values),
            "acs:ecs:cn-hangzhou:*:hpc/*"
        );
        let role = "acs:ram:{#regionId}:{#accountId}:role/{#roleName}";
        assert_eq!(fill(role, values), "acs:ram:*:*:role/i-1");
        assert!(has_id(INSTANCE) && !has_id("acs:ecs:{#regionId}:{#accountId}:hpc/*"));
        assert_eq!(kind(INSTANCE), "instance");
    }

    #[test]
    fn a_star_covers_what_stands_in_its_place_and_nothing_else() {
        assert!(covers("*", "acs:ecs:a:1:disk/d-1"));
        assert!(covers("acs:ecs:*:*:disk/*", "acs:ecs:cn:1:disk/d-1"));
        assert!(covers("acs:ecs:*:1:disk/*", "acs:ecs:*:1:disk/*"));
        assert!(!covers("acs:ecs:cn:1:disk/*", "acs:ecs:*:1:disk/d-1"));
        assert!(!covers("acs:ecs:*:*:disk/*", "acs:ecs:cn:1:diskset/d-1"));
        assert!(!covers("acs:ecs:cn:1:disk/d-1", "acs:ecs:cn:1:disk/d-12"));
    }

    #[test]
    fn a_value_that_would_widen_a_policy_is_not_one() {
        for bad in ["", "*", "i-*", "i-?", "i/1", "i 1", "i-1\"", "i\n1", "{#id}", "${id}"] {
            assert!(!is_value(bad), "{bad:?}");
        }
        assert!(is_value("i-1") && is_value("\u{5bc6}\u{94a5}-1") && is_value("key_1.a:b@c"));
        assert!(!is_region("cn*") && !is_account("1*") && !is_account("me"));
    }
}
