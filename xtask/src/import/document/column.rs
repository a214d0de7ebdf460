//! The titles of columns, in English and Chinese, and what they say about a table.

use super::plain;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// Name of a parameter or response member.
    Name,
    /// Where a parameter is sent in the request.
    Position,
    /// Type of a parameter.
    Type,
    /// Whether a parameter is required.
    Required,
    /// An example value.
    Example,
    /// Prose.
    Description,
    /// HTTP status.
    Status,
    /// Error code.
    Code,
    /// Error message.
    Message,
    /// Action of an authorization table, `ecs:StopInstance`.
    Action,
    /// Access level.
    Level,
    /// Resource types and their patterns.
    Resources,
    /// Condition keys.
    Conditions,
    /// Further operations that a caller needs.
    Associated,
    /// Day of a change.
    Day,
    /// What changed.
    Summary,
    /// A link.
    Details,
    /// Name of an operation.
    Operation,
    /// What happens to a call.
    Effect,
    /// Who may call.
    Permission,
    /// The title is not known.
    Unknown,
}

impl Column {
    /// Whether a cell may be empty, and one at the end of its row be left out.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Description | Self::Example | Self::Message | Self::Details)
    }
}

/// What a table is about, judged by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Parameters of a request or members of a response.
    Parameters,
    /// Errors.
    Errors,
    /// Who needs which permission.
    Authorization,
    /// Change history.
    History,
    /// What happens to each operation, or who may call it.
    Operations,
}

const NAME: &[&str] =
    &["parameter", "name", "parameter name", "element", "名称", "参数", "参数名称", "参数名"];
const POSITION: &[&str] = &["position", "位置"];
const TYPE: &[&str] = &["type", "data type", "类型", "数据类型"];
const REQUIRED: &[&str] =
    &["required", "mandatory", "必填", "必选", "是否必填", "是否必选", "是否必须", "是否必需"];
const EXAMPLE: &[&str] = &["example", "example value", "sample value", "示例值", "示例"];
const DESCRIPTION: &[&str] = &["description", "meaning", "note", "描述", "说明"];
// One of the vendor's pages has a misspelt title.
const STATUS: &[&str] = &[
    "http status code",
    "http stauts code",
    "httpcode",
    "http code",
    "http",
    "http 状态码",
    "http状态码",
    "状态码",
];
const CODE: &[&str] = &["error code", "error codes", "错误码", "错误代码"];
const MESSAGE: &[&str] =
    &["error message", "error messages", "error information", "错误信息", "错误消息"];
const ACTION: &[&str] = &["operation", "action", "操作"];
const LEVEL: &[&str] = &["access level", "访问级别"];
const RESOURCES: &[&str] = &["resource type", "资源类型"];
const CONDITIONS: &[&str] = &["condition key", "条件关键字"];
const ASSOCIATED: &[&str] = &["associated operation", "dependent action", "关联操作"];
const API: &[&str] = &["api"];
const DAY: &[&str] = &["change time", "变更时间"];
const SUMMARY: &[&str] = &["summary of changes", "变更内容概要", "变更内容"];
const DETAILS: &[&str] = &["operation", "操作"];
const OPERATION: &[&str] =
    &["api", "operation", "actions", "api operation", "interface", "接口", "api名称"];
const PURPOSE: &[&str] = &["api", "operation", "api operation", "description", "操作", "描述"];
const EFFECT: &[&str] = &["behavior", "impact", "行为", "影响", "结果", "api行为", "受影响情况"];

/// A column and what it is called.
type Titles = (Column, &'static [&'static str]);

