//! Small products and pages for the tests of the rules.

use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::{
    Condition, Effect, ErrorRow, ImpactPage, ImpactRow, LockNote, ManagedPage, ManagedRow, Quality,
    Schema, Subject,
};
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::{Aspect, Cell, Matrix, MatrixRow};

use super::{Contradiction, build};
use crate::curated::Curated;
use crate::regen::model::{Operation, Product};
use crate::sources::Source;

/// Sources and facts of a test.
#[derive(Default)]
pub(super) struct Given {
    product: Product,
    sources: Vec<Source>,
    impact: Vec<(Source, ImpactPage)>,
    managed: Vec<(Source, ManagedPage)>,
    curated: Curated,
}

pub(super) struct Built {
    pub matrix: Matrix,
    pub contradictions: Vec<Contradiction>,
    pub problems: Vec<Problem>,
}

impl Built {
    pub(super) fn row(&self, operation: &str) -> &MatrixRow {
        self.matrix.operations.iter().find(|row| row.name == operation).expect("a row")
    }

    pub(super) fn lock(&self, operation: &str) -> &Cell {
        &self.row(operation).cells[&Aspect::SecurityLock]
    }
}

/// A complete row.
pub(super) fn row(operation: &str, effect: Effect) -> ImpactRow {
    ImpactRow {
        operation: operation.to_owned(),
        subject: Subject::Instance,
        effect: Some(effect),
        code: None,
        quality: Quality::Complete,
        line: 1,
    }
}

/// A row that was cut before its code, or before its effect.
pub(super) fn cut(operation: &str, effect: Option<Effect>) -> ImpactRow {
    ImpactRow { effect, quality: Quality::Truncated, ..row(operation, Effect::Denied) }
}

impl Given {
    /// A product with metadata of 2024 and one operation that has a disk in reach.
    pub(super) fn new() -> Self {
        let mut given = Self::default();
        given.product.name = "ecs".to_owned();
        given.source("metadata", "metadata", "2024-06-24");
        given.operation("X", &["DiskId"], &[])
    }

    fn source(&mut self, id: &str, kind: &str, published: &str) -> Source {
        let source = Source {
            id: id.to_owned(),
            kind: kind.to_owned(),
            product: "ecs".to_owned(),
            published: published.to_owned(),
            dated_by: None,
            title: kind.to_owned(),
            url: String::new(),
            sha256: String::new(),
        };
        self.sources.push(source.clone());
        source
    }

    /// An operation with parameters and an error table.
    pub(super) fn operation(mut self, name: &str, parameters: &[&str], codes: &[&str]) -> Self {
        let schema = |name: &&str| Schema { name: (*name).to_owned(), ..Schema::default() };
        let error = |code: &&str| ErrorRow { status: "403".to_owned(), code: (*code).to_owned() };
        self.product.operations.insert(
            name.to_owned(),
            Operation {
                current: true,
                parameters: parameters.iter().map(schema).collect(),
                errors: codes.iter().map(error).collect(),
                errors_source: Some("metadata".to_owned()),
                ..Operation::default()
            },
        );
        self
    }

    /// A registered page about one operation.
    pub(super) fn operation_page(mut self, id: &str, published: &str) -> Self {
        self.source(id, "operation-page", published);
        self
    }

    pub(super) fn note(mut self, name: &str, note: LockNote) -> Self {
        let operation = self.product.operations.entry(name.to_owned()).or_default();
        operation.lock_notes.push(("metadata".to_owned(), note));
        self
    }

    /// A complete edition of the lock page; its id is `lock-` and the year.
    pub(super) fn page(
        mut self,
        published: &str,
        default: Option<Effect>,
        rows: Vec<ImpactRow>,
    ) -> Self {
        let id = format!("lock-{}", published.split('-').next().unwrap_or_default());
        let source = self.source(&id, "lock page", published);
        let rows = number(rows);
        let page = ImpactPage { condition: Condition::SecurityLock, default, partial: false, rows };
        self.impact.push((source, page));
        self
    }

    /// The newest page holds only the first rows.
    pub(super) fn partial(mut self) -> Self {
        self.impact.last_mut().expect("a page").1.partial = true;
        self
    }

    pub(super) fn overdue(mut self, rows: Vec<ImpactRow>) -> Self {
        let source = self.source("overdue", "overdue page", "2021-07-19");
        let rows = number(rows);
        let condition = Condition::FinancialLock;
        let page = ImpactPage { condition, default: None, partial: false, rows };
        self.impact.push((source, page));
        self
    }

    pub(super) fn managed(mut self, rows: &[(&str, bool)]) -> Self {
        let source = self.source("managed", "managed page", "2021-07-19");
        let rows = rows
            .iter()
            .zip(1..)
            .map(|((operation, account), line)| ManagedRow {
                operation: (*operation).to_owned(),
                account: *account,
                service: true,
                line,
            })
            .collect();
        self.managed.push((source, ManagedPage { code: Some("Managed".to_owned()), rows }));
        self
    }

    pub(super) fn curated(mut self, text: &str) -> Self {
        self.curated = Curated::parse("curated.toml", text).expect("curated facts");
        self
    }

    pub(super) fn build(self) -> Built {
        let groups = BTreeMap::from([("X".to_owned(), "group".to_owned())]);
        let (matrix, contradictions, problems) = build(
            &self.product,
            &self.sources,
            &self.impact,
            &self.managed,
            &self.curated,
            &groups,
        );
        Built { matrix: matrix.unwrap_or_default(), contradictions, problems }
    }
}

fn number(rows: Vec<ImpactRow>) -> Vec<ImpactRow> {
    rows.into_iter().zip(1..).map(|(row, line)| ImpactRow { line, ..row }).collect()
}
