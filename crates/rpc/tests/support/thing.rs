//! One operation, `CreateThing`, written out as generated code writes it: every kind of member,
//! a dry run, a client token, a region, a secret, codes with and without a template.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use aliyun_rpc::error::captures;
use aliyun_rpc::generated::Origin;
use aliyun_rpc::open_enum::{KnownValue, Open};
use aliyun_rpc::wire::{
    FieldReader, FieldWriter, Json, ReadFields, WriteFields, debug_fields, debug_read,
};
use aliyun_rpc::{
    Class, CodeRow, DryRunnable, ErrorSet, Meta, NoErrors, Product, Reaction, Request,
};

#[derive(Clone, Default)]
pub(crate) struct CreateThing {
    pub(crate) region_id: Option<String>,
    pub(crate) name: String,
    pub(crate) size: Option<i64>,
    pub(crate) ratio: Option<f64>,
    pub(crate) open: Option<bool>,
    pub(crate) color: Option<Open<Color>>,
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

impl WriteFields for CreateThing {
    fn write(&self, writer: &mut dyn FieldWriter) {
        writer.put("RegionId", &self.region_id);
        writer.put("Name", &self.name);
        writer.put("Size", &self.size);
        writer.put("Ratio", &self.ratio);
        writer.put("Open", &self.open);
        writer.put("Color", &self.color.as_ref().map(ToString::to_string));
        writer.put("Tag", &self.tags);
        writer.put("Number", &self.numbers);
        writer.put_json("Ids", &self.ids);
        writer.put_json("Options", &self.options);
        writer.put("Label", &self.labels);
        writer.put("Anything", &self.anything);
        writer.put("Inner", &self.inner);
        writer.put_secret("Password", &self.password);
        writer.put("ClientToken", &self.client_token);
        writer.put("DryRun", &None::<bool>);
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

impl WriteFields for Tag {
    fn write(&self, writer: &mut dyn FieldWriter) {
        writer.put("Key", &self.key);
        writer.put("Value", &self.value);
    }
}

impl ReadFields for Tag {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("TagKey\nTagValue", &mut [&mut self.key, &mut self.value]);
    }
}

/// Contains itself.
#[derive(Clone, Default)]
pub(crate) struct Inner {
    pub(crate) depth: Option<i64>,
    pub(crate) token: Option<String>,
    pub(crate) inner: Option<Box<Self>>,
}

impl WriteFields for Inner {
    fn write(&self, writer: &mut dyn FieldWriter) {
        writer.put("Depth", &self.depth);
        writer.put_secret("Token", &self.token);
        writer.put("Inner", &self.inner);
    }
}

impl ReadFields for Inner {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members(
            "Depth\n*Token\nInner",
            &mut [&mut self.depth, &mut self.token, &mut self.inner],
        );
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Color {
    Red,
}

impl KnownValue for Color {
    const ALL: &'static [Self] = &[Self::Red];
    const TEXTS: &'static str = "red";
}

#[derive(Clone, Default)]
pub(crate) struct CreateThingResponse {
    pub(crate) request_id: String,
    pub(crate) count: Option<i64>,
    pub(crate) price: Option<f64>,
    pub(crate) open: Option<bool>,
    pub(crate) color: Option<Open<Color>>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) ids: Vec<String>,
    pub(crate) labels: BTreeMap<String, i64>,
    pub(crate) anything: Option<Json>,
    pub(crate) inner: Option<Box<Inner>>,
}

impl ReadFields for CreateThingResponse {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members(
            "RequestId\nCount\nPrice\nOpen\nColor\nTags>Tag\nIds>Id\nLabels\nAnything\nInner",
            &mut [
                &mut self.request_id,
                &mut self.count,
                &mut self.price,
                &mut self.open,
                &mut self.color,
                &mut self.tags,
                &mut self.ids,
                &mut self.labels,
                &mut self.anything,
                &mut self.inner,
            ],
        );
    }
}

impl fmt::Debug for CreateThingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_read("CreateThingResponse", self, f)
    }
}

#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub(crate) enum CreateThingError {
    ThingLocked,
    DuplicatedParam(String),
}

impl ErrorSet for CreateThingError {
    fn from_code(code: &str) -> Option<Self> {
        if code == "ThingLocked" {
            return Some(Self::ThingLocked);
        }
        captures("DuplicatedParam.%s", code)?.pop().map(Self::DuplicatedParam)
    }

    fn code(&self) -> Cow<'static, str> {
        match self {
            Self::ThingLocked => "ThingLocked".into(),
            Self::DuplicatedParam(part) => format!("DuplicatedParam.{part}").into(),
        }
    }

    fn origin() -> Origin {
        Origin { product: &PRODUCT, operation: "CreateThing", read_only: false }
    }
}

impl fmt::Display for CreateThingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

impl Request for CreateThing {
    type Response = CreateThingResponse;
    type Error = CreateThingError;
    const META: &'static Meta = &Meta {
        name: "CreateThing",
        product: &PRODUCT,
        timeout_seconds: 0,
        region: Some("RegionId"),
        client_token: true,
        dry_run: true,
        read_only: false,
        checks: "",
    };
}

impl DryRunnable for CreateThing {}

/// An operation without anything: no token, no documented codes, a reply that is only an id.
#[derive(Clone, Default)]
pub(crate) struct TouchThing;

impl WriteFields for TouchThing {
    fn write(&self, _: &mut dyn FieldWriter) {}
}

impl Request for TouchThing {
    type Response = aliyun_rpc::Ack;
    type Error = NoErrors;
    const META: &'static Meta = &Meta {
        name: "TouchThing",
        product: &PRODUCT,
        timeout_seconds: 86,
        region: None,
        client_token: false,
        dry_run: false,
        read_only: false,
        checks: "",
    };
}

/// An operation that changes nothing.
#[derive(Clone, Default)]
pub(crate) struct ReadThing;

impl WriteFields for ReadThing {
    fn write(&self, _: &mut dyn FieldWriter) {}
}

impl Request for ReadThing {
    type Response = aliyun_rpc::Ack;
    type Error = NoErrors;
    const META: &'static Meta = &Meta {
        name: "ReadThing",
        product: &PRODUCT,
        timeout_seconds: 0,
        region: None,
        client_token: false,
        dry_run: false,
        read_only: true,
        checks: "",
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
            code: "IdempotentFailed",
            class: Class::IdempotencyFailed,
            reaction: Reaction::RetryNewToken,
        },
        CodeRow {
            code: "IdempotentParameterMismatch",
            class: Class::IdempotencyMismatch,
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
    extension: None,
};
