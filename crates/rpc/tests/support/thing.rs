//! One operation, `CreateThing`, written out as generated code writes it: every kind of member,
//! a dry run, a client token, a region, a secret, and a table in which a lock denies it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use aliyun_rpc::decision::typed::{All, Denied, NoCode, Permitted};
use aliyun_rpc::decision::{
    Agreement, Cell, Entry, Kind, NONE, Row, Says, Source, Stated, Table, verdict_count, verdicts,
};
use aliyun_rpc::open_enum::{OpenEnum, Word};
use aliyun_rpc::wire::{Fields, Json, Object, Read, Reader, debug_fields, debug_read};
use aliyun_rpc::{
    Class, CodeRow, DryRunnable, ErrorSet, Meta, NoErrors, Product, Reaction, Request, captures,
    find,
};

#[derive(Clone, Default)]
pub(crate) struct CreateThing {
    pub(crate) region_id: Option<String>,
    pub(crate) name: String,
    pub(crate) size: Option<i64>,
    pub(crate) ratio: Option<f64>,
    pub(crate) open: Option<bool>,
    pub(crate) color: Option<Color>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) numbers: Vec<Option<i64>>,
    pub(crate) ids: Option<Vec<String>>,
    pub(crate) options: Option<BTreeMap<String, String>>,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) anything: Option<Json>,
    pub(crate) inner: Option<Box<Inner>>,
    pub(crate) password: Option<String>,
    pub(crate) client_token: Option<String>,
}

impl Fields for CreateThing {
    fn write(&self, object: &mut dyn Object) {
        object.put("RegionId", &self.region_id);
        object.put("Name", &self.name);
        object.put("Size", &self.size);
        object.put("Ratio", &self.ratio);
        object.put("Open", &self.open);
        object.put("Color", &self.color.as_ref().map(ToString::to_string));
        object.put("Tag", &self.tags);
        object.put("Number", &self.numbers);
        object.put_json("Ids", &self.ids);
        object.put_json("Options", &self.options);
        object.put("Label", &self.labels);
        object.put("Anything", &self.anything);
        object.put("Inner", &self.inner);
        object.put_secret("Password", &self.password);
        object.put("ClientToken", &self.client_token);
        object.put("DryRun", &None::<bool>);
    }
}

impl fmt::Debug for CreateThing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_fields("CreateThing", self, f)
    }
}

#[derive(Clone, Default)]
pub(crate) struct Tag {
    pub(crate) key: Option<String>,
    pub(crate) value: Option<String>,
}

impl Fields for Tag {
    fn write(&self, object: &mut dyn Object) {
        object.put("Key", &self.key);
        object.put("Value", &self.value);
    }
}

impl Read for Tag {
    fn read(&mut self, reader: &mut dyn Reader) {
        reader.field("TagKey", &mut self.key);
        reader.field("TagValue", &mut self.value);
    }
}

/// Contains itself.
#[derive(Clone, Default)]
pub(crate) struct Inner {
    pub(crate) depth: Option<i64>,
    pub(crate) token: Option<String>,
    pub(crate) inner: Option<Box<Self>>,
}

impl Fields for Inner {
    fn write(&self, object: &mut dyn Object) {
        object.put("Depth", &self.depth);
        object.put_secret("Token", &self.token);
        object.put("Inner", &self.inner);
    }
}

impl Read for Inner {
    fn read(&mut self, reader: &mut dyn Reader) {
        reader.field("Depth", &mut self.depth);
        reader.secret("Token", &mut self.token);
        reader.field("Inner", &mut self.inner);
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Color {
    Red,
    Other(String),
}

impl OpenEnum for Color {
    fn from_wire(wire: &str) -> Self {
        if wire == "red" { Self::Red } else { Self::Other(wire.to_owned()) }
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Red => "red",
            Self::Other(other) => other,
        })
    }
}

#[derive(Clone, Default)]
pub(crate) struct CreateThingResponse {
    pub(crate) request_id: String,
    pub(crate) count: Option<i64>,
    pub(crate) price: Option<f64>,
    pub(crate) open: Option<bool>,
    pub(crate) color: Option<Color>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) ids: Vec<String>,
    pub(crate) labels: BTreeMap<String, i64>,
    pub(crate) anything: Option<Json>,
    pub(crate) inner: Option<Box<Inner>>,
}

