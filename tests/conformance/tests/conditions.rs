//! Every condition of the matrix (status of the instance, type of the group): for every operation
//! and every state the table decides, explains and cites as spec/ecs/matrix.json says, and an
//! operation without a condition is refused in no state.

mod support;

use aliyun_ecs::decision::Evidence;
use aliyun_ecs::{SecurityGroupType, InstanceStatus, Operation, Situation, decide};
use aliyun_rpc_spec::load::from_json;
use aliyun_rpc_spec::matrix::{Condition, Matrix, StateKind, Verdict};
use support::workspace;

const STATUSES: [&str; 6] = ["Pending", "Starting", "Running", "Stopping", "Stopped", "Resetting"];
const TYPES: [&str; 2] = ["normal", "enterprise"];

fn matrix() -> Matrix {
    let path = workspace().join("spec/ecs/matrix.json");
    let text = std::fs::read_to_string(path).expect("the matrix is there");
    from_json("matrix.json", &text).expect("the matrix is whole")
}

/// Every state of a kind, as on the wire, with the situation in which it is known.
fn states(about: StateKind) -> Vec<(&'static str, Situation)> {
    let none = Situation::new();
    match about {
        StateKind::InstanceStatus => STATUSES
            .into_iter()
            .map(|status| (status, none.with_instance_status(InstanceStatus::from_status(status))))
            .collect(),
        StateKind::SecurityGroupType => TYPES
            .into_iter()
            .map(|kind| (kind, none.with_security_group_type(SecurityGroupType::from_type(kind))))
            .collect(),
    }
}

fn condition(conditions: &[Condition], about: StateKind) -> Option<&Condition> {
    conditions.iter().find(|condition| condition.about == about)
}

#[test]
fn every_state_of_every_operation_is_decided_as_the_matrix_says() {
    let mut refused = 0;
    for row in &matrix().operations {
        let operation = Operation::from_name(&row.name).expect("a row of the table");
        for about in StateKind::ALL {
            let condition = condition(&row.conditions, about);
            for (state, situation) in states(about) {
                let decision = decide(operation, situation);
                let place = format!("{} {state}", row.name);
                let verdict = condition.map_or(Verdict::Permitted, |one| one.verdict(state));
                assert_eq!(decision.is_denied(), verdict == Verdict::Denied, "{place}");
                if let (true, Some(condition)) = (decision.is_denied(), condition) {
                    refused += 1;
                    let refusal = &condition.refusal;
                    assert_eq!(decision.code(), refusal.code.as_deref(), "{place}");
                    let sources: Vec<_> = decision
                        .evidence()
                        .filter_map(|one: Evidence| one.source().map(|source| source.id))
                        .collect();
                    let stated: Vec<_> =
                        refusal.evidence.iter().map(|one| one.source.as_str()).collect();
                    assert_eq!(sources, stated, "{place}");
                    let explained = decision.explain();
                    let code = refusal.code.as_deref().unwrap_or("not documented");
                    assert!(explained.contains(code), "{place}: {explained}");
                }
            }
        }
    }
    let conditions: usize = matrix().operations.iter().map(|row| row.conditions.len()).sum();
    assert!(
        conditions >= 19 && refused >= conditions,
        "{conditions} conditions, {refused} refused"
    );
}

#[test]
fn a_state_that_is_not_known_refuses_nothing() {
    let unknown =
        Situation::new().with_instance_status(InstanceStatus::Unknown).with_security_group_type(SecurityGroupType::Unknown);
    for &operation in Operation::ALL {
        assert!(decide(operation, unknown).is_permitted(), "{}", operation.name());
    }
}
