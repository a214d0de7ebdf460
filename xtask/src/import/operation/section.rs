//! The sections of an operation page, by their headings in English and Chinese.

use crate::import::document::{glued_status, is_status, plain, unlink};
use crate::import::names::is_plainly_code;

/// A section that has facts, or that ends another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Description,
    Debugging,
    Authorization,
    Request,
    Response,
    Examples,
    Errors,
    History,
}

/// Headings that no page uses as anything else, so that a bare line is one.
const TITLES: [(Section, &[&str]); 8] = [
    (Section::Description, &["operation description", "usage notes", "接口说明"]),
    (Section::Debugging, &["debugging", "try it now", "调试"]),
    (
        Section::Authorization,
        &["authorization information", "ram authorization", "授权信息", "ram授权", "ram 授权"],
    ),
    (Section::Request, &["request parameters", "请求参数"]),
    (
        Section::Response,
        &[
            "response parameters",
            "return parameters",
            "response elements",
            "返回参数",
            "返回数据",
            "响应参数",
        ],
    ),
    (Section::Examples, &["examples", "example", "示例"]),
    (Section::Errors, &["error codes", "errors", "错误码"]),
    (Section::History, &["change history", "release notes", "变更历史"]),
];

/// Headings that have to be marked as such.
const MARKED: [(Section, &[&str]); 6] = [
    (Section::Description, &["description", "描述", "说明", "precautions"]),
    (Section::Debugging, &["debug"]),
    (Section::Authorization, &["authorization"]),
    (Section::Request, &["request"]),
    (Section::Examples, &["sample requests", "sample responses"]),
    (Section::Errors, &["error code", "error messages", "错误信息"]),
];

/// The section that a bare line is the heading of.
pub(crate) fn of_title(line: &str) -> Option<Section> {
    // The longest title has 25 letters; indented lines are parts of something.
    if line.len() > 60 || line.starts_with([' ', '\t']) {
        return None;
    }
    named(&TITLES, &title(line))
}

/// The section that a marked heading begins.
pub(crate) fn of_heading(text: &str) -> Option<Section> {
    let text = title(text);
    named(&TITLES, &text).or_else(|| named(&MARKED, &text))
}

/// A title without the marks of links to it, which copies leave behind it.
fn title(text: &str) -> String {
    plain(text).trim_end_matches(['#', '\u{b6}', ' ']).to_lowercase()
}

fn named(titles: &[(Section, &[&str])], text: &str) -> Option<Section> {
    let (section, _) = titles.iter().find(|(_, titles)| titles.contains(&text))?;
    Some(*section)
}

/// Whether a line closes an error table: it says where more codes are listed.
pub(crate) fn closes_errors(line: &str) -> bool {
    // Nearly every line of a page is asked.
    let first = line.chars().find(|c| !c.is_whitespace() && !"[*_\\`".contains(*c));
    if !first.is_some_and(|c| "FfVvSsCc访查".contains(c)) {
        return false;
    }
    let line = plain(&unlink(line));
    let line = line.trim_start_matches('[').to_lowercase();
    line.starts_with("for a list of error codes")
        || line.starts_with("view error codes")
        || line.starts_with("see error codes")
        || line.starts_with("click here") && line.contains("error codes")
        || line.starts_with("查看本产品错误码")
        || line.starts_with("访问") && line.contains("错误")
}

/// Whether a line says that there are no errors but those that every operation has.
pub(crate) fn says_common(line: &str) -> bool {
    let line = plain(line).to_lowercase();
    line.contains("common error codes") || line.contains("公共错误码")
}

/// Whether a text says that a response has nothing but what every response has.
pub(crate) fn says_common_parameters(text: &str) -> bool {
    let text = plain(text).to_lowercase();
    let phrases = ["common", "public"].into_iter().flat_map(|which| {
        ["", "response ", "return ", "request "].map(|kind| format!("{which} {kind}parameter"))
    });
    phrases.into_iter().any(|phrase| text.contains(&phrase))
        || text.contains("公共返回参数")
        || text.contains("公共参数")
}

/// Whether a line is a row of an error table, or a cell of one: it has a status or an error code. A
/// word with capitals only, such as `YesNo`, may be anything outside of a table.
pub(crate) fn is_error_row(line: &str) -> bool {
    let is_code = |cell: &str| is_plainly_code(cell) && cell.contains(['.', '_']);
    line.split(['\t', '|'])
        .map(str::trim)
        .any(|cell| is_error(cell) || is_glued_error(cell) || is_code(cell))
}

/// Whether a text is the status of an error.
fn is_error(status: &str) -> bool {
    is_status(status) && status.starts_with(['4', '5'])
}

/// Whether a text begins with a status and a code that are glued together.
pub(crate) fn is_glued_error(text: &str) -> bool {
    glued_status(text.trim()).is_some_and(|(status, _)| is_error(status))
}
