//! What makes two nested structs one: the last word of their names, and the names and types of
//! their members and whether they are required, because a required one is an argument of the
//! constructor. What their documents say about the members is put together: a limit or a form on
//! which two places disagree is left out. In structs of one curated name a member is required if it
//! is everywhere.

use std::collections::BTreeSet;

use aliyun_rpc_spec::ir::Direction;

use super::names;
use super::raw::{RawField, RawStruct, RawType};

/// Identity of a struct: direction, last word of its name, and the shape as text.
pub(super) type StructKey = (Direction, String, String);

/// In place of the shape of a struct with a curated name.
pub(super) const FIXED: &str = "fixed";

pub(super) fn struct_key(shape: &RawStruct) -> StructKey {
    if let Some(name) = &shape.fixed {
        return (shape.direction, name.clone(), FIXED.to_owned());
    }
    let text = match &shape.reference {
        Some(reference) => format!("ref {reference}"),
        None => shape_text(&shape.fields),
    };
    (shape.direction, noun(&shape.base), text)
}

/// The last word of a name, in the singular: `Tag` of `TemplateTags`.
pub(super) fn noun(name: &str) -> String {
    let name = names::singular(&names::pascal(name));
    words(&name).last().map_or_else(String::new, |&word| word.to_owned())
}

/// The words at the end that all names have.
pub(super) fn common(all: &BTreeSet<String>) -> String {
    let mut all = all.iter();
    let Some(first) = all.next() else { return String::new() };
    let mut end = first.clone();
    for name in all {
        let (end_words, name_words) = (words(&end), words(name));
        let same = end_words.iter().rev().zip(name_words.iter().rev());
        let kept = same.take_while(|(a, b)| names::singular(a) == names::singular(b)).count();
        let common = end_words.len() - kept;
        end = end_words.get(common..).unwrap_or_default().concat();
    }
    end
}

fn words(name: &str) -> Vec<&str> {
    let begins = |at: usize, c: char| {
        let before = name.get(..at).and_then(|before| before.chars().last());
        c.is_ascii_uppercase() && before.is_some_and(|before| !before.is_ascii_uppercase())
    };
    let mut at: Vec<usize> =
        name.char_indices().filter(|&(at, c)| begins(at, c)).map(|(at, _)| at).collect();
    at.push(name.len());
    let mut from = 0;
    let words = at.into_iter().map(|end| {
        let word = name.get(from..end).unwrap_or_default();
        from = end;
        word
    });
    words.collect()
}

/// Puts what another place documents about the same members together with what is known.
pub(super) fn document(
    fields: &mut [RawField],
    further: &[RawField],
    disputed: &mut BTreeSet<String>,
) {
    for field in fields {
        let Some(other) = further.iter().find(|other| other.wire == field.wire) else { continue };
        field.required &= other.required;
        field.deprecated &= other.deprecated;
        // Any example is one.
        if field.example.is_none() {
            field.example.clone_from(&other.example);
        }
        let mut dispute = Dispute { member: &field.wire, disputed };
        dispute.settle("form", &mut field.form, &other.form);
        let (known, new) = (&mut field.limits, &other.limits);
        known.disputed.extend(&new.disputed);
        known.disputed.sort_unstable();
        known.disputed.dedup();
        dispute.settle("minimum", &mut known.minimum, &new.minimum);
        dispute.settle("maximum", &mut known.maximum, &new.maximum);
        dispute.settle("min-length", &mut known.min_length, &new.min_length);
        dispute.settle("max-length", &mut known.max_length, &new.max_length);
        dispute.settle("min-items", &mut known.min_items, &new.min_items);
        dispute.settle("max-items", &mut known.max_items, &new.max_items);
        dispute.settle("pattern", &mut known.pattern, &new.pattern);
        dispute.settle("default", &mut known.default, &new.default);
    }
}

struct Dispute<'a> {
    member: &'a str,
    disputed: &'a mut BTreeSet<String>,
}

impl Dispute<'_> {
    /// A fact stands unless two places state it differently.
    fn settle<T: Clone + PartialEq>(&mut self, fact: &str, known: &mut Option<T>, new: &Option<T>) {
        let place = format!("{}.{fact}", self.member);
        if self.disputed.contains(&place) {
            return;
        }
        match (&known, new) {
            (Some(one), Some(other)) if one != other => {
                self.disputed.insert(place);
                *known = None;
            }
            (None, Some(_)) => known.clone_from(new),
            _ => {}
        }
    }
}

