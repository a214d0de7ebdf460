//! Texts of access management: actions, resource types, patterns of resource names, condition keys.

use super::{LONGEST, is_type_name, is_word};

/// An action of a policy: `ecs:StopInstance`.
#[must_use]
pub fn is_action(text: &str) -> bool {
    text.split_once(':').is_some_and(|(service, name)| is_service(service) && is_type_name(name))
}

/// A condition key: `ecs:InstanceType`, `vpc:tag`; one key of the vendor has no service.
#[must_use]
pub fn is_condition_key(text: &str) -> bool {
    let (service, name) = text.split_once(':').unwrap_or(("acs", text));
    is_service(service)
        && text.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-/".contains(&byte))
}

/// A resource type, or `*` where permission cannot be limited to resources.
#[must_use]
pub fn is_resource_type(text: &str) -> bool {
    text == "*" || is_word(text)
}

/// A pattern of resource names: `acs:ecs:{#regionId}:{#accountId}:disk/{#diskId}`, or `*`.
/// Variables are closed, and no text of a policy could end in the middle of one.
#[must_use]
pub fn is_arn_pattern(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(5, ':').collect();
    let ["acs", service, region, account, resource] = parts.as_slice() else { return text == "*" };
    text.len() <= LONGEST
        && is_service(service)
        && [region, account].iter().all(|part| part.is_empty() || is_part(part))
        && is_part(resource)
}

fn is_service(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Words, `*` and `{#variable}`, with slashes between them.
fn is_part(text: &str) -> bool {
    text.split('/').all(|part| {
        let variable = part.strip_prefix("{#").and_then(|rest| rest.strip_suffix('}'));
        let name = variable.unwrap_or(part);
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_name || part == "*"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_five_parts_and_closed_variables() {
        for good in [
            "*",
            "acs:ecs:{#regionId}:{#accountId}:disk/{#diskId}",
            "acs:ecs:*:{#accountId}:*",
            "acs:ecs::{#accountId}:snapshot/*",
        ] {
            assert!(is_arn_pattern(good), "{good}");
        }
        for bad in [
            "",
            "acs:ecs",
            "acs:ecs:*:*",
            "acs:ecs:*:*:",
            "acs:ecs:*:*:disk/{#diskId",
            "acs:ecs:*:*:disk/{#}",
            "acs:ecs:*:*:disk/\"",
            "acs:ecs:*:*:disk/d*",
            "arn:ecs:*:*:disk/*",
            "acs:Ecs:*:*:disk/*",
            "acs:ecs:*:*:disk/\u{202e}",
        ] {
            assert!(!is_arn_pattern(bad), "{bad}");
        }
    }

    #[test]
    fn actions_and_keys_are_a_service_and_a_name() {
        assert!(is_action("ecs:StopInstance") && !is_action("StopInstance"));
        assert!(!is_action("ecs:") && !is_action("ecs:*") && !is_action("ecs:stop instance"));
        for key in ["ecs:InstanceType", "vpc:tag", "ResourceOwner"] {
            assert!(is_condition_key(key), "{key}");
        }
        for bad in ["", "ecs:", "ecs:`", "ecs:a b", ":a", "ecs:*"] {
            assert!(!is_condition_key(bad), "{bad}");
        }
    }
}
