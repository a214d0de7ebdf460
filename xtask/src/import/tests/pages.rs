//! Invented pages in the shapes of today's ones.

/// As a scraper prints it: a cell a line, marks escaped, no title.
pub(super) const CELLS: &str = "\
Paints a fence.

## Debugging

[Try it.](https://api.alibabacloud.com/api/Garden/2015-04-01/PaintFence)

## Authorization information

-   A star is the mark of what is mandatory, as a prefix of \\* .

Operation

Access level

Resource type

Condition key

Associated operation

garden:PaintFence

update

\\*Fence

`acs:garden:{#regionId}:{#accountId}:fence/{#fenceId}`

Post

`acs:garden:{#regionId}:{#accountId}:post/{#postId}`

-   garden:tag

-   garden:PaintKind

none

## Request parameters

Parameter

Type

Required

Description

Example

FenceId

string

Yes

The fence.

fence-1\\*\\*\\*\\*

Colour

string

No

What it becomes. Valid values:

-   Red: like a rose. Take note of the following items:

    -   Roses: have thorns.

    -   Thorns: hurt.

-   Green\\_2: like a leaf.

Default value: Red.

Red

Size

integer

No

How much. Valid values: 1 to 100.

**Note** Not more.

7

## Response parameters

Parameter

Type

Description

Example

object

RequestId

string

The request ID.

473469C7

## Examples

`JSON`format

```
{
  \"RequestId\": \"473469C7\"
}
```

## Error codes

HTTP status code

Error code

Error message

Description

400

FENCE\\_WET

The fence is wet.

\\-

403

InvalidFence.Managed

%s

Ask the owner.

404

MissingParamter.FenceId

The FenceId is missing.

Name it.

For a list of error codes, visit the [Service error codes](https://example.com).

## Change history

Change time

Summary of changes

Operation

2025-03-12

API Description Update. The Error code has changed

[View Change Details](https://example.com)

2024-07-09

The request parameters of the API has changed

[View Change Details](https://example.com)
";

/// The same page in Chinese: pipes, escaped twice, lists within cells.
pub(super) const CHINESE: &str = "\
本接口用于粉刷。

## 调试

[运行](https://api.aliyun.com/api/Garden/2015-04-01/PaintFence)

## **授权信息**

-   必选的，用前面加 \\* 表示。

| **操作** | **访问级别** | **资源类型** | **条件关键字** | **关联操作** |
| --- | --- | --- | --- | --- |
| garden:PaintFence | update | \\\\*Fence `acs:garden:{#regionId}:{#accountId}:fence/{#fenceId}` Post `acs:garden:{#regionId}:{#accountId}:post/{#postId}` | - garden:tag - garden:PaintKind | 无   |

## 请求参数

| **名称** | **类型** | **必填** | **描述** | **示例值** |
| --- | --- | --- | --- | --- |
| FenceId | string | 是   | 围栏。 | fence-1\\\\*\\\\*\\\\*\\\\* |
| Colour | string | 否   | 颜色。取值范围： - Red：玫瑰。 - Green\\\\_2：树叶。 默认值：Red。 | Red |
| Size | integer | 否   | 大小。取值范围：1~100。 **说明** 不能更多。 | 7   |

## **返回参数**

| **名称** | **类型** | **描述** | **示例值** |
| --- | --- | --- | --- |
|     | object |     |     |
| RequestId | string | 请求。 | 473469C7 |

## 示例

```
{ \"RequestId\": \"473469C7\" }
```

## 错误码

| **HTTP status code** | **错误码** | **错误信息** | **描述** |
| --- | --- | --- | --- |
| 400 | FENCE\\\\_WET | The fence is wet. |     |
| 403 | InvalidFence.Managed | %s  | 托管。 |
| 404 | MissingParamter.FenceId | The FenceId is missing. | 缺少。 |

访问[错误中心](https://example.com)查看更多错误码。

## **变更历史**

更多信息，参考[变更详情](https://example.com)。";

/// Markdown of old: nested lists of a response, code within a cell, rows of every odd shape.
pub(super) const NESTED: &str = "\
# DescribeFences {#doc_1 .reference}

Lists fences.

## Description

|Colour|Meaning|
|------|-------|
|Red|Rose|

## Request parameters {#parameters .section}

|Name|Type|Required?|Example value|Description |
|----|----|---------|-------------|------------|
|Action|String|Yes|DescribeFences|Set the value to DescribeFences. |
|Colour|String|Yes.|Red| The colour. Valid values:

 -   Red: like a rose.
-   Green\\_2:
    -   Dark: like a leaf.
    -   Light: like grass.

**Note:** Not `Blue`.

 |
|Password|String|No|x|Letters and these:

```
( ) | { } [ ]
```

|
|Tag.N.Key|String|No|k|The key of a tag. Valid values of N: 1 to 20. |
|Fence.N|Fence|No|x|A fence. |

The following table describes the parameters of the Fence data type.

|Name|Type|Required|Description|
|----|----|--------|-----------|
|Size|Integer|Yes|How much. Default value: 10. |

## Response parameters {#resultMapping .section}

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|Fences|Array of Fence| |Details. |
|Fence| | | |
|Code|Integer|0|The code. |
|Posts|Array| |Its posts. |
|Post| | | |
|Code|Integer|1|The code. |
|RequestId|String|473469C7|The ID. |

## Examples { .section}

Sample success responses

```
{\"RequestId\": \"473469C7\"}
```

## Error codes { .section}

|HttpCode|Error code|Error message|Description|
|--------|----------|-------------|-----------|
|400|FENCE\\_WET|The fence is wet.|Wait.|
|4003|InvalidParam.Malformed|The \"Size\" is odd.|Give a number.|
|403|InvalidFence.Managed|%s|Ask the owner.|

[View error codes](https://example.com)
";

/// A cross table: what happens depends on both.
pub(super) const CROSSED: &str = "\
# Unpaid fences {#Unpaid .reference}

Look for `LockReason: financial`. In the list, \"-\" indicates no relation.

## Instance with overdue payment {#a .section}

|Interface|\u{a0}Disk Payment Overdue|Disk Normal|
|:--------|:--------------------|:----------|
|PaintFence|Error|Normal logic|
|DryFence|-|-|

## Disk with overdue payment {#b .section}

|Interface|Instance Payment Overdue|Instance Normal|
|:--------|:-----------------------|:--------------|
|PaintFence|Normal logic|Error|
";

/// A lock page in Chinese, a blank between its cells.
pub(super) const LOCK_CHINESE: &str = "\
说说围栏。

这里的LockReason: security

未列出的都不受影响。

接口 行为
PaintFence 正常逻辑
DryFence 报错
SellFence 挂载到实例的磁盘处于In_use状态时报错
";

/// The same page, a cell a line.
pub(super) const LOCK_CELLS: &str = "\
Garden Service:API behavior when a fence is locked

Last Updated:Apr 27, 2025

LockReason: security

Operations not listed in this table are unaffected.

Operation

Impact

PaintFence

Unaffected.

DryFence

Error

SellFence

An error occurs if the disk mounted on the instance is in the In_use state.
";

/// The same page as a table of HTML.
pub(super) const LOCK_HTML: &str = "\
<!DOCTYPE html><html><head><title>x</title><script>if (1 < 2) { document.write('<table>') }</script>
</head><body><nav>API | Impact</nav><h1>Locked fences</h1>
<p>Look for <code>LockReason: security</code>.</p>
<p>Operations not listed in this&nbsp;table are unaffected.</p>
<table><thead><tr><th colspan=1><b>API</b></th><th>Impact</th></tr></thead><tbody>
<tr><td><a href='/x'>PaintFence</a></td><td><p>Unaffected.</p></td></tr>
<tr><td>DryFence</td><td>Error</td></tr>
<tr><td>SellFence</td><td>An error occurs if the disk mounted on the instance is in
the <code>In_use</code> state.</td></tr>
</tbody></table></body></html>
";
