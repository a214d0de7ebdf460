// @generated from spec/things.json
use ::aliyun_rpc as rpc;
#[allow(unused_imports)]
use ::aliyun_rpc::{decision::typed as t, generated as g, wire as w};
#[allow(unused_imports)]
use ::std::fmt;
use super::common::{Color, Tag};
///Known values (mined from the vendor's text); others travel in `Other`.
#[non_exhaustive]
pub enum Size {
    ///`S`.
    Small,
    ///`L`.
    Large,
    /// A value this version does not know.
    Other(String),
}
impl Size {
    /// The value as it is on the wire.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Size::Small => "S",
            Size::Large => "L",
            Size::Other(text) => text,
        }
    }
}
impl rpc::OpenEnum for Size {
    fn from_wire(wire: &str) -> Self {
        match wire {
            "S" => Size::Small,
            "L" => Size::Large,
            other => Size::Other(other.into()),
        }
    }
}
impl Clone for Size {
    fn clone(&self) -> Self {
        rpc::OpenEnum::from_wire(self.as_str())
    }
}
impl PartialEq for Size {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
impl Eq for Size {}
impl fmt::Display for Size {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
impl fmt::Debug for Size {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
///Part of requests.
#[derive(Clone, Default)]
#[must_use]
pub struct Login(g::Members);
impl Login {
    /// Without any member.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }
    ///`User`.
    pub fn user(self, value: impl Into<String>) -> Self {
        Self(self.0.text("User", value))
    }
    ///`Password`, never shown in `Debug`.
    pub fn password(self, value: impl Into<String>) -> Self {
        Self(self.0.text("*Password", value))
    }
}
impl w::Fields for Login {
    #[inline]
    fn write(&self, object: &mut dyn w::Object) {
        self.0.write(object);
    }
}
impl fmt::Debug for Login {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("Login", self, f)
    }
}
///Part of replies.
#[non_exhaustive]
pub struct Thing {
    ///`ThingId`.
    pub thing_id: Option<String>,
    ///`Color`.
    pub color: Option<Color>,
    ///`Weight`.
    pub weight: Option<f64>,
    ///`Locked`.
    pub locked: Option<bool>,
    ///`Labels`.
    pub labels: ::std::collections::BTreeMap<String, String>,
    ///`Sizes`.
    pub sizes: Vec<Size>,
    ///`Part`.
    pub part: Option<Box<Thing>>,
    ///`type`.
    pub r#type: Option<i64>,
}
impl Default for Thing {
    fn default() -> Self {
        Self {
            thing_id: None,
            color: None,
            weight: None,
            locked: None,
            labels: Default::default(),
            sizes: Vec::new(),
            part: None,
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
            locked: self.locked,
            labels: Clone::clone(&self.labels),
            sizes: Clone::clone(&self.sizes),
            part: Clone::clone(&self.part),
            r#type: self.r#type,
        }
    }
}
impl w::Read for Thing {
    #[inline]
    fn read(&mut self, reader: &mut dyn w::Reader) {
        g::read(
            reader,
            "ThingId\nColor\nWeight\nLocked\nLabels\nSizes\nPart\ntype",
            &mut [
                &mut self.thing_id,
                &mut g::Word(&mut self.color),
                &mut self.weight,
                &mut self.locked,
                &mut self.labels,
                &mut g::Words(&mut self.sizes),
                &mut self.part,
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
///The documented codes of [`CreateThing`].
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum CreateThingError {
    ///`DuplicatedParam.%s`, HTTP 400.
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
        Some(
            match code {
                "InvalidName" => CreateThingError::InvalidName,
                "QuotaExceeded.Thing" => CreateThingError::QuotaExceededThing,
                _ => {
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
                    return None;
                }
            },
        )
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
}
impl fmt::Debug for CreateThingError {
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
impl g::Listed for DescribeThingsError {
    fn table() -> (&'static str, &'static [Self]) {
        (
            "HOSTNAME_ILLEGAL\nInvalid.Token\nInvalidToken",
            &[
                DescribeThingsError::HostnameIllegal,
                DescribeThingsError::InvalidToken,
                DescribeThingsError::InvalidToken2,
            ],
        )
    }
}
impl fmt::Debug for DescribeThingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        g::debug_code(self, f)
    }
}
/**`AttachThing`. Read timeout 10 s. 3 documented error codes.

**Refused** while the instance is security-locked: `ThingLocked` (lock page 2020-03-04).

The instance must be `Running` or `Stopped`, else `IncorrectStatus` (page).

`RegionId` is required with `RackId` (page).

[Vendor's page](https://example.com/attach-thing)*/
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct AttachThing(g::Members);
impl AttachThing {
    ///With `ThingId` and `HostId`; one of several documented alternatives.
    #[inline]
    pub fn host(thing_id: impl Into<String>, host_id: impl Into<String>) -> Self {
        Self(g::Members::new().text("ThingId", thing_id).text("HostId", host_id))
    }
    ///With `ThingId`, `RackId` and `RegionId`; one of several documented alternatives.
    #[inline]
    pub fn rack(
        thing_id: impl Into<String>,
        rack_id: impl Into<String>,
        region_id: impl Into<String>,
    ) -> Self {
        Self(
            g::Members::new()
                .text("ThingId", thing_id)
                .text("RackId", rack_id)
                .text("RegionId", region_id),
        )
    }
    #[doc(hidden)]
    pub fn host_id<T: AttachThingHostId>(self, _: T) -> Self {
        self
    }
    #[doc(hidden)]
    pub fn rack_id<T: AttachThingRackId>(self, _: T) -> Self {
        self
    }
    #[doc(hidden)]
    pub fn region_id<T: AttachThingRegionId>(self, _: T) -> Self {
        self
    }
}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`AttachThing` takes `HostId` from a constructor only: its alternatives exclude each other (no code is documented)",
    label = "set by a constructor",
    note = "help: build the request with `AttachThing::host`"
)]
pub trait AttachThingHostId {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`AttachThing` takes `RackId` from a constructor only: its alternatives exclude each other (no code is documented)",
    label = "set by a constructor",
    note = "help: build the request with `AttachThing::rack`"
)]
pub trait AttachThingRackId {}
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`AttachThing` takes `RegionId` from a constructor only: its alternatives exclude each other (no code is documented)",
    label = "set by a constructor",
    note = "help: build the request with `AttachThing::rack`"
)]
pub trait AttachThingRegionId {}
impl w::Fields for AttachThing {
    #[inline]
    fn write(&self, object: &mut dyn w::Object) {
        self.0.write(object);
    }
}
impl fmt::Debug for AttachThing {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("AttachThing", self, f)
    }
}
impl rpc::request::Request for AttachThing {
    type Response = w::Ack;
    type Error = AttachThingError;
    type Verdicts = t::All<
        Self,
        t::Denied<super::codes::ThingLocked>,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Permitted,
    >;
    const META: &'static rpc::request::Meta = &rpc::request::Meta {
        name: "AttachThing",
        product: &super::PRODUCT,
        row: super::Operation::AttachThing.row(),
        timeout_seconds: 10u16,
        region: ::core::option::Option::None,
        client_token: false,
        dry_run: false,
        read_only: false,
    };
}
impl rpc::legacy::TakesOwner for AttachThing {}
///The documented codes of [`AttachThing`].
pub type AttachThingError = DescribeThingsError;
/**`CreateThing`. Idempotent by `ClientToken`. 4 documented error codes.

The client's region is used unless another is set.

[Vendor's page](https://example.com/create-thing)*/
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct CreateThing(g::Members);
///What [`CreateThing::new`] demands.
#[derive(Clone)]
pub struct CreateThingArgs {
    ///`Name`, required, 2 to 128 characters.
    pub name: String,
    ///`Color`, required.
    pub color: Color,
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
impl CreateThing {
    ///With `Name`, `Color`, `Count`, `Tag`, `GroupIds` and `Pin`.
    #[inline]
    pub fn new(args: CreateThingArgs) -> Self {
        Self(
            g::Members::new()
                .text("Name", args.name)
                .word("Color", args.color)
                .set("Count", args.count)
                .list::<Tag>("Tag", args.tags)
                .texts("{GroupIds", args.group_ids)
                .text("*Pin", args.pin),
        )
    }
    ///`RegionId`, required.
    pub fn region_id(self, value: impl Into<String>) -> Self {
        Self(self.0.text("RegionId", value))
    }
    ///`Size`, default `S`.
    #[inline]
    pub fn size(self, value: Size) -> Self {
        Self(self.0.word("Size", value))
    }
    ///`Ratio`.
    #[inline]
    pub fn ratio(self, value: f64) -> Self {
        Self(self.0.set("Ratio", value))
    }
    ///`Open`.
    #[inline]
    pub fn open(self, value: bool) -> Self {
        Self(self.0.set("Open", value))
    }
    ///`Host`.
    pub fn hosts(self, value: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.texts("Host", value))
    }
    ///`Login`.
    #[inline]
    pub fn login(self, value: Login) -> Self {
        Self(self.0.set("Login", value))
    }
    ///`Options`, sent as JSON text.
    #[inline]
    pub fn options(self, value: ::std::collections::BTreeMap<String, String>) -> Self {
        Self(self.0.set("{Options", value))
    }
    ///`Password`, never shown in `Debug`.
    pub fn password(self, value: impl Into<String>) -> Self {
        Self(self.0.text("*Password", value))
    }
    ///`Old`, any JSON, deprecated by the vendor.
    #[cfg(feature = "legacy")]
    #[inline]
    pub fn old(self, value: w::Json) -> Self {
        Self(self.0.set("Old", value))
    }
    ///`ClientToken`.
    pub fn client_token(self, value: impl Into<String>) -> Self {
        Self(self.0.text("ClientToken", value))
    }
    ///`DryRun`.
    #[inline]
    pub fn dry_run(self, value: bool) -> Self {
        Self(self.0.set("DryRun", value))
    }
}
impl w::Fields for CreateThing {
    #[inline]
    fn write(&self, object: &mut dyn w::Object) {
        self.0.write(object);
    }
}
impl fmt::Debug for CreateThing {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("CreateThing", self, f)
    }
}
impl rpc::request::Request for CreateThing {
    type Response = CreateThingResponse;
    type Error = CreateThingError;
    type Verdicts = t::All<
        Self,
        t::Permitted,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Permitted,
    >;
    const META: &'static rpc::request::Meta = &rpc::request::Meta {
        name: "CreateThing",
        product: &super::PRODUCT,
        row: super::Operation::CreateThing.row(),
        timeout_seconds: 0u16,
        region: ::core::option::Option::Some("RegionId"),
        client_token: true,
        dry_run: true,
        read_only: false,
    };
}
impl rpc::request::DryRunnable for CreateThing {}
impl rpc::legacy::TakesOwner for CreateThing {
    const PARAMETERS: &'static [&'static str] = &["OwnerId", "ResourceOwnerId"];
}
///Reply to [`CreateThing`].
#[non_exhaustive]
pub struct CreateThingResponse {
    ///`RequestId`.
    pub request_id: String,
    ///`ThingId`.
    pub thing_id: Option<String>,
    ///`Token`, never shown in `Debug`.
    pub token: Option<String>,
}
impl Default for CreateThingResponse {
    fn default() -> Self {
        Self {
            request_id: String::new(),
            thing_id: None,
            token: None,
        }
    }
}
impl Clone for CreateThingResponse {
    fn clone(&self) -> Self {
        Self {
            request_id: self.request_id.clone(),
            thing_id: Clone::clone(&self.thing_id),
            token: Clone::clone(&self.token),
        }
    }
}
impl w::Read for CreateThingResponse {
    #[inline]
    fn read(&mut self, reader: &mut dyn w::Reader) {
        g::read(
            reader,
            "RequestId\nThingId\n*Token",
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
/**`DescribeThings`, read-only. Paged by number. 3 documented error codes.

[Vendor's page](https://example.com/describe-things)*/
#[derive(Clone, Default)]
#[must_use = "a request does nothing until it is sent"]
pub struct DescribeThings(g::Members);
impl DescribeThings {
    ///Without any parameter; none is required.
    #[inline]
    pub fn new() -> Self {
        Self(g::Members::new())
    }
    ///`PageNumber`, at least 1, default `1`.
    #[inline]
    pub fn page_number(self, value: i64) -> Self {
        Self(self.0.set("PageNumber", value))
    }
    ///`Tag`.
    pub fn tags(self, value: impl Into<Vec<Tag>>) -> Self {
        Self(self.0.list::<Tag>("Tag", value))
    }
}
impl w::Fields for DescribeThings {
    #[inline]
    fn write(&self, object: &mut dyn w::Object) {
        self.0.write(object);
    }
}
impl fmt::Debug for DescribeThings {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("DescribeThings", self, f)
    }
}
impl rpc::request::Request for DescribeThings {
    type Response = DescribeThingsResponse;
    type Error = DescribeThingsError;
    type Verdicts = t::All<
        Self,
        t::Permitted,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Permitted,
    >;
    const META: &'static rpc::request::Meta = &rpc::request::Meta {
        name: "DescribeThings",
        product: &super::PRODUCT,
        row: super::Operation::DescribeThings.row(),
        timeout_seconds: 0u16,
        region: ::core::option::Option::None,
        client_token: false,
        dry_run: false,
        read_only: true,
    };
}
///Reply to [`DescribeThings`].
#[non_exhaustive]
pub struct DescribeThingsResponse {
    ///`RequestId`.
    pub request_id: String,
    ///`TotalCount`.
    pub total_count: Option<i64>,
    ///`Things`.
    pub things: Vec<Thing>,
    ///`Newest`.
    pub newest: Thing,
    ///`Extra`, any JSON.
    pub extra: Option<w::Json>,
    ///`Keys`, never shown in `Debug`.
    pub keys: Vec<String>,
}
impl Default for DescribeThingsResponse {
    fn default() -> Self {
        Self {
            request_id: String::new(),
            total_count: None,
            things: Vec::new(),
            newest: Default::default(),
            extra: None,
            keys: Vec::new(),
        }
    }
}
impl Clone for DescribeThingsResponse {
    fn clone(&self) -> Self {
        Self {
            request_id: self.request_id.clone(),
            total_count: self.total_count,
            things: Clone::clone(&self.things),
            newest: Clone::clone(&self.newest),
            extra: Clone::clone(&self.extra),
            keys: Clone::clone(&self.keys),
        }
    }
}
impl w::Read for DescribeThingsResponse {
    #[inline]
    fn read(&mut self, reader: &mut dyn w::Reader) {
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

[Vendor's page](https://example.com/ping)*/
#[derive(Clone, Default)]
#[must_use = "a request does nothing until it is sent"]
pub struct Ping(g::Members);
impl Ping {
    ///Without any parameter; none is required.
    #[inline]
    pub fn new() -> Self {
        Self(g::Members::new())
    }
}
impl w::Fields for Ping {
    #[inline]
    fn write(&self, object: &mut dyn w::Object) {
        self.0.write(object);
    }
}
impl fmt::Debug for Ping {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_fields("Ping", self, f)
    }
}
impl rpc::request::Request for Ping {
    type Response = PingResponse;
    type Error = PingError;
    type Verdicts = t::All<
        Self,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Unstated,
        t::Permitted,
    >;
    const META: &'static rpc::request::Meta = &rpc::request::Meta {
        name: "Ping",
        product: &super::PRODUCT,
        row: super::Operation::Ping.row(),
        timeout_seconds: 0u16,
        region: ::core::option::Option::None,
        client_token: false,
        dry_run: false,
        read_only: false,
    };
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
impl w::Read for PingResponse {
    #[inline]
    fn read(&mut self, _: &mut dyn w::Reader) {}
}
impl fmt::Debug for PingResponse {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        w::debug_read("PingResponse", self, f)
    }
}
///[`Ping`] has no documented codes of its own.
pub type PingError = rpc::error::NoErrors;
#[doc(hidden)]
mod refused {
    #[diagnostic::on_unimplemented(
        message = "`AttachThing` is refused while the instance is security-locked (ThingLocked)",
        label = "refused by the lock of the instance",
        note = "source: lock page 2020-03-04 https://example.com/locks",
        note = "help: have the lock lifted, then observe the instance again as `Instance<Unlocked>`"
    )]
    pub trait AttachThingWhileSecurityLocked {}
}
const _: () = {
    use rpc::decision::{handle, typed};
    const _: ::core::option::Option<handle::Unknown> = ::core::option::Option::None;
    impl<
        C: refused::AttachThingWhileSecurityLocked,
        D,
    > typed::WhileSecurityLocked<AttachThing, D> for typed::Denied<C> {}
};