/// The columns that a table of each role can have, in an order that settles titles of two meanings.
const ROLES: [(Role, &[Titles]); 5] = [
    (
        Role::Parameters,
        &[
            (Column::Name, NAME),
            (Column::Position, POSITION),
            (Column::Type, TYPE),
            (Column::Required, REQUIRED),
            (Column::Example, EXAMPLE),
            (Column::Description, DESCRIPTION),
        ],
    ),
    (
        Role::Errors,
        &[
            (Column::Status, STATUS),
            (Column::Code, CODE),
            (Column::Message, MESSAGE),
            (Column::Description, DESCRIPTION),
        ],
    ),
    (
        Role::Authorization,
        &[
            (Column::Action, ACTION),
            (Column::Operation, API),
            (Column::Level, LEVEL),
            (Column::Resources, RESOURCES),
            (Column::Conditions, CONDITIONS),
            (Column::Associated, ASSOCIATED),
        ],
    ),
    (Role::History, &[(Column::Day, DAY), (Column::Summary, SUMMARY), (Column::Details, DETAILS)]),
    (
        Role::Operations,
        &[
            (Column::Operation, OPERATION),
            (Column::Effect, EFFECT),
            (Column::Permission, &[]),
            (Column::Description, PURPOSE),
        ],
    ),
];

/// A title without its marks, in lower case.
fn title(cell: &str) -> String {
    plain(cell).trim_end_matches(['?', ':', '\u{ff1a}']).trim().to_lowercase()
}

fn is_titled(column: Column, titles: &[&str], title: &str) -> bool {
    match column {
        Column::Effect => titles.contains(&title) || is_payment(title),
        Column::Permission => is_permission(title),
        _ => titles.contains(&title),
    }
}

/// A column of an overdue-payments page: `Instance for which overdue payments are generated`,
/// `Disk Payment Overdue`, `Disk Normal`.
fn is_payment(title: &str) -> bool {
    let begins = |resources: &[&str]| resources.iter().any(|one| title.starts_with(one));
    let english = title.contains("overdue") || title.ends_with(" normal");
    let chinese = title.ends_with("欠费") || title.ends_with("正常");
    begins(&["instance", "disk"]) && english || begins(&["实例", "磁盘", "云盘"]) && chinese
}

/// A column of the managed-groups page: `Can be performed by your Alibaba Cloud account`; Chinese
/// pages name the account and the service only.
fn is_permission(title: &str) -> bool {
    let chinese = title.ends_with("阿里云账号") || title.ends_with("云产品系统");
    title.contains("performed by") || chinese
}

/// The role of a table with this header, and what its columns hold.
pub(crate) fn role(header: &[String]) -> Option<(Role, Vec<Column>)> {
    let titles: Vec<String> = header.iter().map(|cell| title(cell)).collect();
    ROLES.iter().find_map(|(role, known)| {
        let columns = columns(known, &titles)?;
        let is_it = match role {
            Role::Parameters => columns.contains(&Column::Type),
            Role::Errors => {
                let has = |column| columns.contains(&column);
                columns.len() > 2 && has(Column::Status) && has(Column::Code)
            }
            // Only some editions name the operation beside its action.
            Role::Authorization => known
                .iter()
                .all(|(column, _)| *column == Column::Operation || columns.contains(column)),
            Role::History => columns.get(1) == Some(&known[1].0),
            Role::Operations => columns.iter().skip(1).any(|one| *one != Column::Description),
        };
        is_it.then_some((*role, columns))
    })
}

/// The columns of these titles; none when the first is not that of the role, or one stands twice.
fn columns(known: &[Titles], titles: &[String]) -> Option<Vec<Column>> {
    let mut columns = Vec::new();
    for (at, title) in titles.iter().enumerate() {
        let fits = |(column, of): &&Titles| {
            is_titled(*column, of, title) && (repeats(*column) || !columns.contains(column))
        };
        let (column, _) = known.iter().find(fits).copied().unwrap_or((Column::Unknown, &[]));
        // Old pages begin their error tables with the code.
        if at == 0 && column != known[0].0 && column != Column::Code {
            return None;
        }
        columns.push(column);
    }
    Some(columns)
}

/// Whether a table can have several such columns.
fn repeats(column: Column) -> bool {
    matches!(column, Column::Effect | Column::Permission)
}

