//! Error codes -> Rust variant names: one code has one name in all operations of a product.
//!
//! A name comes from the spelling of its code. Where several codes would get the same name, the
//! most ordinary spelling keeps it and the others are named after what sets their spelling apart,
//! never after their place in a list: further codes of other spellings rename nothing.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::text::is_keyword;
use heck::ToUpperCamelCase as _;

/// How the documents mark a variable part of a code.
const HOLE: &str = "%s";

/// Variant names by code.
pub(super) type Names = BTreeMap<String, String>;

/// Names all codes of one product; give it every code there is, or names would differ by caller.
pub(super) fn name_all<'a>(codes: impl IntoIterator<Item = &'a str>) -> Names {
    let codes: BTreeSet<&str> = codes.into_iter().collect();
    let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for code in codes {
        by_name.entry(plain(code)).or_default().push(code);
    }
    let mut names = Names::new();
    let mut losers = Vec::new();
    for (name, rivals) in &by_name {
        let winner = match rivals.as_slice() {
            [only] => Some(*only),
            rivals => rivals.iter().copied().min_by_key(|code| rank(code, name)),
        };
        for code in rivals.iter().copied() {
            if Some(code) == winner {
                names.insert(code.to_owned(), name.clone());
            } else {
                losers.push(code);
            }
        }
    }
    let mut wanted: BTreeMap<String, u32> = BTreeMap::new();
    for code in &losers {
        *wanted.entry(distinct(code)).or_default() += 1;
    }
    for code in losers {
        let name = distinct(code);
        let free = wanted.get(&name) == Some(&1) && !by_name.contains_key(&name);
        let name = if free { name } else { hashed(code) };
        names.insert(code.to_owned(), name);
    }
    names
}

/// How many variable parts a code has.
pub(super) fn captures(code: &str) -> u8 {
    u8::try_from(code.matches(HOLE).count()).unwrap_or(u8::MAX)
}

/// The name a code gets when nothing else wants it: its words in upper camel case.
fn plain(code: &str) -> String {
    let text = literal(code);
    let words: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '.' }).collect();
    identifier(&words.to_upper_camel_case(), code)
}

/// The fixed text that names a template: what is before its first hole, else all of it.
fn literal(code: &str) -> String {
    match code.split_once(HOLE) {
        None => code.to_owned(),
        Some((before, _)) if before.contains(|c: char| c.is_ascii_alphanumeric()) => {
            before.to_owned()
        }
        Some(_) => code.replace(HOLE, "."),
    }
}

/// Makes an identifier of a camel-case word that may begin with a digit, be empty or a keyword.
fn identifier(word: &str, code: &str) -> String {
    match word.chars().next() {
        None => format!("Code{:08X}", hash(code)),
        Some(first) if first.is_ascii_digit() => format!("Code{word}"),
        Some(_) if is_keyword(word) => format!("{word}Code"),
        Some(_) => word.to_owned(),
    }
}

/// Less is more ordinary: no template, camel case as it stands, few separators.
fn rank<'a>(code: &'a str, plain: &str) -> (u8, bool, usize, &'a str) {
    let separators = code.chars().filter(|c| !c.is_ascii_alphanumeric()).count();
    (captures(code), as_spelt(code, "") != plain, separators, code)
}

/// The parts of a code with their capitals kept, first letters raised, with `joint` between them.
fn as_spelt(code: &str, joint: &str) -> String {
    let text = literal(code);
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let raised: Vec<String> = parts
        .map(|part| {
            let (first, rest) = part.split_at(1);
            first.to_ascii_uppercase() + rest
        })
        .collect();
    identifier(&raised.join(joint), code)
}

/// The name of a code whose plain name a more ordinary code has.
fn distinct(code: &str) -> String {
    let plain = plain(code);
    if captures(code) > 0 {
        return format!("{plain}Template");
    }
    if code.contains('_') {
        return format!("{plain}Upper");
    }
    if code.starts_with(|c: char| c.is_ascii_lowercase()) {
        return format!("{plain}Lower");
    }
    let spelt = as_spelt(code, "");
    if spelt == plain { as_spelt(code, "Dot") } else { spelt }
}

/// The last resort: two codes that even their spelling does not tell apart in an identifier.
fn hashed(code: &str) -> String {
    format!("{}X{:08X}", plain(code), hash(code))
}

