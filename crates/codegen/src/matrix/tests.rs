use aliyun_rpc_vocabulary::{Aspect, Hazard, Word as _};
use quote::quote;

use super::fixture::matrix;
use super::{Verdicts, print};

fn printed() -> String {
    print(&matrix(), &quote!(::aliyun_decision)).to_string()
}

fn printed_refusals(group: &str) -> String {
    Verdicts::of(&matrix()).refusals(group, &quote!(::aliyun_decision)).to_string()
}

fn printed_verdicts(operation: &str) -> String {
    Verdicts::of(&matrix()).print(operation, &quote!(t)).to_string().replace("t :: ", "")
}

#[test]
fn operations_stand_in_byte_order_with_those_that_have_no_request() {
    let names = super::names(&matrix()).join(" ");
    assert_eq!(names, "Delete Detach Run Start Stop Unlisted");
    let text = crate::operations::print(&super::names(&matrix()), &[]).to_string();
    assert!(text.contains("enum Operation { Delete , Detach , Run , Start , Stop , Unlisted }"));
    assert!(text.contains(r#"o ("Delete" , K :: Update , 0 , 0)"#), "{text}");
}

#[test]
fn codes_that_differ_only_in_signs_stay_apart() {
    let text = printed();
    assert!(text.contains("enum IsLocked { }"), "{text}");
    assert!(text.contains("enum IsLocked_2 { }"), "{text}");
    assert!(printed_verdicts("Start").contains("Denied < super :: codes :: IsLocked >"));
    assert!(printed_verdicts("Detach").contains("DependsOnDisk < super :: codes :: IsLocked_2 >"));
}

#[test]
fn nothing_is_stated_about_an_operation_that_the_matrix_does_not_have() {
    let nothing = ["Unstated"; 5].join(" , ");
    assert_eq!(
        printed_verdicts("Missing"),
        format!("VerdictsOf < Self , super :: InMatrix , {nothing} >")
    );
}

#[test]
fn only_typed_operations_of_the_group_have_sentences() {
    assert!(!printed_refusals("group").contains("Unlisted"));
    assert!(printed_refusals("other").is_empty());
}

#[test]
fn each_verdict_that_prevents_a_call_has_a_sentence_of_its_own() {
    let text = printed_refusals("group");
    for sentence in [
        "`Start` is refused while the instance is security-locked (Is.Locked)",
        "`Detach` is refused while the instance is security-locked if the disk is in use (IsLocked)",
        "`Run` is accepted, but does nothing while the instance is security-locked",
        "`Stop` is refused while the disk is locked for an overdue payment (no document names the code)",
        "`Stop` is refused while the security group is advanced (Bad.Type)",
        "\"help: settle the payment first, then observe the disk again\"",
        "\"help: use a security group of another type\"",
        "source: lock page 2026-06-20 https://example.com/page",
        "source: error table 2024-06-24 https://example.com/page",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    assert!(!text.contains("`Stop` is refused while the instance"));
}

/// Whatever hazards the vocabulary has, their words and their acknowledgements are in the messages.
#[test]
fn a_hazard_is_named_by_its_own_words_and_acknowledged_by_its_own_name() {
    for hazard in Hazard::ALL.iter().copied() {
        let mut matrix = matrix();
        let row = matrix.operations.iter_mut().find(|row| row.name == "Delete").unwrap();
        row.cells.get_mut(&Aspect::SecurityLock).unwrap().hazard = Some(hazard);
        let refusals = Verdicts::of(&matrix).refusals("group", &quote!(d)).to_string();
        let [words, name] = [hazard.words(), hazard.variant()];
        for sentence in [
            format!("`Delete` is carried out while the instance is security-locked, but {words}"),
            format!("if that is what you want, `send_acknowledged(request, {name})`"),
        ] {
            assert!(refusals.contains(&sentence), "{sentence}\n{refusals}");
        }
        let docs = crate::refusals::lines("Delete", &matrix).join("\n");
        let line =
            format!("**Permitted with a hazard** while the instance is security-locked: {words} (");
        assert!(docs.contains(&line), "{docs}");
    }
}

#[test]
fn a_condition_is_printed_with_its_states_and_the_types_know_only_the_group() {
    let text = printed();
    assert!(text.contains("c (Verdict :: Denied , 40 , None"), "{text}");
    assert!(text.contains("Some (Says :: Requires) , 2 ,"), "{text}");
    assert!(text.contains("enum BadStatus { }") && text.contains("enum BadType { }"), "{text}");
    let advanced = |operation| {
        printed_verdicts(operation).ends_with(", Denied < super :: codes :: BadType > >")
    };
    assert_eq!(
        ["Delete", "Detach", "Run", "Start", "Stop"].map(advanced),
        [false, false, false, false, true]
    );
}

#[test]
fn a_table_of_nothing_can_be_printed() {
    let empty = aliyun_rpc_spec::matrix::Matrix::default();
    let text = print(&empty, &quote!(rpc)).to_string();
    assert!(text.contains("rows : & []"), "{text}");
}
