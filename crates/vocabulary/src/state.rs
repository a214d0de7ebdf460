//! States of resources.
//!
//! A set of states that a condition asks for is a `u8` with a bit for each state, in order of
//! declaration. Its texts in files are those of the wire.

use crate::decision::Aspect;
use crate::word::vocabulary;

vocabulary! {
    /// The status of an instance: `Status` in replies.
    pub enum InstanceStatus {
        /// The status is not known.
        Unknown = "unknown",
        /// The instance is being created.
        Pending = "Pending",
        /// The instance is starting.
        Starting = "Starting",
        /// The instance is running.
        Running = "Running",
        /// The instance is stopping.
        Stopping = "Stopping",
        /// The instance is stopped.
        Stopped = "Stopped",
        /// A status that no document mentions. It meets no condition.
        Other = "other",
    }
}

impl InstanceStatus {
    /// The statuses that documents mention. Their texts are those of the wire.
    const KNOWN: [Self; 5] =
        [Self::Pending, Self::Starting, Self::Running, Self::Stopping, Self::Stopped];

    pub(crate) const WIRE: [&'static str; Self::KNOWN.len()] = {
        let (mut texts, mut at) = ([""; Self::KNOWN.len()], 0);
        while at < texts.len() {
            texts[at] = Self::KNOWN[at].name();
            at += 1;
        }
        texts
    };

    /// The status that a `Status` of a reply stands for. Empty text is [`Self::Unknown`].
    #[must_use]
    pub fn from_wire(status: &str) -> Self {
        let known = Self::KNOWN.into_iter().find(|known| known.name() == status);
        known.unwrap_or(if status.is_empty() { Self::Unknown } else { Self::Other })
    }
}

vocabulary! {
    /// The type of a security group: `SecurityGroupType` in replies.
    pub enum SecurityGroupType {
        /// The type is not known, or is one that no document mentions.
        Unknown = "unknown",
        /// `normal` on the wire.
        Basic = "basic",
        /// `enterprise` on the wire.
        Advanced = "advanced",
    }
}

impl SecurityGroupType {
    /// In order of declaration, without [`Self::Unknown`].
    pub(crate) const WIRE: [&'static str; 2] = ["normal", "enterprise"];

    /// The type that a `SecurityGroupType` of a reply stands for.
    #[must_use]
    pub fn from_wire(text: &str) -> Self {
        let known = Self::ALL.iter().skip(1).zip(Self::WIRE);
        known.into_iter().find(|(_, wire)| *wire == text).map_or(Self::Unknown, |(known, _)| *known)
    }

    /// The type as part of a sentence, to follow "while".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unknown => "the type of the security group is not known",
            Self::Basic => "the security group is basic",
            Self::Advanced => "the security group is advanced",
        }
    }
}

vocabulary! {
    /// Whether a disk is in use.
    #[derive(Default)]
    pub enum DiskUsage {
        /// Not known. A verdict that depends on it stays open.
        #[default]
        Unknown = "unknown",
        /// The disk is in use.
        InUse = "in-use",
        /// The disk is not in use.
        NotInUse = "not-in-use",
    }
}

impl DiskUsage {
    /// The usage as part of a sentence, to follow "while".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unknown => "the usage of the disk is not known",
            Self::InUse => "the disk is in use",
            Self::NotInUse => "the disk is not in use",
        }
    }
    /// The usage that a `Status` of a reply stands for, in any spelling: `In_use`, `in-use` and
    /// `InUse` are the same. [`DiskUsage::Unknown`] for a status that no document mentions, and for
    /// transitions such as `Detaching`, during which an instance may still be affected.
    #[must_use]
    pub fn from_wire(status: &str) -> Self {
        let letters = status.chars().filter(char::is_ascii_alphanumeric);
        let letters: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        match letters.as_str() {
            "inuse" => Self::InUse,
            "available" | "creating" => Self::NotInUse,
            _ => Self::Unknown,
        }
    }
}

