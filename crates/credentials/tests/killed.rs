//! A process that is killed while it refreshes a login by OAuth. Apart from the other tests of
//! logins, because a process has the locks of the one that starts it until its program is loaded.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Duration;

use aliyun_credentials::{CliProfile, Environment, ProvideCredentials};
use support::{NOW, Slow, World, is_locked, keys, poll, wait};

/// The home folder of [`a_program_that_hangs`].
const HANGS: &str = "HOME_OF_A_PROGRAM_THAT_HANGS";

/// Another process: refreshes a login, says so, and gets no answer.
#[test]
#[ignore = "the test after it starts it"]
fn a_program_that_hangs() {
    let home = std::env::var(HANGS).unwrap();
    let (world, slow) = (World::new(), Slow::default());
    let config = world.over(slow.clone(), &[]).environment(Environment::new([("HOME", home)]));
    let provider = CliProfile::new(config);
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    slow.wait_for(1);
    println!("\nasking");
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

#[test]
fn a_process_that_is_killed_while_it_refreshes_leaves_the_file_to_others() {
    let (world, slow) = (World::new(), Slow::default());
    let login = format!(
        r#"{{"current":"p","profiles":[{{"name":"p","mode":"OAuth","oauth_access_token":"a",
            "oauth_refresh_token":"r","oauth_access_token_expire":{NOW}}}]}}"#
    );
    world.write(".aliyun/config.json", &login);
    let second = CliProfile::new(world.over(slow.clone(), &[]));
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "a_program_that_hangs"])
        .env(HANGS, world.home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(other.stdout.take().unwrap()).lines();
    assert!(lines.map(Result::unwrap).any(|line| line == "asking"));
    let tokens = r#"{"access_token":"newAccess","refresh_token":"newRefresh"}"#;
    let mut two = second.provide();
    world.clock.advance(Duration::from_secs(1));
    assert!(!poll(&mut two));
    assert!(is_locked(&world), "the other program has the file");
    other.kill().unwrap();
    other.wait().unwrap();
    world.clock.advance(Duration::from_millis(100));
    assert!(!poll(&mut two));
    slow.wait_for(1);
    assert!(slow.answer(tokens.to_owned()));
    slow.wait_for(2);
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(two).unwrap().access_key_id(), "exchanged");
}
