//! Looks up the states of ids: one Describe call per kind and hundred ids, and one more for each
//! further page, which may say more about an id that was seen before.
//!
//! A pager of the client ends with a page that has no token. Here an answer that has fewer items
//! than its total is read on by page numbers, because an id that was not read would count as
//! missing. The ids of an answer that does not end are open, whether they were found or not.

use std::collections::{HashMap, HashSet};

use aliyun_decision::{ResourceKind, Situation};
use aliyun_rpc::{Client, Error};

use super::cache::State;
use crate::{DescribeDisks, DescribeInstances, DescribeSecurityGroups};

/// Most ids that one Describe call takes, and most items that one page of its reply has.
const BATCH: usize = 100;

/// Most pages that are read for one batch, so that an answer that never ends is given up.
const MAX_PAGES: usize = BATCH;

/// What a lookup saw, under the ids as they were asked for.
#[derive(Default)]
pub(super) struct Looked {
    /// The states of those ids that the answers have.
    pub(super) states: HashMap<String, State>,
    /// The ids about which there may be more than was read.
    pub(super) open: HashSet<String>,
}

/// Looks up the states of ids.
pub(super) async fn describe(
    client: &Client,
    kind: ResourceKind,
    region: Option<&str>,
    ids: &[String],
) -> Result<Looked, Error> {
    // What could not be read must not count as what is not there.
    let client = &client.with_strict_decoding(true);
    let mut looked = Looked::default();
    for batch in ids.chunks(BATCH) {
        let ask = Ask { client, region, ids: batch };
        if !ask.read(kind, &mut looked.states).await? {
            looked.open.extend(batch.iter().cloned());
        }
    }
    Ok(looked)
}

/// Which page of an answer.
#[derive(PartialEq)]
enum Page {
    First,
    After(String),
    Number { number: i64, size: i64 },
}

/// A page of a reply, whatever it lists.
struct Answer {
    /// The items that have an id.
    items: Vec<(String, State)>,
    next_token: Option<String>,
    size: Option<i64>,
    total: Option<i64>,
}

/// What comes after a page.
enum Next {
    Page(Page),
    /// That was all.
    End,
    /// There is more, but no way to it.
    Lost,
}

impl Answer {
    /// What to ask for next. `items` is the number of items so far.
    fn next(&self, page: &Page, items: usize) -> Next {
        if let Some(token) = self.next_token.as_ref().filter(|token| !token.is_empty()) {
            let next = Page::After(token.clone());
            return if next == *page { Next::Lost } else { Next::Page(next) };
        }
        if self.total.is_none_or(|total| total <= items as i64) {
            return Next::End;
        }
        match page {
            // Where lists go on by tokens, a total says nothing.
            Page::After(_) => Next::End,
            _ if self.items.is_empty() => Next::Lost,
            Page::First => {
                let size = self.size.filter(|size| *size > 0).unwrap_or(self.items.len() as i64);
                Next::Page(Page::Number { number: 2, size })
            }
            Page::Number { number, size } => {
                Next::Page(Page::Number { number: number + 1, size: *size })
            }
        }
    }
}

struct Ask<'a> {
    client: &'a Client,
    region: Option<&'a str>,
    ids: &'a [String],
}

/// Sends a Describe request for one page; the requests differ in type only.
macro_rules! send {
    ($ask:ident, $request:expr, $page:ident, $list:ident, $id:ident, $state:expr) => {{
        let mut request = $request;
        if let Some(region) = $ask.region {
            request = request.region_id(region);
        }
        request = match $page {
            Page::First => request.max_results(BATCH as i64),
            Page::After(token) => request.max_results(BATCH as i64).next_token(token),
            Page::Number { number, size } => request.page_number(*number).page_size(*size),
        };
        let reply = $ask.client.send(request).await?;
        let items =
            reply.$list.iter().filter_map(|item| Some((item.$id.clone()?.into(), $state(item))));
        let items = items.collect();
        let (next_token, size, total) = (reply.next_token, reply.page_size, reply.total_count);
        Ok(Answer { items, next_token, size, total })
    }};
}

impl Ask<'_> {
    /// Reads all pages of the answer. `false` if there are more than could be read.
    async fn read(
        &self,
        kind: ResourceKind,
        found: &mut HashMap<String, State>,
    ) -> Result<bool, Error> {
        let (mut page, mut items, mut before) = (Page::First, 0, Vec::new());
        for _ in 0..MAX_PAGES {
            let answer = match kind {
                ResourceKind::Instance => self.instances(&page).await?,
                ResourceKind::Disk => self.disks(&page).await?,
                ResourceKind::SecurityGroup => self.groups(&page).await?,
                // Nothing asks for a kind that `Needs` does not know.
                _ => return Ok(true),
            };
            items += answer.items.len();
            let next = answer.next(&page, items);
            // A service that takes no page numbers gives the same page for each of them.
            let repeats = matches!(page, Page::Number { .. }) && answer.items == before;
            for (id, state) in &answer.items {
                self.keep(found, id, state);
            }
            match next {
                Next::End => return Ok(!repeats),
                Next::Page(next) if !repeats => (page, before) = (next, answer.items),
                Next::Page(_) | Next::Lost => return Ok(false),
            }
        }
        Ok(false)
    }

    async fn instances(&self, page: &Page) -> Result<Answer, Error> {
        let request = DescribeInstances::new().instance_ids(self.ids);
        let state = |item: &crate::DescribeInstancesInstance| State {
            locks_known: item.operation_locks.is_some(),
            ..State::new(item.situation())
        };
        send!(self, request, page, instances, instance_id, state)
    }

    async fn disks(&self, page: &Page) -> Result<Answer, Error> {
        let request = DescribeDisks::new().disk_ids(self.ids);
        let state = |item: &crate::DescribeDisksDisk| State {
            attached_to: item.attached_to(),
            unnamed_host: item.has_unnamed_host(),
            locks_known: item.operation_locks.is_some(),
            ..State::new(item.situation())
        };
        send!(self, request, page, disks, disk_id, state)
    }

    async fn groups(&self, page: &Page) -> Result<Answer, Error> {
        let request = DescribeSecurityGroups::new().security_group_ids(self.ids);
        let state = |item: &crate::DescribeSecurityGroupsSecurityGroup| State {
            manager_known: item.managed_by().is_some(),
            ..State::new(item.situation())
        };
        send!(self, request, page, security_groups, security_group_id, state)
    }

    /// Adds an item under the id that was asked for. If the answer spells an id in another case,
    /// the service treats both as the same. An item with another id is ignored.
    fn keep(&self, found: &mut HashMap<String, State>, id: &str, state: &State) {
        for asked in self.ids.iter().filter(|asked| asked.eq_ignore_ascii_case(id)) {
            match found.get_mut(asked) {
                Some(known) => known.merge(state),
                None => {
                    found.insert(asked.clone(), state.clone());
                }
            }
        }
    }
}

impl State {
    fn new(situation: Situation) -> Self {
        Self {
            situations: vec![situation],
            attached_to: Vec::new(),
            unnamed_host: false,
            locks_known: true,
            manager_known: true,
        }
    }

    /// Adds a second item about the same id. Each state in which they have it is judged.
    fn merge(&mut self, other: &Self) {
        for situation in &other.situations {
            if !self.situations.contains(situation) {
                self.situations.push(*situation);
            }
        }
        for id in &other.attached_to {
            if !self.attached_to.contains(id) {
                self.attached_to.push(id.clone());
            }
        }
        self.unnamed_host |= other.unnamed_host;
        self.locks_known &= other.locks_known;
        self.manager_known &= other.manager_known;
    }
}
