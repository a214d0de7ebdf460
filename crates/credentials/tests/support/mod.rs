//! A transport that answers from a script, a clock that stands still, and a folder as home.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use aliyun_credentials::{Environment, ProviderConfig};
use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{
    BoxFuture, Credentials, CredentialsError, HttpRequest, HttpResponse, ProvideCredentials,
    Transport, TransportError,
};
use futures_channel::oneshot;
use tempfile::TempDir;

/// 2026-03-04T05:06:07Z.
pub(crate) const NOW: u64 = 1_772_600_767;

type Reply = Result<HttpResponse, TransportErrorKind>;

/// Answers with the next reply of its script; without one there is no connection.
#[derive(Clone, Default)]
pub(crate) struct Script {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    sent: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Script {
    pub(crate) fn answer(&self, status: u16, body: impl Into<Vec<u8>>) -> &Self {
        self.push(Ok(HttpResponse { status, headers: Vec::new(), body: body.into() }))
    }

    /// Answers with a date of the service.
    pub(crate) fn answer_at(&self, date: u64, status: u16, body: impl Into<Vec<u8>>) -> &Self {
        self.push(Ok(HttpResponse { status, headers: vec![dated(date)], body: body.into() }))
    }

    /// Answers with a date of the service and other headers, each of them `0`.
    pub(crate) fn answer_with(&self, date: u64, headers: &[&str], body: String) -> &Self {
        let headers = headers.iter().map(|name| ((*name).to_owned(), "0".to_owned()));
        let headers = headers.chain([dated(date)]).collect();
        self.push(Ok(HttpResponse { status: 200, headers, body: body.into() }))
    }

    pub(crate) fn fail(&self, kind: TransportErrorKind) -> &Self {
        self.push(Err(kind))
    }

    fn push(&self, reply: Reply) -> &Self {
        self.replies.lock().unwrap().push_back(reply);
        self
    }

    pub(crate) fn sent(&self) -> Vec<HttpRequest> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// How many replies nobody asked for.
    pub(crate) fn left(&self) -> usize {
        self.replies.lock().unwrap().len()
    }
}

fn dated(date: u64) -> (String, String) {
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(date);
    ("Date".to_owned(), httpdate::fmt_http_date(date))
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.sent.lock().unwrap().push(request);
        let reply = self.replies.lock().unwrap().pop_front();
        let reply = reply.unwrap_or(Err(TransportErrorKind::Connect));
        let reply = reply.map_err(|kind| TransportError::new(kind, "scripted", None));
        Box::pin(std::future::ready(reply))
    }
}

/// Answers when it is told to.
#[derive(Clone, Default)]
pub(crate) struct Slow(Arc<(Mutex<Asked>, Condvar)>);

#[derive(Default)]
struct Asked {
    urls: Vec<String>,
    authorizations: Vec<Option<String>>,
    open: Vec<oneshot::Sender<(String, Option<u64>)>>,
}

impl Slow {
    /// Answers the latest request with status 200. Whether somebody can still get the answer.
    pub(crate) fn answer(&self, body: String) -> bool {
        let sender = self.0.0.lock().unwrap().open.pop().unwrap();
        sender.send((body, None)).is_ok()
    }

    /// The same with a date of the service.
    pub(crate) fn answer_at(&self, date: u64, body: String) -> bool {
        let sender = self.0.0.lock().unwrap().open.pop().unwrap();
        sender.send((body, Some(date))).is_ok()
    }

    /// Fails the latest request.
    pub(crate) fn fail(&self) {
        drop(self.0.0.lock().unwrap().open.pop().unwrap());
    }

    /// Waits until there were so many requests, for those that a thread makes.
    pub(crate) fn wait_for(&self, count: usize) {
        let (asked, more) = &*self.0;
        let asked = asked.lock().unwrap();
        let limit = Duration::from_secs(60);
        let waited = more.wait_timeout_while(asked, limit, |asked| asked.urls.len() < count);
        assert_eq!(waited.unwrap().0.urls.len(), count);
    }

    /// How many requests there were.
    pub(crate) fn count(&self) -> usize {
        self.0.0.lock().unwrap().urls.len()
    }

