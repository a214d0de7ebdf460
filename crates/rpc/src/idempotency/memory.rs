//! Tokens in memory: for calls that a program itself repeats.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{CallKey, OpenToken, TokenStore, TokenStoreError};
use crate::transport::BoxFuture;

/// Remembers tokens until the program ends. Clones are the same store.
#[derive(Clone, Default)]
pub struct MemoryTokenStore(Arc<Mutex<Table>>);

/// Tokens by the hash of their call.
#[derive(Default)]
pub(super) struct Table(HashMap<String, Vec<Entry>>);

struct Entry {
    token: OpenToken,
    in_use: bool,
}

impl Table {
    /// Adds a token that a program left open.
    #[cfg(feature = "token-files")]
    pub(super) fn insert(&mut self, hash: String, token: OpenToken) {
        self.0.entry(hash).or_default().push(Entry { token, in_use: false });
    }

    /// Puts the oldest open token into use and returns it.
    pub(super) fn reuse(&mut self, hash: &str) -> Option<OpenToken> {
        let open = self.0.get_mut(hash)?.iter_mut().filter(|entry| !entry.in_use);
        let oldest = open.min_by_key(|entry| entry.token.begun)?;
        oldest.in_use = true;
        Some(oldest.token.clone())
    }

    /// Adds a token that is in use.
    pub(super) fn add(&mut self, hash: &str, token: &OpenToken) {
        let entry = Entry { token: token.clone(), in_use: true };
        self.0.entry(hash.to_owned()).or_default().push(entry);
    }

    pub(super) fn remove(&mut self, hash: &str, token: &str) {
        if let Some(entries) = self.0.get_mut(hash) {
            entries.retain(|entry| entry.token.token != token);
            if entries.is_empty() {
                self.0.remove(hash);
            }
        }
    }

    pub(super) fn abandon(&mut self, hash: &str, token: &str) {
        let entries = self.0.get_mut(hash).into_iter().flatten();
        entries.filter(|entry| entry.token.token == token).for_each(|entry| entry.in_use = false);
    }

    pub(super) fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
}

impl MemoryTokenStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for MemoryTokenStore {
    fn begin<'a>(
        &'a self,
        key: &'a CallKey,
        fresh: &'a OpenToken,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>> {
        Box::pin(async move {
            let mut table = self.table();
            let open = table.reuse(key.hash());
            if open.is_none() {
                table.add(key.hash(), fresh);
            }
            Ok(open)
        })
    }

    fn end<'a>(
        &'a self,
        key: &'a CallKey,
        token: &'a str,
    ) -> BoxFuture<'a, Result<(), TokenStoreError>> {
        Box::pin(async move {
            self.table().remove(key.hash(), token);
            Ok(())
        })
    }

    fn take_open<'a>(
        &'a self,
        key: &'a CallKey,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>> {
        Box::pin(async move {
            let mut table = self.table();
            let open = table.reuse(key.hash());
            if let Some(open) = &open {
                table.remove(key.hash(), &open.token);
            }
            Ok(open)
        })
    }

    fn abandon(&self, key: &CallKey, token: &str) {
        self.table().abandon(key.hash(), token);
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenStore").field("tokens", &self.table().len()).finish()
    }
}
