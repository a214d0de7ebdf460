//! Sets of members of which a request needs one: the lines of [`Operation::checks`] with the mark
//! `?`.
//!
//! [`Operation::checks`]: super::Operation::checks

use std::fmt;

/// Sets of members, of which one must be there. `Display` writes the line and [`OneOf::of`] reads
/// it; `aliyun_rpc::check` documents its form and applies it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOf<'a> {
    /// The struct, or the list of structs, whose members they are; empty for the request itself.
    pub inside: &'a str,
    /// Where only some calls need one.
    pub when: Option<When<'a>>,
    /// Wire names, set by set.
    pub sets: Vec<Vec<&'a str>>,
}

/// A member beside the sets that a call has if it needs one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When<'a> {
    /// Its wire name.
    pub member: &'a str,
    /// The values with which it does; any value for none.
    pub values: Vec<&'a str>,
}

impl<'a> OneOf<'a> {
    /// Reads a line of checks; `None` for one with another mark.
    #[must_use]
    pub fn of(line: &'a str) -> Option<Self> {
        let rule = line.strip_prefix('?')?;
        let (inside, rest) = rule.split_once(':').unwrap_or(("", rule));
        let (when, sets) = match rest.split_once('>') {
            Some((when, sets)) => (Some(When::of(when)), sets),
            None => (None, rest),
        };
        let sets = sets.split(' ').map(|set| set.split('.').collect()).collect();
        Some(Self { inside, when, sets })
    }

    /// The path of a member that a set names.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        match self.inside {
            "" => name.to_owned(),
            inside => format!("{inside}.{name}"),
        }
    }
}

impl<'a> When<'a> {
    fn of(text: &'a str) -> Self {
        match text.split_once('=') {
            Some((member, values)) => Self { member, values: values.split('|').collect() },
            None => Self { member: text, values: Vec::new() },
        }
    }
}

impl fmt::Display for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("?")?;
        if !self.inside.is_empty() {
            write!(f, "{}:", self.inside)?;
        }
        match &self.when {
            Some(When { member, values }) if values.is_empty() => write!(f, "{member}>")?,
            Some(When { member, values }) => write!(f, "{member}={}>", values.join("|"))?,
            None => {}
        }
        let sets: Vec<String> = self.sets.iter().map(|set| set.join(".")).collect();
        f.write_str(&sets.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_is_written() {
        let of =
            |inside, when: Option<(&'static str, &[&'static str])>, sets: &[&[&'static str]]| {
                let when = when.map(|(member, values)| When { member, values: values.to_vec() });
                OneOf { inside, when, sets: sets.iter().map(|set| set.to_vec()).collect() }
            };
        for (line, meant) in [
            ("?A", of("", None, &[&["A"]])),
            ("?A.B C", of("", None, &[&["A", "B"], &["C"]])),
            ("?A:B C.D", of("A", None, &[&["B"], &["C", "D"]])),
            ("?D>B", of("", Some(("D", &[])), &[&["B"]])),
            ("?D=v|w>B C", of("", Some(("D", &["v", "w"])), &[&["B"], &["C"]])),
            ("?A:D=v>B", of("A", Some(("D", &["v"])), &[&["B"]])),
        ] {
            assert_eq!(OneOf::of(line).as_ref(), Some(&meant), "{line}");
            assert_eq!(meant.to_string(), line);
        }
        assert_eq!(OneOf::of("!A"), None);
    }
}
