use aliyun_rpc_spec::load::from_json;

use super::*;
use crate::curated::Curated;

/// Two operations of one group: both read an `Inner`, and `Open` reads a shared body.
const GROUP: &str = r#"{"format":1,"product":"p","version":"v","group":"g",
"structs":[
 {"name":"Inner","direction":"response","fields":[
  {"name":"gate_token","wire":"GateToken","type":"string"},
  {"name":"next","wire":"Next","type":{"boxed":"Inner"}}]},
 {"name":"Body","direction":"response","fields":[
  {"name":"inner","wire":"Inner","type":{"wrapped":["One",{"struct":"Inner"}]}}]}],
"operations":[
 {"name":"Open","url":"u","response":"Body","constructors":[],"fields":[
  {"name":"a","wire":"Password","type":"string"},
  {"name":"b","wire":"PasswordInherit","type":"bool"},
  {"name":"c","wire":"ClientToken","type":"string"},
  {"name":"d","wire":"Values","type":{"json":{"map":"any"}}},
  {"name":"e","wire":"Description","type":"string"}]},
 {"name":"Shut","url":"u","response":"ShutResponse","constructors":[],"fields":[
  {"name":"d","wire":"Values","type":{"json":{"map":"any"}}}],
  "response_struct":{"name":"ShutResponse","direction":"response","fields":[
   {"name":"inner","wire":"Inner","type":{"struct":"Inner"}}]}}]}"#;

fn groups() -> BTreeMap<String, Group> {
    BTreeMap::from([("g".to_owned(), from_json("g.json", GROUP).unwrap())])
}

fn curated(text: &str) -> Curated {
    Curated::parse("p", "curated.toml", text).unwrap()
}

/// The secret members, as `Owner.Name`, and the problems.
fn marked(text: &str) -> (Vec<String>, Vec<String>) {
    let mut groups = groups();
    let mut problems = Problems::default();
    let curated = curated(text);
    mark(&mut groups, curated.of("p"), &curated.secrets, &mut problems);
    let problems = problems.finish(()).err().unwrap_or_default();
    let owners = groups.values_mut().flat_map(owners_mut);
    let secret = owners.flat_map(|(owner, fields)| {
        let secret = fields.iter().filter(|field| field.secret);
        secret.map(|field| format!("{owner}.{}", field.wire)).collect::<Vec<_>>()
    });
    (secret.collect(), problems.iter().map(ToString::to_string).collect())
}

const DECIDED: &str = "[[secret]]\nnames = [\"Password\", \"GateToken\"]\nreason = \"r\"\n";

#[test]
fn a_name_that_sounds_like_a_secret_must_be_decided_in_every_operation_that_uses_it() {
    let (secret, problems) = marked("");
    assert!(secret.is_empty());
    assert_eq!(problems.len(), 3, "{problems:#?}");
    for (problem, place) in
        problems.iter().zip(["Open.Password", "Open.GateToken", "Shut.GateToken"])
    {
        assert!(problem.contains(place) && problem.contains("[[secret]]"), "{problem}");
    }
    assert!(problems[1].contains("(`token`) (in Inner)"), "{problems:#?}");
    assert!(problems[1].contains("names = [\"GateToken\"]"), "{problems:#?}");
    let (secret, problems) = marked(DECIDED);
    assert_eq!(
        (secret, problems),
        (vec!["Inner.GateToken".into(), "Open.Password".into()], vec![])
    );
}

#[test]
fn an_entry_for_an_operation_comes_before_one_for_all() {
    let shown = "[[shown]]\nnames = [\"Password\"]\nof = [\"Open\"]\nreason = \"r\"\n";
    let (secret, problems) = marked(&format!("{DECIDED}{shown}"));
    assert_eq!((secret, problems), (vec!["Inner.GateToken".to_owned()], vec![]));
    // What one operation hides in a struct is hidden in all that share it.
    let one = "[[secret]]\nnames = [\"GateToken\"]\nof = [\"Shut\"]\nreason = \"r\"\n\
               [[shown]]\nnames = [\"GateToken\", \"Password\"]\nreason = \"r\"\n";
    assert_eq!(marked(one), (vec!["Inner.GateToken".to_owned()], vec![]));
}

