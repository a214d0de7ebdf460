//! Every cell of the matrix: the static table, the types, the documentation of the request and the
//! explanation say the same as spec/ecs/matrix.json.
//!
//! What the table, types and docs are printed from is read here again, through the specification's
//! own types; what they say is read from the compiled crate, and for the docs, which are not there
//! at run time, from the tokens that the macro prints.

mod support;

use std::collections::BTreeMap;

use aliyun_ecs::decision::{self, Aspect, Stated};
use aliyun_ecs::{
    Caller, Decision, Disk, DiskLock, Group, Lock, Operation, Situation, Verdict, decide,
};
use aliyun_rpc_codegen::{group, source::Folder};
use aliyun_rpc_spec::matrix::{Cell, Evidence, Matrix, MatrixRow, Verdict as Specified};
use aliyun_rpc_spec::{capture::Quality, load::from_json};
use proc_macro2::{TokenStream, TokenTree};
use support::{typed, workspace};

fn matrix() -> Matrix {
    let path = workspace().join("spec/ecs/matrix.json");
    let text = std::fs::read_to_string(path).expect("the matrix is there");
    from_json("matrix.json", &text).expect("the matrix is whole")
}

/// The situations of the matrix, each as a value that `decide` takes.
const SITUATIONS: [(Aspect, Situation); 5] = [
    (Aspect::SecurityLock, Situation::new().with_instance_lock(Lock::Security)),
    (Aspect::FinancialLock, Situation::new().with_instance_lock(Lock::Financial)),
    (Aspect::DiskFinancialLock, Situation::new().with_disk_lock(DiskLock::Financial)),
    (Aspect::ManagedGroup, Situation::new().with_managed_by(ManagedBy::CloudService)),
    (
        Aspect::ManagedGroupService,
        Situation::new().with_managed_by(ManagedBy::CloudService).with_caller(Caller::ManagingService),
    ),
];

fn cells(row: &MatrixRow) -> [(Aspect, Situation, &Cell); 5] {
    let cells = [
        &row.security_lock,
        &row.financial_lock,
        &row.financial_disk,
        &row.managed_account,
        &row.managed_service,
    ];
    std::array::from_fn(|at| (SITUATIONS[at].0, SITUATIONS[at].1, cells[at]))
}

fn for_each_cell(mut check: impl FnMut(&Matrix, &MatrixRow, Aspect, Situation, &Cell)) {
    let matrix = matrix();
    let mut seen = 0;
    for row in &matrix.operations {
        for (aspect, situation, cell) in cells(row) {
            check(&matrix, row, aspect, situation, cell);
            seen += 1;
        }
    }
    assert_eq!(seen, Operation::ALL.len() * SITUATIONS.len());
}

/// The verdict of a cell as `decide` should give it.
fn expected(cell: &Cell, disk: Disk) -> &'static str {
    match (cell.verdict, disk) {
        (Specified::Permitted, _) => "permitted",
        (Specified::PermittedWithHazard, _) => "permitted-with-hazard",
        (Specified::AcceptedButFails, _) => "accepted-but-fails",
        (Specified::Denied, _) => "denied",
        (Specified::DeniedWhenDiskInUse, DiskUsage::InUse) => "denied",
        (Specified::DeniedWhenDiskInUse, DiskUsage::NotInUse) => "permitted",
        (Specified::DeniedWhenDiskInUse, DiskUsage::Unknown) => "depends-on-disk",
        (Specified::Unstated, _) => "unstated",
    }
}

fn ask(row: &MatrixRow, situation: Situation) -> Decision {
    let operation = Operation::from_name(&row.name);
    decide(operation.unwrap_or_else(|| panic!("no `Operation::{}`", row.name)), situation)
}

