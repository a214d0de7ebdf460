//! The fold of a situation over a row, without a branch that a processor would have to guess.
//!
//! A row is one word that has a byte for each aspect. In the byte of a lock or of a managed group
//! stands the bit of what is stated; in the byte of a condition stand the states in which the call is
//! refused. A situation is a mask over such words: what it leaves of a row is stated here. The bits of
//! all bytes are joined, and the highest one is the verdict.

use super::decide::Verdict;
use super::situation::{Aspect, OTHER, Situation};
use super::table::{Cell, Entry, Hazard, Kind, NONE, Row, Stated};

/// The highest bit of a byte, from [`PERMITTED`] to [`DENIED`], which is the order of verdicts.
pub(super) const PERMITTED: u8 = 0;
pub(super) const UNSTATED: u8 = 1;
pub(super) const HAZARD: u8 = 2;
pub(super) const FAILS: u8 = 3;
pub(super) const DEPENDS: u8 = 4;
pub(super) const DENIED: u8 = 5;
/// Denied when the disk is in use; becomes [`DENIED`], [`DEPENDS`] or nothing.
const IN_USE: u8 = 7;

/// The lowest bit of each byte.
const BYTES: u64 = 0x0101_0101_0101_0101;
/// The bytes of conditions, and the bytes of everything else.
const CONDITIONS: u64 =
    0xff << (8 * Aspect::InstanceStatus as u8) | 0xff << (8 * Aspect::GroupType as u8);
const DISKS: u64 = BYTES << IN_USE & !CONDITIONS;
/// Added to a byte of conditions this carries into its highest bit if any bit is set: no state has
/// that bit.
const ANY: u64 = CONDITIONS & !(BYTES << 7);
/// By how much [`IN_USE`] is shifted down, a byte for each state of a disk; out of the word for a disk
/// that is not in use.
const DOWN: u32 = 63 << 16 | ((IN_USE - DENIED) as u32) << 8 | (IN_USE - DEPENDS) as u32;
/// The lowest bits of the bytes of aspects, gathered in the highest byte.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// The numbers of the verdicts of a fold, see [`verdicts`], for products with this many codes.
#[must_use]
pub const fn verdict_count(codes: usize) -> usize {
    DEPENDS as usize + 2 * (codes + 1)
}