impl Read for CreateThingResponse {
    fn read(&mut self, reader: &mut dyn Reader) {
        reader.field("RequestId", &mut self.request_id);
        reader.field("Count", &mut self.count);
        reader.field("Price", &mut self.price);
        reader.field("Open", &mut self.open);
        reader.field("Color", &mut Word(&mut self.color));
        reader.wrapped("Tags", "Tag", &mut self.tags);
        reader.wrapped("Ids", "Id", &mut self.ids);
        reader.field("Labels", &mut self.labels);
        reader.field("Anything", &mut self.anything);
        reader.field("Inner", &mut self.inner);
    }
}

impl fmt::Debug for CreateThingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_read("CreateThingResponse", self, f)
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub(crate) enum CreateThingError {
    ThingLocked,
    DuplicatedParam(String),
}

impl ErrorSet for CreateThingError {
    fn from_code(code: &str) -> Option<Self> {
        static PLAIN: &[(&str, u8)] = &[("ThingLocked", 0)];
        match find(PLAIN, code) {
            Some(_) => Some(Self::ThingLocked),
            None => captures("DuplicatedParam.%s", code)?.pop().map(Self::DuplicatedParam),
        }
    }

    fn code(&self) -> Cow<'static, str> {
        match self {
            Self::ThingLocked => "ThingLocked".into(),
            Self::DuplicatedParam(part) => format!("DuplicatedParam.{part}").into(),
        }
    }
}

impl Request for CreateThing {
    type Response = CreateThingResponse;
    type Error = CreateThingError;
    type Verdicts = All<Self, Denied<NoCode>, Permitted, Permitted, Permitted, Permitted>;
    const META: &'static Meta = &Meta {
        name: "CreateThing",
        product: &PRODUCT,
        row: 0,
        timeout_seconds: 0,
        region: Some("RegionId"),
        client_token: true,
        dry_run: true,
        read_only: false,
    };
}

impl DryRunnable for CreateThing {}

/// An operation without anything: no token, no documented codes, a reply that is only an id.
#[derive(Clone, Default)]
pub(crate) struct TouchThing;

impl Fields for TouchThing {
    fn write(&self, _: &mut dyn Object) {}
}

impl Request for TouchThing {
    type Response = aliyun_rpc::Ack;
    type Error = NoErrors;
    type Verdicts = All<Self, Permitted, Permitted, Permitted, Permitted, Permitted>;
    const META: &'static Meta = &Meta {
        name: "TouchThing",
        product: &PRODUCT,
        row: 1,
        timeout_seconds: 86,
        region: None,
        client_token: false,
        dry_run: false,
        read_only: false,
    };
}

pub(crate) static PRODUCT: Product = Product {
    name: "things",
    version: "2014-05-26",
    endpoints: &[("cn-old", "things-old.example.com")],
    codes: &[
        CodeRow {
            code: "DuplicatedParam.%s",
            class: Class::InvalidArgument,
            reaction: Reaction::FixRequest,
        },
        CodeRow {
            code: "InternalError",
            class: Class::Transient,
            reaction: Reaction::RetrySameToken,
        },
        CodeRow {
            code: "LastTokenProcessing",
            class: Class::IdempotencyPending,
            reaction: Reaction::RetrySameToken,
        },
        CodeRow {
            code: "SignatureNonceUsed",
            class: Class::Unauthenticated,
            reaction: Reaction::RetrySameToken,
        },
        CodeRow { code: "ThingLocked", class: Class::Locked, reaction: Reaction::AskOwner },
    ],
    overrides: &[(
        "TouchThing",
        CodeRow { code: "ThingLocked", class: Class::NotFound, reaction: Reaction::FixRequest },
    )],
    matrix: &MATRIX,
};

const ENTRIES: &[Entry] = &[Entry {
    source: 0,
    kind: Kind::PageRow,
    says: Some(Says::Denied),
    truncated: false,
    code: 0,
    reason: NONE,
    line: 7,
}];

const CELLS: &[Cell] = &[
    Cell { stated: Stated::Denied, agreement: Agreement::Agreed, code: 0, first: 0, count: 1 },
    Cell {
        stated: Stated::Permitted,
        agreement: Agreement::Agreed,
        code: NONE,
        first: 0,
        count: 0,
    },
];

const CODES: &[&str] = &["ThingLocked"];

static MATRIX: Table = Table {
    sources: &[Source { id: "locks", published: "2026-06-20", url: "", title: "lock page" }],
    codes: CODES,
    verdicts: &verdicts::<{ verdict_count(CODES.len()) }>(CODES),
    reasons: &[],
    entries: ENTRIES,
    cells: CELLS,
    rows: &[
        Row::new("CreateThing", [0, 1, 1, 1, 1, NONE, NONE], CELLS, ENTRIES),
        Row::new("TouchThing", [1, 1, 1, 1, 1, NONE, NONE], CELLS, ENTRIES),
    ],
};