    pub(crate) fn urls(&self) -> Vec<String> {
        self.0.0.lock().unwrap().urls.clone()
    }

    /// The header of this name in each request.
    pub(crate) fn authorizations(&self) -> Vec<Option<String>> {
        self.0.0.lock().unwrap().authorizations.clone()
    }
}

impl Transport for Slow {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let (sender, receiver) = oneshot::channel();
        let (asked, more) = &*self.0;
        let mut asked = asked.lock().unwrap();
        asked.authorizations.push(request.header("authorization").map(str::to_owned));
        asked.urls.push(request.url);
        asked.open.push(sender);
        more.notify_all();
        Box::pin(async move {
            let lost = |_| TransportError::new(TransportErrorKind::Broken, "scripted", None);
            let (body, date) = receiver.await.map_err(lost)?;
            let headers = date.map(dated).into_iter().collect();
            Ok(HttpResponse { status: 200, headers, body: body.into_bytes() })
        })
    }
}

/// Polls a call once. Whether it is done.
pub(crate) fn poll<T>(call: &mut BoxFuture<'_, T>) -> bool {
    call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

/// Everything that a source looks at.
pub(crate) struct World {
    pub(crate) script: Script,
    pub(crate) home: TempDir,
    pub(crate) clock: VirtualClock,
}

impl World {
    pub(crate) fn new() -> Self {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
        Self {
            script: Script::default(),
            home: tempfile::tempdir().unwrap(),
            clock: VirtualClock::at(now),
        }
    }

    pub(crate) fn config(&self, variables: &[(&str, &str)]) -> ProviderConfig {
        self.over(self.script.clone(), variables)
    }

    pub(crate) fn over(
        &self,
        transport: impl Transport + 'static,
        variables: &[(&str, &str)],
    ) -> ProviderConfig {
        let home = self.home.path().to_str().unwrap();
        let variables = variables.iter().copied().chain([("HOME", home)]);
        ProviderConfig::default()
            .environment(Environment::new(variables))
            .transport(transport)
            .clock(self.clock.clone())
    }

    /// Writes a file under the home folder, that its owner alone can read.
    pub(crate) fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        }
        path
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.home.path().join(path)).unwrap()
    }

    /// Moves the clock forward to this time.
    pub(crate) fn set_time(&self, unix: u64) {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(unix);
        self.clock.advance(at.duration_since(self.clock.system_time()).unwrap());
    }
}

/// What the metadata service answers, valid until so many seconds after [`NOW`].
pub(crate) fn keys(id: &str, seconds: u64) -> String {
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + seconds);
    let at = aliyun_rpc::time::timestamp(at);
    format!(
        r#"{{"Code":"Success","AccessKeyId":"{id}","AccessKeySecret":"theSecret","SecurityToken":"theToken","Expiration":"{at}"}}"#
    )
}

pub(crate) fn provide(provider: &dyn ProvideCredentials) -> Result<Credentials, CredentialsError> {
    wait(provider.provide())
}

/// The result of a future that a thread works for.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// The result of a future that never waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits, although nothing is there to wait for"),
    }
}

pub(crate) fn path_text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// What a program locks that writes to the configuration file.
fn lock_of(world: &World) -> PathBuf {
    let lock = if cfg!(unix) { ".aliyun" } else { ".aliyun/config.json.lock" };
    world.home.path().join(lock)
}

/// Whether somebody has the lock of the file.
pub(crate) fn is_locked(world: &World) -> bool {
    let file = File::open(lock_of(world)).unwrap();
    matches!(fs4::FileExt::try_lock(&file), Err(fs4::TryLockError::WouldBlock))
}

/// Takes the lock of the file, as a program does that refreshes a login, once nobody else has it.
pub(crate) fn locked(world: &World) -> File {
    let path = lock_of(world);
    let (send, locked) = mpsc::channel();
    std::thread::spawn(move || {
        let file = File::open(path).unwrap();
        fs4::FileExt::lock(&file).unwrap();
        _ = send.send(file);
    });
    locked.recv_timeout(Duration::from_secs(60)).expect("somebody still has the file")
}
