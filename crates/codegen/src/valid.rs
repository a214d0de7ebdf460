//! What the printers rely on: every name is an identifier, every constructor names fields that
//! exist, every text is one visible line. `cargo xtask regen` writes nothing else; a file edited by
//! hand may hold anything.

mod authorization;
mod values;
mod waiters;

use std::collections::BTreeSet;

use aliyun_rpc_spec::codes::{Codes, Override};
use aliyun_rpc_spec::ir::{ErrorCode, Field, Group, Operation, Precondition, ProductFile, Type};
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::{Aspect, Cell, Matrix, MatrixRow};
use aliyun_rpc_spec::operations::Replacement;
use aliyun_rpc_spec::text;

use crate::matrix::pack::{NONE, pack};
use crate::names::{self, RESERVED};

pub use authorization::authorizations;
pub use waiters::waiters;

/// Every defect of a group.
#[must_use]
pub fn group(group: &Group, file: &str) -> Vec<Problem> {
    let mut check = Check { file, problems: Vec::new() };
    check.product(&group.product, &group.version);
    check.text("group", "the name of a group", &group.group, text::is_group);
    for list in &group.enums {
        check.type_name(&list.name);
        check.once(&list.name, "variant", list.variants.iter().map(|variant| &variant.name));
        for variant in &list.variants {
            check.item(&list.name, &variant.name);
            check.text(&list.name, "a value", &variant.wire, text::is_value);
        }
    }
    for item in &group.structs {
        check.type_name(&item.name);
        check.fields(&item.name, &item.fields);
        if let Some(made) = &item.as_request {
            check.item(&item.name, made);
        }
    }
    for set in &group.error_sets {
        check.type_name(&set.name);
        check.codes(&set.name, &set.codes);
    }
    for operation in &group.operations {
        check.operation(operation);
    }
    for (name, users) in &group.users {
        check.item("users", name);
        for operation in &users.operations {
            check.item(name, operation);
        }
    }
    check.problems
}

/// Every defect of what a product has once.
#[must_use]
pub fn product(product: &ProductFile, file: &str) -> Vec<Problem> {
    let mut check = Check { file, problems: Vec::new() };
    check.product(&product.product, &product.version);
    for (region, host) in &product.endpoints {
        check.text("endpoints", "a region", region, text::is_host);
        check.text("endpoints", "a host", host, text::is_host);
    }
    for group in &product.groups {
        check.text("groups", "the name of a group", group, text::is_group);
        let module = |name: &str| text::is_identifier(&names::module(name));
        check.text("groups", "the name of a module", group, module);
        if group != "common" && RESERVED.contains(&names::module(group).as_str()) {
            check.problem("groups", format!("{group:?} would hide a module of the product crate"));
        }
    }
    check.once("ids", "type", product.ids.iter());
    for name in &product.ids {
        check.type_name(name);
        if name.strip_suffix("Id").is_none_or(|kind| !text::is_type_name(kind)) {
            check.problem("ids", format!("{name:?} is not a kind and `Id`"));
        }
    }
    for operation in &product.operations {
        let names = operation.item.iter().chain([&operation.name]);
        names.for_each(|name| check.item("operations", name));
        check.replacement(&operation.name, operation.replaced_by.as_ref());
        if let Some(group) = operation.group.as_ref().filter(|name| !product.groups.contains(name))
        {
            check.problem(&operation.name, format!("there is no group {group:?}"));
        }
    }
    if let Some(pair) = product.operations.windows(2).find(|pair| pair[0].name >= pair[1].name) {
        check.problem(&pair[1].name, "the operations are not in byte order, each once".to_owned());
    }
    for (group, title) in &product.titles {
        check.text("titles", "a title", title, text::is_plain);
        if !product.groups.contains(group) {
            check.problem("titles", format!("there is no group {group:?}"));
        }
    }
    check.problems
}

/// Every defect of an error table.
#[must_use]
pub fn codes(codes: &Codes, file: &str) -> Vec<Problem> {
    let mut check = Check { file, problems: Vec::new() };
    check.codes("common", &codes.common);
    for code in &codes.codes {
        check.text("codes", "an error code", &code.code, text::is_code);
    }
    for one in &codes.overrides {
        check.item("overrides", &one.operation);
        check.text("overrides", "an error code", &one.code, text::is_code);
    }
    let key = |one: &Override| (one.operation.clone(), one.code.clone());
    if let Some(pair) = codes.overrides.windows(2).find(|pair| key(&pair[0]) >= key(&pair[1])) {
        let message = "the overrides are not in byte order, each once".to_owned();
        check.problem(&pair[1].operation, message);
    }
    if let Some(pair) = codes.codes.windows(2).find(|pair| pair[0].code >= pair[1].code) {
        check.problem(&pair[1].code, "the codes are not in byte order, each once".to_owned());
    }
    check.problems
}

