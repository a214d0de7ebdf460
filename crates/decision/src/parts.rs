//! The situations in which a request is decided, given the handles.

use crate::situation::Situation;
use crate::target::{ResourceKind, Target};

/// A target, with what is known about it alone.
type Resource = (Target, Situation);

/// What one decision is about: targets, with what is known about all of them together.
pub(crate) type Met = (Vec<Target>, Situation);

/// The handles and pairs of handles that a request is sent about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts(Vec<Vec<Resource>>);

impl Parts {
    /// Adds the resources of a handle, or of a pair of handles.
    pub(crate) fn push(&mut self, part: Vec<Resource>) {
        self.0.push(part);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn targets(&self) -> impl Iterator<Item = &Target> {
        self.0.iter().flatten().map(|(target, _)| target)
    }

    /// The situations of a request that names these targets. It needs a decision in each of them.
    ///
    /// If it names targets of every kind, each of one kind is combined with each of the others,
    /// whichever pair they came in: the lock of an instance counts for every disk that is named
    /// with it. If it names only one kind, the pairs tell what goes with it. If it names no target
    /// of a handle, it may be about all of them. Without handles, only what was assumed counts.
    pub(crate) fn met(&self, named: &[Target]) -> Vec<Met> {
        if self.is_empty() {
            return vec![(Vec::new(), Situation::new())];
        }
        if let Some(crossed) = self.crossed(named) {
            return crossed;
        }
        let is_named = |part: &[Resource]| part.iter().any(|(target, _)| named.contains(target));
        let any = self.0.iter().any(|part| is_named(part));
        let concerned = self.0.iter().filter(|part| !any || is_named(part));
        concerned.map(|part| together(part.iter())).collect()
    }

    /// Each named target of every kind with each of the other kinds. `None` if there is a kind of
    /// which none is named.
    fn crossed(&self, named: &[Target]) -> Option<Vec<Met>> {
        let mut kinds: Vec<ResourceKind> = self.targets().map(|target| target.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut crossed: Vec<Vec<&Resource>> = vec![Vec::new()];
        for kind in kinds {
            let mut known: Vec<&Resource> = Vec::new();
            for one in self.0.iter().flatten().filter(|(target, _)| target.kind == kind) {
                if named.contains(&one.0) && !known.contains(&one) {
                    known.push(one);
                }
            }
            let each =
                crossed.iter().flat_map(|so_far| known.iter().map(move |one| (so_far, *one)));
            crossed = each.map(|(so_far, one)| [so_far.as_slice(), &[one]].concat()).collect();
        }
        let met = crossed.into_iter().map(|resources| together(resources.into_iter()));
        Some(met.collect()).filter(|met: &Vec<Met>| !met.is_empty())
    }
}

fn together<'r>(resources: impl Iterator<Item = &'r Resource>) -> Met {
    let (mut targets, mut situation) = (Vec::new(), Situation::new());
    for (target, seen) in resources {
        targets.push(target.clone());
        situation = situation.and(*seen);
    }
    (targets, situation)
}
