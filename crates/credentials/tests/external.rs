//! The mode External: what a process prints is written into its profile, and nothing else changes.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use aliyun_credentials::{CliProfile, Environment, ProvideCredentials, ProviderConfig};
use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::{BoxFuture, Json};
use support::{World, locked, path_text, provide};

const FILE: &str = ".aliyun/config.json";

/// Written by somebody with a style of their own, and with members that nobody here knows.
const BEFORE: &str = "{ \"current\":\"p\",\n\n  \"profiles\" : [\n\t{\"name\" : \"o\", \"mode\":\"AK\", \"retry\": 1e2},\n\t{ \"mode\" : \"external\",\n\t  \"name\":\"p\", \"access_key_id\": \"old\",\n\t  \"process_command\" : \"COMMAND\",\n\t  \"unknown\":{ \"a\":[1,2] } }\n\t], \"meta_path\":\"\\u00e9\" }\n\n";

const AFTER: &str = "{ \"current\":\"p\",\n\n  \"profiles\" : [\n\t{\"name\" : \"o\", \"mode\":\"AK\", \"retry\": 1e2},\n\t{ \"mode\" : \"external\",\n\t  \"name\":\"p\", \"access_key_id\": \"theId\",\n\t  \"process_command\" : \"COMMAND\",\n\t  \"unknown\":{ \"a\":[1,2] }, \"access_key_secret\": \"s\", \"sts_token\": \"t\", \"sts_expiration\": 1772604367 }\n\t], \"meta_path\":\"\\u00e9\" }\n\n";

const OUTPUT: &str = r#"{"mode":"StsToken","access_key_id":"theId","access_key_secret":"s","sts_token":"t",
    "expiration":"2026-03-04T06:06:07Z"}"#;

/// What those who look again and again wait for at most. Others wait for threads.
const SHORT: Duration = Duration::from_secs(1);

/// What a clock does while somebody waits for a short time.
enum Short {
    /// Moves on by that time.
    Advance,
    /// Stands still. Those who wait try again and again.
    Yield,
}

/// A clock on which nobody waits for a short time.
struct Impatient(VirtualClock, Short);

impl Clock for Impatient {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn system_time(&self) -> SystemTime {
        self.0.system_time()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        if time > SHORT {
            return self.0.sleep(time);
        }
        match self.1 {
            Short::Advance => self.0.advance(time),
            Short::Yield => std::thread::yield_now(),
        }
        Box::pin(std::future::ready(()))
    }
}

/// A script as a command.
fn command(world: &World, name: &str, script: &str) -> String {
    format!("sh {}", path_text(&world.write(name, script)))
}

/// A command that prints this.
fn printing(world: &World, output: &str) -> String {
    format!("cat {}", path_text(&world.write("output", output)))
}

fn id(provider: &dyn ProvideCredentials) -> String {
    provide(provider).unwrap().access_key_id().to_owned()
}

fn inode(path: PathBuf) -> u64 {
    fs::metadata(path).unwrap().ino()
}

#[test]
fn output_is_written_into_its_profile_and_every_other_byte_stays() {
    let world = World::new();
    let command = printing(&world, OUTPUT);
    world.write(FILE, &BEFORE.replace("COMMAND", &command));
    assert_eq!(id(&CliProfile::new(world.config(&[]))), "theId");
    assert_eq!(world.read(FILE), AFTER.replace("COMMAND", &command));
    let files = fs::read_dir(world.home.path().join(".aliyun")).unwrap().count();
    assert_eq!(files, 1, "nothing else is left in the folder");
}

#[test]
fn output_without_a_token_or_an_end_takes_the_place_of_both() {
    let world = World::new();
    let command =
        printing(&world, r#"{"mode":"AK","access_key_id":"theId","access_key_secret":"s"}"#);
    let before = BEFORE.replace("COMMAND", &command);
    let before = before.replace("\"old\"", "\"old\",\"sts_token\":\"old\",\"sts_expiration\":7");
    world.write(FILE, &before);
    let provider = CliProfile::new(world.config(&[]));
    assert_eq!(id(&provider), "theId");
    let file: Json = serde_json::from_str(&world.read(FILE)).unwrap();
    let profile = &file["profiles"][1];
    assert_eq!((&profile["sts_token"], &profile["sts_expiration"]), (&"".into(), &0.into()));
    // Every call runs the process, but a file that has its output already is not written.
    let path = || world.home.path().join(FILE);
    let written = inode(path());
    assert_eq!(id(&provider), "theId");
    assert_eq!(inode(path()), written);
}

#[test]
fn the_profile_that_a_role_takes_its_source_from_is_the_one_that_is_written() {
    let world = World::new();
    let command = printing(&world, OUTPUT);
    let role =
        r#"{"name":"role","mode":"ChainableRamRoleArn","ram_role_arn":"r","source_profile":"p"}"#;
    let file = BEFORE.replace("COMMAND", &command).replace("[\n", &format!("[{role},\n"));
    world.write(FILE, &file);
    let provider = CliProfile::new(world.config(&[])).profile("role");
    world.script.answer(400, "{}");
    assert!(provide(&provider).is_err(), "STS refuses");
    let file: Json = serde_json::from_str(&world.read(FILE)).unwrap();
    assert_eq!(file["profiles"][0].as_object().unwrap().len(), 4);
    assert_eq!(file["profiles"][2]["access_key_id"], "theId");
}

#[test]
fn the_file_keeps_its_owner_its_permissions_and_the_link_that_leads_to_it() {
    let world = World::new();
    let command = printing(&world, OUTPUT);
    let target = world.write("elsewhere.json", &BEFORE.replace("COMMAND", &command));
    // Only the superuser may do this. Everybody else has files of their own only.
    _ = chown(&target, Some(1234), Some(1234));
    fs::create_dir(world.home.path().join(".aliyun")).unwrap();
    let link = world.home.path().join(FILE);
    symlink(&target, &link).unwrap();
    let before = fs::metadata(&target).unwrap();
    assert_eq!(id(&CliProfile::new(world.config(&[]))), "theId");
    let after = fs::metadata(&target).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_ne!(before.ino(), after.ino());
    assert_eq!((before.uid(), before.gid()), (after.uid(), after.gid()));
    assert_eq!(after.permissions().mode() & 0o777, 0o600);
    assert_eq!(world.read("elsewhere.json"), AFTER.replace("COMMAND", &command));
}

#[test]
fn output_is_not_written_where_others_could_read_it() {
    for mode in [0o644, 0o640, 0o604, 0o620, 0o400] {
        let world = World::new();
        let before = BEFORE.replace("COMMAND", &printing(&world, OUTPUT));
        let file = world.write(FILE, &before);
        fs::set_permissions(&file, PermissionsExt::from_mode(mode)).unwrap();
        assert_eq!(id(&CliProfile::new(world.config(&[]))), "theId");
        assert_eq!(world.read(FILE) == before, mode != 0o400, "{mode:o}");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, mode);
    }
}

