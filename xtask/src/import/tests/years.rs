//! Shapes of pages of other years, languages and products, invented: what each has that the others
//! have not.

use aliyun_rpc_spec::capture::{ImpactPage, ManagedPage, OperationPage, Payment, Says, Subject};

use super::every_form::Whole;
use super::*;

fn page(text: &str) -> OperationPage {
    match capture(text) {
        Capture::OperationPage(page) => page,
        other => panic!("{other:?}"),
    }
}

fn impact(text: &str) -> ImpactPage {
    match capture(text) {
        Capture::ImpactPage(page) => page,
        other => panic!("{other:?}"),
    }
}

fn managed(text: &str) -> ManagedPage {
    match capture(text) {
        Capture::ManagedPage(page) => page,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_code_with_a_blank_is_refused_with_the_reason() {
    let translated = SAMPLES.replace("|404|InvalidFence.NotFound", "|404|InvalidFence. NotFound");
    assert!(problems(&translated)[0].contains("a translator put it there"), "{translated}");
}

/// A page whose only title is in the samples, with the members of a structure in a table of their
/// own.
pub(super) const SAMPLES: &str = "\
# Shows fences {#Fences .reference}

## Request parameters

|Name|Type|Required|Description|
|:---|:---|:-------|:----------|
|Colour|String|No|What colour. Valid values:

-   **Red**: like a rose.
-   **Warning**: like a road sign.

 Default value: null.|

## Response parameters

|Name|Type|Description|
|:---|:---|:----------|
|TotalCount|Integer|How many.|
|Fences|Array of [FenceType](#FenceType)|All of them.|

**FenceType**

|Name|Type|Description|
|:---|:---|:----------|
|FenceId|String|The fence.|
|Doors|List|Doors as JSON: \\[\"a\"\\].|

## Examples

```
https://garden.example.com/?Action=ShowFences
&Colour=Red
```

## Error codes

|HTTP status code|Error codes|Error message|Description|
|:---------------|:----------|:------------|:----------|
|400|FenceWet|The fence is wet.|Wait.|
|404|InvalidFence.NotFound||没有|

[Click here to view the error codes.](https://codes.example.com)
";

#[test]
fn samples_name_the_operation_and_a_caption_stands_above_the_members_of_a_structure() {
    let found = page(SAMPLES);
    assert_eq!(found.operation, "ShowFences");
    assert_eq!(found.parameters[0].values, ["Red", "Warning"]);
    assert_eq!(found.parameters[0].default, None);
    let names: Vec<&str> = found.response.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["TotalCount", "Fences", "FenceId", "Doors"]);
    assert_eq!(found.errors.len(), 2);
    let bad = every_form::compare(&[Whole::read("samples", SAMPLES)], |_, _| None);
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn the_letters_of_a_name_are_those_of_the_samples() {
    let titled = |title: &str| page(&SAMPLES.replace("# Shows fences", &format!("# {title}")));
    assert_eq!(titled("Showfences").operation, "ShowFences");
    // The letters of a title of several words count, and a sample of another operation does not.
    assert_eq!(titled("ShowFenceS").operation, "ShowFenceS");
    assert_eq!(titled("PaintFences").operation, "PaintFences");
}

#[test]
fn a_cell_of_json_is_not_a_structure_of_another_row() {
    let table = "|Name|Type|Example|Description|\n|--|--|--|--|\n|FenceId|String|f|One.|\n\
                 |Doors| |[\"a\"]|All doors.|\n\n## Examples";
    let (before, rest) = SAMPLES.split_once("|Name|Type|Description|").unwrap();
    let (_, after) = rest.split_once("## Examples").unwrap();
    let found = page(&format!("{before}{table}{after}"));
    assert_eq!(found.response[1].name, "Doors");
}

#[test]
fn pages_about_data_types_and_lists_of_operations_are_of_no_known_kind() {
    let data_type = "# FenceType {#FenceType .reference}\n\n## Child nodes\n\n\
                     |Name|Type|Description|\n|:--|:--|:--|\n|FenceId|String|The fence.|\n";
    let list = "# Operations\n\n|API|Description|\n|:--|:--|\n|PaintFence|Paints a fence.|\n";
    for text in [data_type, list] {
        let found = problems(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("the kind of the text is unknown"), "{found:?}");
    }
}

const OVERDUE: &str = "\
# 欠费 {#Overdue .reference}

`OperationLocks`中有`LockReason: financial`。

|接口|实例欠费|
|:-|:---|
|PaintFence|报错|
|DryFence|正常逻辑|

|接口|云盘欠费|
|:-|:---|
|PaintFence|正常逻辑|

";

#[test]
fn a_chinese_overdue_page_has_a_table_for_instances_and_one_for_disks() {
    let found = impact(OVERDUE);
    let rows: Vec<_> =
        found.rows.iter().map(|row| (row.operation.as_str(), row.subject, row.effect)).collect();
    assert_eq!(
        rows,
        [
            ("PaintFence", Subject::Instance, Some(Says::Denied)),
            ("DryFence", Subject::Instance, Some(Says::Unaffected)),
            ("PaintFence", Subject::Disk, Some(Says::Unaffected)),
        ]
    );
}

pub(super) const CROSSED: &str = "\
# 欠费 {#Overdue .reference}

`LockReason: financial`

## 实例欠费时

|接口|磁盘欠费|磁盘正常|
|:-|:-|:-|
|PaintFence|报错|正常逻辑|
|DryFence|-|-|

## 磁盘欠费时

|接口|实例欠费|实例正常|
|:-|:-|:-|
|PaintFence|报错|报错|
";

#[test]
fn a_chinese_cross_table_tells_instance_and_disk_apart_in_every_form() {
    let found = impact(CROSSED);
    let normal = found.crossed.iter().find(|cell| cell.disk == Payment::Normal).unwrap();
    assert_eq!((normal.instance, normal.effect), (Payment::Overdue, Some(Says::Unaffected)));
    assert_eq!(found.crossed.len(), 6);
    let pages = [Whole::read("crossed", CROSSED), Whole::read("overdue", OVERDUE)];
    let bad = every_form::compare(&pages, |_, _| None);
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn a_lost_cell_of_a_chinese_cross_table_is_not_taken_for_a_heading() {
    let whole = Whole::read("crossed", CROSSED);
    let cells = render::cells(&whole.document, false);
    let lost = cells.replacen("DryFence\n\n", "", 1);
    assert_ne!(lost, cells);
    let found = problems(&lost);
    assert!(found.iter().any(|problem| problem.contains("cells instead of")), "{found:?}");
}

#[test]
fn a_dash_says_that_an_operation_has_nothing_to_do_with_a_lock() {
    let text =
        "LockReason: security\n\n|API|Impact|\n|--|--|\n|PaintFence|-|\n|DryFence|Error|\n\n";
    assert_eq!(impact(text).rows[0].effect, Some(Says::NoRelation));
}

pub(super) const MANAGED: &str = "\
# 托管栅栏

返回错误码`FenceManaged.ByService`的错误信息。

|API|操作|您的阿里云账号|云产品系统|
|---|--|--|--|
|PaintFence|涂漆|不可操作|可以操作|
|ShowFence|查看|可以操作|可以操作|

";

#[test]
fn a_chinese_managed_page_says_who_may_call_in_every_form() {
    let found = managed(MANAGED);
    assert_eq!(found.code.as_deref(), Some("FenceManaged.ByService"));
    let rows: Vec<_> =
        found.rows.iter().map(|row| (row.operation.as_str(), row.account, row.service)).collect();
    assert_eq!(rows, [("PaintFence", false, true), ("ShowFence", true, true)]);
    let bad = every_form::compare(&[Whole::read("managed", MANAGED)], |_, _| None);
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn a_value_behind_an_indented_first_item_and_a_sentence_is_of_the_same_list() {
    let text = SAMPLES.replace("-   **Red**: like a rose.\n", " -   Red：rose。\n\n花是红的。\n\n");
    let found = page(&text.replace("-   **Warning**: like", "-   Blue：like"));
    assert_eq!(found.parameters[0].values, ["Red", "Blue"]);
}
