//! Which faults an exchange meets. Each world has its own mix, with storms in which most exchanges
//! fail, and it is calm at the end, so that every program can finish its work.

use std::time::Duration;

use crate::random::Random;
use crate::service::Will;

/// What happens to one exchange. At most one of these, beside delays and a second copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// There is no connection.
    NoConnection,
    /// The request is lost, and nothing says so.
    SilentBefore,
    /// The connection breaks before the request arrives.
    ResetBefore,
    /// The reply is lost, and nothing says so.
    SilentAfter,
    /// The connection breaks after the service has answered.
    ResetAfter,
    /// A proxy answers instead of passing the request on.
    ProxyBefore(u16),
    /// A proxy passes the request on and answers instead of the service.
    ProxyAfter(u16),
    /// The service does as it is told.
    Service(Will),
    /// The end of the body is missing.
    Truncated,
    /// A cache on the way says that it has had the reply for an hour.
    Cached,
    /// The body comes twice.
    Doubled,
    /// There is no body and no header.
    Empty,
}

const FAULTS: [Fault; 32] = [
    Fault::NoConnection,
    Fault::NoConnection,
    Fault::SilentBefore,
    Fault::ResetBefore,
    Fault::SilentAfter,
    Fault::ResetAfter,
    Fault::ResetAfter,
    Fault::ProxyBefore(502),
    Fault::ProxyBefore(503),
    Fault::ProxyBefore(403),
    Fault::ProxyBefore(200),
    Fault::ProxyAfter(502),
    Fault::ProxyAfter(504),
    Fault::Service(Will::FailBefore(500, "InternalError")),
    Fault::Service(Will::FailBefore(503, "ServiceUnavailable")),
    Fault::Service(Will::FailAfter(500, "InternalError.Dispatch")),
    Fault::Service(Will::FailAfter(503, "ServiceUnavailable")),
    // Not in the documents, and the service asks to wait as it does when it throttles.
    Fault::Service(Will::FailAfter(503, "InternalError.Unlisted")),
    Fault::Service(Will::Refuse(403, "OperationDenied.NoStock")),
    Fault::Service(Will::Refuse(403, "IncorrectInstanceStatus")),
    Fault::Service(Will::Refuse(403, "Forbidden.RAM")),
    Fault::Service(Will::Refuse(400, "InvalidParameter")),
    Fault::Service(Will::Burn),
    Fault::Service(Will::Foreign),
    Fault::Service(Will::Foreign),
    Fault::Cached,
    Fault::Cached,
    Fault::Cached,
    Fault::Truncated,
    Fault::Truncated,
    Fault::Doubled,
    Fault::Empty,
];

/// The fate of one exchange.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) fault: Option<Fault>,
    /// On the way there.
    pub(crate) out: Duration,
    /// What the service takes.
    pub(crate) work: Duration,
    /// On the way back.
    pub(crate) back: Duration,
    /// A second copy arrives this much later, and whether its reply is the one that comes back.
    pub(crate) copy: Option<(Duration, bool)>,
    /// The transport ends the exchange itself when its time is over.
    pub(crate) punctual: bool,
    /// How much of a body arrives of which the end is missing, in thousandths.
    pub(crate) cut: u64,
}

/// The mix of one world.
#[derive(Clone, Debug)]
pub(crate) struct Weather {
    /// Of a thousand exchanges, so many meet a fault.
    usual: u64,
    delayed: u64,
    copied: u64,
    /// Which of the faults there are in this world.
    faults: Vec<Fault>,
    /// Storms begin that often and last that long.
    storms: (Duration, Duration),
    calm_from: Duration,
}

impl Weather {
    pub(crate) fn new(random: &mut Random, calm_from: Duration) -> Self {
        let faults = (0..FAULTS.len()).map(|_| random.pick(&FAULTS)).collect();
        Self {
            usual: random.pick(&[5, 30, 100, 250]),
            delayed: random.pick(&[0, 20, 100]),
            copied: random.pick(&[0, 10, 50]),
            faults,
            storms: (random.millis(300_000, 1_200_000), random.millis(0, 120_000)),
            calm_from,
        }
    }

    pub(crate) fn is_calm(&self, now: Duration) -> bool {
        now >= self.calm_from
    }

    pub(crate) fn plan(&self, now: Duration, random: &mut Random) -> Plan {
        let (every, long) = self.storms;
        let stormy = now.as_millis() % every.as_millis() < long.as_millis();
        let chance = if stormy { 800 } else { self.usual };
        let calm = self.is_calm(now);
        let delay = |random: &mut Random| {
            let far = !calm && random.per_mille(self.delayed);
            random.millis(5, if far { 200_000 } else { 150 })
        };
        let (out, back) = (delay(random), delay(random));
        let slow = random.per_mille(50);
        let fault = random.per_mille(chance).then(|| random.pick(&self.faults));
        let copy = random
            .per_mille(self.copied)
            .then(|| (random.millis(0, 20_000), random.per_mille(500)));
        Plan {
            fault: fault.filter(|_| !calm),
            out,
            work: random.millis(1, if slow { 30_000 } else { 400 }),
            back,
            copy: copy.filter(|_| !calm),
            punctual: random.per_mille(700),
            cut: random.below(1000),
        }
    }
}
