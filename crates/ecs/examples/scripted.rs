//! A program and its tests, which need neither ECS nor time: the client gets a transport that
//! answers from a script and remembers what was sent, and a clock on which waiting takes no time.
//!
//! `cargo test --example scripted`,
//! `cargo run --example scripted --features credentials -- team db`

use aliyun_ecs::{
    Client, DefaultChain, DescribeInstances, Error, InstanceStatus, Paginate, RebootInstance,
};

/// Reboots every running instance with a tag. Returns how many there were.
async fn reboot_all(client: &Client, tag: (&str, &str)) -> Result<usize, Error> {
    let running = DescribeInstances::new().tag([tag]).status(InstanceStatus::Running);
    let instances = client.all(running).await?;
    for instance in &instances {
        let Some(id) = &instance.instance_id else { continue };
        client.send(RebootInstance::new(id)).await?;
    }
    Ok(instances.len())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, key, value] = &args[..] else { return Err("usage: scripted KEY VALUE".into()) };
    let client =
        Client::builder().region("cn-hangzhou").credentials(DefaultChain::new()).build()?;
    println!("{} instances reboot", reboot_all(&client, (key, value)).await?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aliyun_ecs::runtime::clock::{Clock, VirtualClock};
    use aliyun_ecs::runtime::transport::TransportErrorKind;
    use aliyun_ecs::testing::{Reply, ScriptedTransport};

    use super::*;

    const TAG: (&str, &str) = ("team", "storage");

    fn page(ids: &[&str], next_token: &str) -> Reply {
        let ids: Vec<_> = ids.iter().map(|id| format!(r#"{{"InstanceId":"{id}"}}"#)).collect();
        let instances = format!(r#"{{"Instance":[{}]}}"#, ids.join(","));
        Reply::ok(format!(
            r#"{{"Instances":{instances},"NextToken":"{next_token}","RequestId":"r-1"}}"#
        ))
    }

    fn done() -> Reply {
        Reply::ok(r#"{"RequestId":"r-2"}"#)
    }

    #[test]
    fn every_instance_of_every_page_is_rebooted() {
        // Replies of an operation come in this order, and the last one is repeated.
        let script = ScriptedTransport::new()
            .reply("DescribeInstances", page(&["i-1", "i-2"], "next"))
            .reply("DescribeInstances", page(&["i-3"], ""))
            .reply("RebootInstance", done());
        let client = script.client("cn-hangzhou");
        assert!(matches!(VirtualClock::new().run(reboot_all(&client, TAG)), Ok(3)));

        let sent = script.sent();
        assert_eq!(sent[0].parameter("Tag.1.Value"), Some("storage"));
        assert_eq!(sent[1].parameter("NextToken"), Some("next"));
        let rebooted: Vec<_> = sent[2..].iter().map(|one| one.parameter("InstanceId")).collect();
        assert_eq!(rebooted, [Some("i-1"), Some("i-2"), Some("i-3")]);
    }

    #[test]
    fn a_list_is_asked_for_again_after_throttling_and_a_reboot_in_doubt_is_not() {
        let throttled = Reply::error(400, "Throttling.User").header("x-acs-retry-after", "30000");
        let script = ScriptedTransport::new()
            .reply("DescribeInstances", throttled)
            .reply("DescribeInstances", page(&["i-1"], ""))
            .reply("RebootInstance", Reply::failure(TransportErrorKind::Broken));
        let clock = VirtualClock::new();
        let begin = clock.now();
        let client = script.builder().region("cn-hangzhou").clock(clock.clone()).build().unwrap();
        let error = clock.run(reboot_all(&client, TAG)).unwrap_err();
        assert!(error.operation() == "RebootInstance" && error.is_in_doubt());
        assert_eq!(clock.now() - begin, Duration::from_secs(30));
        let operations: Vec<_> =
            script.sent().iter().map(|one| one.operation().to_owned()).collect();
        assert_eq!(operations, ["DescribeInstances", "DescribeInstances", "RebootInstance"]);
    }

    #[test]
    fn an_instance_that_cannot_be_rebooted_ends_it() {
        // The answer can depend on the request.
        let script = ScriptedTransport::answering(|request| {
            match (request.operation(), request.parameter("InstanceId")) {
                ("DescribeInstances", _) => page(&["i-1", "i-2", "i-3"], ""),
                (_, Some("i-2")) => Reply::error(403, "IncorrectInstanceStatus"),
                _ => done(),
            }
        });
        let client = script.client("cn-hangzhou");
        let error = VirtualClock::new().run(reboot_all(&client, TAG)).unwrap_err();
        assert_eq!(error.code(), Some("IncorrectInstanceStatus"));
        assert_eq!(script.sent().len(), 3);
    }
}
