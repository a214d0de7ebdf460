//! Which operation a page is about. Only some forms have a title.

use crate::import::document::{Column, Content, Document, Role, plain};
use crate::import::names;

use super::section;

/// Every name that one place of the page gives.
type Look = fn(&Document) -> Vec<String>;

/// The operation, or what was looked at and why it names none. What a request has to say comes
/// first: the titles of some pages are misspelt, and so are the sentences of others. An action
/// comes last: operations can share one.
pub(super) fn find(page: &Document) -> Result<String, Vec<String>> {
    let looks: [(&str, Look); 9] = [
        ("a parameter `Action` with its value", action_rows),
        ("a heading with the name of an operation", titles),
        ("a line `Product:Operation` at the top", product_titles),
        ("a sentence about the parameter `Action`", action_sentences),
        ("a link to the operation in the API explorer", links),
        ("a sample request with `Action=`", sample_requests),
        ("the name of an operation alone on the first line", first_line),
        ("an authorization table with the operation beside its action", authorized),
        ("an authorization table with its action", actions),
    ];
    let mut missed = Vec::new();
    for (what, look) in looks {
        let mut found = look(page);
        found.sort();
        found.dedup();
        match found.as_slice() {
            [one] => return Ok(as_requested(page, one)),
            [] => missed.push(format!("{what}: none")),
            several => missed.push(format!("{what}: several ({})", several.join(", "))),
        }
    }
    Err(missed)
}

/// The name; where a translator wrote it as one word (`Paintfence`), with the letters that the
/// samples of requests give it.
fn as_requested(page: &Document, name: &str) -> String {
    let mut samples = sample_requests(page);
    let one_word = !names::is_plainly_operation(name);
    samples.retain(|sample| one_word && sample.eq_ignore_ascii_case(name));
    samples.dedup();
    match samples.as_slice() {
        [sample] => sample.clone(),
        _ => name.to_owned(),
    }
}

/// The title, where it names another operation than this.
pub(super) fn other_title(page: &Document, operation: &str) -> Option<String> {
    titles(page).into_iter().find(|title| title != operation)
}

/// The first heading of the first level.
fn titles(page: &Document) -> Vec<String> {
    let first = page.blocks.iter().find_map(|block| match &block.content {
        Content::Heading { level: 1, text } => Some(text.clone()),
        _ => None,
    });
    let name = first
        .map(|text| text.rsplit([':', '\u{ff1a}']).next().unwrap_or_default().trim().to_owned());
    name.into_iter().filter(|name| names::is_operation(name)).collect()
}

/// `Garden Service:PaintFence` before the first section.
fn product_titles(page: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for block in page.blocks.iter().take(14) {
        match &block.content {
            Content::Text(text) => found.extend(text.lines().take(14).filter_map(product_title)),
            Content::Heading { text, .. } if section::of_heading(text).is_some() => break,
            Content::Heading { text, .. } => found.extend(product_title(text)),
            _ => break,
        }
    }
    found.truncate(1);
    found
}

fn product_title(line: &str) -> Option<String> {
    let (product, name) = line.trim().rsplit_once([':', '\u{ff1a}'])?;
    let name = name.trim().split([' ', '-', '_']).next().unwrap_or_default();
    let is_product = product.starts_with(|c: char| c.is_ascii_uppercase() || !c.is_ascii());
    (is_product && names::is_plainly_operation(name) && product.len() < 80).then(|| name.to_owned())
}

/// The common parameter `Action`, where a cell or a line of one is the name. In a table without
/// examples, also where a sentence has it.
fn action_rows(page: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for (example, text) in action_cells(page) {
        let lines = text.lines().map(plain).chain(example.clone());
        let mut named: Vec<String> =
            lines.filter(|text| names::is_plainly_operation(text)).collect();
        if named.is_empty() && example.is_none() {
            named = named_in(&text);
        }
        found.extend(named);
    }
    found
}

