//! One operation -> everything that is one text: how it is called, checked, paged and repeated.

use aliyun_rpc_spec::ir::{
    Constructor, Items, Operation as Lowered, Paging, Precondition, ProductFile,
};
use aliyun_rpc_spec::operations::OperationFacts;
use aliyun_rpc_spec::waiters::Waiters;

use super::walk::Types;
use super::{names, text};
use crate::drift::capture::replacement;
use crate::drift::terms::Part;
use crate::drift::view::View;

/// The facts of an operation with a request type.
pub(super) fn facts(view: &mut View, group: &str, lowered: &Lowered, types: &Types<'_>) {
    let Lowered {
        name,
        url,
        fields,
        constructors,
        response,
        response_struct,
        errors,
        region,
        client_token,
        dry_run,
        paging,
        read_only,
        timeout_seconds,
        preconditions,
        checks,
        // `product.json` says so, too, of operations without a request type as well.
        kind: _,
        // Parameters of the operation: see `walk`.
        legacy: _,
        // A mark of the operation: see `walk`.
        deprecated: _,
        replaced_by,
    } = lowered;
    view.fact(Part::Group, name, "", group.to_owned());
    view.fact(Part::Page, name, "", url.clone());
    for (part, holds) in [
        (Part::Region, region),
        (Part::ClientToken, client_token),
        (Part::DryRun, dry_run),
        (Part::ReadOnly, read_only),
    ] {
        if *holds {
            view.fact(part, name, "", String::new());
        }
    }
    if *timeout_seconds > 0 {
        view.fact(Part::Timeout, name, "", format!("{timeout_seconds} s"));
    }
    if let Some(other) = replaced_by {
        view.fact(Part::Replacement, name, "", replacement(other));
    }
    if let Some(paging) = paging {
        paged(view, name, paging);
    }
    for condition in preconditions {
        precondition(view, name, condition);
    }
    checked(view, name, checks);
    view.fact(Part::RustName, name, "response", response.clone());
    if let Some(errors) = errors {
        view.fact(Part::RustName, name, "errors", errors.clone());
    }
    let constructors: Vec<String> =
        constructors.iter().map(|one| constructor(lowered, one)).collect();
    view.fact(Part::RustName, name, "constructors", constructors.join(", "));
    for code in types.codes(lowered) {
        view.fact(Part::ErrorVariant, name, &code.code, code.name.clone());
        if code.observed {
            view.fact(Part::ObservedCode, name, &code.code, "observed".to_owned());
        }
    }
    for field in fields {
        names::field(view, name, "", field);
    }
    if let Some(body) = response_struct {
        for field in &body.fields {
            names::field(view, name, &body.name, field);
        }
        names::shown(view, name, body);
    }
}

fn paged(view: &mut View, name: &str, paging: &Paging) {
    let Paging { style, size, max_results, items } = paging;
    let mut how = format!("by {}", text(style));
    if *size > 0 {
        how.push_str(&format!(", at most {size} on a page"));
    }
    if *max_results {
        how.push_str(", with MaxResults");
    }
    view.fact(Part::Paging, name, "", how);
    if let Some(Items { path, ty }) = items {
        let items = format!("{}: {}", path.join("."), names::rust(ty));
        view.fact(Part::PageItems, name, "", items);
    }
}

fn precondition(view: &mut View, name: &str, condition: &Precondition) {
    let Precondition { kind, values, code, source } = condition;
    let path = format!("{} {}", text(kind), values.join(", "));
    let code = code.as_deref().unwrap_or("no code");
    view.fact(Part::Precondition, name, path.trim(), code.to_owned());
    view.fact(Part::Source, name, path.trim(), source.clone());
}

/// The lines are as `aliyun_rpc::check` documents them.
fn checked(view: &mut View, name: &str, lines: &[String]) {
    let mut sources = Vec::new();
    for line in lines {
        let Some((mark, rest)) = line.split_at_checked(1) else { continue };
        let (subject, bounds) = rest.split_once(' ').unwrap_or((rest, ""));
        let what = match mark {
            "@" => {
                sources.push(rest);
                continue;
            }
            "!" => "required",
            "+" => "required, may be empty",
            "=" => "number",
            "#" => "characters",
            "*" => "items",
            "~" => "digits only",
            // One of several sets; a mark that is not known here is told as it is.
            "?" => {
                view.fact(Part::Check, name, &format!("one of {rest}"), String::new());
                continue;
            }
            other => other,
        };
        view.fact(Part::Check, name, &format!("{subject} {what}"), bounds.to_owned());
    }
    if !sources.is_empty() {
        view.fact(Part::Source, name, "checks", sources.join(", "));
    }
}

