//! Where imported facts end up, and under which name.

use std::fs;
use std::path::Path;

use super::*;

fn args() -> Args {
    Args { published: Some("2024-06-24".to_owned()), ..Args::default() }
}

/// The entries in a folder without sources.
fn sources(args: &Args, imported: &[Imported]) -> Outcome<Vec<crate::sources::Source>> {
    let folder = tempfile::tempdir().unwrap();
    identity::sources(args, imported, folder.path())
}

fn facts(file: &str, text: &str) -> Imported {
    let original = Original::from_bytes(file.to_owned(), text.into()).unwrap();
    let nothing = Lexicon::default();
    import(original, OriginalKind::Auto, || &nothing).unwrap().0
}

fn store(spec: &Path, args: &Args, imported: &[Imported]) -> Outcome<Vec<String>> {
    let sources = identity::sources(args, imported, spec)?;
    let held = lock::exclusive(spec, Duration::ZERO)?;
    store::store(&held, &sources, imported, args)
}

#[test]
fn ids_titles_and_addresses_come_from_the_sources() {
    let imported: Vec<_> = [fixtures::LOCK, fixtures::OVERDUE, fixtures::MANAGED, fixtures::GLUED]
        .into_iter()
        .chain([fixtures::METADATA, fixtures::OBSERVED, fixtures::ENDPOINTS, fixtures::TIMEOUTS])
        .map(|text| facts("x", text))
        .collect();
    let sources = sources(&args(), &imported).unwrap();
    let named: Vec<_> = sources.iter().map(|s| (s.id.as_str(), s.title.as_str())).collect();
    let expected = [
        ("garden-lock-2024-06-24", "lock page"),
        ("garden-overdue-2024-06-24", "overdue-payments page"),
        ("garden-managed-2024-06-24", "managed-groups page"),
        ("garden-paint-fence-2024-06-24", "PaintFence page"),
        ("garden-metadata-2024-06-24", "metadata"),
        ("garden-observed-terraform", "field observations"),
        ("garden-endpoints", "endpoint map"),
        ("garden-timeouts", "SDK timeouts"),
    ];
    assert_eq!(named, expected);
    assert_eq!(sources[4].product, "garden");
    assert!(sources[4].url.ends_with("/products/Garden/versions/2015-04-01/api-docs.json"));
    assert_eq!(sources[5].url, "https://github.com/someone/terraform-provider-garden");
}

#[test]
fn the_product_is_that_of_the_page_or_of_the_sources_or_has_to_be_given() {
    let of = |spec: &Path, text: &str| {
        identity::sources(&args(), &[facts("x", text)], spec)
            .map(|sources| sources[0].product.clone())
    };
    let folder = tempfile::tempdir().unwrap();
    let problem = of(folder.path(), fixtures::LOCK).unwrap_err().remove(0).to_string();
    assert!(problem.contains("nothing says which product this is about"), "{problem}");
    assert!(problem.contains("--product NAME; sources are known of: none yet"), "{problem}");
    // A link to the API explorer, and the service of its permission.
    assert_eq!(of(folder.path(), pages::CELLS).unwrap(), "garden");
    let unlinked = pages::CELLS.replace("https://api.alibabacloud.com", "https://example.com");
    assert_eq!(of(folder.path(), &unlinked).unwrap(), "garden");
    let house = fixtures::METADATA.replace("Garden", "House").replace("PaintFence", "PaintWall");
    for (text, product) in [(fixtures::METADATA, "garden"), (house.as_str(), "house")] {
        store(folder.path(), &args(), &[facts("x", text)]).unwrap();
        let known = Sources::load(folder.path()).unwrap().source;
        assert!(known.iter().any(|source| source.product == product));
    }
    // Of two products, that with the operations of the page.
    assert_eq!(of(folder.path(), fixtures::LOCK).unwrap(), "garden");
    assert_eq!(
        of(folder.path(), &fixtures::LOCK.replace("PaintFence", "PaintWall")).unwrap(),
        "house"
    );
    // Which does not count against the permission that a page states.
    let other = unlinked.replace("garden:PaintFence", "forest:PaintFence");
    assert!(of(folder.path(), &other).is_err());
}

