//! Makes a policy from operations and requests.

use std::fmt;

use crate::arn;
use crate::document::{PolicyDocument, Writer};
use crate::grant::{Call, Place};
use crate::table::{Authorization, Table};

/// Why no policy can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// No document states which permission these operations need.
    #[error(
        "no document states which permission is needed for {}; help: leave them out and write their \
         statement by hand",
        operations.join(", ")
    )]
    NotListed {
        /// The operations, in the order they were given, each once.
        operations: Vec<String>,
    },
    /// An operation needs a further action, and no document states on which resources.
    #[error(
        "{operation} also needs {action}, and no document states on which resources; help: leave the \
         operation out and write its statement by hand"
    )]
    FurtherNotListed {
        /// Name of the operation that was asked about.
        operation: String,
        /// The further action, as a policy names it: `ram:PassRole`.
        action: String,
    },
    /// A request names a type of resource that no document lists for its operation.
    #[error(
        "no document states a permission for {operation} on resources of type {resource_type}; help: \
         leave the request out and write its statement by hand"
    )]
    ResourceNotListed {
        /// Name of the operation of the request.
        operation: String,
        /// The `ResourceType` of the request.
        resource_type: String,
    },
    /// A value in a request cannot be part of a resource name. The value is not repeated.
    #[error("{parameter} of {operation} holds something that is not an id")]
    BadValue {
        /// Name of the operation of the request.
        operation: String,
        /// The parameter that holds the value, by its wire name.
        parameter: String,
    },
    /// The region is not the id of a region.
    #[error("the region is not an id such as cn-hangzhou")]
    BadRegion,
    /// The account is not a number.
    #[error("the account is not the number of an account")]
    BadAccount,
    /// No operation was given: a policy without statements is not valid.
    #[error("no operation was given")]
    Empty,
}

/// Collects operations and requests for one policy.
///
/// What is known makes the policy narrower: a region, an account and the ids in requests replace
/// `*` in the names of resources.
#[derive(Clone, Debug)]
#[must_use]
pub struct PolicyBuilder {
    table: &'static Table,
    region: Option<String>,
    account: Option<String>,
    calls: Vec<Asked>,
}

/// One operation, with the parameters of the request if there is one.
#[derive(Clone)]
struct Asked {
    operation: String,
    parameters: Option<Vec<(String, String)>>,
}

/// Without the values: one may be a password.
impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters = self.parameters.iter().flatten();
        let names: Vec<&str> = parameters.map(|(name, _)| name.as_str()).collect();
        f.debug_tuple(&self.operation).field(&names).finish()
    }
}

impl PolicyBuilder {
    /// A policy for operations of one product.
    pub const fn new(table: &'static Table) -> Self {
        Self { table, region: None, account: None, calls: Vec::new() }
    }

    /// The region of calls that name none.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The number of the account that owns the resources.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Allows any request of an operation.
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.calls.push(Asked { operation: operation.into(), parameters: None });
        self
    }

    /// Allows one request, given as it is sent: `("InstanceId", "i-1")`, `("Tag.1.Key", "a")`.
    pub fn call<N: Into<String>, V: Into<String>>(
        mut self,
        operation: impl Into<String>,
        parameters: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let parameters = parameters.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.calls
            .push(Asked { operation: operation.into(), parameters: Some(parameters.collect()) });
        self
    }

    /// Builds the policy that allows these calls and no others, as far as the list can tell them
    /// apart.
    ///
    /// # Errors
    /// [`PolicyError`] if no document states the permission of an operation, of a further action or
    /// on the type of resource that a request names, or if a value would make the policy allow
    /// something else.
    pub fn build(&self) -> Result<PolicyDocument, PolicyError> {
        if self.calls.is_empty() {
            return Err(PolicyError::Empty);
        }
        if self.region.as_deref().is_some_and(|region| !arn::is_region(region)) {
            return Err(PolicyError::BadRegion);
        }
        if self.account.as_deref().is_some_and(|account| !arn::is_account(account)) {
            return Err(PolicyError::BadAccount);
        }
        let place = Place { region: self.region.as_deref(), account: self.account.as_deref() };
        let mut writer = Writer::default();
        for (asked, row) in self.found()? {
            writer.add(row, Call::new(row, asked.parameters.as_deref()).needs(place)?);
            self.add_further(row, &mut vec![row.action], place, &mut writer)?;
        }
        Ok(writer.finish())
    }

    /// The calls with their rows.
    fn found(&self) -> Result<Vec<(&Asked, &'static Authorization)>, PolicyError> {
        let mut found = Vec::new();
        let mut missing: Vec<String> = Vec::new();
        for asked in &self.calls {
            match self.table.find(&asked.operation) {
                Some(row) => found.push((asked, row)),
                None if missing.contains(&asked.operation) => {}
                None => missing.push(asked.operation.clone()),
            }
        }
        match missing.is_empty() {
            true => Ok(found),
            false => Err(PolicyError::NotListed { operations: missing }),
        }
    }

    /// The further actions that the caller needs, and those that these need in turn. Nothing is
    /// known of those calls except where they go.
    fn add_further(
        &self,
        row: &'static Authorization,
        seen: &mut Vec<&'static str>,
        place: Place<'_>,
        writer: &mut Writer,
    ) -> Result<(), PolicyError> {
        for action in row.further {
            if seen.contains(action) {
                continue;
            }
            seen.push(action);
            let found = self.table.find_action(action);
            let further = found.ok_or_else(|| PolicyError::FurtherNotListed {
                operation: row.operation.to_owned(),
                action: (*action).to_owned(),
            })?;
            let mut needs = Call::new(further, None).needs(place)?;
            for (_, reason) in &mut needs.resources {
                reason.push_str(&format!("; needed by {}", row.operation));
            }
            writer.add(further, needs);
            self.add_further(further, seen, place, writer)?;
        }
        Ok(())
    }
}

/// Operations that were looked up at compile time.
#[derive(Clone, Copy, Debug)]
pub struct Grants {
    table: &'static Table,
    rows: &'static [&'static Authorization],
}

impl Grants {
    /// Rows of one table.
    #[must_use]
    pub const fn new(table: &'static Table, rows: &'static [&'static Authorization]) -> Self {
        assert!(
            !rows.is_empty(),
            "a policy allows at least one operation; help: name one, or attach no policy"
        );
        Self { table, rows }
    }

    /// What each of the operations needs.
    #[must_use]
    pub const fn authorizations(self) -> &'static [&'static Authorization] {
        self.rows
    }

    /// A builder that allows any request of these operations, for adding region, account and more.
    pub fn builder(self) -> PolicyBuilder {
        let empty = PolicyBuilder::new(self.table);
        self.rows.iter().fold(empty, |builder, row| builder.operation(row.operation))
    }

    /// Builds the policy, for all regions and for the accounts that it is attached in.
    ///
    /// # Errors
    /// [`PolicyError`] if no document states the resources of a further action.
    pub fn build(self) -> Result<PolicyDocument, PolicyError> {
        self.builder().build()
    }
}
