//! Error codes against checks: a code like `MissingParameter.Zone` says that the service refuses a
//! call without `Zone`, so something must demand it, or an `[[unchecked]]` entry says why nothing
//! does.

use std::collections::BTreeSet;

use aliyun_rpc_spec::ir::{OneOf, Operation};

use super::operation::is_region;
use super::raw::RawField;
use crate::curated::{File, Requests};
use crate::problems::Problems;
use crate::regen::model;

/// The facts of a product against which its operations are compared.
pub(super) struct Missing<'a> {
    requests: &'a File<Requests>,
    /// Operations and codes that an entry leaves unchecked.
    left: BTreeSet<(String, String)>,
}

impl<'a> Missing<'a> {
    pub(super) fn new(requests: &'a File<Requests>) -> Self {
        Self { requests, left: BTreeSet::new() }
    }

    /// Reports the codes of an operation for members that nothing demands.
    pub(super) fn check(
        &mut self,
        operation: &Operation,
        merged: &model::Operation,
        parameters: &[RawField],
        problems: &mut Problems,
    ) {
        let mut members = Vec::new();
        collect(parameters, "", operation.region, &mut members);
        let demanded = demanded(&operation.checks);
        let rows = merged.errors.iter().map(|row| row.code.as_str());
        for code in rows.collect::<BTreeSet<_>>() {
            let missed = missed(code, &members, &demanded);
            if missed.is_empty() {
                continue;
            }
            if self.is_left(&operation.name, code) {
                self.left.insert((operation.name.clone(), code.to_owned()));
                continue;
            }
            let message = format!(
                "`{code}` refuses a call without `{}`, and nothing demands that",
                missed.join("` or `")
            );
            let help =
                "add it to [[alternatives]] or [[one_of]], or to [[unchecked]] with the reason";
            let place = format!("one_of of {}", operation.name);
            problems.report(self.requests.problem(place, message).help(help));
        }
    }

    fn is_left(&self, operation: &str, code: &str) -> bool {
        let has = |texts: &[String], text: &str| texts.iter().any(|one| one == text);
        let mut entries = self.requests.unchecked.iter();
        entries.any(|entry| has(&entry.operations, operation) && has(&entry.codes, code))
    }

    /// Reports entries about codes that are checked or that no operation has.
    pub(super) fn unused(&self, problems: &mut Problems) {
        for entry in &self.requests.unchecked {
            for operation in &entry.operations {
                for code in &entry.codes {
                    if !self.left.contains(&(operation.clone(), code.clone())) {
                        let place = format!("unchecked {code} of {operation}");
                        let why =
                            "the operation has no such code, or something demands what it names";
                        problems.report(self.requests.stale(place, why));
                    }
                }
            }
        }
    }
}

/// A member at any depth, and whether it is sent in any case.
struct Member {
    path: String,
    sent: bool,
}

fn collect(fields: &[RawField], parent: &str, region: bool, members: &mut Vec<Member>) {
    for field in fields {
        let path = match parent {
            "" => field.wire.clone(),
            parent => format!("{parent}.{}", field.wire),
        };
        let sent = field.required || (region && is_region(&path));
        collect(field.ty.members().unwrap_or_default(), &path, region, members);
        members.push(Member { path, sent });
    }
}

/// The paths that checks demand, always or under a condition.
fn demanded(checks: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in checks {
        if let Some(path) = line.strip_prefix(['!', '+']) {
            found.insert(path.to_owned());
        }
        let Some(rule) = OneOf::of(line) else { continue };
        found.extend(rule.sets.iter().flatten().map(|name| rule.path(name)));
    }
    found
}

/// Names that are shorter are parts of many others.
const SHORTEST: usize = 4;

/// The members that a code is about, if no one of them is demanded.
fn missed<'a>(code: &str, members: &'a [Member], demanded: &BTreeSet<String>) -> Vec<&'a str> {
    let Some(name) = named(code) else { return Vec::new() };
    let names: Vec<String> = either(&name).into_iter().map(spelling).collect();
    let is_meant = |member: &&Member| {
        let ends = member.path.match_indices('.').map(|(at, _)| &member.path[at + 1..]);
        ends.chain([member.path.as_str()]).any(|end| names.contains(&spelling(end)))
    };
    let mut meant: Vec<&Member> = members.iter().filter(is_meant).collect();
    if meant.is_empty() {
        // The code can say what the member belongs to, or only how the names of several begin.
        let is_about = |member: &&Member| {
            let member = spelling(&member.path);
            let is_long = |name: &str| name.len() >= SHORTEST;
            let alike = |name: &String| {
                is_long(&member) && name.ends_with(&member)
                    || is_long(name) && member.starts_with(name.as_str())
            };
            names.iter().any(alike)
        };
        meant = members.iter().filter(is_about).collect();
    }
    if meant.iter().any(|member| member.sent || demanded.contains(&member.path)) {
        return Vec::new();
    }
    meant.into_iter().map(|member| member.path.as_str()).collect()
}

/// What a code says is missing: `Zone.Id` for `MissingParameter.Zone.Id`, `PortNumber` for
/// `InvalidServer.MissingPortNumber` and `DiskType` for `InvalidDiskType.Missing` and for
/// `DiskType.MissingValue`.
fn named(code: &str) -> Option<String> {
    let parts: Vec<&str> = code.split('.').collect();
    let at = parts.iter().position(|part| part.starts_with("Missing"))?;
    let (before, after) = (&parts[..at], &parts[at + 1..]);
    let rest = parts[at].strip_prefix("Missing")?;
    // The second spelling is the service's.
    let words = ["Parameter", "Paramter", "Param"];
    let rest = words.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let name = if rest.is_empty() { after.join(".") } else { [&[rest], after].concat().join(".") };
    if !name.is_empty() && name != "Value" {
        return Some(name);
    }
    before.last().map(|part| part.strip_prefix("Invalid").unwrap_or(part).to_owned())
}

