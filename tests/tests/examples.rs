//! The examples that talk to a server of their own, run as the README says, print what the README
//! shows. Each is built with the features that its command asks for, so they are not part of
//! `cargo test --workspace`: `cargo test -p aliyun-tests --test examples -- --ignored`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Runs `cargo` with these words and returns what it prints.
fn cargo(words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    let output = command.args(words).current_dir(root()).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// The commands of the README's console blocks, each with the lines that it shows below them.
fn shown(readme: &str) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.to_owned(), Vec::new())),
                (None, Some((_, lines))) => lines.push(line.trim_end().to_owned()),
                (None, None) => panic!("{line:?} is the output of no command"),
            },
        }
    }
    commands
}

/// A line without the seconds at its end, which differ from run to run.
fn without_seconds(line: &str) -> &str {
    let cut = line.trim_end().strip_suffix(" s");
    cut.map_or(line.trim_end(), |line| {
        line.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
    })
}

/// The first of the shown blocks that the output does not have after those before it. `...` stands
/// for any number of lines, and the lines between two of them follow one another.
fn missing(shown: &[String], output: &str) -> Option<String> {
    let output: Vec<&str> = output.lines().map(without_seconds).collect();
    let mut at = 0;
    for (number, block) in shown.split(|line| line.trim() == "...").enumerate() {
        let block: Vec<&str> = block.iter().map(|line| without_seconds(line)).collect();
        if block.is_empty() {
            continue;
        }
        let found = match number {
            0 => output.starts_with(&block).then_some(0),
            _ => output[at..].windows(block.len()).position(|lines| *lines == *block),
        };
        let Some(before) = found else { return Some(block.join("\n")) };
        at += before + block.len();
    }
    None
}

#[test]
fn shown_lines_follow_one_another_except_where_dots_stand() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let output = "a\nb\nc\nnothing changed, 0.123 s\n";
    assert_eq!(missing(&lines("a\nb\n...\nnothing changed, 9.000 s"), output), None);
    assert_eq!(missing(&lines("...\nb\nc\n..."), output), None);
    assert_eq!(missing(&lines("a\nc"), output).as_deref(), Some("a\nc"));
    assert_eq!(missing(&lines("...\nc\n...\nb"), output).as_deref(), Some("b"));
    assert_eq!(missing(&lines("b\n..."), output).as_deref(), Some("b"));
}

#[test]
#[ignore = "builds the client with other features; CI runs it"]
fn the_commands_of_the_readme_print_what_it_shows() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let mut compared = Vec::new();
    for (command, lines) in shown(&readme) {
        if lines.iter().all(|line| line.trim().is_empty()) {
            continue;
        }
        let words: Vec<&str> = command.split_whitespace().collect();
        let (&"cargo", words) = words.split_first().unwrap() else {
            panic!("{command}: this test runs cargo only")
        };
        let end = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        let output = cargo(words);
        if let Some(lines) = missing(&lines[..end], &output) {
            panic!("{command} does not print this there:\n{lines}\nbut:\n{output}");
        }
        compared.push(command);
    }
    assert!(compared.len() >= 2, "only {compared:?} show what they print");
}

#[test]
#[ignore = "builds the client with other features; CI runs it"]
fn the_guarded_example_sends_only_what_the_documents_permit() {
    let output =
        cargo(&["run", "-q", "-p", "aliyun-ecs", "--example", "guarded", "--features", "guard"]);
    let refused = output.matches("not sent: ").count();
    assert_eq!(refused, 2, "{output}");
    assert!(output.contains("accepted, request R-OK"), "{output}");
}

/// A redis-server of its own, on a socket in a folder of its own. Ends with the test.
struct Redis(Child, PathBuf);

impl Redis {
    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("aliyun-examples-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let socket = folder.join("redis.sock");
        let mut server = Command::new("redis-server");
        server.args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"]);
        let server = server.arg(&socket).arg("--dir").arg(&folder).stdout(Stdio::null()).spawn();
        let server = server.expect(
            "redis-server is missing; help: install it (Debian: apt-get install redis-server)",
        );
        let redis = Self(server, folder);
        let begin = Instant::now();
        while !socket.exists() {
            assert!(begin.elapsed() < Duration::from_secs(20), "redis-server does not come up");
            std::thread::sleep(Duration::from_millis(10));
        }
        redis
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
        let _ = std::fs::remove_dir_all(&self.1);
    }
}

#[test]
#[ignore = "builds the client with other features and needs redis-server; CI runs it"]
fn the_example_of_a_shared_gate_goes_by_one_limit_in_all_processes() {
    let redis = Redis::start();
    let url = format!("redis+unix://{}", redis.1.join("redis.sock").display());
    let run = |limit: &[&str]| {
        let features = ["--example", "shared_gate", "--features", "gate-redis", "--", &url];
        cargo(&[&["run", "-q", "-p", "aliyun-ecs"], &features[..], limit].concat())
    };
    // Each is told another limit, and whoever comes first decides.
    let limits = ["1000", "2000"];
    let outputs = std::thread::scope(|scope| {
        let run = &run;
        let running = limits.map(|limit| scope.spawn(move || run(&[limit])));
        running.map(|one| one.join().unwrap())
    });
    let shared = outputs.map(|output| limit_of(&output));
    assert!(shared[0] == shared[1] && limits.contains(&&*shared[0]), "{shared:?}");
    // One that is told none finds out what the others knew.
    assert_eq!(limit_of(&run(&[])), shared[0]);
}

/// The limit that the example printed, after all of its calls passed.
fn limit_of(output: &str) -> String {
    assert!(output.starts_with("200 of 200 calls passed\n"), "{output}");
    let (_, limit) = output.split_once("200 attempts, 0 throttled, ").expect(output);
    limit.split_once(" a minute").expect(output).0.to_owned()
}
