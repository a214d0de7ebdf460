//! What a reply holds goes into a request as it is: bytes, encoded once, and tags.
#![cfg(all(feature = "instances", feature = "cloud-assistant"))]
#![allow(clippy::unwrap_used, reason = "tests")]

use aliyun_ecs::testing::{Reply, ScriptedTransport};
use aliyun_ecs::{
    CreateCommand, CreateCommandRequired, DescribeInstances, DescribeUserData, Error,
    ModifyInstanceAttribute, RunInstances, Tag, TagEntry,
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

#[tokio::test]
async fn tags_of_a_reply_go_into_a_request_as_they_are() -> Result<(), Error> {
    let page = r#"{"Instances":{"Instance":[{"Tags":{"Tag":[
        {"TagKey":"team","TagValue":"db"},{"TagKey":"only"}]}}]},"RequestId":"r"}"#;
    let script = ScriptedTransport::new()
        .reply("DescribeInstances", Reply::ok(page))
        .reply("RunInstances", Reply::ok(r#"{"InstanceIdSets":{},"RequestId":"r"}"#));
    let client = script.client("cn-hangzhou");
    let found = client.send(DescribeInstances::new()).await?.instances;
    client.send(RunInstances::from_launch_template("lt-1").tag(&found[0].tags)).await?;
    let sent = &script.sent()[1];
    let expected = [
        ("Tag.1.Key", Some("team")),
        ("Tag.1.Value", Some("db")),
        ("Tag.2.Key", Some("only")),
        ("Tag.2.Value", None),
    ];
    for (name, value) in expected {
        assert_eq!(sent.parameter(name), value, "{name}");
    }
    // Some replies spell the members as requests do.
    let mut entry = TagEntry::default();
    entry.key = Some("team".to_owned());
    assert!(Tag::from(entry) == Tag::new().key("team"));
    Ok(())
}
