//! Finds the resources that a call needs, each with the reason, from an operation and what its
//! request names.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::arn::{self, Values};
use crate::builder::PolicyError;
use crate::table::{Authorization, Resource};

/// Where the calls go and for whom.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place<'a> {
    /// The region of calls that name none.
    pub region: Option<&'a str>,
    pub account: Option<&'a str>,
}

/// What one call needs.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// Resources with their reasons.
    pub resources: Vec<(String, String)>,
    /// Resource types that the call does not need, with the reason.
    pub left_out: Vec<String>,
}

/// What a request says of one resource of its operation.
enum Named {
    /// Its ids, and the parameter.
    Ids(Vec<String>, String),
    /// It names none, so any resource of the type may be meant.
    Any(&'static str),
    /// The call does not use the resource, for this reason.
    Unused(&'static str),
}

/// A request as it is sent.
pub(crate) struct Call<'a> {
    row: &'static Authorization,
    /// Parameters without the numbers in their names; `None` for any request of the operation.
    parameters: Option<Vec<(String, &'a str)>>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(
        row: &'static Authorization,
        parameters: Option<&'a [(String, String)]>,
    ) -> Self {
        let plain = |name: &String| {
            let is_word = |part: &&str| !part.bytes().all(|byte| byte.is_ascii_digit());
            name.split('.').filter(is_word).collect::<Vec<_>>().join(".")
        };
        let parameters = parameters.map(|all| {
            let set = all.iter().filter(|(_, value)| !value.is_empty());
            set.map(|(name, value)| (plain(name), value.as_str())).collect()
        });
        Self { row, parameters }
    }

    /// The resources that the call needs.
    pub(crate) fn needs(&self, place: Place<'_>) -> Result<Needs, PolicyError> {
        let regions = self.regions(place)?;
        self.check_type()?;
        let named = self.row.resources.iter().map(|resource| self.named(resource));
        let mut named: Vec<Named> = named.collect::<Result<_, _>>()?;
        self.drop_wider(&mut named);
        if named.iter().all(|one| matches!(one, Named::Unused(_))) {
            named.fill_with(|| Named::Any("the request names none of the optional resources"));
        }
        let mut needs = Needs::default();
        for (resource, named) in self.row.resources.iter().zip(&named) {
            self.add(resource, named, &regions, place, &mut needs);
        }
        Ok(needs)
    }

    fn add(
        &self,
        resource: &Resource,
        named: &Named,
        regions: &[String],
        place: Place<'_>,
        needs: &mut Needs,
    ) {
        let any = [String::from("*")];
        let (ids, because) = match named {
            Named::Ids(ids, parameter) => (ids.as_slice(), format!("named by {parameter}")),
            Named::Any(because) => (any.as_slice(), (*because).to_owned()),
            Named::Unused(because) => {
                let (kind, operation) = (resource.resource_type, self.row.operation);
                needs.left_out.push(format!("{kind} of {operation}: {because}"));
                return;
            }
        };
        let reason = format!("{}: {}, {because}", self.row.operation, described(resource));
        for region in regions {
            for id in ids {
                let account = place.account.unwrap_or("*");
                let filled = arn::fill(resource.pattern, Values { region, account, id });
                needs.resources.push((filled, reason.clone()));
            }
        }
    }

    fn named(&self, resource: &Resource) -> Result<Named, PolicyError> {
        if resource.is_everything() {
            return Ok(Named::Any("the list offers nothing finer than \"*\""));
        }
        if !arn::has_id(resource.pattern) {
            return Ok(Named::Any("the list offers no name of a single resource here"));
        }
        let Some(parameters) = &self.parameters else {
            return Ok(Named::Any("which one is not known without a request"));
        };
        if let Some(named) = self.tagged(parameters, resource)? {
            return Ok(named);
        }
        let holds = |(name, _): &&(String, &str)| resource.parameters.contains(&name.as_str());
        let mut ids = BTreeSet::new();
        let mut names = BTreeSet::new();
        for (name, value) in parameters.iter().filter(holds) {
            ids.extend(self.ids(name, value)?);
            names.insert(name.as_str());
        }
        if !ids.is_empty() {
            let names: Vec<&str> = names.into_iter().collect();
            return Ok(Named::Ids(ids.into_iter().collect(), names.join(", ")));
        }
        Ok(self.unnamed(parameters, resource))
    }

    /// Operations on tags and resource groups name a resource by its kind and its id.
    fn tagged(
        &self,
        parameters: &[(String, &str)],
        resource: &Resource,
    ) -> Result<Option<Named>, PolicyError> {
        let mut ids = Vec::new();
        for (name, value) in parameters.iter().filter(|(name, _)| name == "ResourceId") {
            ids.extend(self.ids(name, value)?);
        }
        if ids.is_empty() && !resource.parameters.is_empty() {
            return Ok(None);
        }
        let is_it = self.resource_type().map(|kind| is_of_kind(resource, kind));
        Ok(match (is_it, resource.mandatory) {
            (None, _) if ids.is_empty() || !resource.parameters.is_empty() => None,
            // Without a type, the id may be that of any resource that no other parameter names.
            (None, _) => Some(Named::Ids(ids, "ResourceId".to_owned())),
            (Some(true), _) if ids.is_empty() => {
                Some(Named::Any("the request names no ResourceId"))
            }
            (Some(true), _) => Some(Named::Ids(ids, "ResourceId".to_owned())),
            (Some(false), Some(false)) => Some(Named::Unused("ResourceType is another one")),
            (Some(false), _) => Some(Named::Any("mandatory, and ResourceType is another one")),
        })
    }

    fn resource_type(&self) -> Option<&'a str> {
        let mut all = self.parameters.iter().flatten();
        all.find(|(name, _)| name == "ResourceType").map(|(_, kind)| *kind)
    }

