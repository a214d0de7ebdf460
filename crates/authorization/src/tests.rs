use crate::fixture::GARDEN;
use crate::{Grants, PolicyBuilder, PolicyDocument, PolicyError};

fn built(operation: &str, parameters: &[(&str, &str)]) -> PolicyDocument {
    PolicyBuilder::new(&GARDEN).call(operation, parameters.iter().copied()).build().unwrap()
}

fn resources(operation: &str, parameters: &[(&str, &str)]) -> Vec<String> {
    let document = built(operation, parameters);
    let statements = document.statements().iter();
    let action = format!("garden:{operation}");
    statements
        .filter(|one| one.actions.contains(&action))
        .flat_map(|one| one.resources.clone())
        .collect()
}

#[test]
fn an_optional_resource_is_left_out_where_the_request_cannot_mean_it() {
    let fences = "acs:garden:*:*:fence/*";
    // No parameter names a shed, so it stays.
    let sheds = "acs:garden:*:*:shed/*";
    assert_eq!(resources("BuildFence", &[("Colour", "red")]), [fences, sheds]);
    let gates = "acs:garden:*:*:gate/*";
    assert_eq!(resources("BuildFence", &[("TemplateId", "t-1")]), [fences, gates, sheds]);
    assert_eq!(resources("BuildFence", &[("GateColour", "red")]), [fences, gates, sheds]);
    let gate = "acs:garden:*:*:gate/g-1";
    assert_eq!(resources("BuildFence", &[("Gate.1.GateId", "g-1")]), [fences, gate, sheds]);
    let text = built("BuildFence", &[("Colour", "red")]).explain();
    assert!(text.contains("left out: Gate of BuildFence: it is optional"), "{text}");
}

