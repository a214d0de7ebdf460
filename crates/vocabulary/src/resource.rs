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
        /// An activation, with which machines outside of ECS register as managed instances.
        Activation = "activation",
        /// A terminal session on an instance.
        TerminalSession = "terminal-session",
        /// A component of images that are built.
        ImageComponent = "image-component",
        /// A pipeline that builds images.
        ImagePipeline = "image-pipeline",
        /// A run of a pipeline that builds images.
        ImagePipelineExecution = "image-pipeline-execution",
        /// An asynchronous task, such as the export of an image.
        Task = "task",
        /// A diagnostic report.
        DiagnosticReport = "diagnostic-report",
        /// A set of diagnostic metrics.
        DiagnosticMetricSet = "diagnostic-metric-set",
        /// A window of planned maintenance.
        MaintenanceWindow = "maintenance-window",
        /// A virtual storage channel.
        Vsc = "vsc",
        /// A savings plan.
        SavingsPlan = "savings-plan",
        /// A permission for another account to attach a network interface.
        NetworkInterfacePermission = "network-interface-permission",
        /// A reported demand for instances.
        Demand = "demand",
        /// A highly available virtual IP address.
        HaVip = "havip",
        /// A NAT gateway.
        NatGateway = "nat-gateway",
        /// A bandwidth package of a NAT gateway.
        BandwidthPackage = "bandwidth-package",
        /// A table of forwarded ports of a NAT gateway.
        ForwardTable = "forward-table",
        /// A router of a VPC.
        VRouter = "vrouter",
        /// A table of routes.
        RouteTable = "route-table",
        /// An interface of a router, which connects VPCs and border routers.
        RouterInterface = "router-interface",
        /// A physical connection to a site of the customer.
        PhysicalConnection = "physical-connection",
        /// A virtual border router of a physical connection.
        VirtualBorderRouter = "virtual-border-router",
    }
}
