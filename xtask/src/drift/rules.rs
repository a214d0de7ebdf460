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
        #[cfg(test)]
        pub(crate) const ALL: &[&Rule] = &[$($constant),*];
    };
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
    LIMIT_NARROWED: "limit-narrowed", Limits Changed => Behaviour,
        "values that were accepted may be refused";
    LIMIT_WIDENED: "limit-widened", Limits Changed => Additive,
        "values that were accepted still are";
    PATTERN_CHANGED: "pattern-changed", Limits Changed => Behaviour,
        "which texts match is not compared";
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
    JSON_LIST_FOUND: "json-list-found", JsonList Added => DocumentationOnly,
        "mined from an example; the text on the wire is the same";
    JSON_LIST_LOST: "json-list-lost", JsonList Removed => DocumentationOnly,
        "mined from an example; the text on the wire is the same";

    MEMBER_ADDED: "response-member-added", Response Added => Additive,
        "readers skip what they do not know";
    MEMBER_REMOVED: "response-member-removed", Response Removed => Breaking,
        "code that reads it does not compile or finds no value";
    MEMBER_TYPE: "response-member-type-changed", ResponseType Changed => Breaking,
        "code that reads it expects the old type";

    ERROR_ADDED: "error-code-added", ErrorCode Added => Additive,
        "error enums are non-exhaustive";
    ERROR_REMOVED: "error-code-removed", ErrorCode Removed => DocumentationOnly,
        "handling a code that never occurs is harmless";
    STATUS_CHANGED: "status-changed", Status Changed => Behaviour,
        "code that branches on the status takes another branch";
    OBSERVED_ADDED: "observed-code-added", ObservedCode Added => Additive,
        "error enums are non-exhaustive";
    OBSERVED_REMOVED: "observed-code-removed", ObservedCode Removed => DocumentationOnly,
        "handling a code that never occurs is harmless";
    OBSERVED_CHANGED: "observed-code-changed", ObservedCode Changed => Behaviour,
        "the tool it was seen in treats it differently";

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
    ENDPOINT_ADDED: "endpoint-added", Endpoint Added => Behaviour,
        "calls to the region go to another host";
    ENDPOINT_REMOVED: "endpoint-removed", Endpoint Removed => Behaviour,
        "calls to the region go to the host that the common rule gives";
    ENDPOINT_CHANGED: "endpoint-changed", Endpoint Changed => Behaviour,
        "calls to the region go to another host";
    TIMEOUT_ADDED: "timeout-added", Timeout Added => Behaviour,
        "the client waits for a slow answer for another time";
    TIMEOUT_REMOVED: "timeout-removed", Timeout Removed => Behaviour,
        "the client waits for a slow answer for another time";
    TIMEOUT_CHANGED: "timeout-changed", Timeout Changed => Behaviour,
        "the client waits for a slow answer for another time";
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

    GROUP_CHANGED: "group-changed", Group Changed => Breaking,
        "another feature has to be enabled";
    RUST_NAME_CHANGED: "rust-name-changed", RustName Changed => Breaking,
        "code that uses the old name does not compile";
}