/// How many of these pieces, one below the other, are the titles of one table; none when they are
/// not a header. The first row begins behind the titles that the role knows.
pub(crate) fn header<'t>(pieces: impl Iterator<Item = &'t str>) -> Option<Vec<String>> {
    let mut pieces = pieces.peekable();
    // Nearly every line of a page is asked, so the first title decides before all else.
    let first = pieces.peek().filter(|first| first.len() < 80).map(|first| title(first))?;
    if !ROLES.iter().any(|(_, known)| known[0].1.contains(&first.as_str()))
        && !CODE.contains(&first.as_str())
    {
        return None;
    }
    let pieces: Vec<String> = pieces.take(9).map(str::to_owned).collect();
    let longest = ROLES.iter().filter_map(|(role_of, known)| {
        let mut taken: Vec<Column> = Vec::new();
        for piece in &pieces {
            let title = title(piece);
            let fits = |(column, of): &&Titles| {
                is_titled(*column, of, &title) && (repeats(*column) || !taken.contains(column))
            };
            match known.iter().find(fits) {
                Some((column, _)) => taken.push(*column),
                None => break,
            }
        }
        let header = pieces.get(..taken.len())?;
        (role(header)?.0 == *role_of).then(|| header.to_vec())
    });
    longest.max_by_key(Vec::len)
}

/// The titles that a text consists of when nothing, or only blanks, stands between them.
pub(crate) fn glued_header(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let first = line.chars().next()?;
    if line.len() > 300 || !first.is_ascii_uppercase() && first.is_ascii() {
        return None;
    }
    let lower = line.to_lowercase();
    let cased = if lower.len() == line.len() { line } else { lower.as_str() };
    ROLES.iter().find_map(|(role_of, known)| {
        let mut rest = lower.as_str();
        let mut header: Vec<String> = Vec::new();
        while !rest.is_empty() {
            let titles = known.iter().flat_map(|(_, titles)| titles.iter());
            let fitting = titles.filter(|title| rest.starts_with(**title));
            let title = fitting.max_by_key(|title| title.len())?;
            let at = lower.len() - rest.len();
            header.push(cased.get(at..at + title.len())?.to_owned());
            rest = rest.get(title.len()..)?.trim_start();
        }
        (header.len() > 1 && role(&header)?.0 == *role_of).then_some(header)
    })
}

/// How many columns from the first on tell a row from the rest of a cell: up to the last that has a
/// grammar of its own.
pub(crate) fn keys(columns: &[Column]) -> usize {
    let closed = |column: &Column| {
        matches!(
            column,
            Column::Name
                | Column::Position
                | Column::Type
                | Column::Required
                | Column::Status
                | Column::Code
                | Column::Action
                | Column::Level
                | Column::Day
                | Column::Operation
        )
    };
    columns.iter().rposition(closed).map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    const AUTHORIZATION: [&str; 5] =
        ["Operation", "Access level", "Resource type", "Condition key", "Associated operation"];

    #[test]
    fn a_header_tells_what_its_table_is_about_in_both_languages() {
        for (header, role_of) in [
            (&["Parameter", "Type", "Required?", "Example value"][..], Role::Parameters),
            (&["**名称**", "**类型**", "**必填**", "**描述**"], Role::Parameters),
            (&["HttpCode", "Error code", "Error message", "Meaning"], Role::Errors),
            (&["HTTP status code", "错误码", "错误信息", "描述"], Role::Errors),
            (&AUTHORIZATION, Role::Authorization),
            (&["Change time", "Summary of changes", "Operation"], Role::History),
            (&["Operation", "Impact"], Role::Operations),
            (&["接口", "行为"], Role::Operations),
            (&["Interface", "Disk Payment Overdue", "Disk Normal"], Role::Operations),
        ] {
            let (found, columns) = role(&strings(header)).unwrap();
            assert_eq!(found, role_of, "{header:?}");
            assert!(!columns.contains(&Column::Unknown), "{header:?}: {columns:?}");
        }
        assert_eq!(role(&strings(&["Colour", "Type"])), None);
    }

    #[test]
    fn titles_one_below_the_other_end_where_the_first_row_begins() {
        let pieces = ["Parameter", "Type", "Description", "Example", "Description", "string"];
        assert_eq!(header(pieces.into_iter()).unwrap().len(), 4);
        assert_eq!(header(["Description", "Paints."].into_iter()), None);
        assert_eq!(glued_header("ParameterTypeRequiredDescriptionExample").unwrap().len(), 5);
        assert_eq!(glued_header("\u{63a5}\u{53e3} \u{884c}\u{4e3a}").unwrap().len(), 2);
        assert_eq!(glued_header("Parameters of a type"), None);
    }
}
