//! Words for what documents say about a call.

use crate::word::vocabulary;

vocabulary! {
    /// What will happen to a call, from the best to the worst.
    ///
    /// The order is the severity: where several things are true at once, the greatest one counts.
    /// [`Verdict::Unstated`] is worse than [`Verdict::Permitted`], because a call that one source
    /// permits may still be refused for a reason that no source mentions. It is better than the
    /// rest, because those are statements.
    pub enum Verdict {
        /// It works as usual: a source says so, or nothing prevents it.
        Permitted = "permitted",
        /// No source says anything about this situation.
        Unstated = "unstated",
        /// It is carried out and can destroy data.
        PermittedWithHazard = "permitted-with-hazard",
        /// It is accepted without an error, but does nothing.
        AcceptedButFails = "accepted-but-fails",
        /// It is refused while the disk is in use, and it is not known whether the disk is.
        DependsOnDisk = "depends-on-disk",
        /// It is refused.
        Denied = "denied",
    }
}

impl Verdict {
    /// The verdict as part of a sentence: "StopInstance: denied".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Permitted => "permitted",
            Self::Unstated => "unstated, no source says what will happen",
            Self::PermittedWithHazard => "permitted with a hazard",
            Self::AcceptedButFails => "accepted, but does nothing",
            Self::DependsOnDisk => "depends on the disk, denied while it is in use",
            Self::Denied => "denied",
        }
    }

    /// Whether the call is refused, now or depending on the disk.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::DependsOnDisk | Self::Denied)
    }
}

vocabulary! {
    /// What a call that is carried out can destroy.
    #[non_exhaustive]
    pub enum Hazard {
        /// Disks are released even if `DeleteWithInstance` is false.
        ReleasesDisks = "releases-disks",
    }
}

impl Hazard {
    /// The hazard as part of a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ReleasesDisks => "the disks are released even if `DeleteWithInstance` is false",
        }
    }
}

vocabulary! {
    /// Whether the sources agree, from the best to the worst.
    pub enum Agreement {
        /// No source says otherwise.
        Agreed = "agreed",
        /// An older edition of the same page says otherwise.
        Superseded = "superseded",
        /// Another source that is still valid says otherwise.
        Contradicted = "contradicted",
    }
}

vocabulary! {
    /// A kind of statement, from the strongest to the weakest.
    pub enum EvidenceKind {
        /// A statement of the maintainers, with a reason.
        Curated = "curated",
        /// A row of a table on a page.
        PageRow = "page-row",
        /// The operation's own description.
        OperationProse = "operation-prose",
        /// The operation's own error table.
        ErrorTable = "error-table",
        /// A page's rule for the operations that it does not list.
        PageDefault = "page-default",
        /// No parameter of the operation leads to such a resource.
        NotApplicable = "not-applicable",
    }
}

impl EvidenceKind {
    /// What messages call the source of such a statement, unless they use the source's own title.
    #[must_use]
    pub const fn title(self) -> Option<&'static str> {
        match self {
            Self::ErrorTable => Some("error table"),
            Self::OperationProse => Some("description"),
            Self::NotApplicable => Some("parameters"),
            Self::Curated | Self::PageRow | Self::PageDefault => None,
        }
    }
}

vocabulary! {
    /// What one statement says.
    pub enum Says {
        /// It works as usual.
        Unaffected = "unaffected",
        /// It is refused.
        Denied = "denied",
        /// It is refused while the disk is in use.
        DeniedWhenDiskInUse = "denied-when-disk-in-use",
        /// It is accepted without an error, but does nothing.
        AcceptedButFails = "accepted-but-fails",
        /// Disks are released even if `DeleteWithInstance` is false.
        ReleasesDisks = "releases-disks",
        /// The error table lists the code of this situation.
        ListsCode = "lists-code",
        /// The error table does not list a code of this situation.
        ListsNoCode = "lists-no-code",
        /// It is refused unless the resource is in one of some states.
        Requires = "requires",
        /// The page says that the call and this state are unrelated, without saying what happens.
        NoRelation = "no-relation",
    }
}

impl Says {
    /// The statement as part of a sentence; the states follow [`Says::Requires`].
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unaffected => "works as usual",
            Self::Denied => "refused",
            Self::DeniedWhenDiskInUse => "refused while the disk is in use",
            Self::AcceptedButFails => Verdict::AcceptedButFails.words(),
            Self::ReleasesDisks => "releases disks even if `DeleteWithInstance` is false",
            Self::ListsCode => "lists the code of this situation",
            Self::ListsNoCode => "does not list a code of this situation",
            Self::Requires => "requires",
            Self::NoRelation => "says that the call and this state are unrelated",
        }
    }
}

vocabulary! {
    /// One part of a situation that documents speak about.
    #[non_exhaustive]
    pub enum Aspect {
        /// The instance is locked for security reasons.
        SecurityLock = "security-lock",
        /// The instance is locked because a payment is overdue.
        FinancialLock = "financial-lock",
        /// The instance is a preemptible one that is about to be released.
        RecyclingLock = "recycling-lock",
        /// The instance is locked because a payment for its dedicated host is overdue.
        DedicatedHostFinancialLock = "dedicated-host-financial-lock",
        /// The instance is locked because it was refunded.
        RefundedLock = "refunded-lock",
        /// The instance is locked for a reason that no document names.
        OtherLock = "other-lock",
        /// The disk is locked because a payment is overdue.
        DiskFinancialLock = "disk-financial-lock",
        /// The instance and the disk are both locked because payments are overdue.
        InstanceAndDiskFinancialLock = "instance-and-disk-financial-lock",
        /// A cloud service manages the security group, and the account calls.
        ManagedGroup = "managed-group",
        /// A cloud service manages the security group, and that service calls.
        ManagedGroupService = "managed-group-service",
        /// The status of the instance is known. Only conditions speak about it.
        InstanceStatus = "instance-status",
        /// The type of the security group is known. Only conditions speak about it.
        SecurityGroupType = "security-group-type",
    }
}