/// Adds the members that are not there yet. False if one has another type than its namesake.
pub(super) fn unite(fields: &mut Vec<RawField>, further: &[RawField]) -> bool {
    let text = |field: &RawField| shape_text(std::slice::from_ref(field));
    let mut fit = true;
    for field in further {
        match fields.iter().find(|known| known.wire == field.wire) {
            Some(known) => fit &= text(known) == text(field),
            None => fields.push(field.clone()),
        }
    }
    fit
}

/// A key and a value, made from a pair of texts: what is required of them makes no other type.
fn is_pair(fields: &[RawField]) -> bool {
    let is = |field: &RawField, wire| field.wire == wire && matches!(field.ty, RawType::Text(_));
    matches!(fields, [key, value] if is(key, "Key") && is(value, "Value"))
}

/// The shape of a struct as text: equal text, interchangeable types.
fn shape_text(fields: &[RawField]) -> String {
    let pair = is_pair(fields);
    let members = fields.iter().map(|field| {
        let mut text = format!("{}{}:", field.wire, if field.required && !pair { "!" } else { "" });
        type_text(&field.ty, &mut text);
        text.extend(field.spelled.iter().flat_map(|value| [" ", value]));
        text
    });
    // In which order the metadata lists them does not matter.
    let members: BTreeSet<String> = members.collect();
    members.into_iter().collect::<Vec<_>>().join(";")
}

fn type_text(ty: &RawType, text: &mut String) {
    match ty {
        // What is listed for it has been decided and its place does not matter.
        RawType::Text(_) => text.push_str("String"),
        RawType::Struct(shape) => text.push_str(&format!("{:?}", struct_key(shape))),
        RawType::Recursive(reference) => text.push_str(&format!("ref {reference}")),
        RawType::List(inner) => wrap(text, "list", inner),
        RawType::Wrapped(name, inner) => wrap(text, name, inner),
        RawType::JsonList(inner) => wrap(text, "json-list", inner),
        RawType::Json(inner) => wrap(text, "json", inner),
        RawType::Map(inner) => wrap(text, "map", inner),
        plain => text.push_str(&format!("{plain:?}")),
    }
}

fn wrap(text: &mut String, name: &str, inner: &RawType) {
    text.push_str(name);
    text.push('(');
    type_text(inner, text);
    text.push(')');
}

#[cfg(test)]
mod tests {
    use super::*;
    use aliyun_rpc_spec::form::Form;
    use aliyun_rpc_spec::ir::Limits;

    fn member(wire: &str, most: Option<u64>, form: Option<Form>, required: bool) -> RawField {
        RawField {
            wire: wire.to_owned(),
            ty: RawType::Int,
            required,
            deprecated: false,
            limits: Limits { max_length: most, ..Limits::default() },
            example: None,
            form,
            spelled: Vec::new(),
        }
    }

    #[test]
    fn a_name_ends_in_its_last_word() {
        assert_eq!(noun("TemplateTags"), "Tag");
        assert_eq!(noun("SlaveInterfaceSpecificationSet"), "Specification");
        assert_eq!(noun("PrivatePoolOptions"), "Option");
        let common = |names: &[&str]| common(&names.iter().map(|&name| name.to_owned()).collect());
        assert_eq!(common(&["TemplateTag", "Tag", "ImageTag"]), "Tag");
        assert_eq!(common(&["DataDiskConfig", "SystemDiskConfig"]), "DiskConfig");
        assert_eq!(common(&["TargetResourceTags", "Tag"]), "Tag");
        assert_eq!(common(&["PrivatePoolOptions"]), "PrivatePoolOptions");
    }

    #[test]
    fn what_two_places_say_differently_is_left_out_whatever_a_third_says() {
        let mut disputed = BTreeSet::new();
        let mut known = vec![member("Size", Some(5), Some(Form::GiB), true)];
        for other in
            [member("Size", Some(9), None, true), member("Size", Some(5), Some(Form::GiB), false)]
        {
            document(&mut known, &[other], &mut disputed);
        }
        assert_eq!(known, [member("Size", None, Some(Form::GiB), false)]);
    }
}
