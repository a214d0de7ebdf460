use std::time::SystemTime;

use futures_util::FutureExt;

use super::*;

const FAILS: fn(&Path) -> io::Result<()> = |_| Err(io::ErrorKind::PermissionDenied.into());

fn key() -> CallKey {
    CallKey { operation: "CreateThing", hash: "0".repeat(64) }
}

#[test]
fn a_token_whose_name_may_not_last_is_not_left_behind_because_its_call_is_not_sent() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let open = |system| FileTokenStore::open_with(folder.path().to_owned(), system);
    let store = open(FileSystem { sync: FAILS, ..FileSystem::REAL }).expect("it is empty");
    let fresh = OpenToken::new("token", SystemTime::UNIX_EPOCH);
    let key = key();
    let begun = store.begin(&key, &fresh).now_or_never().expect("it does not wait");
    assert!(begun.is_err());
    drop(store);
    let store = open(FileSystem::REAL).expect("it is empty");
    let open = store.take_open(&key).now_or_never().expect("it does not wait");
    assert_eq!(open.expect("it can be read"), None);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_look_into_a_new_folder_and_its_files() {
    use std::os::unix::fs::PermissionsExt;
    let above = tempfile::tempdir().expect("a folder can be made");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    let folder = above.path().join("a/tokens");
    let store = FileTokenStore::open(&folder).expect("it can be made");
    let fresh = OpenToken::new("token", SystemTime::UNIX_EPOCH);
    let key = key();
    let begun = store.begin(&key, &fresh).now_or_never().expect("it does not wait");
    assert_eq!(begun.expect("it can be written"), None);
    assert_eq!(mode(&folder), 0o700);
    let files = fs::read_dir(&folder).expect("it can be read");
    let modes: Vec<_> = files.map(|file| mode(&file.expect("a file").path())).collect();
    assert_eq!(modes, [0o600, 0o600]);

    let given = above.path().join("given");
    fs::create_dir(&given).expect("it can be made");
    fs::set_permissions(&given, PermissionsExt::from_mode(0o750)).expect("it is ours");
    drop(FileTokenStore::open(&given).expect("it is empty"));
    assert_eq!(mode(&given), 0o750, "the permissions of its maker stay");
}

#[test]
fn a_file_that_cannot_be_removed_is_marked_and_opens_no_call_again() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let open = |system| FileTokenStore::open_with(folder.path().to_owned(), system);
    let stuck = FileSystem { remove: FAILS, ..FileSystem::REAL };
    let key = key();
    let fresh = |token| OpenToken::new(token, SystemTime::UNIX_EPOCH);
    let now = |future: BoxFuture<'_, _>| future.now_or_never().expect("it does not wait");
    let store = open(stuck).expect("it is empty");
    for token in ["first", "second"] {
        assert_eq!(now(store.begin(&key, &fresh(token))).expect("it can be written"), None);
        let ended = store.end(&key, token).now_or_never().expect("it does not wait");
        ended.expect("it is marked");
    }
    assert!(store.tokens().is_empty());
    drop(store);
    // Still stuck, and then not any more.
    for (system, files) in [(stuck, 3), (FileSystem::REAL, 1)] {
        let store = open(system).expect("marks are not errors");
        assert!(store.tokens().is_empty());
        let left = fs::read_dir(folder.path()).expect("it can be read").count();
        assert_eq!(left, files, "with the lock");
    }
}

#[test]
fn a_file_that_can_be_neither_removed_nor_marked_is_named() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = FileTokenStore::open(folder.path()).expect("it is empty");
    let (key, fresh) = (key(), OpenToken::new("token", SystemTime::UNIX_EPOCH));
    let begun = store.begin(&key, &fresh).now_or_never().expect("it does not wait");
    assert_eq!(begun.expect("it can be written"), None);
    // Something else in its place, which even the administrator cannot remove as a file.
    let path = store.path(key.hash(), "token");
    fs::remove_file(&path).expect("it is ours");
    fs::create_dir(&path).expect("its name is free");
    let ended = store.end(&key, "token").now_or_never().expect("it does not wait");
    let error = ended.expect_err("it is a folder").to_string();
    assert!(error.contains(&path.display().to_string()), "{error}");
}

#[test]
fn tokens_are_listed_by_age_and_old_ones_that_are_not_in_use_can_be_forgotten() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let at = |seconds| SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    let key = |id: u8| CallKey { operation: "Make", hash: id.to_string().repeat(64) };
    let keys = [key(0), key(1), key(2)];
    {
        let store = FileTokenStore::open(folder.path()).expect("it is empty");
        for (number, seconds) in [(0, 30), (1, 10), (2, 20)] {
            let fresh = OpenToken::new(format!("token-{number}"), at(seconds));
            let begun = store.begin(&keys[number], &fresh).now_or_never();
            assert_eq!(begun.expect("it does not wait").expect("it can be written"), None);
        }
    }
    let store = FileTokenStore::open(folder.path()).expect("all are tokens");
    let reused = store.begin(&keys[1], &OpenToken::new("new", at(40))).now_or_never();
    assert!(reused.expect("it does not wait").expect("it is open").is_some());
    let seen = |tokens: &[StoredToken]| -> Vec<(String, bool)> {
        assert!(tokens.iter().all(|token| token.operation == "Make"));
        tokens.iter().map(|token| (token.open.token.clone(), token.in_use)).collect()
    };
    let named = |number, in_use| (format!("token-{number}"), in_use);
    assert_eq!(seen(&store.tokens()), [named(1, true), named(2, false), named(0, false)]);
    let forgotten = store.forget_before(at(30)).expect("they can be removed");
    assert_eq!(seen(&forgotten), [named(2, false)]);
    drop(store);
    let store = FileTokenStore::open(folder.path()).expect("all are tokens");
    assert_eq!(seen(&store.tokens()), [named(1, false), named(0, false)]);
}
