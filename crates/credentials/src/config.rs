//! What all sources of a program share: where variables come from, what sends requests, what time
//! it is.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use aliyun_rpc::clock::{Clock, SystemClock};
use aliyun_rpc::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};

use crate::environment::Environment;

/// What sources of credentials work with. Cheap to clone.
///
/// The default is the environment of the process, the transport over reqwest, which is set up when
/// a source first sends something, and the clock of the system.
#[derive(Clone)]
pub struct ProviderConfig {
    environment: Arc<Environment>,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
}

impl Default for ProviderConfig {
    fn default() -> Self {
        Self {
            environment: Arc::new(Environment::of_process()),
            transport: Arc::new(DefaultTransport::default()),
            clock: Arc::new(SystemClock),
        }
    }
}

impl ProviderConfig {
    /// Reads variables and the home folder from here.
    #[must_use]
    pub fn environment(self, environment: Environment) -> Self {
        Self { environment: Arc::new(environment), ..self }
    }

    /// Sends with this transport instead of reqwest.
    ///
    /// A login by OAuth is refreshed on a thread of its own. The transport finds a tokio runtime
    /// there if the feature `reqwest` is on, and none otherwise.
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        Self { transport: Arc::new(transport), ..self }
    }

    /// Takes the time from here. It decides when credentials are refreshed.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    pub(crate) fn env(&self) -> &Environment {
        &self.environment
    }

    pub(crate) fn wire(&self) -> Arc<dyn Transport> {
        self.transport.clone()
    }

    pub(crate) fn time(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.clock.system_time()
    }

    /// Seconds since 1970.
    pub(crate) fn unix(&self) -> u64 {
        self.now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}

impl fmt::Debug for ProviderConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderConfig")
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}

/// Set up when it is first needed: most programs have their key in the environment.
#[derive(Default)]
struct DefaultTransport(OnceLock<Arc<dyn Transport>>);

impl DefaultTransport {
    fn get(&self) -> Result<Arc<dyn Transport>, TransportError> {
        match self.0.get() {
            Some(transport) => Ok(transport.clone()),
            None => set_up().map(|transport| self.0.get_or_init(|| transport).clone()),
        }
    }
}

#[cfg(feature = "reqwest")]
fn set_up() -> Result<Arc<dyn Transport>, TransportError> {
    Ok(Arc::new(aliyun_rpc::transport::ReqwestTransport::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn set_up() -> Result<Arc<dyn Transport>, TransportError> {
    use aliyun_rpc::transport::TransportErrorKind;
    let message = "the credentials have no transport; help: call `ProviderConfig::transport` or \
                   turn the feature `reqwest` on";
    Err(TransportError::new(TransportErrorKind::Setup, message, None))
}

impl Transport for DefaultTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            // Held to the end of the exchange, which borrows from it.
            let transport = self.get()?;
            let sent = transport.send(request).await;
            drop(transport);
            sent
        })
    }
}
