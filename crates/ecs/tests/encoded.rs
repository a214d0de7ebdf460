//! Bytes in requests and replies: encoded once, and handed on as they are.
#![cfg(all(feature = "instances", feature = "cloud-assistant"))]
#![allow(clippy::unwrap_used, reason = "tests")]

use aliyun_ecs::testing::{Reply, ScriptedTransport};
use aliyun_ecs::{
    CreateCommand, CreateCommandRequired, DescribeUserData, Error, ModifyInstanceAttribute,
};

const SCRIPT: &str = "#!/bin/sh\n";
const ENCODED: &str = "IyEvYmluL3NoCg==";

#[tokio::test]
async fn user_data_of_a_reply_goes_into_a_request_as_it_is() -> Result<(), Error> {
    let data = format!(r#"{{"UserData":"{ENCODED}","InstanceId":"i-1","RequestId":"r"}}"#);
    let script = ScriptedTransport::new()
        .reply("DescribeUserData", Reply::ok(data))
        .reply("ModifyInstanceAttribute", Reply::ok(r#"{"RequestId":"r"}"#));
    let client = script.client("cn-hangzhou");
    let held = client.send(DescribeUserData::new("i-1")).await?.user_data;
    assert_eq!(held.as_ref().unwrap().decode().unwrap(), SCRIPT.as_bytes());
    client.send(ModifyInstanceAttribute::new("i-2").user_data(held)).await?;
    client.send(ModifyInstanceAttribute::new("i-2").user_data(SCRIPT)).await?;
    let sent = script.sent();
    for request in &sent[1..] {
        assert_eq!(request.parameter("UserData"), Some(ENCODED));
    }
    Ok(())
}

#[tokio::test]
async fn a_command_that_has_to_be_encoded_is_encoded_by_its_constructor() -> Result<(), Error> {
    let script = ScriptedTransport::always(Reply::ok(r#"{"CommandId":"c-1","RequestId":"r"}"#));
    let command = CreateCommand::new(CreateCommandRequired {
        name: "hello".into(),
        type_: "RunShellScript".into(),
        command_content: SCRIPT.into(),
    });
    script.client("cn-hangzhou").send(command).await?;
    assert_eq!(script.sent()[0].parameter("CommandContent"), Some(ENCODED));
    Ok(())
}
