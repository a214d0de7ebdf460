//! Temporary keys of the simulated account: they expire, are withdrawn before, and fetching another
//! one takes time and fails now and then.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aliyun_ecs::runtime::clock::Clock;
use aliyun_ecs::runtime::{BoxFuture, CredentialsError};
use aliyun_ecs::{Credentials, ProvideCredentials};

use crate::service::Key;
use crate::world::{Flaw, World};

pub(crate) struct Keys {
    world: Arc<World>,
    current: Mutex<Option<Current>>,
}

struct Current {
    credentials: Credentials,
    /// When the holder fetches another one.
    until: Duration,
}

impl Keys {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world, current: Mutex::default() }
    }

    fn current(&self) -> MutexGuard<'_, Option<Current>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn valid(&self) -> Option<Credentials> {
        let now = self.world.now();
        let current = self.current();
        Some(current.as_ref().filter(|current| now < current.until)?.credentials.clone())
    }

    async fn fetch(&self) -> Result<Credentials, CredentialsError> {
        let (took, fails, hangs) = {
            let calm = self.world.is_calm();
            let mut state = self.world.state();
            let slow = !calm && state.random.per_mille(100);
            let took = state.random.millis(5, if slow { 60_000 } else { 500 });
            (took, !calm && state.random.per_mille(50), state.random.per_mille(200))
        };
        if hangs && self.world.flaw == Some(Flaw::KeysNeverCome) {
            std::future::pending::<()>().await;
        }
        self.world.clock.sleep(took).await;
        if fails {
            let log = &mut self.world.state().log;
            log.without_keys.extend(log.current);
            return Err(CredentialsError("the simulated source fails".to_owned()));
        }
        if let Some(credentials) = self.valid() {
            return Ok(credentials);
        }
        let now = self.world.now();
        let mut state = self.world.state();
        let life = state.random.millis(900_000, 3_600_000);
        // Some are withdrawn early, so that the holder does not know that they are of no use.
        let early = !self.world.is_calm() && state.random.per_mille(500);
        let valid = if early { life / 4 } else { life };
        let number = state.service.keys.len();
        let (id, secret) = (format!("STS.key{number}"), format!("secret{number}"));
        let token = format!("token{number}");
        let credentials = Credentials::with_token(id.clone(), secret.clone(), token.clone());
        let key = Key { secret, token, valid_until: now + valid };
        state.service.keys.insert(id, key);
        drop(state);
        let until = now + life - Duration::from_secs(60);
        *self.current() = Some(Current { credentials: credentials.clone(), until });
        Ok(credentials)
    }
}

impl ProvideCredentials for Keys {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        match self.valid() {
            Some(credentials) => Box::pin(std::future::ready(Ok(credentials))),
            None => Box::pin(self.fetch()),
        }
    }

    fn refused(&self, credentials: &Credentials) {
        let mut current = self.current();
        if current.as_ref().is_some_and(|current| current.credentials == *credentials) {
            *current = None;
        }
    }
}
