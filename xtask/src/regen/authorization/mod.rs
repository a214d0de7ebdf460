//! The list for access management and the metadata -> `authorization.json`: the list as it stands,
//! but for spellings that its own table of resource types corrects, and what contradicts itself.

mod contradictions;
mod names;
mod parameters;

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::{
    About, AccessLevel, Action, Authorizations, ConditionKey, Contradiction, Resource,
    ResourceType, Stated, ValueType,
};
use aliyun_rpc_spec::capture::{Capture, ListedAction, ListedResource, RamList};
use aliyun_rpc_spec::ir::FORMAT;
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::MatrixSource;

use self::names::Names;
use super::load::Input;
use super::model::Product;
use crate::problems::Problems;
use crate::sources::Source;

/// What the newest list of the product says; none for a product without one.
pub(crate) fn build(
    product: &Product,
    input: &Input,
    problems: &mut Problems,
) -> Option<Authorizations> {
    let lists = input.captures.iter().filter(|one| one.source.product == product.name);
    let lists = lists.filter_map(|one| match &one.capture {
        Capture::RamList(list) => Some((&one.source, list)),
        _ => None,
    });
    let newest = lists.max_by(|(a, _), (b, _)| (&a.published, &a.id).cmp(&(&b.published, &b.id)));
    let (source, list) = newest?;
    let built = Builder::new(product, list).build(source, problems);
    if built.actions.len() != list.actions.len() {
        let message = format!("{} actions in, {} out", list.actions.len(), built.actions.len());
        problems.report(Problem::new(format!("spec/sources/{}.json", source.id), "", message));
    }
    Some(built)
}

struct Builder<'a> {
    product: &'a Product,
    list: &'a RamList,
    names: Names<'a>,
    found: Vec<Contradiction>,
}

impl<'a> Builder<'a> {
    fn new(product: &'a Product, list: &'a RamList) -> Self {
        Self { product, list, names: Names::of(list), found: Vec::new() }
    }

    fn build(mut self, source: &Source, problems: &mut Problems) -> Authorizations {
        let mut actions: Vec<Action> = Vec::new();
        for listed in &self.list.actions {
            match AccessLevel::from_stated(&listed.level) {
                Some(level) => actions.push(self.action(listed, level)),
                None => problems.report(unknown(source, &listed.operation, &listed.level)),
            }
        }
        actions.sort_by(|left, right| left.operation.as_bytes().cmp(right.operation.as_bytes()));
        let condition_keys = self.condition_keys(source, problems);
        contradictions::of_types(self.list, &self.names, &mut self.found);
        contradictions::of_keys(self.list, &mut self.found);
        self.found
            .sort_by(|a, b| (a.about, a.line, &a.subject).cmp(&(b.about, b.line, &b.subject)));
        Authorizations {
            format: FORMAT,
            product: self.product.name.clone(),
            source: MatrixSource {
                id: source.id.clone(),
                published: source.published.clone(),
                url: source.url.clone(),
                title: source.title.clone(),
            },
            actions,
            resource_types: self.resource_types(),
            condition_keys,
            contradictions: self.found,
        }
    }

    fn action(&mut self, listed: &ListedAction, level: AccessLevel) -> Action {
        contradictions::of_action(self.product, listed, level, &mut self.found);
        let operation = self.product.operations.get(&listed.operation);
        let paths = operation.map(|one| parameters::paths(&one.parameters)).unwrap_or_default();
        let resources = listed.resources.iter().flat_map(|resource| {
            resource.patterns.iter().map(move |pattern| (resource, pattern.as_str()))
        });
        let pairs: Vec<(&ListedResource, &str)> = resources.collect();
        let mut resources: Vec<Resource> = pairs
            .into_iter()
            .map(|(resource, pattern)| self.resource(listed, resource, pattern, &paths))
            .collect();
        if let ([only], Some(id)) = (resources.as_mut_slice(), parameters::only_id(&paths))
            && only.parameters.is_empty()
            && only.pattern.ends_with("Id}")
        {
            only.parameters.push(id.clone());
        }
        let mut seen = BTreeSet::new();
        let keys = listed.condition_keys.iter().filter(|key| seen.insert(key.as_str()));
        Action {
            operation: listed.operation.clone(),
            action: listed.action.clone(),
            level,
            resources,
            condition_keys: keys.cloned().collect(),
            further: listed.associated.clone(),
            templates: parameters::templates(&paths),
            line: listed.line,
        }
    }

    fn resource(
        &mut self,
        action: &ListedAction,
        listed: &ListedResource,
        pattern: &str,
        paths: &[String],
    ) -> Resource {
        let resource = self.names.type_name(&listed.resource).to_owned();
        let taken = self.names.pattern(&resource, pattern).to_owned();
        let mut report = |about, stated: &str, against: &str| {
            self.found.push(Contradiction {
                subject: action.operation.clone(),
                about,
                stated: stated.to_owned(),
                against: against.to_owned(),
                line: listed.line,
            });
        };
        if resource != listed.resource {
            report(About::TwinType, &listed.resource, &resource);
        }
        if taken != pattern {
            report(About::LetterCase, pattern, &taken);
        }
        if resource != "*" && !self.names.has_type(&resource) {
            report(About::UndefinedType, &resource, "");
        } else if resource != "*" && !self.names.has_pattern(&resource, &taken) {
            report(About::UndefinedPattern, pattern, "");
        }
        let is_corrected = resource != listed.resource || taken != pattern;
        let stated = Stated { resource: listed.resource.clone(), pattern: pattern.to_owned() };
        Resource {
            parameters: parameters::naming(&resource, &taken, paths),
            resource,
            pattern: taken,
            mandatory: listed.mandatory,
            stated: is_corrected.then_some(stated),
            line: listed.line,
        }
    }

    fn resource_types(&self) -> Vec<ResourceType> {
        let own = self.list.resource_types.iter();
        let own = own.filter(|one| self.names.type_name(&one.resource) == one.resource);
        own.map(|one| ResourceType {
            resource: one.resource.clone(),
            patterns: one.patterns.clone(),
            line: one.line,
        })
        .collect()
    }

    /// Those that are defined, and those that are only used.
    fn condition_keys(&self, source: &Source, problems: &mut Problems) -> Vec<ConditionKey> {
        let used = self.list.actions.iter().flat_map(|action| &action.condition_keys);
        let defined = self.list.condition_keys.iter().map(|one| &one.key);
        let names: BTreeSet<&String> = used.chain(defined).collect();
        let mut keys = Vec::new();
        for name in names {
            let stated = self.list.condition_keys.iter().find(|one| one.key == *name);
            let value_type = stated.and_then(|one| ValueType::from_stated(&one.value_type));
            if let Some(stated) = stated.filter(|_| value_type.is_none()) {
                problems.report(unknown(source, &stated.key, &stated.value_type));
            }
            keys.push(ConditionKey { key: name.clone(), value_type });
        }
        keys
    }
}

fn unknown(source: &Source, place: &str, word: &str) -> Problem {
    Problem::new(
        format!("spec/sources/{}.json", source.id),
        place,
        format!("`{word}` is not known"),
    )
    .help("import the original again")
}

#[cfg(test)]
mod tests;
