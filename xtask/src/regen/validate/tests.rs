use super::*;
use crate::in_memory::specs;

const METADATA: &str = include_str!("../../../../fuzz/corpus/regen/metadata.json");

const RULE: &str = "[[rule]]\nname = 'any'\nfallback = true\nclass = 'internal'\n\
                    reaction = 'give-up'\nreason = 'made up'\n\
                    [[id]]\nnames = ['PostId']\nreason = 'a number on the post'\n";

/// What is wrong with a specification after a change.
fn problems(change: impl FnOnce(&mut Spec)) -> String {
    let mut spec = specs(&[METADATA], RULE).unwrap().remove(0);
    let operations = spec.groups.values().flat_map(|group| &group.operations);
    let group_of = operations.map(|it| (it.name.clone(), "all".to_owned())).collect();
    change(&mut spec);
    let mut problems = Problems::default();
    validate(&spec, &group_of, &mut problems);
    let problems = problems.finish(()).err().unwrap_or_default();
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn what_was_generated_passes_and_a_lost_operation_does_not() {
    assert_eq!(problems(|_| {}), "");
    let lost = problems(|spec| _ = spec.groups.get_mut("all").unwrap().operations.pop());
    assert!(lost.contains("2 operations in, 1 out"), "{lost}");
}

#[test]
fn a_type_that_only_another_group_has_does_not_exist() {
    let moved = problems(|spec| {
        let mut other = spec.groups["all"].clone();
        let structs = std::mem::take(&mut spec.groups.get_mut("all").unwrap().structs);
        assert!(!structs.is_empty());
        other.group = "other".to_owned();
        spec.groups.insert("other".to_owned(), other);
    });
    assert!(moved.contains("does not exist"), "{moved}");
    assert!(moved.contains("two types have this name"), "{moved}");
}

#[test]
fn a_code_without_a_class_and_a_missing_error_set_are_found() {
    let unknown = problems(|spec| spec.codes.codes.clear());
    assert!(unknown.contains("has no class"), "{unknown}");
    let lost = problems(|spec| spec.groups.get_mut("all").unwrap().error_sets.clear());
    assert!(lost.contains("its error set PaintFenceError does not exist"), "{lost}");
}

#[test]
fn what_the_macros_refuse_is_found_once_and_names_the_file() {
    let twice = problems(|spec| {
        let operations = &mut spec.groups.get_mut("all").unwrap().operations;
        let fields = &mut operations.iter_mut().find(|it| !it.fields.is_empty()).unwrap().fields;
        let field = fields[0].clone();
        fields.push(field);
    });
    assert_eq!(twice.matches("exists twice").count(), 2, "name and wire name: {twice}");
    assert!(twice.contains("spec/garden/all.json:PaintFence"), "{twice}");
    assert!(twice.contains("help: "), "{twice}");
}
