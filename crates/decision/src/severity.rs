//! How strict decisions are. Every comparison of two decisions uses this.

use aliyun_rpc_vocabulary::{Agreement, Verdict};

use crate::decide::Decision;

/// How strict a decision is; the greater is the stricter.
///
/// The [`Verdict`] counts first. Of two refusals, one whose code is known is stricter, then the
/// less disputed one, because one refusal is enough. Of two equal verdicts that are not refusals,
/// the more disputed one is stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Severity(u8);

impl Severity {
    /// Less than every other.
    pub(crate) const NOTHING: Self = Self(0);

    /// One number, which is computed and compared without branches: over mixed calls, branches
    /// cannot be predicted and take a third of the time of a decision.
    pub(crate) const fn new(verdict: Verdict, disputed: Agreement, has_code: bool) -> Self {
        const LEVELS: u8 = Agreement::ALL.len() as u8;
        let disputed = disputed as u8;
        let among_equals = if verdict.is_refusal() {
            has_code as u8 * LEVELS + (LEVELS - 1 - disputed)
        } else {
            disputed
        };
        Self(1 + verdict as u8 * 2 * LEVELS + among_equals)
    }

    pub(crate) const fn exceeds(self, other: Self) -> bool {
        self.0 > other.0
    }
}

impl Decision {
    /// How strict the decision is. A deciding statement that was restored from a page that had lost
    /// words counts as disputed, as for [`Decision::is_certain`].
    #[must_use]
    pub const fn severity(&self) -> Severity {
        Severity::new(self.verdict(), self.disputed(), self.code().is_some())
    }

    /// The stricter of two decisions; this one if they are equally strict.
    pub const fn stricter(self, other: Self) -> Self {
        if other.severity().exceeds(self.severity()) { other } else { self }
    }
}