/// `Size` and `Snapshot` of `SizeOrSnapshot`.
fn either(name: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut begin = 0;
    for (at, word) in name.match_indices("Or") {
        let next = name[at + word.len()..].chars().next();
        if at > begin && next.is_some_and(|letter| letter.is_ascii_uppercase()) {
            names.push(&name[begin..at]);
            begin = at + word.len();
        }
    }
    names.push(&name[begin..]);
    names
}

/// Letters and digits, in small letters and in the singular.
fn spelling(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let mut name: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
    if name.ends_with('s') {
        name.pop();
    }
    name
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::capture::ErrorRow;
    use aliyun_rpc_spec::ir::Limits;
    use aliyun_rpc_spec::load;

    use super::super::raw::RawType;
    use super::*;
    use crate::curated::Curated;

    const MEMBERS: &[&str] = &["RegionId", "Size", "Tag", "Tag.Key", "Pool.Ids", "Server"];

    fn members() -> Vec<Member> {
        let member = |path: &&str| Member { path: (*path).to_owned(), sent: *path == "RegionId" };
        MEMBERS.iter().map(member).collect()
    }

    fn missed_of(code: &str, checks: &[&str]) -> Vec<String> {
        let checks: Vec<String> = checks.iter().map(|&line| line.to_owned()).collect();
        let members = members();
        missed(code, &members, &demanded(&checks)).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_code_names_the_member_that_a_call_lacks() {
        for (code, path) in [
            ("MissingParameter.Size", "Size"),
            ("MissingParamter.Size", "Size"),
            ("MissingParam.Tags", "Tag"),
            ("MissingParameter.TagKey", "Tag.Key"),
            ("MissingParameter.Pool.Id", "Pool.Ids"),
            ("InvalidThing.MissingServer", "Server"),
            ("InvalidSize.Missing", "Size"),
            ("Size.MissingValue", "Size"),
        ] {
            assert_eq!(missed_of(code, &[]), [path], "{code}");
        }
        assert_eq!(missed_of("MissingParameter.SizeOrServer", &[]), ["Size", "Server"]);
        // More before the name of the member, or only how the names of some begin.
        assert_eq!(missed_of("MissingParameter.BigSize", &[]), ["Size"]);
        assert_eq!(missed_of("MissingParameter.Pool", &[]), ["Pool.Ids"]);
        for code in [
            "MissingParameter",
            "MissingParameter.RegionId",
            "MissingParameter.Colour",
            "MissingParameter.Ser",
            "InvalidImage.MissingAvailableImage",
            "InvalidSize",
        ] {
            assert!(missed_of(code, &[]).is_empty(), "{code}");
        }
    }

    #[test]
    fn a_member_that_a_check_names_is_not_missed() {
        for (code, check) in [
            ("MissingParameter.Size", "!Size"),
            ("MissingParameter.SizeOrServer", "?Size.Server Tag"),
            ("MissingParameter.TagKey", "?Tag:Key"),
            ("MissingParameter.TagKey", "?Tag:Kind=a|b>Other Key"),
            ("MissingParameter.Size", "?Server>Size"),
        ] {
            assert!(missed_of(code, &[check]).is_empty(), "{code} {check}");
        }
        assert_eq!(missed_of("MissingParameter.TagKey", &["?Key"]), ["Tag.Key"]);
        assert_eq!(missed_of("MissingParameter.Server", &["?Server>Size"]), ["Server"]);
        assert_eq!(missed_of("MissingParameter.Size", &["=Size 1 9"]), ["Size"]);
    }

    fn problems(entries: &str) -> String {
        let curated = Curated::parse("product", "c.toml", entries).expect("entries");
        let requests = &curated.of("product").requests;
        let operation = r#"{"name": "Grow", "url": "", "fields": [], "constructors": [],
            "response": "Ack"}"#;
        let operation: Operation = load::from_json("operation", operation).expect("an operation");
        let row = |code: &str| ErrorRow { status: "400".to_owned(), code: code.to_owned() };
        let merged = model::Operation {
            errors: vec![row("MissingParameter.Size"), row("MissingParameter.Colour")],
            ..model::Operation::default()
        };
        let size = RawField {
            wire: "Size".to_owned(),
            ty: RawType::Int,
            required: false,
            deprecated: false,
            limits: Limits::default(),
            example: None,
            form: None,
            spelled: Vec::new(),
        };
        let mut problems = Problems::default();
        let mut missing = Missing::new(requests);
        missing.check(&operation, &merged, &[size], &mut problems);
        missing.unused(&mut problems);
        let problems = problems.finish(()).err().unwrap_or_default();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_nothing_demands_is_a_problem_unless_an_entry_says_why() {
        let entry = |codes: &str| {
            format!(
                "[[unchecked]]\noperations = [\"Grow\"]\ncodes = [{codes}]\nreason = \"Why.\"\n"
            )
        };
        let found = problems("");
        assert!(found.contains("c.toml") && found.contains("one_of of Grow"), "{found}");
        assert!(found.contains("without `Size`, and nothing demands that"), "{found}");
        assert_eq!(problems(&entry("\"MissingParameter.Size\"")), "");
        let found = problems(&entry("\"MissingParameter.Size\", \"MissingParameter.Colour\""));
        assert!(found.contains("unchecked MissingParameter.Colour of Grow"), "{found}");
    }
}
