//! Which permission each operation needs, and RAM policies that allow exactly that.
//!
//! [`Operation::authorization`] returns what the vendor's list for RAM and the pages of operations
//! say. [`policy!`](crate::policy!) makes a policy of operations, at compile time as far as the
//! list goes. [`policy()`] also takes requests, whose ids make the policy narrower:
//!
//! ```
//! use aliyun_ecs::authorization::{PolicyRequests as _, policy};
//! use aliyun_ecs::{JoinSecurityGroup, policy};
//!
//! const OPERATOR: aliyun_ecs::authorization::Grants = policy![StartInstance, StopInstance];
//! let wide = OPERATOR.build()?;
//! assert_eq!(wide.statements()[0].resources, ["acs:ecs:*:*:instance/*"]);
//!
//! let narrow = policy()
//!     .region("cn-hangzhou")
//!     .request(&JoinSecurityGroup::instance("sg-1", "i-1"))
//!     .build()?;
//! println!("{narrow}\n{}", narrow.explain());
//! # Ok::<_, aliyun_ecs::authorization::PolicyError>(())
//! ```

use aliyun_rpc::Request;
use aliyun_rpc::wire::flatten;

use crate::Operation;

pub use aliyun_authorization::{
    AccessLevel, Authorization, ConditionKey, Evidence, Grants, PolicyBuilder, PolicyDocument,
    PolicyError, Resource, Source, Statement, Table, ValueType,
};

aliyun_rpc_macros::authorization!("spec");

/// An empty policy, to which operations and requests are added.
pub fn policy() -> PolicyBuilder {
    PolicyBuilder::new(&AUTHORIZATIONS)
}

/// Typed operations and requests for a [`PolicyBuilder`].
pub trait PolicyRequests: Sized {
    /// Allows any request of these operations.
    #[must_use]
    fn operations(self, operations: impl IntoIterator<Item = Operation>) -> Self;

    /// Allows this request: the ids, the region and the kind of resource that it names.
    #[must_use]
    fn request<R: Request>(self, request: &R) -> Self;
}

impl PolicyRequests for PolicyBuilder {
    fn operations(self, operations: impl IntoIterator<Item = Operation>) -> Self {
        operations.into_iter().fold(self, |builder, one| builder.operation(one.name()))
    }

    fn request<R: Request>(self, request: &R) -> Self {
        self.call(R::META.name, flatten(request))
    }
}

/// Looks up the permissions of operations at compile time.
///
/// If no document states the permission of an operation, the call does not compile, and the message
/// names the operation:
///
/// ```compile_fail
/// const POLICY: aliyun_ecs::authorization::Grants = aliyun_ecs::policy![DescribeRegions];
/// ```
#[macro_export]
macro_rules! policy {
    () => {
        ::core::compile_error!("a policy allows at least one operation; help: `policy!(StartInstance)`")
    };
    ($($operation:ident),+ $(,)?) => {
        $crate::authorization::Grants::new(
            &$crate::authorization::AUTHORIZATIONS,
            const {
                &[$(match $crate::Operation::$operation.authorization() {
                    ::core::option::Option::Some(authorization) => authorization,
                    ::core::option::Option::None => ::core::panic!(::core::concat!(
                        "no document states which permission is needed for ",
                        ::core::stringify!($operation),
                        "; help: leave it out and write its statement by hand"
                    )),
                }),+]
            },
        )
    };
}
