//! Tables of parameters and response members.

use aliyun_rpc_spec::capture::PageParameter;

use super::{Lexicon, limits};
use crate::import::document::{
    Column, Form, Role, Row, Table, bare_name, column_fits, could_be_row, is_item, is_type, plain,
    unfold, yes_or_no,
};
use crate::import::issues::{Issues, excerpt};
use crate::import::names;
use crate::import::values::{self, Marks};

/// The names that are known of an operation.
#[derive(Clone, Copy)]
pub(super) struct Names<'a, 'l> {
    pub operation: &'a str,
    /// Captures are read only where a name is in doubt.
    pub lexicon: &'a dyn Fn() -> &'l Lexicon,
}

impl Names<'_, '_> {
    /// Whether a row that may have taken its name from the row before it can be read.
    fn settle(self, name: &str, line: usize, issues: &mut Issues) -> bool {
        let lexicon = (self.lexicon)();
        let message = format!(
            "`{name}` may be a cell of the row before, which lacks one, and no source names it for {}",
            self.operation
        );
        match lexicon.has_name(self.operation, name) {
            Some(true) => return true,
            None if lexicon.is_nameless() => {
                issues.warn(line, message);
                return true;
            }
            _ => issues.advise(line, message, UNNAMED),
        }
        false
    }
}

const UNNAMED: &str = "was the name of a row lost there? Compare with the page, and save it as HTML; or \
                       import the metadata first, so that its names are known";

/// Parameters of a request; the common `Action` row is left out. A second table describes the
/// members of a structure of the first one. Tables that hold the members themselves do not show
/// where they end, so behind a structure a name may stand there again.
pub(super) fn request(
    tables: &[(&Table, String)],
    names: Names<'_, '_>,
    issues: &mut Issues,
) -> Vec<PageParameter> {
    let mut list: Vec<PageParameter> = Vec::new();
    for (nth, (table, announced)) in tables.iter().enumerate() {
        let has_required =
            table.role().is_some_and(|(_, columns)| columns.contains(&Column::Required));
        if !has_required {
            issues.problem(table.line, "the table does not say which parameters are required");
            continue;
        }
        let of_all = nth == 0 && announced_type(announced).is_none();
        let prefix = if of_all { Some(String::new()) } else { structure(&list, announced) };
        let Some(prefix) = prefix else {
            issues.problem(table.line, "it is unclear whose members this table describes");
            continue;
        };
        for mut row in rows(table, names, issues) {
            // In a form without marks the sentence above a second table ends the last row of the
            // first one; anywhere else that table has lost its header.
            let ends_table = table.rows.last().is_some_and(|last| last.line == row.line);
            let has_next = ends_table && tables.get(nth + 1).is_some();
            if !has_next && announced_type(&row.description).is_some() {
                row.refuse("announces a table that is missing", issues);
            }
            if row.name == "Action" && prefix.is_empty() {
                continue;
            }
            row.name = format!("{prefix}{}", row.name);
            let line = row.line;
            let Some(new) = row.parameter(issues) else { continue };
            note_swapped(table, list.last(), &new, line, issues);
            let again = list.iter().any(|known| known.name == new.name);
            if again && !list.iter().any(holds_members) {
                let message = format!("the parameter {} is listed twice", new.name);
                issues.advise(line, message, COMPARE);
            } else {
                list.push(new);
            }
        }
    }
    list
}

/// Whether the rows below one may describe its members.
fn holds_members(parameter: &PageParameter) -> bool {
    parameter.kind == "object" || parameter.kind.ends_with("<object>")
}

/// What to do about a row that does not fit.
const COMPARE: &str = "was a cell lost there, or moved? Compare with the page";

/// Without marks between cells an example and a name may have changed places.
fn note_swapped(
    table: &Table,
    before: Option<&PageParameter>,
    new: &PageParameter,
    line: usize,
    issues: &mut Issues,
) {
    let swapped = [before, Some(new)].into_iter().flatten().any(|row| has_value(row, &new.name));
    if table.form == Form::Lines && swapped {
        let message = format!("the name {} is a value of its row or the one before", new.name);
        issues.problem(line, message);
    }
}

fn has_value(parameter: &PageParameter, name: &str) -> bool {
    if matches!(name, "true" | "false") {
        return true;
    }
    let default = parameter.default.as_deref();
    default == Some(name) || parameter.values.iter().any(|value| value == name)
}

/// `Fence.N.` where a table is announced as that of the parameters of the `Fence` data type.
fn structure(list: &[PageParameter], announced: &str) -> Option<String> {
    let name = announced_type(announced)?;
    let owner = list.iter().find(|one| one.name.trim_end_matches(".N") == name)?;
    Some(format!("{}.", owner.name))
}

fn announced_type(announced: &str) -> Option<String> {
    let text = plain(announced);
    let (before, _) = text.rsplit_once(" data type")?;
    let (_, name) = before.rsplit_once(" of the ")?;
    names::is_structure(name).then(|| name.to_owned())
}

/// Members of a response in the order of the page. Members of nested objects carry the names of
/// others, so a name may occur several times.
pub(super) fn response(
    tables: &[(&Table, String)],
    names: Names<'_, '_>,
    issues: &mut Issues,
) -> Vec<PageParameter> {
    let mut list: Vec<PageParameter> = Vec::new();
    for (table, _) in tables {
        for row in rows(table, names, issues) {
            let owner = list.iter().rev().find(|one| is_item(&one.name, &one.kind, &row.name));
            let item_of = owner.filter(|_| row.kind.is_empty()).map(|owner| owner.name.clone());
            // Items of lists and some lists have no type; that of another row stands in another
            // column.
            let elsewhere =
                [&row.example, &row.description].iter().any(|text| begins_with_type(text));
            if row.kind.is_empty() && item_of.is_none() && elsewhere {
                row.refuse("has no type", issues);
                continue;
            }
            let line = row.line;
            if let Some(new) = row.parameter(issues) {
                note_swapped(table, list.last(), &new, line, issues);
                list.push(PageParameter { item_of, ..new });
            }
        }
    }
    list
}

