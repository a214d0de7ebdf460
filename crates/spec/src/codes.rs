//! `spec/<product>/errors.json`: every error code with its class, its reaction and the rule that
//! decided them.

pub use aliyun_rpc_vocabulary::{Class, Reaction};
use serde::{Deserialize, Serialize};

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// [`crate::ir::FORMAT`].
    pub format: u32,
    /// Product as in the folder name.
    pub product: String,
    /// Codes any operation can answer (signature, throttling, identity, ...), by variant name.
    pub common: Vec<crate::ir::ErrorCode>,
    /// Every code, in byte order of the code.
    pub codes: Vec<Code>,
    /// Where one operation reacts differently, in order of operation and code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

impl Codes {
    /// Class and reaction of a code in one operation; in any, if `operation` is empty.
    #[must_use]
    pub fn means(&self, operation: &str, code: &str) -> Option<(Class, Reaction)> {
        let key = (operation, code);
        let by = |one: &Override| (one.operation.as_str(), one.code.as_str()).cmp(&key);
        if let Ok(at) = self.overrides.binary_search_by(by) {
            return self.overrides.get(at).map(|one| (one.class, one.reaction));
        }
        let at = self.codes.binary_search_by(|one| one.code.as_str().cmp(code)).ok()?;
        self.codes.get(at).map(|one| (one.class, one.reaction))
    }
}

/// One code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Exact text on the wire.
    pub code: String,
    /// What kind of failure it is, in operations without an override.
    pub class: Class,
    /// What a caller should do, in operations without an override.
    pub reaction: Reaction,
    /// Name of the rule in `spec/curated/codes.toml` that decided.
    pub rule: String,
    /// HTTP statuses the documents give it, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<String>,
    /// How many operations list it.
    pub operations: u32,
}

/// A reaction that holds for one operation only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Operation name.
    pub operation: String,
    /// Exact text on the wire.
    pub code: String,
    /// What kind of failure it is in this operation.
    pub class: Class,
    /// What a caller should do in this operation.
    pub reaction: Reaction,
    /// Name of the rule in `spec/curated/codes.toml` that decided.
    pub rule: String,
}
