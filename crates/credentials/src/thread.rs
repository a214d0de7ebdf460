//! Work that goes on to its end whether or not somebody waits for it: on a thread of its own, which
//! ends with it.

use std::sync::Arc;
use std::thread::Builder;
use std::time::Duration;

use aliyun_rpc::CredentialsError;
use aliyun_rpc::clock::Clock;
use futures_channel::oneshot;
use futures_util::future::{Either, select};
use tracing::dispatcher;

/// How often a task that waits for a thread is woken. Less often than work counts as standing still
/// because nobody polls it (`flight.rs`).
const WAKE: Duration = Duration::from_secs(5);

type Result<T> = std::result::Result<T, CredentialsError>;

/// Starts work when it is first polled, and waits for it. From then on the work goes on to its end
/// even if this future is dropped or never polled again.
pub(crate) async fn run<T: Send + 'static>(
    name: &str,
    clock: &Arc<dyn Clock>,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let (answer, mut answered) = oneshot::channel();
    let thread = Builder::new().name(format!("aliyun-credentials-{name}"));
    // Whoever gets the log of this task gets that of the thread.
    let log = dispatcher::get_default(Clone::clone);
    thread
        .spawn(move || _ = answer.send(dispatcher::with_default(&log, work)))
        .map_err(|error| CredentialsError(format!("no thread could be started: {error}")))?;
    let panicked = |_| CredentialsError(format!("the thread of the {name} panicked"));
    loop {
        match select(answered, clock.sleep(WAKE)).await {
            Either::Left((ended, _)) => return ended.map_err(panicked)?,
            Either::Right(((), again)) => answered = again,
        }
    }
}

/// As [`run`], for a future, which only the thread polls.
pub(crate) async fn drive<T: Send + 'static>(
    name: &str,
    clock: &Arc<dyn Clock>,
    future: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    run(name, clock, move || block_on(future)).await
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;
    use std::task::{Context, Wake, Waker};

    use aliyun_rpc::clock::VirtualClock;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);
    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_task_that_waits_for_a_thread_is_woken_at_intervals() {
        let virtual_clock = VirtualClock::new();
        let clock: Arc<dyn Clock> = Arc::new(virtual_clock.clone());
        let (end, ended) = mpsc::channel::<()>();
        let mut call = Box::pin(run("test", &clock, move || {
            _ = ended.recv();
            Ok(())
        }));
        let woken = Arc::new(Count::default());
        let waker = Waker::from(woken.clone());
        for times in 0..3 {
            assert_eq!(woken.0.load(Ordering::Relaxed), times);
            assert!(call.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
            virtual_clock.advance(WAKE);
        }
        drop(end);
    }
}