/// Every verdict that a product with these codes can give: those without a code by their bit, and
/// then both refusals, first without a code and then with each; generated code asks for
/// [`verdict_count`] of them.
///
/// # Panics
/// If another number is asked for.
#[must_use]
pub const fn verdicts<const N: usize>(codes: &[&'static str]) -> [Verdict; N] {
    let mut verdicts = [Verdict::Unstated; N];
    assert!(N == verdict_count(codes.len()));
    verdicts[PERMITTED as usize] = Verdict::Permitted;
    verdicts[HAZARD as usize] = Verdict::PermittedWithHazard(Hazard::ReleasesDisks);
    verdicts[FAILS as usize] = Verdict::AcceptedButFails;
    let mut number = 0;
    while number <= codes.len() {
        let code = if number == 0 { None } else { Some(codes[number - 1]) };
        verdicts[DEPENDS as usize + 2 * number] = Verdict::DependsOnDisk(code);
        verdicts[DENIED as usize + 2 * number] = Verdict::Denied(code);
        number += 1;
    }
    verdicts
}

/// What comes out of a fold.
#[derive(Clone, Copy)]
pub(super) struct Folded {
    /// The bit of the verdict.
    pub(super) bit: u8,
    /// The code of a refusal, from 1; 0 where there is none.
    pub(super) code: u8,
}

impl Folded {
    /// The number of the verdict in [`verdicts`]: only refusals have a code.
    #[inline]
    pub(super) const fn number(self) -> usize {
        self.bit as usize + 2 * self.code as usize
    }
}

impl Row {
    /// A row whose cells stand in `cells` and their statements in `entries`; [`NONE`] where the
    /// operation has no condition. A condition counts in the column of its kind of state; in
    /// another column the call is refused in every state.
    ///
    /// # Panics
    /// If the number of a code is above 254, or if the column of a condition states anything but a
    /// refusal: a table is built by the compiler, which then stops.
    #[must_use]
    pub const fn new(
        name: &'static str,
        columns: [u16; 7],
        cells: &[Cell],
        entries: &[Entry],
    ) -> Self {
        let (mut word, mut codes, mut coded, mut nowhere) = (0, 0, 0, false);
        let mut at = 0;
        while at < columns.len() {
            let aspect = Aspect::ALL[at];
            if (columns[at] as usize) < cells.len() {
                let cell = &cells[columns[at] as usize];
                let byte = if aspect.is_condition() {
                    refused(cell.stated, aspect)
                } else {
                    1 << bit(cell.stated)
                };
                word |= (byte as u64) << (8 * at);
                if cell.code != NONE && (aspect.is_condition() || byte >= 1 << DEPENDS) {
                    codes |= number(cell.code) << (8 * at);
                    coded |= 1 << at;
                }
                nowhere |= matches!(aspect, Aspect::SecurityLock) && reaches_nothing(cell, entries);
            }
            at += 1;
        }
        // Nobody says anything about a lock for another reason, except where the parameters reach
        // no instance and no lock of one matters.
        let other = if nowhere { PERMITTED } else { UNSTATED };
        Self { name, cells: columns, coded, codes, word: word | 1 << (8 * OTHER + other as u32) }
    }

    /// What is stated, a byte for each aspect that holds, with only its bit set: one from
    /// [`PERMITTED`] to [`DENIED`], or none where the state of the disk or of a condition lets the call
    /// pass.
    #[inline]
    pub(super) const fn stated(&self, situation: Situation) -> u64 {
        let word = self.word & situation.mask();
        let disks = (word & DISKS) >> ((DOWN >> (8 * situation.disk_number())) & 63);
        let conditions = (((word & CONDITIONS) + ANY) & (CONDITIONS & !ANY)) >> (7 - DENIED);
        word & !(DISKS | CONDITIONS) | disks | conditions
    }

    /// The bit of the verdict, and of its refusals the first code, in the order of aspects.
    #[inline]
    pub(super) const fn fold(&self, situation: Situation) -> Folded {
        let stated = self.stated(situation);
        let mut joined = stated | stated >> 32;
        joined |= joined >> 16;
        joined |= joined >> 8;
        let bit = top(joined as u8);
        let from = (stated >> bit & BYTES).wrapping_mul(GATHER) >> 56;
        // No aspect has the last byte, nor a code there.
        let first = (from as u32 & self.coded as u32 | 1 << OTHER).trailing_zeros();
        Folded { bit, code: (self.codes >> (8 * first)) as u8 }
    }

    /// Whether the cell in a column names the code of a refusal.
    pub(super) const fn is_coded(&self, at: usize) -> bool {
        self.coded >> at & 1 != 0
    }
}

/// The number of the highest bit, 0 where none is set.
#[inline]
pub(super) const fn top(byte: u8) -> u8 {
    (31 - (byte as u32 | 1).leading_zeros()) as u8
}

const fn bit(stated: Stated) -> u8 {
    match stated {
        Stated::Permitted => PERMITTED,
        Stated::Unstated => UNSTATED,
        // With a second hazard this has to tell them apart, and `verdicts` too.
        Stated::PermittedWithHazard(Hazard::ReleasesDisks) => HAZARD,
        Stated::AcceptedButFails => FAILS,
        Stated::DeniedWhenDiskInUse => IN_USE,
        Stated::Denied | Stated::DeniedUnless(_) => DENIED,
    }
}

/// The states in which the call is refused, one bit each.
const fn refused(stated: Stated, aspect: Aspect) -> u8 {
    match stated {
        Stated::DeniedUnless(states)
            if states.are_statuses() == matches!(aspect, Aspect::InstanceStatus) =>
        {
            !states.bits() & !(1 << 7)
        }
        Stated::Denied | Stated::DeniedUnless(_) => !(1 << 7),
        _ => panic!("a condition can only refuse"),
    }
}

/// A code from 1: 0 is none.
const fn number(code: u16) -> u64 {
    assert!(code < u8::MAX as u16, "a matrix has at most 255 codes");
    code as u64 + 1
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