#[test]
fn a_profile_that_changed_while_its_process_ran_is_left_alone() {
    for (from, to) in [("external", "AK"), ("unknown", "process_command"), ("\"p\",", "\"q\",")] {
        let world = World::new();
        let file = path_text(&world.home.path().join(FILE)).to_owned();
        let changed = path_text(&world.home.path().join("changed")).to_owned();
        let command = command(&world, "script", &format!("cat {changed} >{file}; echo '{OUTPUT}'"));
        let before = BEFORE.replace("COMMAND", &command);
        world.write(FILE, &before);
        world.write("changed", &before.replace(from, to));
        assert_eq!(id(&CliProfile::new(world.config(&[]))), "theId");
        assert_eq!(world.read(FILE), before.replace(from, to));
    }
}

#[test]
fn credentials_that_cannot_be_written_serve_the_program_all_the_same() {
    let world = World::new();
    let before = BEFORE.replace("COMMAND", &printing(&world, OUTPUT));
    // There is no room for the name of a second file beside it.
    let file = world.write(&"x".repeat(255), &before);
    assert_eq!(id(&CliProfile::new(world.config(&[])).file(&file)), "theId");
    assert_eq!(fs::read_to_string(file).unwrap(), before);

    // Another program refreshes a login in the file, which takes longer than this one waits.
    world.write(FILE, &before);
    let lock = locked(&world);
    let environment = Environment::new([("HOME", world.home.path())]);
    let clock = Impatient(world.clock.clone(), Short::Advance);
    let config = ProviderConfig::default().environment(environment).clock(clock);
    assert_eq!(id(&CliProfile::new(config)), "theId");
    assert_eq!(world.read(FILE), before);
    drop(lock);
    // A process that another test starts has the lock until its program is loaded.
    let config = world.config(&[]).clock(Impatient(world.clock.clone(), Short::Yield));
    assert_eq!(id(&CliProfile::new(config)), "theId");
    assert_ne!(world.read(FILE), before);
}

#[test]
fn programs_that_write_at_the_same_time_do_not_undo_what_others_wrote() {
    let world = World::new();
    let command = printing(&world, OUTPUT.replace("2026", "2099").as_str());
    let names = ["a", "b", "c", "d"];
    let profiles = names.map(|name| {
        format!(r#"{{"name":"{name}","mode":"External","process_command":"{command}"}}"#)
    });
    world.write(FILE, &format!(r#"{{"current":"a","profiles":[{}]}}"#, profiles.join(",")));
    let environment = Environment::new([("HOME", world.home.path())]);
    std::thread::scope(|scope| {
        for name in names {
            let clock = Impatient(world.clock.clone(), Short::Yield);
            let config = ProviderConfig::default().environment(environment.clone()).clock(clock);
            scope.spawn(move || provide(&CliProfile::new(config).profile(name)).unwrap());
        }
    });
    let file: Json = serde_json::from_str(&world.read(FILE)).unwrap();
    for profile in file["profiles"].as_array().unwrap() {
        assert_eq!(profile["access_key_id"], "theId", "{}", profile["name"]);
    }
}

#[test]
fn a_file_that_a_killed_program_left_behind_is_in_nobodys_way() {
    let world = World::new();
    let command = printing(&world, OUTPUT);
    world.write(FILE, &BEFORE.replace("COMMAND", &command));
    // Many more than the other tests here write, so that the next name is one of these.
    let program = std::process::id();
    let names = (0..2000).map(|count| format!("{FILE}.{program}.{count}.new"));
    let names: Vec<_> = names.map(|name| world.write(&name, "half")).collect();
    assert_eq!(id(&CliProfile::new(world.config(&[]))), "theId");
    assert_eq!(world.read(FILE), AFTER.replace("COMMAND", &command));
    for name in names {
        assert_eq!(fs::read_to_string(name).unwrap(), "half");
    }
}
