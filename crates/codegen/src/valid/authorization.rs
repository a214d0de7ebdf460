//! What the printer of permissions relies on, and the table at run time: names in byte order, every
//! text harmless in a policy.

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::{Action, Authorizations};
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::text;

use super::Check;

/// Every defect of a list of permissions.
#[must_use]
pub fn authorizations(list: &Authorizations, file: &str) -> Vec<Problem> {
    let mut check = Check { file, problems: Vec::new() };
    check.text("product", "the name of a product", &list.product, text::is_product);
    let sources = check.sources(list);
    let mut keys = BTreeSet::new();
    for key in &list.condition_keys {
        check.text("condition_keys", "a condition key", &key.key, text::is_condition_key);
        keys.insert(key.key.as_str());
    }
    for one in &list.resource_types {
        check.text("resource_types", "a resource type", &one.resource, text::is_resource_type);
        for pattern in &one.patterns {
            check.text(&one.resource, "a pattern of names", pattern, text::is_arn_pattern);
        }
    }
    for action in &list.actions {
        check.action(action, &keys);
        check.evidence(action, &sources);
    }
    for one in &list.contradictions {
        check.known("contradictions", &one.source, &sources);
        for text in [&one.subject, &one.stated, &one.against] {
            check.text("contradictions", "a text", text, text::is_plain);
        }
    }
    if let Some(pair) = list.actions.windows(2).find(|pair| pair[0].operation >= pair[1].operation)
    {
        let message = "the actions are not in byte order, each once".to_owned();
        check.problem(&pair[1].operation, message);
    }
    check.problems
}

impl Check<'_> {
    /// The ids of all sources.
    fn sources<'a>(&mut self, list: &'a Authorizations) -> BTreeSet<&'a str> {
        let mut ids = BTreeSet::new();
        for source in &list.sources {
            self.text("sources", "the id of a source", &source.id, text::is_file_name);
            self.text("sources", "a title", &source.title, text::is_plain);
            self.unless_empty("sources", "a date", &source.published, text::is_date);
            self.unless_empty("sources", "an https address", &source.url, text::is_url);
            ids.insert(source.id.as_str());
        }
        ids
    }

    fn known(&mut self, place: &str, source: &str, sources: &BTreeSet<&str>) {
        if !sources.contains(source) {
            self.problem(place, format!("{source:?} is not in the list of sources"));
        }
    }

    /// The table shows the first source as the one that decided.
    fn evidence(&mut self, action: &Action, sources: &BTreeSet<&str>) {
        let place = action.operation.as_str();
        if action.evidence.first().is_none_or(|first| first.differs) {
            self.problem(place, "no source states it".to_owned());
        }
        for one in &action.evidence {
            self.known(place, &one.source, sources);
        }
    }

    fn action(&mut self, action: &Action, keys: &BTreeSet<&str>) {
        let place = action.operation.as_str();
        self.item("actions", place);
        for name in [&action.action].into_iter().chain(&action.further) {
            self.text(place, "an action", name, text::is_action);
        }
        if action.resources.is_empty() {
            self.problem(place, "no resource".to_owned());
        }
        for resource in &action.resources {
            self.text(place, "a resource type", &resource.resource, text::is_resource_type);
            self.text(place, "a pattern of names", &resource.pattern, text::is_arn_pattern);
            if (resource.resource == "*") != (resource.pattern == "*") {
                self.problem(
                    place,
                    "`*` is both a resource type and a pattern, or neither".to_owned(),
                );
            }
            for parameter in &resource.parameters {
                self.wire(place, parameter);
            }
        }
        for parameter in &action.templates {
            self.wire(place, parameter);
        }
        for key in action.condition_keys.iter().filter(|key| !keys.contains(key.as_str())) {
            self.problem(place, format!("{key:?} is not in the list of condition keys"));
        }
    }
}
