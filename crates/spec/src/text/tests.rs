use super::*;

/// Texts that have a special meaning somewhere.
const HOSTILE: [&str; 6] =
    ["a\nb", "a\0b", "a\u{202e}b", "a\u{1b}[31mb", "a\u{2028}b", "a\u{200b}b"];

#[test]
fn no_rule_accepts_more_than_one_visible_line() {
    let rules = [
        is_line,
        is_plain,
        is_word,
        is_number,
        is_wire_name,
        is_code,
        is_value,
        is_host,
        is_url,
        is_date,
        is_file_name,
        is_product,
        is_group,
        is_identifier,
        is_type_name,
    ];
    for rule in rules {
        for text in HOSTILE {
            assert!(!rule(text), "{text:?}");
            let url = format!("https://{text}");
            assert!(!rule(&url), "{url:?}");
        }
    }
}

#[test]
fn a_keyword_is_an_identifier_only_when_raw() {
    assert!(!is_identifier("type") && is_identifier("r#type") && !is_type_name("r#type"));
    assert!(!is_identifier("Self") && !is_identifier("r#Self") && is_keyword("Self"));
}

#[test]
fn a_name_that_is_no_identifier_is_told_apart() {
    for name in ["", "_", "__", "1a", "a-b", "a.b", "r#", "ä", "a b"] {
        assert!(!is_identifier(name) && !is_type_name(name), "{name}");
    }
    for name in ["a", "_a", "A1", "page_size"] {
        assert!(is_identifier(name) && is_type_name(name), "{name}");
    }
}

#[test]
fn a_file_name_never_leaves_its_folder_nor_takes_the_place_of_another_file() {
    for name in [
        "", ".", "..", "../x", "/x", "a/b", "a\\b", "c:", "A", "-a", "a.json", "nul", "com1", "a b",
    ] {
        assert!(!is_file_name(name) && !is_product(name) && !is_group(name), "{name}");
    }
    assert!(is_product("ecs") && !is_product("Sources"));
    assert!(!is_product("sources") && !is_product("curated"));
    for name in ["product", "errors", "matrix", "changes", "CHANGES"] {
        assert!(!is_group(name), "{name}");
    }
    for name in NOT_GROUP_FEATURES.into_iter().chain(["type", "crate", "async"]) {
        assert!(is_file_name(name) && !is_group(name), "{name}");
    }
    assert!(is_group("security-groups") && is_group("common") && is_group("com10"));
}

#[test]
fn numbers_are_decimal_and_finite() {
    for text in ["0", "-1", "1.5", "1e9", "-2.5E-3"] {
        assert!(is_number(text), "{text}");
    }
    for text in ["", "-", "1.", ".5", "NaN", "inf", "0x1", "1e", "1 ", "1,000", "1\n"] {
        assert!(!is_number(text), "{text}");
    }
}

#[test]
fn dates_are_days_of_the_calendar() {
    assert!(is_date("2024-02-29") && !is_date("2023-02-29") && !is_date("2024-13-01"));
    assert!(!is_date("2024-1-1") && !is_date("2024-01-01 "));
}

#[test]
fn codes_and_wire_names_are_as_odd_as_the_vendor_writes_them_and_no_odder() {
    for code in ["ExclusiveParam.%sAnd%s", "$Throttling", "unexpected end of JSON input", "type"] {
        assert!(is_code(code), "{code}");
    }
    assert!(!is_code("") && !is_code("A\t") && !is_code("`A`") && !is_code(&"A".repeat(201)));
    assert!(is_wire_name("Tag.N.Key") && is_wire_name("数"));
    for name in ["", "Foo Id", "*A", "{A", "!A", "A>B", "A`B"] {
        assert!(!is_wire_name(name), "{name}");
    }
}

#[test]
fn an_address_stays_one_address_in_a_link() {
    assert!(is_url("https://example.com/a?b=c#d"));
    for url in
        ["", "https://", "http://a", "https://a b", "https://a)b", "https://a<b>", "https://ä"]
    {
        assert!(!is_url(url), "{url}");
    }
}

#[test]
fn a_walk_meets_every_text_and_key_and_knows_where_it_stands() {
    let text = r#"{"a":[1,"b",{"c~/d":"e"}],"f":null}"#;
    let mut met = Vec::new();
    let mut document = serde_json::Deserializer::from_str(text);
    check(&mut document, |path, text, key| met.push((path.to_string(), text.to_owned(), key)))
        .unwrap();
    let met: Vec<_> =
        met.iter().map(|(at, text, key)| (at.as_str(), text.as_str(), *key)).collect();
    assert_eq!(
        met,
        [
            ("/", "a", true),
            ("/a/1", "b", false),
            ("/a/2", "c~/d", true),
            ("/a/2/c~0~1d", "e", false),
            ("/", "f", true),
        ]
    );
}
