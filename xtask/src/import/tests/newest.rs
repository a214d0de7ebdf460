//! The edition of 2026, invented: other titles of sections and columns, and the name of the
//! operation on the first line only.

use aliyun_rpc_spec::capture::OperationPage;

use super::*;

fn page(text: &str) -> OperationPage {
    match capture(text) {
        Capture::OperationPage(page) => page,
        other => panic!("{other:?}"),
    }
}

/// As text, a cell a line.
pub(super) const NEWEST: &str = "\
DryFence

Updated at:

Dries a fence.

Operation description

Fences dry slowly. Use PaintFence first.

Try it now

Try this operation, no signing needed.

Test

RAM authorization

The table below says who may do it:

  \u{2022} Resource type: what needs no asterisk. Required ones are marked with an asterisk (*).

Action

API

Access level

Resource type

Condition key

Dependent action

garden:WorkOnFence

DryFence

update

*Fence

acs:garden:{#regionId}:{#accountId}:fence/{#fenceId}

None

None

Request parameters

Parameter

Type

Required

Description

Example

FenceId

string

Yes

The fence.

fence-1

Response elements

Element

Type

Description

Example

object

What comes back.

RequestId

string

The request ID.

473469C7

Examples

Success response

JSON format

{
  \"RequestId\": \"473469C7\"
}

Error codes

HTTP status code

Error code

Error message

Description

400

FenceWet

The fence is wet.

404

InvalidFence.NotFound

The fence does not exist.

It is gone.

See Error Codes for a complete list.

Release notes

See Release Notes for a complete list.
";

#[test]
fn the_newest_edition_has_other_titles_and_its_name_on_the_first_line() {
    for text in [NEWEST.to_owned(), NEWEST.replace("API\n\n", "").replace("\nDryFence\n", "")] {
        let page = page(&text);
        assert_eq!(page.operation, "DryFence");
        let [needed] = page.authorization.as_slice() else { panic!("{:?}", page.authorization) };
        assert_eq!(
            (needed.action.as_str(), needed.level.as_str()),
            ("garden:WorkOnFence", "update")
        );
        assert_eq!(needed.resources[0].resource, "Fence");
        assert_eq!(needed.resources[0].mandatory, Some(true));
        assert!(needed.condition_keys.is_empty() && needed.associated.is_empty());
        let names = |list: &[aliyun_rpc_spec::capture::PageParameter]| {
            list.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&page.parameters), ["FenceId"]);
        assert_eq!(names(&page.response), ["RequestId"]);
        let codes: Vec<&str> = page.errors.iter().map(|row| row.code.as_str()).collect();
        assert_eq!(codes, ["FenceWet", "InvalidFence.NotFound"]);
    }
}

#[test]
fn an_action_and_an_operation_that_are_glued_together_are_divided_only_where_they_are_equal() {
    let titles =
        "Action\n\nAPI\n\nAccess level\n\nResource type\n\nCondition key\n\nDependent action\n\n";
    let glued = "ActionAPIAccess levelResource typeCondition keyDependent action\n";
    let row = "garden:WorkOnFence\n\nDryFence\n\nupdate\n\n";
    let with = |cells: &str| NEWEST.replace(titles, glued).replace(row, cells);
    let same = page(&with("garden:DryFenceDryFenceupdate\n"));
    assert_eq!(same.authorization[0].action, "garden:DryFence");
    let other = problems(&with("garden:WorkOnFenceDryFenceupdate\n"));
    assert!(other[0].contains("cannot tell where the action of"), "{other:?}");
}

#[test]
fn the_newest_edition_without_the_line_that_closes_its_errors_is_cut() {
    let (cut, _) = NEWEST.split_once("See Error Codes").unwrap();
    assert!(problems(cut)[0].contains("the page ends in its error table"), "{:?}", problems(cut));
}
