//! Sets of parameters of which a call needs one: the client reads each line of the specification as
//! regen and the documentation do.

mod support;

use aliyun_ecs::runtime::check::check;
use aliyun_ecs::runtime::{DynamicRequest, Json};
use aliyun_rpc_spec::ir::{Group, OneOf, ProductFile, When};
use aliyun_rpc_spec::load::from_json;
use support::workspace;

fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let path = workspace().join(format!("spec/ecs/{name}.json"));
    let text = std::fs::read_to_string(path).expect("the file is there");
    from_json(name, &text).expect("the file is whole")
}

/// What the client reports of a call with these members, in the struct that the rule is about.
fn reported(line: &str, rule: &OneOf<'_>, members: &[(&str, &str)]) -> Vec<(String, String)> {
    let rules: &'static str = format!("@source\n{line}").leak();
    let mut request = DynamicRequest::new("Test");
    if rule.inside.is_empty() {
        for (name, value) in members {
            request = request.set(*name, *value);
        }
    } else {
        // Something in any case, or there would be no struct.
        let members = [("Other", "x")].iter().chain(members);
        let members: serde_json::Map<String, Json> =
            members.map(|(name, value)| ((*name).to_owned(), Json::from(*value))).collect();
        request = request.set(rule.inside, Json::Object(members));
    }
    let found = check(rules, &request).err();
    let found = found.iter().flat_map(|found| found.violations());
    found.map(|one| (one.member.clone(), one.limit.clone())).collect()
}

/// What it has to report of a call that has none of the sets.
fn missed(rule: &OneOf<'_>) -> (String, String) {
    let set =
        |set: &Vec<&str>| set.iter().map(|name| rule.path(name)).collect::<Vec<_>>().join(" and ");
    let sets: Vec<String> = rule.sets.iter().map(set).collect();
    let limit = match &rule.when {
        None => "required".to_owned(),
        Some(When { member, values }) if values.is_empty() => {
            format!("required with `{}`", rule.path(member))
        }
        Some(When { member, values }) => {
            let (member, values) = (rule.path(member), values.join("` or `"));
            format!("required where `{member}` is `{values}`")
        }
    };
    (sets.join(" or "), limit)
}

#[test]
fn the_client_reads_every_line_about_sets_as_the_specification_means_it() {
    let groups: Vec<Group> =
        read::<ProductFile>("product").groups.iter().map(|name| read(name)).collect();
    let operations = groups.iter().flat_map(|group| &group.operations);
    let lines = operations.flat_map(|operation| &operation.checks);
    let rules: Vec<(&String, OneOf<'_>)> =
        lines.filter_map(|line| Some((line, OneOf::of(line)?))).collect();
    let conditional = rules.iter().filter(|(_, rule)| rule.when.is_some()).count();
    let inside = rules.iter().filter(|(_, rule)| !rule.inside.is_empty()).count();
    assert!(
        rules.len() > 60 && conditional > 10 && inside > 20,
        "{} {conditional} {inside}",
        rules.len()
    );
    for (line, rule) in &rules {
        assert_eq!(rule.to_string(), **line);
        // The condition with each of its values, or none.
        let conditions: Vec<Vec<(&str, &str)>> = match &rule.when {
            None => vec![Vec::new()],
            Some(When { member, values }) if values.is_empty() => vec![vec![(member, "any")]],
            Some(When { member, values }) => {
                values.iter().map(|one| vec![(*member, *one)]).collect()
            }
        };
        for condition in conditions {
            assert_eq!(reported(line, rule, &condition), [missed(rule)], "{line}");
            for set in &rule.sets {
                let whole = set.iter().map(|name| (*name, "x"));
                let call: Vec<(&str, &str)> = condition.iter().copied().chain(whole).collect();
                assert_eq!(reported(line, rule, &call), [], "{line}");
            }
        }
        if let Some(When { member, values }) = &rule.when {
            assert_eq!(reported(line, rule, &[]), [], "{line}");
            let other = reported(line, rule, &[(member, "another value")]);
            assert_eq!(other.is_empty(), !values.is_empty(), "{line}");
        }
    }
}
