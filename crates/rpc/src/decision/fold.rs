//! The fold of a situation over a row, without a branch: a row is one word that has a byte for each
//! aspect, and in each byte the bit of what is stated. The bits of all bytes are joined, and the
//! highest one is the verdict.

use super::situation::{Aspect, Situation};
use super::state::States;
use super::table::{Cell, Entry, Kind, NONE, Row, Stated};

/// The highest bit of a byte, from [`PERMITTED`] to [`DENIED`], which is the order of verdicts.
pub(super) const PERMITTED: u8 = 0;
pub(super) const UNSTATED: u8 = 1;
pub(super) const HAZARD: u8 = 2;
pub(super) const FAILS: u8 = 3;
pub(super) const DEPENDS: u8 = 4;
pub(super) const DENIED: u8 = 5;
/// Denied unless a state is one of some; becomes [`DENIED`] or nothing.
const CONDITION: u8 = 6;
/// Denied when the disk is in use; becomes [`DENIED`], [`DEPENDS`] or [`PERMITTED`].
const IN_USE: u8 = 7;

/// The lowest bit of each byte.
const BYTES: u64 = 0x0101_0101_0101_0101;
const CONDITIONS: u64 = BYTES << CONDITION;
const DISKS: u64 = BYTES << IN_USE;
/// By how much [`IN_USE`] is shifted down, a nibble for each state of a disk.
const DOWN: u32 = ((IN_USE - PERMITTED) as u32) << 8
    | ((IN_USE - DENIED) as u32) << 4
    | (IN_USE - DEPENDS) as u32;
/// The bits of aspects, moved to the lowest bit of the byte of each.
const SPREAD: u64 = 0x0002_0408_1020_4081;
/// The lowest bits of the bytes of aspects, gathered in the highest byte.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// Number of the bit of a row for "out of reach".
const NOWHERE: u32 = 15;
/// Number of the bit of a row for the first type of a group; those of statuses come before.
const TYPES: u32 = 8;

impl Row {
    /// A row whose cells stand in `cells` and their statements in `entries`; [`NONE`] where the
    /// operation has no condition. A condition counts in the column of its kind of state; in
    /// another column the call is refused in every state.
    #[must_use]
    pub const fn new(
        name: &'static str,
        columns: [u16; 7],
        cells: &[Cell],
        entries: &[Entry],
    ) -> Self {
        let (mut word, mut flags, mut at) = (0, 0, 0);
        while at < columns.len() {
            let aspect = Aspect::ALL[at];
            if (columns[at] as usize) < cells.len() {
                let cell = &cells[columns[at] as usize];
                let bit = match (cell.stated, aspect) {
                    (Stated::Permitted, _) => PERMITTED,
                    (Stated::Unstated, _) => UNSTATED,
                    (Stated::PermittedWithHazard(_), _) => HAZARD,
                    (Stated::AcceptedButFails, _) => FAILS,
                    (Stated::DeniedWhenDiskInUse, _) => IN_USE,
                    (Stated::DeniedUnless(states), Aspect::InstanceStatus)
                        if states.are_statuses() =>
                    {
                        flags |= allowed(states);
                        CONDITION
                    }
                    (Stated::DeniedUnless(states), Aspect::GroupType) if !states.are_statuses() => {
                        flags |= allowed(states) << TYPES;
                        CONDITION
                    }
                    (Stated::Denied | Stated::DeniedUnless(_), _) => DENIED,
                };
                word |= 1 << (8 * at + bit as usize);
                if cell.code != NONE {
                    word |= 1 << (8 * columns.len() + at);
                }
                if matches!(aspect, Aspect::SecurityLock) && reaches_nothing(cell, entries) {
                    flags |= 1 << NOWHERE;
                }
            }
            at += 1;
        }
        Self { name, cells: columns, word, flags }
    }

    /// What is stated, a byte for each aspect that holds, with only its bit set: one from
    /// [`PERMITTED`] to [`DENIED`], or none for a condition that is met.
    #[inline]
    pub(super) const fn stated(&self, situation: Situation) -> u64 {
        let holding = spread(situation.aspects()) * 0xff;
        let word = self.word & holding;
        // The usual case, which a processor foresees: what is stated depends on no other state.
        if word & (DISKS | CONDITIONS) == 0 {
            return word;
        }
        let disks = (word & DISKS) >> ((DOWN >> (4 * situation.disk_number())) & 0xf);
        if word & CONDITIONS == 0 {
            return word & !DISKS | disks;
        }
        let flags = self.flags as u64;
        let met = (flags >> situation.status_number() & 1)
            << (8 * Aspect::InstanceStatus as u8 + CONDITION)
            | (flags >> (TYPES + situation.type_number()) & 1)
                << (8 * Aspect::GroupType as u8 + CONDITION);
        let conditions = (word & CONDITIONS & !met) >> (CONDITION - DENIED);
        word & !(DISKS | CONDITIONS) | disks | conditions
    }

    /// What is stated before any aspect is looked at: nobody says anything about a lock for another
    /// reason, except where the parameters reach no instance and no lock of one matters.
    #[inline]
    pub(super) const fn before(&self, situation: Situation) -> u8 {
        let nowhere = self.flags >> NOWHERE != 0;
        if situation.is_undocumented() & !nowhere { UNSTATED } else { PERMITTED }
    }

    /// The bit of the verdict, and the column of the cell that it comes from: of refusals the first
    /// with a code, otherwise the first; 8 or more where no cell decides.
    #[inline]
    pub(super) const fn fold(&self, situation: Situation) -> (u8, u8) {
        if situation.is_ordinary() {
            return (PERMITTED, u8::MAX);
        }
        let stated = self.stated(situation);
        // One statement, the usual case, has nothing to be joined with.
        if stated.is_power_of_two() & !situation.is_undocumented() {
            let at = stated.trailing_zeros() as u8;
            return (at % 8, at / 8);
        }
        let mut joined = stated | 1 | 1 << self.before(situation);
        joined |= joined >> 32;
        joined |= joined >> 16;
        joined |= joined >> 8;
        let bit = top(joined as u8);
        let from = (stated >> bit & BYTES).wrapping_mul(GATHER) >> 56;
        let coded = from & self.word >> 56;
        let coded = if bit == DENIED { coded } else { 0 };
        let from = if coded != 0 { coded } else { from };
        (bit, (from | 0x100).trailing_zeros() as u8)
    }

    /// Whether the cell in a column names a code.
    pub(super) const fn is_coded(&self, at: usize) -> bool {
        self.word >> (8 * self.cells.len() + at) & 1 != 0
    }
}

/// The number of the highest bit, 0 where none is set.
#[inline]
pub(super) const fn top(byte: u8) -> u8 {
    (31 - (byte as u32 | 1).leading_zeros()) as u8
}

#[inline]
const fn spread(aspects: u8) -> u64 {
    (aspects as u64).wrapping_mul(SPREAD) & BYTES
}

/// The states as bits; one that is not known is not among them.
const fn allowed(states: States) -> u16 {
    states.bits() as u16
}

/// A statement of the cell says that the parameters reach no such resource.
const fn reaches_nothing(cell: &Cell, entries: &[Entry]) -> bool {
    let mut at = cell.first as usize;
    while at < cell.first as usize + cell.count as usize && at < entries.len() {
        if matches!(entries[at].kind, Kind::NotApplicable) {
            return true;
        }
        at += 1;
    }
    false
}
