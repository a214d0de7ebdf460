//! What a command does, what it is given and what it prints is sent and read, and never shown.
#![cfg(feature = "cloud-assistant")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use aliyun_ecs::runtime::wire::{decode, flatten};
use aliyun_ecs::{
    CommandType, CreateActivationResponse, DescribeInvocationsResponse, InvokeCommand, RunCommand,
    RunCommandRequired,
};
use serde_json::json;

#[test]
fn a_command_is_sent_with_its_parameters_and_shown_without() {
    let parameters = BTreeMap::from([("pin".to_owned(), json!("hidden"))]);
    let run = RunCommand::new(RunCommandRequired {
        type_: CommandType::RunShellScript.into(),
        command_content: "echo hidden".into(),
    })
    .parameters(parameters.clone());
    let sent = flatten(&run);
    let value = |name| sent.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!(value("CommandContent"), Some("echo hidden"));
    assert_eq!(value("Parameters"), Some(r#"{"pin":"hidden"}"#));
    let invoke = InvokeCommand::new("c-1").parameters(parameters);
    for shown in [format!("{run:?}"), format!("{invoke:?}")] {
        assert!(shown.contains("Parameters: [redacted]") && !shown.contains("hidden"), "{shown}");
    }
}

#[test]
fn what_a_command_printed_and_an_activation_code_are_read_and_not_shown() {
    let body = json!({"RequestId": "r", "Invocations": {"Invocation": [{
        "CommandId": "c-1", "CommandContent": "hidden", "Parameters": "{\"pin\":\"hidden\"}",
        "InvokeInstances": {"InvokeInstance": [{"InstanceId": "i-1", "Output": "hidden"}]},
    }]}});
    let mut reply = DescribeInvocationsResponse::default();
    decode(body.to_string().as_bytes(), &mut reply).unwrap();
    assert_eq!(reply.invocations[0].invoke_instances[0].output.as_deref(), Some("hidden"));
    let shown = format!("{reply:?}");
    assert!(shown.contains("i-1") && !shown.contains("hidden"), "{shown}");
    assert_eq!(shown.matches("[redacted]").count(), 3, "{shown}");

    let mut reply = CreateActivationResponse::default();
    let body = br#"{"RequestId":"r","ActivationId":"a-1","ActivationCode":"hidden"}"#;
    decode(body, &mut reply).unwrap();
    assert_eq!(reply.activation_code.as_deref(), Some("hidden"));
    let shown = format!("{reply:?}");
    assert!(shown.contains("a-1") && !shown.contains("hidden"), "{shown}");
}
