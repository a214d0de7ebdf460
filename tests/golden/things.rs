// @generated from spec/things.json
use ::aliyun_rpc as rpc;
#[allow(unused_imports)]
use ::aliyun_decision::{self as d, typed as t};
#[allow(unused_imports)]
use ::aliyun_rpc::{generated as g, value as v, wire as w};
#[allow(unused_imports)]
use ::std::fmt;
use super::id;
use super::common::{Color, Tag};
///Known values (mined from the vendor's text). [`Open`](rpc::Open) holds these and any other value. `Open::from(value)` has `Display` and `Hash`.
#[non_exhaustive]
pub enum Size {
    ///`S`.
    Small,
    ///`L`.
    Large,
}
impl Copy for Size {}
#[automatically_derived]
impl Clone for Size {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl PartialEq for Size {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        *self as u16 == *other as u16
    }
}
impl Eq for Size {}
impl rpc::KnownValue for Size {
    const ALL: &'static [Self] = &[Self::Small, Self::Large];
    const TEXTS: &'static str = "S\nL";
}
impl PartialEq<Size> for Option<rpc::Open<Size>> {
    #[inline]
    fn eq(&self, other: &Size) -> bool {
        g::is(self, *other)
    }
}
impl fmt::Debug for Size {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(rpc::KnownValue::as_str(*self), f)
    }
}
///Part of [`CreateThing`].
#[derive(Clone)]
#[must_use]
pub struct Login(g::Members);
impl Login {
    ///Creates an empty value. The documentation of each request says which members it needs.
    #[inline]
    pub fn new() -> Self {
        Self(g::Members::new())
    }
    ///`User`.
    pub fn user(self, value: impl v::IntoValue<String>) -> Self {
        Self(self.0.set("User", value))
    }
    ///`Password`, never shown in `Debug`.
    pub fn password(self, value: impl v::IntoValue<String>) -> Self {
        Self(self.0.set("*Password", value))
    }
}
impl w::WriteFields for Login {
    #[inline]
    fn write(&self, writer: &mut dyn w::FieldWriter) {
        self.0.write(writer);
    }
}
impl fmt::Debug for Login {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("Login", self, f)
    }
}
impl PartialEq for Login {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
///Part of [`DescribeThingsResponse`] and [`Thing`].
#[non_exhaustive]
pub struct Thing {
    ///`ThingId`.
    pub thing_id: Option<id::ThingId>,
    ///`Color`.
    pub color: Option<rpc::Open<Color>>,
    ///`Weight`.
    pub weight: Option<f64>,
    ///`CreationTime`.
    pub creation_time: Option<rpc::Timestamp>,
    ///`Locked`.
    pub locked: Option<bool>,
    ///`Labels`.
    pub labels: ::std::collections::BTreeMap<String, String>,
    ///`Sizes`.
    pub sizes: Vec<rpc::Open<Size>>,
    ///`Part`.
    pub part: Option<Box<Thing>>,
    ///`Tags`.
    pub tags: Vec<ThingTag>,
    ///`type`.
    pub r#type: Option<i64>,
}
impl Default for Thing {
    fn default() -> Self {
        Self {
            thing_id: None,
            color: None,
            weight: None,
            creation_time: None,
            locked: None,
            labels: Default::default(),
            sizes: Vec::new(),
            part: None,
            tags: Vec::new(),
            r#type: None,
        }
    }
}
impl Clone for Thing {
    fn clone(&self) -> Self {
        Self {
            thing_id: Clone::clone(&self.thing_id),
            color: Clone::clone(&self.color),
            weight: self.weight,
            creation_time: Clone::clone(&self.creation_time),
            locked: self.locked,
            labels: Clone::clone(&self.labels),
            sizes: Clone::clone(&self.sizes),
            part: Clone::clone(&self.part),
            tags: Clone::clone(&self.tags),
            r#type: self.r#type,
        }
    }
}
impl w::ReadFields for Thing {
    #[inline]
    fn read(&mut self, reader: &mut dyn w::FieldReader) {
        g::read(
            reader,
            "ThingId\nColor\nWeight\nCreationTime\nLocked\nLabels\nSizes\nPart\nTags>Tag\ntype",
            &mut [
                &mut self.thing_id,
                &mut self.color,
                &mut self.weight,
                &mut self.creation_time,
                &mut self.locked,
                &mut self.labels,
                &mut self.sizes,
                &mut self.part,
                &mut self.tags,
                &mut self.r#type,
            ],
        );
    }
}
impl fmt::Debug for Thing {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_read("Thing", self, f)
    }
}
/**Part of [`Thing`].

A [`Tag`] of a request is made from it, and setters that take one take this, too.*/
#[non_exhaustive]
pub struct ThingTag {
    ///`TagKey`.
    pub tag_key: Option<String>,
    ///`TagValue`.
    pub tag_value: Option<String>,
}
impl Default for ThingTag {
    fn default() -> Self {
        Self {
            tag_key: None,
            tag_value: None,
        }
    }
}
impl Clone for ThingTag {
    fn clone(&self) -> Self {
        Self {
            tag_key: Clone::clone(&self.tag_key),
            tag_value: Clone::clone(&self.tag_value),
        }
    }
}
impl w::ReadFields for ThingTag {
    #[inline]
    fn read(&mut self, reader: &mut dyn w::FieldReader) {
        g::read(
            reader,
            "TagKey\nTagValue",
            &mut [&mut self.tag_key, &mut self.tag_value],
        );
    }
}
impl fmt::Debug for ThingTag {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_read("ThingTag", self, f)
    }
}
impl From<ThingTag> for Tag {
    fn from(item: ThingTag) -> Self {
        <Self as v::Pair>::told(item.tag_key, item.tag_value)
    }
}
impl From<&ThingTag> for Tag {
    fn from(item: &ThingTag) -> Self {
        item.clone().into()
    }
}
impl v::IntoValue<Tag> for ThingTag {
    fn into_value(self) -> Option<Tag> {
        Some(self.into())
    }
}
impl v::IntoValue<Tag> for &ThingTag {
    fn into_value(self) -> Option<Tag> {
        Some(self.into())
    }
}
///The documented codes of [`CreateThing`].
#[derive(Clone, PartialEq, Hash)]
#[non_exhaustive]
pub enum CreateThingError {
    ///`DuplicatedParam.%s`, HTTP 400. Class `InvalidArgument`, reaction `FixRequest`.
    DuplicatedParam(String),
    ///`ExclusiveParam.%sAnd%s`.
    ExclusiveParam(String, String),
    ///`InvalidName`, HTTP 400, 4003.
    InvalidName,
    ///`QuotaExceeded.Thing`, HTTP 403, observed, not documented.
    QuotaExceededThing,
}
impl Eq for CreateThingError {}
impl rpc::request::ErrorSet for CreateThingError {
    fn from_code(code: &str) -> Option<Self> {
        match code {
            "InvalidName" => return Some(CreateThingError::InvalidName),
            "QuotaExceeded.Thing" => return Some(CreateThingError::QuotaExceededThing),
            _ => {}
        }
        let parts = rpc::error::captures("DuplicatedParam.%s", code)
            .map(<[String; 1]>::try_from);
        if let Some(Ok([part0])) = parts {
            return Some(CreateThingError::DuplicatedParam(part0));
        }
        let parts = rpc::error::captures("ExclusiveParam.%sAnd%s", code)
            .map(<[String; 2]>::try_from);
        if let Some(Ok([part0, part1])) = parts {
            return Some(CreateThingError::ExclusiveParam(part0, part1));
        }
        None
    }
    fn code(&self) -> ::std::borrow::Cow<'static, str> {
        match self {
            CreateThingError::InvalidName => "InvalidName".into(),
            CreateThingError::QuotaExceededThing => "QuotaExceeded.Thing".into(),
            CreateThingError::DuplicatedParam(part0) => {
                format!("DuplicatedParam.{part0}").into()
            }
            CreateThingError::ExclusiveParam(part0, part1) => {
                format!("ExclusiveParam.{part0}And{part1}").into()
            }
        }
    }
    fn origin() -> g::Origin {
        g::Origin {
            product: &super::PRODUCT,
            operation: "CreateThing",
            read_only: false,
        }
    }
}
impl fmt::Debug for CreateThingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        g::debug_code(self, f)
    }
}
impl fmt::Display for CreateThingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        g::debug_code(self, f)
    }
}
///The documented codes of [`AttachThing`], [`DescribeThings`].
#[non_exhaustive]
pub enum DescribeThingsError {
    ///`HOSTNAME_ILLEGAL`, HTTP 400.
    HostnameIllegal,
    ///`Invalid.Token`, HTTP 403.
    InvalidToken,
    ///`InvalidToken`.
    InvalidToken2,
}
impl Eq for DescribeThingsError {}
impl Copy for DescribeThingsError {}
#[automatically_derived]
impl Clone for DescribeThingsError {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl PartialEq for DescribeThingsError {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        *self as u16 == *other as u16
    }
}
impl ::std::hash::Hash for DescribeThingsError {
    #[inline]
    fn hash<H: ::std::hash::Hasher>(&self, to: &mut H) {
        to.write_u16(*self as u16);
    }
}
impl g::CodeTable for DescribeThingsError {
    fn table() -> (&'static str, &'static [Self], g::Origin) {
        (
            "HOSTNAME_ILLEGAL\nInvalid.Token\nInvalidToken",
            &[
                DescribeThingsError::HostnameIllegal,
                DescribeThingsError::InvalidToken,
                DescribeThingsError::InvalidToken2,
            ],
            g::Origin {
                product: &super::PRODUCT,
                operation: "DescribeThings",
                read_only: false,
            },
        )
    }
}
impl fmt::Debug for DescribeThingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        g::debug_code(self, f)
    }
}
impl fmt::Display for DescribeThingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        g::debug_code(self, f)
    }
}
/**`AttachThing`, an update operation. Read timeout 10 s. 3 documented error codes: [`AttachThingError`].

Answered by [`Ack`](w::Ack).

**Refused** while the instance is security-locked: `ThingLocked` (lock page 2020-03-04).

The instance must be `Running` or `Stopped`, else `IncorrectStatus` (page).

`RegionId` is required with `RackId` (page).

[Vendor's page](https://example.com/attach-thing)*/
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct AttachThing(g::Members);
impl AttachThing {
    ///Creates the request with `ThingId` and `HostId`; one of several documented alternatives.
    #[inline]
    pub fn host(
        thing_id: impl v::IntoRequired<id::ThingId>,
        host_id: impl v::IntoRequired<id::HostId>,
    ) -> Self {
        Self(
            g::Members::new()
                .of::<id::ThingId>("ThingId", thing_id)
                .of::<id::HostId>("HostId", host_id),
        )
    }
    ///Creates the request with `ThingId`, `RackId` and `RegionId`; one of several documented alternatives.
    #[inline]
    pub fn rack(
        thing_id: impl v::IntoRequired<id::ThingId>,
        rack_id: impl v::IntoRequired<id::RackId>,
        region_id: impl Into<String>,
    ) -> Self {
        Self(
            g::Members::new()
                .of::<id::ThingId>("ThingId", thing_id)
                .of::<id::RackId>("RackId", rack_id)
                .text("RegionId", region_id),
        )
    }
    #[doc(hidden)]
    pub fn host_id<T: AttachThingTakesHostId>(self, _: T) -> Self {
        self
    }
    #[doc(hidden)]
    pub fn rack_id<T: AttachThingTakesRackId>(self, _: T) -> Self {
        self
    }
    #[doc(hidden)]
    pub fn region_id<T: AttachThingTakesRegionId>(self, _: T) -> Self {
        self
    }
}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`AttachThing` takes `HostId` from a constructor only: its alternatives exclude each other (no code is documented)",
    label = "set by a constructor",
    note = "help: build the request with `AttachThing::host`"
)]
pub trait AttachThingTakesHostId {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`AttachThing` takes `RackId` from a constructor only: its alternatives exclude each other (no code is documented)",
    label = "set by a constructor",
    note = "help: build the request with `AttachThing::rack`"
)]
pub trait AttachThingTakesRackId {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`AttachThing` takes `RegionId` from a constructor only: its alternatives exclude each other (no code is documented)",
    label = "set by a constructor",
    note = "help: build the request with `AttachThing::rack`"
)]
pub trait AttachThingTakesRegionId {}
impl w::WriteFields for AttachThing {
    #[inline]
    fn write(&self, writer: &mut dyn w::FieldWriter) {
        self.0.write(writer);
    }
}
impl fmt::Debug for AttachThing {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("AttachThing", self, f)
    }
}
impl PartialEq for AttachThing {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl rpc::request::Request for AttachThing {
    type Response = w::Ack;
    type Error = AttachThingError;
    const META: &'static rpc::product::Meta = &rpc::product::Meta {
        name: "AttachThing",
        product: &super::PRODUCT,
        timeout_seconds: 10u16,
        region: ::core::option::Option::None,
        client_token: false,
        dry_run: false,
        read_only: false,
        checks: "@page\n!ThingId\n?HostId RackId.RegionId",
    };
}
impl d::Decided for AttachThing {
    type Verdicts = t::VerdictsOf<
        Self,
        super::InMatrix,
        t::Denied<super::codes::ThingLocked>,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Permitted,
    >;
}
///The documented codes of [`AttachThing`].
pub type AttachThingError = DescribeThingsError;
/**`CreateThing`, a create operation. Idempotent with a `ClientToken`. [`Client::dry_run`](rpc::Client::dry_run) checks it without carrying it out; `DryRun` has no setter. 4 documented error codes: [`CreateThingError`].

Answered by [`CreateThingResponse`], always with `ThingId`.

The client's region is used unless another is set.

`Key` is required in each `Tag` (page).

[Vendor's page](https://example.com/create-thing)*/
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct CreateThing(g::Members);
///Required arguments of [`CreateThing::new`].
pub struct CreateThingArgs {
    ///`Name`, required, 2 to 128 characters.
    pub name: String,
    ///`Color`, required, sent as `Red`.
    pub color: rpc::Open<Color>,
    ///`Count`, required, 1 to 100.
    pub count: i64,
    ///`Tag`, required, at most 20 items.
    pub tags: Vec<Tag>,
    ///`GroupIds`, sent as JSON text, required.
    pub group_ids: Vec<String>,
    ///`Pin`, required, never shown in `Debug`.
    pub pin: String,
}
impl fmt::Debug for CreateThingArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateThingArgs")
            .field("name", &self.name)
            .field("color", &self.color)
            .field("count", &self.count)
            .field("tags", &self.tags)
            .field("group_ids", &self.group_ids)
            .field("pin", &format_args!("[redacted]"))
            .finish()
    }
}
#[allow(unexpected_cfgs)]
impl CreateThing {
    ///Creates the request with `Name`, `Color`, `Count`, `Tag`, `GroupIds` and `Pin`.
    #[inline]
    pub fn new(args: CreateThingArgs) -> Self {
        Self(
            g::Members::new()
                .text("Name", args.name)
                .spelled(
                    "Color",
                    "Red",
                    v::IntoRequired::<rpc::Open<Color>>::into_required(args.color),
                )
                .set::<i64>("Count", args.count)
                .list::<Tag>("Tag", args.tags)
                .list::<String>("{GroupIds", args.group_ids)
                .text("*Pin", args.pin),
        )
    }
    ///`RegionId`, required.
    pub fn region_id(self, value: impl v::IntoValue<String>) -> Self {
        Self(self.0.set("RegionId", value))
    }
    ///`Shade`, sent as `RED`.
    pub fn shade(self, value: impl v::IntoValue<rpc::Open<Color>>) -> Self {
        Self(self.0.spelled("Shade", "RED", value))
    }
    ///`Size`, default `S`.
    pub fn size(self, value: impl v::IntoValue<rpc::Open<Size>>) -> Self {
        Self(self.0.set("Size", value))
    }
    ///`Ratio`.
    pub fn ratio(self, value: impl v::IntoValue<f64>) -> Self {
        Self(self.0.set("Ratio", value))
    }
    ///`Open`.
    pub fn open(self, value: impl v::IntoValue<bool>) -> Self {
        Self(self.0.set("Open", value))
    }
    ///`Host`.
    pub fn hosts(self, value: impl v::IntoList<String>) -> Self {
        Self(self.0.list("Host", value))
    }
    ///`Login`.
    pub fn login(self, value: impl v::IntoValue<Login>) -> Self {
        Self(self.0.set("Login", value))
    }
    ///`Options`, sent as JSON text.
    pub fn options(
        self,
        value: impl v::IntoValue<::std::collections::BTreeMap<String, String>>,
    ) -> Self {
        Self(self.0.set("{Options", value))
    }
    ///`Script`, bytes or text, sent base64-encoded, never shown in `Debug`.
    pub fn script(self, value: impl v::IntoValue<v::Base64>) -> Self {
        Self(self.0.set("*Script", value))
    }
    ///`Script`, already base64-encoded, sent unchanged.
    pub fn script_base64(self, value: impl v::IntoValue<String>) -> Self {
        Self(self.0.set("*Script", value))
    }
    ///`Level`, a whole number, sent as text.
    pub fn level(self, value: impl v::IntoValue<v::NumberText>) -> Self {
        Self(self.0.set("Level", value))
    }
    ///`Encrypted`, `true` or `false`, sent as text.
    pub fn encrypted(self, value: impl v::IntoValue<v::FlagText>) -> Self {
        Self(self.0.set("Encrypted", value))
    }
    ///`Password`, never shown in `Debug`.
    pub fn password(self, value: impl v::IntoValue<String>) -> Self {
        Self(self.0.set("*Password", value))
    }
    ///`Old`, any JSON, deprecated by the vendor.
    #[cfg(feature = "legacy")]
    #[deprecated(note = "deprecated by the vendor")]
    pub fn old(self, value: impl v::IntoValue<w::Json>) -> Self {
        Self(self.0.set("Old", value))
    }
    ///`ClientToken`.
    pub fn client_token(self, value: impl v::IntoValue<String>) -> Self {
        Self(self.0.set("ClientToken", value))
    }
}
impl w::WriteFields for CreateThing {
    #[inline]
    fn write(&self, writer: &mut dyn w::FieldWriter) {
        self.0.write(writer);
    }
}
impl fmt::Debug for CreateThing {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("CreateThing", self, f)
    }
}
impl PartialEq for CreateThing {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl rpc::request::Request for CreateThing {
    type Response = CreateThingResponse;
    type Error = CreateThingError;
    const META: &'static rpc::product::Meta = &rpc::product::Meta {
        name: "CreateThing",
        product: &super::PRODUCT,
        timeout_seconds: 0u16,
        region: ::core::option::Option::Some("RegionId"),
        client_token: true,
        dry_run: true,
        read_only: false,
        checks: "@page\n!Name\n!Color\n!Count\n!Tag\n!GroupIds\n!Pin\n!Tag.Key\n=Count 1 100\n#Name 2 128\n*Tag - 20",
    };
}
impl rpc::request::DryRunnable for CreateThing {}
impl d::Decided for CreateThing {
    type Verdicts = t::VerdictsOf<
        Self,
        super::InMatrix,
        t::Permitted,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Permitted,
    >;
}
///Reply to [`CreateThing`].
#[non_exhaustive]
pub struct CreateThingResponse {
    ///`RequestId`, by which the vendor's support finds the call.
    pub request_id: String,
    ///`ThingId`.
    pub thing_id: id::ThingId,
    ///`Token`, never shown in `Debug`.
    pub token: Option<String>,
}
impl Default for CreateThingResponse {
    fn default() -> Self {
        Self {
            request_id: Default::default(),
            thing_id: Default::default(),
            token: None,
        }
    }
}
impl Clone for CreateThingResponse {
    fn clone(&self) -> Self {
        Self {
            request_id: Clone::clone(&self.request_id),
            thing_id: Clone::clone(&self.thing_id),
            token: Clone::clone(&self.token),
        }
    }
}
impl w::ReadFields for CreateThingResponse {
    #[inline]
    fn read(&mut self, reader: &mut dyn w::FieldReader) {
        g::read(
            reader,
            "RequestId\n!ThingId\n*Token",
            &mut [&mut self.request_id, &mut self.thing_id, &mut self.token],
        );
    }
}
impl fmt::Debug for CreateThingResponse {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_read("CreateThingResponse", self, f)
    }
}
/**`DescribeThings`, a list operation, read-only. Paged by number. 3 documented error codes: [`DescribeThingsError`].

Answered by [`DescribeThingsResponse`].

[Vendor's page](https://example.com/describe-things)*/
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct DescribeThings(g::Members);
impl DescribeThings {
    ///Creates the request; no parameter is required.
    #[inline]
    pub fn new() -> Self {
        Self(g::Members::new())
    }
    ///`PageNumber`, at least 1, default `1`.
    pub fn page_number(self, value: impl v::IntoValue<i64>) -> Self {
        Self(self.0.set("PageNumber", value))
    }
    ///`Tag`.
    pub fn tags(self, value: impl v::IntoList<Tag>) -> Self {
        Self(self.0.list("Tag", value))
    }
}
impl w::WriteFields for DescribeThings {
    #[inline]
    fn write(&self, writer: &mut dyn w::FieldWriter) {
        self.0.write(writer);
    }
}
impl fmt::Debug for DescribeThings {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("DescribeThings", self, f)
    }
}
impl PartialEq for DescribeThings {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl rpc::request::Request for DescribeThings {
    type Response = DescribeThingsResponse;
    type Error = DescribeThingsError;
    const META: &'static rpc::product::Meta = &rpc::product::Meta {
        name: "DescribeThings",
        product: &super::PRODUCT,
        timeout_seconds: 0u16,
        region: ::core::option::Option::None,
        client_token: false,
        dry_run: false,
        read_only: true,
        checks: "",
    };
}
impl rpc::pages::Paged for DescribeThings {
    const PAGING: rpc::pages::Paging = rpc::pages::Paging {
        style: rpc::pages::PageStyle::Number,
        size: 0u32,
        max_results: false,
    };
}
impl rpc::pages::PagedItems for DescribeThings {
    type Item = Thing;
    #[inline]
    fn items(reply: Self::Response) -> Vec<Thing> {
        reply.things
    }
}
impl d::Decided for DescribeThings {
    type Verdicts = t::VerdictsOf<
        Self,
        super::InMatrix,
        t::Permitted,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Permitted,
    >;
}
///Reply to [`DescribeThings`].
#[non_exhaustive]
pub struct DescribeThingsResponse {
    ///`RequestId`, by which the vendor's support finds the call.
    pub request_id: String,
    ///`TotalCount`, number of items on all pages.
    pub total_count: Option<i64>,
    ///`Things`.
    pub things: Vec<Thing>,
    ///`Newest`.
    pub newest: Option<Thing>,
    ///`Extra`, any JSON.
    pub extra: Option<w::Json>,
    ///`Keys`, never shown in `Debug`.
    pub keys: Vec<String>,
}
impl Default for DescribeThingsResponse {
    fn default() -> Self {
        Self {
            request_id: Default::default(),
            total_count: None,
            things: Vec::new(),
            newest: None,
            extra: None,
            keys: Vec::new(),
        }
    }
}
impl Clone for DescribeThingsResponse {
    fn clone(&self) -> Self {
        Self {
            request_id: Clone::clone(&self.request_id),
            total_count: self.total_count,
            things: Clone::clone(&self.things),
            newest: Clone::clone(&self.newest),
            extra: Clone::clone(&self.extra),
            keys: Clone::clone(&self.keys),
        }
    }
}
impl w::ReadFields for DescribeThingsResponse {
    #[inline]
    fn read(&mut self, reader: &mut dyn w::FieldReader) {
        g::read(
            reader,
            "RequestId\nTotalCount\nThings>Thing\nNewest\nExtra\n*Keys>Key",
            &mut [
                &mut self.request_id,
                &mut self.total_count,
                &mut self.things,
                &mut self.newest,
                &mut self.extra,
                &mut self.keys,
            ],
        );
    }
}
impl fmt::Debug for DescribeThingsResponse {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_read("DescribeThingsResponse", self, f)
    }
}
/**`Ping`, deprecated by the vendor. No documented error codes.

Answered by [`PingResponse`].

[Vendor's page](https://example.com/ping)*/
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Ping(g::Members);
impl Ping {
    ///Creates the request; no parameter is required.
    #[deprecated(note = "deprecated by the vendor")]
    #[inline]
    pub fn new() -> Self {
        Self(g::Members::new())
    }
}
impl w::WriteFields for Ping {
    #[inline]
    fn write(&self, writer: &mut dyn w::FieldWriter) {
        self.0.write(writer);
    }
}
impl fmt::Debug for Ping {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("Ping", self, f)
    }
}
impl PartialEq for Ping {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl rpc::request::Request for Ping {
    type Response = PingResponse;
    type Error = PingError;
    const META: &'static rpc::product::Meta = &rpc::product::Meta {
        name: "Ping",
        product: &super::PRODUCT,
        timeout_seconds: 0u16,
        region: ::core::option::Option::None,
        client_token: false,
        dry_run: false,
        read_only: false,
        checks: "",
    };
}
impl d::Decided for Ping {
    type Verdicts = t::VerdictsOf<
        Self,
        super::InMatrix,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Permitted,
    >;
}
///Reply to [`Ping`].
#[non_exhaustive]
pub struct PingResponse {}
impl Default for PingResponse {
    fn default() -> Self {
        Self {}
    }
}
impl Clone for PingResponse {
    fn clone(&self) -> Self {
        Self {}
    }
}
impl w::ReadFields for PingResponse {
    #[inline]
    fn read(&mut self, _: &mut dyn w::FieldReader) {}
}
impl fmt::Debug for PingResponse {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_read("PingResponse", self, f)
    }
}
///[`Ping`] has no documented codes of its own.
pub type PingError = rpc::error::NoErrors;
#[allow(unexpected_cfgs)]
mod legacy {
    #[allow(unused_imports)]
    use super::*;
    #[cfg(feature = "legacy")]
    impl rpc::legacy::TakesOwner for AttachThing {}
    #[cfg(feature = "legacy")]
    impl rpc::legacy::TakesOwner for CreateThing {
        const PARAMETERS: &'static [&'static str] = &["OwnerId", "ResourceOwnerId"];
    }
}
#[allow(unused_imports)]
pub use legacy::*;
#[doc(hidden)]
mod refused {
    #[diagnostic::on_unimplemented(
        message = "`AttachThing` is refused while the instance is security-locked (ThingLocked)",
        label = "refused in this state",
        note = "source: lock page 2020-03-04 https://example.com/locks",
        note = "help: get the lock removed first, then observe the instance again"
    )]
    pub trait AttachThingWhileSecurityLock {}
}
const _: () = {
    use d::{handle, typed};
    const _: ::core::option::Option<handle::Unknown> = ::core::option::Option::None;
    impl<
        C: refused::AttachThingWhileSecurityLock,
        D,
    > typed::PermittedWhile<typed::SecurityLock, AttachThing, D> for typed::Denied<C> {}
};
rpc::__serde!(
    replies : Thing ThingTag CreateThingResponse DescribeThingsResponse PingResponse;
    requests : Login AttachThing CreateThing DescribeThings Ping
);
