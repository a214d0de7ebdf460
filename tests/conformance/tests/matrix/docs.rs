//! The documentation of every request, read from the tokens that the macro prints.

use std::collections::BTreeMap;

use aliyun_ecs::{Aspect, Verdict};
use aliyun_rpc_codegen::{group, source::Folder};
use proc_macro2::{TokenStream, TokenTree};

use crate::support::workspace;
use crate::{for_each_cell, matrix};

/// How the documentation of a request begins its sentence about a verdict.
const MARKS: [(Verdict, &str); 4] = [
    (Verdict::Denied, "**Refused**"),
    (Verdict::DependsOnDisk, "**Refused**"),
    (Verdict::AcceptedButFails, "**Accepted, but does nothing**"),
    (Verdict::PermittedWithHazard, "**Permitted with a hazard**"),
];

/// What it calls a situation.
const fn words(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::SecurityLock => "while the instance is security-locked",
        Aspect::FinancialLock => "while the instance is locked for an overdue payment",
        Aspect::RecyclingLock => "while the instance is locked because it is about to be released",
        Aspect::DedicatedHostFinancialLock => {
            "while the instance is locked for an overdue payment of its dedicated host"
        }
        Aspect::RefundedLock => "while the instance is locked because it was refunded",
        Aspect::OtherLock => "while the instance is locked for another reason",
        Aspect::DiskFinancialLock => "while the disk is locked for an overdue payment",
        Aspect::ManagedGroup => "while a cloud service manages the security group",
        Aspect::ManagedGroupService => {
            "while the caller is the service that manages the security group"
        }
        _ => panic!("a situation that has no words here"),
    }
}

#[test]
fn the_documentation_of_a_request_says_what_every_cell_says() {
    let docs = docs();
    for_each_cell(|matrix, row, aspect, _, cell| {
        if !row.typed {
            assert!(!docs.contains_key(&row.name), "{} has no request", row.name);
            return;
        }
        let place = format!("{} {}", row.name, aspect.name());
        let sentences: Vec<&str> =
            docs[&row.name].split("\n\n").filter(|one| one.contains(words(aspect))).collect();
        let Some((_, mark)) = MARKS.iter().find(|(verdict, _)| *verdict == cell.verdict) else {
            assert_eq!(sentences, [""; 0], "{place}: nothing stands in the way");
            return;
        };
        let [sentence] = sentences[..] else {
            panic!("{place}: not one sentence but {sentences:?}");
        };
        assert!(sentence.starts_with(mark), "{place}: {sentence}");
        let depends = cell.verdict == Verdict::DependsOnDisk;
        assert_eq!(sentence.contains("if the disk is in use"), depends, "{place}: {sentence}");
        let coded = cell.code.as_ref().map(|code| format!("`{code}`"));
        assert!(coded.is_none_or(|code| sentence.contains(&code)), "{place}: {sentence}");
        assert_eq!(cell.code.is_some(), sentence.contains(": `"), "{place}: {sentence}");
        let first = cell.evidence.first().expect("a verdict that nobody states");
        let source = matrix.sources.iter().find(|source| source.id == first.source);
        let source = source.expect("a source that the matrix lists");
        assert!(sentence.contains(&source.published), "{place}: {sentence}");
        assert!(sentence.contains(&source.title), "{place}: {sentence}");
    });
}

#[test]
fn the_documentation_of_a_request_names_the_states_of_every_condition() {
    let docs = docs();
    let mut seen = 0;
    for row in matrix().operations.iter().filter(|row| row.typed) {
        for (aspect, start) in [
            (Aspect::InstanceStatus, "The instance must be "),
            (Aspect::SecurityGroupType, "The security group must be of type "),
        ] {
            let place = format!("{} {aspect}", row.name);
            let sentences: Vec<&str> =
                docs[&row.name].split("\n\n").filter(|one| one.starts_with(start)).collect();
            let Some(cell) = row.cell(aspect) else {
                assert_eq!(sentences, [""; 0], "{place}");
                continue;
            };
            let states: Vec<String> = cell.unless.iter().map(|one| format!("`{one}`")).collect();
            let code = cell.code.as_deref().expect("a condition with a code");
            let start = format!("{start}{}, else `{code}` (", states.join(" or "));
            assert!(matches!(sentences[..], [one] if one.starts_with(&start)), "{sentences:?}");
            seen += 1;
        }
    }
    assert!(seen >= 19, "{seen} conditions");
}

/// The documentation of every request, from what the macro prints.
fn docs() -> BTreeMap<String, String> {
    let folder = Folder::open(&workspace().join("spec/ecs")).expect("the specification is there");
    let matrix = folder.matrix().expect("the matrix is whole").expect("there is a matrix");
    let codes = folder.codes().expect("the error table is whole");
    let mut docs = BTreeMap::new();
    for name in folder.groups() {
        let facts = folder.group(&name).expect("the group is whole");
        let printed = documented(group::print(&facts, &codes, Some(&matrix)));
        docs.extend(facts.operations.into_iter().map(|one| {
            let text = printed.get(&one.name).expect("every operation has a request");
            (one.name, text.clone())
        }));
    }
    docs
}

/// The doc comment of every struct at the top of what was printed.
fn documented(tokens: TokenStream) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut doc = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = tokens.next() {
                    let mut inside = attribute.stream().into_iter();
                    let is_doc = inside.next().is_some_and(|token| token.to_string() == "doc");
                    if let (true, Some(TokenTree::Literal(text))) = (is_doc, inside.nth(1)) {
                        let text: syn::LitStr =
                            syn::parse_str(&text.to_string()).expect("a doc comment is text");
                        doc.push_str(&text.value());
                    }
                }
            }
            TokenTree::Ident(word) if word == "struct" => {
                let name = tokens.next().expect("a struct has a name").to_string();
                out.insert(name, std::mem::take(&mut doc));
            }
            TokenTree::Ident(_) => {}
            _ => doc.clear(),
        }
    }
    out
}
