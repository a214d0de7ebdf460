//! The table of actions: action, link to the operation, access level, resource types with a pattern
//! each, condition keys or `None`, associated operations or `None`.

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::AccessLevel;
use aliyun_rpc_spec::capture::{
    ListedAction, ListedConditionKey, ListedResource, ListedResourceType,
};
use aliyun_rpc_spec::text::{is_action, is_condition_key, is_type_name};

use super::cells::{Cell, begins_row, is_arn, is_type};
use super::unexpected;
use crate::import::issues::Issues;

/// What the reader of a row looks up.
struct Known<'a> {
    /// Every action of the table.
    actions: BTreeSet<&'a str>,
    /// Every resource type of the other table.
    types: &'a BTreeSet<&'a str>,
    /// With their patterns.
    patterns: &'a [ListedResourceType],
    /// Every condition key of the third table.
    keys: BTreeSet<&'a str>,
}

/// Reads all rows.
pub(super) fn read(
    cells: &[Cell],
    types: &BTreeSet<&str>,
    patterns: &[ListedResourceType],
    condition_keys: &[ListedConditionKey],
    issues: &mut Issues,
) -> Vec<ListedAction> {
    let starts: Vec<usize> = (0..cells.len()).filter(|at| begins_row(&cells[*at..])).collect();
    let first = starts.first().copied().unwrap_or(cells.len());
    if let Some(stray) = cells[..first].first() {
        unexpected(stray, "an action and its operation", issues);
    }
    let actions = starts.iter().map(|at| cells[*at].text.as_str()).collect();
    let keys = condition_keys.iter().map(|one| one.key.as_str()).collect();
    let known = Known { actions, types, patterns, keys };
    let ends = starts.iter().skip(1).copied().chain([cells.len()]);
    let rows = starts.iter().zip(ends).map(|(start, end)| &cells[*start..end]);
    let found: Vec<ListedAction> = rows.filter_map(|row| known.row(row, issues)).collect();
    let mut seen = BTreeSet::new();
    for one in found.iter().filter(|one| !seen.insert(&one.operation)) {
        issues.problem(one.line, format!("{} is listed twice", one.operation));
    }
    found
}

impl Known<'_> {
    fn row(&self, row: &[Cell], issues: &mut Issues) -> Option<ListedAction> {
        let [action, link, rest @ ..] = row else { return None };
        let operation = link.operation();
        let named = action.text.split_once(':').map(|(_, name)| name);
        if !is_type_name(operation) || named != Some(operation) {
            unexpected(link, &format!("the operation of `{}`", action.text), issues);
            return None;
        }
        let Some((level, rest)) = rest.split_first().filter(|(level, _)| is_level(&level.text))
        else {
            unexpected(rest.first().unwrap_or(link), "the access level", issues);
            return None;
        };
        let (resources, rest) = self.resources(level, rest, issues)?;
        let (condition_keys, associated) = self.keys(action, rest, issues)?;
        Some(ListedAction {
            action: action.text.clone(),
            operation: operation.to_owned(),
            level: level.text.clone(),
            resources,
            condition_keys,
            associated,
            line: action.number(),
        })
    }

    /// Pairs of a type and its pattern, as far as they go.
    fn resources<'r>(
        &self,
        level: &Cell,
        mut rest: &'r [Cell],
        issues: &mut Issues,
    ) -> Option<(Vec<ListedResource>, &'r [Cell])> {
        let mut found = Vec::new();
        while let [named, pattern, after @ ..] = rest {
            let bare = named.text.trim_start_matches('*').trim_start();
            let everything = bare == "All Resources" && pattern.text == "*";
            if !everything {
                if !is_type(bare) || !is_arn(&pattern.text) {
                    break;
                }
                self.belongs(bare, pattern, issues)?;
            }
            found.push(ListedResource {
                resource: if everything { "*" } else { bare }.to_owned(),
                patterns: vec![pattern.text.clone()],
                mandatory: Some(bare.len() < named.text.len()),
                line: named.number(),
            });
            rest = after;
        }
        if found.is_empty() {
            unexpected(rest.first().unwrap_or(level), "a resource type and its pattern", issues);
            return None;
        }
        Some((found, rest))
    }

    /// A pattern that the table of resource types has at another type alone has moved there.
    fn belongs(&self, resource: &str, pattern: &Cell, issues: &mut Issues) -> Option<()> {
        let owners: Vec<&str> = self
            .patterns
            .iter()
            .filter(|one| one.patterns.iter().any(|own| own.eq_ignore_ascii_case(&pattern.text)))
            .map(|one| one.resource.as_str())
            .collect();
        if owners.is_empty() || owners.contains(&resource) {
            return Some(());
        }
        let message =
            format!("`{}` is a pattern of {}, not of {resource}", pattern.text, owners.join(", "));
        issues.advise(
            pattern.line,
            message,
            "the cell may be in the wrong place; compare with the page",
        );
        None
    }

    /// Condition keys and associated operations: the two last columns.
    fn keys(
        &self,
        action: &Cell,
        cells: &[Cell],
        issues: &mut Issues,
    ) -> Option<(Vec<String>, Vec<String>)> {
        let texts = |cells: &[Cell]| cells.iter().map(|cell| cell.text.clone()).collect();
        let is_none = |cell: &Cell| matches!(&*cell.text, "None" | "none");
        let (keys, associated) = match cells {
            [none, associated @ ..] if is_none(none) => (&[][..], associated),
            [keys @ .., none] if is_none(none) => (keys, std::slice::from_ref(none)),
            // No mark stands between a key and an action: what follows the last key must be an
            // action of this very table.
            cells => {
                let is_known = |cell: &Cell| self.actions.contains(cell.text.as_str());
                let at = cells.iter().position(is_known).filter(|at| *at > 0);
                cells.split_at(at.unwrap_or(cells.len()))
            }
        };
        let Some(last) = associated.first() else {
            let cell = cells.last().unwrap_or(action);
            unexpected(cell, "condition keys and associated operations, or `None`", issues);
            return None;
        };
        if let Some(odd) = keys.iter().find(|cell| !self.is_key(cell)) {
            unexpected(odd, "a condition key", issues);
            return None;
        }
        if is_none(last) && associated.len() == 1 {
            return Some((texts(keys), Vec::new()));
        }
        if let Some(odd) = associated.iter().find(|cell| !self.is_further(action, cell)) {
            unexpected(odd, "an associated operation", issues);
            return None;
        }
        Some((texts(keys), texts(associated)))
    }

    /// An action of the same service must be in the table, and no condition key is one.
    fn is_further(&self, action: &Cell, cell: &Cell) -> bool {
        let service = |cell: &Cell| cell.text.split(':').next().map(str::to_owned);
        let name = cell.text.split(':').nth(1).unwrap_or_default();
        is_action(&cell.text)
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && !self.keys.contains(cell.text.as_str())
            && (service(cell) != service(action) || self.actions.contains(cell.text.as_str()))
    }

    /// One key of the vendor has no service before it. A resource type without its pattern would
    /// look the same, and so would an access level.
    fn is_key(&self, cell: &Cell) -> bool {
        let bare = cell.text.trim_start_matches('*').trim_start();
        cell.text != "None"
            && is_condition_key(&cell.text)
            && !is_level(&cell.text)
            && !self.types.contains(bare)
            && !self.actions.contains(cell.text.as_str())
    }
}

fn is_level(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && AccessLevel::from_stated(text).is_some()
}
