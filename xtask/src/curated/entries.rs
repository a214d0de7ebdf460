//! The entries of the files in `spec/curated/`. Each that changes a fact says why, in our own
//! words, and where the evidence is.

#![allow(
    dead_code,
    reason = "most reasons are for people; that none is empty is checked as a text"
)]

use std::collections::BTreeMap;

use aliyun_rpc_spec::ir::PreconditionKind;
use aliyun_rpc_spec::matrix::{Aspect, Says};
use aliyun_rpc_spec::operations::{OperationKind, ResourceType};
use serde::Deserialize;

use super::members::{DisputedMaximum, MayBeEmpty, Successors, WholeNumber};

/// `secrets.toml`: what is secret in any product.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Secrets {
    /// Parameters and members that must never be shown.
    pub secret: Vec<Secret>,
    /// Those that only sound like a secret.
    pub shown: Vec<Secret>,
}

/// `<product>/groups.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Groups {
    /// Operation groups.
    pub group: Vec<CuratedGroup>,
}

/// `<product>/requests.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Requests {
    /// Documented alternatives as separate constructors.
    pub alternatives: Vec<Alternatives>,
    /// Sets of parameters of which a call needs one.
    pub one_of: Vec<OneOf>,
    /// Required texts that may be empty.
    pub may_be_empty: Vec<MayBeEmpty>,
    /// Members that hold whole numbers.
    pub number: Vec<WholeNumber>,
    /// Limits on which prose and metadata disagree.
    pub disputed: Vec<DisputedMaximum>,
    /// What to set in place of deprecated parameters.
    pub successor: Vec<Successors>,
    /// Codes for missing members that nothing demands.
    pub unchecked: Vec<Unchecked>,
    /// Closed lists of values.
    pub values: Vec<CuratedValues>,
    /// Texts that hold base64, where the metadata does not demand it.
    pub base64: Vec<CuratedBase64>,
    /// Names of types.
    pub name: Vec<CuratedName>,
    /// Names that a request and a reply share, and that have two types for a reason.
    pub apart: Vec<CuratedApart>,
    /// The list that the pages of an operation are about.
    pub items: Vec<CuratedItems>,
    /// What texts are ids of, where their names do not tell.
    pub id: Vec<CuratedId>,
    /// What operations do, where the sources mislead.
    pub kind: Vec<CuratedKind>,
    /// What to use in place of deprecated operations.
    pub replaced: Vec<Replaced>,
    /// Which kinds of resource operations concern, where the sources do not tell.
    pub concerns: Vec<CuratedConcerns>,
    /// Conditions that are neither parameters nor locks.
    pub precondition: Vec<CuratedPrecondition>,
    /// Members that every reply of success has, beside the ids that regen finds.
    pub promised: Vec<Promise>,
    /// Ids of created things that a reply of success may lack.
    pub unpromised: Vec<Promise>,
    /// Parameters and members that must never be shown.
    pub secret: Vec<Secret>,
    /// Those that only sound like a secret.
    pub shown: Vec<Secret>,
}

/// A text that holds base64.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedBase64 {
    pub operation: String,
    /// Dotted parameter, or `Response.` and a dotted member.
    pub member: String,
    /// It is base64 unless the call asks for plain text; the member stays a text then.
    #[serde(default)]
    pub by_default: bool,
    /// The parameter that says how it is encoded. The request has no such member, because it
    /// encodes the text itself.
    pub said_by: Option<String>,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// A member of a reply that is, or is not, always there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Promise {
    pub operation: String,
    /// Member of its reply.
    pub member: String,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// `<product>/matrix.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Matrix {
    /// What lost or cut cells of a page held.
    pub cell: Vec<CuratedCell>,
    /// Effects no page states.
    pub effect: Vec<CuratedEffect>,
}

/// What a lost or cut cell of a page held, with the evidence for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedCell {
    /// Id of the page's source.
    pub source: String,
    /// Row.
    pub operation: String,
    /// Effect, when the cell broke off before it said so.
    pub effect: Option<Says>,
    /// Code, when the cell broke off before it named it.
    pub code: Option<String>,
    /// The evidence, in our own words.
    pub reason: String,
}

