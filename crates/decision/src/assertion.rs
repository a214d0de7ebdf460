//! `const` checks whose message is a sentence: it names the operation, the situation, the code and
//! the source, which `assert!` in a `const` cannot.

use aliyun_rpc_vocabulary::Verdict;

use crate::decide::Decision;

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
            panic!("{}", self.how_to_permit(self.sentence()).text());
        }
    }

    /// Stops the compiler when the call is not refused.
    ///
    /// # Panics
    /// When the verdict is not [`Verdict::Denied`]; in a `const` that is a compile error.
    #[track_caller]
    pub const fn must_be_denied(&self) {
        if !self.is_denied() {
            panic!("{}", self.how_to_deny(self.sentence()).text());
        }
    }

    const fn sentence(&self) -> Sentence {
        let mut out = Sentence::new().push("`").push(self.operation());
        let verdict = self.verdict();
        out = match verdict {
            Verdict::Unstated => out.push("`: no source says whether it works"),
            Verdict::Denied | Verdict::DependsOnDisk => out.push("` is refused"),
            Verdict::PermittedWithHazard => out.push("` is carried out"),
            _ => out.push("` is ").push(verdict.words()),
        };
        if let Some(aspect) = self.decisive() {
            let [words, state] = self.situation().words(aspect);
            out = out.push(" while ").push(words).push(state);
        }
        if matches!(verdict, Verdict::DependsOnDisk) {
            out = out.push(" if the disk is in use, and its usage is not known");
        }
        if let Some(hazard) = self.hazard() {
            out = out.push(", but ").push(hazard.words());
        }
        let code = match self.code() {
            Some(code) => code,
            None => "",
        };
        let source = self.source_words();
        if !code.is_empty() || source.len > 0 {
            let between = if code.is_empty() || source.len == 0 { "" } else { "; " };
            out = out.push(" (").push(code).push(between).push(source.text()).push(")");
        }
        out
    }

    const fn how_to_deny(&self, out: Sentence) -> Sentence {
        match self.verdict() {
            Verdict::Permitted => out.push(
                "; help: if that is what you want, expect it with `must_be_permitted()`, otherwise \
                 describe another situation",
            ),
            Verdict::DependsOnDisk => {
                self.how_to_permit(out).push(", otherwise `DiskUsage::InUse`")
            }
            Verdict::Unstated => self.how_to_permit(out),
            _ => out.push("; help: compare `verdict()` if that is the outcome you expect"),
        }
    }

    const fn how_to_permit(&self, out: Sentence) -> Sentence {
        match (self.verdict(), self.decisive()) {
            (Verdict::Permitted, _) | (Verdict::Denied, None) => out,
            (Verdict::PermittedWithHazard | Verdict::AcceptedButFails, _) => {
                out.push("; help: if that is what you want, send it with an acknowledgement")
            }
            (Verdict::Denied, Some(aspect)) => out.push("; help: ").push(aspect.remedy()),
            (Verdict::DependsOnDisk, _) => out.push(
                "; help: if the disk is not in use, say so with \
                 `.with_disk_usage(DiskUsage::NotInUse)`",
            ),
            (Verdict::Unstated, _) => {
                out.push("; help: ask about a situation that a source describes")
            }
        }
    }

    const fn source_words(&self) -> Sentence {
        let out = Sentence::new();
        let Some(entry) = self.cited_entry() else {
            return out;
        };
        let sources = self.table().sources;
        if entry.source as usize >= sources.len() {
            return out;
        }
        let source = &sources[entry.source as usize];
        let out = out.push(match entry.kind.title() {
            Some(title) => title,
            None => source.title,
        });
        if source.published.is_empty() { out } else { out.push(" ").push(source.published) }
    }
}

/// Text that a `const fn` can compose. What does not fit is left out.
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