/// FNV-1a, 32 bits: short, and the same on every machine and in every release.
fn hash(code: &str) -> u32 {
    code.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Names, captures, name_all};

    fn name(codes: &[&str], code: &str) -> String {
        name_all(codes.iter().copied())[code].clone()
    }

    fn alone(code: &str) -> String {
        name(&[code], code)
    }

    #[test]
    fn the_words_of_a_code_become_an_upper_camel_case_name() {
        assert_eq!(alone("InvalidInstanceId.NotFound"), "InvalidInstanceIdNotFound");
        assert_eq!(alone("HOSTNAME_ILLEGAL"), "HostnameIllegal");
        assert_eq!(alone("ParameterMismatch.Role-Spec"), "ParameterMismatchRoleSpec");
        assert_eq!(
            alone("PAY.MAYI_WITHHOLDING_AGREEMENT_ILLEGAL"),
            "PayMayiWithholdingAgreementIllegal"
        );
        assert_eq!(
            alone("InvalidParameter.KMSKeyId.CMKNotEnabled"),
            "InvalidParameterKmsKeyIdCmkNotEnabled"
        );
        assert_eq!(alone("MaxEniIpv6IpsCountExceeded"), "MaxEniIpv6IpsCountExceeded");
        assert_eq!(
            alone("invalidRemovedIpAddresses.NotFound"),
            "InvalidRemovedIpAddressesNotFound"
        );
    }

    #[test]
    fn digits_keywords_and_empty_words_still_give_identifiers() {
        assert_eq!(alone("404"), "Code404");
        assert_eq!(alone("3DVerification.Failed"), "Code3dVerificationFailed");
        assert_eq!(alone("Self"), "SelfCode");
        assert_eq!(alone("self"), "SelfCode");
        assert!(alone("\u{9519}\u{8bef}").starts_with("Code"));
    }

    #[test]
    fn templates_are_named_after_their_fixed_text() {
        assert_eq!(alone("DuplicatedParam.%s"), "DuplicatedParam");
        assert_eq!(alone("ExclusiveParam.%sAnd%s"), "ExclusiveParam");
        assert_eq!(alone("%s.NotFound"), "NotFound");
        assert_eq!(captures("ExclusiveParam.%sAnd%s"), 2);
        assert_eq!(captures("ExclusiveParam"), 0);
        let both = ["DuplicatedParam", "DuplicatedParam.%s"];
        assert_eq!(name(&both, "DuplicatedParam"), "DuplicatedParam");
        assert_eq!(name(&both, "DuplicatedParam.%s"), "DuplicatedParamTemplate");
    }

    #[test]
    fn the_most_ordinary_spelling_keeps_the_name_and_the_others_show_theirs() {
        let ip = ["InvalidIPAddress.Malformed", "InvalidIpAddress.Malformed"];
        assert_eq!(name(&ip, ip[1]), "InvalidIpAddressMalformed");
        assert_eq!(name(&ip, ip[0]), "InvalidIPAddressMalformed");
        let lower = ["InvalidIp.NotFound", "invalidIp.NotFound"];
        assert_eq!(name(&lower, lower[0]), "InvalidIpNotFound");
        assert_eq!(name(&lower, lower[1]), "InvalidIpNotFoundLower");
        let dots = ["Invalid.Param", "InvalidParam"];
        assert_eq!(name(&dots, "InvalidParam"), "InvalidParam");
        assert_eq!(name(&dots, "Invalid.Param"), "InvalidDotParam");
        let ids = [
            "Invalid.InstanceId.NotFound",
            "InvalidInstanceId.NOT_FOUND",
            "InvalidInstanceId.NotFound",
        ];
        assert_eq!(name(&ids, ids[2]), "InvalidInstanceIdNotFound");
        assert_eq!(name(&ids, ids[1]), "InvalidInstanceIdNotFoundUpper");
        assert_eq!(name(&ids, ids[0]), "InvalidDotInstanceIdDotNotFound");
    }

    #[test]
    fn names_that_only_a_hash_can_tell_apart_are_still_unique() {
        let codes = ["A_B", "A__B", "A___B", "AB.C", "AbDotC", "Ab.C"];
        let names = name_all(codes);
        let unique: BTreeSet<&String> = names.values().collect();
        assert_eq!(unique.len(), codes.len(), "{names:?}");
    }

    #[test]
    fn order_and_repetition_do_not_matter() {
        let codes = [
            "Invalid.Param",
            "InvalidParam",
            "OperationConflict",
            "Operation.Conflict",
            "InvalidParam",
        ];
        let forward = name_all(codes);
        let backward: Names = name_all(codes.into_iter().rev());
        assert_eq!(forward, backward);
    }

    #[test]
    fn a_further_rival_renames_nobody_who_is_more_ordinary_or_spelt_otherwise() {
        let codes = ["InvalidInstanceId.NotFound", "Invalid.InstanceId.NotFound", "Throttling"];
        let before = name_all(codes);
        let more = codes.into_iter().chain([
            "InvalidInstanceId.NOT_FOUND",
            "INVALID_INSTANCE_ID.NotFound",
            "Other",
        ]);
        let after = name_all(more);
        for (code, name) in &before {
            assert_eq!(after.get(code), Some(name), "{code}");
        }
    }
}
