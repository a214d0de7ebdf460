//! The simulated service: it admits requests as the documents say, carries them out, and remembers
//! nonces and tokens. It has no clock of its own: requests arrive and end at given times, which are
//! worked off in order whenever somebody looks.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use aliyun_ecs::runtime::sign::EMPTY_HASH;
use aliyun_ecs::runtime::sign::acs3::{Authorization, Parts};
use aliyun_ecs::runtime::time::parse_timestamp;
use aliyun_ecs::testing::SentRequest;
use serde_json::{Value, json};

/// How far the date of a request may be off.
const TOLERANCE: Duration = Duration::from_secs(15 * 60);

/// What the service does with a request that it admitted and has not seen before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Will {
    CarryOut,
    /// Fails before any work.
    FailBefore(u16, &'static str),
    /// Does the work and fails then.
    FailAfter(u16, &'static str),
    Refuse(u16, &'static str),
    /// Fails for good, and so does every later call with this token.
    Burn,
    /// Knows the token already, from another program that took the same one.
    Foreign,
}

/// A copy of a request on its way.
pub(crate) struct Packet {
    pub(crate) id: u64,
    pub(crate) call: usize,
    pub(crate) request: SentRequest,
    pub(crate) will: Will,
    pub(crate) work: Duration,
}

/// What the service answers.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) at: Duration,
    pub(crate) status: u16,
    pub(crate) code: Option<&'static str>,
    pub(crate) request_id: String,
    pub(crate) retry_after: Option<u64>,
    pub(crate) rate_limit: Option<String>,
    /// The ids in the body.
    pub(crate) ids: Vec<String>,
    pub(crate) body: String,
}

/// Something that was carried out, and by which call.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub(crate) call: usize,
    pub(crate) token: Option<String>,
    pub(crate) id: String,
}

enum Event {
    Arrive(Packet),
    End(Packet),
}

enum Token {
    Pending { query: Vec<(String, String)> },
    Done { query: Vec<(String, String)>, id: String },
    Burnt,
}

/// A key that the service knows.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) secret: String,
    pub(crate) token: String,
    /// By the service's clock.
    pub(crate) valid_until: Duration,
}

/// How this service is set up.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// Calls of one operation in one region in a minute.
    pub(crate) limit: u32,
    /// How much later than those of the clock its minutes begin.
    pub(crate) offset: Duration,
    /// Whether replies say what is left of the limit.
    pub(crate) states_limits: bool,
    pub(crate) begin: SystemTime,
    /// A flaw for tests: carries out a call as often as it comes.
    pub(crate) forgets_tokens: bool,
}

pub(crate) struct Service {
    rules: Rules,
    queue: BTreeMap<(Duration, u64), Event>,
    queued: u64,
    answers: BTreeMap<u64, Answer>,
    windows: BTreeMap<(String, String), (u64, u32)>,
    nonces: BTreeSet<String>,
    tokens: BTreeMap<String, Token>,
    pub(crate) keys: BTreeMap<String, Key>,
    /// By the name of what was to be done.
    pub(crate) deeds: BTreeMap<String, Vec<Deed>>,
    requests: u64,
}

