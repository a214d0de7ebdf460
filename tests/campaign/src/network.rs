//! The way between the client and the service, as a transport: it loses, delays, copies and damages
//! what passes.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aliyun_ecs::Transport;
use aliyun_ecs::runtime::clock::Clock;
use aliyun_ecs::runtime::time::parse_timestamp;
use aliyun_ecs::runtime::transport::TransportErrorKind::{Broken, Connect, Timeout};
use aliyun_ecs::runtime::{BoxFuture, HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::testing::SentRequest;
use serde_json::{Value, json};

use crate::record::{Attempt, Reply, Seen};
use crate::service::{Answer, Packet, Will};
use crate::weather::{Fault, Plan};
use crate::world::{Flaw, World};

const HTML: &str = "<html><body>something on the way answered</body></html>";

/// A transport over the simulated network.
#[derive(Clone)]
pub(crate) struct Network(pub(crate) Arc<World>);

impl Transport for Network {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let time = request.timeout;
            let (place, plan) = self.0.begin_attempt(&request);
            let operation = request.header("x-acs-action").unwrap_or_default().to_owned();
            let punctual = plan.punctual;
            let exchange = self.0.exchange(request, plan, place.0);
            let seen = if punctual {
                self.0.within(time, exchange).await.unwrap_or(Err(Timeout))
            } else {
                exchange.await
            };
            let seen = seen.map(|(response, reply)| {
                let is_success = reply.intact && reply.status == 200;
                self.0.saw(place, Seen::Reply(reply));
                if is_success { self.0.mistaken(&operation, response) } else { response }
            });
            seen.map_err(|kind| {
                self.0.saw(place, Seen::Lost(kind));
                TransportError::new(kind, "simulated", None)
            })
        })
    }
}

type Exchanged = Result<(HttpResponse, Reply), aliyun_ecs::runtime::transport::TransportErrorKind>;

impl World {
    /// Writes an attempt down. Returns its call and number, and what will become of it.
    fn begin_attempt(&self, request: &HttpRequest) -> ((usize, usize), Plan) {
        let now = self.now();
        let mut state = self.state();
        let state = &mut *state;
        let plan = state.weather.plan(now, &mut state.random);
        let header = |name| request.header(name).map(str::to_owned);
        let sent = SentRequest::new(request.clone());
        let call = state.log.current.expect("only calls send");
        let attempts = &mut state.log.calls[call].attempts;
        let token = sent.parameter("ClientToken").map(|token| match self.flaw {
            Some(Flaw::TokenChanges) => format!("{token}-{}", attempts.len()),
            _ => token.to_owned(),
        });
        let nonce = match (self.flaw, attempts.first()) {
            (Some(Flaw::NoncesRepeat), Some(first)) => first.nonce.clone(),
            _ => header("x-acs-signature-nonce").unwrap_or_default(),
        };
        attempts.push(Attempt {
            sent: now,
            date: request.header("x-acs-date").and_then(parse_timestamp),
            local: self.local.system_time(),
            nonce,
            token,
            retry: header("x-acs-retry-attempts").zip(header("x-acs-retry-delay")),
            plan: format!("{plan:?}"),
            seen: Seen::Nothing,
        });
        ((call, attempts.len() - 1), plan)
    }

    fn saw(&self, (call, attempt): (usize, usize), seen: Seen) {
        self.state().log.calls[call].attempts[attempt].seen = seen;
    }

    /// A successful reply as a client with a flaw takes it.
    fn mistaken(&self, operation: &str, mut response: HttpResponse) -> HttpResponse {
        let body = serde_json::from_slice::<Value>(&response.body);
        let Some(own) = body.ok().filter(|body| body.is_object()) else { return response };
        let mut taken = match self.flaw {
            Some(Flaw::RepliesSwapped) => {
                let swapped = &mut self.state().swapped;
                swapped.insert(operation.to_owned(), own.clone()).unwrap_or_else(|| own.clone())
            }
            Some(Flaw::RepliesEmptied) if operation == "DescribeInstances" => {
                json!({"TotalCount": 0, "Instances": {"Instance": []}})
            }
            _ => return response,
        };
        taken["RequestId"] = own["RequestId"].clone();
        response.body = taken.to_string().into_bytes();
        response
    }

