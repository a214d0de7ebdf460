//! Doc comments, composed from facts: what is required, which type, which limits. They contain none
//! of the vendor's prose, only a link to it.

mod demands;
mod deprecated;
mod members;
mod waiter;

use std::fmt::Write as _;

use aliyun_rpc_spec::ir::{
    Bound, Constructor, Direction, ErrorCode, Field, Limits, OpenEnum, Operation, PageStyle,
    Struct, Type, Users, ValuesOrigin,
};
use aliyun_rpc_spec::operations::OperationKind;
use aliyun_rpc_vocabulary::{Class, Reaction, Word as _};

pub use self::deprecated::{deprecated, deprecated_constructor, deprecated_parameter};
pub use self::waiter::waiter;
use crate::markdown::{code, link, prose};

/// What members mean that are the same in every operation and that no document explains.
fn known(wire: &str, direction: Direction) -> Option<&'static str> {
    match (wire, direction) {
        ("NextToken", Direction::Request) => Some("token of the page to return"),
        ("NextToken", Direction::Response) => Some("token of the next page"),
        ("RequestId", _) => Some("by which the vendor's support finds the call"),
        _ => None,
    }
}

/// The same, of what only replies with pages have.
fn of_pages(wire: &str) -> Option<&'static str> {
    (wire == "TotalCount").then_some("number of items on all pages")
}

/// The doc comment of a request: what kind of call it is, what the documents demand, where they
/// are.
#[must_use]
pub fn operation(operation: &Operation, codes: usize, refusals: &[String]) -> String {
    let mut text = code(&operation.name);
    if let Some(kind) = operation.kind {
        let article = if kind == OperationKind::Update { "an" } else { "a" };
        let _ = write!(text, ", {article} {} operation", kind.name());
    }
    if operation.read_only {
        text.push_str(", read-only");
    }
    if operation.deprecated {
        let _ = write!(text, ", {}", deprecated(operation.replaced_by.as_ref()));
    }
    text.push('.');
    match operation.paging.as_ref().map(|paging| paging.style) {
        Some(PageStyle::Number) => text.push_str(" Paged by number."),
        Some(PageStyle::Token) => text.push_str(" Paged by token."),
        Some(PageStyle::Both) => text.push_str(" Paged by token, or by number."),
        None => {}
    }
    if operation.client_token {
        text.push_str(" Idempotent with a `ClientToken`.");
    }
    if operation.dry_run {
        // Who looks for a setter of `DryRun` finds this.
        text.push_str(
            " [`Client::dry_run`](rpc::Client::dry_run) checks it without carrying it out; `DryRun` has no setter.",
        );
    }
    if operation.timeout_seconds > 0 {
        let _ = write!(text, " Read timeout {} s.", operation.timeout_seconds);
    }
    let _ = match codes {
        0 => write!(text, " No documented error codes."),
        1 => write!(text, " 1 documented error code: [`{}Error`].", operation.name),
        _ => write!(text, " {codes} documented error codes: [`{}Error`].", operation.name),
    };
    let _ = write!(text, "\n\n{}", answer(operation));
    if operation.region {
        text.push_str("\n\nThe client's region is used unless another is set.");
    }
    for refusal in refusals {
        let _ = write!(text, "\n\n{refusal}");
    }
    for demand in members::of(operation).into_iter().chain(demands::of(operation)) {
        let _ = write!(text, "\n\n{demand}");
    }
    let _ = write!(text, "\n\n{}", link("Vendor's page", &operation.url));
    text
}

/// The reply of an operation, and the ids of what was created in it.
fn answer(operation: &Operation) -> String {
    if operation.response == "Ack" {
        return "Answered by [`Ack`](w::Ack).".to_owned();
    }
    let members = || operation.response_struct.iter().flat_map(|body| &body.fields);
    let promised: Vec<String> =
        members().filter(|field| field.promised).map(|field| code(&field.wire)).collect();
    let creates = operation.kind == Some(OperationKind::Create);
    let lists_ids = |field: &&Field| {
        let is_list = matches!(field.ty, Type::List(_) | Type::Wrapped(..) | Type::JsonList(_));
        is_list && matches!(field.ty.innermost(), Type::Id(_))
    };
    let mut text = format!("Answered by [`{}`]", operation.response);
    if !promised.is_empty() {
        let _ = write!(text, ", always with {}", promised.join(" and "));
    } else if let Some(ids) = members().find(lists_ids).filter(|_| creates) {
        let _ = write!(text, ", with the ids in {}", code(&ids.wire));
    }
    text.push('.');
    text
}

/// So many users of a nested struct are named.
const NAMED_USERS: usize = 3;

