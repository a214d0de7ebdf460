//! What the vendor's pages of today have and those of 2021 had not, and what the Chinese ones have.

use aliyun_rpc_spec::capture::OperationPage;

use super::*;

fn page(text: &str) -> OperationPage {
    match capture(text) {
        Capture::OperationPage(page) => page,
        other => panic!("{other:?}"),
    }
}

/// A page with these tables of parameters and of the response.
fn with(request: &str, response: &str) -> String {
    format!(
        "# PaintFence {{#PaintFence .reference}}\n\n## Request parameters\n\n{request}\n\
         ## Response parameters\n\n{response}\n## Error codes\n\n\
         |HTTP status code|Error code|Error message|Description|\n|---|---|---|---|\n\
         |400|FenceWet|The fence is wet.|-|\n\n\
         For a list of error codes, visit the list.\n"
    )
}

const REQUEST: &str = "\
|**名称**|**类型**|**必填**|**描述**|**示例值**|
|-|-|-|-|-|
|FenceId|string|是|栅栏。|f-1|
|FenceId|string|是|栅栏。|f-1|
|Tag|array<object>|否|标签。||
||object|否|标签。||
|Key|string|否|键。N 的取值范围：1~20。|a|
|Filter|array<object>|否|过滤。||
||object|否|||
|Key|string|否|键。取值范围： - Wet：湿。 - Dry：干。|Wet|
|Days|array|否|天。||
||string|否|一天。|1|
|Colour `deprecated`|string|否|颜色。|red|
|Layers|integer|否|层数。取值范围：1~5 默认值：2|2|
";

const RESPONSE: &str = "\
|**名称**|**类型**|**描述**|**示例值**|
|-|-|-|-|
||object|||
|RequestId|string|请求。|x|
|Fences|array<object>|栅栏。||
||array<object>|栅栏。||
|FenceId|string|栅栏。|f-1|
";

#[test]
fn items_of_lists_have_no_name_and_names_of_members_recur() {
    let text = with(&REQUEST.replace("|-|", "|:-|").replace("-|-|", "-|:-|"), RESPONSE)
        .replace("|-|-|-|-|\n", "|:-|:-|:-|:-|\n");
    let page = page(&text);
    let names: Vec<&str> = page.parameters.iter().map(|one| one.name.as_str()).collect();
    let expected = ["FenceId", "Tag", "Key", "Filter", "Key", "Days", "Colour", "Layers"];
    assert_eq!(names, expected);
    assert_eq!(page.parameters[4].values, ["Wet", "Dry"]);
    assert!(page.parameters[6].deprecated && !page.parameters[5].deprecated);
    let layers = &page.parameters[7];
    assert_eq!(layers.maximum.as_deref(), Some("5"));
    assert_eq!(layers.default.as_deref(), Some("2"));
    let members: Vec<&str> = page.response.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(members, ["RequestId", "Fences", "FenceId"]);
}

#[test]
fn a_row_without_a_name_that_is_no_item_and_a_name_that_recurs_without_a_structure_are_refused() {
    let table = "|Parameter|Type|Required|Description|\n|---|---|---|---|\n";
    let response = "|Parameter|Type|Description|\n|---|---|---|\n|RequestId|string|The request.|\n";
    for (rows, said) in [
        ("|FenceId|string|Yes|A fence.|\n||string|No|A day.|\n", "is not a row with a parameter"),
        ("|Days|array|Yes|Days.|\n||string||A day.|\n", "is not a row with a parameter"),
        ("|Days|array|Yes|Days.|\n||Monday|No|A day.|\n", "is not a row with a parameter"),
        ("|A|string|Yes|A.|\n|B|string|No|B.|\n|A|string|No|A.|\n", "A is listed twice"),
    ] {
        let found = problems(&with(&format!("{table}{rows}"), response));
        assert!(found.iter().any(|problem| problem.contains(said)), "{rows}: {found:?}");
        assert!(found.iter().any(|problem| problem.contains("help: ")), "{rows}: {found:?}");
    }
}

/// The same tables with a line per cell, as scrapers print pages of today.
const CELLS: &str = "\
Paints.

