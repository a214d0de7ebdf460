//! Tokens in files, over the end of a program.

use super::*;
use aliyun_rpc::idempotency::{FileTokenStore, OpenStoreError};
use std::process::Command;
use std::sync::Mutex;
use std::time::SystemTime;

/// A process that is being started holds the locks of this one until it runs its own program, so
/// no other test of a folder may run meanwhile.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Where the test that dies finds its folder.
const FOLDER: &str = "TOKENS_OF_A_PROGRAM_THAT_DIES";

/// Dies while the reply is on its way.
struct Dies;

impl aliyun_rpc::Transport for Dies {
    fn send(
        &self,
        request: aliyun_rpc::HttpRequest,
    ) -> aliyun_rpc::BoxFuture<'_, Result<aliyun_rpc::HttpResponse, aliyun_rpc::TransportError>>
    {
        let sent = aliyun_rpc::testing::SentRequest::new(request);
        println!("token={}", sent.parameter("ClientToken").unwrap());
        std::process::exit(3);
    }
}

#[test]
#[ignore = "it ends its process; another test runs it in one of its own"]
fn a_program_that_dies() {
    let store = FileTokenStore::open(std::env::var_os(FOLDER).unwrap()).unwrap();
    let client = Client::builder()
        .region("cn-test")
        .credentials(aliyun_rpc::StaticCredentials::new("id", "secret"))
        .transport(Dies)
        .build()
        .unwrap();
    let _ = now(Idempotent::new(client, store).send(named("a")));
}

#[test]
fn a_program_repeats_what_another_left_open_when_it_died() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = tempfile::tempdir().unwrap();
    let died = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "files::a_program_that_dies", "--ignored", "--nocapture"])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    assert_eq!(died.status.code(), Some(3), "{died:?}");
    let output = String::from_utf8(died.stdout).unwrap();
    let (_, rest) = output.split_once("token=").unwrap();
    let token = rest.lines().next().unwrap();

    let script = answers(&[Reply::ok(OK)]);
    let store = FileTokenStore::open(folder.path()).unwrap();
    let once = Idempotent::new(client(&script), store);
    assert!(now(once.send(named("a"))).unwrap().is_replayed());
    assert!(is_first(now(once.send(named("a")))));
    let tokens = tokens(&script);
    assert!(tokens[0] == token && tokens[1] != token, "{tokens:?} {token}");
    // Nothing but the lock is left.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_folder_belongs_to_one_store_and_a_file_that_is_no_token_is_named() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = tempfile::tempdir().unwrap();
    let store = FileTokenStore::open(folder.path()).unwrap();
    let second = FileTokenStore::open(folder.path()).unwrap_err();
    assert!(matches!(second, OpenStoreError::InUse(_)), "{second}");
    drop(store);
    let name = format!("{}-{}.token", "0".repeat(64), "1".repeat(16));
    for text in ["", "CreateThing\n", "CreateThing\n2026-01-01T00:00:00Z\n", "a\nb\nc\n"] {
        std::fs::write(folder.path().join(&name), text).unwrap();
        std::fs::write(folder.path().join("odd.token"), "a").unwrap();
        let error = FileTokenStore::open(folder.path()).unwrap_err();
        let OpenStoreError::NotAToken(files) = &error else { panic!("{error}") };
        assert_eq!(files.len(), 2, "{text:?}");
    }
    std::fs::remove_file(folder.path().join("odd.token")).unwrap();
    let whole = "CreateThing\n2026-01-01T00:00:00Z\nmine\n";
    std::fs::write(folder.path().join(&name), whole).unwrap();
    assert!(FileTokenStore::open(folder.path()).is_ok());
}

/// A store that a call of unknown outcome left a token in.
fn left_open(folder: &std::path::Path) {
    let script = answers(&[Reply::failure(Broken)]);
    let store = FileTokenStore::open(folder).unwrap();
    assert!(now(Idempotent::new(client(&script), store).send(named("a"))).is_err());
}

#[test]
fn to_forget_a_token_writes_none() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = tempfile::tempdir().unwrap();
    let store = FileTokenStore::open(folder.path()).unwrap();
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    // Nothing can be written any more, and nothing needs to be.
    let moved = folder.path().with_extension("moved");
    std::fs::rename(folder.path(), &moved).unwrap();
    let once = Idempotent::new(client(&answers(&[])), store);
    assert_eq!(now(once.forget(&named("a"))).unwrap(), None);
    std::fs::rename(&moved, folder.path()).unwrap();
    drop(once);

    left_open(folder.path());
    assert_eq!(files(), 2);
    let store = FileTokenStore::open(folder.path()).unwrap();
    let once = Idempotent::new(client(&answers(&[])), store);
    assert!(now(once.forget(&named("a"))).unwrap().is_some());
    assert_eq!(files(), 1, "the lock");
    assert_eq!(now(once.forget(&named("a"))).unwrap(), None);
}

#[test]
fn a_token_whose_file_is_gone_already_is_forgotten_and_ends() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = tempfile::tempdir().unwrap();
    left_open(folder.path());
    let store = FileTokenStore::open(folder.path()).unwrap();
    let once = Idempotent::new(client(&answers(&[])), store);
    // As after a removal of which the folder could not be synced.
    let remove = || {
        let paths = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let token = paths.into_iter().find(|path| path.extension().is_some()).unwrap();
        std::fs::remove_file(token).unwrap();
    };
    remove();
    assert!(now(once.forget(&named("a"))).unwrap().is_some());
    assert_eq!(now(once.forget(&named("a"))).unwrap(), None);

    drop(once);
    left_open(folder.path());
    let store = FileTokenStore::open(folder.path()).unwrap();
    remove();
    let key = CallKey::of(&named("a"), Some("cn-test"));
    let fresh = OpenToken::new("fresh", SystemTime::UNIX_EPOCH);
    let open = now(store.begin(&key, &fresh)).unwrap().unwrap();
    now(store.end(&key, &open.token)).unwrap();
}

#[test]
fn what_a_program_was_writing_when_it_died_is_removed_and_other_files_are_not() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = tempfile::tempdir().unwrap();
    left_open(folder.path());
    let half = folder.path().join(format!("{}-{}.new", "0".repeat(64), "1".repeat(16)));
    let other = folder.path().join("mine.new");
    std::fs::write(&half, "CreateThing\n2026-").unwrap();
    std::fs::write(&other, "").unwrap();
    let store = FileTokenStore::open(folder.path()).unwrap();
    assert!(!half.exists() && other.exists());
    let script = answers(&[Reply::ok(OK)]);
    assert!(now(Idempotent::new(client(&script), store).send(named("a"))).unwrap().is_replayed());
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_token() {
    let _alone = ONE_AT_A_TIME.lock();
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    left_open(folder.path());
    let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let tokens: Vec<_> = files.filter(|path| path.extension().is_some()).collect();
    assert_eq!(tokens.len(), 1);
    let mode = std::fs::metadata(&tokens[0]).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_call_whose_token_cannot_be_written_down_is_not_sent() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = tempfile::tempdir().unwrap();
    let store = FileTokenStore::open(folder.path().join("tokens")).unwrap();
    std::fs::remove_dir_all(folder.path().join("tokens")).unwrap();
    let script = answers(&[Reply::ok(OK)]);
    let error = now(Idempotent::new(client(&script), store).send(named("a"))).unwrap_err();
    assert!(error.to_string().contains("no token could be written"), "{error}");
    assert!(error.not_sent().is_some() && script.sent().is_empty());
}
