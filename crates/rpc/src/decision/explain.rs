//! A decision as one line (`Display`), as a paragraph with all evidence, and as JSON.

use std::fmt::{self, Write as _};

use super::decide::{Decision, Verdict};
use super::situation::{Aspect, Situation};
use super::state::Disk;
use super::table::{Evidence, Kind, Says};

/// `DetachDisk: denied, InstanceLockedForSecurity (lock page 2026-06-20; error table 2024-06-24
/// agrees)`: the verdict, who decided, one more source that agrees and every source that does not.
impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation(), Words(self.verdict()))?;
        let mut all = self.evidence().filter(|one| Some(one.aspect()) == self.decisive());
        let Some(first) = all.next() else {
            return Ok(());
        };
        write!(f, " ({}", Cited(first))?;
        let rest: Vec<Evidence> = all.collect();
        if let Some(agrees) = witness(self, &rest) {
            write!(f, "; {} agrees", Cited(agrees))?;
        }
        let mut shown: Vec<String> = Vec::new();
        for one in &rest {
            let cited = Cited(*one).to_string();
            if attitude(self, one) == Attitude::Against && !shown.contains(&cited) {
                match (one.says(), one.code()) {
                    (Some(Says::ListsCode), Some(code)) => write!(f, "; {cited} lists {code}")?,
                    (Some(Says::Requires(states)), _) => {
                        write!(f, "; {cited} requires {states}")?;
                    }
                    (says, _) => write!(f, "; {cited} says {}", says.map_or("", Says::words))?,
                }
                shown.push(cited);
            }
        }
        f.write_str(")")
    }
}

/// The agreeing source worth naming: the operation's own error table, else its description.
fn witness(decision: &Decision, rest: &[Evidence]) -> Option<Evidence> {
    let agrees = |kind| {
        rest.iter()
            .find(|one| one.kind() == kind && attitude(decision, one) == Attitude::For)
            .copied()
    };
    agrees(Kind::ErrorTable).or_else(|| agrees(Kind::OperationProse))
}

/// Where a statement stands towards a decision.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attitude {
    For,
    Against,
    Silent,
}

fn attitude(decision: &Decision, one: &Evidence) -> Attitude {
    let Some(says) = one.says() else {
        return Attitude::Silent;
    };
    let in_use = decision.situation().state_of_disk();
    let refused = match says {
        Says::Unaffected => Some(false),
        Says::Denied => Some(true),
        // A table lists a code for the case that it applies, which a state may decide.
        Says::ListsCode => match decision.verdict() {
            Verdict::Permitted if in_use == Disk::Other || one.aspect().is_condition() => None,
            _ => Some(true),
        },
        Says::Requires(states) => Some(!decision.situation().is_in(states)),
        Says::DeniedWhenDiskInUse => match in_use {
            Disk::InUse => Some(true),
            Disk::Other => Some(false),
            Disk::Unknown => {
                return match decision.verdict() {
                    Verdict::DependsOnDisk(_) => Attitude::For,
                    _ => Attitude::Against,
                };
            }
        },
        Says::AcceptedButFails | Says::ReleasesDisks | Says::ListsNoCode => None,
    };
    let same = |yes| if yes { Attitude::For } else { Attitude::Against };
    match (decision.verdict(), refused, says) {
        (Verdict::AcceptedButFails, _, Says::AcceptedButFails) => Attitude::For,
        (Verdict::PermittedWithHazard(_), _, Says::ReleasesDisks) => Attitude::For,
        (_, None, Says::AcceptedButFails) => Attitude::Against,
        (_, None, _) | (Verdict::Unstated, _, _) => Attitude::Silent,
        (Verdict::Permitted | Verdict::PermittedWithHazard(_), Some(refused), _) => same(!refused),
        (Verdict::AcceptedButFails, Some(_), _) => Attitude::Against,
        (Verdict::Denied(_), Some(refused), _) => same(refused),
        // A statement without the condition is neither the whole truth nor a lie.
        (Verdict::DependsOnDisk(_), Some(refused), _) => {
            if refused && one.kind() != Kind::PageRow {
                Attitude::For
            } else {
                Attitude::Against
            }
        }
    }
}

/// A verdict in words.
struct Words(Verdict);

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = |code: Option<&'static str>| code.unwrap_or("code not documented");
        match self.0 {
            Verdict::Permitted => f.write_str("permitted"),
            Verdict::PermittedWithHazard(hazard) => {
                write!(f, "permitted with a hazard, {}", hazard.words())
            }
            Verdict::AcceptedButFails => f.write_str("accepted without an error but fails"),
            Verdict::Denied(known) => write!(f, "denied, {}", code(known)),
            Verdict::DependsOnDisk(known) => {
                write!(f, "depends on the disk, denied while it is in use, {}", code(known))
            }
            Verdict::Unstated => f.write_str("unstated, no source says what will happen"),
        }
    }
}

/// How a message names the source of a statement: `lock page 2026-06-20`.
struct Cited(Evidence);

impl fmt::Display for Cited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (title, published) = self
            .0
            .source()
            .map_or(("unknown source", ""), |source| (source.title, source.published));
        match self.0.kind() {
            Kind::ErrorTable => f.write_str("error table")?,
            Kind::OperationProse => f.write_str("description")?,
            Kind::NotApplicable => f.write_str("parameters")?,
            Kind::PageDefault => write!(f, "{title} default")?,
            Kind::Curated if !published.is_empty() => write!(f, "restored {title}")?,
            Kind::Curated | Kind::PageRow => f.write_str(title)?,
        }
        if !published.is_empty() {
            write!(f, " {published}")?;
        }
        Ok(())
    }
}

