//! Sections of a Markdown page: tables of parameters, response members and errors.

use aliyun_rpc_spec::capture::{ErrorRow, PageParameter};

use super::{Parameters, Section};
use crate::import::names;
use crate::import::report::{Report, excerpt};
use crate::import::table::{self, Table};

/// The table whose first column is `Parameter`; the common `Action` row is left out.
pub(super) fn parameters(section: Section<'_>, report: &mut Report) -> Vec<PageParameter> {
    let is_header = |cells: &[String]| cells.first().is_some_and(|cell| cell == "Parameter");
    let Some(table) = only_table(section, is_header, "Parameter", report) else {
        return Vec::new();
    };
    let column = |name: &str| table.header.iter().position(|cell| cell == name);
    let (required_column, description_column) = (column("Required"), column("Description"));
    let Some(type_column) = column("Type") else {
        report.problem(table.line, "the table has no column `Type`");
        return Vec::new();
    };
    let mut parameters = Parameters::default();
    for row in &table.rows {
        let cell = |column: Option<usize>| {
            column.and_then(|column| row.cells.get(column)).map(String::as_str).unwrap_or_default()
        };
        let name = table::plain(cell(Some(0)));
        if name == "Action" {
            continue;
        }
        let kind = table::plain(cell(Some(type_column))).to_ascii_lowercase();
        if !names::is_parameter(&name) || kind.is_empty() {
            let row_is = excerpt(&row.cells.join("|"), 60);
            report.problem(row.line, format!("`{row_is}` is no row of a parameter and its type"));
            continue;
        }
        let required = match (required_column, table::plain(cell(required_column)).as_str()) {
            (None, _) | (_, "No") => false,
            (_, "Yes") => true,
            (_, other) => {
                report.problem(row.line, format!("expected Yes or No for {name}, found `{other}`"));
                continue;
            }
        };
        let values = super::valid_values(cell(description_column).lines());
        let new = PageParameter { name, kind, required, values };
        parameters.add_once(new, row.line, report);
    }
    parameters.list
}

/// The table with a column `Error code`.
pub(super) fn errors(section: Section<'_>, report: &mut Report) -> Vec<ErrorRow> {
    let is_header =
        |cells: &[String]| cells.get(1).is_some_and(|cell| cell.eq_ignore_ascii_case("Error code"));
    let Some(table) = only_table(section, is_header, "HTTP status code", report) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for row in &table.rows {
        let cell = |column: usize| row.cells.get(column).map(|cell| table::plain(cell));
        let (status, code) = (cell(0).unwrap_or_default(), cell(1).unwrap_or_default());
        let digits = status.len() == 3 && status.chars().all(|c| c.is_ascii_digit());
        if !digits || !names::is_code(&code) {
            report.advise(
                row.line,
                format!("`{}` is no error row", excerpt(&format!("{status}|{code}"), 60)),
                "expected an HTTP status of three digits and an error code",
            );
            continue;
        }
        rows.push(ErrorRow { status, code });
    }
    rows
}

/// The one table of a section; a section without any is a problem.
fn only_table(
    section: Section<'_>,
    is_header: impl Fn(&[String]) -> bool,
    header: &str,
    report: &mut Report,
) -> Option<Table> {
    if section.first == 0 {
        // The section is missing, which was said already.
        return None;
    }
    let before = report.problems.len();
    let mut tables = table::tables(section.lines, section.first, is_header, report).into_iter();
    let table = tables.next();
    if table.is_none() && report.problems.len() == before {
        report.problem(
            section.first,
            format!("expected a table whose header begins with `{header}`"),
        );
    }
    table
}
