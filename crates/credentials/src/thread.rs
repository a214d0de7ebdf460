//! Work that goes on to its end whether or not somebody waits for it: on a thread of its own, which
//! ends with it.

use std::thread::Builder;

use aliyun_rpc::CredentialsError;
use futures_channel::oneshot;

type Result<T> = std::result::Result<T, CredentialsError>;

/// Starts work when it is first polled, and waits for it. From then on the work goes on to its end
/// even if this future is dropped or never polled again.
pub(crate) async fn run<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let (answer, answered) = oneshot::channel();
    let thread = Builder::new().name(format!("aliyun-credentials-{name}"));
    thread
        .spawn(move || _ = answer.send(work()))
        .map_err(|error| CredentialsError(format!("no thread could be started: {error}")))?;
    let panicked = |_| CredentialsError(format!("the thread of the {name} panicked"));
    answered.await.map_err(panicked)?
}

/// As [`run`], for a future, which only the thread polls.
pub(crate) async fn drive<T: Send + 'static>(
    name: &str,
    future: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    run(name, move || block_on(future)).await
}

/// Waits on this thread. A transport finds the tokio runtime that reqwest needs, and not that of
/// the program, which may stand still.
#[cfg(feature = "reqwest")]
fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime
        .map_err(|error| CredentialsError(format!("no runtime could be started: {error}")))?;
    let value = runtime.block_on(future);
    // Waits for nothing that is still under way, such as a look-up of a name.
    runtime.shutdown_background();
    value
}

/// Waits on this thread.
#[cfg(not(feature = "reqwest"))]
fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    use std::sync::Arc;
    use std::task::{Context, Poll, Wake, Waker};
    use std::thread::{Thread, current, park};

    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(current())));
    let mut context = Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => park(),
        }
    }
}
