//! The lowered specification of one operation group: what the macros print, nothing left to decide.
//!
//! Every identifier in here is final: unique where it must be, never a Rust keyword, stable from
//! one regeneration to the next. The printers look nothing up and rename nothing.

mod limits;
mod one_of;
mod paging;
mod precondition;
mod users;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use limits::{Bound, Limits};
pub use one_of::{OneOf, When};
pub use paging::{Items, PageStyle, Paging};
pub use precondition::{Precondition, PreconditionKind};
pub use users::Users;

use crate::form::Form;
use crate::operations::{OperationFacts, OperationKind, Replacement};

fn is_false(value: &bool) -> bool {
    !*value
}

/// Version of the file format; a reader refuses any other.
pub const FORMAT: u32 = 2;

/// One file `spec/<product>/<group>.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// [`FORMAT`].
    pub format: u32,
    /// Product as in the folder name, for example `ecs`.
    pub product: String,
    /// API version, for example `2014-05-26`.
    pub version: String,
    /// Group and feature name, for example `security-groups`; `common` holds what several groups
    /// use.
    pub group: String,
    /// Open enums used in this group only (or, in `common`, by several).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enums: Vec<OpenEnum>,
    /// Nested structs used in this group only (or, in `common`, by several).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub structs: Vec<Struct>,
    /// Error enums of the operations in this group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub error_sets: Vec<ErrorSet>,
    /// The operations, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<Operation>,
    /// In `common`: which operations use each of its types.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub users: BTreeMap<String, Users>,
}

/// A list of known values, which stays open for new ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenEnum {
    /// Rust type name.
    pub name: String,
    /// Where the list comes from.
    pub origin: ValuesOrigin,
    /// Known values.
    pub variants: Vec<Variant>,
}

/// Where a list of values comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValuesOrigin {
    /// The metadata or a page states it.
    Stated,
    /// Mined from prose.
    Mined,
    /// An entry in `spec/curated/`.
    Curated,
}

/// One named value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Rust variant name.
    pub name: String,
    /// Exact text on the wire.
    pub wire: String,
}

/// The direction in which a struct is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Written into the query.
    Request,
    /// Read from a reply.
    Response,
}

/// A struct: nested in requests or responses, or the body of a response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Struct {
    /// Rust type name.
    pub name: String,
    /// The direction in which it is sent.
    pub direction: Direction,
    /// Members.
    pub fields: Vec<Field>,
    /// Of a struct in replies that is a key and a value: the struct of requests that is made from
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_request: Option<String>,
}

/// A parameter or member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Rust field name.
    pub name: String,
    /// Exact name on the wire.
    pub wire: String,
    /// Type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// The API rejects a call without it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Has no setter because a constructor sets it (required, or one of several alternatives).
    #[serde(default, skip_serializing_if = "is_false")]
    pub constructed: bool,
    /// Must never be shown: passwords, tokens, user data.
    #[serde(default, skip_serializing_if = "is_false")]
    pub secret: bool,
    /// Every reply of success has it: the id of what was created.
    #[serde(default, skip_serializing_if = "is_false")]
    pub promised: bool,
    /// The vendor marks it as deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// What to set in place of a deprecated parameter, by dotted wire name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
    /// What the documents say about its values.
    #[serde(default, skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// A value that the vendor shows as an example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The unit of a number or the form of a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Values of its open enum that it sends in other capitals than the enum has. Requests only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spelled: Vec<String>,
}

/// Type of a [`Field`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// Text.
    String,
    /// Text that says when something was or will be; in replies.
    Time,
    /// True or false.
    Bool,
    /// Whole number, 64 bits.
    Int,
    /// Number with a fraction, 64 bits.
    Float,
    /// Any JSON value.
    Any,
    /// A whole number that the wire spells as text. Requests only.
    IntText,
    /// True or false that the wire spells as text. Requests only.
    BoolText,
    /// Bytes, sent as base64. Requests only.
    Base64,
    /// An open enum, by Rust type name.
    Enum(String),
    /// An id, by the name of its type: one of [`ProductFile::ids`].
    Id(String),
    /// A struct, by Rust type name.
    Struct(String),
    /// A struct that contains itself: boxed and optional.
    Boxed(String),
    /// A list. In requests `Name.1`, `Name.2`; in responses a JSON list.
    List(Box<Type>),
    /// A list that the response wraps in an object with this one member.
    Wrapped(String, Box<Type>),
    /// A list written into one parameter as JSON text (`["a","b"]`).
    JsonList(Box<Type>),
    /// The whole value as one JSON text (the vendor's `json` style).
    Json(Box<Type>),
    /// An object with free keys.
    Map(Box<Type>),
}

