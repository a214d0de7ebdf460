//! Shows a client that looks before it sends.
//!
//! A guard asks the service for the state of every instance and group that a request names. It does
//! not send what the documents refuse, and sends the rest. Runs against the responder of
//! `lockdown`: `cargo run -p aliyun-ecs --example guarded`.

#[path = "lockdown/responder.rs"]
mod responder;

use aliyun_ecs::guard::Guard;
use aliyun_ecs::{
    Client, JoinSecurityGroup, ModifyInstanceVncPasswd, NotSent, Policy, StartInstance,
    StaticCredentials, StopInstance,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(responder::start()?)
        .credentials(StaticCredentials::new(responder::KEY.0, responder::KEY.1))
        .build()?;
    let guard = Guard::new(client);

    println!("Refused without being sent, with the reason:");
    if let Err(error) = guard.send(StartInstance::new(responder::INSTANCE)).await {
        println!("  {error}");
        if let Some(refusal) = NotSent::of(&error).and_then(NotSent::refusal) {
            println!("  as JSON: {}", refusal.decision.to_json());
        }
    }
    let join = JoinSecurityGroup::instance(responder::GROUP, responder::INSTANCE);
    for finding in guard.inspect(&join).await.all().iter().filter(|finding| finding.seen) {
        println!("  {}", finding.decision);
    }

    println!("\nPermitted, so it is sent:");
    let request = ModifyInstanceVncPasswd::new(responder::INSTANCE, "Secret1");
    println!("  accepted, request {}", guard.send(request).await?.request_id);

    println!(
        "\nPermitted by one source and denied by another, not sent under the stricter policy:"
    );
    let strict = guard.policy(Policy::RequireCertain);
    if let Err(error) = strict.send(StopInstance::new(responder::INSTANCE)).await {
        println!("  {error}");
    }
    Ok(())
}
