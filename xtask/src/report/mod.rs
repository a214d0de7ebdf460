//! `cargo xtask report`: what the specification holds, counted from the captures as they are now.
//! Nothing is written.

mod ids;
mod kinds;
mod pages;
mod permissions;
mod waiters;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use aliyun_rpc_spec::capture::{Capture, Schema};
use aliyun_rpc_spec::ir::ValuesOrigin;
use aliyun_rpc_spec::load::{Problem, to_json};
use aliyun_rpc_spec::matrix::{MatrixRow, Verdict};
use serde::Serialize;

use self::ids::Untold;
use self::kinds::Corrected;
use self::pages::{OutdatedPage, PageChange};
use self::permissions::Permissions;
use self::waiters::Waits;
use crate::files::Outcome;
use crate::import::dates;
use crate::lock;
use crate::regen::load::{Input, load};
use crate::regen::matrix::{Contradiction, universal};
use crate::regen::summary::{self, counted};
use crate::regen::{Spec, generate};
use crate::stdout;

/// `cargo xtask report`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The product to report on. Default: the one with the most sources.
    #[arg(long)]
    pub product: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    /// The day from which the age of pages is counted, YYYY-MM-DD. Default: today.
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &Args, spec: &Path, wait: Duration) -> Outcome<ExitCode> {
    let today = args.today.clone().unwrap_or_else(dates::today);
    if !dates::is_date(&today) {
        let problem = Problem::new("--today", "", format!("`{today}` is not a valid date"));
        return Err(vec![problem.help("give a day of the calendar as YYYY-MM-DD")]);
    }
    let _reading = lock::shared(spec, wait)?;
    let input = load(spec)?;
    let specs = generate(&input)?;
    let count =
        |product: &str| input.captures.iter().filter(|one| one.source.product == product).count();
    let spec = match &args.product {
        Some(product) => specs.iter().find(|spec| spec.product.product == *product),
        None => specs.iter().max_by_key(|spec| count(&spec.product.product)),
    };
    let Some(spec) = spec else {
        let known: Vec<&str> = specs.iter().map(|spec| spec.product.product.as_str()).collect();
        let message = match &args.product {
            Some(product) => format!("no source of the product `{product}`"),
            None => "no product has metadata".to_owned(),
        };
        let help = format!("known products: {}", known.join(", "));
        return Err(vec![Problem::new("spec/sources.toml", "", message).help(help)]);
    };
    let report = Inventory::new(spec, &input, &today);
    let text = match args.json {
        true => to_json("report", &report).map_err(|problem| vec![problem])?,
        false => report.text(),
    };
    Ok(stdout::print(&text))
}

/// How many operations have which verdict.
type Verdicts = BTreeMap<Verdict, usize>;

/// The JSON form.
#[derive(Serialize)]
struct Inventory<'a> {
    product: &'a str,
    version: &'a str,
    /// Operations with a request type.
    operations: usize,
    /// Operations that are only in the matrix: withdrawn, or named by a page alone.
    operations_only_in_matrix: usize,
    groups: usize,
    /// Parameters of the typed operations, members of objects not counted.
    parameters: usize,
    /// Members of their responses, at any depth.
    response_fields: usize,
    /// Documented (operation, code) pairs, withdrawn operations included.
    error_pairs: usize,
    /// Different codes, documented, observed and common.
    error_codes: usize,
    /// Observed (operation, code) pairs.
    observed_pairs: usize,
    /// Those of them that the operation's own table does not list.
    observed_pairs_undocumented: usize,
    /// Enums whose values a source or a curated entry states.
    stated_enums: usize,
    /// Enums whose values were mined from descriptions.
    mined_enums: usize,
    /// Parameters and members at any depth with a mined list, before equal lists became one enum.
    mined_lists: usize,
    /// Descriptions of the newest metadata that has any which announce values that were not
    /// understood.
    mined_candidates_not_understood: u32,
    /// Types of ids.
    ids: usize,
    /// Texts that sound like ids and stay texts, with where they stand.
    ids_untold: Untold<'a>,
    /// What operations do, where the metadata says something else.
    kinds_corrected: BTreeMap<&'a str, Corrected>,
    /// Answers the matrix gives, and the statements they rest on.
    decisions: usize,
    evidence: usize,
    effects: Effects,
    contradictions: &'a [Contradiction],
    /// Permissions of operations; absent for a product whose sources state none.
    #[serde(skip_serializing_if = "Option::is_none")]
    permissions: Option<Permissions<'a>>,
    /// Waiters; absent for a product without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits: Option<Waits<'a>>,
    /// What the change histories of the newest pages say, newest first.
    changes: Vec<PageChange<'a>>,
    /// The day from which the age of pages is counted.
    today: &'a str,
    /// Pages and lists for people whose newest edition is more than a year old on that day, oldest
    /// first.
    outdated: Vec<OutdatedPage<'a>>,
    sources: Vec<SourceRow<'a>>,
}

