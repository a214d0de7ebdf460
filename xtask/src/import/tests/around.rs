//! What stands around a page or tears it apart: forms, archives, headers, a second page, tables
//! that go on without a header, and HTML within Markdown.

use super::every_form::unlined;
use super::*;
use crate::import::document::{Block, Content};

fn html_of(text: &str) -> String {
    render::html(&render::parse(text))
}

#[test]
fn a_page_whose_content_stands_in_a_form_or_beside_it_is_read_whole() {
    for text in [fixtures::MARKDOWN, fixtures::OVERDUE, fixtures::MANAGED_MARKDOWN] {
        let expected = unlined(capture(&html_of(text)));
        for tag in ["form", "aside", "nav"] {
            let inside = html_of(text)
                .replace("<main>", &format!("<main><{tag}>"))
                .replace("</main>", &format!("</{tag}></main>"));
            assert_ne!(inside, html_of(text));
            assert_eq!(unlined(capture(&inside)), expected, "{tag}");
            let each = html_of(text)
                .replace("<div class=\"wrap\">", &format!("<{tag}>"))
                .replace("</table></div>", &format!("</table></{tag}>"));
            assert_ne!(each, html_of(text));
            assert_eq!(unlined(capture(&each)), expected, "{tag}");
        }
    }
}

/// The page with each cell on one line, as converters write it.
fn converted(page: &str, line_break: &str) -> String {
    let mut text = String::new();
    for Block { content, .. } in &render::parse(page).blocks {
        match content {
            Content::Heading { level, text: title } => {
                text.push_str(&format!("{} {title}\n\n", "#".repeat((*level).into())));
            }
            Content::Text(prose) => text.push_str(&format!("{prose}\n\n")),
            Content::Code { text: code, .. } => text.push_str(&format!("```\n{code}```\n\n")),
            Content::Table(table) => {
                let rule = vec!["---".to_owned(); table.header.len()];
                let rows = [&table.header, &rule].into_iter();
                for cells in rows.chain(table.rows.iter().map(|row| &row.cells)) {
                    let cells: Vec<String> = cells
                        .iter()
                        .map(|cell| cell.replace("\\*", "&#42;").replace('\n', line_break))
                        .collect();
                    text.push_str(&format!("| {} |\n", cells.join(" | ")));
                }
                text.push('\n');
            }
        }
    }
    text
}

#[test]
fn breaks_and_references_in_cells_of_markdown_lose_no_fact() {
    for page in [fixtures::MARKDOWN, fixtures::OVERDUE, fixtures::MANAGED_MARKDOWN] {
        let expected = unlined(capture(page));
        for line_break in ["<br>", "<br/>", "<br />", "&nbsp;<BR>"] {
            let found = unlined(capture(&converted(page, line_break)));
            assert_eq!(found, expected, "{line_break}");
        }
    }
}

fn is_refused(text: &str, with: &[&str]) {
    let found = problems(text).join("\n");
    assert!(with.iter().all(|part| found.contains(part)), "{with:?}: {found}");
}

/// The first cell of a row, as it is rendered.
const DRY: &str = "<td valign=top><p class='p'>DryFence</p>";

#[test]
fn a_table_that_goes_on_without_its_header_is_a_problem_that_names_its_row() {
    let names = |operation| format!("the row of {operation} stands in no known table");
    for page in [fixtures::OVERDUE, fixtures::MANAGED_MARKDOWN] {
        let whole = html_of(page);
        assert_eq!(whole.matches(DRY).count(), 1);
        let torn = format!("</table><p>More</p><table><tr>{DRY}");
        is_refused(&whole.replace(&format!("<tr>{DRY}"), &torn), &[&names("DryFence")]);
    }
    let cells = "Unpaid fences\n\nLook for LockReason: financial.\n\nOperation\n\n\
                 Instance for which overdue payments are generated\n\nPaintFence\n\nError\n\n\
                 MoveFence\n\nError\n\n## More\n\nDryFence\n\nNormal logic\n\nSellFence\n\nError\n\n\
                 Thank you for reading.\n";
    is_refused(cells, &[&names("DryFence")]);
    assert_eq!(problems(&cells.replace("## More\n\n", "")), [""; 0]);
}

#[test]
fn two_pages_in_one_file_are_refused_with_the_names_of_both() {
    let both = format!("{}\n{}", fixtures::LOCK, fixtures::MARKDOWN);
    is_refused(&both, &["the file holds several pages", "operation page", "impact page"]);
    let both = format!("{}\n{}", fixtures::MARKDOWN, fixtures::MANAGED_MARKDOWN);
    is_refused(&both, &["the file holds several pages", "operation page", "managed-groups page"]);
}

#[test]
fn an_archive_or_an_answer_with_its_headers_is_told_from_a_page() {
    let page = html_of(fixtures::MARKDOWN);
    let archive = format!(
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n{page}"
    );
    is_refused(&archive, &["x:1: ", "MHTML", "HTML only"]);
    let answer = format!("HTTP/1.1 200 OK\nContent-Type: text/html\n\n{page}");
    is_refused(&answer, &["x:4: ", "before `<!DOCTYPE html>`"]);
    let sample = format!("{}\n```\n<!DOCTYPE html>\n```\n", fixtures::MARKDOWN);
    assert_eq!(unlined(capture(&sample)), unlined(capture(fixtures::MARKDOWN)));
}

#[test]
fn a_row_of_html_on_one_line_is_named_by_its_first_cell() {
    let page = html_of(fixtures::OVERDUE).replace('\n', "");
    let short = page.replace(&format!("{DRY}</td><td valign=top>"), DRY);
    is_refused(&short, &["the row `DryFence", "cells instead of 2"]);
}

#[test]
fn rows_of_a_cross_table_are_counted_whatever_lines_they_stand_on() {
    let table = |title: &str, other: &str| {
        let row = |name: &str| format!("<tr><td>{name}</td><td>Error</td><td>Error</td></tr>");
        format!(
            "<p>{title}</p><table><tr><th>Operation</th><th>{other} Payment Overdue</th>\
             <th>{other} Normal</th></tr>{}{}</table>",
            row("PaintFence"),
            row("DryFence")
        )
    };
    let page = format!(
        "<html><body><p>LockReason: financial</p>{}{}<p>The end.</p></body></html>",
        table("Instances", "Disk"),
        table("Disks", "Instance")
    );
    let Capture::ImpactPage(facts) = capture(&page) else { panic!("another kind") };
    assert_eq!((facts.crossed.len(), fewer::rows(&facts)), (8, 4));
}
