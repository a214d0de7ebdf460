//! Captures in, specification out: load -> merge -> group -> lower -> validate -> write.

mod authorization;
mod cited;
mod concerns;
mod corrected;
pub(crate) mod errors;
mod groups;
pub(crate) mod kind;
mod leftovers;
pub(crate) mod load;
mod lower;
pub(crate) mod matrix;
pub(crate) mod merge;
pub(crate) mod model;
mod operations;
mod output;
pub(crate) mod summary;
mod validate;
mod waiters;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use aliyun_rpc_spec::authorization::Authorizations;
use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{FORMAT, Group, ProductFile};
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::Matrix;
use aliyun_rpc_spec::waiters::Waiters;

use self::load::Input;
use crate::files::Outcome;
use crate::lock;
use crate::problems::Problems;

/// `cargo xtask regen`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; list every stale file, and exit with 1 if there are any.
    #[arg(long)]
    pub check: bool,
}

/// The specification of one product, ready to be written.
pub(crate) struct Spec {
    /// `product.json`.
    pub product: ProductFile,
    /// One file per group.
    pub groups: BTreeMap<String, Group>,
    /// `matrix.json`.
    pub matrix: Option<Matrix>,
    /// `authorization.json`.
    pub authorization: Option<Authorizations>,
    /// `waiters.json`.
    pub waiters: Option<Waiters>,
    /// `errors.json`.
    pub codes: Codes,
    /// Statements that disagree.
    pub contradictions: Vec<matrix::Contradiction>,
    /// The merged model it was lowered from.
    pub model: model::Product,
}

/// Runs the command.
pub(crate) fn run(args: &Args, folder: &Path, wait: Duration) -> Outcome<ExitCode> {
    let (_reading, writing) = match args.check {
        true => (lock::shared(folder, wait)?, None),
        false => (None, Some(lock::exclusive(folder, wait)?)),
    };
    let started = Instant::now();
    let input = load::load(folder)?;
    let (specs, histories) = generate_with_history(&input)?;
    let files = output::render(folder, &histories, &specs)?;
    let stale = files.stale();
    // The old files show what changed for users, so this comes before they are replaced.
    let drift =
        if stale.is_empty() { String::new() } else { crate::drift::regeneration(folder, &specs) };
    let stale = match &writing {
        Some(held) => files.write(held)?,
        None => stale,
    };
    summary::print(&input, &specs, &stale, args.check, started.elapsed());
    print!("{drift}");
    let code = if args.check && !stale.is_empty() { 1 } else { 0 };
    Ok(ExitCode::from(code))
}

/// All of a regeneration except the writing, to measure it.
pub(crate) fn rehearse(folder: &Path) -> Outcome<usize> {
    let input = load::load(folder)?;
    let (specs, histories) = generate_with_history(&input)?;
    Ok(output::render(folder, &histories, &specs)?.stale().len())
}

/// The specifications and, beside them, what each edition of each source changed.
fn generate_with_history(input: &Input) -> Outcome<(Vec<Spec>, BTreeMap<String, String>)> {
    std::thread::scope(|scope| {
        let histories = scope.spawn(|| {
            let products: BTreeSet<&str> =
                input.captures.iter().map(|captured| captured.source.product.as_str()).collect();
            let history = |name: &str| crate::drift::history(name, &input.captures);
            products.into_iter().map(|name| (name.to_owned(), history(name))).collect()
        });
        let specs = generate(input)?;
        let histories = histories.join().map_err(|_| {
            vec![Problem::new("spec/sources", "", "the history of the sources could not be made")]
        })?;
        Ok((specs, histories))
    })
}

/// Generates every product that has metadata; all problems of all products at once.
pub(crate) fn generate(input: &Input) -> Outcome<Vec<Spec>> {
    let mut specs = Vec::new();
    let mut problems = Problems::default();
    let products: BTreeSet<&str> =
        input.captures.iter().map(|captured| captured.source.product.as_str()).collect();
    for product in products {
        specs.extend(generate_product(product, input, &mut problems));
    }
    // Entries for any product are unused only if all products were generated.
    if problems.count() == 0 {
        errors::unused(&input.curated, specs.iter().map(|spec| &spec.codes), &mut problems);
        let groups = specs.iter().map(|spec| &spec.groups);
        lower::secrets::unused(&input.curated.secrets, groups, &mut problems);
    }
    problems.finish(specs)
}

/// The specification of one product; none if anything is wrong with it.
fn generate_product(name: &str, input: &Input, problems: &mut Problems) -> Option<Spec> {
    let before = problems.count();
    let curated = &input.curated;
    let facts = curated.of(name);
    let mut product = merge::merge(name, &input.captures);
    cited::check(facts, name, &input.captures, problems);
    errors::correct(&mut product, &facts.codes, problems);
    corrected::correct(&mut product, &facts.requests, problems);
    let group_of = groups::assign(&product, &facts.groups, problems);
    let (matrix, contradictions) = build_matrix(&product, input, &group_of, problems);
    let authorization = authorization::build(&product, input, problems);
    let codes = errors::codes(&product, &curated.codes, &facts.codes, problems);
    let sets = errors::build(&product, &group_of, &codes);
    let groups = lower::lower(&product, curated, &group_of, authorization.as_ref(), sets, problems);
    let waiters = waiters::build(name, &facts.waiters, &groups, &codes, problems);
    let file = ProductFile {
        format: FORMAT,
        product: product.name.clone(),
        version: product.version.clone(),
        endpoints: product.endpoints.clone(),
        groups: groups.keys().cloned().collect(),
        operations: operations::facts(
            &product,
            &group_of,
            authorization.as_ref(),
            &facts.requests,
            &groups,
            problems,
        ),
        ids: lower::ids(&groups),
        titles: groups::titles(&facts.groups),
    };
    let spec = Spec {
        product: file,
        groups,
        matrix,
        authorization,
        waiters,
        codes,
        contradictions,
        model: product,
    };
    validate::validate(&spec, &group_of, problems);
    (problems.count() == before).then_some(spec)
}

fn build_matrix(
    product: &model::Product,
    input: &Input,
    group_of: &BTreeMap<String, String>,
    problems: &mut Problems,
) -> (Option<Matrix>, Vec<matrix::Contradiction>) {
    let mut impact = Vec::new();
    let mut managed = Vec::new();
    let mut sources = Vec::new();
    for captured in input.captures.iter().filter(|one| one.source.product == product.name) {
        sources.push(captured.source.clone());
        match &captured.capture {
            Capture::ImpactPage(page) => impact.push((captured.source.clone(), page.clone())),
            Capture::ManagedPage(page) => managed.push((captured.source.clone(), page.clone())),
            _ => {}
        }
    }
    let input = matrix::Input {
        product,
        sources: &sources,
        impact: &impact,
        managed: &managed,
        curated: input.curated.of(&product.name),
    };
    matrix::build(&input, group_of, problems)
}