vocabulary! {
    /// Why an instance is locked: the `LockReason` of its `OperationLocks`.
    ///
    /// Documents describe what a security lock and a financial lock do to a call. They name the
    /// other reasons without saying what those do, so decisions about them are mostly
    /// [`Verdict::Unstated`](crate::Verdict::Unstated).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Lock {
        /// The instance is not locked.
        #[default]
        None = "none",
        /// `security`.
        Security = "security",
        /// `financial`: a payment is overdue.
        Financial = "financial",
        /// `recycling`: a preemptible instance that is about to be released.
        Recycling = "recycling",
        /// `dedicatedhostfinancial`: a payment for the dedicated host is overdue.
        DedicatedHostFinancial = "dedicatedhostfinancial",
        /// `refunded`: the payment for the instance was refunded.
        Refunded = "refunded",
        /// A reason that no document names.
        Other = "other",
    }
}

impl Lock {
    /// The reasons that documents name, the ones that they say most about first. Their texts are
    /// those of the wire.
    pub const NAMED: [Self; 5] = [
        Self::Security,
        Self::Financial,
        Self::Recycling,
        Self::DedicatedHostFinancial,
        Self::Refunded,
    ];

    /// The lock that a `LockReason` of a reply stands for, in capitals or small letters. A lock
    /// without a reason is [`Lock::Other`].
    #[must_use]
    pub fn from_reason(reason: &str) -> Self {
        let named = Self::NAMED.into_iter().find(|one| one.name().eq_ignore_ascii_case(reason));
        named.unwrap_or(Self::Other)
    }

    /// The aspect of a situation that the lock stands for.
    #[must_use]
    pub const fn aspect(self) -> Option<Aspect> {
        match self {
            Self::None => None,
            Self::Security => Some(Aspect::SecurityLock),
            Self::Financial => Some(Aspect::FinancialLock),
            Self::Recycling => Some(Aspect::RecyclingLock),
            Self::DedicatedHostFinancial => Some(Aspect::DedicatedHostFinancialLock),
            Self::Refunded => Some(Aspect::RefundedLock),
            Self::Other => Some(Aspect::OtherLock),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bit_of_a_state_is_its_number() {
        for status in InstanceStatus::WIRE {
            let number = InstanceStatus::from_wire(status) as u8;
            assert_eq!(Aspect::InstanceStatus.state_bits(&[status]), 1 << number);
        }
        for kind in SecurityGroupType::WIRE {
            let number = SecurityGroupType::from_wire(kind) as u8;
            assert_eq!(Aspect::SecurityGroupType.state_bits(&[kind]), 1 << number);
        }
        assert_eq!(InstanceStatus::ALL[1..6], InstanceStatus::KNOWN);
        for (text, status) in [
            ("", InstanceStatus::Unknown),
            ("unknown", InstanceStatus::Other),
            ("other", InstanceStatus::Other),
            ("running", InstanceStatus::Other),
        ] {
            assert_eq!(InstanceStatus::from_wire(text), status);
        }
        for text in ["", "unknown", "basic", "advanced"] {
            assert_eq!(SecurityGroupType::from_wire(text), SecurityGroupType::Unknown);
        }
        assert_eq!(Aspect::SecurityLock.state_bits(&["Running"]), 0);
        assert_eq!(Aspect::InstanceStatus.state_bits(&["normal"]), 0);
    }

    #[test]
    fn a_lock_is_one_that_documents_name_or_another() {
        for lock in Lock::NAMED {
            assert_eq!(Lock::from_reason(lock.name()), lock);
            assert_eq!(Lock::from_reason(&lock.name().to_uppercase()), lock);
            assert!(lock.aspect().is_some());
        }
        for text in ["", "none", "other", "security "] {
            assert_eq!(Lock::from_reason(text), Lock::Other, "{text}");
        }
    }
}
