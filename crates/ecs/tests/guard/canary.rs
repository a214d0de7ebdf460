//! Secrets go through the guard and through handles, and everything that these show, log or say in
//! a panic is searched for them.

use std::sync::{Arc, Mutex};

use aliyun_ecs::guard::Guard;
use aliyun_ecs::handle::{Instance, SecurityGroup};
use aliyun_ecs::runtime::transport::{HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::runtime::{BoxFuture, Request, SendRequest};
use aliyun_ecs::{
    Client, ClientExt, CommandType, ModifyInstanceVncPasswd, NotSent, Policy, RetryPolicy,
    RunCommand, RunCommandRequired, StaticCredentials, StopInstance, Transport,
};
use serde_json::json;

use crate::recorder::{Seen, logging};
use crate::world::{World, reply};

const ID: &str = "canary-key-id/+=";
const KEY: &str = "canary-key-secret/+=";
const TOKEN: &str = "canary-security-token/+=";
const PASSWORD: &str = "canary-password &";
const COMMAND: &str = "echo canary-command";

/// Answers with an error that quotes what it was sent and what it was signed with.
struct Quoting(&'static str);

impl Transport for Quoting {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let said = format!("{} {ID} {KEY} {TOKEN}", request.url);
        let body = json!({"Code": self.0, "Message": said, "RequestId": "r", "Recommend": KEY});
        Box::pin(std::future::ready(Ok(reply(403, &body))))
    }
}

fn client(transport: impl Transport + 'static) -> Client {
    Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::with_token(ID, KEY, TOKEN))
        .transport(transport)
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

fn password(id: &str) -> ModifyInstanceVncPasswd {
    ModifyInstanceVncPasswd::new(id, PASSWORD)
}

fn command(id: &str) -> RunCommand {
    let (type_, command_content) = (CommandType::RunShellScript.into(), COMMAND.to_owned());
    RunCommand::new(RunCommandRequired { type_, command_content }).instance_id([id])
}

/// What kept calls from being sent, so that a test knows that it has seen every way.
type Reasons = Arc<Mutex<Vec<&'static str>>>;

fn reason(why: &NotSent) -> &'static str {
    match why {
        NotSent::Refused { .. } => "refused",
        NotSent::OtherTarget { .. } => "other target",
        NotSent::Unknown(_) => "unknown",
        NotSent::LookupFailed(_) => "lookup failed",
        NotSent::Invalid(_) => "invalid",
        _ => "another reason",
    }
}

/// Sends a request through a layer, and shows whatever there is to show.
async fn drive<R: Request>(seen: &Seen, reasons: &Reasons, layer: &impl SendRequest, request: R) {
    let ended = layer.send(request).await;
    if let Err(error) = &ended {
        let why = NotSent::of(error);
        reasons.lock().unwrap().extend(why.map(reason));
        if let Some(why) = why {
            seen.error(why);
        }
    }
    seen.add(format_args!("{:?}", ended.as_ref().err()));
    if let Err(error) = ended {
        seen.error(&error);
    }
}

async fn through_guard(seen: &Seen, reasons: &Reasons, client: Client) {
    for policy in [Policy::default(), Policy::RequireCertain, Policy::SendAll] {
        let guard = Guard::new(client.clone()).policy(policy);
        for id in ["i-1", "i-locked", "i-absent", ""] {
            seen.debug(&(password(id), command(id)));
            drive(seen, reasons, &guard, password(id)).await;
            drive(seen, reasons, &guard, command(id)).await;
            seen.debug(&guard.check(&password(id)).await);
            seen.debug(&guard.check(&command(id)).await);
            if let Err(why) = guard.check(&password(id)).await {
                reasons.lock().unwrap().push(reason(&why));
                seen.error(&why);
            }
            seen.debug(&guard.inspect(&command(id)).await);
            seen.debug(&guard.inspect(&password(id)).await);
        }
        seen.debug(&guard);
    }
}

async fn through_handles(seen: &Seen, reasons: &Reasons, client: Client) {
    let (instance, group) = (Instance::new("i-1"), SecurityGroup::new("sg-1"));
    for policy in [Policy::default(), Policy::RequireCertain, Policy::SendAll] {
        let on = client.on(&instance).policy(policy);
        for id in ["i-1", "i-2", ""] {
            drive(seen, reasons, &on, password(id)).await;
            drive(seen, reasons, &on, command(id)).await;
            drive(seen, reasons, &client.on((&instance, &group)), password(id)).await;
            seen.debug(&on.check(&password(id)));
        }
        seen.debug(&on);
        seen.debug(&on.also(&Instance::new("i-2")));
    }
    seen.debug(&(instance, group));
}

/// On this thread, because it is the one whose log is watched.
fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

#[test]
fn no_secret_is_shown_by_a_guard_by_handles_or_by_what_they_do_not_send() {
    let (seen, reasons) = (Seen::default(), Reasons::default());
    let world = || {
        World::default()
            .instance("i-1", &[])
            .instance("i-locked", &["security"])
            .instance("i-2", &["financial"])
    };
    logging(&seen, || {
        run(through_guard(&seen, &reasons, client(world())));
        let text = seen.check("a guard over a world");
        assert!(text.contains("span call") && text.contains("[redacted]"), "{text}");
        run(through_handles(&seen, &reasons, client(world())));
        let text = seen.check("handles over a world");
        assert!(text.contains("span call"), "{text}");
        for code in ["Forbidden.RAM", "Throttling.User", "InternalError", KEY] {
            run(through_guard(&seen, &reasons, client(Quoting(code))));
            run(through_handles(&seen, &reasons, client(Quoting(code))));
            seen.check(code);
        }
        // A check that would not send it says what is wrong with it, and not what it holds.
        let guard = Guard::new(client(world()));
        let keyless = || command("i-1").tag([("", PASSWORD)]);
        let invalid = run(guard.check(&keyless())).unwrap_err();
        assert_eq!(reason(&invalid), "invalid");
        reasons.lock().unwrap().push(reason(&invalid));
        seen.error(&invalid);
        run(drive(&seen, &reasons, &guard, keyless()));
        run(drive(&seen, &reasons, &guard, StopInstance::new("i-locked")));
        seen.check("a tag without a key");
    });
    let reasons = reasons.lock().unwrap();
    for reason in ["refused", "other target", "unknown", "lookup failed", "invalid"] {
        assert!(reasons.contains(&reason), "{reason}: {reasons:?}");
    }
}
