use aliyun_rpc_spec::load::{Problem, from_json};

use super::*;
use crate::curated::Curated;

/// A list of fences, and the operation after which one waits for them.
const GROUP: &str = r#"{"format":2,"product":"garden","version":"1","group":"fences",
"enums":[{"name":"FenceStatus","origin":"stated","variants":[
    {"name":"Wet","wire":"Wet"},{"name":"Dry","wire":"Dry"},
    {"name":"Fallen","wire":"Fallen"},{"name":"All","wire":"All"}]}],
"structs":[{"name":"Fence","direction":"response","fields":[
    {"name":"fence_id","wire":"FenceId","type":{"id":"FenceId"}},
    {"name":"name","wire":"Name","type":"string"},
    {"name":"status","wire":"Status","type":{"enum":"FenceStatus"}}]},
  {"name":"Outer","direction":"request","fields":[
    {"name":"ids","wire":"Ids","type":{"json-list":"string"}}]},
  {"name":"Taken","direction":"request","fields":[
    {"name":"ids","wire":"Ids","type":{"list":{"id":"FenceId"}}}]}],
"error_sets":[{"name":"DescribeFencesError","codes":[{"name":"Gone","code":"FenceGone"},
    {"name":"PostGone","code":"PostGone"},{"name":"Wet","code":"FenceWet"}]}],
"operations":[
  {"name":"DescribeFences","url":"https://x","response":"Ack","constructors":[],
   "errors":"DescribeFencesError",
   "paging":{"style":"number","items":{"path":["fences"],"type":{"struct":"Fence"}}},
   "fields":[
    {"name":"fence_ids","wire":"FenceIds","type":{"json-list":{"id":"FenceId"}}},
    {"name":"fence_id","wire":"FenceId","type":{"list":{"id":"FenceId"}},"limits":{"max_items":10}},
    {"name":"one","wire":"One","type":{"id":"FenceId"}},
    {"name":"many","wire":"Many","type":"string"},
    {"name":"wet","wire":"IsWet","type":"bool"},
    {"name":"outer","wire":"Outer","type":{"struct":"Outer"}},
    {"name":"status","wire":"Status","type":{"enum":"FenceStatus"}}]},
  {"name":"DescribePaintings","url":"https://x","response":"Ack","constructors":[],"fields":[
    {"name":"fence_ids","wire":"FenceIds","type":{"json-list":{"id":"FenceId"}}}],
   "paging":{"style":"number","items":{"path":["fences"],"type":{"struct":"Fence"}}}},
  {"name":"PaintFence","url":"https://x","response":"PaintFenceResponse","constructors":[],
   "response_struct":{"name":"PaintFenceResponse","direction":"response","fields":[
     {"name":"fences","wire":"Fences","type":{"wrapped":["Fence",{"struct":"Fence"}]}}]},
   "fields":[]},
  {"name":"MowLawn","url":"https://x","response":"Ack","constructors":[],
   "fields":[{"name":"lawn_id","wire":"LawnId","type":{"id":"LawnId"}}]},
  {"name":"WetFence","url":"https://x","response":"Ack","constructors":[],
   "fields":[{"name":"outer","wire":"Outer","type":{"struct":"Taken"}}]}]}"#;

const CODES: &str = r#"{"format":2,"product":"garden","common":[],"codes":[
  {"code":"FenceGone","class":"not-found","reaction":"give-up","rule":"gone","operations":1},
  {"code":"FenceWet","class":"state-conflict","reaction":"give-up","rule":"wet","operations":1},
  {"code":"PostGone","class":"not-found","reaction":"give-up","rule":"gone","operations":1}]}"#;

const LOOKUP: &str = r#"
[[lookup]]
operation = "DescribeFences"
ids = "FenceIds"
most = 100
id = "FenceId"
with.Status = "All"
only_asked = ["All"]
absent = ["FenceGone"]
others = ["PostGone"]
source = "garden"
reason = "seen"
"#;

const WAITER: &str = r#"
[[waiter]]
name = "fence-dry"
operation = "DescribeFences"
member = "Status"
success = ["Dry"]
failure = ["Fallen"]
pending = ["Wet"]
interval = 5
timeout = 60
missing_for = 30
after = ["PaintFence"]
source = "garden"
reason = "seen"
"#;

fn built(text: &str) -> Result<Waiters, Vec<Problem>> {
    built_of(GROUP, text)
}

