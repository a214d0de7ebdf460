//! States of resources as types.

use aliyun_rpc_vocabulary::SecurityGroupType;

use crate::situation::Situation;
use crate::state::{DiskLock, DiskUsage, Lock, ManagedBy};

/// Nothing is known about the resource.
#[derive(Clone, Copy, Debug)]
pub enum Unknown {}
/// The instance is not locked.
#[derive(Clone, Copy, Debug)]
pub enum Unlocked {}
/// The instance is locked for security reasons.
#[derive(Clone, Copy, Debug)]
pub enum SecurityLocked {}
/// The instance or the disk is locked because a payment is overdue.
#[derive(Clone, Copy, Debug)]
pub enum FinancialLocked {}
/// The disk is in use.
#[derive(Clone, Copy, Debug)]
pub enum InUse {}
/// The disk is not in use.
#[derive(Clone, Copy, Debug)]
pub enum NotInUse {}
/// The customer manages the security group.
#[derive(Clone, Copy, Debug)]
pub enum CustomerManaged {}
/// A cloud service manages the security group.
#[derive(Clone, Copy, Debug)]
pub enum ServiceManaged {}
/// The security group is a basic one: `normal` on the wire.
#[derive(Clone, Copy, Debug)]
pub enum Basic {}
/// The security group is an advanced one: `enterprise` on the wire.
#[derive(Clone, Copy, Debug)]
pub enum Advanced {}

/// A state of an [`Instance`](super::Instance).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a state of an instance",
    label = "expected `Unknown`, `Unlocked`, `SecurityLocked` or `FinancialLocked`"
)]
pub trait InstanceState {
    /// The lock it stands for. `None` if it is not known.
    const LOCK: Option<Lock>;
}

impl InstanceState for Unknown {
    const LOCK: Option<Lock> = None;
}
impl InstanceState for Unlocked {
    const LOCK: Option<Lock> = Some(Lock::None);
}
impl InstanceState for SecurityLocked {
    const LOCK: Option<Lock> = Some(Lock::Security);
}
impl InstanceState for FinancialLocked {
    const LOCK: Option<Lock> = Some(Lock::Financial);
}

/// A state of a [`Disk`](super::Disk).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a state of a disk",
    label = "expected `Unknown`, `InUse`, `NotInUse` or `FinancialLocked`"
)]
pub trait DiskState {
    /// The part of the state that says whether the disk is in use.
    type Usage;
    /// The situation it stands for. `None` if nothing is known.
    const SITUATION: Option<Situation>;
}

impl DiskState for Unknown {
    type Usage = Unknown;
    const SITUATION: Option<Situation> = None;
}
impl DiskState for InUse {
    type Usage = InUse;
    const SITUATION: Option<Situation> = Some(Situation::new().with_disk_usage(DiskUsage::InUse));
}
impl DiskState for NotInUse {
    type Usage = NotInUse;
    const SITUATION: Option<Situation> =
        Some(Situation::new().with_disk_usage(DiskUsage::NotInUse));
}
impl DiskState for FinancialLocked {
    type Usage = Unknown;
    const SITUATION: Option<Situation> = Some(Situation::new().with_disk_lock(DiskLock::Financial));
}

/// Who manages a [`SecurityGroup`](super::SecurityGroup).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a manager state",
    label = "expected `Unknown`, `CustomerManaged` or `ServiceManaged`"
)]
pub trait ManagerState {
    /// Who manages it. `None` if it is not known.
    const MANAGER: Option<ManagedBy>;
}

impl ManagerState for Unknown {
    const MANAGER: Option<ManagedBy> = None;
}
impl ManagerState for CustomerManaged {
    const MANAGER: Option<ManagedBy> = Some(ManagedBy::Customer);
}
impl ManagerState for ServiceManaged {
    const MANAGER: Option<ManagedBy> = Some(ManagedBy::CloudService);
}

/// The type of a [`SecurityGroup`](super::SecurityGroup).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type of security groups",
    label = "expected `Unknown`, `Basic` or `Advanced`"
)]
pub trait GroupTypeState {
    /// The type it stands for.
    const TYPE: SecurityGroupType;
}

impl GroupTypeState for Unknown {
    const TYPE: SecurityGroupType = SecurityGroupType::Unknown;
}
impl GroupTypeState for Basic {
    const TYPE: SecurityGroupType = SecurityGroupType::Basic;
}
impl GroupTypeState for Advanced {
    const TYPE: SecurityGroupType = SecurityGroupType::Advanced;
}