/// Verdicts by aspect, each named as in `matrix.json` but with underscores.
type Effects = BTreeMap<String, Verdicts>;

/// One source.
#[derive(Serialize)]
struct SourceRow<'a> {
    id: &'a str,
    kind: &'a str,
    published: &'a str,
    title: &'a str,
    url: &'a str,
}

impl<'a> Inventory<'a> {
    fn new(spec: &'a Spec, input: &'a Input, today: &'a str) -> Self {
        let counts = summary::count(spec);
        let enums = |mined: bool| {
            let enums = spec.groups.values().flat_map(|group| &group.enums);
            enums.filter(|values| (values.origin == ValuesOrigin::Mined) == mined).count()
        };
        let (observed_pairs, observed_pairs_undocumented) = observed(spec);
        Self {
            product: &spec.product.product,
            version: &spec.product.version,
            operations: counts.operations,
            operations_only_in_matrix: counts.withdrawn,
            groups: spec.groups.values().filter(|group| !group.operations.is_empty()).count(),
            parameters: counts.parameters,
            response_fields: counts.response_fields,
            error_pairs: counts.error_pairs,
            error_codes: spec.codes.codes.len(),
            observed_pairs,
            observed_pairs_undocumented,
            stated_enums: enums(false),
            mined_enums: enums(true),
            mined_lists: mined_lists(spec),
            mined_candidates_not_understood: not_understood(spec, input),
            ids: spec.product.ids.len(),
            ids_untold: ids::untold(&spec.groups),
            kinds_corrected: kinds::corrected(spec),
            decisions: counts.decisions,
            evidence: counts.evidence,
            effects: effects(spec.matrix.as_ref().map_or(&[][..], |matrix| &matrix.operations)),
            contradictions: &spec.contradictions,
            permissions: Permissions::of(spec),
            waits: spec.waiters.as_ref().map(|list| Waits::of(list, input, today)),
            changes: pages::changes(&spec.product.product, input),
            today,
            outdated: pages::outdated(&spec.product.product, input, today),
            sources: sources(spec, input),
        }
    }

    fn text(&self) -> String {
        let mut lines = vec![
            format!("{} {}", self.product, self.version),
            format!(
                "  {} operations in {} groups ({} more only in the matrix), {} parameters, {} response fields",
                self.operations,
                self.groups,
                self.operations_only_in_matrix,
                self.parameters,
                self.response_fields,
            ),
            format!(
                "  {} error pairs, {} codes, {} observed pairs ({} undocumented)",
                self.error_pairs,
                self.error_codes,
                self.observed_pairs,
                self.observed_pairs_undocumented,
            ),
            format!(
                "  {} enums stated, {} mined (from {} lists; {} more were not understood)",
                self.stated_enums,
                self.mined_enums,
                self.mined_lists,
                self.mined_candidates_not_understood,
            ),
            format!("  {} decisions from {} statements", self.decisions, self.evidence),
        ];
        for (aspect, verdicts) in &self.effects {
            let verdicts = verdicts.iter().map(|(verdict, count)| format!("{verdict} {count}"));
            let aspect = aspect.replace('_', " ");
            lines.push(format!("  {aspect}: {}", verdicts.collect::<Vec<_>>().join(", ")));
        }
        lines.push(summary::disagreements(self.contradictions));
        lines.extend(self.contradictions.iter().map(|one| format!("  {one}")));
        lines.push(format!(
            "{} types of ids; {} names look like ids but stay plain text",
            self.ids,
            self.ids_untold.len()
        ));
        lines.extend(self.ids_untold.iter().map(|(name, owners)| {
            let owners: Vec<&str> = owners.iter().copied().collect();
            format!("  {name}: {}", owners.join(", "))
        }));
        lines.extend(kinds::lines(&self.kinds_corrected));
        lines.extend(self.permissions.iter().flat_map(Permissions::lines));
        lines.extend(self.waits.iter().flat_map(Waits::lines));
        lines.extend(self.pages());
        lines.push(counted(self.sources.len(), "source"));
        lines.extend(self.sources.iter().map(|source| {
            format!("  {} {} ({}) {}", source.published, source.id, source.kind, source.url)
        }));
        lines.join("\n") + "\n"
    }
}