    /// A type that the list does not have for this operation must not become access to the types
    /// that it has.
    fn check_type(&self) -> Result<(), PolicyError> {
        let Some(kind) = self.resource_type() else { return Ok(()) };
        let needed = |one: &Resource| {
            let elsewhere = one.mandatory == Some(true) || !one.parameters.is_empty();
            one.is_everything() || elsewhere || is_of_kind(one, kind)
        };
        if self.row.resources.iter().any(needed) {
            return Ok(());
        }
        if !arn::is_value(kind) {
            return Err(self.bad("ResourceType"));
        }
        Err(PolicyError::ResourceNotListed {
            operation: self.row.operation.to_owned(),
            resource_type: kind.to_owned(),
        })
    }

    /// What it means that no parameter names a resource.
    fn unnamed(&self, parameters: &[(String, &str)], resource: &Resource) -> Named {
        if resource.parameters.is_empty() {
            return Named::Any("no parameter of the operation names it");
        }
        if resource.mandatory != Some(false) || self.has_wide(resource.resource_type) {
            return Named::Any("the request does not name it");
        }
        if parameters.iter().any(|(name, _)| self.row.templates.contains(&name.as_str())) {
            return Named::Any("the template of the request may name it");
        }
        // A request can mean a resource by other words than its id: `ImageFamily`.
        let kind = resource.resource_type.to_ascii_lowercase();
        if parameters.iter().any(|(name, _)| name.to_ascii_lowercase().contains(&kind)) {
            return Named::Any("the request may mean it by other words than its id");
        }
        Named::Unused("it is optional, and the request does not name it")
    }

    /// The list also has a pattern for all resources of the type.
    fn has_wide(&self, resource_type: &str) -> bool {
        let mut same = self.row.resources.iter().filter(|one| one.resource_type == resource_type);
        same.any(|one| !arn::has_id(one.pattern))
    }

    /// If the request names resources of a type, an optional pattern for all of them is not needed.
    fn drop_wider(&self, named: &mut [Named]) {
        let resources = self.row.resources;
        let by_id: BTreeSet<&str> = resources
            .iter()
            .zip(named.iter())
            .filter(|(_, named)| matches!(named, Named::Ids(..)))
            .map(|(resource, _)| resource.resource_type)
            .collect();
        for (resource, named) in resources.iter().zip(named) {
            let is_wide = !resource.is_everything() && !arn::has_id(resource.pattern);
            let is_optional = resource.mandatory == Some(false);
            if is_wide && is_optional && by_id.contains(resource.resource_type) {
                *named = Named::Unused("the request names single ones");
            }
        }
    }

    /// Every region that the request is about.
    fn regions(&self, place: Place<'_>) -> Result<Vec<String>, PolicyError> {
        let mut own = place.region;
        let mut others = BTreeSet::new();
        for (name, value) in self.parameters.iter().flatten() {
            let last = name.rsplit('.').next().unwrap_or_default();
            if !last.to_ascii_lowercase().ends_with("regionid") {
                continue;
            }
            if !arn::is_region(value) {
                return Err(self.bad(name));
            }
            if name.eq_ignore_ascii_case("RegionId") {
                own = Some(value);
            } else {
                others.insert((*value).to_owned());
            }
        }
        Ok(match own {
            Some(own) => {
                others.insert(own.to_owned());
                others.into_iter().collect()
            }
            None => vec!["*".to_owned()],
        })
    }

    /// A value is an id, a JSON list of ids, or ids with commas between them.
    fn ids(&self, name: &str, value: &str) -> Result<Vec<String>, PolicyError> {
        let ids: Vec<String> = match serde_json::from_str(value) {
            Ok(Value::Array(items)) => {
                let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
                texts.collect::<Option<_>>().ok_or_else(|| self.bad(name))?
            }
            _ => value.split(',').map(|id| id.trim().to_owned()).collect(),
        };
        if ids.iter().all(|id| arn::is_value(id)) { Ok(ids) } else { Err(self.bad(name)) }
    }

    fn bad(&self, parameter: &str) -> PolicyError {
        PolicyError::BadValue {
            operation: self.row.operation.to_owned(),
            parameter: parameter.to_owned(),
        }
    }
}

/// Whether a request means this resource by a `ResourceType` of this value.
fn is_of_kind(resource: &Resource, kind: &str) -> bool {
    arn::kind(resource.pattern).eq_ignore_ascii_case(kind)
}

fn described(resource: &Resource) -> String {
    let kind = if resource.is_everything() { "all resources" } else { resource.resource_type };
    let mandatory = match resource.mandatory {
        Some(true) => "mandatory",
        Some(false) => "optional",
        None => "not said whether mandatory",
    };
    format!("{kind} ({mandatory})")
}
