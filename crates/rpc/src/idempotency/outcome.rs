//! How a call ended that was sent with a token of a store.

/// The outcome of a call that was sent with a token of a [`TokenStore`](super::TokenStore).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome<T, E> {
    /// No call before it was open, and this one was carried out.
    First(T),
    /// An earlier call was open and this one repeated it. The reply is the first one if that was
    /// carried out, and otherwise it was carried out now. In any case once.
    Replayed(T),
    /// An earlier call was open, and the service says that its token belongs to other parameters.
    /// Nothing was carried out now, and the token is removed.
    Mismatch(E),
    /// The call was carried out, and the store could not remove its token. A store that still holds
    /// it when the program begins anew takes the next call with the same arguments for a repetition
    /// of this one, and the service answers that with this reply again.
    TokenLeft {
        /// The reply.
        reply: T,
        /// Whether this call repeated an earlier one.
        replayed: bool,
        /// What the store said: which file to remove, for example.
        reason: String,
    },
}

impl<T, E> Outcome<T, E> {
    /// The reply, however it came about.
    ///
    /// # Errors
    ///
    /// The error of [`Outcome::Mismatch`].
    pub fn reply(self) -> Result<T, E> {
        match self {
            Self::First(reply) | Self::Replayed(reply) | Self::TokenLeft { reply, .. } => Ok(reply),
            Self::Mismatch(error) => Err(error),
        }
    }

    /// Whether this call repeated an earlier one.
    #[must_use]
    pub fn is_replayed(&self) -> bool {
        matches!(self, Self::Replayed(_) | Self::TokenLeft { replayed: true, .. })
    }
}