impl Inventory<'_> {
    /// What the pages say about themselves: their changes and their age.
    fn pages(&self) -> Vec<String> {
        let mut lines = vec![format!("{} changes in the histories of pages", self.changes.len())];
        lines.extend(self.changes.iter().map(|one| {
            format!("  {} {}: {} ({})", one.date, one.operation, one.changed, one.source)
        }));
        lines.push(match self.outdated.len() {
            0 => format!("no page is more than a year old on {}", self.today),
            1 => format!("1 page is more than a year old on {}; download it again:", self.today),
            count => format!(
                "{count} pages are more than a year old on {}; download them again:",
                self.today
            ),
        });
        lines.extend(
            self.outdated.iter().map(|one| {
                format!("  {} {} ({}) {}", one.published, one.page, one.source, one.url)
            }),
        );
        lines
    }
}

fn observed(spec: &Spec) -> (usize, usize) {
    let mut all = 0;
    let mut undocumented = 0;
    for operation in spec.model.operations.values() {
        let documented: BTreeSet<&str> =
            operation.errors.iter().map(|row| row.code.as_str()).collect();
        let seen: BTreeSet<&str> =
            operation.observed.iter().map(|code| code.code.as_str()).collect();
        all += seen.len();
        undocumented += seen.difference(&documented).count();
    }
    (all, undocumented)
}

fn mined_lists(spec: &Spec) -> usize {
    fn of(schema: &Schema) -> usize {
        let own = usize::from(schema.values.is_empty() && !schema.mined.is_empty());
        let inner = schema.items.iter().chain(&schema.map).map(|inner| of(inner)).sum::<usize>();
        own + inner + schema.members.iter().map(of).sum::<usize>()
    }
    let current = spec.model.operations.values().filter(|operation| operation.current);
    current
        .flat_map(|operation| operation.parameters.iter().chain(&operation.response))
        .map(of)
        .sum()
}

fn not_understood(spec: &Spec, input: &Input) -> u32 {
    let own = input.captures.iter().filter(|one| one.source.product == spec.product.product);
    let counts = own.filter_map(|captured| match &captured.capture {
        Capture::Metadata(metadata) if metadata.candidates_not_understood > 0 => {
            Some((&captured.source.published, metadata.candidates_not_understood))
        }
        _ => None,
    });
    counts.max().map_or(0, |(_, count)| count)
}

/// Empty for a product without a matrix.
fn effects(rows: &[MatrixRow]) -> Effects {
    let mut effects = Effects::new();
    if rows.is_empty() {
        return effects;
    }
    for aspect in universal() {
        let verdicts = effects.entry(aspect.name().replace('-', "_")).or_default();
        for cell in rows.iter().filter_map(|row| row.cell(aspect)) {
            *verdicts.entry(cell.verdict).or_default() += 1;
        }
    }
    effects
}

fn sources<'a>(spec: &Spec, input: &'a Input) -> Vec<SourceRow<'a>> {
    let own = input.captures.iter().map(|captured| &captured.source);
    own.filter(|source| source.product == spec.product.product)
        .map(|source| SourceRow {
            id: &source.id,
            kind: &source.kind,
            published: &source.published,
            title: &source.title,
            url: &source.url,
        })
        .collect()
}

#[cfg(test)]
mod tests;
