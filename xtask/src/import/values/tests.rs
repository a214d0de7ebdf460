//! One invented description per shape and per trap.

use super::{Marks, Mined, mine};

fn values(description: &str) -> Vec<String> {
    let mined = mine(description, Marks::Kept);
    assert!(!mined.candidate, "{description}");
    mined.values
}

/// Neither values nor a candidate.
fn is_silent(description: &str) {
    assert_eq!(mine(description, Marks::Kept), Mined::default(), "{description}");
}

/// Announced and not understood.
fn is_left_over(description: &str) {
    let expected = Mined { values: Vec::new(), candidate: true };
    assert_eq!(mine(description, Marks::Kept), expected, "{description}");
}

#[test]
fn a_list_under_an_announcement_gives_its_names_in_order() {
    assert_eq!(
        values("颜色。取值范围：\n\n- red：红。\n- dark_blue：蓝。\n- Green"),
        ["red", "dark_blue", "Green"]
    );
    assert_eq!(values("可能值：\n* A1：甲。\n* B2：乙。"), ["A1", "B2"]);
    assert_eq!(values("颜色，可选值：\n1. red。\n2. blue。"), ["red", "blue"]);
    assert_eq!(values("枚举值：\n • zip-deflate: 压缩\n • raw : 原样"), ["zip-deflate", "raw"]);
    assert_eq!(values("取值如下：\n-red：红。\n-blue：蓝。"), ["red", "blue"]);
    assert_eq!(values("取值范围（不区分大小写）：\n- RED\n- BLUE"), ["RED", "BLUE"]);
}

#[test]
fn english_announcements_are_read_like_chinese_ones() {
    assert_eq!(
        values("The colour. Valid values:\n\n*   **Red**: warm\n*   Blue: cold"),
        ["Red", "Blue"]
    );
    assert_eq!(
        values("Valid values: Red, Blue, and Green. Default value: Red."),
        ["Red", "Blue", "Green"]
    );
    assert_eq!(values("Valid values (case-insensitive): red and blue"), ["red", "blue"]);
    assert_eq!(values("Valid value: Red."), ["Red"]);
    assert_eq!(values("Valid values are Red and Blue."), ["Red", "Blue"]);
    assert_eq!(values("Optional values:\n- Red: warm.\n- Blue: cold."), ["Red", "Blue"]);
    assert_eq!(
        values("Possible values:\n- Red - warm\n- Blue. The cold one.\n\nDefault value: Red."),
        ["Red", "Blue"]
    );
    assert_eq!(
        values("Valid values:\n- Red: warm.\n- Blue: cold.\n\nDefault: Red."),
        ["Red", "Blue"]
    );
    is_silent("Valid values: 1 to 100.");
    is_silent("Valid values of N: 1 to 20.");
    is_silent("Valid values:\n- true: yes\n- false: no");
    is_left_over("Valid values: the IDs of your boxes.");
    is_left_over("Valid values:\n- The name of a box\n- The colour of a lid");
}

#[test]
fn a_sentence_behind_the_colon_gives_its_names() {
    assert_eq!(values("取值：red、blue。默认值：red。"), ["red", "blue"]);
    assert_eq!(values("取值范围：red：红；blue：蓝，冷。"), ["red", "blue"]);
    assert_eq!(values("取值范围：red：红，blue：蓝。"), ["red", "blue"]);
    assert_eq!(values("取值：`red`|`blue`"), ["red", "blue"]);
    assert_eq!(values("取值包括red（默认）、blue或green。"), ["red", "blue", "green"]);
    assert_eq!(values("颜色，取值为red或者blue。"), ["red", "blue"]);
    assert_eq!(values("取值：[\"red\", \"blue\"]"), ["red", "blue"]);
    assert_eq!(values("取值：\nred。\nblue（默认）。\n其余说明。"), ["red", "blue"]);
}

#[test]
fn markup_around_a_name_is_not_part_of_it() {
    let marked = "取值范围：\n- **red**：红。\n- `blue`：蓝。\n- dark\\_green：绿。\n- [grey](https://example.com/a)：灰。";
    assert_eq!(values(marked), ["red", "blue", "dark_green", "grey"]);
    assert_eq!(values("取值范围：\n- red（默认）：红。\n- blue (默认值)。"), ["red", "blue"]);
    assert_eq!(values("取值范围：<br>- red：红。<br>- blue：蓝。"), ["red", "blue"]);
    assert_eq!(values("取值范围：<ul><li>red：红</li><li>blue：蓝</li></ul>"), ["red", "blue"]);
    assert_eq!(values("取值范围：\n- ｒｅｄ：红。\n- blue:蓝。"), ["red", "blue"]);
    assert_eq!(values("取值：\n- `acs:rm:x`：甲。\n- `acs:rm:y`：乙。"), ["acs:rm:x", "acs:rm:y"]);
}

