//! A captured page -> [`View`].

use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::{
    ImpactPage, ManagedPage, OperationPage, PageParameter, Quality, Says,
};
use aliyun_rpc_spec::ir::Limits;
use aliyun_rpc_spec::matrix::Aspect;

use super::capture::errors_of;
use super::permission;
use super::view::{Effects, Node, Operation, Row, TypeName, Unlisted, View, normal};
use crate::regen::matrix::aspects;

/// The page of an operation.
pub(super) fn operation(view: &mut View, page: &OperationPage) {
    let errors = (!page.errors_unstated).then(|| errors_of(&page.errors));
    let mut operation = Operation { errors, ..Operation::default() };
    let carries_values = page.parameters.iter().any(|parameter| !parameter.values.is_empty());
    for (path, parameter) in paths(&page.parameters) {
        operation.imply_parents(&path);
        operation.add(path, node(parameter, carries_values));
    }
    if !page.response.is_empty() {
        let members = paths(&page.response);
        let members = members.map(|(path, one)| (path, TypeName::Owned(one.kind.clone())));
        operation.response = Some(members.collect());
    }
    view.operations = Some(BTreeMap::from([(page.operation.clone(), operation)]));
    permission::of_page(view, page);
}

/// The rows of a table by path. Pages of today list the members of a list or object below it by
/// their bare names, and nothing says where it ends: the second `Key` of a page is `Key#2`, so that
/// what changed about each of them is seen.
fn paths(rows: &[PageParameter]) -> impl Iterator<Item = (String, &PageParameter)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    rows.iter().map(move |row| {
        let times = seen.entry(&row.name).or_default();
        *times += 1;
        let path = normal(&row.name);
        (if *times == 1 { path } else { format!("{path}#{times}") }, row)
    })
}

fn node(parameter: &PageParameter, carries_values: bool) -> Node {
    let PageParameter {
        name: _,
        // Which list a row without a type describes; the row is named after it.
        item_of: _,
        kind,
        required,
        values,
        minimum,
        maximum,
        min_items,
        max_items,
        default,
        deprecated,
    } = parameter;
    let limits = Limits {
        minimum: minimum.clone(),
        maximum: maximum.clone(),
        min_items: *min_items,
        max_items: *max_items,
        ..Limits::default()
    };
    Node {
        kind: Some(TypeName::Owned(kind.clone())),
        required: Some(*required),
        values: carries_values.then(|| values.clone()),
        limits: Some((!limits.is_empty()).then(|| Box::new(limits))),
        default: Some(default.clone()),
        deprecated: Some(*deprecated),
        ..Node::default()
    }
}

/// A page on what a lock does.
pub(super) fn impact(view: &mut View, page: &ImpactPage) {
    let unlisted = match (page.partial, page.default) {
        (true, effect) => Unlisted::Cut(effect.map(|effect| effect.name().to_owned())),
        (false, Some(effect)) => Unlisted::Says(effect.name().to_owned()),
        (false, None) => Unlisted::Nothing,
    };
    let mut add = |aspect: Aspect, operation: &str, row: Row| {
        let effects = view
            .effects
            .entry(aspect.name())
            .or_insert_with(|| Effects { rows: BTreeMap::new(), unlisted: unlisted.clone() });
        effects.add(operation, row);
    };
    for cell in &page.crossed {
        // A row that no aspect stands for is refused by `regen`.
        let Some(aspect) = aspects::of_crossed(page.condition, cell) else { continue };
        let says = cell.effect.unwrap_or(Says::NoRelation).name();
        add(aspect, &cell.operation, Row { says: Some(says.to_owned()), code: Some(None) });
    }
    for row in &page.rows {
        let Some(aspect) = aspects::of_row(page.condition, row.subject) else { continue };
        let code = match (&row.code, row.quality) {
            (Some(code), _) => Some(Some(code.clone())),
            (None, Quality::Complete) => Some(None),
            (None, Quality::Truncated) => None,
        };
        let says = row.effect.map(|effect| effect.name().to_owned());
        add(aspect, &row.operation, Row { says, code });
    }
}

/// The page on groups that a cloud service manages.
pub(super) fn managed(view: &mut View, page: &ManagedPage) {
    for (situation, column) in [("managed-group", 0_usize), ("managed-group-service", 1)] {
        let mut effects = Effects { rows: BTreeMap::new(), unlisted: Unlisted::Nothing };
        for row in &page.rows {
            let allowed = if column == 0 { row.account } else { row.service };
            let says = if allowed { "permitted" } else { "denied" };
            let code = if allowed { Some(None) } else { page.code.clone().map(Some) };
            effects.add(&row.operation, Row { says: Some(says.to_owned()), code });
        }
        view.effects.insert(situation, effects);
    }
}

impl Effects {
    /// Adds a row; if the second row of an operation differs, both count.
    fn add(&mut self, operation: &str, row: Row) {
        match self.rows.get_mut(operation) {
            None => {
                self.rows.insert(operation.to_owned(), row);
            }
            Some(known) if known.says != row.says => {
                known.says = match (known.says.take(), row.says) {
                    (Some(a), Some(b)) => Some(format!("{a}, {b}")),
                    _ => None,
                };
            }
            Some(_) => {}
        }
    }
}
