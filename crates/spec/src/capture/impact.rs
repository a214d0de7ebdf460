//! Pages on what a lock or a managing service does to each operation.

use aliyun_rpc_vocabulary::{Aspect, Says};
use serde::{Deserialize, Serialize};

use super::{CrossedCell, is_false};

/// A page on what a lock does to each operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactPage {
    /// The lock of an instance that the page is about.
    pub condition: Aspect,
    /// What the page says of operations it does not list.
    pub default: Option<Says>,
    /// The capture shows only the first rows of the table.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partial: bool,
    /// Rows in the order of the page.
    pub rows: Vec<ImpactRow>,
    /// Cells of a page that tells instance and disk apart. Such a page has no `rows`: what it says
    /// of one resource depends on the other one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crossed: Vec<CrossedCell>,
}

impl ImpactPage {
    /// The operations of all rows, in the order of the page; some occur several times.
    pub fn operations(&self) -> impl Iterator<Item = &String> {
        let crossed = self.crossed.iter().map(|cell| &cell.operation);
        self.rows.iter().map(|row| &row.operation).chain(crossed)
    }
}

/// Which resource carries the lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The instance.
    #[default]
    Instance,
    /// The disk.
    Disk,
}

/// One row of an impact page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactRow {
    /// Operation name.
    pub operation: String,
    /// Which resource carries the lock.
    #[serde(default)]
    pub subject: Subject,
    /// What happens; null when the cell was lost or cut before it said so.
    pub effect: Option<Says>,
    /// Error code, when the row names one.
    pub code: Option<String>,
    /// How much of the cell the capture holds.
    pub quality: Quality,
    /// Line of the row in the original, from 1.
    pub line: u32,
}

/// How much of a cell a capture holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// All of it.
    Complete,
    /// It was lost or breaks off.
    Truncated,
}

/// The page on managed security groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedPage {
    /// The code that a refused call gets.
    pub code: Option<String>,
    /// Rows in the order of the page.
    pub rows: Vec<ManagedRow>,
}

/// One row of the managed-groups page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedRow {
    /// Operation name.
    pub operation: String,
    /// The customer's account may call it.
    pub account: bool,
    /// The managing cloud service may call it.
    pub service: bool,
    /// Line of the row in the original, from 1.
    pub line: u32,
}