#[test]
fn editions_of_a_text_for_several_sites_are_united() {
    let sites = "取值范围：\n<props=\"china\">\n- Day\n- Week（默认）\n</props>\n<props=\"intl\">\n- Week（默认）\n- Month\n</props>";
    assert_eq!(values(sites), ["Day", "Week", "Month"]);
    let inline = "单位。\n<props=\"intl\">取值范围：Week。</props>\n\n<props=\"china\">取值范围：Week、Day。</props>";
    assert_eq!(values(inline), ["Week", "Day"]);
    assert_eq!(
        values(
            "取值范围：\n<props=\"china\">\n- Day。\n- Week。\n</props>\n<props=\"intl\">Month。</props>"
        ),
        ["Day", "Week", "Month"]
    );
}

#[test]
fn a_name_may_be_a_title_of_several_words() {
    assert_eq!(
        values("取值范围：\n- No Lid：无盖。\n- Big box ：大。\n- Box 2022"),
        ["No Lid", "Big box", "Box 2022"]
    );
    is_left_over("取值范围：\n- No Lid：无盖。\n- the name of a box：名。");
}

#[test]
fn the_case_of_a_name_is_kept_and_a_repetition_dropped() {
    assert_eq!(values("取值范围：\n- box：甲。\n- Box：乙。\n- box：丙。"), ["box", "Box"]);
}

#[test]
fn nested_items_and_remarks_belong_to_a_value() {
    let nested = "取值范围：\n> N的取值范围：1~9。\n\n- red：\n    - IsLid必须为true。\n    - small：小。\n- blue：蓝。\n  另见说明。\n  >注意。\n- green\n\n> 备注：\n- other：不是取值。";
    assert_eq!(values(nested), ["red", "blue", "green"]);
}

#[test]
fn an_item_that_only_announces_others_spoils_a_list_without_indentation() {
    let lists = "Valid values:\n- red:\n    - small: x.\n- blue:\n    - small: y.";
    assert_eq!(values(lists), ["red", "blue"]);
    is_left_over(&lists.replace("    ", ""));
}

#[test]
fn groups_of_values_under_a_condition_are_united() {
    let groups = "颜色。\n- 大箱的取值范围：\n    - red：红。\n    - blue：蓝。\n- 小箱的取值只能为：green（默认），即绿。";
    assert_eq!(values(groups), ["red", "blue", "green"]);
    assert_eq!(values("取值范围：\n- 大箱：red、blue。\n- 小箱：green"), ["red", "blue", "green"]);
    assert_eq!(
        values("取值范围：\n- 当该参数取值为`red`时，甲。\n- 当该参数取值为`blue`时，乙。"),
        ["red", "blue"]
    );
}

#[test]
fn a_list_whose_marks_got_lost_counts_only_where_nothing_can_be_nested_in_it() {
    let mined = |text: &str| mine(text, Marks::Lost);
    for text in [
        "Valid values:\nRed: warm.\nBlue: cold.\nSee above.",
        "Valid values:\nRed\nBlue\nDefault: Red",
        "Valid values:\n- Red: warm:\n  - Rose: red.\n- Blue: cold.",
    ] {
        assert_eq!(mined(text).values, ["Red", "Blue"], "{text}");
    }
    for text in [
        "Valid values:\nRed: like\nRose: red.\nRed: red.\nBlue: cold.",
        "Valid values:\nRed: like one of these:\nRose: red.\nBlue: cold.",
        "Valid values:\nRed: like a rose.\nRoses have thorns.\nBlue: cold.",
        "Valid values:\nRed\nBlue\nLight Green",
        "Valid values:\nTCP/UDP. Value range: 1 to 65535.\nICMP: -1/-1.",
    ] {
        assert!(mined(text).values.is_empty(), "{text}");
    }
}

#[test]
fn a_cell_or_an_item_may_hold_several_values() {
    assert_eq!(
        values("取值范围：\n- red或者crimson：红。\n- blue、`navy`：蓝。"),
        ["red", "crimson", "blue", "navy"]
    );
    let table = "取值范围：\n\n| 值 | 说明 |\n| --- | --- |\n| red<br>crimson | 红 |\n| blue | 蓝 |\n\n完。";
    assert_eq!(values(table), ["red", "crimson", "blue"]);
}