/// The common parameter `Action`, where a sentence has the name.
fn action_sentences(page: &Document) -> Vec<String> {
    action_cells(page).iter().flat_map(|(_, text)| named_in(text)).collect()
}

fn named_in(text: &str) -> Vec<String> {
    let words = plain(text);
    let words = words.split([' ', '.', ',', '\u{3002}', '\u{ff1a}']);
    words.filter(|word| is_value(word)).map(str::to_owned).collect()
}

/// Example, if the table has any, and description of the common parameter `Action`.
fn action_cells(page: &Document) -> Vec<(Option<String>, String)> {
    let mut found = Vec::new();
    for table in page.tables().filter(|table| table.is(Role::Parameters)) {
        let Some((_, columns)) = table.role() else { continue };
        let rows = table.rows.iter().filter(|row| row.plain(&columns, Column::Name) == "Action");
        found.extend(rows.filter(|_| columns.contains(&Column::Required)).map(|row| {
            let example = row.plain(&columns, Column::Example).to_owned();
            let text = row.raw(&columns, Column::Description).unwrap_or_default();
            (columns.contains(&Column::Example).then_some(example), text.to_owned())
        }));
    }
    found
}

/// The operation beside each action.
fn authorized(page: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for table in page.tables().filter(|table| table.is(Role::Authorization)) {
        let Some((_, columns)) = table.role() else { continue };
        found.extend(table.rows.iter().map(|row| row.plain(&columns, Column::Operation)));
    }
    found.retain(|name| names::is_operation(name));
    found
}

fn actions(page: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for table in page.tables().filter(|table| table.is(Role::Authorization)) {
        let Some((_, columns)) = table.role() else { continue };
        let actions = table.rows.iter().map(|row| row.plain(&columns, Column::Action));
        found.extend(actions.filter_map(|action| {
            let (_, name) = action.split_once(':')?;
            names::is_operation(name).then(|| name.to_owned())
        }));
    }
    found
}

/// `Action=PaintFence` in the samples of requests.
fn sample_requests(page: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for block in &page.blocks {
        let (Content::Text(text) | Content::Code { text, .. }) = &block.content else { continue };
        let text = plain(text);
        for (at, mark) in text.match_indices("Action=") {
            let begins = text.get(..at).is_none_or(|before| before.ends_with(['?', '&', ' ']));
            let value = text.get(at + mark.len()..).unwrap_or_default();
            let end = value.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(value.len());
            let name = value.get(..end).filter(|name| begins && names::is_plainly_operation(name));
            found.extend(name.map(str::to_owned));
        }
    }
    found
}

/// The first line of the text, where nothing but the title can stand above a page.
fn first_line(page: &Document) -> Vec<String> {
    let first = page.blocks.first().and_then(|block| match &block.content {
        Content::Text(text) => text.lines().map(str::trim).find(|line| !line.is_empty()),
        _ => None,
    });
    first.filter(|name| is_value(name)).map(str::to_owned).into_iter().collect()
}

/// `https://api.aliyun.com/api/Ecs/2014-05-26/PaintFence` or `...#product=Ecs&api=PaintFence&...`.
fn links(page: &Document) -> Vec<String> {
    let explorer = page.links.iter().filter(|link| {
        link.contains("://api.aliyun.com/") || link.contains("://api.alibabacloud.com/")
    });
    let name = explorer.filter_map(|link| {
        let name = match link.split_once("api=") {
            Some((_, name)) => name,
            None => link.split_once("/api/")?.1.splitn(3, '/').nth(2)?,
        };
        let name = name.split(['?', '&', '#', '/']).next().unwrap_or_default();
        names::is_plainly_operation(name).then(|| name.to_owned())
    });
    name.collect()
}

/// The name of an operation in a sentence: two words at least, and no abbreviation.
fn is_value(word: &str) -> bool {
    names::is_plainly_operation(word) && !word.contains("API")
}
