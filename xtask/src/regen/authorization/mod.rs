//! The list for access management, the authorization tables of operation pages and the metadata ->
//! `authorization.json`: what the newest source says of each operation, but for spellings that the
//! list's table of resource types corrects, and what contradicts itself or another source.

mod claims;
mod contradictions;
mod differences;
mod names;
mod parameters;

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::{
    About, AccessLevel, Action, Authorizations, ConditionKey, Contradiction, Evidence, Resource,
    ResourceType, Stated, ValueType,
};
use aliyun_rpc_spec::capture::RamList;
use aliyun_rpc_spec::ir::FORMAT;
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::MatrixSource;
use aliyun_rpc_vocabulary::Word as _;

use self::claims::{Claim, Claimed, Claims};
use self::contradictions::contradiction;
use self::differences::differences;
use self::names::Names;
use super::load::Input;
use super::model::Product;
use crate::problems::Problems;
use crate::sources::Source;

/// What the sources of a product say; none for a product without a list or an authorization table.
pub(crate) fn build(
    product: &Product,
    input: &Input,
    problems: &mut Problems,
) -> Option<Authorizations> {
    let claims = Claims::of(&product.name, input);
    if claims.is_empty() {
        return None;
    }
    let none = RamList::default();
    let list = claims.list.map_or(&none, |(_, list)| list);
    let built = Builder::new(product, list).build(&claims, problems);
    if let Some((source, list)) = claims.list {
        let is_of_list =
            |action: &&Action| action.evidence.iter().any(|one| one.source == source.id);
        let (listed, found) = (list.actions.len(), built.actions.iter().filter(is_of_list).count());
        if listed != found {
            let message = format!("{listed} actions in, {found} out");
            problems.report(Problem::new(file(source), "", message));
        }
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

    fn build(mut self, claims: &Claims<'_>, problems: &mut Problems) -> Authorizations {
        let by_operation = claims.by_operation(&mut self.found);
        let actions: Vec<Action> =
            by_operation.values().filter_map(|of_one| self.judge(of_one, problems)).collect();
        let condition_keys = self.condition_keys(&actions, claims, problems);
        if let Some((source, list)) = claims.list {
            contradictions::of_use(list, by_operation.values().flatten(), &mut self.found);
            contradictions::of_types(source, list, &self.names, &mut self.found);
            contradictions::of_keys(source, list, &mut self.found);
        }
        self.found
            .sort_by(|a, b| (a.about, a.line, &a.subject).cmp(&(b.about, b.line, &b.subject)));
        Authorizations {
            format: FORMAT,
            product: self.product.name.clone(),
            sources: claims.sources().map(named).collect(),
            actions,
            resource_types: self.resource_types(),
            condition_keys,
            contradictions: self.found,
        }
    }

    /// The first claim about an operation, and whether the others agree with it.
    fn judge(&mut self, claims: &[Claim<'_>], problems: &mut Problems) -> Option<Action> {
        let mut decided: Option<Action> = None;
        for claim in claims {
            let Some(level) = AccessLevel::from_stated(claim.level) else {
                problems.report(unknown(claim.source, claim.operation, claim.level));
                continue;
            };
            let mut stated = self.action(claim, level);
            let Some(first) = &mut decided else {
                decided = Some(stated);
                continue;
            };
            let found = differences(first, &stated);
            stated.evidence.iter_mut().for_each(|one| one.differs = !found.is_empty());
            for (about, second, against) in found {
                let pair = (second.as_str(), against.as_str());
                let found = contradiction(claim.source, claim.operation, about, pair, claim.line);
                self.found.push(found);
            }
            complete(first, &stated);
            first.evidence.append(&mut stated.evidence);
        }
        decided
    }

    fn action(&mut self, claim: &Claim<'_>, level: AccessLevel) -> Action {
        contradictions::of_claim(self.product, claim, level, &mut self.found);
        let operation = self.product.operations.get(claim.operation);
        let paths = operation.map(|one| parameters::paths(&one.parameters)).unwrap_or_default();
        let resources = claim.resources.iter();
        let mut resources: Vec<Resource> =
            resources.map(|resource| self.resource(claim, resource, &paths)).collect();
        if let ([only], Some(id)) = (resources.as_mut_slice(), parameters::only_id(&paths))
            && only.parameters.is_empty()
            && only.pattern.ends_with("Id}")
        {
            only.parameters.push(id.clone());
        }
        if let Some(id) = parameters::untyped(&resources, &paths) {
            let unnamed =
                |one: &&mut Resource| one.parameters.is_empty() && one.pattern.ends_with('}');
            for one in resources.iter_mut().filter(unnamed) {
                one.parameters.push(id.clone());
            }
        }
        let mut seen = BTreeSet::new();
        let keys = claim.condition_keys.iter().filter(|key| seen.insert(key.as_str()));
        let evidence =
            Evidence { source: claim.source.id.clone(), line: claim.line, differs: false };
        Action {
            operation: claim.operation.to_owned(),
            action: claim.action.to_owned(),
            level,
            resources,
            condition_keys: keys.cloned().collect(),
            further: claim.further.to_vec(),
            templates: parameters::templates(&paths),
            evidence: vec![evidence],
        }
    }

    fn resource(&mut self, claim: &Claim<'_>, stated: &Claimed<'_>, paths: &[String]) -> Resource {
        let resource = self.names.type_name(stated.resource).to_owned();
        let taken = self.names.pattern(&resource, stated.pattern).to_owned();
        let mut note = |about, one: &str, against: &str| {
            let pair = (one, against);
            let found = contradiction(claim.source, claim.operation, about, pair, stated.line);
            self.found.push(found);
        };
        if resource != stated.resource {
            note(About::TwinType, stated.resource, &resource);
        }
        if taken != stated.pattern {
            note(About::LetterCase, stated.pattern, &taken);
        }
        // Without a list nothing says which types and patterns there are.
        let is_checked = resource != "*" && !self.list.resource_types.is_empty();
        if is_checked && !self.names.has_type(&resource) {
            note(About::UndefinedType, &resource, "");
        } else if is_checked && !self.names.has_pattern(&resource, &taken) {
            note(About::UndefinedPattern, stated.pattern, "");
        }
        let is_corrected = resource != stated.resource || taken != stated.pattern;
        let literally =
            Stated { resource: stated.resource.to_owned(), pattern: stated.pattern.to_owned() };
        let mut named_by = parameters::naming(&resource, &taken, paths);
        if named_by.is_empty() {
            named_by = parameters::by_sign(&taken, paths);
        }
        Resource {
            parameters: named_by,
            resource,
            pattern: taken,
            mandatory: stated.mandatory,
            stated: is_corrected.then_some(literally),
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
    fn condition_keys(
        &self,
        actions: &[Action],
        claims: &Claims<'_>,
        problems: &mut Problems,
    ) -> Vec<ConditionKey> {
        let used = actions.iter().flat_map(|action| &action.condition_keys);
        let defined = self.list.condition_keys.iter().map(|one| &one.key);
        let names: BTreeSet<&String> = used.chain(defined).collect();
        let mut keys = Vec::new();
        for name in names {
            let stated = self.list.condition_keys.iter().find(|one| one.key == *name);
            let value_type = stated.and_then(|one| ValueType::from_name(&one.value_type));
            if let (Some(stated), None, Some((source, _))) = (stated, value_type, claims.list) {
                problems.report(unknown(source, &stated.key, &stated.value_type));
            }
            keys.push(ConditionKey { key: name.clone(), value_type });
        }
        keys
    }
}

/// Takes over what the deciding source leaves open: copies of pages lose the mark of what is
/// mandatory.
fn complete(action: &mut Action, other: &Action) {
    for one in action.resources.iter_mut().filter(|one| one.mandatory.is_none()) {
        let known = other.resources.iter();
        let mut known = known
            .filter(|known| (&known.resource, &known.pattern) == (&one.resource, &one.pattern));
        one.mandatory = known.find_map(|known| known.mandatory);
    }
}

fn named(source: &Source) -> MatrixSource {
    MatrixSource {
        id: source.id.clone(),
        published: source.published.clone(),
        url: source.url.clone(),
        title: source.title.clone(),
    }
}

fn file(source: &Source) -> String {
    format!("spec/sources/{}.json", source.id)
}

fn unknown(source: &Source, place: &str, word: &str) -> Problem {
    Problem::new(file(source), place, format!("`{word}` is not known"))
        .help("import the original again")
}

#[cfg(test)]
mod tests;
