//! What each kind of difference means for users: one small table, a reason for every line.

use super::terms::{Impact, Part, What};

/// One line of the table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Stable name, shown with every change it decides.
    pub name: &'static str,
    /// What the difference is about.
    pub part: Part,
    /// What happened.
    pub what: What,
    /// The verdict.
    pub impact: Impact,
    /// Why.
    pub reason: &'static str,
}

macro_rules! rules {
    ($($constant:ident: $name:literal, $part:ident $what:ident => $impact:ident, $reason:literal;)*) => {
        $(
            pub(crate) const $constant: &Rule = &Rule {
                name: $name,
                part: Part::$part,
                what: What::$what,
                impact: Impact::$impact,
                reason: $reason,
            };
        )*
        /// Every rule.
        pub(crate) const ALL: &[&Rule] = &[$($constant),*];
    };
}

/// The rule for a fact that is one text: a part that [`View::facts`](super::view::View::facts)
/// holds has one rule at most for each of the things that can happen to it. None where another part
/// reports it.
pub(crate) fn of_fact(part: Part, what: What) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| (rule.part, rule.what) == (part, what))
}

rules! {
    OPERATION_ADDED: "operation-added", Operation Added => Additive,
        "no code calls it yet";
    OPERATION_REMOVED: "operation-removed", Operation Removed => Breaking,
        "code that calls it does not compile";
    OPERATION_DEPRECATED: "operation-deprecated", DeprecatedOperation Added => DocumentationOnly,
        "it can still be called";
    OPERATION_REVIVED: "operation-revived", DeprecatedOperation Removed => DocumentationOnly,
        "it could be called before";

    WITHDRAWN_ADDED: "operation-without-request-added", Withdrawn Added => Additive,
        "no code names it yet";
    WITHDRAWN_REMOVED: "operation-without-request-removed", Withdrawn Removed => Breaking,
        "code that names it does not compile";
    WITHDRAWN_CHANGED: "operation-without-request-changed", Withdrawn Changed => DocumentationOnly,
        "only its mark of deprecation differs";
    KIND_ADDED: "operation-kind-stated", OperationKind Added => DocumentationOnly,
        "the operation does the same; now a source says what";
    KIND_CHANGED: "operation-kind-changed", OperationKind Changed => Behaviour,
        "programs that use the kind to tell reads from changes treat the call differently";
    KIND_REMOVED: "operation-kind-dropped", OperationKind Removed => DocumentationOnly,
        "the operation does the same; no source says what";
    READ_ONLY_ADDED: "became-read-only", ReadOnly Added => Behaviour,
        "the client sends it again when an answer was lost";
    READ_ONLY_REMOVED: "no-longer-read-only", ReadOnly Removed => Behaviour,
        "the client no longer sends it again whenever an answer was lost";
    TOKEN_ADDED: "client-token-added", ClientToken Added => Behaviour,
        "the client makes a token, so a call that is sent again takes effect once";
    TOKEN_REMOVED: "client-token-removed", ClientToken Removed => Behaviour,
        "a call that is sent again can take effect twice";
    DRY_RUN_ADDED: "dry-run-added", DryRun Added => Additive,
        "the request can be sent as a dry run";
    DRY_RUN_REMOVED: "dry-run-removed", DryRun Removed => Breaking,
        "code that sends it as a dry run does not compile";
    REGION_ADDED: "region-filled-in", Region Added => Additive,
        "the client fills in its region where the request names none";
    REGION_REMOVED: "region-no-longer-filled-in", Region Removed => Behaviour,
        "the client sends no region where the request names none";
    PAGING_ADDED: "paging-added", Paging Added => Additive,
        "the pages can be asked for one after the other";
    PAGING_CHANGED: "paging-changed", Paging Changed => Behaviour,
        "the pages are asked for in another way";
    PAGING_REMOVED: "paging-removed", Paging Removed => Breaking,
        "code that asks for page after page does not compile";
    ITEMS_ADDED: "page-items-added", PageItems Added => Additive,
        "the items of all pages can be asked for";
    ITEMS_CHANGED: "page-items-changed", PageItems Changed => Breaking,
        "code that goes through the items expects another item type";
    ITEMS_REMOVED: "page-items-removed", PageItems Removed => Breaking,
        "code that goes through the items does not compile";
    REPLACEMENT_ADDED: "replacement-named", Replacement Added => DocumentationOnly,
        "the deprecated operation can still be called";
    REPLACEMENT_CHANGED: "replacement-changed", Replacement Changed => DocumentationOnly,
        "the deprecated operation can still be called";
    REPLACEMENT_REMOVED: "replacement-dropped", Replacement Removed => DocumentationOnly,
        "no other operation is named in its place";
    CONCERNS_ADDED: "concerns-added", Concerns Added => Behaviour,
        "programs that select operations by the kind of resource select it";
    CONCERNS_CHANGED: "concerns-changed", Concerns Changed => Behaviour,
        "programs that select operations by the kind of resource select others";
    CONCERNS_REMOVED: "concerns-removed", Concerns Removed => Behaviour,
        "programs that select operations by the kind of resource do not select it";
    PAGE_CHANGED: "page-moved", Page Changed => DocumentationOnly,
        "the documentation of the operation is elsewhere";
    NOTE_ADDED: "lock-note-added", LockNote Added => Behaviour,
        "it changes the verdict for a locked resource";
    NOTE_REMOVED: "lock-note-removed", LockNote Removed => Behaviour,
        "it changes the verdict for a locked resource";
    HTTPS_ADDED: "https-only", HttpsOnly Added => DocumentationOnly,
        "the client sends over HTTPS in any case";
    HTTPS_REMOVED: "http-offered", HttpsOnly Removed => DocumentationOnly,
        "the client sends over HTTPS in any case";
    DIRECTORY_ADDED: "directory-stated", Directory Added => DocumentationOnly,
        "the API is the same; a group that follows the directory is a change of its own";
    DIRECTORY_CHANGED: "directory-changed", Directory Changed => DocumentationOnly,
        "the API is the same; a group that follows the directory is a change of its own";
    DIRECTORY_REMOVED: "directory-dropped", Directory Removed => DocumentationOnly,
        "the API is the same; a group that follows the directory is a change of its own";

    PARAMETER_ADDED: "parameter-added", Parameter Added => Additive,
        "calls without it stay valid";
    REQUIRED_ADDED: "required-parameter-added", Parameter Added => Breaking,
        "calls that do not know it are refused";
    REQUIRED_INSIDE_ADDED: "required-member-of-new-object-added", Parameter Added => Additive,
        "it is required only inside an object that is new and optional";
    PARAMETER_REMOVED: "parameter-removed", Parameter Removed => Breaking,
        "code that sets it does not compile, and the service may refuse it";
    BECAME_REQUIRED: "became-required", Required Added => Breaking,
        "calls that leave it out are refused";
    BECAME_OPTIONAL: "became-optional", Required Removed => Additive,
        "calls that set it stay valid";
    ITEM_REQUIRED: "list-item-required", Required Changed => DocumentationOnly,
        "a list has no missing items";
    TYPE_CHANGED: "type-changed", Type Changed => Breaking,
        "values of the old type do not compile and are not accepted";
    ITEM_STATED: "item-type-stated", Type Added => DocumentationOnly,
        "the list or map had items before, but their type was not stated";
    ITEM_UNSTATED: "item-type-dropped", Type Removed => DocumentationOnly,
        "the list or map still has items";
    STYLE_JSON: "style-to-or-from-json", Style Changed => Breaking,
        "the value is sent in another form";
    STYLE_SAME_WIRE: "style-renamed", Style Changed => DocumentationOnly,
        "repeatList and flat give the same query";

    VALUE_ADDED: "value-added", Values Added => Additive,
        "the old values stay valid";
    VALUE_REMOVED: "value-removed", Values Removed => Behaviour,
        "calls with this value may be refused";
    VALUES_STATED: "value-list-stated", Values Changed => Behaviour,
        "values outside the list may be refused";
    VALUES_DROPPED: "value-list-dropped", Values Changed => Additive,
        "no value is refused that was accepted";
    MINED_ADDED: "mined-value-added", MinedValues Added => Additive,
        "a mined list never refuses a value";
    MINED_REMOVED: "mined-value-removed", MinedValues Removed => DocumentationOnly,
        "a mined list never refuses a value, so the text can still be sent";
    KNOWN_ADDED: "known-value-added", EnumVariant Added => Additive,
        "enums of known values are non-exhaustive";
    KNOWN_RENAMED: "known-value-renamed", EnumVariant Changed => Breaking,
        "code that names its variant does not compile";
    KNOWN_REMOVED: "known-value-removed", EnumVariant Removed => Breaking,
        "code that names its variant does not compile";
    LIMIT_NARROWED: "limit-narrowed", Limits Changed => Behaviour,
        "values that were accepted may be refused";
    LIMIT_WIDENED: "limit-widened", Limits Changed => Additive,
        "values that were accepted still are";
    PATTERN_CHANGED: "pattern-changed", Limits Changed => Behaviour,
        "whether it accepts the same texts is not checked";
    DEFAULT_CHANGED: "default-changed", Default Changed => Behaviour,
        "calls that leave it out do something else";
    DEFAULT_STATED: "default-stated", Default Added => DocumentationOnly,
        "there was a default before, but it was not stated";
    DEFAULT_DROPPED: "default-dropped", Default Removed => DocumentationOnly,
        "no other default is stated";
    PARAMETER_DEPRECATED: "parameter-deprecated", DeprecatedParameter Added => DocumentationOnly,
        "it is still accepted";
    PARAMETER_REVIVED: "parameter-revived", DeprecatedParameter Removed => DocumentationOnly,
        "it was accepted before";
    SUCCESSOR_ADDED: "successor-named", Successor Added => DocumentationOnly,
        "the deprecated parameter can still be set";
    SUCCESSOR_CHANGED: "successor-changed", Successor Changed => DocumentationOnly,
        "the deprecated parameter can still be set";
    SUCCESSOR_REMOVED: "successor-dropped", Successor Removed => DocumentationOnly,
        "no other parameter is named in its place";
    JSON_LIST_FOUND: "json-list-found", JsonList Added => DocumentationOnly,
        "mined from an example; the text on the wire is the same";
    JSON_LIST_LOST: "json-list-lost", JsonList Removed => DocumentationOnly,
        "mined from an example; the text on the wire is the same";

    EXAMPLE_ADDED: "example-added", Example Added => DocumentationOnly,
        "an example is shown and never sent";
    EXAMPLE_CHANGED: "example-changed", Example Changed => DocumentationOnly,
        "an example is shown and never sent";
    EXAMPLE_REMOVED: "example-removed", Example Removed => DocumentationOnly,
        "an example is shown and never sent";
    FORM_ADDED: "form-added", Form Added => DocumentationOnly,
        "mined from a description; the value on the wire is the same";
    FORM_CHANGED: "form-changed", Form Changed => DocumentationOnly,
        "mined from a description; the value on the wire is the same";
    FORM_REMOVED: "form-removed", Form Removed => DocumentationOnly,
        "mined from a description; the value on the wire is the same";
    SPELLS_ADDED: "content-of-text-found", Spells Added => DocumentationOnly,
        "read from an example; the text on the wire is the same";
    SPELLS_CHANGED: "content-of-text-changed", Spells Changed => DocumentationOnly,
        "read from an example; the text on the wire is the same";
    SPELLS_REMOVED: "content-of-text-lost", Spells Removed => DocumentationOnly,
        "read from an example; the text on the wire is the same";
    SECRET_CHANGED: "secret-changed", Secret Changed => Behaviour,
        "`Debug` shows the value or hides it";
    CHECK_ADDED: "check-added", Check Added => Behaviour,
        "the client refuses calls that it sent before";
    CHECK_CHANGED: "check-changed", Check Changed => Behaviour,
        "the client refuses other calls than before";
    CHECK_REMOVED: "check-removed", Check Removed => Behaviour,
        "the client sends calls that it refused before";

    MEMBER_ADDED: "response-member-added", Response Added => Additive,
        "readers skip what they do not know";
    MEMBER_REMOVED: "response-member-removed", Response Removed => Breaking,
        "code that reads it does not compile or finds no value";
    MEMBER_TYPE: "response-member-type-changed", ResponseType Changed => Breaking,
        "code that reads it expects the old type";

    PROMISED_CHANGED: "promised-changed", Promised Changed => Breaking,
        "code that reads it has to handle an `Option`, or no longer";

    ERROR_ADDED: "error-code-added", ErrorCode Added => Additive,
        "error enums are non-exhaustive";
    ERROR_REMOVED: "error-code-removed", ErrorCode Removed => DocumentationOnly,
        "handling a code that never occurs is harmless";
    VARIANT_CHANGED: "error-variant-renamed", ErrorVariant Changed => Breaking,
        "code that uses the old name does not compile";
    VARIANT_REMOVED: "error-variant-removed", ErrorVariant Removed => Breaking,
        "code that names it does not compile";
    STATUS_CHANGED: "status-changed", Status Changed => Behaviour,
        "code that branches on the status takes another branch";
    OBSERVED_ADDED: "observed-code-added", ObservedCode Added => Additive,
        "error enums are non-exhaustive";
    OBSERVED_REMOVED: "observed-code-removed", ObservedCode Removed => DocumentationOnly,
        "handling a code that never occurs is harmless";
    OBSERVED_CHANGED: "observed-code-changed", ObservedCode Changed => Behaviour,
        "the tool it was seen in treats it differently";

    COMMON_ADDED: "common-code-added", CommonCode Added => Additive,
        "error enums are non-exhaustive";
    COMMON_CHANGED: "common-code-changed", CommonCode Changed => Behaviour,
        "code that branches on the status takes another branch";
    COMMON_REMOVED: "common-code-removed", CommonCode Removed => Breaking,
        "code that names its variant does not compile";

    EFFECT_CHANGED: "effect-changed", Effect Changed => Behaviour,
        "the same call on the same resource ends differently";
    EFFECT_STATED: "effect-stated", Effect Added => Behaviour,
        "a verdict that was unknown is now known";
    EFFECT_WITHDRAWN: "effect-withdrawn", Effect Removed => Behaviour,
        "a verdict that was known is now unknown";
    REFUSAL_CHANGED: "refusal-code-changed", EffectCode Changed => Behaviour,
        "the refusal has to be recognised by another code";
    REFUSAL_NAMED: "refusal-code-named", EffectCode Added => DocumentationOnly,
        "the call was refused before, but the code was not stated";
    REFUSAL_UNNAMED: "refusal-code-dropped", EffectCode Removed => DocumentationOnly,
        "the call is still refused";
    AGREEMENT_CHANGED: "agreement-changed", Agreement Changed => DocumentationOnly,
        "the verdict is the same; how certain it is differs";

    REACTION_CHANGED: "reaction-changed", Reaction Changed => Behaviour,
        "callers who follow it retry, wait or give up differently";
    PRECONDITION_ADDED: "precondition-added", Precondition Added => Behaviour,
        "calls that do not meet it are refused";
    PRECONDITION_CHANGED: "precondition-changed", Precondition Changed => Behaviour,
        "calls that do not meet it are refused with another code";
    PRECONDITION_REMOVED: "precondition-removed", Precondition Removed => Behaviour,
        "calls that did not meet it may succeed";
    CONDITION_ADDED: "condition-added", Condition Added => Behaviour,
        "a verdict that did not depend on the state now does";
    CONDITION_CHANGED: "condition-changed", Condition Changed => Behaviour,
        "the same call in the same state ends differently";
    CONDITION_REMOVED: "condition-removed", Condition Removed => Behaviour,
        "the verdict no longer depends on the state";
    ENDPOINT_ADDED: "endpoint-added", Endpoint Added => Behaviour,
        "calls to the region go to another host";
    ENDPOINT_REMOVED: "endpoint-removed", Endpoint Removed => Behaviour,
        "calls to the region go to the host that the common rule gives";
    ENDPOINT_CHANGED: "endpoint-changed", Endpoint Changed => Behaviour,
        "calls to the region go to another host";
    TIMEOUT_ADDED: "timeout-added", Timeout Added => Behaviour,
        "the client waits longer or shorter for a slow answer";
    TIMEOUT_REMOVED: "timeout-removed", Timeout Removed => Behaviour,
        "the client waits longer or shorter for a slow answer";
    TIMEOUT_CHANGED: "timeout-changed", Timeout Changed => Behaviour,
        "the client waits longer or shorter for a slow answer";
    RETRY_ADDED: "retry-added", Retry Added => Behaviour,
        "a failed call may be sent again";
    RETRY_REMOVED: "retry-removed", Retry Removed => Behaviour,
        "a failed call is not sent again";
    RETRY_CHANGED: "retry-changed", Retry Changed => Behaviour,
        "a failed call is sent again under other conditions";
    AUTHORIZATION_ADDED: "authorization-added", Authorization Added => DocumentationOnly,
        "the permission was needed before, but the list did not state it";
    AUTHORIZATION_REMOVED: "authorization-removed", Authorization Removed => Behaviour,
        "no policy can be made for it from the list";
    AUTHORIZATION_CHANGED: "authorization-changed", Authorization Changed => Behaviour,
        "a policy that was enough may be too narrow or too wide";
    POST_ADDED: "post-accepted", Method Added => Additive,
        "the client sends POST";
    POST_REMOVED: "post-refused", Method Removed => Breaking,
        "the client sends POST, which is no longer accepted";

    RESOURCE_TYPE_ADDED: "resource-type-added", ResourceType Added => Additive,
        "policies can name resources of a further type";
    RESOURCE_TYPE_CHANGED: "resource-type-changed", ResourceType Changed => Behaviour,
        "a policy that was enough may be too narrow or too wide";
    RESOURCE_TYPE_REMOVED: "resource-type-removed", ResourceType Removed => Behaviour,
        "a policy that names such resources may allow nothing";
    KEY_ADDED: "condition-key-added", ConditionKey Added => Additive,
        "policies can ask for a further condition";
    KEY_CHANGED: "condition-key-changed", ConditionKey Changed => Behaviour,
        "a condition on values of the old type may never hold";
    KEY_REMOVED: "condition-key-removed", ConditionKey Removed => Behaviour,
        "a policy with this condition may allow nothing";

    WAITER_ADDED: "waiter-added", Waiter Added => Additive,
        "no code calls it yet";
    WAITER_CHANGED: "waiter-changed", Waiter Changed => Behaviour,
        "the wait looks at something else";
    WAITER_REMOVED: "waiter-removed", Waiter Removed => Breaking,
        "code that calls it does not compile";
    WAITER_STATES: "waiter-states-changed", WaiterStates Changed => Behaviour,
        "the same wait ends at another time, or differently";
    WAITER_PACE: "waiter-pace-changed", WaiterPace Changed => Behaviour,
        "the wait polls at other intervals or times out at another time";
    WAITER_AFTER: "waiter-after-changed", WaiterAfter Changed => DocumentationOnly,
        "the wait is the same; it is named beside other operations";
    LOOKUP_ADDED: "lookup-added", Lookup Added => Additive,
        "no code asks this way yet";
    LOOKUP_CHANGED: "lookup-changed", Lookup Changed => Behaviour,
        "ids are looked up in another way";
    LOOKUP_REMOVED: "lookup-removed", Lookup Removed => Breaking,
        "code that asks about ids this way does not compile";

    ID_TYPE_ADDED: "id-type-added", IdType Added => Additive,
        "no code names it yet";
    ID_TYPE_REMOVED: "id-type-removed", IdType Removed => Breaking,
        "code that names it does not compile";
    VERSION_CHANGED: "api-version-changed", Version Changed => Breaking,
        "every call asks for another version of the API";
    TITLE_ADDED: "title-added", Title Added => DocumentationOnly,
        "it stands in the documentation only";
    TITLE_CHANGED: "title-changed", Title Changed => DocumentationOnly,
        "it stands in the documentation only";
    TITLE_REMOVED: "title-removed", Title Removed => DocumentationOnly,
        "it stands in the documentation only";
    SOURCE_CHANGED: "source-changed", Source Changed => DocumentationOnly,
        "the fact is the same; another source states it";
    GROUP_CHANGED: "group-changed", Group Changed => Breaking,
        "another feature has to be enabled";
    CONVERSION_ADDED: "conversion-added", Conversion Added => Additive,
        "no code uses it yet";
    CONVERSION_CHANGED: "conversion-changed", Conversion Changed => Breaking,
        "code that uses the old one does not compile";
    CONVERSION_REMOVED: "conversion-removed", Conversion Removed => Breaking,
        "code that uses it does not compile";
    RUST_NAME_CHANGED: "rust-name-changed", RustName Changed => Breaking,
        "code that uses the old name does not compile";
}
