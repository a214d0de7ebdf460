//! The states of an instance, a disk, a security group and a caller that documents speak about, and
//! how the texts of a reply are read as one of them.

use std::fmt;

/// Why the instance is locked: the `LockReason` of its `OperationLocks`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lock {
    /// Not locked.
    #[default]
    None,
    /// `security`.
    Security,
    /// `financial`.
    Financial,
    /// Another reason; no source says what it does.
    Other,
}

impl Lock {
    /// The lock that a `LockReason` of a reply stands for. Empty text is a lock whose reason is not
    /// known: a resource without a lock has no entry in its `OperationLocks`.
    #[must_use]
    pub fn from_reason(reason: &str) -> Self {
        match reason {
            "security" => Self::Security,
            "financial" => Self::Financial,
            _ => Self::Other,
        }
    }
}

/// Whether the disk that the call is about is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk {
    /// Not known; a verdict that depends on it stays open.
    #[default]
    Unknown,
    /// Status `In_use`.
    InUse,
    /// Another status that documents speak about: `Available`, `Attaching`, `Detaching`, `Creating`
    /// or `ReIniting`.
    Other,
}

impl Disk {
    /// The state that a `Status` of a reply stands for, in any spelling: `In_use`, `in-use` and
    /// `InUse` are the same. A status that no document speaks about is not known.
    #[must_use]
    pub fn from_status(status: &str) -> Self {
        let letters = status.chars().filter(char::is_ascii_alphanumeric);
        let letters: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        match letters.as_str() {
            "inuse" => Self::InUse,
            "available" | "attaching" | "detaching" | "creating" | "reiniting" => Self::Other,
            _ => Self::Unknown,
        }
    }
}

/// Why the disk is locked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiskLock {
    /// Not locked.
    #[default]
    None,
    /// `financial`.
    Financial,
}

/// Who manages the security group that the call is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The customer.
    #[default]
    Own,
    /// A cloud service: `ServiceManaged` is true.
    ServiceManaged,
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

/// The status of the instance: the `Status` of a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstanceStatus {
    /// Not known; conditions about the status are not looked at.
    #[default]
    Unknown,
    /// `Pending`: being created.
    Pending,
    /// `Starting`.
    Starting,
    /// `Running`.
    Running,
    /// `Stopping`.
    Stopping,
    /// `Stopped`.
    Stopped,
    /// Another status; it meets no condition about the status.
    Other,
}

impl InstanceStatus {
    /// The status that a `Status` of a reply stands for.
    #[must_use]
    pub fn from_status(status: &str) -> Self {
        match status {
            "" => Self::Unknown,
            "Pending" => Self::Pending,
            "Starting" => Self::Starting,
            "Running" => Self::Running,
            "Stopping" => Self::Stopping,
            "Stopped" => Self::Stopped,
            _ => Self::Other,
        }
    }

    /// Name in messages and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Pending => "Pending",
            Self::Starting => "Starting",
            Self::Running => "Running",
            Self::Stopping => "Stopping",
            Self::Stopped => "Stopped",
            Self::Other => "other",
        }
    }
}

/// The type of the security group: the `SecurityGroupType` of a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupType {
    /// Not known; conditions about the type are not looked at.
    #[default]
    Unknown,
    /// `normal`.
    Basic,
    /// `enterprise`.
    Advanced,
}

impl GroupType {
    /// The type that a `SecurityGroupType` of a reply stands for; one that no document speaks about
    /// is not known.
    #[must_use]
    pub fn from_type(text: &str) -> Self {
        match text {
            "normal" => Self::Basic,
            "enterprise" => Self::Advanced,
            _ => Self::Unknown,
        }
    }

    /// Name in messages and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Basic => "basic",
            Self::Advanced => "advanced",
        }
    }
}

/// A set of states of one kind: statuses of an instance, or types of a security group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct States {
    about: Kind,
    bits: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Status,
    Type,
}

impl States {
    const STATUSES: [InstanceStatus; 5] = [
        InstanceStatus::Pending,
        InstanceStatus::Starting,
        InstanceStatus::Running,
        InstanceStatus::Stopping,
        InstanceStatus::Stopped,
    ];
    const TYPES: [GroupType; 2] = [GroupType::Basic, GroupType::Advanced];

    /// Some statuses of an instance.
    #[must_use]
    pub const fn statuses(statuses: &[InstanceStatus]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < statuses.len() {
            bits |= 1 << statuses[at] as u8;
            at += 1;
        }
        Self { about: Kind::Status, bits }
    }

    /// Some types of a security group.
    #[must_use]
    pub const fn types(types: &[GroupType]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < types.len() {
            bits |= 1 << types[at] as u8;
            at += 1;
        }
        Self { about: Kind::Type, bits }
    }

    /// Statuses of an instance, not types of a security group.
    pub(super) const fn are_statuses(self) -> bool {
        matches!(self.about, Kind::Status)
    }

    /// One bit for each state, by its number.
    pub(super) const fn bits(self) -> u8 {
        self.bits
    }

    /// Their names, as in messages.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let has = move |state: u8| self.bits & (1 << state) != 0;
        let status = Self::STATUSES
            .into_iter()
            .filter(move |one| self.about == Kind::Status && has(*one as u8))
            .map(InstanceStatus::name);
        let types = Self::TYPES
            .into_iter()
            .filter(move |one| self.about == Kind::Type && has(*one as u8))
            .map(GroupType::name);
        status.chain(types)
    }
}

/// `Running or Stopped`.
impl fmt::Display for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.names().enumerate() {
            let separator = if at > 0 { " or " } else { "" };
            write!(f, "{separator}{name}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "States({self})")
    }
}
