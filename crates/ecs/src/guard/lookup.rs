//! Looks up the states of ids: one Describe call per kind and hundred ids, and one more for each
//! further page, which may say more about an id that was seen before.
//!
//! A pager of the client ends with a page that has no token. Here an answer that has fewer items than
//! its total is read on by page numbers, because an id that was not read would count as missing.

use std::collections::HashMap;

use aliyun_decision::{ResourceKind, Situation};
use aliyun_rpc::{Client, Error};

use super::cache::State;
use crate::{DescribeDisks, DescribeInstances, DescribeSecurityGroups};

/// Most ids that one Describe call takes, and most items that one page of its reply has.
const BATCH: usize = 100;

/// Most pages that are read for one batch, so that an answer that never ends is given up.
const MAX_PAGES: usize = BATCH;

/// The states of those ids that the answers have, under the ids as they were asked for.
pub(super) async fn describe(
    client: &Client,
    kind: ResourceKind,
    region: Option<&str>,
    ids: &[String],
) -> Result<HashMap<String, State>, Error> {
    // What could not be read must not count as what is not there.
    let client = &client.with_strict_decoding(true);
    let mut found = HashMap::new();
    for batch in ids.chunks(BATCH) {
        let ask = Ask { client, region, ids: batch };
        let (mut page, mut items) = (Page::First, 0);
        for _ in 0..MAX_PAGES {
            let answer = match kind {
                ResourceKind::Instance => ask.instances(&page).await?,
                ResourceKind::Disk => ask.disks(&page).await?,
                ResourceKind::SecurityGroup => ask.groups(&page).await?,
                // Nothing asks for a kind that `Needs` does not know.
                _ => break,
            };
            items += answer.items.len();
            let next = answer.next(&page, items);
            for (id, state) in answer.items {
                ask.keep(&mut found, &id, &state);
            }
            match next {
                Some(next) => page = next,
                None => break,
            }
        }
    }
    Ok(found)
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

impl Answer {
    /// What to ask for next, if this is not all. `items` is the number of items so far.
    fn next(&self, page: &Page, items: usize) -> Option<Page> {
        if let Some(token) = self.next_token.as_ref().filter(|token| !token.is_empty()) {
            return Some(Page::After(token.clone())).filter(|next| next != page);
        }
        let is_more = self.total.is_some_and(|total| total > items as i64);
        if !is_more || self.items.is_empty() {
            return None;
        }
        match page {
            Page::First => {
                let size = self.size.filter(|size| *size > 0).unwrap_or(self.items.len() as i64);
                Some(Page::Number { number: 2, size })
            }
            Page::After(_) => None,
            Page::Number { number, size } => Some(Page::Number { number: number + 1, size: *size }),
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
