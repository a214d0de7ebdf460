//! What a request and a reply of one resource call by one name has one enum. Where the values show
//! that it might be one and the rules made two of it, a curated entry says why they stay apart.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::Direction;

use super::Lists;
use super::cluster::Cluster;
use super::walk::each;
use crate::curated::{File, Requests};
use crate::problems::Problems;
use crate::regen::lower::names;
use crate::regen::lower::operation::RawOperation;

/// A text at its place.
struct Seen<'a> {
    operation: String,
    direction: Direction,
    owner: &'a str,
    place: String,
    example: Option<String>,
    cluster: Option<&'a Cluster>,
}

impl Lists<'_> {
    /// Reports names that have two types where they could have one, and entries about others.
    pub(crate) fn apart(
        &self,
        operations: &BTreeMap<String, RawOperation>,
        requests: &File<Requests>,
        problems: &mut Problems,
    ) {
        let mut named: BTreeMap<String, Vec<Seen<'_>>> = BTreeMap::new();
        each(operations, &mut |operation, direction, text, _| {
            let Some((about, _)) = self.abouts.get(&text.place) else { return };
            let name = names::singular(&names::pascal(&text.wire)).to_ascii_lowercase();
            named.entry(name).or_default().push(Seen {
                operation: operation.to_owned(),
                direction,
                owner: &about.owner,
                place: text.place.clone(),
                example: text.example.clone(),
                cluster: self.cluster_of(operation, text),
            });
        });
        let mut used = BTreeSet::new();
        for seen in named.values() {
            let (sent, answered): (Vec<_>, Vec<_>) =
                seen.iter().partition(|one| one.direction == Direction::Request);
            for request in sent {
                for reply in answered.iter().filter(|reply| request.could_be(reply)) {
                    let decides = |at: &[String]| {
                        [&request.place, &reply.place].iter().all(|place| at.contains(place))
                    };
                    match requests.apart.iter().position(|entry| decides(&entry.at)) {
                        Some(index) => _ = used.insert(index),
                        None => {
                            let message = format!(
                                "{} of a request and {} of a reply could be one type: {} and {}",
                                request.place,
                                reply.place,
                                request.type_name(),
                                reply.type_name()
                            );
                            let help =
                                "name both with a [[name]], or say why not with an [[apart]]";
                            problems.report(requests.problem("apart", message).help(help));
                        }
                    }
                }
            }
        }
        for (index, entry) in requests.apart.iter().enumerate() {
            if !used.contains(&index) {
                let place = format!("apart {}", entry.at.join(" "));
                problems.report(requests.stale(place, "no two of its places have two such types"));
            }
        }
    }
}

impl Seen<'_> {
    /// Whether one enum might stand for both, though none does.
    fn could_be(&self, reply: &Self) -> bool {
        let related = self.operation == reply.operation || self.owner == reply.owner;
        related
            && match (self.cluster, reply.cluster) {
                (Some(one), Some(other)) => {
                    let shared = |value: &String| other.has(value);
                    one.name != other.name && one.values.iter().any(shared)
                }
                (Some(one), None) => reply.fits(one),
                (None, Some(other)) => self.fits(other),
                (None, None) => false,
            }
    }

    /// Whether nothing speaks against the values of a list.
    fn fits(&self, cluster: &Cluster) -> bool {
        self.example.as_ref().is_none_or(|example| cluster.has(example))
    }

    fn type_name(&self) -> &str {
        self.cluster.map_or("a text", |cluster| &cluster.name)
    }
}