#[test]
fn an_item_about_no_value_or_the_default_does_not_spoil_the_list() {
    assert_eq!(values("可能值：\n- 空：未知。\n- red：红。\n- blue：蓝。"), ["red", "blue"]);
}

#[test]
fn a_single_value_counts_only_where_the_text_says_that_it_is_all() {
    assert_eq!(values("模式。取值：red。"), ["red"]);
    assert_eq!(values("模式，取值必须为`red`。同时设置`Lid`。"), ["red"]);
    assert_eq!(values("取值范围：red，目前仅支持红色。"), ["red"]);
    is_left_over("取值范围：\n- red：红。");
    is_silent("模式，取值为red。");
}

#[test]
fn numbers_dates_and_booleans_are_not_values() {
    for text in [
        "大小。取值范围：1~100。默认值：10。",
        "大小，取值范围为1～100",
        "取值范围：正整数。",
        "取值范围：大于等于2。",
        "取值范围：{\"1\", \"2\"}",
        "取值范围：\n- 60。\n- 600。",
        "取值范围：\n- -1：永久。\n- 1~9：天数。",
        "取值范围：\n- 1：甲，含1个月。\n- 0：乙。",
        "取值范围：长度为2~8个字符。",
        "取值：yyyy-MM-dd。",
        "是否加盖。取值范围：\n- true：是。\n- false（默认）：否。",
        "取值：false，目前仅支持否。",
    ] {
        is_silent(text);
    }
}

#[test]
fn names_in_front_of_ranges_are_conditions() {
    is_silent(
        "取值范围：\n- small_box：20~500。\n- big_box：具体取值范围与`Lid`的取值有关。\n    - L1：1~9。",
    );
    is_silent("取值范围：\n- TCP：-1/-1。\n- UDP：1/200。");
    is_silent("取值范围：\n- Unit=Week时：1、2、3。\n- 当Unit取值为Month时，该参数的取值：1、2。");
    is_silent("取值范围：\n- 大箱：\n  - 铁：20~500。\n- 小箱：\n  - 木：1~9。");
    // An explanation may begin with a number all the same.
    assert_eq!(values("取值范围：\n- short：1个月。\n- long：12个月。"), ["short", "long"]);
}

#[test]
fn values_of_other_things_are_left_alone() {
    for text in [
        "标签键。N的取值范围：1~20。",
        "当Lid取值为red时生效。",
        "如果`Lid.N.LineKind`取值为`red`或`blue`，则必须设置。",
        "参数`Lid`取值只能为red。",
        "当该参数取值为red或blue时，必须设置Lid。",
        "取值请参见[颜色](~~1~~)。",
        "取值示例：`Lid.1=red`",
        "以上取值均为小写。",
        "取值为上一次的`Token`参数值。",
        "> 取值范围：red、blue。",
        "限制如下：\n- red：红。\n- blue：蓝。",
        "",
    ] {
        is_silent(text);
    }
    assert_eq!(
        values("当Lid取值为on时生效。取值范围：\n- red：红。\n- blue：蓝。"),
        ["red", "blue"]
    );
}

#[test]
fn ids_and_regions_are_not_values() {
    is_left_over("取值：box-bp1****、box-bp2****");
    is_left_over("取值：box-xxxxx、box-yxxxx");
    is_left_over("取值范围：cn-hangzhou、cn-shanghai-b。");
    assert_eq!(values("取值范围：\n- zh-CN：中文。\n- en-US：英文。"), ["zh-CN", "en-US"]);
}

#[test]
fn prose_under_an_announcement_is_left_over() {
    is_left_over("取值范围：请参见[颜色](~~1~~)。");
    is_left_over("取值范围：\n- 其他箱子：/dev/a~/dev/z。\n- red：红。");
    is_left_over(
        "取值范围：\n- 当`LineKind=box`时，表示箱子ID。\n- 当`LineKind=lid`时，表示盖子ID。",
    );
    is_left_over("取值范围：red、其他颜色。");
    is_left_over("取值范围：\n- Linux实例：甲。\n- red：乙。");
}

#[test]
fn an_unannounced_list_needs_a_default_out_of_it() {
    assert_eq!(values("类型。\n- red：红。\n- blue：蓝。\n\n默认值为blue。"), ["red", "blue"]);
    is_silent("类型。\n- red：红。\n- blue：蓝。\n\n默认值：空。");
    is_silent("类型。\n- true：是。\n- false：否。\n\n默认值：false。");
}

