//! What a code says is missing: `InvalidSecurityGroupId.NotFound` and `SecurityGroup.NotExist` are
//! two spellings of one answer. An operation that ends such a thing can answer any of them,
//! whichever its table lists.

use std::collections::HashMap;

use aliyun_rpc_spec::codes::Code;

/// Codes by what they say is missing, in lower case.
pub(super) struct Absent<'a>(HashMap<String, Vec<&'a Code>>);

impl<'a> Absent<'a> {
    pub(super) fn new(codes: &'a [Code]) -> Self {
        let mut absent: HashMap<String, Vec<&Code>> = HashMap::new();
        for code in codes {
            if let Some(what) = missing(&code.code) {
                absent.entry(what.to_ascii_lowercase()).or_default().push(code);
            }
        }
        Self(absent)
    }

    /// The codes that say that this is missing.
    pub(super) fn spellings(&self, what: &str) -> &[&'a Code] {
        self.0.get(&what.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// `SecurityGroup` for `InvalidSecurityGroupId.NotFound`, `Vpc` for `Forbidden.VpcNotFound`.
fn missing(code: &str) -> Option<&str> {
    let endings = ["NotFound", "NotExist", "NotExists", "Released"];
    let subject = endings.iter().find_map(|ending| code.strip_suffix(ending))?;
    let subject = subject.strip_suffix('.').unwrap_or(subject);
    let subject = subject.strip_prefix("Forbidden.").unwrap_or(subject);
    let subject = subject.strip_prefix("Invalid").unwrap_or(subject);
    let whole = |subject: &&str| !subject.is_empty() && !subject.contains('.');
    let kinds = ["Ids", "Id", "Name"];
    let bare = kinds.iter().find_map(|kind| subject.strip_suffix(kind).filter(whole));
    bare.or(Some(subject)).filter(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_what_is_missing_in_many_spellings() {
        for (code, what) in [
            ("InvalidSecurityGroup.NotFound", Some("SecurityGroup")),
            ("InvalidSecurityGroupId.NotFound", Some("SecurityGroup")),
            ("InvalidDiskIds.NotFound", Some("Disk")),
            ("Disk.NotFound", Some("Disk")),
            ("InvalidKeyPairName.NotFound", Some("KeyPair")),
            ("Forbidden.VpcNotFound", Some("Vpc")),
            ("InvalidVSwitchId.NotExist", Some("VSwitch")),
            ("InvalidInstanceId.Released", Some("Instance")),
            ("HpcClusterNotExists", Some("HpcCluster")),
            ("InvalidSecurityGroupRule.RuleNotExist", None),
            ("InvalidSecurityGroupId", None),
            ("NotFound", None),
        ] {
            assert_eq!(missing(code), what, "{code}");
        }
    }
}