#[test]
fn ids_come_as_a_list_as_json_or_with_commas() {
    let both = ["acs:garden:*:*:fence/f-1", "acs:garden:*:*:fence/f-2"];
    assert_eq!(resources("ListFences", &[("FenceIds", r#"["f-2","f-1"]"#)]), both);
    assert_eq!(resources("ListFences", &[("FenceIds.1", "f-1"), ("FenceIds.2", "f-2")]), both);
    assert_eq!(resources("ListFences", &[("FenceIds", "f-1, f-2")]), both);
    assert_eq!(resources("ListFences", &[("FenceIds", "")]), ["acs:garden:*:*:fence/*"]);
    for bad in [r#"["f-1",1]"#, "{}", "[\"*\"]", "f-1,"] {
        let call = PolicyBuilder::new(&GARDEN).call("ListFences", [("FenceIds", bad)]);
        assert!(matches!(call.build(), Err(PolicyError::BadValue { .. })), "{bad}");
    }
}

#[test]
fn further_actions_are_included_with_those_that_they_need_in_turn() {
    let document = built("ListFences", &[("FenceIds.1", "f-1")]);
    let actions: Vec<_> = document.statements().iter().map(|one| one.actions.join(" ")).collect();
    assert_eq!(actions, ["garden:BurnGarden", "garden:ListFences", "garden:PaintFence"]);
    assert_eq!(document.statements()[2].resources, ["acs:garden:*:*:fence/*"]);
    assert!(document.explain().contains("needed by BurnGarden"), "{}", document.explain());
    let missing = PolicyBuilder::new(&GARDEN).operation("SellFence").build().unwrap_err();
    assert!(matches!(missing, PolicyError::FurtherNotListed { .. }));
    let text = missing.to_string();
    assert!(text.contains("SellFence") && text.contains("shop:Sell"), "{text}");
}

#[test]
fn a_resource_that_another_one_of_the_action_covers_is_merged_with_its_reason() {
    let document = PolicyBuilder::new(&GARDEN)
        .call("PaintFence", [("FenceId", "f-1")])
        .operation("PaintFence")
        .build()
        .unwrap();
    assert_eq!(document.statements().len(), 1);
    assert_eq!(document.statements()[0].resources, ["acs:garden:*:*:fence/*"]);
    assert!(document.explain().contains("named by FenceId"), "{}", document.explain());
}

#[test]
fn nothing_and_nobody_make_no_policy() {
    let builder = PolicyBuilder::new(&GARDEN);
    assert_eq!(builder.build(), Err(PolicyError::Empty));
    let unknown = builder.clone().operation("PaintFences").build().unwrap_err();
    assert!(unknown.to_string().contains("PaintFences"), "{unknown}");
    let several =
        builder.clone().operation("B").operation("PaintFence").operation("A").operation("B");
    let expected = PolicyError::NotListed { operations: vec!["B".to_owned(), "A".to_owned()] };
    assert_eq!(several.build(), Err(expected));
    let account = builder.account("me").operation("PaintFence").build();
    assert_eq!(account, Err(PolicyError::BadAccount));
}

#[test]
fn operations_looked_up_in_a_constant_make_the_same_policy() {
    const FOUND: Grants = Grants::new(
        &GARDEN,
        const {
            match GARDEN.find("PaintFence") {
                Some(row) => &[row],
                None => panic!("it is in the table"),
            }
        },
    );
    let built = PolicyBuilder::new(&GARDEN).operation("PaintFence").build().unwrap();
    assert_eq!(FOUND.build().unwrap(), built);
    assert_eq!(GARDEN.find("Paint"), None);
    assert_eq!(GARDEN.find(""), None);
}

#[test]
fn a_builder_shows_no_value_of_a_request() {
    let builder = PolicyBuilder::new(&GARDEN).call("PaintFence", [("Password", "s3cret")]);
    let shown = format!("{builder:?}");
    assert!(shown.contains("PaintFence") && shown.contains("Password"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn a_policy_says_which_documents_it_rests_on() {
    let text = built("PaintFence", &[("FenceId", "f-1")]).explain();
    assert!(text.contains("source of garden:PaintFence: RAM list 2025-01-01 line 1"), "{text}");
}

#[test]
fn a_request_that_names_a_type_of_resource_gets_resources_of_that_type_only() {
    let gate = [("ResourceType", "gate"), ("ResourceId.1", "g-1")];
    assert_eq!(resources("TagThings", &gate), ["acs:garden:*:*:gate/g-1"]);
    assert_eq!(resources("TagThings", &gate[..1]), ["acs:garden:*:*:gate/*"]);
    let both = ["acs:garden:*:*:fence/g-1", "acs:garden:*:*:gate/g-1"];
    assert_eq!(resources("TagThings", &gate[1..]), both);
    let any = ["acs:garden:*:*:fence/*", "acs:garden:*:*:gate/*"];
    assert_eq!(resources("TagThings", &[("Tag.1.Key", "k")]), any);
}

#[test]
fn a_type_of_resource_that_is_not_listed_is_an_error_and_no_wildcard() {
    let shed = [("ResourceType", "shed"), ("ResourceId.1", "s-1")];
    for parameters in [&shed[..], &shed[..1]] {
        let call = PolicyBuilder::new(&GARDEN).call("TagThings", parameters.iter().copied());
        let error = call.build().unwrap_err();
        assert!(matches!(error, PolicyError::ResourceNotListed { .. }), "{error:?}");
        let text = error.to_string();
        assert!(text.contains("TagThings") && text.contains("shed"), "{text}");
    }
    let call = PolicyBuilder::new(&GARDEN).call("TagThings", [("ResourceType", "a*")]);
    assert!(matches!(call.build(), Err(PolicyError::BadValue { .. })));
    // Where other resources are meant by other parameters, the type is about something else.
    let fence = "acs:garden:*:*:fence/f-1";
    let fences = [("ResourceType", "shed"), ("FenceId", "f-1")];
    assert_eq!(resources("PaintFence", &fences), [fence]);
}
