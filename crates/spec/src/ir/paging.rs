//! How the list of an operation comes in pages.

use serde::{Deserialize, Serialize};

use super::{Type, is_false};

/// How a list operation is paged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paging {
    /// How the pages are told apart.
    pub style: PageStyle,
    /// The most items that a page can hold; 0 where no document says so.
    #[serde(default, skip_serializing_if = "is_zero_u32")]
    pub size: u32,
    /// Takes `MaxResults`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub max_results: bool,
    /// The list of items in the reply. `None` if no single list holds them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Items>,
}

/// The list that the pages of an operation are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Items {
    /// Rust names from the reply to the list.
    pub path: Vec<String>,
    /// Type of one item.
    #[serde(rename = "type")]
    pub ty: Type,
}

fn is_zero_u32(value: &u32) -> bool {
    *value == 0
}

/// How the pages of a list are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageStyle {
    /// `PageNumber` and `PageSize`.
    Number,
    /// `NextToken`.
    Token,
    /// Both; the vendor is moving to the token.
    Both,
}