fn built_of(group: &str, text: &str) -> Result<Waiters, Vec<Problem>> {
    let curated = Curated::parse("garden", "w.toml", text)?;
    let group: Group = from_json("g.json", group).unwrap();
    let groups = BTreeMap::from([("fences".to_owned(), group)]);
    let codes: Codes = from_json("c.json", CODES).unwrap();
    let mut problems = Problems::default();
    let facts = &curated.of("garden").waiters;
    let waiters = build("garden", facts, &groups, &codes, &mut problems);
    problems.finish(waiters.unwrap_or_default())
}

fn problems(text: &str) -> String {
    problems_of(GROUP, text)
}

fn problems_of(group: &str, text: &str) -> String {
    let problems = built_of(group, text).err().unwrap_or_default();
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

/// What is wrong after one change of the sound text.
fn changed(from: &str, to: &str) -> String {
    let text = format!("{LOOKUP}{WAITER}");
    assert!(text.contains(from), "{from}");
    problems(&text.replace(from, to))
}

#[test]
fn a_sound_entry_becomes_a_waiter_with_the_type_of_its_ids() {
    let built = built(&format!("{LOOKUP}{WAITER}")).unwrap();
    let (lookup, waiter) = (&built.lookups[0], &built.waiters[0]);
    assert_eq!((lookup.style, lookup.id_type.as_str()), (IdStyle::Json, "FenceId"));
    assert_eq!((waiter.function.as_str(), waiter.group.as_str()), ("fence_dry", "fences"));
    assert_eq!(waiter.argument, None);
}

#[test]
fn every_not_found_code_of_a_lookup_is_about_its_ids_or_about_something_else() {
    let undecided = changed("others = [\"PostGone\"]\n", "");
    assert!(undecided.contains("`PostGone` means that something was not found"), "{undecided}");
    assert!(!undecided.contains("FenceWet"), "{undecided}");
    let both = changed("others = [\"PostGone\"]", "others = [\"PostGone\", \"FenceGone\"]");
    assert!(both.contains("name a code twice"), "{both}");
    let unknown = changed("\"PostGone\"", "\"PostGone\", \"Other\"");
    assert!(unknown.contains("`Other` is not among the codes"), "{unknown}");
}

#[test]
fn a_product_without_entries_has_no_waiters() {
    let mut problems = Problems::default();
    let codes: Codes = from_json("c.json", CODES).unwrap();
    let none = build("garden", &File::default(), &BTreeMap::new(), &codes, &mut problems);
    assert!(none.is_none() && problems.count() == 0);
}

#[test]
fn the_type_of_the_parameter_says_how_it_takes_ids() {
    let style = |ids: &str, most: u16| {
        let text = LOOKUP.replace("\"FenceIds\"", &format!("{ids:?}"));
        let text = text.replace("most = 100", &format!("most = {most}"));
        built(&text).map(|built| built.lookups[0].style)
    };
    for (ids, most, expected) in [
        ("FenceId", 10, IdStyle::List),
        ("One", 1, IdStyle::One),
        ("Many", 1, IdStyle::One),
        ("Many", 100, IdStyle::Comma),
        ("Outer.Ids", 100, IdStyle::Json),
    ] {
        assert_eq!(style(ids, most), Ok(expected), "{ids} {most}");
    }
    for (ids, most) in
        [("FenceId", 11), ("One", 2), ("FenceIds", 0), ("IsWet", 1), ("Outer.No", 1), ("No", 1)]
    {
        assert!(style(ids, most).is_err(), "{ids} {most}");
    }
}

#[test]
fn each_name_must_exist() {
    for (from, to, message) in [
        (
            "\"DescribeFences\"\nids",
            "\"DescribeGates\"\nids",
            "there is no operation `DescribeGates`",
        ),
        ("id = \"FenceId\"", "id = \"Name\"", "an item has no id `Name`"),
        (
            "with.Status = \"All\"",
            "with.Status = \"All,Green\"",
            "`Green` is not a value of `Status`",
        ),
        ("with.Status", "with.Colour", "`Colour` is not a parameter"),
        ("[\"FenceGone\"]", "[\"FenceLost\"]", "`FenceLost` is not among the codes"),
        ("\"DescribeFences\"\nmember", "\"PaintFence\"\nmember", "`PaintFence` has no [[lookup]]"),
        ("member = \"Status\"", "member = \"Name\"", "an item has no `Name` with a list of values"),
        ("[\"PaintFence\"]", "[\"PaintGate\"]", "there is no operation `PaintGate`"),
        ("[\"Dry\"]", "[\"Dried\"]", "`Status` has no state `Dried`"),
        ("pending = [\"Wet\"]", "", "the state `Wet` of `Status` is in none of the lists"),
        ("[\"Wet\"]", "[\"Wet\", \"Dry\"]", "the state `Dry` is in two lists"),
        ("only_asked = [\"All\"]", "", "the state `All` of `Status` is in none of the lists"),
    ] {
        let found = changed(from, to);
        assert!(found.contains(message), "{message}: {found}");
        assert!(found.starts_with("w.toml:") && found.contains("help: "), "{found}");
    }
}

#[test]
fn times_and_ends_must_make_sense() {
    for (from, to, message) in [
        ("interval = 5", "interval = 0", "the interval must be at least 1 s"),
        ("interval = 5", "interval = 61", "at most the timeout"),
        ("missing_for = 30", "", "set `missing_for`"),
        ("missing_for = 30", "missing_for = 30\ngone = true", "cannot be combined with `gone`"),
        ("missing_for = 30", "missing_for = 30\nconfirm = 2", "more than 1 needs `gone`"),
        ("success = [\"Dry\"]", "", "no state ends the wait"),
        ("member = \"Status\"", "", "`member` is missing"),
        ("missing_for = 30", "missing_for = 30\nargument = true", "list no states"),
        ("after = [\"PaintFence\"]", "after = []", "`after` must name at least one operation"),
    ] {
        let found = changed(from, to);
        assert!(found.contains(message), "{message}: {found}");
    }
}

#[test]
fn everything_is_reported_at_once() {
    let text = format!("{LOOKUP}{WAITER}{LOOKUP}{WAITER}")
        .replace("FenceGone", "FenceLost")
        .replace("[\"Dry\"]", "[\"Dried\"]");
    let found = problems(&text);
    assert_eq!(found.matches("FenceLost").count(), 2, "{found}");
    assert_eq!(found.matches("`Dried`").count(), 2, "{found}");
    assert_eq!(found.matches("there are two entries of this name").count(), 2, "{found}");
}

#[test]
fn the_caller_can_name_the_value_that_is_waited_for() {
    let lists = "success = [\"Dry\"]\nfailure = [\"Fallen\"]\npending = [\"Wet\"]";
    let text = format!("{LOOKUP}{WAITER}").replace(lists, "argument = true");
    assert_eq!(built(&text).unwrap().waiters[0].argument.as_deref(), Some("FenceStatus"));
}

#[test]
fn a_call_before_a_wait_returns_or_takes_the_ids_that_are_asked_about() {
    let stranger = changed("[\"PaintFence\"]", "[\"PaintFence\", \"WetFence\", \"MowLawn\"]");
    assert!(stranger.contains("`MowLawn` neither returns nor takes a `FenceId`"), "{stranger}");
    assert_eq!(stranger.matches("w.toml:").count(), 1, "{stranger}");
}

#[test]
fn the_ids_of_a_call_are_asked_about_with_one_operation() {
    let second = format!("{LOOKUP}{WAITER}")
        .replace("\"DescribeFences\"", "\"DescribePaintings\"")
        .replace("fence-dry", "painting-dry")
        .replace("with.Status = \"All\"\n", "")
        .replace("absent = [\"FenceGone\"]\nothers = [\"PostGone\"]\n", "");
    let found = problems(&format!("{LOOKUP}{WAITER}{second}"));
    assert!(
        found.contains(
            "ids of `PaintFence` are asked about with `DescribePaintings` here and with \
             `DescribeFences` elsewhere"
        ),
        "{found}"
    );
    assert_eq!(found.matches("w.toml:").count(), 1, "{found}");
    let apart = second.replace("[\"PaintFence\"]", "[\"WetFence\"]");
    assert_eq!(problems(&format!("{LOOKUP}{WAITER}{apart}")), "");
}

#[test]
fn a_call_that_begins_in_the_state_that_is_waited_for_is_a_problem() {
    // The kinds of precondition are about instances and disks.
    let of_disks = |text: &str| text.replace("FenceId", "DiskId");
    let precondition = |state: &str| {
        format!(
            r#"{{"name":"PaintFence","preconditions":[{{"kind":"disk-status","values":[{state:?}],"source":"garden"}}],"#
        )
    };
    let built = |state: &str| {
        let group = of_disks(GROUP).replace(r#"{"name":"PaintFence","#, &precondition(state));
        problems_of(&group, &of_disks(&format!("{LOOKUP}{WAITER}")))
    };
    let dry = built("Dry");
    assert!(dry.contains("`PaintFence` may be called in the state `Dry`"), "{dry}");
    assert_eq!(built("Wet"), "");
}