/// The doc comment of a nested struct that several groups use. The operations may be configured
/// out, so their names are no links.
#[must_use]
pub fn shared(direction: Direction, users: &Users) -> String {
    let part = match direction {
        Direction::Request => "Part of requests of several groups",
        Direction::Response => "Part of replies of several groups",
    };
    format!("{part}: {}.", operations(users))
}

fn operations(users: &Users) -> String {
    let names: Vec<String> = users.operations.iter().map(|name| code(name)).collect();
    match (names.as_slice(), users.more) {
        ([], more) => format!("{more} operations"),
        (_, more) if more > 0 => format!("{} and {more} more", names.join(", ")),
        ([one], _) => one.clone(),
        ([rest @ .., last], _) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The doc comment of a nested struct. The users of what several groups use may not be known.
#[must_use]
pub fn nested(direction: Direction, users: &[&str]) -> String {
    let named: Vec<String> =
        users.iter().take(NAMED_USERS).map(|name| format!("[`{name}`]")).collect();
    let more = users.len().saturating_sub(NAMED_USERS);
    match (named.as_slice(), direction) {
        ([], Direction::Request) => "Part of requests of several groups.".to_owned(),
        ([], Direction::Response) => "Part of replies of several groups.".to_owned(),
        (_, _) if more > 0 => format!("Part of {} and {more} more.", named.join(", ")),
        ([one], _) => format!("Part of {one}."),
        ([rest @ .., last], _) => format!("Part of {} and {last}.", rest.join(", ")),
    }
}

/// What the doc comment of a struct of replies says about the one of requests made from it.
#[must_use]
pub fn as_request(item: &Struct) -> String {
    item.as_request.as_ref().map_or_else(String::new, |made| {
        format!("\n\nA [`{made}`] of a request is made from it, and setters that take one take this, too.")
    })
}

/// The doc comment of a constructor: the parameters that it makes mandatory.
#[must_use]
pub fn constructor(operation: &Operation, constructor: &Constructor, args: &[&Field]) -> String {
    let Some(mut text) = with("request", args) else {
        return match demands::some(operation) {
            false => "Creates the request; no parameter is required.".to_owned(),
            true => {
                "Creates the request without a parameter; it needs more, see the type.".to_owned()
            }
        };
    };
    if constructor.name != "new" && args.iter().any(|field| !field.required) {
        text.push_str("; one of several documented alternatives");
    }
    text.push('.');
    text
}

/// The doc comment of the constructor of a nested struct.
#[must_use]
pub fn nested_constructor(args: &[&Field]) -> String {
    match with("value", args) {
        Some(text) => format!("{text}, which the service requires."),
        None => {
            "Creates an empty value. The documentation of each request says which members it needs."
                .to_owned()
        }
    }
}

/// Names the parameters that a constructor takes.
fn with(made: &str, args: &[&Field]) -> Option<String> {
    let names: Vec<String> = args.iter().map(|field| code(&field.wire)).collect();
    Some(match names.as_slice() {
        [] => return None,
        [one] => format!("Creates the {made} with {one}"),
        [rest @ .., last] => format!("Creates the {made} with {} and {last}", rest.join(", ")),
    })
}

/// The doc comment of the setter that takes bytes in the form in which they are sent.
#[must_use]
pub fn encoded(field: &Field) -> String {
    format!("{}, already base64-encoded, sent unchanged.", code(&field.wire))
}

/// The doc comment of a member or a setter: its wire name and what its values are. `paged` says
/// that it is a member of a reply with a page of a list.
#[must_use]
pub fn field(field: &Field, direction: Direction, paged: bool) -> String {
    let mut text = code(&field.wire);
    let of_pages = if paged { of_pages(&field.wire) } else { None };
    if let Some(meaning) = known(&field.wire, direction).or(of_pages) {
        let _ = write!(text, ", {meaning}");
    }
    if let Some(form) = form(&field.ty, direction) {
        let _ = write!(text, ", {form}");
    }
    if field.required {
        text.push_str(", required");
    }
    if field.secret {
        text.push_str(", never shown in `Debug`");
    }
    if field.deprecated {
        let _ = write!(text, ", {}", deprecated_parameter(field.successor.as_deref()));
    }
    match field.form {
        Some(form) if form.is_time() => _ = write!(text, ", {}", form.text()),
        Some(form) => _ = write!(text, ", in {}", form.text()),
        None => {}
    }
    if !field.spelled.is_empty() {
        let _ = write!(text, ", sent as {}", demands::list(&field.spelled));
    }
    limits(&mut text, &field.limits);
    if let Some(example) = &field.example {
        let _ = write!(text, ", for example {}", code(example));
    }
    text.push('.');
    text
}

/// What the Rust type does not tell.
fn form(ty: &Type, direction: Direction) -> Option<&'static str> {
    match ty {
        Type::JsonList(_) | Type::Json(_) => Some("sent as JSON text"),
        Type::Any => Some("any JSON"),
        Type::IntText => Some("a whole number, sent as text"),
        Type::BoolText => Some("`true` or `false`, sent as text"),
        Type::Base64 => Some(match direction {
            Direction::Request => "bytes or text, sent base64-encoded",
            Direction::Response => "base64-encoded bytes",
        }),
        _ => None,
    }
}

fn limits(text: &mut String, limits: &Limits) {
    let number = range(limits.minimum.as_deref(), limits.maximum.as_deref(), "");
    let length = count(limits.min_length, limits.max_length, "characters");
    let items = count(limits.min_items, limits.max_items, "items");
    let parts = [
        (number, limits.unchecked(Bound::Minimum), limits.unchecked(Bound::Maximum)),
        (length, limits.unchecked(Bound::MinLength), limits.unchecked(Bound::MaxLength)),
        (items, limits.unchecked(Bound::MinItems), limits.unchecked(Bound::MaxItems)),
    ];
    for (part, low, high) in parts {
        let Some(part) = part else { continue };
        let which = match (low, high) {
            (Some(true), Some(false)) => "the lower limit is ",
            (Some(false), Some(true)) => "the upper limit is ",
            (Some(true), _) | (_, Some(true)) => "",
            _ => {
                let _ = write!(text, ", {part}");
                continue;
            }
        };
        let _ = write!(text, ", {part} ({which}not checked where documents disagree)");
    }
    if let Some(pattern) = &limits.pattern {
        let _ = write!(text, ", matches {}", code(pattern));
    }
    if let Some(default) = &limits.default {
        let _ = write!(text, ", default {}", code(default));
    }
}

fn count(low: Option<u64>, high: Option<u64>, unit: &str) -> Option<String> {
    let unit = if high.or(low) == Some(1) { unit.trim_end_matches('s') } else { unit };
    let (low, high) = (low.map(|n| n.to_string()), high.map(|n| n.to_string()));
    range(low.as_deref(), high.as_deref(), unit)
}

fn range(low: Option<&str>, high: Option<&str>, unit: &str) -> Option<String> {
    let text = match (low.map(prose), high.map(prose)) {
        (Some(low), Some(high)) if low == high => format!("exactly {low}"),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => return None,
    };
    Some(if unit.is_empty() { text } else { format!("{text} {unit}") })
}

/// The doc comment of an open enum: where its values come from, and who uses what several groups
/// do.
#[must_use]
pub fn open_enum(list: &OpenEnum, users: Option<&Users>) -> String {
    let origin = match list.origin {
        ValuesOrigin::Stated => "stated by the vendor",
        ValuesOrigin::Mined => "mined from the vendor's text",
        ValuesOrigin::Curated => "curated",
    };
    let mut text = format!(
        "Known values ({origin}). [`Open`](rpc::Open) holds these and any other value. \
         `Open::from(value)` has `Display` and `Hash`."
    );
    if let Some(users) = users {
        let _ = write!(text, "\n\nUsed by {}.", operations(users));
    }
    text
}

/// The doc comment of an error variant: the exact code, the statuses it comes with, its class and
/// what to do.
#[must_use]
pub fn error_code(error: &ErrorCode, means: Option<(Class, Reaction)>) -> String {
    let mut text = code(&error.code);
    if !error.statuses.is_empty() {
        let _ = write!(text, ", HTTP {}", prose(&error.statuses.join(", ")));
    }
    if error.observed {
        text.push_str(", observed, not documented");
    }
    text.push('.');
    if let Some((class, reaction)) = means {
        let _ = write!(text, " Class `{}`, reaction `{}`.", class.variant(), reaction.variant());
    }
    text
}

/// The doc comment of a value of an open enum: the text on the wire.
#[must_use]
pub fn variant(wire: &str) -> String {
    format!("{}.", code(wire))
}

/// The doc comment of the module of a group: its title, or what can be said without one.
#[must_use]
pub fn group(name: &str, title: Option<&str>) -> String {
    match (title, name) {
        (Some(title), _) => prose(title),
        (None, "common") => "What several groups use.".to_owned(),
        (None, "all") => "Every operation.".to_owned(),
        (None, name) => format!("The operations of the group {}.", code(name)),
    }
}

/// The doc comment of a product: its name and the version of its API.
#[must_use]
pub fn product(name: &str, version: &str) -> String {
    format!("The product {}, version {}.", code(name), prose(version))
}

/// The doc comment of the type of an id.
#[must_use]
pub fn id(kind: &str) -> String {
    format!("Id of a resource of kind {}.", code(kind))
}

/// The doc comment of a kind of resource.
#[must_use]
pub fn kind(kind: &str) -> String {
    format!("Marks ids of resources of kind {}.", code(kind))
}

/// The doc comment of an error code as a type.
#[must_use]
pub fn code_type(text: &str) -> String {
    format!("The error code {}.", code(text))
}
