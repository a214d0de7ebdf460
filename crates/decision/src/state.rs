//! What can be true of an instance, a disk, a security group and a caller.

pub use aliyun_rpc_vocabulary::{DiskUsage, Lock};

/// Why a disk is locked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiskLock {
    /// The disk is not locked.
    #[default]
    None,
    /// `financial`: a payment is overdue.
    Financial,
}

/// Who manages a security group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ManagedBy {
    /// The customer: `ServiceManaged` is false.
    #[default]
    Customer,
    /// A cloud service: `ServiceManaged` is true.
    CloudService,
}

/// Who calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// The customer's account.
    #[default]
    Account,
    /// The cloud service that manages the security group.
    ManagingService,
}