    async fn exchange(&self, request: HttpRequest, plan: Plan, call: usize) -> Exchanged {
        match plan.fault {
            Some(Fault::NoConnection) => {
                self.clock.sleep(plan.out).await;
                return Err(Connect);
            }
            Some(Fault::ResetBefore) => {
                self.clock.sleep(plan.out).await;
                return Err(Broken);
            }
            Some(Fault::SilentBefore) => std::future::pending().await,
            Some(Fault::ProxyBefore(status)) => {
                self.clock.sleep(plan.out + plan.back).await;
                return Ok(proxy(status));
            }
            _ => {}
        }
        let answer = self.ask(request, &plan, call).await;
        self.clock.sleep(plan.back).await;
        match plan.fault {
            Some(Fault::SilentAfter) => std::future::pending().await,
            Some(Fault::ResetAfter) => Err(Broken),
            Some(Fault::ProxyAfter(status)) => Ok(proxy(status)),
            Some(Fault::Truncated) => {
                let mut length = answer.body.len() * plan.cut as usize / 1000;
                while !answer.body.is_char_boundary(length) {
                    length -= 1;
                }
                let body = answer.body[..length].to_owned();
                Ok(self.reply(answer, body, false))
            }
            Some(Fault::Doubled) => {
                let body = answer.body.repeat(2);
                Ok(self.reply(answer, body, false))
            }
            Some(Fault::Empty) => {
                let response =
                    HttpResponse { status: answer.status, headers: Vec::new(), body: Vec::new() };
                Ok((response, unreadable(answer.status)))
            }
            Some(Fault::Cached) => {
                let body = answer.body.clone();
                let at = answer.at;
                let (mut response, mut reply) = self.reply(answer, body, true);
                let had_for = Duration::from_secs(3600);
                let date = httpdate::fmt_http_date(self.begin + at - had_for);
                response.headers.retain(|(name, _)| name != "Date");
                response.headers.push(("Date".to_owned(), date));
                response.headers.push(("Age".to_owned(), had_for.as_secs().to_string()));
                reply.cached = true;
                Ok((response, reply))
            }
            _ => {
                let body = answer.body.clone();
                Ok(self.reply(answer, body, true))
            }
        }
    }

    /// Passes a request on, or two copies of it, and waits for the answer to one of them. The
    /// copies arrive also if nobody waits any more.
    async fn ask(&self, request: HttpRequest, plan: &Plan, call: usize) -> Answer {
        let request = SentRequest::new(request);
        let will = match plan.fault {
            Some(Fault::Service(will)) => will,
            _ => Will::CarryOut,
        };
        let now = self.now();
        let (wanted, at) = {
            let mut state = self.state();
            let mut expect = |after: Duration| {
                let id = state.packets;
                state.packets += 1;
                let request = request.clone();
                state
                    .service
                    .expect(now + after, Packet { id, call, request, will, work: plan.work });
                (id, after)
            };
            let first = expect(plan.out);
            match plan.copy {
                None => first,
                Some((later, wanted)) => {
                    let second = expect(plan.out + later);
                    if wanted { second } else { first }
                }
            }
        };
        self.clock.sleep(at).await;
        loop {
            if let Some(answer) = self.answer(wanted) {
                return answer;
            }
            self.clock.sleep(plan.work).await;
        }
    }

    fn answer(&self, packet: u64) -> Option<Answer> {
        let now = self.now();
        let mut state = self.state();
        state.service.settle(now);
        state.service.take(packet)
    }

    fn reply(&self, answer: Answer, body: String, intact: bool) -> (HttpResponse, Reply) {
        let date: SystemTime = self.begin + answer.at;
        let mut headers = vec![
            ("Content-Type", Cow::Borrowed("application/json;charset=utf-8")),
            ("Date", httpdate::fmt_http_date(date).into()),
            ("x-acs-request-id", answer.request_id.clone().into()),
        ];
        headers
            .extend(answer.retry_after.map(|wait| ("x-acs-retry-after", wait.to_string().into())));
        headers.extend(answer.rate_limit.map(|limit| ("x-ratelimit-user-api", limit.into())));
        let headers = headers.into_iter().map(|(name, value)| (name.into(), value.into()));
        let reply = Reply {
            status: answer.status,
            code: answer.code.filter(|_| intact),
            request_id: Some(answer.request_id),
            intact,
            cached: false,
            ids: answer.ids,
            retry_after: answer.retry_after.map(Duration::from_millis),
        };
        let response = HttpResponse {
            status: answer.status,
            headers: headers.collect(),
            body: body.into_bytes(),
        };
        (response, reply)
    }
}

fn unreadable(status: u16) -> Reply {
    Reply {
        status,
        code: None,
        request_id: None,
        intact: false,
        cached: false,
        ids: Vec::new(),
        retry_after: None,
    }
}

fn proxy(status: u16) -> (HttpResponse, Reply) {
    let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
    let response = HttpResponse { status, headers, body: HTML.into() };
    (response, unreadable(status))
}
