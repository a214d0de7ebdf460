//! The published page of one operation -> its parameters, error table, authorization table and
//! change history.

mod authorization;
mod codes;
mod ends;
mod history;
mod lexicon;
mod limits;
mod name;
mod outside;
mod parameters;
pub(crate) mod section;

use aliyun_rpc_spec::capture::{ErrorRow, OperationPage, Says};

use super::dates;
use super::document::{Column, Content, Document, Role, Table, could_be_row, is_status, plain};
use super::issues::{Issues, excerpt};
use super::lock_notes;
use super::names;
use section::Section;

pub(crate) use lexicon::Lexicon;

/// What keeps a document from being the page of an operation; nothing when it is one, even one that
/// was cut.
pub(crate) fn misses(page: &Document) -> Vec<String> {
    let is_heading = |content: &Content| match content {
        Content::Heading { text, .. } => section::of_heading(text).is_some(),
        // Pages on data types have a table of members, too.
        Content::Table(table) => table.role().is_some_and(|(role, columns)| {
            role == Role::Errors || columns.contains(&Column::Required)
        }),
        _ => false,
    };
    let mut missed = name::find(page).err().unwrap_or_default();
    if !page.blocks.iter().any(|block| is_heading(&block.content)) {
        missed.push("a section such as `Request parameters` or its table: none".to_owned());
    }
    missed
}

/// Reads the page. What makes no sense to it becomes an issue.
pub(crate) fn read<'l>(
    page: &Document,
    lexicon: impl Fn() -> &'l Lexicon,
    issues: &mut Issues,
) -> Option<OperationPage> {
    let operation = match name::find(page) {
        Ok(operation) => operation,
        Err(missed) => {
            let message = format!("nothing names the operation; looked for {}", missed.join("; "));
            issues.advise(
                1,
                message,
                "import a copy with its title, a sample request or its links",
            );
            return None;
        }
    };
    if let Some(title) = name::other_title(page, &operation) {
        issues.warn(1, format!("the title is {title}, but requests name {operation}"));
    }
    let parts = Parts::of(page);
    page.report_stray(|line, text| parts.holds_facts(line) && could_be_row(text), issues);
    parts.check_headers(issues);
    parts.check_outside(issues);
    let request = parts.request(issues);
    let names = parameters::Names { operation: &operation, lexicon: &lexicon };
    let parameters = parameters::request(&request, names, issues);
    let response = parameters::response(&parts.response(), names, issues);
    let errors = parts.errors(issues);
    let authorization = authorization::read(page, issues);
    let changes = history::read(page, issues);
    let lock_notes = parts.lock_notes(issues);
    let updated = history::updated(page);
    Some(OperationPage {
        operation,
        parameters,
        errors_unstated: errors.is_none(),
        errors: errors.unwrap_or_default(),
        response,
        authorization,
        lock_notes,
        changes,
        updated,
    })
}

/// The tables of a page, each with its section.
struct Parts<'a> {
    page: &'a Document,
    /// Block number, section, table, and the paragraph before it.
    tables: Vec<(usize, Option<Section>, &'a Table, String)>,
    sections: Vec<(usize, Section)>,
}

impl<'a> Parts<'a> {
    fn of(page: &'a Document) -> Self {
        let mut parts = Self { page, tables: Vec::new(), sections: Vec::new() };
        let mut within = None;
        let mut before = String::new();
        for (at, block) in page.blocks.iter().enumerate() {
            match &block.content {
                Content::Heading { text, level } => {
                    let section = section::of_heading(text);
                    before.clear();
                    // A heading within a section does not end it.
                    if section.is_some() || (1..=2).contains(level) {
                        within = section;
                    }
                    parts.sections.extend(section.map(|section| (at, section)));
                }
                Content::Text(text) => before.push_str(text),
                Content::Table(table) => {
                    parts.tables.push((at, within, table, std::mem::take(&mut before)));
                    // In a form without marks the text below a table is part of its last row.
                    let last = table.rows.last().map(|row| row.cells.join("\n"));
                    before = last.unwrap_or_default();
                }
                Content::Code { .. } => {}
            }
        }
        parts
    }

    /// Whether a line is in a section whose tables are read.
    fn holds_facts(&self, line: usize) -> bool {
        let starts = self.sections.iter().filter_map(|(at, section)| {
            self.page.blocks.get(*at).map(|block| (block.line, *section))
        });
        let within = starts.take_while(|(start, _)| *start < line).last();
        within.is_none_or(|(_, section)| {
            !matches!(section, Section::Debugging | Section::Description)
        })
    }

    /// A table with another header in a section whose facts are read: a cell of its header was
    /// lost.
    fn check_headers(&self, issues: &mut Issues) {
        use Section::{Authorization, Errors, History, Request, Response};
        for (_, section, table, _) in &self.tables {
            let read =
                matches!(section, Some(Request | Response | Errors | Authorization | History));
            if read && table.role().is_none() {
                let header = excerpt(&table.header.join(" | "), 80);
                issues.problem(table.line, format!("no known table begins with `{header}`"));
            }
        }
    }

