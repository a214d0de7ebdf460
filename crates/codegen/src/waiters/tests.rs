use aliyun_rpc_spec::load::from_json;

use super::*;
use crate::valid;

const FILE: &str = r#"{"format":2,"product":"garden",
"lookups":[{"operation":"DescribeFences","group":"fences","ids":"FenceIds","style":"json",
    "most":100,"id":"FenceId","id_type":"FenceId","with":{"Status":"All"},"absent":["FenceGone"],
    "source":"garden"}],
"waiters":[
  {"name":"fence-dry","function":"fence_dry","operation":"DescribeFences","group":"fences",
   "member":"Status","success":["Dry"],"failure":["Fallen"],"pending":["Wet"],"confirm":1,
   "interval":5,"timeout":60,"missing_for":30,"after":["PaintFence"],"source":"garden"},
  {"name":"fence-colour","function":"fence_colour","operation":"DescribeFences","group":"fences",
   "member":"Colour","argument":"Colour","confirm":1,"interval":5,"timeout":60,"missing_for":30,
   "after":["PaintFence"],"source":"garden"},
  {"name":"fence-gone","function":"fence_gone","operation":"DescribeFences","group":"fences",
   "gone":true,"confirm":2,"interval":5,"timeout":60,"missing_for":0,"after":["DropFence"],
   "source":"garden"}]}"#;

fn printed(groups: &[&str]) -> String {
    let list: Waiters = from_json("w.json", FILE).unwrap();
    assert_eq!(valid::waiters(&list, "w.json"), []);
    let groups = groups.iter().map(|name| (*name).to_owned()).collect();
    print(&list, &ProductFile { groups, ..ProductFile::default() }).to_string()
}

#[test]
fn a_waiter_is_a_function_behind_the_feature_of_its_group() {
    let text = printed(&["common", "fences", "gates"]);
    assert!(
        text.contains(r#"# [cfg (feature = "fences")] impl Lookup for super :: DescribeFences"#)
    );
    assert!(text.contains("pub fn fence_dry"), "{text}");
    assert!(text.contains("Item : IntoValue < super :: FenceId >>"), "{text}");
    assert!(
        text.contains("state : impl Into < :: aliyun_rpc :: Open < super :: Colour >>"),
        "{text}"
    );
    assert!(!printed(&["common", "fences"]).contains("cfg"), "{text}");
}

#[test]
fn the_documentation_says_what_ends_the_wait_and_how_often_it_asks() {
    let text = printed(&["fences"]);
    for part in [
        "Waits until `Status` is `Dry`. `Fallen` is a failure.",
        "Asks `DescribeFences` every 5 s for at most 60 s, up to 100 ids per call.",
        "A resource not found for 30 s is reported missing.",
        "Used after `PaintFence`.",
        "Waits until `Colour` has the value that you pass.",
        "Waits until it is no longer found.",
        "It must be absent 2 times in a row.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn what_would_not_print_is_a_problem() {
    for (from, to) in [
        ("\"function\":\"fence_dry\"", "\"function\":\"fence-dry\""),
        ("\"function\":\"fence_dry\"", "\"function\":\"fence_gone\""),
        ("\"id_type\":\"FenceId\"", "\"id_type\":\"Fence\""),
        (
            "\"operation\":\"DescribeFences\",\"group\":\"fences\",\"ids\"",
            "\"operation\":\"Describe\",\"group\":\"fences\",\"ids\"",
        ),
        ("\"group\":\"fences\",\"ids\"", "\"group\":\"Fences\",\"ids\""),
        ("\"argument\":\"Colour\"", "\"argument\":\"colour of\""),
        ("\"after\":[\"PaintFence\"]", "\"after\":[\"paint it\"]"),
        ("[\"Dry\"]", "[\"Dry\\n\"]"),
    ] {
        assert!(FILE.contains(from), "{from}");
        let list: Waiters = from_json("w.json", &FILE.replace(from, to)).unwrap();
        assert!(!valid::waiters(&list, "w.json").is_empty(), "{to}");
    }
}
