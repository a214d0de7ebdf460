//! Random texts and numbers: nonces, client tokens, waits.

use std::sync::Arc;

/// Fills bytes with random ones.
pub(crate) type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// Where random bytes come from. By default, the system.
#[derive(Default)]
pub(crate) struct Random(Option<Arc<Fill>>);

impl Random {
    /// Takes them from a function.
    pub(crate) fn of(fill: Arc<Fill>) -> Self {
        Self(Some(fill))
    }

    /// Makes 32 random hexadecimal digits. Two results are never the same in practice.
    pub(crate) fn digits(&self) -> Result<String, getrandom::Error> {
        let mut bytes = [0; 16];
        self.fill(&mut bytes)?;
        Ok(crate::sign::hex(&bytes))
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
        match &self.0 {
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
    fn two_nonces_are_never_the_same() {
        let random = Random::default();
        let (first, second) = (random.digits().unwrap(), random.digits().unwrap());
        assert_eq!(first.len(), 32);
        assert_ne!(first, second);
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
