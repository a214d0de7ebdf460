//! A document -> the forms in which people get it: HTML with everything that stands around a page,
//! the copy of a browser, and a line per cell.

use crate::import::document::{Block, Content, Document, Role, Table, keys, plain, unfold, unlink};

/// Reads Markdown.
pub(super) fn parse(markdown: &str) -> Document {
    let nothing = crate::import::Lexicon::default();
    let mut issues = crate::import::Issues::new("x");
    let page = Document::read(markdown, || &nothing, &mut issues);
    assert_eq!(issues.problems, [], "{markdown}");
    page
}

/// Reads Markdown that was damaged.
pub(super) fn read(markdown: &str) -> Document {
    let nothing = crate::import::Lexicon::default();
    Document::read(markdown, || &nothing, &mut crate::import::Issues::new("x"))
}

fn entities(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("  ", " &nbsp;")
}

/// A line of a cell with links and code.
fn inline(line: &str) -> String {
    let mut html = String::new();
    let mut rest = line;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((text, (url, after))) =
            link.split_once("](").and_then(|(text, more)| Some((text, more.split_once(')')?)))
        else {
            break;
        };
        html.push_str(&entities(&plain(before)));
        if before.ends_with(' ') {
            html.push(' ');
        }
        html.push_str(&format!("<a href=\"{}\" target='_blank'>", entities(url)));
        html.push_str(&format!("<span>{}</span></a>", entities(&plain(text))));
        if after.starts_with(' ') {
            html.push(' ');
        }
        rest = after;
    }
    html.push_str(&entities(&plain(rest)));
    html
}

/// The content of a cell: paragraphs, lists within lists, and notes.
pub(super) fn cell(text: &str) -> String {
    let mut html = String::new();
    // Indentation of the lists that are open.
    let mut lists: Vec<usize> = Vec::new();
    let mut fenced = false;
    for line in unfold(text).lines() {
        let line = &line.replacen("> ", "", usize::from(line.trim_start().starts_with("> ")));
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        let item = bare.strip_prefix("- ").filter(|_| !fenced);
        // What is indented no deeper than an item is not of it.
        while lists.last().is_some_and(|open| indent < open + 2 * usize::from(item.is_none())) {
            html.push_str("</li></ul>");
            lists.pop();
        }
        match item {
            Some(item) => {
                if lists.last().is_none_or(|open| indent > open + 1) {
                    html.push_str("<ul class=\"ul\">");
                    lists.push(indent);
                } else {
                    html.push_str("</li>");
                }
                html.push_str(&format!("\n<li> {} ", inline(item)));
            }
            None if fenced => html.push_str(&format!("<pre>{}</pre>", entities(line))),
            None if bare.starts_with("**Note") => {
                let note = plain(bare);
                let note = note.trim_start_matches("Note").trim_start_matches(':');
                html.push_str(&format!(
                    "<div class=\"note\"><strong>Note</strong> {}</div>",
                    entities(note)
                ));
            }
            None => html.push_str(&format!("<p class='p'>{}</p>", inline(line))),
        }
    }
    for _ in lists {
        html.push_str("</li></ul>");
    }
    html
}

pub(super) fn table(table: &Table) -> String {
    let mut html =
        String::from("<div class=\"wrap\"><table class=\"table\" cellspacing=0><thead><tr>");
    for title in &table.header {
        html.push_str(&format!("<th><b>{}</b></th>", entities(&plain(title))));
    }
    html.push_str("</tr></thead><tbody>\n");
    for row in &table.rows {
        html.push_str("<tr>");
        for text in &row.cells {
            html.push_str(&format!("<td valign=top>{}</td>", cell(text)));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>");
    html
}

/// The page as a browser saves it.
pub(super) fn html(page: &Document) -> String {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Help</title>\n\
         <style>table { color: red }</style><script>var x = \"<table><tr><td>\";</script></head>\n\
         <body><nav><ul><li><a href=\"/StopFence\">StopFence</a></li><li>Products</li></ul></nav>\n\
         <aside><table><tr><td>Menu</td></tr></table></aside><main>\n",
    );
    for Block { content, .. } in &page.blocks {
        match content {
            Content::Heading { level, text } => {
                let level = (*level).max(2 - u8::from(*level == 1));
                html.push_str(&format!("<h{level} id=\"a\">{}</h{level}>\n", entities(text)));
            }
            Content::Text(text) => html.push_str(&format!("<section>{}</section>\n", cell(text))),
            Content::Code { text, .. } => {
                html.push_str(&format!("<pre><code>{}</code></pre>\n", entities(text)));
            }
            Content::Table(one) => html.push_str(&table(one)),
        }
    }
    html.push_str("</main><footer>All rights <b>reserved</b></footer></body></html>\n");
    html
}

/// The lines of a cell as text.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("```"));
    let lines = lines.map(|line| {
        let bare = line.trim_start();
        let indent = &line[..line.len() - bare.len()];
        let item = if bare.starts_with("- ") { "- " } else { "" };
        format!("{indent}{item}{}", plain(bare.trim_start_matches("- ")))
    });
    lines.filter(|line| !line.trim().is_empty()).collect()
}

