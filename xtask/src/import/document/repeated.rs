//! Titles that stand twice.

use super::{Block, Content, plain};

/// Removes tables of nothing but the titles of the next one: where a table scrolls, its titles are
/// a table of their own.
pub(super) fn remove_titles(blocks: &mut Vec<Block>) {
    let titles = |block: &Block| match &block.content {
        Content::Table(table) => {
            let titles: Vec<String> = table.header.iter().map(|title| plain(title)).collect();
            Some((titles, table.rows.is_empty()))
        }
        _ => None,
    };
    let repeated = |pair: &[Block]| match pair {
        [one, next] => {
            titles(one).zip(titles(next)).is_some_and(|(one, next)| one.1 && one.0 == next.0)
        }
        _ => false,
    };
    let mut remove: Vec<bool> = blocks.windows(2).map(repeated).collect();
    remove.push(false);
    let mut remove = remove.into_iter();
    blocks.retain(|_| !remove.next().unwrap_or_default());
}