[Debug](https://api.alibabacloud.com/api/Garden/2020-01-01/PaintFence)

## Request parameters

Parameter

Type

Required

Description

Example

Tag

array<object>

No

The tags.

object

No

Key

string

No

The key.

a

Colour`deprecated`

string

No

This parameter is deprecated.

red

## Response parameters

Parameter

Type

Description

Example

object

The response.

Days

array

The days.

Day

string

A day.

Monday

## Error codes

HTTP status code

Error code

Error message

Description

400

FenceWet

The fence is wet.

\\-

For a list of error codes, visit the list.
";

#[test]
fn pages_of_today_are_read_with_a_line_per_cell_and_the_mark_of_deprecated_names_is_none_of_theirs()
{
    let page = page(CELLS);
    assert_eq!(page.operation, "PaintFence");
    let names: Vec<&str> = page.parameters.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Tag", "Key", "Colour"]);
    assert!(page.parameters[2].deprecated);
    let members: Vec<(&str, &str)> =
        page.response.iter().map(|one| (one.name.as_str(), one.kind.as_str())).collect();
    assert_eq!(members, [("Days", "array"), ("Day", "string")]);
}

#[test]
fn types_may_be_links_and_a_request_names_the_operation_better_than_a_misspelt_title() {
    let request = "|Name|Type|Required|Description|\n|:-|:-|:-|:-|\n\
                   |Action|String|Yes|Value: PaintFence|\n|Gate|Bool|No|Either on | off|\n";
    let response = "|Name|Type|Description|\n|:-|:-|:-|\n|Fences|[FenceType](a b/FenceType.md#)|x|\n\
                    |Days|Array of [`Day`](#)|x|\n";
    let text = with(request, response).replace("# PaintFence {", "# PaintFencee {");
    let (facts, warnings) = import_text(&text).unwrap();
    assert!(warnings[0].message.contains("the title is PaintFencee"), "{warnings:?}");
    let Capture::OperationPage(page) = facts.capture else { panic!("another kind") };
    assert_eq!(page.operation, "PaintFence");
    let kinds: Vec<&str> = page.response.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["fencetype", "array of day"]);
}

#[test]
fn a_cell_of_an_authorization_table_that_moved_beside_its_column_is_noticed() {
    let header = "|Operation|Access level|Resource type|Condition key|Associated operation|\n\
                  |---|---|---|---|---|\n";
    let arn = "acs:garden:{#regionId}:{#accountId}:fence/{#fenceId}";
    let whole = ["garden:PaintFence", "update", &format!("*Fence {arn}"), "garden:tag", "none"];
    let text = |cells: &[String]| {
        let table = format!("{header}|{}|\n\n", cells.join("|"));
        let request = "|Parameter|Type|Required|Description|\n|---|---|---|---|\n\
                       |FenceId|string|Yes|A fence.|\n";
        let response = "|Parameter|Type|Description|\n|---|---|---|\n|RequestId|string|Its id.|\n";
        with(request, response)
            .replace("## Request", &format!("## Authorization information\n\n{table}## Request"))
    };
    let whole = whole.map(str::to_owned);
    assert_eq!(page(&text(&whole)).authorization[0].condition_keys, ["garden:tag"]);
    for from in 0..whole.len() {
        for to in [from + 1, from.wrapping_sub(1)].into_iter().filter(|to| *to < whole.len()) {
            let mut cells = whole.clone();
            let moved = std::mem::take(&mut cells[from]);
            for merged in [format!("{moved} {}", cells[to]), moved] {
                let mut cells = cells.clone();
                cells[to] = merged;
                let found = problems(&text(&cells));
                assert!(!found.is_empty(), "{cells:?}");
            }
        }
    }
}

#[test]
fn a_pattern_whose_resource_type_was_lost_is_none_of_the_type_before_it() {
    let row = |resources: &str| {
        let table = format!(
            "|Operation|Access level|Resource type|Condition key|Associated operation|\n\
             |---|---|---|---|---|\n|garden:PaintFence|update|{resources}|none|none|\n\n"
        );
        CELLS.replace("## Request", &format!("## Authorization information\n\n{table}## Request"))
    };
    let [all, one, gate] = ["fence/*", "fence/{#fenceId}", "gate/{#gateId}"]
        .map(|name| format!("acs:garden:{{#regionId}}:{{#accountId}}:{name}"));
    let read = page(&row(&format!("*Fence {all} {one} Gate {gate}")));
    assert_eq!(read.authorization[0].resources[0].patterns.len(), 2);
    let found = problems(&row(&format!("*Fence {all} {one} {gate}")));
    assert!(found[0].contains("is not a resource type and its patterns"), "{found:?}");
}

#[test]
fn titles_that_a_converter_printed_twice_or_below_an_empty_header_are_read_once() {
    let title = "|HttpCode|Error code|Error message|Description|\n|--------|----------|-------------|-----------|\n";
    let empty = title.replace("HttpCode|Error code|Error message|Description", " | | | ");
    let bold = "|**HttpCode**|**Error code**|**Error message**|**Description**|\n";
    let converted = fixtures::MARKDOWN.replace(title, &format!("{title}\n{empty}{bold}"));
    assert_ne!(converted, fixtures::MARKDOWN);
    assert_eq!(capture(&converted), capture(fixtures::MARKDOWN));
}
