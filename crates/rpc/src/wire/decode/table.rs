//! The names of structs, taken apart once for each body, and found by guessing: the service writes
//! the members of all items of a list in one order, whatever that order is.

use smallvec::SmallVec;

use crate::wire::{Name, cut};

/// The names of one struct.
pub(super) struct Table {
    marked: &'static str,
    pub(super) names: SmallVec<[Name; 3]>,
    /// Which member came last time after the one before: at 0 the first one, at 1 that after the
    /// first name, and so on. Empty as long as they come in the order of the names.
    next: Vec<usize>,
}

impl Table {
    fn of(marked: &'static str) -> Self {
        let mut table = Self { marked, names: SmallVec::new(), next: Vec::new() };
        // A struct without members has no names, rather than an empty one.
        let mut left = Some(marked).filter(|marked| !marked.is_empty());
        while let Some(lines) = left {
            let (line, after) = cut(lines, '\n');
            table.names.push(Name::parse(line));
            left = after;
        }
        table
    }

    /// The place of a name. `after` is 1 more than the place that was found before, or 0.
    pub(super) fn find(&mut self, key: &str, after: usize) -> Option<usize> {
        let guess = self.next.get(after).copied().unwrap_or(after);
        if self.names.get(guess).is_some_and(|name| name.outer == key) {
            return Some(guess);
        }
        let place = self.names.iter().position(|name| name.outer == key)?;
        if self.next.is_empty() {
            self.next = (0..=self.names.len()).collect();
        }
        if let Some(next) = self.next.get_mut(after) {
            *next = place;
        }
        Some(place)
    }
}

/// The tables of the structs that have come so far.
#[derive(Default)]
pub(super) struct Tables(SmallVec<[Table; 1]>);

impl Tables {
    /// The number of the table of these names.
    pub(super) fn number(&mut self, marked: &'static str) -> usize {
        let known = self.0.iter().position(|table| std::ptr::eq(table.marked, marked));
        known.unwrap_or_else(|| {
            self.0.push(Table::of(marked));
            self.0.len() - 1
        })
    }

    pub(super) fn table(&mut self, number: usize) -> &mut Table {
        &mut self.0[number]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_any_order_and_the_order_is_learnt() {
        let mut table = Table::of("A\n*B>C\nD");
        let mut walk = |keys: [&str; 4]| {
            let mut after = 0;
            keys.map(|key| {
                let place = table.find(key, after);
                after = place.map_or(after, |place| place + 1);
                place
            })
        };
        assert_eq!(walk(["A", "B", "D", "X"]), [Some(0), Some(1), Some(2), None]);
        let other_order = ["D", "X", "A", "B"];
        assert_eq!(walk(other_order), [Some(2), None, Some(0), Some(1)]);
        assert_eq!(walk(other_order), [Some(2), None, Some(0), Some(1)]);
        assert_eq!((table.next[0], table.next[3], table.next[1]), (2, 0, 1));
    }
}
