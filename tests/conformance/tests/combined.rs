//! Several states at once: for every operation the worst verdict of each state alone, with a code
//! if one of those that refuse has one. The table folds them together on one word; here they are
//! asked one by one.

use aliyun_ecs::decision::{InstanceStatus, SecurityGroupType};
use aliyun_ecs::{
    Caller, DiskLock, DiskUsage, Lock, ManagedBy, Operation, Situation, Verdict, decide,
};

const DISKS: [DiskUsage; 3] = [DiskUsage::Unknown, DiskUsage::InUse, DiskUsage::NotInUse];
const STATUSES: [InstanceStatus; 5] = [
    InstanceStatus::Unknown,
    InstanceStatus::Pending,
    InstanceStatus::Running,
    InstanceStatus::Stopped,
    InstanceStatus::Other,
];
const TYPES: [SecurityGroupType; 3] =
    [SecurityGroupType::Unknown, SecurityGroupType::Basic, SecurityGroupType::Advanced];

/// Each part of a situation alone; the state of the disk is in all of them, it matters to some.
fn parts() -> Vec<(Situation, Vec<Situation>)> {
    // Of the reasons that no document describes, one stands for all.
    let locks = [Lock::Security, Lock::Financial, Lock::Refunded];
    let mut all = Vec::new();
    for subset in 0..8_u8 {
        for disk in DISKS {
            for (disk_lock, group, caller) in [
                (DiskLock::None, ManagedBy::Customer, Caller::Account),
                (DiskLock::Financial, ManagedBy::Customer, Caller::ManagingService),
                (DiskLock::None, ManagedBy::CloudService, Caller::Account),
                (DiskLock::Financial, ManagedBy::CloudService, Caller::ManagingService),
            ] {
                for status in STATUSES {
                    for group_type in TYPES {
                        let alone = Situation::new().with_disk_usage(disk);
                        let mut parts = vec![
                            alone.with_disk_lock(disk_lock),
                            alone.with_managed_by(group).with_caller(caller),
                            alone.with_instance_status(status),
                            alone.with_security_group_type(group_type),
                        ];
                        let held = locks.iter().enumerate();
                        let held = held.filter(|(at, _)| subset >> at & 1 != 0);
                        parts.extend(held.map(|(_, lock)| alone.with_instance_lock(*lock)));
                        let together = parts.iter().fold(alone, |all, part| all.and(*part));
                        all.push((together, parts));
                    }
                }
            }
        }
    }
    all
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Permitted => 0,
        Verdict::Unstated => 1,
        Verdict::PermittedWithHazard => 2,
        Verdict::AcceptedButFails => 3,
        Verdict::DependsOnDisk => 4,
        Verdict::Denied => 5,
    }
}

#[test]
fn several_states_come_to_the_worst_of_them() {
    let parts = parts();
    let mut seen = [0; 6];
    for operation in Operation::ALL {
        for (together, parts) in &parts {
            let decision = decide(*operation, *together);
            let alone = parts.iter().map(|part| decide(*operation, *part));
            let worst = alone.clone().map(|one| rank(one.verdict())).max().unwrap_or_default();
            let place = format!("{operation} {together:?}");
            assert_eq!(rank(decision.verdict()), worst, "{place}");
            let mut codes = alone.filter(|one| rank(one.verdict()) == worst);
            let code = codes.find_map(|one| one.code());
            assert_eq!(decision.code().is_some(), code.is_some(), "{place}");
            seen[usize::from(worst)] += 1;
        }
    }
    assert!(seen.iter().all(|times| *times > 0), "a verdict that never occurs: {seen:?}");
}
