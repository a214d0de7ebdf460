//! The entries of the files named `codes.toml`.

#![allow(dead_code, reason = "reasons are for people; that none is empty is checked as a text")]

use std::collections::BTreeMap;

use aliyun_rpc_spec::codes::{Class, Reaction};
use serde::Deserialize;

/// `codes.toml`: what error codes mean in any product.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Codes {
    /// Class and reaction rules, first match wins.
    pub rule: Vec<Rule>,
    /// Codes every operation can answer.
    pub common: Vec<CommonCodes>,
}

/// `<product>/codes.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ProductCodes {
    /// Rules of this product, which are tried before those of any product.
    pub rule: Vec<Rule>,
    /// Codes of this product that a rule of any product decides.
    pub codes: Vec<RuledCodes>,
    /// Reactions that hold for one operation only.
    pub reaction: Vec<CuratedReaction>,
    /// Where our reaction is not what the observed tool does.
    pub difference: Vec<Difference>,
    /// Observed texts that are not the code they look like.
    pub misread: Vec<Misread>,
}

/// A class and reaction rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// Short name, shown for each code it decides.
    pub name: String,
    /// Codes, exactly.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Codes that begin so.
    #[serde(default)]
    pub prefix: Vec<String>,
    /// Codes that end so.
    #[serde(default)]
    pub suffix: Vec<String>,
    /// Codes that contain this.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Only codes that have statuses, all among these.
    #[serde(default)]
    pub statuses: Vec<String>,
    /// Comes last, may look at the status alone, and may decide nothing.
    #[serde(default)]
    pub fallback: bool,
    /// Class it gives.
    pub class: Class,
    /// Reaction it gives.
    pub reaction: Reaction,
    /// Reaction it gives where the operation that lists the code ends one thing: deletes, releases
    /// or detaches it.
    pub ending: Option<Reaction>,
    /// Reaction it gives where the operation that lists the code makes one thing, or a relation
    /// between two.
    pub making: Option<Reaction>,
    /// Id of the source that it leans on, where one says more than the names of the codes.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// Codes of one product that a rule of any product decides. Exact codes are tried before all rules,
/// prefixes after the rules of the product.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuledCodes {
    /// Name of the rule.
    pub rule: String,
    /// Codes, exactly.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Codes that begin so.
    #[serde(default)]
    pub prefix: Vec<String>,
    /// Why the rule is about them, in our own words.
    pub reason: String,
}

/// Codes every operation can answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommonCodes {
    /// Exact text to HTTP statuses seen, as written.
    pub codes: BTreeMap<String, Vec<String>>,
    /// Why every operation can answer them, in our own words.
    pub reason: String,
}

/// A reaction that holds for one operation only.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedReaction {
    pub operation: String,
    pub code: String,
    /// Class it gives.
    pub class: Class,
    /// Reaction it gives.
    pub reaction: Reaction,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// Observed codes to which we react otherwise than the tool does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Difference {
    /// Operation to codes.
    pub codes: BTreeMap<String, Vec<String>>,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// A text in the list of observed codes that is not the code it looks like.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Misread {
    /// The text as listed.
    pub code: String,
    /// The code it stands for. `None` if it is not a code at all.
    pub means: Option<String>,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}
