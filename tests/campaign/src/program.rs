//! What users' programs do: they want things done once, make calls, and follow the advice of
//! errors.

use std::time::Duration;

use aliyun_ecs::Reaction;
use aliyun_ecs::runtime::clock::Clock;

use crate::calls::{Caller, Manner};
use crate::random::Random;
use crate::record::{End, Failure, Intent, Resolved};

/// Longer than anything can be on its way.
const SETTLED: Duration = Duration::from_secs(900);

/// How a thing is to be done once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The program holds the token.
    Prepared,
    /// A store holds the token.
    Stored,
    /// The client makes the token.
    Unprepared,
    /// The client does not know the operation.
    ByName,
    /// The operation takes no token.
    Reboot,
}

/// Wants some things to be done, one after the other.
pub(crate) async fn run(mut caller: Caller, mut random: Random, things: u32) {
    for thing in 0..things {
        // Some come in bursts.
        let at_once = thing == 0 || random.per_mille(300);
        let pause = random.millis(0, if at_once { 300 } else { 700_000 });
        caller.world.clock.sleep(pause).await;
        let manner = Manner::any(&mut random, &caller);
        let name = format!("{:08x}{thing}", random.next() as u32);
        match random.below(11) {
            10 => once(&mut caller, &mut random, Way::Stored, name).await,
            0..=2 => once(&mut caller, &mut random, Way::Unprepared, name).await,
            3..=4 => once(&mut caller, &mut random, Way::Prepared, name).await,
            5 => once(&mut caller, &mut random, Way::ByName, name).await,
            6 => once(&mut caller, &mut random, Way::Reboot, name).await,
            7 => {
                let (_, end) = caller.dry_run(&manner, &name).await;
                caller.after(&end);
            }
            _ => {
                let (_, end) = caller.look(&manner, &name).await;
                caller.after(&end);
            }
        }
    }
}

/// What to do after a call.
enum Next {
    Same,
    New,
    Look { then: Resolved },
    End(Resolved),
}

/// Does a thing once, whatever it takes.
async fn once(caller: &mut Caller, random: &mut Random, way: Way, name: String) {
    let intent = {
        let intents = &mut caller.world.state().log.intents;
        intents.push(Intent { name: name.clone(), calls: Vec::new(), result: None });
        intents.len() - 1
    };
    let mut prepared = caller.prepare(&name);
    let first = Manner::any(random, caller);
    // An error is about its own call; what became of those before stays open.
    let mut in_doubt = false;
    let result = loop {
        let manner = first.again(random, caller);
        let (call, end) = match way {
            Way::Prepared => caller.create(&manner, prepared.clone()).await,
            Way::Stored => caller.create_stored(&manner, &name).await,
            Way::Unprepared => caller.create_unprepared(&manner, &name).await,
            Way::ByName => caller.create_by_name(&manner, &name).await,
            Way::Reboot => caller.reboot(&manner, &name).await,
        };
        caller.world.state().log.intents[intent].calls.push(call);
        caller.after(&end);
        prepared = Caller::resumed(&name, &prepared);
        in_doubt |= match &end {
            End::Failed(failure) => failure.in_doubt,
            End::Dropped => true,
            End::Done(_) => false,
        };
        match next(way, &end, in_doubt) {
            Next::Same => {}
            Next::New => {
                prepared = caller.prepare(&name);
                in_doubt = false;
            }
            Next::End(result) => break result,
            Next::Look { then } => {
                if is_there(caller, random, &manner, &name).await {
                    break Resolved::Done;
                }
                if then == Resolved::GivenUp {
                    break then;
                }
                in_doubt = false;
                if way == Way::Stored {
                    caller.forget(&manner, &name).await;
                }
            }
        }
        caller.world.clock.sleep(random.millis(1_000, 60_000)).await;
    };
    caller.world.state().log.intents[intent].result = Some(result);
}

/// What the documentation of the client says to do.
fn next(way: Way, end: &End, in_doubt: bool) -> Next {
    let holds_token = matches!(way, Way::Prepared | Way::Stored);
    let again = Next::Look { then: Resolved::Done };
    match end {
        End::Done(_) => Next::End(Resolved::Done),
        End::Dropped if holds_token => Next::Same,
        End::Dropped => again,
        // The token is so old that the service may have forgotten it.
        End::Failed(failure) if way == Way::Stored && failure.is_too_old() => again,
        End::Failed(Failure { reaction, .. }) => match reaction {
            Reaction::RetrySameToken => Next::Same,
            Reaction::RetryNewToken => Next::New,
            Reaction::WaitForState | Reaction::RefreshCredentials if holds_token => Next::Same,
            Reaction::WaitForState => again,
            Reaction::RefreshCredentials if in_doubt => again,
            Reaction::RefreshCredentials => Next::New,
            _ if in_doubt => Next::Look { then: Resolved::GivenUp },
            _ => Next::End(Resolved::GivenUp),
        },
    }
}

/// Whether a thing was done, once nothing can be on its way any more.
async fn is_there(caller: &Caller, random: &mut Random, manner: &Manner, name: &str) -> bool {
    caller.world.clock.sleep(SETTLED).await;
    loop {
        if let (_, End::Done(found)) = caller.look(&manner.patient(), name).await {
            return !found.ids.is_empty();
        }
        caller.world.clock.sleep(random.millis(1_000, 60_000)).await;
    }
}
