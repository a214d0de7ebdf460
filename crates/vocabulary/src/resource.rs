//! Kinds of resource.

use crate::word::vocabulary;

vocabulary! {
    /// A kind of resource that operations are about.
    #[non_exhaustive]
    pub enum ResourceType {
        /// An instance.
        Instance = "instance",
        /// A disk.
        Disk = "disk",
        /// A security group.
        SecurityGroup = "security-group",
        /// A network interface.
        NetworkInterface = "network-interface",
        /// A snapshot.
        Snapshot = "snapshot",
        /// A group of snapshots.
        SnapshotGroup = "snapshot-group",
        /// A policy for automatic snapshots.
        AutoSnapshotPolicy = "auto-snapshot-policy",
        /// An image.
        Image = "image",
        /// A key pair.
        KeyPair = "key-pair",
        /// A launch template.
        LaunchTemplate = "launch-template",
        /// A VPC.
        Vpc = "vpc",
        /// A vSwitch.
        VSwitch = "vswitch",
        /// An elastic IP address.
        Eip = "eip",
        /// A dedicated host.
        DedicatedHost = "dedicated-host",
        /// A cluster of dedicated hosts.
        DedicatedHostCluster = "dedicated-host-cluster",
        /// A deployment set.
        DeploymentSet = "deployment-set",
        /// A capacity reservation or another private pool.
        PrivatePool = "private-pool",
        /// A reserved instance.
        ReservedInstance = "reserved-instance",
        /// A storage capacity unit.
        StorageCapacityUnit = "storage-capacity-unit",
        /// An auto provisioning group.
        AutoProvisioningGroup = "auto-provisioning-group",
        /// A list of address ranges.
        PrefixList = "prefix-list",
        /// A list of port ranges.
        PortRangeList = "port-range-list",
        /// A storage set.
        StorageSet = "storage-set",
        /// An HPC cluster.
        HpcCluster = "hpc-cluster",
        /// A command of the cloud assistant.
        Command = "command",
        /// A run of a command or a file that is sent.
        Invocation = "invocation",
        /// A system event.
        SystemEvent = "system-event",
    }
}
