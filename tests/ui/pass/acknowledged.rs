//! Calls that ask for an acknowledgement, with the one that each asks for.

use aliyun_ecs::handle::{FinancialLocked, Instance, SecurityLocked};
use aliyun_ecs::{
    AttachKeyPair, ClientExt, CommandType, DeleteInstance, DeleteInstances, InvokeCommand, Lock,
    NothingHappens, OutcomeUnknown, ReleasesDisks, RunCommand, RunCommandRequired, Situation,
};

use super::{client, now};

fn locked() -> Instance<SecurityLocked> {
    let observed = Situation::new().with_instance_lock(Lock::Security);
    Instance::new("i-1").observed(observed).in_state().expect("this lock was observed")
}

#[test]
fn disks_that_were_to_be_kept_are_released_knowingly() {
    let (client, locked) = (client(), locked());
    let one = DeleteInstance::new(locked.id());
    now(client.on(&locked).send_acknowledged(one, ReleasesDisks)).unwrap();
    let several = DeleteInstances::new(vec![locked.id().to_owned()]);
    now(client.on(&locked).send_acknowledged(several, ReleasesDisks)).unwrap();
}

#[test]
fn a_command_that_does_nothing_is_sent_knowingly() {
    let (client, locked) = (client(), locked());
    let run = RunCommand::new(RunCommandRequired {
        type_: CommandType::RunShellScript.into(),
        command_content: "id".into(),
    })
    .instance_id([locked.id()]);
    now(client.on(&locked).send_acknowledged(run, NothingHappens)).unwrap();
    let invoke = InvokeCommand::new("c-1").instance_id([locked.id()]);
    now(client.on(&locked).send_acknowledged(invoke, NothingHappens)).unwrap();
}

#[test]
fn a_call_that_no_source_describes_is_sent_knowingly() {
    let observed = Situation::new().with_instance_lock(Lock::Financial);
    let overdue = Instance::new("i-1").observed(observed);
    let overdue: Instance<FinancialLocked> = overdue.in_state().unwrap();
    let request = AttachKeyPair::new("key", vec![overdue.id().to_owned()]);
    now(client().on(&overdue).send_acknowledged(request, OutcomeUnknown)).unwrap();
}
