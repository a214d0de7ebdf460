//! Random texts: nonces and client tokens.

/// Makes 32 random hexadecimal digits. Two results are never the same in practice.
pub(crate) fn nonce() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(crate::sign::hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_nonces_are_never_the_same() {
        let (first, second) = (nonce().unwrap(), nonce().unwrap());
        assert_eq!(first.len(), 32);
        assert_ne!(first, second);
    }
}
