//! Kinds of resources that decisions are about, as types for ids. A product has further kinds of
//! its own.

/// An instance.
#[derive(Debug)]
pub enum Instance {}

/// A disk.
#[derive(Debug)]
pub enum Disk {}

/// A security group.
#[derive(Debug)]
pub enum SecurityGroup {}

/// The names of these types.
pub const NAMES: [&str; 3] = ["Disk", "Instance", "SecurityGroup"];
