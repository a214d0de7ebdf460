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
    check.text("source", "the id of a source", &list.source.id, text::is_file_name);
    check.text("source", "a title", &list.source.title, text::is_plain);
    check.unless_empty("source", "a date", &list.source.published, text::is_date);
    check.unless_empty("source", "an https address", &list.source.url, text::is_url);
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
    }
    for one in &list.contradictions {
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
