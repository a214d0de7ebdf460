//! States of resources that a condition can ask for.
//!
//! The texts in files are those of the wire. A set of states is a `u8` with a bit for each state,
//! in order of declaration.

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
    pub(crate) const WIRE: &'static [&'static str] =
        &["Pending", "Starting", "Running", "Stopping", "Stopped"];

    /// The status that a `Status` of a reply stands for. Empty text is [`Self::Unknown`].
    #[must_use]
    pub fn from_wire(status: &str) -> Self {
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
    pub(crate) const WIRE: &'static [&'static str] = &["normal", "enterprise"];

    /// The type that a `SecurityGroupType` of a reply stands for.
    #[must_use]
    pub fn from_wire(text: &str) -> Self {
        match text {
            "normal" => Self::Basic,
            "enterprise" => Self::Advanced,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Aspect;

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
        assert_eq!(Aspect::SecurityLock.state_bits(&["Running"]), 0);
        assert_eq!(Aspect::InstanceStatus.state_bits(&["normal"]), 0);
    }
}