/// What stands below a page; the longer one first.
pub(super) const FOOTERS: [&str; 2] =
    ["Feedback\nThank you for reading this page.\n", "Thank you for reading this page.\n"];

const AROUND: &str = "All Products\nSearch\n\nDocument Center\nStopFence\n\n";

/// The page as it is copied from a browser; `table` says how.
fn copied(page: &Document, table: impl Fn(&Table) -> String) -> String {
    let mut text = AROUND.to_owned();
    for Block { content, .. } in &page.blocks {
        match content {
            Content::Heading { text: title, .. } => text.push_str(&format!("{title}\n\n")),
            Content::Text(prose) => text.push_str(&format!("{}\n\n", lines(prose).join("\n"))),
            Content::Code { text: code, .. } => text.push_str(&format!("{code}\n")),
            Content::Table(one) => text.push_str(&format!("{}\n", table(one))),
        }
    }
    text.push_str(FOOTERS[0]);
    text
}

fn titles(table: &Table) -> Vec<String> {
    table.header.iter().map(|title| plain(title)).collect()
}

/// The page with tabs between cells; `joined` puts each cell on one line.
pub(super) fn tabs(page: &Document, joined: bool) -> String {
    copied(page, |table| {
        let mut text = format!("{}\n", titles(table).join("\t"));
        let between = if joined { " " } else { "\n" };
        for row in &table.rows {
            let cells = row.cells.iter().map(|cell| lines(cell).join(between).trim().to_owned());
            text.push_str(&format!("{}\n", cells.collect::<Vec<_>>().join("\t")));
        }
        text
    })
}

/// The page with a line per cell and blank lines between. `marked` keeps headings as Markdown.
pub(super) fn cells(page: &Document, marked: bool) -> String {
    let mut text = if marked { String::new() } else { AROUND.to_owned() };
    for Block { content, .. } in &page.blocks {
        match content {
            // The scrapers lose the title.
            Content::Heading { level: 1, .. } => {}
            Content::Heading { text: title, .. } => {
                text.push_str(if marked { "## " } else { "" });
                text.push_str(&format!("{title}\n\n"));
            }
            Content::Text(prose) => text.push_str(&format!("{prose}\n\n")),
            Content::Code { text: code, .. } => text.push_str(&format!("```\n{code}```\n\n")),
            Content::Table(table) => {
                let rows = table.rows.iter().map(|row| &row.cells);
                for one in std::iter::once(&table.header).chain(rows).flatten() {
                    let one = one.trim();
                    if !one.is_empty() {
                        text.push_str(&format!("{one}\n\n"));
                    }
                }
            }
        }
    }
    text.push_str(FOOTERS[1]);
    text
}

/// The page as its text is where nothing stands between cells; what has paragraphs has lines of its
/// own.
pub(super) fn glued(page: &Document) -> String {
    copied(page, |table| {
        let rows = table.rows.iter().map(|row| glued_row(table, &row.cells));
        format!("{}\n{}", titles(table).concat(), rows.collect::<String>())
    })
}

fn glued_row(table: &Table, cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| lines(&unlink(cell)).join("\n")).collect();
    let Some((role, columns)) = table.role() else { return cells.concat() + "\n" };
    if role == Role::Operations {
        let (operation, rest) = cells.split_first().unwrap();
        return format!("{operation} {}\n", rest.concat());
    }
    // One line per error and change.
    if matches!(role, Role::Errors | Role::History) {
        return cells.concat().replace('\n', " ") + "\n";
    }
    let (first, rest) = cells.split_at(keys(&columns));
    let rest: Vec<&str> =
        rest.iter().map(|cell| cell.trim_end()).filter(|cell| !cell.is_empty()).collect();
    let lines = [first.concat()].into_iter().chain(rest.into_iter().map(str::to_owned));
    lines.collect::<Vec<_>>().join("\n\n") + "\n"
}
