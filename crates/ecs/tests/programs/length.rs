//! Programs stay short: what a program has to write around the crate is the measure of the crate.

/// The most lines of each program, all of the file counted. A third less than what the same
/// programs took when they were written against the first version.
const LIMITS: [(&str, usize, &str); 4] = [
    ("volumes", 103, include_str!("../../examples/volumes.rs")),
    ("firewall", 136, include_str!("../../examples/firewall.rs")),
    ("incident", 76, include_str!("../../examples/incident.rs")),
    ("fleet", 68, include_str!("../../examples/fleet.rs")),
];

#[test]
fn no_program_is_longer_than_its_limit() {
    for (name, limit, text) in LIMITS {
        let lines = text.lines().count();
        assert!(lines <= limit, "{name} has {lines} lines, at most {limit} are allowed");
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(100), "{name} saves lines by making them long");
    }
}