fn constructor(lowered: &Lowered, constructor: &Constructor) -> String {
    let Constructor { name, args, args_struct } = constructor;
    let arg = |arg: &String| {
        let field = lowered.fields.iter().find(|field| field.name == *arg);
        field.map_or_else(|| arg.clone(), |field| format!("{arg}: {}", names::rust(&field.ty)))
    };
    let args: Vec<String> = args.iter().map(arg).collect();
    let shape = args_struct.as_deref().map(|name| format!("{name} "));
    format!("{name}({}{})", shape.unwrap_or_default(), args.join(", "))
}

/// What is known of every operation, those without a request type included.
pub(super) fn known(view: &mut View, product: &ProductFile) {
    for facts in &product.operations {
        let OperationFacts {
            name,
            kind,
            origin,
            // Said by the group itself.
            group: _,
            item: _,
            concerns,
            deprecated,
            replaced_by,
            withdrawn,
        } = facts;
        let typed = view.operations.as_ref().is_some_and(|all| all.contains_key(name));
        if !typed || *withdrawn {
            let mark = if *deprecated { "deprecated" } else { "" };
            view.fact(Part::Withdrawn, name, "", mark.to_owned());
        }
        view.fact(Part::OperationKind, name, "", kind.name().to_owned());
        view.fact(Part::Source, name, "kind", text(origin));
        if !concerns.is_empty() {
            let concerns: Vec<String> = concerns.iter().map(text).collect();
            view.fact(Part::Concerns, name, "", concerns.join(", "));
        }
        if let Some(other) = replaced_by {
            view.fact(Part::Replacement, name, "", replacement(other));
        }
    }
}

/// Lookups and waiters.
pub(super) fn waiters(view: &mut View, list: &Waiters) {
    use aliyun_rpc_spec::waiters::{Lookup, Waiter};

    for lookup in &list.lookups {
        let Lookup {
            operation,
            group,
            ids,
            style,
            most,
            id,
            id_type,
            with,
            absent,
            others,
            source,
        } = lookup;
        let mut how = format!("{ids} ({}, at most {most}), id in {id}", text(style));
        for (name, value) in with {
            how.push_str(&format!(", with {name}={value}"));
        }
        for code in absent {
            how.push_str(&format!(", absent by {code}"));
        }
        for code in others {
            how.push_str(&format!(", not by {code}"));
        }
        view.fact(Part::Lookup, operation, "lookup", how);
        view.fact(Part::RustName, operation, "lookup", id_type.clone());
        view.fact(Part::Group, operation, "lookup", group.clone());
        view.fact(Part::Source, operation, "lookup", source.clone());
    }
    for waiter in &list.waiters {
        let Waiter {
            name,
            function,
            operation,
            group,
            member,
            argument,
            success,
            failure,
            pending,
            gone,
            confirm,
            interval,
            timeout,
            missing_for,
            after,
            source,
        } = waiter;
        let mut fact = |part, text: String| view.fact(part, "", name, text);
        let member = member.as_deref().unwrap_or("presence");
        fact(Part::Waiter, format!("{operation}: {member}"));
        let states = [("ends in", success), ("fails in", failure), ("goes on in", pending)];
        let states = states.into_iter().filter(|(_, states)| !states.is_empty());
        let states = states.map(|(does, states)| format!("{does} {}", states.join(", ")));
        let gone = gone.then(|| "ends when it is gone".to_owned());
        fact(Part::WaiterStates, states.chain(gone).collect::<Vec<_>>().join("; "));
        let pace = [
            format!("every {interval} s"),
            format!("at most {timeout} s"),
            format!("missing for {missing_for} s"),
            format!("gone after {confirm} looks"),
        ];
        fact(Part::WaiterPace, pace.join(", "));
        fact(Part::WaiterAfter, after.join(", "));
        let argument = argument.as_deref().unwrap_or_default();
        fact(Part::RustName, format!("{function}({argument})"));
        fact(Part::Group, group.clone());
        fact(Part::Source, source.clone());
    }
}
