//! Captures in, specification out: load -> merge -> group -> lower -> validate -> write.

mod authorization;
pub(crate) mod errors;
mod groups;
mod leftovers;
pub(crate) mod load;
mod lower;
pub(crate) mod matrix;
pub(crate) mod merge;
pub(crate) mod model;
mod output;
pub(crate) mod summary;
mod validate;

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

use self::load::Input;
use crate::files::Outcome;
use crate::lock;

/// `cargo xtask regen`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; list every stale file and exit with 1.
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
    // What changed for users is told from the old files, so before they are replaced.
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

/// All of a regeneration but the writing, for whoever measures it.
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
    let mut problems = Vec::new();
    let products: BTreeSet<&str> =
        input.captures.iter().map(|captured| captured.source.product.as_str()).collect();
    for product in products {
        match generate_product(product, input) {
            Ok(spec) => specs.push(spec),
            Err(mut found) => problems.append(&mut found),
        }
    }
    if problems.is_empty() {
        problems = errors::unused(&input.curated, specs.iter().map(|spec| &spec.codes));
        let groups = specs.iter().map(|spec| &spec.groups);
        problems.extend(lower::secrets::unused(&input.curated, groups));
    }
    if problems.is_empty() { Ok(specs) } else { Err(problems) }
}

fn generate_product(name: &str, input: &Input) -> Outcome<Spec> {
    let mut product = merge::merge(name, &input.captures);
    let mut problems = errors::correct(&mut product, &input.curated);
    let (group_of, found) = groups::assign(&product, &input.curated);
    problems.extend(found);
    let (matrix, contradictions, found) = build_matrix(&product, input, &group_of);
    problems.extend(found);
    let (authorization, found) = authorization::build(&product, input);
    problems.extend(found);
    let (codes, found) = errors::codes(&product, &input.curated);
    problems.extend(found);
    let sets = errors::build(&product, &group_of);
    let (groups, found) = lower::lower(&product, &input.curated, &group_of, sets);
    problems.extend(found);
    problems.extend(validate::validate(&product, &group_of, &groups, matrix.as_ref(), &codes));
    if let Some(list) = &authorization {
        let file = format!("spec/{}/authorization.json", product.name);
        problems.extend(aliyun_rpc_codegen::valid::authorizations(list, &file));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let file = ProductFile {
        format: FORMAT,
        product: product.name.clone(),
        version: product.version.clone(),
        endpoints: product.endpoints.clone(),
        groups: groups.keys().cloned().collect(),
    };
    Ok(Spec { product: file, groups, matrix, authorization, codes, contradictions, model: product })
}

fn build_matrix(
    product: &model::Product,
    input: &Input,
    group_of: &BTreeMap<String, String>,
) -> (Option<Matrix>, Vec<matrix::Contradiction>, Vec<Problem>) {
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
    matrix::build(product, &sources, &impact, &managed, &input.curated, group_of)
}