impl Type {
    /// The type of a single value: what the innermost list, map or JSON text holds.
    #[must_use]
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(inner)
            | Self::Wrapped(_, inner)
            | Self::JsonList(inner)
            | Self::Json(inner)
            | Self::Map(inner) => inner.innermost(),
            _ => self,
        }
    }
}

/// The documented error codes of one or more operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorSet {
    /// Rust enum name.
    pub name: String,
    /// Whether all its operations only read, so that sending a request again does no harm.
    #[serde(default, skip_serializing_if = "is_false")]
    pub read_only: bool,
    /// Codes, by variant name.
    pub codes: Vec<ErrorCode>,
}

/// One code of an [`ErrorSet`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorCode {
    /// Rust variant name.
    pub name: String,
    /// Exact text on the wire; `%s` marks the variable parts of a template.
    pub code: String,
    /// HTTP statuses the documents give it, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<String>,
    /// How many `%s` the code holds; 0 for plain codes.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub captures: u8,
    /// Seen in the field but not in the operation's own table.
    #[serde(default, skip_serializing_if = "is_false")]
    pub observed: bool,
}

fn is_zero(value: &u8) -> bool {
    *value == 0
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Operation name, also the Rust name of the request struct.
    pub name: String,
    /// The vendor's page.
    pub url: String,
    /// What it does, as `product.json` says. `None` if nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<OperationKind>,
    /// Parameters.
    pub fields: Vec<Field>,
    /// Ways to build the request; never empty.
    pub constructors: Vec<Constructor>,
    /// Rust name of the response struct; `Ack` when the reply holds only a request id.
    pub response: String,
    /// Body of the response, when it is not shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_struct: Option<Struct>,
    /// Rust name of the error enum; it may be another operation's set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<String>,
    /// `RegionId` is required and is filled in from the client when it was not set.
    #[serde(default, skip_serializing_if = "is_false")]
    pub region: bool,
    /// Takes a `ClientToken`; the runtime makes one when it was not set.
    #[serde(default, skip_serializing_if = "is_false")]
    pub client_token: bool,
    /// Takes `DryRun`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub dry_run: bool,
    /// How the list is paged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// Does not change anything; safe to repeat.
    #[serde(default, skip_serializing_if = "is_false")]
    pub read_only: bool,
    /// The vendor marks it as deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The operation to use in its place: what the vendor names, or a curated fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Replacement>,
    /// Read timeout in seconds; 0 for the client's default.
    #[serde(default, skip_serializing_if = "is_zero_u16")]
    pub timeout_seconds: u16,
    /// The old account parameters it takes (`OwnerId`, `ResourceOwnerAccount`, ...).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legacy: Vec<String>,
    /// Limits of use that are not parameters: statuses, group types, memberships.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preconditions: Vec<Precondition>,
    /// The rules that a request is checked against before it is sent, in the format that
    /// `aliyun_rpc::check` documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
}

fn is_zero_u16(value: &u16) -> bool {
    *value == 0
}

/// One way to build a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constructor {
    /// Rust function name: `new`, or the alternative it stands for (`instance`).
    pub name: String,
    /// Rust names of the fields it takes, in order.
    pub args: Vec<String>,
    /// The name of the struct that holds the arguments, if there are too many to read as a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub args_struct: Option<String>,
}

/// `spec/<product>/product.json`: what belongs to no group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductFile {
    /// [`FORMAT`].
    pub format: u32,
    /// Product as in the folder name, also the first label of its endpoints.
    pub product: String,
    /// API version.
    pub version: String,
    /// Regions whose endpoint does not follow the `<product>.<region>.aliyuncs.com` rule.
    #[serde(default)]
    pub endpoints: BTreeMap<String, String>,
    /// Groups, one file each; `common` among them.
    pub groups: Vec<String>,
    /// Every operation that any source names, in byte order of the names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<OperationFacts>,
    /// Types of ids, each named after its kind: `InstanceId`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// What is in a group, for its documentation; not every group has a title.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<String, String>,
}
