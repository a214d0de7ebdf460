//! Parameters of one operation: which were added or removed, and what changed about the others.

use std::collections::BTreeMap;

use aliyun_rpc_spec::ir::Limits;

use super::{Found, HasType, follows, kind_text};
use crate::drift::rules::{self, Rule};
use crate::drift::terms::Part;
use crate::drift::view::Node;

type Nodes = BTreeMap<String, Node>;

impl HasType for Node {
    fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }
}

/// Compares the parameters of one operation.
pub(super) fn compare(operation: &str, old: &Nodes, new: &Nodes, found: &mut Found) {
    for path in old.keys().filter(|path| !new.contains_key(*path) && !follows(path, new)) {
        let rule = if is_item(path) { rules::ITEM_UNSTATED } else { rules::PARAMETER_REMOVED };
        found.add(rule, operation, path, text(old, path), None);
    }
    for (path, node) in new {
        match old.get(path) {
            Some(before) => same(operation, path, (old, before), (new, node), found),
            None if follows(path, old) => {}
            None => {
                let rule = match node.required {
                    _ if is_item(path) => rules::ITEM_STATED,
                    Some(true) if inside_new_object(path, old, new) => rules::REQUIRED_INSIDE_ADDED,
                    Some(true) => rules::REQUIRED_ADDED,
                    _ => rules::PARAMETER_ADDED,
                };
                found.add(rule, operation, path, None, text(new, path));
            }
        }
    }
}

/// Items of a list and values of a map are there whether or not a source says of what type.
fn is_item(path: &str) -> bool {
    path.ends_with("[]") || path.ends_with(".*")
}

fn text(nodes: &Nodes, path: &str) -> Option<String> {
    kind_text(path, |path| nodes.get(path).and_then(|node| node.kind.clone()))
}

/// Whether a member is only asked for where an object is set that did not exist and is optional.
fn inside_new_object(path: &str, old: &Nodes, new: &Nodes) -> bool {
    path.match_indices(['.', '[']).filter_map(|(at, _)| path.get(..at)).any(|parent| {
        // An implied parent says nothing about being required: its members do.
        !old.contains_key(parent)
            && new.get(parent).is_some_and(|node| node.required == Some(false))
    })
}

fn same(
    operation: &str,
    path: &str,
    (olds, old): (&Nodes, &Node),
    (news, new): (&Nodes, &Node),
    found: &mut Found,
) {
    let mut one = One { operation, path, found };
    if let (Some(before), Some(after)) = (&old.kind, &new.kind)
        && before != after
    {
        one.add(rules::TYPE_CHANGED, text(olds, path), text(news, path));
    }
    one.style(old.style.as_deref(), new.style.as_deref());
    one.required(old.required, new.required);
    one.flag(
        (Part::DeprecatedParameter, rules::PARAMETER_DEPRECATED, rules::PARAMETER_REVIVED),
        old.deprecated,
        new.deprecated,
    );
    one.flag(
        (Part::JsonList, rules::JSON_LIST_FOUND, rules::JSON_LIST_LOST),
        old.json_list,
        new.json_list,
    );
    one.values(&old.values, &new.values);
    one.mined(&old.mined, &new.mined);
    one.text(
        Part::Default,
        [rules::DEFAULT_STATED, rules::DEFAULT_CHANGED, rules::DEFAULT_DROPPED],
        (&old.default, &new.default),
    );
    one.text(
        Part::Example,
        [rules::EXAMPLE_ADDED, rules::EXAMPLE_CHANGED, rules::EXAMPLE_REMOVED],
        (&old.example, &new.example),
    );
    one.text(
        Part::Form,
        [rules::FORM_ADDED, rules::FORM_CHANGED, rules::FORM_REMOVED],
        (&old.form, &new.form),
    );
    one.text(
        Part::Spells,
        [rules::SPELLS_ADDED, rules::SPELLS_CHANGED, rules::SPELLS_REMOVED],
        (&old.spells, &new.spells),
    );
    let both = one.both(Part::Limits, &old.limits, &new.limits, Option::is_some);
    if let Some((old, new)) = both
        && old != new
    {
        let none = Limits::default();
        one.limits(old.as_deref().unwrap_or(&none), new.as_deref().unwrap_or(&none));
    }
}

/// One parameter that both editions have.
struct One<'a> {
    operation: &'a str,
    path: &'a str,
    found: &'a mut Found,
}

