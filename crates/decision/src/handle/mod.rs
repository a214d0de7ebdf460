//! Handles: an id together with what is known about the state of the resource.
//!
//! States that matter to the compiler are types, so a call that the documents refuse does not
//! compile. The unknown state is a type too; calls on it are checked only at run time. What a reply
//! says beyond the type, such as the status of an instance, is stored as a value and checked at run
//! time as well.

mod observed;
mod states;

use std::fmt;
use std::marker::PhantomData;

use aliyun_rpc::value::IntoValue;

pub use observed::{ObservedDisk, ObservedInstance, ObservedSecurityGroup, UnexpectedState};
pub use states::{
    Advanced, Basic, CustomerManaged, DiskState, FinancialLocked, GroupTypeState, InUse,
    InstanceState, ManagerState, NotInUse, SecurityLocked, ServiceManaged, Unknown, Unlocked,
};

use crate::situation::Situation;
use crate::target::{DiskId, InstanceId, SecurityGroupId, Target};

macro_rules! handle {
    (
        $(#[$doc:meta])* $name:ident<$($state:ident $(= $default:ty)?),+>,
        id: $id:ty, unknown: $unknown:ty
    ) => {
        $(#[$doc])*
        pub struct $name<$($state $(= $default)?),+> {
            id: $id,
            /// What was observed beyond the types.
            observed: Situation,
            state: PhantomData<fn() -> ($($state,)+)>,
        }

        impl<$($state),+> $name<$($state),+> {
            /// The id.
            #[must_use]
            pub fn id(&self) -> &$id {
                &self.id
            }

            /// The same resource in the unknown state, because what was known may be out of date.
            #[must_use]
            pub fn forget(self) -> $unknown {
                <$unknown>::assume(self.id, Situation::new())
            }

            fn assume(id: $id, observed: Situation) -> Self {
                Self { id, observed, state: PhantomData }
            }
        }

        impl<$($state),+> Clone for $name<$($state),+> {
            fn clone(&self) -> Self {
                Self::assume(self.id.clone(), self.observed)
            }
        }

        impl<$($state),+> fmt::Debug for $name<$($state),+> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.id)
            }
        }

        impl<$($state),+> fmt::Display for $name<$($state),+> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.id)
            }
        }

        /// So that a request takes the handle in place of the id.
        impl<$($state),+> From<&$name<$($state),+>> for $id {
            fn from(handle: &$name<$($state),+>) -> Self {
                handle.id.clone()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($state),+> IntoValue<$id> for &$name<$($state),+> {
            fn into_value(self) -> Option<$id> {
                Some(self.id.clone())
            }
        }

        impl $unknown {
            /// A resource about which nothing is known.
            #[must_use]
            pub fn new(id: impl Into<$id>) -> Self {
                Self::assume(id.into(), Situation::new())
            }
        }
    };
}

handle! {
    /// An instance whose state is `S`: [`Unknown`], [`Unlocked`], [`SecurityLocked`] or
    /// [`FinancialLocked`].
    Instance<S = Unknown>, id: InstanceId, unknown: Instance<Unknown>
}
handle! {
    /// A disk whose state is `S`: [`Unknown`], [`InUse`], [`NotInUse`] or [`FinancialLocked`].
    Disk<S = Unknown>, id: DiskId, unknown: Disk<Unknown>
}
handle! {
    /// A security group that `M` manages ([`Unknown`], [`CustomerManaged`] or [`ServiceManaged`])
    /// and whose type is `T` ([`Unknown`], [`Basic`] or [`Advanced`]).
    SecurityGroup<M = Unknown, T = Unknown>, id: SecurityGroupId, unknown: SecurityGroup<Unknown, Unknown>
}

/// What a call is about: a handle, or a pair of handles of two kinds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handle",
    label = "expected a reference to a handle, or a pair of them",
    note = "help: create one with `Instance::new(id)`, or call `handle()` on an item of a reply"
)]
pub trait Handle {
    /// The state, as [`PermittedOn`](crate::typed::PermittedOn) expects it.
    type State;

    /// The situation, as far as it is known.
    fn situation(&self) -> Situation;

    /// Each resource, with what is known about it alone. A request is compared with these.
    fn resources(&self) -> Vec<(Target, Situation)>;
}

impl<S: InstanceState> Handle for &Instance<S> {
    type State = Instance<S>;

    fn situation(&self) -> Situation {
        self.observed.with_further_lock(S::LOCK.unwrap_or_default())
    }

    fn resources(&self) -> Vec<(Target, Situation)> {
        vec![(Target::from(&self.id), self.situation())]
    }
}

impl<S: DiskState> Handle for &Disk<S> {
    type State = Disk<S>;

    fn situation(&self) -> Situation {
        self.observed.and(S::SITUATION.unwrap_or_default())
    }

    fn resources(&self) -> Vec<(Target, Situation)> {
        vec![(Target::from(&self.id), self.situation())]
    }
}

impl<M: ManagerState, T: GroupTypeState> Handle for &SecurityGroup<M, T> {
    type State = SecurityGroup<M, T>;

    fn situation(&self) -> Situation {
        let known = Situation::new().with_security_group_type(T::TYPE);
        self.observed.and(known.with_managed_by(M::MANAGER.unwrap_or_default()))
    }

    fn resources(&self) -> Vec<(Target, Situation)> {
        vec![(Target::from(&self.id), self.situation())]
    }
}

impl<A, B> Handle for (&A, &B)
where
    for<'a> &'a A: Handle,
    for<'a> &'a B: Handle,
    A: Paired<B>,
{
    type State = (A, B);

    fn situation(&self) -> Situation {
        self.0.situation().and(self.1.situation())
    }

    fn resources(&self) -> Vec<(Target, Situation)> {
        let mut resources = self.0.resources();
        resources.extend(self.1.resources());
        resources
    }
}

/// Pairs of handles that one call can be about: an instance with a disk or a security group.
pub trait Paired<B> {}

impl<I, D> Paired<Disk<D>> for Instance<I> {}
impl<I, M, T> Paired<SecurityGroup<M, T>> for Instance<I> {}
