//! What happens to operations in each situation.

use std::collections::BTreeSet;

use super::Found;
use crate::drift::change::{Aspect, Side};
use crate::drift::rules;
use crate::drift::view::{Effects, Unlisted, View};

/// Path of the rule for operations without a row.
const UNLISTED: &str = "operations without a row";

/// Compares every situation that both views know.
pub(super) fn compare(old: &View, new: &View, found: &mut Found) {
    let situations: BTreeSet<&str> =
        old.effects.keys().chain(new.effects.keys()).copied().collect();
    for situation in situations {
        match (old.effects.get(situation), new.effects.get(situation)) {
            (Some(before), Some(after)) => {
                compare_situation(situation, before, after, found);
                agreement(situation, (old, before), (new, after), found);
            }
            (Some(_), None) => found.gap(Aspect::Effect, Side::New, || situation.to_owned(), true),
            (None, Some(_)) => found.gap(Aspect::Effect, Side::Old, || situation.to_owned(), true),
            (None, None) => {}
        }
    }
}

/// What one edition says of one operation.
#[derive(PartialEq)]
enum Said<'a> {
    This(&'a str),
    Nothing,
    Lost,
    Absent,
}

fn said<'a>(effects: &'a Effects, operation: &str) -> Said<'a> {
    match effects.rows.get(operation) {
        Some(row) => row.says.as_deref().map_or(Said::Lost, Said::This),
        None => match &effects.unlisted {
            Unlisted::Says(text) => Said::This(text),
            Unlisted::Nothing => Said::Nothing,
            Unlisted::Cut(_) => Said::Lost,
            Unlisted::NoSuchOperation => Said::Absent,
        },
    }
}

fn compare_situation(situation: &str, old: &Effects, new: &Effects, found: &mut Found) {
    let operations: BTreeSet<&String> = old.rows.keys().chain(new.rows.keys()).collect();
    for operation in operations {
        let owned = |text: &str| Some(text.to_owned());
        let place = || format!("{operation} {situation}");
        match (said(old, operation), said(new, operation)) {
            (Said::Absent, _) | (_, Said::Absent) | (Said::Nothing, Said::Nothing) => continue,
            (Said::Lost, other) => {
                found.gap(Aspect::Effect, Side::Old, place, other != Said::Lost);
                continue;
            }
            (_, Said::Lost) => {
                found.gap(Aspect::Effect, Side::New, place, true);
                continue;
            }
            (Said::Nothing, Said::This(new)) => {
                found.add(rules::EFFECT_STATED, operation, situation, None, owned(new));
            }
            (Said::This(old), Said::Nothing) => {
                found.add(rules::EFFECT_WITHDRAWN, operation, situation, owned(old), None);
            }
            (Said::This(old), Said::This(new)) if old != new => {
                found.add(rules::EFFECT_CHANGED, operation, situation, owned(old), owned(new));
            }
            (Said::This(_), Said::This(_)) => {}
        }
        code(operation, situation, old, new, found);
    }
    default(situation, old, new, found);
}

/// The rule for operations without a row.
fn default(situation: &str, old: &Effects, new: &Effects, found: &mut Found) {
    let rule_of = |effects: &Effects| match &effects.unlisted {
        Unlisted::Says(text) => Some(text.clone()),
        Unlisted::Cut(text) => text.clone(),
        Unlisted::Nothing | Unlisted::NoSuchOperation => None,
    };
    let (from, to) = (rule_of(old), rule_of(new));
    let rule = match (&from, &to) {
        _ if from == to => return,
        (None, _) => rules::EFFECT_STATED,
        (_, None) => rules::EFFECT_WITHDRAWN,
        _ => rules::EFFECT_CHANGED,
    };
    found.add(rule, "", &format!("{situation}: {UNLISTED}"), from, to);
}

/// The code only matters where both editions refuse; a code that comes or goes with the refusal is
/// part of that change.
fn code(operation: &str, situation: &str, old: &Effects, new: &Effects, found: &mut Found) {
    let (Some(before), Some(after)) = (old.rows.get(operation), new.rows.get(operation)) else {
        return;
    };
    if before.says != after.says {
        return;
    }
    let aspect = Aspect::EffectCode;
    let place = || format!("{operation} {situation}");
    let both = found.both(aspect, place, &before.code, &after.code, Option::is_some);
    let Some((old, new)) = both else { return };
    let rule = match (old, new) {
        (Some(old), Some(new)) if old != new => rules::REFUSAL_CHANGED,
        (None, Some(_)) => rules::REFUSAL_NAMED,
        (Some(_), None) => rules::REFUSAL_UNNAMED,
        _ => return,
    };
    found.add(rule, operation, situation, old.clone(), new.clone());
}

/// Whether the sources agree, where the verdict is the same.
fn agreement(
    situation: &str,
    (old, before): (&View, &Effects),
    (new, after): (&View, &Effects),
    found: &mut Found,
) {
    for (operation, row) in &before.rows {
        if after.rows.get(operation).is_none_or(|other| other.says != row.says) {
            continue;
        }
        let key = (Aspect::Agreement, operation.clone(), situation.to_owned());
        let agreed = |view: &View| view.facts.get(&key).cloned();
        let (from, to) = (agreed(old), agreed(new));
        if from != to {
            let text = |text: Option<String>| Some(text.unwrap_or_else(|| "agreed".to_owned()));
            found.add(rules::AGREEMENT_CHANGED, operation, situation, text(from), text(to));
        }
    }
}
