//! Small products and pages for the tests of the rules.

use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::{
    CrossedCell, ErrorRow, ImpactPage, ImpactRow, ManagedPage, ManagedRow, Payment, Quality, Says,
    Schema, Subject,
};
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::{Aspect, Cell, Matrix, MatrixRow};

use super::{Contradiction, Input, build};
use crate::curated::Curated;
use crate::problems::Problems;
use crate::regen::model::{Operation, Product};
use crate::sources::Source;

/// Sources and facts of a test.
#[derive(Default)]
pub(super) struct Given {
    product: Product,
    sources: Vec<Source>,
    impact: Vec<(Source, ImpactPage)>,
    managed: Vec<(Source, ManagedPage)>,
    curated: Option<Curated>,
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
pub(super) fn row(operation: &str, effect: Says) -> ImpactRow {
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
pub(super) fn cut(operation: &str, effect: Option<Says>) -> ImpactRow {
    ImpactRow { effect, quality: Quality::Truncated, ..row(operation, Says::Denied) }
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

    pub(super) fn note(mut self, name: &str, note: Says) -> Self {
        let operation = self.product.operations.entry(name.to_owned()).or_default();
        operation.lock_notes.push(("metadata".to_owned(), note));
        self
    }

    /// A complete edition of the lock page; its id is `lock-` and the year.
    pub(super) fn page(
        mut self,
        published: &str,
        default: Option<Says>,
        rows: Vec<ImpactRow>,
    ) -> Self {
        let id = format!("lock-{}", published.split('-').next().unwrap_or_default());
        let source = self.source(&id, "lock page", published);
        let rows = number(rows);
        let crossed = Vec::new();
        let condition = Aspect::SecurityLock;
        let page = ImpactPage { condition, default, partial: false, rows, crossed };
        self.impact.push((source, page));
        self
    }

    /// The newest page holds only the first rows.
    pub(super) fn partial(mut self) -> Self {
        self.impact.last_mut().expect("a page").1.partial = true;
        self
    }

    pub(super) fn overdue(self, rows: Vec<ImpactRow>) -> Self {
        self.reason(Aspect::FinancialLock, rows)
    }

    /// A page of 2021 about a lock, without a rule.
    pub(super) fn reason(mut self, condition: Aspect, rows: Vec<ImpactRow>) -> Self {
        let source = self.source("overdue", "overdue page", "2021-07-19");
        let rows = number(rows);
        let crossed = Vec::new();
        let page = ImpactPage { condition, default: None, partial: false, rows, crossed };
        self.impact.push((source, page));
        self
    }

    /// An overdue page that tells instance and disk apart: what the table about instances says of
    /// an overdue and of a normal disk, then what the table about disks says of instances.
    pub(super) fn crossed(
        mut self,
        published: &str,
        operation: &str,
        effects: [[Option<Says>; 2]; 2],
    ) -> Self {
        use Payment::{Normal, Overdue};
        let source = self.source("crossed", "overdue page", published);
        let cells = [
            (Subject::Instance, Overdue, Overdue, effects[0][0], 1),
            (Subject::Instance, Overdue, Normal, effects[0][1], 1),
            (Subject::Disk, Overdue, Overdue, effects[1][0], 2),
            (Subject::Disk, Normal, Overdue, effects[1][1], 2),
        ];
        let crossed = cells.into_iter().map(|(subject, instance, disk, effect, line)| {
            let operation = operation.to_owned();
            CrossedCell { operation, subject, instance, disk, effect, line }
        });
        let crossed = crossed.collect();
        let condition = Aspect::FinancialLock;
        let page =
            ImpactPage { condition, default: None, partial: false, rows: Vec::new(), crossed };
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
        self.curated = Some(Curated::parse("ecs", "curated.toml", text).expect("curated facts"));
        self
    }

    pub(super) fn build(self) -> Built {
        let groups = BTreeMap::from([("X".to_owned(), "group".to_owned())]);
        let curated = self.curated.unwrap_or_default();
        let input = Input {
            product: &self.product,
            sources: &self.sources,
            impact: &self.impact,
            managed: &self.managed,
            curated: curated.of("ecs"),
        };
        let mut found = Problems::default();
        let (matrix, contradictions) = build(&input, &groups, &mut found);
        let problems = found.finish(()).err().unwrap_or_default();
        Built { matrix: matrix.unwrap_or_default(), contradictions, problems }
    }
}

fn number(rows: Vec<ImpactRow>) -> Vec<ImpactRow> {
    rows.into_iter().zip(1..).map(|(row, line)| ImpactRow { line, ..row }).collect()
}