impl Service {
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            rules,
            queue: BTreeMap::new(),
            queued: 0,
            answers: BTreeMap::new(),
            windows: BTreeMap::new(),
            nonces: BTreeSet::new(),
            tokens: BTreeMap::new(),
            keys: BTreeMap::new(),
            deeds: BTreeMap::new(),
            requests: 0,
        }
    }

    /// Lets a copy of a request arrive at a time.
    pub(crate) fn expect(&mut self, at: Duration, packet: Packet) {
        self.push(at, Event::Arrive(packet));
    }

    fn push(&mut self, at: Duration, event: Event) {
        self.queued += 1;
        self.queue.insert((at, self.queued), event);
    }

    /// Works off everything until now.
    pub(crate) fn settle(&mut self, now: Duration) {
        while let Some(entry) = self.queue.first_entry().filter(|entry| entry.key().0 <= now) {
            let ((at, _), event) = entry.remove_entry();
            match event {
                Event::Arrive(packet) => self.arrive(at, packet),
                Event::End(packet) => self.end(at, &packet),
            }
        }
    }

    /// The answer to a packet, once.
    pub(crate) fn take(&mut self, packet: u64) -> Option<Answer> {
        self.answers.remove(&packet)
    }

    fn arrive(&mut self, at: Duration, packet: Packet) {
        if let Err((status, code)) = self.admit(at, &packet.request) {
            return self.refuse(at, &packet, status, code);
        }
        if packet.request.parameter("DryRun") == Some("true") {
            return self.refuse(at, &packet, 400, "DryRunOperation");
        }
        let known = token(&packet.request).filter(|_| !self.rules.forgets_tokens);
        if let Some(token) = known {
            if packet.will == Will::Foreign {
                let foreign = Token::Done { query: Vec::new(), id: String::new() };
                self.tokens.entry(token.to_owned()).or_insert(foreign);
            }
            match self.tokens.get(token) {
                Some(Token::Pending { query } | Token::Done { query, .. })
                    if *query != arguments(&packet.request) =>
                {
                    return self.refuse(at, &packet, 400, "IdempotentParameterMismatch");
                }
                Some(Token::Pending { .. }) => {
                    return self.refuse(at, &packet, 403, "LastTokenProcessing");
                }
                Some(Token::Done { id, .. }) => {
                    let id = id.clone();
                    return self.succeed(at, &packet, &id);
                }
                Some(Token::Burnt) => return self.refuse(at, &packet, 400, "IdempotentFailed"),
                None => {
                    let query = arguments(&packet.request);
                    self.tokens.insert(token.to_owned(), Token::Pending { query });
                }
            }
        }
        self.push(at + packet.work, Event::End(packet));
    }

    /// What every call is checked for before anybody looks at its operation.
    fn admit(&mut self, at: Duration, request: &SentRequest) -> Result<(), (u16, &'static str)> {
        let header = |name| request.header(name).unwrap_or_default();
        let authorization = Authorization::parse(header("authorization"));
        let authorization = authorization.ok_or((400, "IncompleteSignature"))?;
        let key = self.keys.get(authorization.access_key_id);
        let key = key.ok_or((404, "InvalidAccessKeyId.NotFound"))?;
        if !is_signed_with(request, &authorization, &key.secret) {
            return Err((400, "SignatureDoesNotMatch"));
        }
        // First, so that a second copy is refused as one whatever has changed since.
        if !self.nonces.insert(header("x-acs-signature-nonce").to_owned()) {
            return Err((400, "SignatureNonceUsed"));
        }
        let date = parse_timestamp(header("x-acs-date")).ok_or((400, "IllegalTimestamp"))?;
        let now = self.rules.begin + at;
        let off = now.duration_since(date).unwrap_or_else(|ahead| ahead.duration());
        if off > TOLERANCE {
            return Err((400, "InvalidTimeStamp.Expired"));
        }
        if header("x-acs-security-token") != key.token {
            return Err((400, "InvalidSecurityToken.MismatchWithAccessKey"));
        }
        if at >= key.valid_until {
            return Err((400, "InvalidSecurityToken.Expired"));
        }
        let window = self.window(at, request);
        if window.1 >= self.rules.limit {
            let odd = self.requests % 2 == 1;
            return Err(if odd { (429, "Throttling") } else { (400, "Throttling.User") });
        }
        self.windows.insert(lane(request), (window.0, window.1 + 1));
        Ok(())
    }

    /// The minute of a call, and how many were taken in it.
    fn window(&self, at: Duration, request: &SentRequest) -> (u64, u32) {
        let minute = (at + self.rules.offset).as_secs() / 60;
        match self.windows.get(&lane(request)) {
            Some((last, taken)) if *last == minute => (minute, *taken),
            _ => (minute, 0),
        }
    }

    fn end(&mut self, at: Duration, packet: &Packet) {
        let token = token(&packet.request).filter(|_| !self.rules.forgets_tokens);
        let (status, code) = match packet.will {
            Will::CarryOut | Will::FailAfter(..) | Will::Foreign => {
                let id = self.carry_out(packet);
                if let Some(token) = token {
                    let (query, id) = (arguments(&packet.request), id.clone());
                    self.tokens.insert(token.to_owned(), Token::Done { query, id });
                }
                match packet.will {
                    Will::FailAfter(status, code) => (status, code),
                    _ => return self.succeed(at, packet, &id),
                }
            }
            Will::Burn if token.is_some() => {
                self.tokens.extend(token.map(|token| (token.to_owned(), Token::Burnt)));
                return self.refuse(at, packet, 500, "InternalError");
            }
            Will::Burn => (500, "InternalError"),
            Will::FailBefore(status, code) | Will::Refuse(status, code) => (status, code),
        };
        if !matches!(packet.will, Will::FailAfter(..)) {
            token.map(|token| self.tokens.remove(token));
        }
        self.refuse(at, packet, status, code);
    }

    /// Does what the call is for and returns the id of what came of it.
    fn carry_out(&mut self, packet: &Packet) -> String {
        let name = match packet.request.operation() {
            "RunInstances" => packet.request.parameter("InstanceName"),
            "RebootInstance" => packet.request.parameter("InstanceId"),
            _ => return String::new(),
        };
        let deeds = self.deeds.entry(name.unwrap_or_default().to_owned()).or_default();
        let id = format!("i-{}-{}", name.unwrap_or_default(), deeds.len());
        let token = token(&packet.request).map(str::to_owned);
        deeds.push(Deed { call: packet.call, token, id: id.clone() });
        id
    }

    fn succeed(&mut self, at: Duration, packet: &Packet, id: &str) {
        let request_id = self.request_id();
        let (ids, body) = match packet.request.operation() {
            "RunInstances" => {
                let ids = json!({"InstanceIdSet": [id]});
                (vec![id.to_owned()], json!({"RequestId": request_id, "InstanceIdSets": ids}))
            }
            "DescribeInstances" => {
                let name = packet.request.parameter("InstanceName").unwrap_or_default();
                let deeds = self.deeds.get(name).map_or(&[][..], Vec::as_slice);
                let ids: Vec<_> = deeds.iter().map(|deed| deed.id.clone()).collect();
                let found: Vec<_> = ids.iter().map(|id| json!({"InstanceId": id})).collect();
                let body = json!({"RequestId": request_id, "TotalCount": found.len(),
                                  "Instances": {"Instance": found}});
                (ids, body)
            }
            _ => (Vec::new(), json!({"RequestId": request_id})),
        };
        self.answer(at, packet, (200, None), request_id, (ids, &body));
    }

    fn refuse(&mut self, at: Duration, packet: &Packet, status: u16, code: &'static str) {
        let request_id = self.request_id();
        let body = json!({"Code": code, "Message": "simulated", "RequestId": request_id,
                          "HostId": packet.request.host()});
        self.answer(at, packet, (status, Some(code)), request_id, (Vec::new(), &body));
    }

    fn answer(
        &mut self,
        at: Duration,
        packet: &Packet,
        (status, code): (u16, Option<&'static str>),
        request_id: String,
        (ids, body): (Vec<String>, &Value),
    ) {
        let (_, taken) = self.window(at, &packet.request);
        let left = 60_000 - ((at + self.rules.offset).as_millis() as u64) % 60_000;
        let limit = self.rules.limit;
        let stated = || format!("Limit:{limit},Remain:{},TimeLeft:{left},Reset:0", limit - taken);
        let answer = Answer {
            at,
            status,
            code,
            request_id,
            retry_after: match status {
                503 => Some(1_500),
                // Much longer than anybody waits.
                429 => Some(if self.requests.is_multiple_of(3) { 3_600_000 } else { left }),
                _ => None,
            },
            rate_limit: self.rules.states_limits.then(stated),
            ids,
            body: body.to_string(),
        };
        self.answers.insert(packet.id, answer);
    }

    fn request_id(&mut self) -> String {
        self.requests += 1;
        format!("request-{}", self.requests)
    }
}

fn lane(request: &SentRequest) -> (String, String) {
    (request.host().to_owned(), request.operation().to_owned())
}

/// The token of a call, where its operation takes one.
fn token(request: &SentRequest) -> Option<&str> {
    request.parameter("ClientToken").filter(|_| request.operation() == "RunInstances")
}

/// What two calls with the same token must have in common.
fn arguments(request: &SentRequest) -> Vec<(String, String)> {
    let parameters = request.parameters().iter();
    parameters.filter(|(name, _)| name != "ClientToken").cloned().collect()
}

fn is_signed_with(request: &SentRequest, signed: &Authorization<'_>, secret: &str) -> bool {
    let headers = request.http().headers.iter();
    let headers: Vec<_> =
        headers.map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
    let parts = Parts {
        method: request.http().method,
        path: "/",
        query: request.parameters(),
        headers: &headers,
        payload_hash: EMPTY_HASH,
    };
    signed.verify(&parts, secret)
}