#[test]
fn a_name_that_sounds_harmless_can_be_secret_and_a_json_text_too() {
    let values = "[[secret]]\nnames = [\"Values\"]\nof = [\"Shut\"]\nreason = \"r\"\n";
    let (secret, problems) = marked(&format!("{DECIDED}{values}"));
    assert_eq!(secret, ["Inner.GateToken", "Open.Password", "Shut.Values"]);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn entries_that_disagree_or_decide_nothing_are_refused() {
    let both = DECIDED.replace("[[secret]]", "[[shown]]");
    let (_, problems) = marked(&format!("{DECIDED}{both}"));
    assert!(problems.len() == 3 && problems[0].contains("two entries disagree"), "{problems:?}");
    for (entry, expected) in [
        ("names = [\"Gone\"]", "shown Gone: the entry changes nothing"),
        ("names = [\"PasswordInherit\"]", "shown PasswordInherit: the entry changes nothing"),
        ("names = [\"Password\"]\nof = [\"Open\", \"Shut\"]", "Shut has no such parameter"),
        ("names = []", "it names nothing"),
    ] {
        let entry = format!("[[shown]]\n{entry}\nreason = \"r\"\n");
        let (_, found) = marked(&entry);
        assert!(found.iter().any(|problem| problem.contains(expected)), "{entry}: {found:?}");
    }
}

#[test]
fn a_sound_is_heard_in_any_spelling_and_a_short_one_only_as_a_word() {
    for (name, expected) in [
        ("VncPasswd", Some("passwd")),
        ("userData", Some("userdata")),
        ("Userdata", Some("userdata")),
        ("SSHPrivate_Key", Some("privatekey")),
        ("X-Token2", Some("token")),
        ("CallbackURL", Some("url")),
        ("Urls2", Some("url")),
        ("SetupScripts", Some("script")),
        ("PinCode", Some("pin")),
        ("Description", None),
        ("SecurityGroupId", None),
        ("DiskDeviceMapping", None),
        ("NextToken", None),
        ("clientToken", None),
        ("NextTokens", Some("token")),
    ] {
        assert_eq!(sound(name), expected, "{name}");
    }
}

#[test]
fn what_the_committed_entries_hide_and_show_is_what_was_decided() {
    let spec = crate::files::root().join("spec/ecs");
    let product = std::fs::read_to_string(spec.join("product.json")).unwrap();
    let product: aliyun_rpc_spec::ir::ProductFile = from_json("product.json", &product).unwrap();
    let groups: BTreeMap<String, Group> = product
        .groups
        .iter()
        .map(|name| {
            let text = std::fs::read_to_string(spec.join(format!("{name}.json"))).unwrap();
            (name.clone(), from_json(name, &text).unwrap())
        })
        .collect();
    let places = places(&groups);
    let count = |wire: &str, secret: bool| {
        let found = places.iter().filter(|it| it.field.wire == wire && it.field.secret == secret);
        found.map(|it| it.operation).collect::<BTreeSet<_>>().len()
    };
    for (wire, secret, shown) in [
        ("CommandContent", 6, 0),
        ("Parameters", 4, 1),
        ("Content", 4, 0),
        ("ActivationCode", 1, 0),
        ("Output", 2, 0),
        ("ConsoleOutput", 1, 0),
        ("Screenshot", 1, 0),
        ("CommandLine", 1, 0),
        ("UserData", 8, 0),
        ("SessionId", 0, 3),
        ("AccessKeyId", 0, 0),
        ("ContentType", 0, 2),
    ] {
        assert_eq!((count(wire, true), count(wire, false)), (secret, shown), "{wire}");
    }
}