/// Name of a value in the specification.
fn name(value: impl std::fmt::Debug) -> String {
    let mut out = String::new();
    for letter in format!("{value:?}").chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

#[test]
fn the_table_holds_the_verdict_and_all_evidence_of_every_cell() {
    for_each_cell(|matrix, row, aspect, situation, cell| {
        for disk in [DiskUsage::Unknown, DiskUsage::InUse, DiskUsage::NotInUse] {
            let decision = ask(row, situation.disk(disk));
            let place = format!("{} {} {disk:?}", row.name, aspect.name());
            let verdict = expected(cell, disk);
            assert_eq!(decision.verdict().name(), verdict, "{place}");
            let code = cell.code.as_deref().filter(|_| verdict != "permitted");
            assert_eq!(decision.code(), code, "{place}");
            assert_eq!(decision.agreement().name(), name(cell.agreement), "{place}");
            if let Verdict::PermittedWithHazard(hazard) = decision.verdict() {
                assert_eq!(Some(hazard.name().to_owned()), cell.hazard.map(name), "{place}");
            }
            let found: Vec<_> = decision.evidence().map(|one| stored(&one)).collect();
            let stated: Vec<_> = cell.evidence.iter().map(|one| specified(matrix, one)).collect();
            assert_eq!(found, stated, "{place}");
        }
    });
}

/// Everything a statement consists of, in an order of its own.
type Statement = ([Option<String>; 7], bool, u32);

fn stored(one: &decision::Evidence) -> Statement {
    let source = one.source().expect("a source");
    let texts = [
        Some(source.id),
        Some(source.published),
        Some(source.url),
        Some(one.kind().name()),
        one.says().map(|says| says.name()),
        one.code(),
        one.reason(),
    ];
    (texts.map(|text| text.map(str::to_owned)), one.is_truncated(), one.line().map_or(0, u32::from))
}

fn specified(matrix: &Matrix, one: &Evidence) -> Statement {
    let source = matrix.sources.iter().find(|source| source.id == one.source);
    let source = source.expect("a source that the matrix lists");
    let texts = [
        Some(source.id.clone()),
        Some(source.published.clone()),
        Some(source.url.clone()),
        Some(name(one.kind)),
        one.says.map(name),
        one.code.clone(),
        one.reason.clone(),
    ];
    (texts, one.quality == Quality::Truncated, one.line)
}

#[test]
fn the_types_say_what_every_cell_says() {
    let typed = typed();
    let matrix = matrix();
    let listed = matrix.operations.iter().filter(|row| row.typed).map(|row| row.name.as_str());
    assert!(listed.eq(typed.keys().copied()), "every typed operation has a type and no other");
    for row in matrix.operations.iter().filter(|row| row.typed) {
        let operation = typed[row.name.as_str()];
        let meta = operation.meta;
        assert_eq!(meta.product.matrix.rows[usize::from(meta.row)].name, row.name);
        // A managing service does not compile this.
        let cells = cells(row).into_iter().filter(|(aspect, ..)| *aspect != Aspect::ManagedGroupService);
        for ((aspect, situation, cell), (stated, code)) in cells.zip(operation.outcomes) {
            let place = format!("{} {}", row.name, aspect.name());
            let kind = match stated {
                Stated::PermittedWithHazard(hazard) => {
                    assert_eq!(Some(hazard.name().to_owned()), cell.hazard.map(name), "{place}");
                    "permitted-with-hazard".to_owned()
                }
                other => name(other),
            };
            assert_eq!(kind, name(cell.verdict), "{place}");
            assert_eq!(code, cell.code.as_deref(), "{place}");
            let decision = ask(row, situation);
            assert_eq!(code, decision.code(), "{place}");
        }
    }
}

/// How the documentation of a request begins its sentence about a verdict.
const MARKS: [(Specified, &str); 4] = [
    (Specified::Denied, "**Refused**"),
    (Specified::DeniedWhenDiskInUse, "**Refused**"),
    (Specified::AcceptedButFails, "**Accepted, but does nothing**"),
    (Specified::PermittedWithHazard, "**Releases the disks**"),
];

/// What it calls a situation.
const fn words(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::SecurityLock => "while the instance is security-locked",
        Aspect::FinancialLock => "while the instance is locked for overdue payment",
        Aspect::DiskFinancialLock => "while the disk is locked for overdue payment",
        Aspect::ManagedGroup => "for an account on a group",
        Aspect::ManagedGroupService => "for the managing service on its group",
        #[allow(unreachable_patterns, reason = "aspects that are no cell of the matrix")]
        _ => "",
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
        let depends = cell.verdict == Specified::DeniedWhenDiskInUse;
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

/// The documentation of every request, from what the macro prints.
fn docs() -> BTreeMap<String, String> {
    let folder = Folder::open(&workspace().join("spec/ecs")).expect("the specification is there");
    let matrix = folder.matrix().expect("the matrix is whole");
    let mut docs = BTreeMap::new();
    for name in folder.groups() {
        let facts = folder.group(&name).expect("the group is whole");
        let printed = documented(group::print(&facts, &matrix));
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

#[test]
fn the_explanation_names_verdict_code_and_every_source_of_every_cell() {
    for_each_cell(|matrix, row, aspect, situation, cell| {
        let decision = ask(row, situation);
        let place = format!("{} {}", row.name, aspect.name());
        let text = decision.explain();
        let mut lines = text.lines();
        let head = lines.next().unwrap_or_default();
        let verdict = match cell.verdict {
            Specified::Permitted => "permitted",
            Specified::PermittedWithHazard => "permitted with a hazard, ",
            Specified::AcceptedButFails => "accepted without an error but fails",
            Specified::Denied => "denied, ",
            Specified::DeniedWhenDiskInUse => "depends on the disk, denied while it is in use, ",
            Specified::Unstated => "unstated, no source says what will happen",
        };
        let refused = matches!(cell.verdict, Specified::Denied | Specified::DeniedWhenDiskInUse);
        let code = cell.code.as_deref().unwrap_or("code not documented");
        let start = format!("{}: {verdict}{}", row.name, if refused { code } else { "" });
        assert!(head.starts_with(&start), "{place}: {head}");
        let line = decision.to_string();
        assert!(line.starts_with(&start), "{place}: {line}");
        let agreement = format!("agreement: {}", name(cell.agreement));
        assert!(lines.any(|line| line.trim() == agreement), "{place}: {text}");
        let statements: Vec<&str> = text.lines().filter(|line| line.starts_with("  - ")).collect();
        assert_eq!(statements.len(), cell.evidence.len(), "{place}: {text}");
        for (line, one) in statements.iter().zip(&cell.evidence) {
            let source = matrix.sources.iter().find(|source| source.id == one.source);
            let source = source.expect("a source that the matrix lists");
            assert!(line.contains(&source.published), "{place}: {line}");
            assert!(line.contains(&format!("{}]", name(one.kind))), "{place}: {line}");
            assert!(line.ends_with(&source.url), "{place}: {line}");
            assert!(one.line == 0 || line.contains(&format!("line {}", one.line)), "{place}");
            let code = one.code.as_deref().unwrap_or_default();
            assert!(line.contains(code), "{place}: {line}");
        }
        json_agrees(&place, &decision, cell);
    });
}

fn json_agrees(place: &str, decision: &Decision, cell: &Cell) {
    let json: serde_json::Value =
        serde_json::from_str(&decision.to_json()).expect("a decision prints as JSON");
    assert_eq!(json["verdict"], expected(cell, DiskUsage::Unknown), "{place}");
    assert_eq!(json["code"].as_str(), cell.code.as_deref(), "{place}");
    assert_eq!(json["agreement"], name(cell.agreement), "{place}");
    let statements = json["evidence"].as_array().expect("a list");
    let sources: Vec<_> = statements.iter().map(|one| one["source"].as_str()).collect();
    let stated: Vec<_> = cell.evidence.iter().map(|one| Some(one.source.as_str())).collect();
    assert_eq!(sources, stated, "{place}");
}
