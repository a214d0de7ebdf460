//! A lane as a line of text.

use super::Lane;

/// The members of a lane in order, separated by blanks: what a shared store holds.
const FORM: &str = "1";
/// Between the number of a call and the end of its lease.
const LEASE_MARK: char = ':';
/// Between the number of a call and the time until which its report is remembered.
const HEARD_MARK: char = '/';

impl Lane {
    /// The lane as text, for stores.
    #[must_use]
    pub fn to_text(&self) -> String {
        let limit = self.limit.map_or_else(|| "-".to_owned(), |limit| limit.to_string());
        let flags = [self.stated, self.shut, self.paused, self.alone, self.astray];
        let flags: String = flags.iter().map(|flag| if *flag { '1' } else { '0' }).collect();
        let (length, window, opens_at) = (self.length, self.window, self.opens_at);
        let (used, passed, credit) = (self.used, self.passed, self.credit);
        let mut text =
            format!("{FORM} {limit} {flags} {length} {window} {opens_at} {used} {passed} {credit}");
        for (mark, calls) in [(LEASE_MARK, &self.leases), (HEARD_MARK, &self.heard)] {
            for (id, until) in calls {
                text.push_str(&format!(" {id}{mark}{until}"));
            }
        }
        text
    }

    /// Reads what [`Lane::to_text`] wrote. `None` for anything else.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        words.next().filter(|form| *form == FORM)?;
        let limit = match words.next()? {
            "-" => None,
            limit => Some(limit.parse().ok()?),
        };
        let flags: Vec<bool> = words.next()?.chars().map(|flag| flag == '1').collect();
        let [stated, shut, paused, alone, astray] = flags.try_into().ok()?;
        let mut number = || words.next()?.parse::<u64>().ok();
        let (length, window, opens_at) = (number()?.max(1), number()?, number()?);
        let mut small = || u32::try_from(number()?).ok();
        let (used, passed, credit) = (small()?, small()?, small()?);
        let (mut leases, mut heard) = (Vec::new(), Vec::new());
        for word in words {
            let (calls, mark) = if word.contains(HEARD_MARK) {
                (&mut heard, HEARD_MARK)
            } else {
                (&mut leases, LEASE_MARK)
            };
            let (id, until) = word.split_once(mark)?;
            calls.push((id.parse().ok()?, until.parse().ok()?));
        }
        Some(Self {
            length,
            limit,
            stated,
            window,
            used,
            passed,
            opens_at,
            shut,
            paused,
            alone,
            astray,
            credit,
            leases,
            heard,
        })
    }
}