impl One<'_> {
    fn add(&mut self, rule: &'static Rule, from: Option<String>, to: Option<String>) {
        self.found.add(rule, self.operation, self.path, from, to);
    }

    /// Both values, or the gap where one is missing.
    fn both<'b, T>(
        &mut self,
        part: Part,
        old: &'b Option<T>,
        new: &'b Option<T>,
        says_something: impl Fn(&T) -> bool,
    ) -> Option<(&'b T, &'b T)> {
        let (operation, path) = (self.operation, self.path);
        self.found.both(part, || format!("{operation} {path}"), old, new, says_something)
    }

    fn style(&mut self, old: Option<&str>, new: Option<&str>) {
        if old == new {
            return;
        }
        let json = old == Some("json") || new == Some("json");
        let rule = match (old, new) {
            _ if json => rules::STYLE_JSON,
            (Some(_), Some(_)) => rules::STYLE_SAME_WIRE,
            _ => return,
        };
        self.add(rule, old.map(str::to_owned), new.map(str::to_owned));
    }

    fn required(&mut self, old: Option<bool>, new: Option<bool>) {
        let (Some(old), Some(new)) = (old, new) else { return };
        let text = |required: bool| Some(if required { "required" } else { "optional" }.to_owned());
        let rule = match (old, new) {
            _ if old == new => return,
            _ if is_item(self.path) => rules::ITEM_REQUIRED,
            (false, _) => rules::BECAME_REQUIRED,
            (true, _) => rules::BECAME_OPTIONAL,
        };
        self.add(rule, text(old), text(new));
    }

    fn flag(
        &mut self,
        (part, set, cleared): (Part, &'static Rule, &'static Rule),
        old: Option<bool>,
        new: Option<bool>,
    ) {
        match self.both(part, &old, &new, |is| *is) {
            Some((false, true)) => self.add(set, None, None),
            Some((true, false)) => self.add(cleared, None, None),
            _ => {}
        }
    }

    fn values(&mut self, old: &Option<Vec<String>>, new: &Option<Vec<String>>) {
        let says = |values: &Vec<String>| !values.is_empty();
        let both = self.both(Part::Values, old, new, says);
        let Some((old, new)) = both else { return };
        match (old.is_empty(), new.is_empty()) {
            (true, false) => self.add(rules::VALUES_STATED, None, Some(new.join(", "))),
            (false, true) => self.add(rules::VALUES_DROPPED, Some(old.join(", ")), None),
            _ => self.lists((rules::VALUE_ADDED, rules::VALUE_REMOVED), old, new),
        }
    }

    fn mined(&mut self, old: &Option<Vec<String>>, new: &Option<Vec<String>>) {
        let says = |values: &Vec<String>| !values.is_empty();
        let both = self.both(Part::MinedValues, old, new, says);
        if let Some((old, new)) = both {
            self.lists((rules::MINED_ADDED, rules::MINED_REMOVED), old, new);
        }
    }

    fn lists(
        &mut self,
        (added, removed): (&'static Rule, &'static Rule),
        old: &[String],
        new: &[String],
    ) {
        for value in old.iter().filter(|value| !new.contains(value)) {
            self.add(removed, Some(value.clone()), None);
        }
        for value in new.iter().filter(|value| !old.contains(value)) {
            self.add(added, None, Some(value.clone()));
        }
    }

    /// One text, if any, with the rules for one that was added, changed and removed.
    fn text(
        &mut self,
        part: Part,
        [added, changed, removed]: [&'static Rule; 3],
        (old, new): (&Option<Option<String>>, &Option<Option<String>>),
    ) {
        let both = self.both(part, old, new, Option::is_some);
        let Some((old, new)) = both else { return };
        let rule = match (old, new) {
            (None, Some(_)) => added,
            (Some(_), None) => removed,
            (Some(old), Some(new)) if old != new => changed,
            _ => return,
        };
        self.add(rule, old.clone(), new.clone());
    }

    fn limits(&mut self, old: &Limits, new: &Limits) {
        let number = |value: Option<u64>| value.map(|value| value.to_string());
        let bounds = [
            ("minimum", Bound::Lower, old.minimum.clone(), new.minimum.clone()),
            ("maximum", Bound::Upper, old.maximum.clone(), new.maximum.clone()),
            ("minLength", Bound::Lower, number(old.min_length), number(new.min_length)),
            ("maxLength", Bound::Upper, number(old.max_length), number(new.max_length)),
            ("minItems", Bound::Lower, number(old.min_items), number(new.min_items)),
            ("maxItems", Bound::Upper, number(old.max_items), number(new.max_items)),
            ("pattern", Bound::Text, old.pattern.clone(), new.pattern.clone()),
        ];
        for (name, bound, old, new) in bounds {
            let Some(rule) = bound.rule(old.as_deref(), new.as_deref()) else { continue };
            let text = |value: Option<String>| value.map(|value| format!("{name} {value}"));
            self.add(rule, text(old), text(new));
        }
    }
}

/// What a limit keeps out.
#[derive(Clone, Copy)]
enum Bound {
    Lower,
    Upper,
    Text,
}

impl Bound {
    fn rule(self, old: Option<&str>, new: Option<&str>) -> Option<&'static Rule> {
        let (old, new) = match (old, new) {
            (None, None) => return None,
            (None, Some(_)) => return Some(rules::LIMIT_NARROWED),
            (Some(_), None) => return Some(rules::LIMIT_WIDENED),
            (Some(old), Some(new)) => (old, new),
        };
        if old == new {
            return None;
        }
        let (Ok(low), Ok(high)) = (old.trim().parse::<f64>(), new.trim().parse::<f64>()) else {
            return Some(rules::PATTERN_CHANGED);
        };
        let (rises, falls) = (high > low, high < low);
        match self {
            Self::Text => Some(rules::PATTERN_CHANGED),
            Self::Lower if rises => Some(rules::LIMIT_NARROWED),
            Self::Upper if falls => Some(rules::LIMIT_NARROWED),
            _ if rises || falls => Some(rules::LIMIT_WIDENED),
            // `1` and `1.0` are one limit.
            _ => None,
        }
    }
}