/// Every defect of a matrix.
#[must_use]
pub fn matrix(matrix: &Matrix, file: &str) -> Vec<Problem> {
    let mut check = Check { file, problems: Vec::new() };
    for source in &matrix.sources {
        check.text("sources", "the id of a source", &source.id, text::is_file_name);
        check.text("sources", "a title", &source.title, text::is_plain);
        check.unless_empty("sources", "a date", &source.published, text::is_date);
        check.unless_empty("sources", "an https address", &source.url, text::is_url);
    }
    for row in &matrix.operations {
        check.row(row);
    }
    // Numbers in the table have 16 bits, and the highest one means "none".
    let packed = pack(matrix, &matrix.operations.iter().collect::<Vec<_>>());
    let counts = [
        ("codes", packed.codes.len()),
        ("reasons", packed.reasons.len()),
        ("cells", packed.cells.len()),
        ("statements", packed.entries.len()),
        ("sources", packed.sources.len()),
    ];
    for (what, count) in counts.into_iter().filter(|(_, count)| *count > usize::from(NONE)) {
        let message = format!("{count} different {what}; the table has room for {NONE}");
        check.problem("operations", message);
    }
    if matrix.operations.len() > usize::from(u16::MAX) {
        check.problem("operations", "more than 65,535 operations".to_owned());
    }
    check.problems
}