#[test]
fn a_remark_among_items_without_marks_is_no_value() {
    for text in [
        "Valid values:\nRed: warm.\nBlue: cold.\nImportant\nBlue is cold in winter.",
        "Valid values:\nRed: warm.\nBlue: cold.\nTip\nBlue is cold in winter.",
        "Valid values:\nRed: warm.\nBlue: cold.\nLimits: at most three.",
        "Valid values:\nRed: warm. One of the following types is needed.\nRose: a rose.\nBlue: cold.",
    ] {
        assert_eq!(mine(text, Marks::Lost).values, [""; 0], "{text}");
    }
    let sound = "Valid values:\nRed: warm.\nBlue: cold.";
    assert_eq!(mine(sound, Marks::Lost).values, ["Red", "Blue"]);
}

#[test]
fn no_text_makes_it_panic_or_return_more_than_ascii() {
    let whole = "取值范围（默认：\n- **`red\\_`**：[红](x。\n  - <br a>取值为`blue`|\n| a |\n|--|\n| b、c |\n>取值：\n- max{1";
    let chars: Vec<char> = whole.chars().collect();
    for start in 0..chars.len() {
        for end in start..=chars.len() {
            let text: String = chars[start..end].iter().collect();
            for marks in [Marks::Kept, Marks::Lost] {
                let mined = mine(&text, marks);
                assert!(mined.values.iter().all(|value| value.is_ascii()), "{text}: {mined:?}");
                assert!(!mined.candidate || mined.values.is_empty(), "{text}: {mined:?}");
            }
        }
    }
}

#[test]
fn a_megabyte_of_anything_is_read_in_linear_time() {
    for unit in [
        "取值",
        "取值：",
        "取值范围：\n- a",
        "a",
        "a ",
        "a;",
        ";a(;a()",
        "(",
        "`",
        "<a",
        "[",
        "](",
        "*",
        "\\",
        "- 取值：\n",
        "取值：a：b；",
        "- a、b\n",
        "|a\n",
        ">取值：\n",
        "：1",
        "valid values:",
        "取值：\n\n> x\n",
        "取值：\nA\n",
        "取值：\nA: a.\nis a.\n",
    ] {
        let started = std::time::Instant::now();
        let text = format!("取值：{}", unit.repeat(1_000_000 / unit.len()));
        for marks in [Marks::Kept, Marks::Lost] {
            mine(&text, marks);
        }
        // A pass takes milliseconds; a quadratic one hours.
        assert!(started.elapsed().as_secs() < 20, "{unit:?} took {:?}", started.elapsed());
    }
}

/// Walks a schema of the metadata and mines every description in it.
fn walk(schema: &serde_json::Value, found: &mut Vec<Mined>) {
    found.push(mine(schema["description"].as_str().unwrap_or_default(), Marks::Kept));
    let items = schema.get("items").into_iter();
    let members = schema["properties"].as_object().into_iter().flat_map(serde_json::Map::values);
    items.chain(members).for_each(|inner| walk(inner, found));
}

#[test]
#[ignore = "needs the vendor's metadata: SOURCES_DIR=<folder with upstream/> cargo test -- --ignored"]
fn the_metadata_of_2024_gives_what_it_gave_when_this_was_written() {
    let dir = std::env::var("SOURCES_DIR").expect("SOURCES_DIR names the folder with upstream/ecs");
    let file = std::path::Path::new(&dir).join("upstream/ecs/api-docs.2024-06-24.json");
    let text = std::fs::read_to_string(file).expect("the metadata of 2024-06-24");
    let metadata: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let (mut request, mut reply) = (Vec::new(), Vec::new());
    for api in metadata["apis"].as_object().expect("apis").values() {
        for parameter in api["parameters"].as_array().into_iter().flatten() {
            walk(&parameter["schema"], &mut request);
        }
        for response in api["responses"].as_object().into_iter().flat_map(|all| all.values()) {
            walk(&response["schema"], &mut reply);
        }
    }
    let count = |all: &[Mined]| {
        let values = all.iter().filter(|mined| !mined.values.is_empty()).count();
        (values, all.iter().filter(|mined| mined.candidate).count())
    };
    let (values, candidates) = count(&request);
    assert!(values >= 392 && candidates <= 6, "request: {values} lists, {candidates} candidates");
    let (values, candidates) = count(&reply);
    assert!(values >= 186 && candidates <= 7, "reply: {values} lists, {candidates} candidates");
}