/// Whether a cell begins with a type, or with a link, as the name of a structure does.
fn begins_with_type(text: &str) -> bool {
    text.starts_with('[') && text.contains("](")
        || plain(text).split_whitespace().next().is_some_and(is_type)
}

/// One row, its cells checked.
struct Parameter {
    line: usize,
    name: String,
    deprecated: bool,
    kind: String,
    required: String,
    has_required: bool,
    example: String,
    description: String,
    marks: Marks,
}

fn rows(table: &Table, names: Names<'_, '_>, issues: &mut Issues) -> Vec<Parameter> {
    let Some((Role::Parameters, columns)) = table.role() else { return Vec::new() };
    let has_required = columns.contains(&Column::Required);
    let marks = marks(table);
    let mut found = Vec::new();
    let mut above = String::new();
    let mut before: Option<&Row> = None;
    for row in &table.rows {
        let lost = row.raw(&columns, Column::Description).unwrap_or_default().lines();
        if let Some(lost) =
            lost.filter(|line| line.starts_with('|')).find(|line| could_be_row(line))
        {
            let message = format!("a row within a cell: `{}`", excerpt(lost, 60));
            issues.advise(row.line, message, COMPARE);
            continue;
        }
        // Some pages print their first rows twice.
        if before.is_some_and(|before| before.cells == row.cells) {
            issues.warn(row.line, "the row is the same as the one before it");
            continue;
        }
        before = Some(row);
        let name = row.plain(&columns, Column::Name);
        let name = name.trim_start_matches('\u{2514}').trim().to_owned();
        let kind = row.plain(&columns, Column::Type);
        let above = std::mem::replace(&mut above, kind.to_ascii_lowercase());
        // The object that the whole response is has no name, and the items of a list have none.
        let of_response = !has_required && kind.eq_ignore_ascii_case("object");
        let of_list = (above.starts_with("array") || above.starts_with("list"))
            && is_type(&kind)
            && (!has_required || yes_or_no(&row.plain(&columns, Column::Required)).is_some());
        if name.is_empty() && (of_response || of_list) {
            continue;
        }
        let untyped =
            kind.is_empty() && !has_required && names::is_parameter(&name) && !is_type(&name);
        if !untyped && !fits(&columns, row) {
            let row_is = excerpt(&row.cells.join("|"), 60);
            let message = format!("`{row_is}` is not a row with a parameter and its type");
            issues.advise(row.line, message, COMPARE);
            continue;
        }
        if row.doubtful && !names.settle(&name, row.line, issues) {
            continue;
        }
        found.push(Parameter {
            line: row.line,
            name,
            deprecated: row.raw(&columns, Column::Name).is_some_and(|name| bare_name(name).1),
            kind: kind.to_ascii_lowercase(),
            required: row.plain(&columns, Column::Required),
            has_required,
            example: row.raw(&columns, Column::Example).unwrap_or_default().to_owned(),
            description: row.raw(&columns, Column::Description).unwrap_or_default().to_owned(),
            marks,
        });
    }
    found
}

/// Whether lists in cells still have their marks. A copy keeps those of all lists, or of none.
fn marks(table: &Table) -> Marks {
    let is_item = |line: &str| {
        let line = line.trim_start();
        line.starts_with("- ") || line.starts_with('\u{2022}')
    };
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    let has_item = cells.any(|cell| cell.lines().any(is_item) || cell.contains(": - "));
    match table.form {
        Form::Html | Form::Pipes => Marks::Kept,
        Form::Tabs | Form::Lines | Form::Glued if has_item => Marks::Kept,
        Form::Tabs | Form::Lines | Form::Glued => Marks::Lost,
    }
}

/// Whether name and type are what they should be; the answer under "Required" is checked later.
fn fits(columns: &[Column], row: &Row) -> bool {
    let cell = |column| row.raw(columns, column).unwrap_or_default();
    column_fits(&[Column::Name, Column::Type], &[cell(Column::Name), cell(Column::Type)])
}

impl Parameter {
    fn refuse(&self, what: &str, issues: &mut Issues) {
        issues.problem(self.line, format!("the row of {} {what}", self.name));
    }

    fn parameter(self, issues: &mut Issues) -> Option<PageParameter> {
        let required = match (self.has_required, yes_or_no(&self.required)) {
            (false, _) => false,
            (true, Some(required)) => required,
            (true, None) => {
                let message =
                    format!("expected Yes or No for {}, found `{}`", self.name, self.required);
                issues.problem(self.line, message);
                return None;
            }
        };
        let mined = match announces_values(&self.description) {
            true => values::mine(&unfold(&self.description), self.marks),
            false => values::Mined::default(),
        };
        let limits = limits::read(&self.kind, &self.description, self.marks);
        if mined.candidate && limits.minimum.is_none() {
            let message = format!("{} announces values, but none was read", self.name);
            issues.warn(self.line, message);
        }
        let values = mined.values;
        let Self { name, kind, deprecated, .. } = self;
        Some(PageParameter { name, kind, required, deprecated, values, ..limits })
    }
}

/// Whether a description speaks of values at all; a list without a word about them may belong to a
/// row that was lost.
fn announces_values(description: &str) -> bool {
    let text = description.to_lowercase();
    text.contains("values") || text.replace("默认值", "").contains('值')
}
