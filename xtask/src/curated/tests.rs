use super::*;

const ONE_OF_EACH: &str = include_str!("../../../fuzz/corpus/spec_files/curated.toml");

#[test]
fn one_text_may_hold_the_tables_of_all_files() {
    let curated = Curated::parse("garden", "c.toml", ONE_OF_EACH).unwrap();
    let ProductFacts { groups, requests, matrix, codes, waiters } = curated.of("garden");
    let lengths = [
        groups.group.len(),
        requests.alternatives.len(),
        requests.one_of.len(),
        requests.may_be_empty.len(),
        requests.number.len(),
        requests.disputed.len(),
        requests.successor.len(),
        requests.unchecked.len(),
        requests.kind.len(),
        requests.replaced.len(),
        requests.values.len(),
        requests.precondition.len(),
        requests.secret.len(),
        requests.shown.len(),
        matrix.cell.len(),
        matrix.effect.len(),
        codes.reaction.len(),
        codes.difference.len(),
        codes.misread.len(),
        curated.codes.rule.len(),
        curated.codes.common.len(),
        waiters.lookup.len(),
        waiters.waiter.len(),
    ];
    assert_eq!(lengths, [1; 23]);
    assert!(curated.of("forest").groups.group.is_empty());
}

#[test]
fn every_entry_but_a_group_must_have_a_reason_that_says_something() {
    let table: toml::Table = toml::from_str(ONE_OF_EACH).unwrap();
    for (name, entries) in &table {
        let mut entry = entries.as_array().unwrap()[0].as_table().unwrap().clone();
        let refused = |entry: &toml::Table| {
            let one = toml::Value::Array(vec![toml::Value::Table(entry.clone())]);
            let text = toml::to_string(&toml::Table::from_iter([(name.clone(), one)])).unwrap();
            Curated::parse("garden", "c.toml", &text).is_err()
        };
        assert!(!refused(&entry), "{name}");
        for empty in ["", " ", "two\nlines"] {
            entry.insert("reason".to_owned(), empty.into());
            assert!(refused(&entry), "{name}: {empty:?}");
        }
        entry.remove("reason");
        assert_eq!(refused(&entry), name != "group", "{name}");
    }
}

#[test]
fn a_table_that_no_file_has_is_a_problem() {
    let problems = Curated::parse("garden", "c.toml", "[[fence]]\n").unwrap_err();
    assert!(problems[0].to_string().contains("no file of spec/curated has such a table"));
}