impl Aspect {
    /// The number of aspects.
    pub const COUNT: usize = Self::ALL.len();

    /// The aspects that the type of a handle can express, in the order of the types of a request's
    /// verdicts.
    pub const TYPED: [Self; 5] = [
        Self::SecurityLock,
        Self::FinancialLock,
        Self::DiskFinancialLock,
        Self::ManagedGroup,
        Self::SecurityGroupType,
    ];

    /// Whether every operation has a cell for it. Documents speak about the other aspects for
    /// single operations only. Elsewhere [`Self::general`] or [`Self::parts`] applies.
    #[must_use]
    pub const fn is_universal(self) -> bool {
        !self.is_condition() && self.general().is_none() && self.parts().is_empty()
    }

    /// The aspect whose cell applies where no document speaks about this one.
    #[must_use]
    pub const fn general(self) -> Option<Self> {
        match self {
            Self::RecyclingLock | Self::DedicatedHostFinancialLock | Self::RefundedLock => {
                Some(Self::OtherLock)
            }
            _ => None,
        }
    }

    /// The aspects that together make up this one. A cell for it replaces theirs. Without such a
    /// cell, the worse of theirs counts.
    #[must_use]
    pub const fn parts(self) -> &'static [Self] {
        match self {
            Self::InstanceAndDiskFinancialLock => &[Self::FinancialLock, Self::DiskFinancialLock],
            _ => &[],
        }
    }

    /// Whether this is a state that only conditions speak about: on its own it refuses nothing.
    #[must_use]
    pub const fn is_condition(self) -> bool {
        matches!(self, Self::InstanceStatus | Self::SecurityGroupType)
    }

    /// The states that a condition about this aspect can ask for, as on the wire. Empty for an
    /// aspect that is not a condition.
    #[must_use]
    pub const fn states(self) -> &'static [&'static str] {
        match self {
            Self::InstanceStatus => &crate::InstanceStatus::WIRE,
            Self::SecurityGroupType => &crate::SecurityGroupType::WIRE,
            _ => &[],
        }
    }

    /// A set of states as bits: the bit of a state is its place in [`Self::states`], from 1, which
    /// is also its number in [`InstanceStatus`](crate::InstanceStatus) and
    /// [`SecurityGroupType`](crate::SecurityGroupType). Texts that are not states are left out.
    #[must_use]
    pub fn state_bits<S: AsRef<str>>(self, wire: &[S]) -> u8 {
        let states = self.states().iter().zip(1..);
        let named = states.filter(|(state, _)| wire.iter().any(|one| one.as_ref() == **state));
        named.fold(0, |bits, (_, number)| bits | 1 << number)
    }

    /// The aspect as part of a sentence, to follow "while".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SecurityLock => "the instance is security-locked",
            Self::FinancialLock => "the instance is locked for an overdue payment",
            Self::RecyclingLock => "the instance is locked because it is about to be released",
            Self::DedicatedHostFinancialLock => {
                "the instance is locked for an overdue payment of its dedicated host"
            }
            Self::RefundedLock => "the instance is locked because it was refunded",
            Self::OtherLock => "the instance is locked for another reason",
            Self::DiskFinancialLock => "the disk is locked for an overdue payment",
            Self::InstanceAndDiskFinancialLock => {
                "the instance and the disk are both locked for overdue payments"
            }
            Self::ManagedGroup => "a cloud service manages the security group",
            Self::ManagedGroupService => {
                "the caller is the service that manages the security group"
            }
            Self::InstanceStatus => "the status of the instance is known",
            Self::SecurityGroupType => "the type of the security group is known",
        }
    }

    /// What a caller can do about a refusal, as an imperative.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::SecurityLock | Self::OtherLock => "get the lock removed first",
            Self::RecyclingLock | Self::RefundedLock => "use another instance",
            Self::DedicatedHostFinancialLock => "settle the payment for the dedicated host first",
            Self::FinancialLock | Self::DiskFinancialLock => "settle the payment first",
            Self::InstanceAndDiskFinancialLock => "settle both payments first",
            Self::ManagedGroup => {
                "use a security group of your own, or ask the service that manages this one"
            }
            Self::ManagedGroupService => "call as the account instead of as the service",
            Self::InstanceStatus => "wait for, or bring about, a status that the call accepts",
            Self::SecurityGroupType => "use a security group of another type",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_universal_aspects_stand_in_for_others_or_are_parts_of_others() {
        for aspect in Aspect::ALL {
            let others = aspect.general().into_iter().chain(aspect.parts().iter().copied());
            for other in others {
                assert!(!aspect.is_universal() && other.is_universal(), "{aspect}, {other}");
            }
        }
        assert!(Aspect::TYPED.iter().all(|one| one.is_universal() || one.is_condition()));
    }
}
