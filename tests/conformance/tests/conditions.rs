//! Every condition of the matrix (status of the instance, type of the group): for every operation
//! and every state the table decides, explains and cites as spec/ecs/matrix.json says, and an
//! operation without a condition is refused in no state.

mod support;

use aliyun_ecs::decision::{InstanceStatus, SecurityGroupType};
use aliyun_ecs::{Aspect, Operation, Situation, decide};
use aliyun_rpc_spec::load::from_json;
use aliyun_rpc_spec::matrix::{Matrix, Verdict};
use support::workspace;

const STATUSES: [&str; 6] = ["Pending", "Starting", "Running", "Stopping", "Stopped", "Resetting"];
const TYPES: [&str; 2] = ["normal", "enterprise"];
const CONDITIONS: [Aspect; 2] = [Aspect::InstanceStatus, Aspect::SecurityGroupType];

fn matrix() -> Matrix {
    let path = workspace().join("spec/ecs/matrix.json");
    let text = std::fs::read_to_string(path).expect("the matrix is there");
    from_json("matrix.json", &text).expect("the matrix is whole")
}

/// Every state that a condition can ask for, as on the wire, with the situation in which it is
/// known.
fn states(about: Aspect) -> Vec<(&'static str, Situation)> {
    let none = Situation::new();
    if about == Aspect::InstanceStatus {
        let known = |status| none.with_instance_status(InstanceStatus::from_wire(status));
        return STATUSES.into_iter().map(|status| (status, known(status))).collect();
    }
    let known = |group| none.with_security_group_type(SecurityGroupType::from_wire(group));
    TYPES.into_iter().map(|group| (group, known(group))).collect()
}

#[test]
fn every_state_of_every_operation_is_decided_as_the_matrix_says() {
    let (mut conditions, mut refused) = (0, 0);
    for row in &matrix().operations {
        let operation = Operation::from_name(&row.name).expect("a row of the table");
        for about in CONDITIONS {
            let cell = row.cell(about);
            conditions += usize::from(cell.is_some());
            for (state, situation) in states(about) {
                let decision = decide(operation, situation);
                let place = format!("{} {state}", row.name);
                let verdict = cell.map_or(Verdict::Permitted, |cell| cell.verdict_in(state));
                assert_eq!(decision.verdict(), verdict, "{place}");
                let code = cell.filter(|_| decision.is_denied());
                let code = code.and_then(|cell| cell.code.as_deref());
                assert_eq!(decision.code(), code, "{place}");
                let stated = cell.into_iter().flat_map(|cell| &cell.evidence);
                let stated = stated.map(|one| (one.source.as_str(), one.requires.clone()));
                let found: Vec<_> = decision
                    .evidence()
                    .map(|one| {
                        assert_eq!(one.aspect(), about, "{place}");
                        let requires = one.requires().map(str::to_owned);
                        (one.source().expect("a source").id, requires.collect::<Vec<_>>())
                    })
                    .collect();
                assert_eq!(found, stated.collect::<Vec<_>>(), "{place}");
                if decision.is_denied() {
                    refused += 1;
                    let explained = decision.explain();
                    let code = code.unwrap_or("not documented");
                    assert!(explained.contains(code), "{place}: {explained}");
                }
            }
        }
    }
    assert!(
        conditions >= 19 && refused >= conditions,
        "{conditions} conditions, {refused} refused"
    );
}

#[test]
fn a_state_that_is_not_known_refuses_nothing() {
    let unknown = Situation::new()
        .with_instance_status(InstanceStatus::Unknown)
        .with_security_group_type(SecurityGroupType::Unknown);
    for &operation in Operation::ALL {
        assert!(decide(operation, unknown).is_permitted(), "{}", operation.name());
    }
}
