//! Where programs keep the tokens of their calls: in memory, or in a folder that outlives them.

use std::path::Path;
use std::sync::Arc;

use aliyun_ecs::runtime::BoxFuture;
use aliyun_ecs::runtime::idempotency::{
    CallKey, FileTokenStore, MemoryTokenStore, OpenToken, TokenStore, TokenStoreError,
};

/// A store of either kind. Clones are the same store.
#[derive(Clone)]
pub(crate) struct Store {
    inner: Arc<dyn TokenStore>,
    /// A flaw: says of every token that it was open.
    every_open: bool,
}

impl Store {
    pub(crate) fn in_memory(every_open: bool) -> Self {
        Self { inner: Arc::new(MemoryTokenStore::new()), every_open }
    }

    /// Opens a folder, which nobody else may have open.
    pub(crate) fn in_folder(folder: &Path, every_open: bool) -> Self {
        match FileTokenStore::open(folder) {
            Ok(store) => Self { inner: Arc::new(store), every_open },
            Err(error) => panic!("the folder of a program that died cannot be opened: {error}"),
        }
    }
}

impl TokenStore for Store {
    fn begin<'a>(
        &'a self,
        key: &'a CallKey,
        fresh: &'a OpenToken,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>> {
        if !self.every_open {
            return self.inner.begin(key, fresh);
        }
        Box::pin(async move {
            let open = self.inner.begin(key, fresh).await?;
            Ok(Some(open.unwrap_or_else(|| fresh.clone())))
        })
    }

    fn end<'a>(
        &'a self,
        key: &'a CallKey,
        token: &'a str,
    ) -> BoxFuture<'a, Result<(), TokenStoreError>> {
        self.inner.end(key, token)
    }

    fn take_open<'a>(
        &'a self,
        key: &'a CallKey,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>> {
        self.inner.take_open(key)
    }

    fn abandon(&self, key: &CallKey, token: &str) {
        self.inner.abandon(key, token);
    }
}