/// An effect that no page states.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedEffect {
    pub operation: String,
    /// What it is about.
    pub aspect: Aspect,
    /// What will happen.
    pub says: Says,
    /// The code of the refusal.
    pub code: Option<String>,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// Constructors of an operation whose documents state alternatives.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Alternatives {
    pub operation: String,
    /// Constructor name to wire names of its parameters, in order.
    pub constructors: BTreeMap<String, Vec<String>>,
    /// Parameters of some constructors that can be set beside the others too.
    #[serde(default)]
    pub settable: Vec<String>,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// Sets of parameters of which a call needs at least one whole set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OneOf {
    pub operations: Vec<String>,
    /// The struct, or the list of structs, whose members they are; the request when left out.
    pub inside: Option<String>,
    /// Where only some calls need one.
    pub when: Option<When>,
    /// Wire names, set by set.
    pub sets: Vec<Vec<String>>,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// A member beside the sets that a call has if it needs one of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    pub member: String,
    /// The values with which it does; any value when left out.
    #[serde(default)]
    pub values: Vec<String>,
}

/// Codes that by their names are about missing members, which nothing checks before a call is sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unchecked {
    pub operations: Vec<String>,
    pub codes: Vec<String>,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// The list that the pages of an operation are about, where a reply has several.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedItems {
    pub operation: String,
    /// The list, by its name on the wire.
    pub list: String,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// Allowed values of a parameter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedValues {
    pub operation: String,
    /// Parameter or dotted member, by wire name.
    pub parameter: String,
    /// Rust name of the enum.
    pub name: String,
    /// The values, as on the wire.
    pub values: Vec<String>,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// A type that several members share, whatever the rules for names make of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedName {
    /// Members of the type: `Operation.Member`, or `Operation.Response.Member`. A name without a
    /// dot stands for every text whose values would else be an enum of that meaning.
    pub at: Vec<String>,
    /// Rust name of the type.
    pub name: String,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// Members of one name, of a request and of a reply, that are not one open enum.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedApart {
    /// Their places, as in [`CuratedName::at`].
    pub at: Vec<String>,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// What texts are ids of: all of a name, or those at single places.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedId {
    /// Names in the singular and with capitals: `DiskId`. In the plural if one text holds several.
    #[serde(default)]
    pub names: Vec<String>,
    /// Places, as in [`CuratedName::at`], whatever the name there.
    #[serde(default)]
    pub at: Vec<String>,
    /// The kind, `Disk`; `None` if such a text is not the id of one kind.
    pub kind: Option<String>,
    /// What ids of the kind can begin with, beside the letters with which most of them do.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// What operations do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedKind {
    pub operations: Vec<String>,
    pub kind: OperationKind,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// What to use in place of deprecated operations.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Replaced {
    pub operations: Vec<String>,
    /// Nothing when left out, whatever the sources say.
    pub by: Option<ReplacedBy>,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// An operation of this or another product.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplacedBy {
    /// As the vendor spells it: `Vpc`.
    pub product: String,
    /// Version of its API.
    pub version: String,
    /// One of the same name when left out.
    pub operation: Option<String>,
}

/// Which kinds of resource operations concern.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedConcerns {
    pub operations: Vec<String>,
    /// The kinds; empty if the operations concern none.
    pub concerns: Vec<ResourceType>,
    /// Id of the source that states it, where one does.
    pub source: Option<String>,
    /// Why, in our own words.
    pub reason: String,
}

/// A condition of a call that is neither a parameter nor a lock.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedPrecondition {
    pub operations: Vec<String>,
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
    /// Why, in our own words.
    pub reason: String,
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
    /// Group and feature name.
    pub name: String,
    /// What is in it, for its documentation.
    pub title: Option<String>,
    /// The vendor's directories that make it up.
    #[serde(default)]
    pub directories: Vec<u64>,
    /// Operations that belong here whatever their directory.
    #[serde(default)]
    pub operations: Vec<String>,
}
