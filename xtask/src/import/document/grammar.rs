//! What a cell below each column looks like. A form without marks between its cells is divided
//! by these grammars, and every form is checked with them.

use super::column::{Column, keys};
use super::{marks, plain};
use crate::import::names;

/// Whether a cell can be in a column.
pub(crate) fn accepts(column: Column, cell: &str) -> bool {
    // Only a structure that is described elsewhere is a type with a link.
    let linked = if column == Column::Type { marks::only_link(cell) } else { None };
    if linked.is_some_and(|name| names::is_structure(&name)) {
        return true;
    }
    let cell = if column == Column::Name { bare(cell).0 } else { plain(&marks::unlink(cell)) };
    match column {
        Column::Name => is_name(&cell),
        Column::Position => {
            let cell = cell.to_ascii_lowercase();
            matches!(cell.as_str(), "query" | "body" | "header" | "path" | "formdata" | "host")
        }
        Column::Type => is_type(&cell),
        Column::Required => yes_or_no(&cell).is_some(),
        Column::Permission => may_call(&cell).is_some(),
        Column::Status => is_status(&cell),
        Column::Code => names::is_code(&cell),
        Column::Action => is_action(&cell),
        Column::Level => is_level(&cell),
        Column::Day => crate::import::dates::is_date(&cell),
        Column::Operation => names::is_plainly_operation(&cell),
        _ => true,
    }
}

/// Whether cells begin a row of these columns. A type may also be the structure that the parameter
/// itself is named after: `Fence.N`, `Fence`.
pub(crate) fn fits(columns: &[Column], cells: &[&str]) -> bool {
    let keys = keys(columns);
    let base = cells.first().map(|name| plain(name)).unwrap_or_default();
    let base = base.strip_suffix(".N").unwrap_or_default().to_owned();
    let structure = |column: Column, cell: &str| {
        column == Column::Type && !base.is_empty() && plain(cell) == base
    };
    let mut pairs = columns.iter().zip(cells).take(keys);
    cells.len() >= keys && pairs.all(|(c, cell)| accepts(*c, cell) || structure(*c, cell))
}

/// A name without the mark that newer pages put behind it, and whether it is there: `deprecated` as
/// code, or glued to the name by a copy.
pub(crate) fn bare(cell: &str) -> (String, bool) {
    let name = plain(&marks::unlink(cell));
    match name.strip_suffix("deprecated").map(str::trim_end) {
        Some(bare) if !bare.is_empty() && !bare.ends_with(['.', '_', '-']) => {
            (bare.to_owned(), true)
        }
        _ => (name, false),
    }
}

/// A name of a parameter or member; old pages mark nested members with `\u{2514}`.
pub(crate) fn is_name(cell: &str) -> bool {
    let name = cell.trim_start_matches('\u{2514}').trim_start();
    let is_type = TYPES.contains(&name);
    // A description of one word ends with a full stop.
    names::is_parameter(name)
        && !name.contains('-')
        && !name.ends_with('.')
        && name.len() <= names::LONGEST
        && !is_type
}

/// A type: `String`, `Array of Disk`, `array<object>`, or the name of a structure on the page.
pub(crate) fn is_type(cell: &str) -> bool {
    let lower = cell.to_ascii_lowercase();
    let of = lower.strip_prefix("array of ").or_else(|| lower.strip_prefix("list of "));
    let outer = lower.split('<').next().unwrap_or_default();
    TYPES.contains(&lower.as_str())
        || of.is_some_and(names::is_structure)
        || outer.len() < lower.len() && lower.ends_with('>') && TYPES.contains(&outer)
}

/// Whether a row of this name describes the items of a list: `Array of Fence`, or a list `Fences`.
pub(crate) fn is_item(list: &str, kind: &str, name: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    let item = kind.strip_prefix("array of ").or_else(|| kind.strip_prefix("list of "));
    let stem = name.strip_suffix('y').filter(|stem| !stem.is_empty());
    let plural = stem.map(|stem| format!("{stem}ies"));
    item.is_some_and(|item| item.eq_ignore_ascii_case(name))
        || matches!(kind.as_str(), "array" | "list")
            && (list == format!("{name}s")
                || list == format!("{name}es")
                || plural.is_some_and(|plural| list == plural))
}

/// Types that the vendor's pages give parameters and members.
pub(crate) const TYPES: [&str; 19] = [
    "string",
    "integer",
    "long",
    "int",
    "boolean",
    "bool",
    "array",
    "object",
    "number",
    "float",
    "double",
    "map",
    "any",
    "file",
    "list",
    "struct",
    "json",
    "repeatlist",
    "date",
];

/// Yes or no, in words of the vendor's pages.
pub(crate) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.trim_end_matches(['.', '\u{3002}']) {
        "Yes" | "yes" | "YES" | "\u{662f}" => Some(true),
        "No" | "no" | "NO" | "\u{5426}" => Some(false),
        _ => None,
    }
}

/// Whether a cell says that somebody may call an operation.
pub(crate) fn may_call(cell: &str) -> Option<bool> {
    match cell {
        "可以操作" => Some(true),
        "不可操作" => Some(false),
        _ => yes_or_no(cell),
    }
}

/// An HTTP status; one of the vendor's tables says `4003`.
pub(crate) fn is_status(cell: &str) -> bool {
    let digits = cell.bytes().all(|byte| byte.is_ascii_digit());
    let whole = cell.len() == 3 || cell.len() == 4 && !cell.ends_with('0');
    digits && whole && matches!(cell.as_bytes().first(), Some(b'2'..=b'5'))
}

/// `ecs:StopInstance`.
pub(crate) fn is_action(cell: &str) -> bool {
    cell.split_once(':').is_some_and(|(service, name)| {
        let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !service.is_empty() && service.chars().all(lower) && names::is_operation(name)
    })
}

/// Access levels of the vendor's authorization tables.
pub(crate) const LEVELS: [&str; 8] =
    ["create", "update", "delete", "get", "read", "list", "write", "none"];

pub(crate) fn is_level(cell: &str) -> bool {
    LEVELS.contains(&cell.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_a_neighbouring_column_is_noticed() {
        for (column, cell) in [
            (Column::Status, "FenceWet"),
            (Column::Status, "4000"),
            (Column::Code, "The fence is wet."),
            (Column::Type, "Yes"),
            (Column::Type, "FenceId"),
            (Column::Required, "String"),
            (Column::Name, "fence-1****"),
            (Column::Level, "none of them"),
            (Column::Day, "yesterday"),
        ] {
            assert!(!accepts(column, cell), "{column:?}: {cell}");
        }
        assert!(accepts(Column::Type, "Array of Fence") && accepts(Column::Type, "array<object>"));
        assert!(accepts(Column::Status, "4003") && accepts(Column::Name, "\u{2514}Fence.N.Id"));
    }
}