#[test]
fn dates_come_from_the_page_or_the_file_name_or_have_to_be_given() {
    let dated = |file: &str, text: &str| {
        let garden = Args { product: Some("garden".to_owned()), ..Args::default() };
        let sources = sources(&garden, &[facts(file, text)]);
        sources.map(|sources| (sources[0].published.clone(), sources[0].dated_by.clone()))
    };
    assert_eq!(dated("x", fixtures::GLUED).unwrap(), ("2024-03-19".to_owned(), None));
    assert_eq!(dated("x", fixtures::OBSERVED).unwrap(), ("2026-08-21".to_owned(), None));
    assert_eq!(dated("x", fixtures::FACTS).unwrap(), ("2025-04-16".to_owned(), None));
    let from_name = dated("a/api-docs.2025-12-03.json", fixtures::METADATA).unwrap();
    assert_eq!(from_name, ("2025-12-03".to_owned(), Some("file name".to_owned())));
    let problem = dated("x", fixtures::LOCK).unwrap_err().remove(0).to_string();
    assert!(problem.contains("--published YYYY-MM-DD"), "{problem}");
    let wrong = Args { published: Some("2024-6-24".to_owned()), ..Args::default() };
    assert!(identity::bad_date(&wrong).is_some());
    let right = Args { product: Some("garden".to_owned()), ..args() };
    assert!(identity::bad_date(&right).is_none() && identity::bad_date(&Args::default()).is_none());
    let sources = sources(&right, &[facts("x", fixtures::LOCK)]).unwrap();
    assert_eq!((sources[0].published.as_str(), &sources[0].dated_by), ("2024-06-24", &None));
}

#[test]
fn an_id_or_product_that_is_no_file_name_is_refused() {
    for id in ["../up", "A", "a b", "", "a/b"] {
        let product = Some("garden".to_owned());
        let args = Args { id: Some(id.to_owned()), product, ..args() };
        assert!(sources(&args, &[facts("x", fixtures::LOCK)]).is_err(), "{id}");
    }
    let other = Args { product: Some("ecs".to_owned()), ..args() };
    assert!(sources(&other, &[facts("x", fixtures::METADATA)]).is_err());
}

#[test]
fn storing_writes_capture_and_entry_and_a_second_time_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let imported = [facts("x", fixtures::METADATA), facts("y", fixtures::LOCK)];
    let lines = store(folder.path(), &args(), &imported).unwrap();
    assert!(lines[..2].iter().all(|line| line.starts_with("wrote ")), "{lines:?}");
    let lines = store(folder.path(), &args(), &imported).unwrap();
    assert!(lines[..2].iter().all(|line| line.starts_with("unchanged ")), "{lines:?}");
    let sources = Sources::load(folder.path()).unwrap();
    let ids: Vec<_> = sources.source.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(ids, ["garden-lock-2024-06-24", "garden-metadata-2024-06-24"]);
    let captured = sources.source[0].capture(folder.path()).unwrap();
    assert_eq!(captured, imported[1].capture);
    let lexicon = lexicon(folder.path());
    assert!(lexicon.knows("FenceWet") && !lexicon.knows("FenceDry"));
}

#[test]
fn an_id_of_another_original_is_only_taken_over_when_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let args = || Args { product: Some("garden".to_owned()), ..args() };
    store(folder.path(), &args(), &[facts("x", fixtures::LOCK)]).unwrap();
    let before = fs::read(Sources::path(folder.path())).unwrap();
    let newer = [facts("x", &fixtures::LOCK.replace("DryFence", "WetFence"))];
    let problem = store(folder.path(), &args(), &newer).unwrap_err().remove(0).to_string();
    assert!(problem.contains("another original has the id"), "{problem}");
    assert_eq!(fs::read(Sources::path(folder.path())).unwrap(), before);
    let asked = Args { id: Some("garden-lock-2024-06-24".to_owned()), ..args() };
    store(folder.path(), &asked, &newer).unwrap();
    assert_ne!(fs::read(Sources::path(folder.path())).unwrap(), before);
}

#[test]
fn when_one_file_cannot_be_written_none_is() {
    let folder = tempfile::tempdir().unwrap();
    // A folder where the registry should be: the captures can be written, it cannot.
    let imported = [facts("x", fixtures::METADATA), facts("y", fixtures::LOCK)];
    let sources = sources(&args(), &imported).unwrap();
    let path = sources[1].capture_path(folder.path());
    fs::create_dir_all(path.join("in the way")).unwrap();
    assert!(store(folder.path(), &args(), &imported).is_err());
    assert!(!sources[0].capture_path(folder.path()).exists());
    assert!(!Sources::path(folder.path()).exists());
}