/// What the documents say in one statement, in words.
struct Statement<'a>(&'a Evidence);

impl fmt::Display for Statement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.kind(), self.0.says()) {
            (Kind::NotApplicable, _) => f.write_str("reach no such resource"),
            (Kind::PageDefault, Some(Says::Unaffected)) => {
                f.write_str("what is not listed works as usual")
            }
            (_, Some(Says::Requires(states))) => write!(f, "requires {states}"),
            (_, Some(says)) => f.write_str(says.words()),
            (_, None) => f.write_str("the words were lost"),
        }
    }
}

impl Decision {
    /// Several lines: the decision, the situation, and every statement with its source, line and
    /// address.
    #[must_use]
    pub fn explain(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_explanation(&mut out);
        out
    }

    fn write_explanation(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "{}: {}", self.operation(), Words(self.verdict()))?;
        writeln!(out, "  situation: {}", Situated(self.situation()))?;
        writeln!(out, "  agreement: {}", self.agreement().name())?;
        let mut any = false;
        for one in self.evidence() {
            any = true;
            write!(out, "  - {}", Cited(one))?;
            if let Some(line) = one.line() {
                write!(out, ", line {line}")?;
            }
            write!(out, ": {}", Statement(&one))?;
            if let Some(code) = one.code() {
                write!(out, ", {code}")?;
            }
            if one.is_truncated() {
                out.push_str(" (the capture is cut)");
            }
            if let Some(reason) = one.reason() {
                write!(out, "; {reason}")?;
            }
            write!(out, " [{}, {}]", one.aspect().name(), one.kind().name())?;
            match one.source() {
                Some(source) if !source.url.is_empty() => writeln!(out, " {}", source.url)?,
                _ => out.push('\n'),
            }
        }
        if !any {
            out.push_str("  no source speaks about this situation\n");
        }
        Ok(())
    }

    /// One JSON object with operation, situation, verdict, code, agreement and evidence.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::from("{");
        member(&mut out, "operation", Some(self.operation()));
        out.push_str(",\"situation\":");
        list(
            &mut out,
            Aspect::ALL.iter().filter(|one| self.situation().holds(**one)),
            |out, one| {
                quote(out, one.name());
            },
        );
        out.push(',');
        member(&mut out, "disk", Some(disk_name(self.situation().state_of_disk())));
        out.push(',');
        member(&mut out, "instance_status", Some(self.situation().status_of_instance().name()));
        out.push(',');
        member(&mut out, "group_type", Some(self.situation().type_of_group().name()));
        out.push(',');
        member(&mut out, "verdict", Some(self.verdict().name()));
        out.push(',');
        member(&mut out, "code", self.code());
        out.push(',');
        let hazard = match self.verdict() {
            Verdict::PermittedWithHazard(hazard) => Some(hazard.name()),
            _ => None,
        };
        member(&mut out, "hazard", hazard);
        out.push(',');
        member(&mut out, "agreement", Some(self.agreement().name()));
        let _ = write!(out, ",\"certain\":{},\"evidence\":", self.is_certain());
        list(&mut out, self.evidence(), |out, one| evidence(out, &one));
        out.push('}');
        out
    }
}

fn evidence(out: &mut String, one: &Evidence) {
    out.push('{');
    member(out, "about", Some(one.aspect().name()));
    for (key, value) in [
        ("source", one.source().map(|source| source.id)),
        ("published", one.source().map(|source| source.published).filter(|date| !date.is_empty())),
        ("url", one.source().map(|source| source.url).filter(|url| !url.is_empty())),
        ("kind", Some(one.kind().name())),
        ("says", one.says().map(Says::name)),
        ("code", one.code()),
        ("reason", one.reason()),
    ] {
        out.push(',');
        member(out, key, value);
    }
    out.push_str(",\"requires\":");
    match one.says() {
        Some(Says::Requires(states)) => list(out, states.names(), quote),
        _ => out.push_str("null"),
    }
    let _ = write!(out, ",\"truncated\":{}", one.is_truncated());
    let line = one.line().map_or_else(|| "null".to_owned(), |line| line.to_string());
    let _ = write!(out, ",\"line\":{line}}}");
}

fn list<T>(out: &mut String, items: impl Iterator<Item = T>, show: impl Fn(&mut String, T)) {
    out.push('[');
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(',');
        }
        show(out, item);
    }
    out.push(']');
}

fn member(out: &mut String, key: &str, value: Option<&str>) {
    quote(out, key);
    out.push(':');
    match value {
        Some(text) => quote(out, text),
        None => out.push_str("null"),
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if u32::from(other) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

const fn disk_name(disk: Disk) -> &'static str {
    match disk {
        Disk::Unknown => "unknown",
        Disk::InUse => "in-use",
        Disk::Other => "other",
    }
}

/// A situation in words.
struct Situated(Situation);

impl fmt::Display for Situated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = false;
        let mut say = |f: &mut fmt::Formatter<'_>, words: &str| {
            let separator = if said { ", " } else { "" };
            said = true;
            write!(f, "{separator}{words}")
        };
        for aspect in Aspect::ALL.into_iter().filter(|aspect| self.0.holds(*aspect)) {
            say(f, self.0.words(aspect))?;
        }
        if self.0.is_undocumented() {
            say(f, "the instance is locked for another reason")?;
        }
        match self.0.state_of_disk() {
            Disk::InUse => say(f, "the disk is in use")?,
            Disk::Other => say(f, "the disk is not in use")?,
            Disk::Unknown => {}
        }
        if said {
            Ok(())
        } else {
            f.write_str("nothing is locked and no service manages the group")
        }
    }
}
