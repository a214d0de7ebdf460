//! Invented originals, one of each kind and form.

pub(super) const LOCK: &str = "\
Fences can be locked. A locked fence says
LockReason: security
in its answer.
Operations not listed in this table are unaffected.
API | Impact |
PaintFence | Unaffected. |
DryFence | The operation fails and returns the |
MoveFence |
|
SellFence | The FenceWet error occurs when a disk attached to the instance is in the |
BurnFence | The command is accepted but fails to execute. No error is returned. |
";

pub(super) const OVERDUE: &str = "\
# Unpaid fences

Look for `LockReason: financial`.

|Operation|Instance for which overdue payments are generated|
|:--------|:---|
|PaintFence|Error|
|DryFence|Normal logic|

|Operation|Disk for which overdue payments are generated|
|:--------|:---|
|PaintFence|-   Returns an error if the disk is in the In\\_use status.
-   Normal logic when the disk is in another state. |

";

pub(super) const MANAGED: &str = "\
Some fences have another owner. A call to them gets the
InvalidFence.Managed
error code, whoever you are.
API | API operation | May be performed by an Alibaba Cloud account | Can be performed by the service |
---|---|---|---|
PaintFence |
|
No | Yes |
DescribeFences | Lists them. | Yes | Yes |
DryFence | Dries one. | No | Yes |
";

pub(super) const MANAGED_MARKDOWN: &str = "\
# Fences of others

A call to them gets the `InvalidFence.Managed` error code.

|API|API operation|May be performed by an Alibaba Cloud account|Can be performed by the service|
|---|---|---|---|
|PaintFence|-   Paints.
-   Cleans.

|No|Yes|
|DescribeFences|Lists them.|Yes|Yes|
|DryFence|Dries one.|No|Yes|
";

pub(super) const GLUED: &str = "\
Document Center

Garden Service:PaintFence

Last Updated:Mar 19, 2024

Debugging

Request parameters

ParameterTypeRequiredDescriptionExample
FenceIdstringYes

Which fence.

fence-1
ColourstringNo

What it becomes. Valid values:

  \u{2022} Red: like a rose.
  \u{2022} Green_2: like a leaf.

Nothing else.

Red

Response parameters

ParameterTypeDescriptionExample
object
RequestIdstring

The number of the call.

473469C7

Examples

Error codes

HTTP status codeError codeError messageDescription
400FenceWetThe fence is wet.-
403InvalidFence.Managed%sAsk the owner.
403FenceWet%s-
404MissingParamter.FenceIdThe FenceId is missing.-

For a list of error codes, look elsewhere.
";

pub(super) const MARKDOWN: &str = "\
# PaintFence

## Description

Paints.

## Request parameters

|Parameter|Required|Type|Example|Description|
|---------|----|--------|-------|-----------|
|Action|Yes|String|PaintFence|Say so. |
|FenceId|Yes|String|fence-1\\*\\*|Which fence. |
|Colour|No|String|Red|What it becomes. Valid values:

-   Red: like a rose.
-   Green\\_2: like a leaf.

Nothing else. |

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|473469C7|The number of the call. |

## Error codes

|HttpCode|Error code|Error message|Description|
|--------|----------|-------------|-----------|
|400|FenceWet|The fence is wet.|Wait.|
|403|InvalidFence.Managed|%s|Ask the owner.|
|403|FenceWet|%s|Wait longer.|
|404|MissingParamter.FenceId|The FenceId is missing.|Name it.|

For a list of error codes, look elsewhere.
";

pub(crate) const METADATA: &str = r##"{
 "version": "1.0",
 "info": {"style": "RPC", "product": "Garden", "version": "2015-04-01"},
 "directories": [
  {"id": 7, "title": "Fences", "children": ["PaintFence", {"id": 8, "children": ["DryFence"]}]}
 ],
 "components": {"schemas": {
  "Post": {"type": "object", "required": ["Id"], "properties": {
   "Id": {"type": "string", "description": "prose"},
   "Next": {"$ref": "#/components/schemas/Post"}
  }}
 }},
 "apis": {
  "PaintFence": {
   "methods": ["post", "get"], "schemes": ["https"], "deprecated": true,
   "operationType": "write", "systemTags": {"operationType": "update"},
   "description": "prose",
   "parameters": [
    {"name": "FenceIds", "in": "query", "schema": {
     "type": "string", "required": true, "description": "prose", "example": "[\"fence-1\", … \"fence-9\"]"}},
    {"name": "Size", "in": "query", "schema": {
     "type": "integer", "format": "int32", "minimum": "1", "maximum": 9, "default": "3"}},
    {"name": "Tag", "in": "query", "style": "repeatList", "schema": {
     "type": "array", "maxItems": 20, "items": {"type": "object", "properties": {
      "Key": {"type": "string", "required": true, "maxLength": 64, "pattern": "^[a-z]+$"},
      "Kind": {"type": "string", "enum": ["A", "B"]}}}}},
    {"name": "Paint.Colour", "in": "query", "schema": {"type": "string"}},
    {"name": "More", "in": "query", "style": "json", "schema": {
     "type": "object", "additionalProperties": {"type": "any"}}}
   ],
   "responses": {"200": {"schema": {"type": "object", "properties": {
    "RequestId": {"type": "string", "example": "prose"},
    "Posts": {"type": "array", "items": {"$ref": "#/components/schemas/Post"}}}}}},
   "errorCodes": {"400": [
     {"errorCode": "FenceWet\t", "errorMessage": "prose"},
     {"errorCode": "FenceWet", "errorMessage": "prose"}],
    "4003": [{"errorCode": "FenceWet", "errorMessage": "prose"}]}
  },
  "DryFence": {"methods": ["post"], "schemes": ["http", "https"], "parameters": []}
 }
}
"##;

pub(super) const FACTS: &str = r#"{
 "note": "Partial: what could be seen.",
 "source": {"url": "https://example.com/lock", "published": "about 2025-04-16", "default": "unaffected"},
 "rows": [
  {
   "operation": "PaintFence", "effect": "unaffected"},
  {
   "operation": "DryFence", "effect": "denied", "code": "FenceWet"}
 ]
}
"#;

pub(super) const OBSERVED: &str = r#"{
 "source": "someone/terraform-provider-garden@81c43b672 (2026-08-21)",
 "operations": {"PaintFence": {"FenceWet": {"treated_as": ["retryable"], "documented": true}}}
}
"#;

pub(super) const ENDPOINTS: &str = r#"{"rule": "prose", "map": {"north": "fences.example.com"}}"#;

pub(super) const TIMEOUTS: &str = r#"{
 "retry": {"RetryableAPIs": ["DescribeFences"], "RetryableAPIsWithClientToken": ["PaintFence"]},
 "read_timeout_seconds": {"PaintFence": 12}
}
"#;

/// Kind and text of each.
pub(super) const ALL: [(&str, &str); 11] = [
    ("impact-page", LOCK),
    ("impact-page", OVERDUE),
    ("managed-page", MANAGED),
    ("managed-page", MANAGED_MARKDOWN),
    ("operation-page", GLUED),
    ("operation-page", MARKDOWN),
    ("metadata", METADATA),
    ("impact-page", FACTS),
    ("observed-codes", OBSERVED),
    ("endpoints", ENDPOINTS),
    ("timeouts", TIMEOUTS),
];
