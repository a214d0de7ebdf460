//! `const` checks whose message is a sentence: it names the operation, the situation, the code and
//! the source, which `assert!` in a `const` cannot.

use super::decide::{Decision, Verdict};
use super::situation::Aspect;
use super::table::Kind;

impl Decision {
    /// Stops the compiler when the call is not permitted.
    ///
    /// ```ignore
    /// const _: () = decide(Operation::StopInstance, LOCKED).must_be_permitted();
    /// ```
    ///
    /// # Panics
    /// When the verdict is not [`Verdict::Permitted`]; in a `const` that is a compile error.
    #[track_caller]
    pub const fn must_be_permitted(&self) {
        if !self.is_permitted() {
            panic!("{}", self.sentence().text());
        }
    }

    /// Stops the compiler when the call is not refused.
    ///
    /// # Panics
    /// When the verdict is not [`Verdict::Denied`]; in a `const` that is a compile error.
    #[track_caller]
    pub const fn must_be_denied(&self) {
        if !self.is_denied() {
            panic!("{}", self.sentence().text());
        }
    }

    const fn sentence(&self) -> Sentence {
        let mut out = Sentence::new();
        out = out.push("`").push(self.operation());
        out = out.push(match self.verdict() {
            Verdict::Permitted => "` is permitted",
            Verdict::PermittedWithHazard(_) => "` is permitted but has a hazard",
            Verdict::AcceptedButFails => "` is accepted but nothing happens",
            Verdict::Denied(_) => "` is refused",
            Verdict::DependsOnDisk(_) => "` is refused if the disk is in use, which is not known,",
            Verdict::Unstated => "` is a call of which no source says whether it works",
        });
        if let Some(aspect) = self.decisive() {
            out = out.push(" while ").push(self.situation().words(aspect));
        }
        let code = match self.code() {
            Some(code) => code,
            None => "",
        };
        let source = self.source_words(Sentence::new());
        if code.is_empty() && source.len == 0 {
            return out.push(self.way_out());
        }
        out = out.push(" (").push(code);
        if !code.is_empty() && source.len > 0 {
            out = out.push("; ");
        }
        out.push(source.text()).push(")").push(self.way_out())
    }

    const fn way_out(&self) -> &'static str {
        match (self.verdict(), self.decisive()) {
            (Verdict::Permitted, _) => "",
            (Verdict::PermittedWithHazard(_) | Verdict::AcceptedButFails, _) => {
                "; way out: if that is meant, send it with an acknowledgement"
            }
            (Verdict::Denied(_), Some(Aspect::SecurityLock)) => {
                "; way out: have the lock lifted first"
            }
            (Verdict::Denied(_), Some(Aspect::FinancialLock | Aspect::FinancialDisk)) => {
                "; way out: settle the payment first"
            }
            (Verdict::Denied(_), Some(Aspect::ManagedAccount)) => {
                "; way out: use a group of your own, or ask the service that manages this one"
            }
            (Verdict::Denied(_), _) => "; way out: change that first",
            (Verdict::DependsOnDisk(_), _) => {
                "; way out: if it is not in use, say so with `.disk(Disk::Other)`"
            }
            (Verdict::Unstated, _) => "; way out: check a situation that a source describes",
        }
    }

    const fn source_words(&self, out: Sentence) -> Sentence {
        let Some(entry) = self.deciding_entry() else {
            return out;
        };
        let sources = self.table().sources;
        if entry.source as usize >= sources.len() {
            return out;
        }
        let source = &sources[entry.source as usize];
        let title = match entry.kind {
            Kind::ErrorTable => "error table",
            Kind::OperationProse => "description",
            Kind::NotApplicable => "parameters",
            Kind::Curated | Kind::PageRow | Kind::PageDefault => source.title,
        };
        let out = out.push(title);
        if source.published.is_empty() { out } else { out.push(" ").push(source.published) }
    }
}

/// Text that a `const fn` can put together; what does not fit is left out.
struct Sentence {
    bytes: [u8; 400],
    len: usize,
}

impl Sentence {
    const fn new() -> Self {
        Self { bytes: [0; 400], len: 0 }
    }

    const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if self.len + text.len() > self.bytes.len() {
            return self;
        }
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    const fn text(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            // Only whole texts are ever pushed.
            Err(_) => "",
        }
    }
}
