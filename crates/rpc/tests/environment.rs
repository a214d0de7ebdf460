//! What a client takes from the environment: proxies and a name for the user agent. The environment
//! belongs to a process, so each test runs another one in a process of its own.
#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::{BuildError, Client, RetryPolicy, StaticCredentials};
use support::server::Server;
use support::thing::TouchThing;

const ENDPOINT: &str = "THE_ENDPOINT_OF_THE_TEST";
const OK: &str = r#"{"RequestId":"r-1"}"#;

/// Runs an ignored test of this file with these variables, and returns what it prints.
fn run(test: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture"]);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = command.env_remove("ALIBABA_CLOUD_USER_AGENT").envs(variables.iter().copied());
    let output = output.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{printed} {}", String::from_utf8_lossy(&output.stderr));
    printed
}

#[test]
#[ignore = "other tests run it, each with its own environment"]
fn one_call() {
    let client = Client::builder()
        .endpoint(std::env::var(ENDPOINT).unwrap())
        .credentials(StaticCredentials::new("theKeyId", "theSecret"))
        .retry(RetryPolicy::never())
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match runtime.block_on(client.send(TouchThing)) {
        Ok(reply) => println!("id={}", reply.request_id),
        Err(error) => {
            println!("connect={} unsent={}", error.is_connect(), error.not_sent().is_some());
            println!("{error} {error:?} {:?}", error.get_ref());
        }
    }
}

#[test]
fn calls_over_tls_go_through_the_proxy_of_the_environment_and_its_password_is_not_shown() {
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let proxy = Server::new("403 Forbidden", "");
        let address = format!("http://someone:hunter2@{}", proxy.address());
        let printed =
            run("one_call", &[(variable, &address), (ENDPOINT, "https://things.example.com")]);
        let heads = proxy.heads();
        assert_eq!((heads.len(), heads[0].len()), (1, 1), "{printed}");
        let head = &heads[0][0];
        assert!(head.starts_with("CONNECT things.example.com:443 HTTP/1.1\n"), "{head}");
        // someone:hunter2
        assert!(head.contains("Basic c29tZW9uZTpodW50ZXIy"), "{head}");
        assert!(!head.contains("theKeyId") && !head.contains("TouchThing"), "{head}");
        assert!(printed.contains("connect=true unsent=true"), "{printed}");
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}

#[test]
fn hosts_in_no_proxy_are_called_directly() {
    let proxy = Server::new("403 Forbidden", "");
    let url = proxy.url();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("https://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let direct = [("HTTPS_PROXY", url.as_str()), ("NO_PROXY", "127.0.0.1"), (ENDPOINT, &endpoint)];
    assert!(run("one_call", &direct).contains("connect=true"));
    assert_eq!(proxy.heads().len(), 0);
    assert!(run("one_call", &[direct[0], direct[2]]).contains("connect=true"));
    assert_eq!(proxy.heads().len(), 1);
}

#[test]
fn plain_calls_to_loopback_never_go_through_a_proxy() {
    let (proxy, server) = (Server::new("403 Forbidden", ""), Server::new("200 OK", OK));
    let (url, endpoint) = (proxy.url(), server.url());
    for variable in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        let printed = run("one_call", &[(variable, &url), (ENDPOINT, &endpoint)]);
        assert!(printed.contains("id=r-1"), "{printed}");
    }
    assert_eq!((proxy.heads().len(), server.heads().len()), (0, 4));
}

#[test]
#[ignore = "other tests run it, each with its own environment"]
fn user_agents() {
    let script = ScriptedTransport::always(Reply::ok(OK));
    let builders = [
        script.builder().region("cn-test"),
        script.builder().region("cn-test").user_agent("my-tool/1.2"),
    ];
    for builder in builders {
        match builder.build() {
            Err(BuildError::UserAgent) => println!("agent=refused"),
            client => drop(support::now(client.unwrap().send(TouchThing)).unwrap()),
        }
    }
    for sent in script.sent() {
        println!("agent={}", sent.header("user-agent").unwrap());
    }
}

#[test]
fn the_user_agent_ends_with_the_name_of_the_program() {
    let own = concat!("aliyun-rpc-rust/", env!("CARGO_PKG_VERSION"));
    let named = format!("{own} my-tool/1.2");
    let agents = |variables: &[(&str, &str)]| -> Vec<String> {
        let printed = run("user_agents", variables);
        let agents = printed.lines().filter_map(|line| Some(line.split_once("agent=")?.1));
        agents.map(str::to_owned).collect()
    };
    let variable = "ALIBABA_CLOUD_USER_AGENT";
    assert_eq!(agents(&[]), [own, named.as_str()]);
    assert_eq!(agents(&[(variable, " ")]), [own, named.as_str()]);
    // What the program says itself comes before the variable.
    let fleet = format!("{own} fleet/7 (x; y)");
    assert_eq!(agents(&[(variable, "fleet/7 (x; y)")]), [fleet, named.clone()]);
    assert_eq!(agents(&[(variable, "two\nlines")]), ["refused", named.as_str()]);
}
