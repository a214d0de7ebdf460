//! Specification files -> [`View`]: the same facts as in a capture, and the Rust names that users
//! of the generated crate have in their code.

mod names;
mod operations;
mod walk;

use std::collections::BTreeMap;

use aliyun_rpc_spec::authorization::Authorizations;
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{Group, ProductFile};
use aliyun_rpc_spec::matrix::{Agreement, Cell, Matrix};
use aliyun_rpc_spec::waiters::Waiters;
use serde::Serialize;

use self::walk::Types;
use super::permission;
use super::terms::Part;
use super::view::{Effects, Row, Unlisted, View};

/// The files of one product.
#[derive(Clone, Copy)]
pub(crate) struct Folder<'a> {
    /// `product.json`.
    pub product: &'a ProductFile,
    /// One per group.
    pub groups: &'a BTreeMap<String, Group>,
    /// `matrix.json`, for a product that has one.
    pub matrix: Option<&'a Matrix>,
    /// `authorization.json`, for a product that has one.
    pub authorization: Option<&'a Authorizations>,
    /// `waiters.json`, for a product that has one.
    pub waiters: Option<&'a Waiters>,
    /// `errors.json`.
    pub codes: &'a Codes,
}

/// The facts of a folder.
pub(crate) fn view(folder: Folder<'_>) -> View {
    let mut view = View::default();
    let types = Types::new(folder.groups);
    let mut operations = BTreeMap::new();
    for (name, group) in folder.groups {
        for lowered in &group.operations {
            operations.insert(lowered.name.clone(), walk::operation(lowered, &types));
            operations::facts(&mut view, name, lowered, &types);
        }
        names::types(&mut view, group);
    }
    view.operations = Some(operations);
    take_product(&mut view, folder.product);
    take_codes(&mut view, folder.codes);
    if let Some(matrix) = folder.matrix {
        take_matrix(&mut view, matrix);
    }
    if let Some(list) = folder.authorization {
        permission::of_specification(&mut view, list);
    }
    if let Some(list) = folder.waiters {
        operations::waiters(&mut view, list);
    }
    view
}

fn take_product(view: &mut View, product: &ProductFile) {
    let ProductFile {
        format: _,
        // Editions of one product are compared.
        product: _,
        version,
        endpoints,
        // Each operation says in which group it is.
        groups: _,
        operations: _,
        ids,
        titles,
    } = product;
    view.fact(Part::Version, "", "", version.clone());
    for (region, host) in endpoints {
        view.fact(Part::Endpoint, "", region, host.clone());
    }
    for id in ids {
        view.fact(Part::IdType, "", id, String::new());
    }
    for (group, title) in titles {
        view.fact(Part::Title, "", group, title.clone());
    }
    operations::known(view, product);
}

fn take_codes(view: &mut View, codes: &Codes) {
    for code in &codes.common {
        view.fact(Part::CommonCode, "", &code.code, code.statuses.join(", "));
        view.fact(Part::RustName, "", &code.code, code.name.clone());
    }
    // The name of the rule behind a reaction is no business of those who follow it.
    for code in &codes.codes {
        let text = format!("{}, {}", text(&code.class), text(&code.reaction));
        view.fact(Part::Reaction, "", &code.code, text);
    }
    for one in &codes.overrides {
        let text = format!("{}, {}", text(&one.class), text(&one.reaction));
        view.fact(Part::Reaction, &one.operation, &one.code, text);
    }
}

/// The name serde gives a fieldless variant.
fn text(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn take_matrix(view: &mut View, matrix: &Matrix) {
    for row in &matrix.operations {
        for (aspect, cell) in &row.cells {
            let situation = aspect.name();
            let says = says(cell);
            if aspect.is_condition() {
                let code = cell.code.as_deref().unwrap_or("no code");
                let text = format!("{says} ({code}) unless {}", cell.unless.join(", "));
                view.fact(Part::Condition, &row.name, situation, text);
                continue;
            }
            let effects = view.effects.entry(situation).or_insert_with(|| Effects {
                rows: BTreeMap::new(),
                unlisted: Unlisted::NoSuchOperation,
            });
            let row_of = Row { says: Some(says), code: Some(cell.code.clone()) };
            effects.rows.insert(row.name.clone(), row_of);
            if cell.agreement != Agreement::Agreed {
                view.fact(Part::Agreement, &row.name, situation, cell.agreement.to_string());
            }
        }
    }
}

fn says(cell: &Cell) -> String {
    match &cell.hazard {
        Some(hazard) => format!("{} ({hazard})", cell.verdict),
        None => cell.verdict.to_string(),
    }
}