struct Check<'a> {
    file: &'a str,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn problem(&mut self, place: &str, message: String) {
        self.problems.push(Problem::new(self.file, place, message));
    }

    fn text(&mut self, place: &str, what: &str, text: &str, rule: fn(&str) -> bool) {
        if !rule(text) {
            self.problem(place, format!("{text:?} cannot be {what}"));
        }
    }

    fn unless_empty(&mut self, place: &str, what: &str, text: &str, rule: fn(&str) -> bool) {
        if !text.is_empty() {
            self.text(place, what, text, rule);
        }
    }

    fn name(&mut self, place: &str, name: &str) {
        if !text::is_identifier(name) {
            self.problem(place, format!("{name:?} is not a Rust identifier"));
        }
    }

    /// A type, a variant or an operation: the printers also append words to such names.
    fn item(&mut self, place: &str, name: &str) {
        if !text::is_type_name(name) {
            self.problem(place, format!("{name:?} is not a name for a Rust type"));
        }
    }

    fn type_name(&mut self, name: &str) {
        self.item(name, name);
        if RESERVED.contains(&name) {
            self.problem(name, format!("`{name}` would hide a name that generated code uses"));
        }
    }

    fn product(&mut self, name: &str, version: &str) {
        self.text("product", "the name of a product", name, text::is_product);
        self.text("version", "a version", version, text::is_word);
    }

    fn once<'t>(&mut self, place: &str, what: &str, names: impl Iterator<Item = &'t String>) {
        let mut seen = BTreeSet::new();
        for name in names.filter(|name| !seen.insert(*name)) {
            self.problem(place, format!("the {what} {name} exists twice"));
        }
    }

    fn fields(&mut self, place: &str, fields: &[Field]) {
        self.once(place, "field", fields.iter().map(|field| &field.name));
        self.once(place, "wire name", fields.iter().map(|field| &field.wire));
        for field in fields {
            self.name(place, &field.name);
            self.mentioned(place, &field.ty);
            self.wire(place, &field.wire);
            self.limits(place, &field.limits);
            if let Some(example) = &field.example {
                self.text(place, "an example", example, text::is_example);
            }
            self.spelled(place, field);
        }
    }

    fn replacement(&mut self, place: &str, replacement: Option<&Replacement>) {
        let Some(Replacement { product, version, operation }) = replacement else { return };
        self.text(place, "a product", product, text::is_word);
        self.text(place, "a version", version, text::is_word);
        self.text(place, "the name of an operation", operation, text::is_type_name);
    }

    fn wire(&mut self, place: &str, name: &str) {
        self.text(place, "a name on the wire", name, text::is_wire_name);
    }

    fn mentioned(&mut self, place: &str, ty: &Type) {
        match ty {
            Type::Enum(name) | Type::Id(name) | Type::Struct(name) | Type::Boxed(name) => {
                self.item(place, name);
            }
            Type::Wrapped(name, item) => {
                self.wire(place, name);
                self.mentioned(place, item);
            }
            Type::List(item) | Type::JsonList(item) | Type::Json(item) | Type::Map(item) => {
                self.mentioned(place, item);
            }
            _ => {}
        }
    }

    fn codes(&mut self, place: &str, codes: &[ErrorCode]) {
        self.once(place, "variant", codes.iter().map(|code| &code.name));
        for code in codes {
            self.item(place, &code.name);
            self.text(place, "an error code", &code.code, text::is_code);
            for status in &code.statuses {
                self.text(place, "a status", status, text::is_word);
            }
            if code.code.matches("%s").count() != usize::from(code.captures) {
                let message = format!("{:?} does not hold {} `%s`", code.code, code.captures);
                self.problem(place, message);
            }
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let place = operation.name.as_str();
        self.type_name(place);
        self.text(place, "an https address", &operation.url, text::is_url);
        self.fields(place, &operation.fields);
        self.replacement(place, operation.replaced_by.as_ref());
        self.item(place, &operation.response);
        if let Some(errors) = &operation.errors {
            self.item(place, errors);
        }
        for name in &operation.legacy {
            self.wire(place, name);
        }
        for precondition in &operation.preconditions {
            self.precondition(place, precondition);
        }
        for line in &operation.checks {
            self.text(place, "a check", line, is_check);
        }
        if let Some(body) = &operation.response_struct {
            self.type_name(&body.name);
            self.fields(&body.name, &body.fields);
        }
        if operation.constructors.is_empty() {
            self.problem(place, "no constructor".to_owned());
        }
        let functions = operation.constructors.iter().map(|made| &made.name);
        for function in functions.clone() {
            if operation.fields.iter().any(|field| field.name == *function) {
                self.problem(place, format!("{function} is a constructor and a field"));
            }
        }
        self.once(place, "constructor", functions);
        for made in &operation.constructors {
            self.name(place, &made.name);
            if let Some(args) = &made.args_struct {
                self.type_name(args);
            }
            for arg in &made.args {
                if !operation.fields.iter().any(|field| field.name == *arg) {
                    let message = format!("constructor `{}` takes unknown `{arg}`", made.name);
                    self.problem(place, message);
                }
            }
        }
        for items in operation.paging.iter().filter_map(|paging| paging.items.as_ref()) {
            items.path.iter().for_each(|name| self.name(place, name));
            self.mentioned(place, &items.ty);
        }
        self.required(operation);
    }

    fn precondition(&mut self, place: &str, precondition: &Precondition) {
        for value in &precondition.values {
            self.text(place, "a value", value, text::is_value);
        }
        if let Some(code) = &precondition.code {
            self.text(place, "an error code", code, text::is_code);
        }
        self.text(place, "the id of a source", &precondition.source, text::is_file_name);
    }

    fn row(&mut self, row: &MatrixRow) {
        let place = row.name.as_str();
        self.item("operations", place);
        self.unless_empty(place, "the name of a group", &row.group, text::is_group);
        // A call is permitted where nothing is said, so what must be said may not be missing.
        for aspect in Aspect::ALL.iter().filter(|aspect| aspect.is_universal()) {
            if !row.cells.contains_key(aspect) {
                self.problem(place, format!("nothing is said about `{aspect}`"));
            }
        }
        for cell in row.cells.values() {
            self.cell(place, cell);
        }
    }

    fn cell(&mut self, place: &str, cell: &Cell) {
        let codes = cell.evidence.iter().filter_map(|evidence| evidence.code.as_ref());
        for code in cell.code.iter().chain(codes) {
            self.text(place, "an error code", code, text::is_code);
        }
        for state in &cell.unless {
            self.text(place, "a state", state, text::is_value);
        }
        for evidence in &cell.evidence {
            self.text(place, "the id of a source", &evidence.source, text::is_file_name);
            for state in &evidence.requires {
                self.text(place, "a state", state, text::is_value);
            }
            if let Some(reason) = &evidence.reason {
                self.text(place, "a reason", reason, text::is_line);
            }
        }
    }

    /// A field without a form of absence must be an argument of every constructor.
    fn required(&mut self, operation: &Operation) {
        for field in operation.fields.iter().filter(|field| field.required && field.constructed) {
            for made in &operation.constructors {
                if !made.args.contains(&field.name) {
                    let message = format!(
                        "constructor `{}` does not take the required `{}`",
                        made.name, field.name
                    );
                    self.problem(&operation.name, message);
                }
            }
        }
    }
}

/// A mark and what it needs.
fn is_check(line: &str) -> bool {
    text::is_plain(line)
        && line.len() > 1
        && line.starts_with(['@', '!', '+', '?', '=', '#', '*', '~'])
}

#[cfg(test)]
mod tests;
