//! What names of operations, parameters and error codes look like in the vendor's documents.

pub(crate) use aliyun_rpc_spec::text::{LONGEST, is_code_char};

/// An operation name: upper camel case, letters and digits, `DescribeInstances`.
pub(crate) fn is_operation(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.len() <= LONGEST
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// An operation name that no ordinary word could be taken for: at least two capitals.
pub(crate) fn is_plainly_operation(text: &str) -> bool {
    is_operation(text)
        && text.len() >= 6
        && text.chars().filter(char::is_ascii_uppercase).count() >= 2
        && text.chars().any(|c| c.is_ascii_lowercase())
}

/// A parameter name: `InstanceId`, `SystemDisk.Size`, `Tag.N.Key`, `diskIds`.
pub(crate) fn is_parameter(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

/// An error code: `InvalidInstanceId.NotFound`, `HOSTNAME_ILLEGAL`, `DuplicatedParam.%s`.
pub(crate) fn is_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(is_code_char)
        && text.len() <= LONGEST
        && !text.ends_with(['.', '-'])
}

/// An error code that no ordinary word could be taken for.
pub(crate) fn is_plainly_code(text: &str) -> bool {
    let humps = text.chars().filter(char::is_ascii_uppercase).count();
    is_code(text) && (humps >= 2 || text.contains(['.', '_']))
}

/// `JoinSecurityGroup` -> `join-security-group`; a run of capitals is one word.
pub(crate) fn kebab(name: &str) -> String {
    use heck::ToKebabCase as _;
    name.to_kebab_case()
}

/// A value of a closed list: `Accept`, `cloud_essd`, `PL1`, `10`.
pub(crate) fn is_value(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "._/-".contains(c))
}
