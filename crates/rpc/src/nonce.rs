//! Random client tokens and waiting times, and nonces, which only have to be unique.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::sign::push_digits;

/// Fills bytes with random ones.
pub(crate) type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// Where random bytes come from. By default, the system.
#[derive(Default)]
pub(crate) struct Random {
    fill: Option<Arc<Fill>>,
    /// Tells the nonces of this client from those of others.
    client: OnceLock<[u8; 8]>,
    nonces: AtomicU64,
}

impl Random {
    /// Takes them from a function.
    pub(crate) fn of(fill: Arc<Fill>) -> Self {
        Self { fill: Some(fill), ..Self::default() }
    }

    /// Makes 32 random hexadecimal digits. Two results are never the same in practice.
    pub(crate) fn digits(&self) -> Result<String, getrandom::Error> {
        let mut bytes = [0; 16];
        self.fill(&mut bytes)?;
        let mut text = String::with_capacity(32);
        push_digits(&mut text, &bytes);
        Ok(text)
    }

    /// Makes 48 hexadecimal digits that no other attempt has. It asks the system for random bytes
    /// once, because that takes as long as to sign. The number tells the attempts of a client
    /// apart, and the time those of a process from those of its copy after a fork.
    pub(crate) fn nonce(&self, since: Duration) -> Result<String, getrandom::Error> {
        let client = match self.client.get() {
            Some(client) => client,
            None => {
                let mut random = [0; 8];
                self.fill(&mut random)?;
                self.client.get_or_init(|| random)
            }
        };
        let number = self.nonces.fetch_add(1, Ordering::Relaxed);
        let time = since.as_nanos() as u64;
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(client);
        bytes[8..16].copy_from_slice(&number.to_be_bytes());
        bytes[16..].copy_from_slice(&time.to_be_bytes());
        let mut text = String::with_capacity(48);
        push_digits(&mut text, &bytes);
        Ok(text)
    }

    /// A number from 0 to 1. In the middle if the system gives no random numbers: to wait too
    /// regularly is better than to fail.
    pub(crate) fn fraction(&self) -> f64 {
        let mut bytes = [0; 4];
        match self.fill(&mut bytes) {
            Ok(()) => f64::from(u32::from_ne_bytes(bytes)) / f64::from(u32::MAX),
            Err(_) => 0.5,
        }
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), getrandom::Error> {
        match &self.fill {
            Some(fill) => {
                fill(bytes);
                Ok(())
            }
            None => getrandom::fill(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tokens_are_never_the_same() {
        let random = Random::default();
        let (first, second) = (random.digits().unwrap(), random.digits().unwrap());
        assert_eq!(first.len(), 32);
        assert_ne!(first, second);
    }

    #[test]
    fn nonces_differ_by_client_by_attempt_and_by_time() {
        let (one, other) = (Random::default(), Random::default());
        let nonces = [
            one.nonce(Duration::ZERO).unwrap(),
            one.nonce(Duration::ZERO).unwrap(),
            other.nonce(Duration::ZERO).unwrap(),
        ];
        assert!(nonces.iter().all(|nonce| nonce.len() == 48));
        assert_eq!((&nonces[0][..16], &nonces[0][16..32]), (&nonces[1][..16], "0000000000000000"));
        assert!(nonces[0] != nonces[1] && nonces[0] != nonces[2] && nonces[1] != nonces[2]);
        // What a forked process makes next is told apart by the time.
        let forked = || Random::of(Arc::new(|bytes| bytes.fill(7)));
        let nonce = |nanos| forked().nonce(Duration::from_nanos(nanos)).unwrap();
        assert_ne!(nonce(1), nonce(2));
    }

    #[test]
    fn a_fraction_lies_between_zero_and_one() {
        for (byte, fraction) in [(0, 0.0), (255, 1.0)] {
            let random = Random::of(Arc::new(move |bytes| bytes.fill(byte)));
            assert_eq!(random.fraction(), fraction);
        }
        let random = Random::default();
        assert!((0..100).all(|_| (0.0..=1.0).contains(&random.fraction())));
    }
}
