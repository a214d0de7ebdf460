//! What a source is called, when it was published and where it comes from: the entry of
//! `spec/sources.toml`, from the options and, where they are silent, from the source itself.

use std::path::Path;

use aliyun_rpc_spec::capture::{Aspect, Capture};
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::text::is_url;

use super::original::Original;
use super::product::Products;
use super::{Args, Imported, dates, names};
use crate::files::Outcome;
use crate::sources::{Source, Sources, kind_name};
use crate::texts;

/// The entries of all imported files.
///
/// # Errors
/// Everything that the maintainer has to say because no source says it.
pub(crate) fn sources(args: &Args, imported: &[Imported], spec: &Path) -> Outcome<Vec<Source>> {
    let products = Products::load(&Sources::load(spec)?, spec, imported);
    let mut problems = Vec::new();
    let mut sources: Vec<Source> = Vec::new();
    if args.id.is_some() && imported.len() > 1 {
        problems.push(Problem::new("--id", "", "one id for several files; import them one by one"));
    }
    for facts in imported {
        match source(args, facts, &products) {
            Ok(source) if sources.iter().any(|known| known.id == source.id) => {
                let message = format!("another file of this run has the id {}", source.id);
                problems.push(
                    Problem::new(&facts.original.file, "", message)
                        .help("import it alone with --id ID"),
                );
            }
            Ok(source) => sources.push(source),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(sources) } else { Err(problems) }
}

fn source(args: &Args, facts: &Imported, products: &Products) -> Outcome<Source> {
    let file = &facts.original.file;
    let mut problems = Vec::new();
    let mut fail = |message: String, help: &str| {
        problems.push(Problem::new(file, "", message).help(help));
    };
    let product = products.of(args, facts).unwrap_or_else(|| {
        let help =
            format!("give it with --product NAME; sources are known of: {}", products.names());
        fail("nothing says which product this is about".to_owned(), &help);
        // So that everything else is checked, too.
        "unknown".to_owned()
    });
    if let Capture::Metadata(metadata) = &facts.capture
        && !product.eq_ignore_ascii_case(&metadata.product)
    {
        fail(format!("the metadata describes {}, not {product}", metadata.product), "");
    }
    let (published, dated_by) = match published(args, facts) {
        Ok(date) => date,
        Err(message) => {
            fail(message, "give the date with --published YYYY-MM-DD");
            (String::new(), None)
        }
    };
    let id = args.id.clone().unwrap_or_else(|| id(&product, &facts.capture, &published));
    let source = Source {
        id,
        kind: kind_name(&facts.capture).to_owned(),
        published,
        dated_by: args.dated_by.clone().or(dated_by),
        title: args.title.clone().unwrap_or_else(|| title(&facts.capture)),
        url: args.url.clone().unwrap_or_else(|| url(facts, &product)),
        product,
        sha256: facts.original.sha256.clone(),
    };
    for (option, text) in [
        ("--product", &source.product),
        ("--id", &source.id),
        ("--title", &source.title),
        ("--url", &source.url),
        ("--dated-by", source.dated_by.as_ref().unwrap_or(&String::new())),
    ] {
        if let Some(wrong) = texts::option(option, text) {
            problems.push(Problem::new(file, "", wrong.message).help(format!("give {option}")));
        }
    }
    if problems.is_empty() { Ok(source) } else { Err(problems) }
}

/// An invalid date on the command line.
pub(super) fn bad_date(args: &Args) -> Option<Problem> {
    let date = args.published.as_ref().filter(|date| !dates::is_date(date))?;
    let problem = Problem::new("--published", "", format!("`{date}` is not a valid date"));
    Some(problem.help("give a day of the calendar as YYYY-MM-DD"))
}

/// Date of publication and, when the source does not state it, how it is known.
pub(super) fn published(args: &Args, facts: &Imported) -> Result<(String, Option<String>), String> {
    if let Some(date) = &args.published {
        return Ok((date.clone(), None));
    }
    if let Some(date) = &facts.stated_date {
        return Ok((date.clone(), None));
    }
    if let Capture::OperationPage(page) = &facts.capture
        && let Some(date) = page.edition()
    {
        return Ok((date.to_owned(), Some("last entry of its change history".to_owned())));
    }
    let name = facts.original.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let in_name = dates::only_date(name).map(|date| (date, Some("file name".to_owned())));
    in_name.ok_or_else(|| "neither the source nor its file name states a date".to_owned())
}

/// The day the text itself says it was published or updated on.
pub(crate) fn stated_date(capture: &Capture, original: &Original) -> Option<String> {
    match capture {
        Capture::OperationPage(page) => page.updated.clone(),
        Capture::ObservedCodes(observed) => dates::only_date(&observed.source),
        Capture::ImpactPage(_) if original.text.trim_start().starts_with('{') => {
            let mut dated = original.text.lines().filter(|line| line.contains("\"published\""));
            dated.next().and_then(dates::only_date)
        }
        _ => None,
    }
}

fn id(product: &str, capture: &Capture, published: &str) -> String {
    match capture {
        Capture::Metadata(_) => format!("{product}-metadata-{published}"),
        Capture::OperationPage(page) => {
            format!("{product}-{}-{published}", names::kebab(&page.operation))
        }
        Capture::ImpactPage(page) => match page.condition {
            Aspect::SecurityLock => format!("{product}-lock-{published}"),
            Aspect::FinancialLock => format!("{product}-overdue-{published}"),
            reason => format!("{product}-{}-{published}", reason),
        },
        Capture::ManagedPage(_) => format!("{product}-managed-{published}"),
        Capture::ObservedCodes(observed) => {
            let (_, tool) = repository(&observed.source);
            let tool = tool.split('-').next().unwrap_or_default();
            format!("{product}-observed-{}", tool.to_ascii_lowercase())
        }
        Capture::Endpoints(_) => format!("{product}-endpoints"),
        Capture::Timeouts(_) => format!("{product}-timeouts"),
        Capture::RamList(_) => format!("{product}-ram-{published}"),
    }
}

fn title(capture: &Capture) -> String {
    match capture {
        Capture::Metadata(_) => "metadata".to_owned(),
        Capture::OperationPage(page) => format!("{} page", page.operation),
        Capture::ImpactPage(page) => match page.condition {
            Aspect::SecurityLock => "lock page".to_owned(),
            Aspect::FinancialLock => "overdue-payments page".to_owned(),
            reason => format!("{} page", reason),
        },
        Capture::ManagedPage(_) => "managed-groups page".to_owned(),
        Capture::ObservedCodes(_) => "field observations".to_owned(),
        Capture::Endpoints(_) => "endpoint map".to_owned(),
        Capture::Timeouts(_) => "SDK timeouts".to_owned(),
        Capture::RamList(_) => "RAM list".to_owned(),
    }
}

fn url(facts: &Imported, product: &str) -> String {
    // The vendor's documentation of the product, for pages whose own address is not known.
    let help = || format!("https://www.alibabacloud.com/help/en/{product}");
    match &facts.capture {
        Capture::Metadata(metadata) => format!(
            "https://api.aliyun.com/meta/v1/products/{}/versions/{}/api-docs.json",
            metadata.product, metadata.version
        ),
        Capture::ObservedCodes(observed) => {
            let (owner, tool) = repository(&observed.source);
            format!("https://github.com/{owner}/{tool}")
        }
        Capture::ImpactPage(_) if facts.original.text.trim_start().starts_with('{') => {
            stated_url(&facts.original.text).map_or_else(help, str::to_owned)
        }
        _ if facts.original.text.trim_start().starts_with("# ") => {
            format!("https://github.com/AlibabaCloudDocs/{product}")
        }
        _ => help(),
    }
}

fn stated_url(text: &str) -> Option<&str> {
    let rest = text.split_once("\"url\"")?.1;
    rest.split('"').nth(1).filter(|url| is_url(url))
}

/// Owner and name of `owner/name@commit (date)`.
fn repository(source: &str) -> (&str, &str) {
    let path = source.split(['@', ' ']).next().unwrap_or_default();
    path.split_once('/').unwrap_or(("", path))
}
