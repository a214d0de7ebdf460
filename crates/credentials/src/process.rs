//! Credentials from the output of a program: started without a shell, and bounded in time and
//! output.

use std::io::Read;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use aliyun_rpc::shown::short;
use aliyun_rpc::{BoxFuture, Credentials, CredentialsError, Json};

use crate::config::ProviderConfig;
use crate::fetched::{Fetched, Moment};
use crate::refresh::{Fetch, Refreshing, provides};
use crate::reply::{Answered, text};
use crate::thread::run;
use crate::words;

const FORBIDDEN: &str = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";
const TIME: Duration = Duration::from_secs(60);
const MAX_BYTES: u64 = 64 << 10;
const AHEAD: Duration = Duration::from_secs(180);
/// How often a process that has closed its output is asked whether it has ended.
const PAUSE: Duration = Duration::from_millis(5);

/// Credentials from the standard output of a program: JSON with `mode` (`AK` or `StsToken`),
/// `access_key_id`, `access_key_secret`, `sts_token` and `expiration`.
///
/// The command line is split into words like by a shell, but no shell runs: there are no pipes and
/// no variables. On Windows a backslash is a part of a path. The program has a minute and may write
/// 64 kB. What it writes to standard error is not read. Refreshes three minutes before the
/// credentials expire, or after half of their time if less than six minutes of it are left; output
/// without an `expiration` is used once. Fails if `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS` is
/// `true`.
pub struct ExternalProcess(Refreshing<Process>);

#[derive(Clone)]
pub(crate) struct Process {
    config: ProviderConfig,
    command: String,
    time: Duration,
}

impl ExternalProcess {
    /// Runs this command line.
    #[must_use]
    pub fn new(config: ProviderConfig, command: impl Into<String>) -> Self {
        Self(Refreshing::new(Process::new(config, command)))
    }

    /// Sets how long the program may take. Default: a minute.
    #[must_use]
    pub fn timeout(self, time: Duration) -> Self {
        Self(self.0.with(|process| process.time = time))
    }
}

provides!(ExternalProcess);

impl Process {
    pub(crate) fn new(config: ProviderConfig, command: impl Into<String>) -> Self {
        Self { config, command: command.into(), time: TIME }
    }

    pub(crate) fn command(&self) -> &str {
        &self.command
    }
}

impl Fetch for Process {
    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched, CredentialsError>> {
        Box::pin(async move {
            self.config.env().allows(FORBIDDEN)?;
            let words = words::split(&self.command, cfg!(windows));
            let words = words.filter(|words| words.first().is_some_and(|first| !first.is_empty()));
            let words = words.ok_or_else(|| {
                let message = "process_command is empty or has a quote without its other half";
                CredentialsError(message.to_owned())
            })?;
            if is_assignment(&words[0]) {
                // Not quoted, because the value can be a secret.
                let message = "process_command begins with an assignment, and no shell runs it; \
                               help: begin with `env`";
                return Err(CredentialsError(message.to_owned()));
            }
            let time = self.time;
            let work = move || output(&words, time).map_err(CredentialsError);
            let output = run("process", self.config.time(), work).await?;
            let json: Json = serde_json::from_slice(&output).map_err(|_| {
                CredentialsError("the output of the external process is not JSON".to_owned())
            })?;
            read(&json, &self.config)
        })
    }
}

/// Whether a shell would set a variable: with a name before the first `=`, and not a path.
fn is_assignment(word: &str) -> bool {
    let is_letter = |c: char| c == '_' || c.is_ascii_alphabetic();
    word.split_once('=').is_some_and(|(name, _)| {
        name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit())
    })
}

fn read(json: &Json, config: &ProviderConfig) -> Result<Fetched, CredentialsError> {
    const FROM: &str = "the external process";
    let is_temporary = text(json, "mode") == Some("StsToken");
    let mut needed = vec!["access_key_id", "access_key_secret"];
    needed.extend(is_temporary.then_some("sts_token"));
    needed.retain(|name| text(json, name).is_none());
    if !needed.is_empty() {
        return Err(CredentialsError(format!("{FROM} gave no {}", needed.join(", "))));
    }
    let get = |name| text(json, name).unwrap_or_default();
    let credentials =
        Credentials::with_token(get("access_key_id"), get("access_key_secret"), get("sts_token"))
            .from_provider("external");
    let answered = Answered::undated(config.now());
    match text(json, "expiration") {
        Some(end) => {
            let credentials = credentials.expiring(answered.expiration(FROM, end)?);
            Ok(Fetched::ahead(credentials, Moment::now(config), AHEAD))
        }
        None => Ok(Fetched::once(credentials, Moment::now(config))),
    }
}

fn output(words: &[String], time: Duration) -> Result<Vec<u8>, String> {
    let end = Instant::now() + time;
    let mut child = Command::new(&words[0])
        .args(&words[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        // The first word only: the others can hold secrets.
        .map_err(|error| format!("{:?} could not be started: {error}", short(&words[0])))?;
    let stdout = child.stdout.take();
    let stdout = stdout.ok_or_else(|| "the external process has no output".to_owned());
    let read = stdout.and_then(read_on_a_thread);
    let result = read.and_then(|read| ended(&mut child, &read, end, time));
    if result.is_err() {
        // It may have ended by itself. Without the second call it would stay a zombie.
        _ = child.kill();
        _ = child.wait();
    }
    result
}

type Output = std::io::Result<Vec<u8>>;

fn read_on_a_thread(stdout: ChildStdout) -> Result<mpsc::Receiver<Output>, String> {
    let (send, receive) = mpsc::channel();
    let work = move || {
        let mut bytes = Vec::new();
        let read = stdout.take(MAX_BYTES + 1).read_to_end(&mut bytes);
        _ = send.send(read.map(|_| bytes));
    };
    let started = thread::Builder::new().name("aliyun-credentials-output".to_owned()).spawn(work);
    started.map(|_| receive).map_err(|error| format!("no thread could be started: {error}"))
}

fn ended(
    child: &mut Child,
    read: &mpsc::Receiver<Output>,
    end: Instant,
    time: Duration,
) -> Result<Vec<u8>, String> {
    let too_long = || format!("the external process took longer than {time:?}");
    let left = || end.saturating_duration_since(Instant::now());
    let bytes = read.recv_timeout(left()).map_err(|_| too_long())?;
    let failed = |what, error| format!("{what} the external process failed: {error}");
    let bytes = bytes.map_err(|error| failed("reading the output of", error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("the external process wrote more than {MAX_BYTES} bytes"));
    }
    loop {
        match child.try_wait().map_err(|error| failed("waiting for", error))? {
            Some(status) if status.success() => return Ok(bytes),
            Some(status) => return Err(format!("the external process failed: {status}")),
            None if left().is_zero() => return Err(too_long()),
            None => thread::sleep(PAUSE.min(left())),
        }
    }
}
