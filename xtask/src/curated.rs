//! `spec/curated.toml`: what no source states, or states wrongly. Every entry carries its reason,
//! and an entry that no longer changes anything is an error of the next regeneration.

use std::collections::BTreeMap;

use aliyun_rpc_spec::codes::{Class, Reaction};
use aliyun_rpc_spec::ir::PreconditionKind;
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::{Aspect, Says};
use serde::Deserialize;

use crate::files::Outcome;
use crate::texts;

/// All curated facts of all products.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Curated {
    /// What lost or cut cells of a page held.
    pub cell: Vec<CuratedCell>,
    /// Effects no page states.
    pub effect: Vec<CuratedEffect>,
    /// Documented alternatives as separate constructors.
    pub alternatives: Vec<Alternatives>,
    /// Closed lists of values.
    pub values: Vec<CuratedValues>,
    /// Conditions that are neither parameters nor locks.
    pub precondition: Vec<CuratedPrecondition>,
    /// Parameters and members that must never be shown.
    pub secret: Vec<Secret>,
    /// Those that sound like a secret and are none.
    pub shown: Vec<Secret>,
    /// Operation groups, in the order of their files.
    pub group: Vec<CuratedGroup>,
    /// Class and reaction rules, first match wins.
    pub rule: Vec<Rule>,
    /// Codes every operation can answer.
    pub common: Vec<CommonCode>,
    /// Reactions that hold for one operation only.
    pub reaction: Vec<CuratedReaction>,
    /// Where our reaction is not what the observed tool does.
    pub difference: Vec<Difference>,
    /// Observed texts that are not the code they look like.
    pub misread: Vec<Misread>,
}

/// What a lost or cut cell of a page held, with the evidence for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedCell {
    /// Product; `ecs` when left out.
    #[serde(default = "ecs")]
    pub product: String,
    /// Id of the page's source.
    pub source: String,
    /// Row.
    pub operation: String,
    /// Effect, when the cell broke off before it said so.
    pub effect: Option<aliyun_rpc_spec::capture::Effect>,
    /// Code, when the cell broke off before it named it.
    pub code: Option<String>,
    /// The evidence, in our own words.
    pub reason: String,
}

/// An effect that no page states.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedEffect {
    /// Product; `ecs` when left out.
    #[serde(default = "ecs")]
    pub product: String,
    /// Operation.
    pub operation: String,
    /// What it is about.
    pub aspect: Aspect,
    /// What will happen.
    pub says: Says,
    /// The code of the refusal.
    pub code: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// Constructors of an operation whose documents state alternatives.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Alternatives {
    /// Operation.
    pub operation: String,
    /// Constructor name to wire names of its parameters, in order.
    pub constructors: BTreeMap<String, Vec<String>>,
    /// Why, in our own words.
    pub reason: String,
}

/// Allowed values of a parameter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedValues {
    /// Product; `ecs` when left out.
    #[serde(default = "ecs")]
    pub product: String,
    /// Operation.
    pub operation: String,
    /// Parameter or dotted member, by wire name.
    pub parameter: String,
    /// Rust name of the enum.
    pub name: String,
    /// The values, as on the wire.
    pub values: Vec<String>,
    /// Why, in our own words.
    pub reason: String,
}

fn ecs() -> String {
    "ecs".to_owned()
}

/// A condition of a call that is neither a parameter nor a lock.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedPrecondition {
    /// Operation.
    pub operation: String,
    /// What it is about.
    pub kind: PreconditionKind,
    /// The values or the number it names.
    #[serde(default)]
    pub values: Vec<String>,
    /// The code of the refusal.
    pub code: Option<String>,
    /// Id of the source that states it.
    pub source: String,
    /// Ids of further sources that state the same.
    #[serde(default)]
    pub also: Vec<String>,
}

/// Whether parameters and members are secret.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secret {
    /// Wire names of parameters or members.
    pub names: Vec<String>,
    /// Only in these operations, their replies included; wherever they occur when left out.
    #[serde(default)]
    pub of: Vec<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// One operation group.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedGroup {
    /// Product; `ecs` when left out.
    #[serde(default = "ecs")]
    pub product: String,
    /// Group and feature name.
    pub name: String,
    /// The vendor's directories that make it up.
    #[serde(default)]
    pub directories: Vec<u64>,
    /// Operations that belong here whatever their directory.
    #[serde(default)]
    pub operations: Vec<String>,
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
    /// Why, in our own words.
    pub reason: String,
}

/// A code every operation can answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommonCode {
    /// Exact text.
    pub code: String,
    /// HTTP statuses seen, as written.
    #[serde(default)]
    pub statuses: Vec<String>,
}

/// A reaction that holds for one operation only.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedReaction {
    /// Product; `ecs` when left out.
    #[serde(default = "ecs")]
    pub product: String,
    /// Operation.
    pub operation: String,
    /// Code.
    pub code: String,
    /// Class it gives.
    pub class: Class,
    /// Reaction it gives.
    pub reaction: Reaction,
    /// Why, in our own words.
    pub reason: String,
}

/// An observed code to which we react otherwise than the tool does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Difference {
    /// Product; `ecs` when left out.
    #[serde(default = "ecs")]
    pub product: String,
    /// Operation.
    pub operation: String,
    /// Code.
    pub code: String,
    /// Why, in our own words.
    pub reason: String,
}

/// A text in the list of observed codes that is not the code it looks like.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Misread {
    /// Product; `ecs` when left out.
    #[serde(default = "ecs")]
    pub product: String,
    /// The text as listed.
    pub code: String,
    /// The code it stands for; none when it is no code at all.
    pub means: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

impl Curated {
    /// Reads the file and checks that every text is what it should be.
    ///
    /// # Errors
    /// A [`Problem`] with line and column, or every text that is not.
    pub(crate) fn parse(file: &str, text: &str) -> Outcome<Self> {
        let curated = toml::from_str(text).map_err(|error: toml::de::Error| {
            let place = error.span().map_or_else(String::new, |span| {
                let before = text.get(..span.start).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
                format!("{line}:{column}")
            });
            vec![Problem::new(file, place, error.message())]
        })?;
        texts::curated(file, text)?;
        Ok(curated)
    }

    /// Entries without a reason: whoever finds them in a year could not tell why they are there.
    pub(crate) fn unreasoned(&self, file: &str) -> Vec<Problem> {
        let cells = self.cell.iter().map(|one| ("cell", &one.operation, &one.reason));
        let effects = self.effect.iter().map(|one| ("effect", &one.operation, &one.reason));
        let alternatives =
            self.alternatives.iter().map(|one| ("alternatives", &one.operation, &one.reason));
        let values = self.values.iter().map(|one| ("values", &one.operation, &one.reason));
        let secret = self.secret.iter().map(|one| ("secret", one));
        let shown = self.shown.iter().map(|one| ("shown", one));
        let secrets = secret
            .chain(shown)
            .flat_map(|(kind, one)| one.names.iter().map(move |name| (kind, name, &one.reason)));
        cells
            .chain(effects)
            .chain(alternatives)
            .chain(values)
            .chain(secrets)
            .filter(|(_, _, reason)| reason.trim().is_empty())
            .map(|(kind, name, _)| {
                Problem::new(file, format!("{kind} of {name}"), "the reason is empty")
                    .help("say why the entry is there, in your own words")
            })
            .collect()
    }
}
