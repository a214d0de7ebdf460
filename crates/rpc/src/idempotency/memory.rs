//! Tokens in memory: for calls that a program itself repeats.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::{CallKey, OpenToken, StoredToken, TokenStore, TokenStoreError};
use crate::transport::BoxFuture;

/// Remembers tokens until the program ends. Clones are the same store.
#[derive(Clone, Default)]
pub struct MemoryTokenStore(Arc<Mutex<Table>>);

/// Tokens by the hash of their call.
#[derive(Default)]
pub(super) struct Table(HashMap<String, Vec<StoredToken>>);

impl Table {
    /// Adds a token that a program left open.
    #[cfg(feature = "token-files")]
    pub(super) fn insert(&mut self, token: StoredToken) {
        self.0.entry(token.hash.clone()).or_default().push(token);
    }

    /// Puts the oldest open token into use and returns it.
    pub(super) fn reuse(&mut self, hash: &str) -> Option<OpenToken> {
        let open = self.0.get_mut(hash)?.iter_mut().filter(|entry| !entry.in_use);
        let oldest = open.min_by_key(|entry| entry.open.begun)?;
        oldest.in_use = true;
        Some(oldest.open.clone())
    }

    /// Adds a token that is in use.
    pub(super) fn add(&mut self, key: &CallKey, open: &OpenToken) {
        let (operation, hash) = (key.operation().to_owned(), key.hash().to_owned());
        let entry = StoredToken { operation, hash, open: open.clone(), in_use: true };
        self.0.entry(key.hash().to_owned()).or_default().push(entry);
    }

    pub(super) fn remove(&mut self, hash: &str, token: &str) {
        if let Some(entries) = self.0.get_mut(hash) {
            entries.retain(|entry| entry.open.token != token);
            if entries.is_empty() {
                self.0.remove(hash);
            }
        }
    }

    pub(super) fn abandon(&mut self, hash: &str, token: &str) {
        let entries = self.0.get_mut(hash).into_iter().flatten();
        entries.filter(|entry| entry.open.token == token).for_each(|entry| entry.in_use = false);
    }

    /// All tokens, the oldest first.
    pub(super) fn list(&self) -> Vec<StoredToken> {
        let mut all: Vec<StoredToken> = self.0.values().flatten().cloned().collect();
        all.sort_by(|a, b| (a.open.begun, &a.open.token).cmp(&(b.open.begun, &b.open.token)));
        all
    }

    /// Those of calls that began before a time, without those in use.
    pub(super) fn begun_before(&self, time: SystemTime) -> Vec<StoredToken> {
        let mut old = self.list();
        old.retain(|token| !token.in_use && token.open.begun < time);
        old
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

    /// All tokens, the oldest first: those in use, and those whose calls are of unknown outcome.
    #[must_use]
    pub fn tokens(&self) -> Vec<StoredToken> {
        self.table().list()
    }

    /// Removes the tokens of calls that began before a time and returns them, without those in use:
    /// for calls that nobody will repeat. Find out what became of each, because a later call with
    /// the same arguments will be another one.
    pub fn forget_before(&self, time: SystemTime) -> Vec<StoredToken> {
        let mut table = self.table();
        let old = table.begun_before(time);
        old.iter().for_each(|token| table.remove(&token.hash, &token.open.token));
        old
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
                table.add(key, fresh);
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