    fn has(&self, section: Section) -> bool {
        self.sections.iter().any(|(_, found)| *found == section)
    }

    /// Tables of parameters that a request takes: those of its section, or else those that say what
    /// is required.
    fn request(&self, issues: &mut Issues) -> Vec<(&'a Table, String)> {
        let is_it = |section: Option<Section>, table: &Table| match section {
            Some(Section::Request) => true,
            Some(_) => false,
            None => table.role().is_some_and(|(_, columns)| columns.contains(&Column::Required)),
        };
        let found = self.parameters(is_it);
        if let Some((at, _)) = found.last()
            && !self.page.goes_on_behind(*at)
        {
            self.cut("its parameters", issues);
        }
        if found.is_empty() && !self.says_none() {
            let message = format!(
                "the page ends without a table of request parameters; found {}",
                self.page.headers()
            );
            issues.advise(self.page.last_line, message, DOWNLOAD);
        }
        found.into_iter().map(|(_, table)| table).collect()
    }

    fn response(&self) -> Vec<(&'a Table, String)> {
        let is_it = |section: Option<Section>, table: &Table| match section {
            Some(section) => section == Section::Response,
            None => table.role().is_some_and(|(_, columns)| !columns.contains(&Column::Required)),
        };
        self.parameters(is_it).into_iter().map(|(_, table)| table).collect()
    }

    /// What the text of the page and the descriptions of the parameters say about a security lock.
    fn lock_notes(&self, issues: &mut Issues) -> Vec<Says> {
        let mut notes = Vec::new();
        for (line, text) in self.page.prose() {
            lock_notes::note(text, "", |_| line, &mut notes, issues);
        }
        let request =
            self.tables.iter().filter(|(_, section, ..)| *section == Some(Section::Request));
        for (_, _, table, _) in request {
            let Some((_, columns)) = table.role() else { continue };
            for row in &table.rows {
                let name = row.plain(&columns, Column::Name);
                let text = row.raw(&columns, Column::Description).unwrap_or_default();
                lock_notes::note(text, &name, |_| row.line, &mut notes, issues);
            }
        }
        notes
    }

    fn parameters(
        &self,
        is_it: impl Fn(Option<Section>, &Table) -> bool,
    ) -> Vec<(usize, (&'a Table, String))> {
        let all = self.tables.iter().filter(|(_, _, table, _)| table.is(Role::Parameters));
        let all = all.filter(|(_, section, table, _)| is_it(*section, table));
        all.map(|(at, _, table, before)| (*at, (*table, before.clone()))).collect()
    }

    /// Whether the section on parameters says that there are none.
    fn says_none(&self) -> bool {
        let text = self.page.prose_text().to_lowercase();
        self.has(Section::Request)
            && self.has(Section::Response)
            && (text.contains("does not require request parameters")
                || text.contains("无需请求参数"))
    }

    /// The rows of the error tables; none when the page has no section on errors.
    fn errors(&self, issues: &mut Issues) -> Option<Vec<ErrorRow>> {
        let tables = self.tables.iter().filter(|(_, _, table, _)| table.is(Role::Errors));
        let mut rows = Vec::new();
        let mut last = None;
        for (at, _, table, _) in tables {
            rows.extend(error_rows(table, issues));
            last = Some(*at);
        }
        let section = self.sections.iter().find(|(_, section)| *section == Section::Errors);
        let Some(at) = last.or(section.map(|(at, _)| *at)) else {
            self.without_errors(issues);
            return None;
        };
        let whole = match last {
            Some(_) => self.page.goes_on_behind(at) || self.ends_with_row(at),
            None => self.says_no_errors(at),
        };
        match (whole, last) {
            (false, _) => self.cut("its error table", issues),
            (true, Some(at)) if !self.is_closed(at) => issues.warn(
                self.page.last_line,
                "no line below the error table closes it; its last rows may be missing",
            ),
            (true, _) => {}
        }
        Some(rows)
    }
}

const DOWNLOAD: &str = "the file may be cut off; download the page again";

fn error_rows(table: &Table, issues: &mut Issues) -> Vec<ErrorRow> {
    let Some((_, columns)) = table.role() else { return Vec::new() };
    let mut rows = Vec::new();
    for row in &table.rows {
        let (status, code) =
            (row.plain(&columns, Column::Status), row.plain(&columns, Column::Code));
        if !is_status(&status) || !names::is_code(&code) {
            issues.advise(
                row.line,
                format!(
                    "`{}` is not a row of an error table",
                    excerpt(&format!("{status}|{code}"), 60)
                ),
                match is_status(&status) && names::is_code(&code.replace(' ', "")) {
                    true => "no code has a blank; a translator put it there, so the rest of the code is \
                             not sure, either; import another edition",
                    false => "expected an HTTP status of three digits and an error code",
                },
            );
            continue;
        }
        if status.len() != 3 {
            issues.warn(row.line, format!("the status of {code} is {status}"));
        }
        rows.push(ErrorRow { status, code });
    }
    if table.rows.is_empty() {
        issues.problem(table.line, "the error table has no rows");
    }
    rows
}
