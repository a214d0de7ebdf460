use super::*;

#[test]
fn parameters_that_go_together_are_joined_by_and() {
    let said = |kind| {
        let values = ["Gate".to_owned(), "Fence".to_owned(), "Lawn".to_owned()].into();
        precondition(&Precondition { kind, values, code: None, source: "page".to_owned() })
    };
    assert_eq!(
        said(PreconditionKind::RequiredWith),
        "Required together: `Gate`, `Fence` and `Lawn` (page)."
    );
    assert_eq!(
        said(PreconditionKind::Exclusive),
        "At most one of `Gate`, `Fence` and `Lawn` (page)."
    );
    assert_eq!(
        said(PreconditionKind::InstanceStatus),
        "The instance must be `Gate`, `Fence` or `Lawn` (page)."
    );
}
