//! The vendor's own providers against ours, over the same scripted replies: the requests that they
//! sent and the credentials or the failure that came out.
//!
//! What differs on purpose:
//! * To assume a role with a key, theirs signs a GET by the old V1 rule. Ours sends what the typed
//!   client of STS sends, a POST signed by ACS3. Host, parameters and the session token are
//!   compared, our signature is verified, and theirs is computed again over our parameters.
//! * To assume a role with a token, theirs puts everything, the token too, into the query of a GET.
//!   Ours puts the same pairs into the form of a POST.
//! * CloudSSO and OAuth are reached through a profile only.
//! * Ours asks a service that fails again, with the same request.
//! * The mode CredentialsURI, which theirs refuses, is one of ours.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use aliyun_credentials::{
    AssumedRole, CliProfile, CredentialsUri, EcsRamRole, IniProfile, OidcRole, ProviderConfig,
};
use aliyun_rpc::sign::{EMPTY_HASH, acs3, v1};
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{
    Credentials, CredentialsError, HttpRequest, Json, ProvideCredentials, StaticCredentials,
};
use support::{NOW, World, path_text, provide};

type Pairs = BTreeMap<String, String>;
const TOKEN: &str = "eyJhbGciOiJub25lIn0.s7b3wxicaq93g8ma114y4zms3eta1s4tjk495v8j.sig-_~";
/// Only in the home folder of whoever made the vectors.
const FOLDER: &str = "/tmp/TESTDIR";

#[test]
fn credential_vectors_lead_to_the_same_requests_and_credentials() {
    let mut seen = 0;
    for case in cases() {
        let id = text(&case, "id");
        let world = World::new();
        for reply in case["responses"].as_array().unwrap() {
            match reply["status"].as_u64() {
                Some(status) => world.script.answer(status as u16, text(reply, "body")),
                None => world.script.fail(TransportErrorKind::Timeout),
            };
        }
        let inputs = inputs_of(&case);
        let provider = provider_of(&world, &inputs);
        let has_thread = ["external", "oauth"].iter().any(|name| id.contains(name));
        let result = asked(&world, &*provider, has_thread);
        if id == "cli-credentialsuri-unsupported" {
            assert_eq!(world.script.sent()[0].url, "http://127.0.0.1:1/");
            assert!(result.is_err());
            seen += 1;
            continue;
        }
        let sent = world.script.sent();
        let expected = case["requests"].as_array().unwrap();
        // It is asked in vain, because the case has no other reply.
        let again = usize::from(case["responses"][0]["status"] == 500);
        assert_eq!(sent.len(), expected.len() + again, "{id}: {result:?}");
        let expected = || expected.iter().chain(expected.last().into_iter().cycle());
        assert_eq!(world.script.left(), 0, "{id}");
        for (ours, theirs) in sent.iter().zip(expected()) {
            same_request(id, &inputs, ours, theirs);
        }
        match (&result, case.get("result")) {
            (Ok(credentials), Some(theirs)) => {
                same_credentials(id, credentials, theirs);
                goes_stale(&world, &*provider, theirs);
            }
            (Err(error), None) => shows_nothing(id, &error.to_string(), &case),
            _ => panic!("{id}: {result:?}"),
        }
        seen += 1;
    }
    assert!(seen >= 20, "{seen} cases");
}

/// What a provider gives, on the clock of the world. Those that work on a thread wait for more than
/// time.
fn asked(
    world: &World,
    provider: &dyn ProvideCredentials,
    has_thread: bool,
) -> Result<Credentials, CredentialsError> {
    if has_thread { provide(provider) } else { world.clock.run(provider.provide()) }
}

fn cases() -> Vec<Json> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = match std::env::var_os("VECTORS_DIR").map(PathBuf::from) {
        None => package.join("tests/vectors"),
        Some(given) => {
            let found = package.ancestors().map(|above| above.join(&given)).find(|p| p.is_dir());
            found.unwrap_or_else(|| panic!("VECTORS_DIR={} is no folder", given.display()))
        }
    };
    let path = folder.join("credential.json");
    let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let json: Json = serde_json::from_slice(&bytes).unwrap();
    let cases = json["cases"].as_array().cloned().unwrap();
    assert_eq!(Some(cases.len() as u64), json["count"].as_u64());
    cases
}

fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json[name].as_str().unwrap_or_default()
}

/// One case does not say what it was made with. Its signature shows that it was this.
fn inputs_of(case: &Json) -> Json {
    match text(case, "id") {
        "assume-role-403" => serde_json::json!({
            "role_arn": "a",
            "role_session_name": "s",
            "access_key_id": "testAccessKeyId",
            "access_key_secret": "testAccessKeySecret",
        }),
        _ => case["inputs"].clone(),
    }
}

fn provider_of(world: &World, inputs: &Json) -> Box<dyn ProvideCredentials> {
    let config = world.config(&[]);
    let has = |name: &str| inputs.get(name).is_some();
    let folder = path_text(world.home.path());
    world.write("token", TOKEN);
    if has("config_json") {
        let file = inputs["config_json"].to_string().replace(FOLDER, folder);
        world.write(".aliyun/config.json", &file);
        return Box::new(CliProfile::new(config).profile(text(inputs, "profile_name")));
    }
    if has("ini") {
        world.write(".alibabacloud/credentials.ini", &text(inputs, "ini").replace(FOLDER, folder));
        return Box::new(IniProfile::new(config).profile(text(inputs, "profile_name")));
    }
    if has("uri") {
        return Box::new(CredentialsUri::new(config, text(inputs, "uri")));
    }
    if has("sign_in_url") {
        return login(world, config, inputs);
    }
    if has("oidc_token") {
        let file = world.write("token", text(inputs, "oidc_token"));
        let role = OidcRole::new(config)
            .role_arn(text(inputs, "role_arn"))
            .provider_arn(text(inputs, "oidc_provider_arn"))
            .session_name(text(inputs, "role_session_name"))
            .policy(text(inputs, "policy"))
            .sts_region(text(inputs, "sts_region_id"))
            .vpc(inputs["enable_vpc"] == true)
            .token_file(file);
        let seconds = inputs["duration_seconds"].as_u64().unwrap_or(3600);
        return Box::new(role.duration(Duration::from_secs(seconds)));
    }
    if has("role_arn") {
        return assumed(config, inputs);
    }
    let role = EcsRamRole::new(config).role_name(text(inputs, "role_name"));
    Box::new(if inputs["disable_imds_v1"] == true { role.require_token() } else { role })
}

fn assumed(config: ProviderConfig, inputs: &Json) -> Box<dyn ProvideCredentials> {
    let source = StaticCredentials::with_token(
        text(inputs, "access_key_id"),
        text(inputs, "access_key_secret"),
        text(inputs, "security_token"),
    );
    let seconds = inputs["duration_seconds"].as_u64().unwrap_or(3600);
    let role = AssumedRole::new(config, text(inputs, "role_arn"), source)
        .session_name(text(inputs, "role_session_name"))
        .policy(text(inputs, "policy"))
        .external_id(text(inputs, "external_id"))
        .sts_region(text(inputs, "sts_region_id"))
        .duration(Duration::from_secs(seconds))
        .vpc(inputs["enable_vpc"] == true);
    Box::new(role)
}

/// CloudSSO and OAuth, from a profile with what the case gives.
fn login(world: &World, config: ProviderConfig, inputs: &Json) -> Box<dyn ProvideCredentials> {
    let oauth = inputs.get("client_id").is_some();
    let names: &[(&str, &str)] = if oauth {
        &[
            ("oauth_access_token", "access_token"),
            ("oauth_refresh_token", "refresh_token"),
            ("oauth_access_token_expire", "access_token_expire"),
        ]
    } else {
        &[
            ("cloud_sso_sign_in_url", "sign_in_url"),
            ("cloud_sso_account_id", "account_id"),
            ("cloud_sso_access_config", "access_config"),
            ("access_token", "access_token"),
            ("cloud_sso_access_token_expire", "access_token_expire"),
        ]
    };
    let mut profile: serde_json::Map<String, Json> =
        names.iter().map(|(name, input)| ((*name).to_owned(), inputs[*input].clone())).collect();
    profile.insert("name".to_owned(), "p".into());
    profile.insert("mode".to_owned(), if oauth { "OAuth" } else { "CloudSSO" }.into());
    let file = serde_json::json!({ "current": "p", "profiles": [profile] });
    world.write(".aliyun/config.json", &file.to_string());
    Box::new(CliProfile::new(config))
}

fn same_request(id: &str, inputs: &Json, ours: &HttpRequest, theirs: &Json) {
    let timeout = ["connect_timeout_ms", "read_timeout_ms"].map(|name| theirs[name].as_u64());
    let timeout = timeout.into_iter().flatten().sum();
    assert_eq!(ours.timeout, Duration::from_millis(timeout), "{id}");
    let (origin, path, query) = split(&ours.url);
    let port = theirs["port"].as_u64().filter(|port| *port != 80);
    let port = port.map_or_else(String::new, |port| format!(":{port}"));
    let host = format!("{}{port}", text(theirs, "host"));
    assert_eq!(origin, format!("{}://{host}", text(theirs, "protocol")), "{id}");
    assert_eq!(ours.header("host"), Some(&*host), "{id}");
    assert_eq!(path, text(theirs, "path"), "{id}");
    let their_query = pairs(&theirs["query"]);
    match their_query.get("Action").map(String::as_str) {
        Some("AssumeRole") => return same_assume_role(id, inputs, ours, &query, their_query),
        Some(_) => {
            assert_eq!((ours.method, query.len()), ("POST", 0), "{id}");
            assert_eq!(form(&ours.body), their_query, "{id}");
            return;
        }
        None => assert_eq!(query, their_query, "{id}"),
    }
    assert_eq!(ours.method, text(theirs, "method"), "{id}");
    let mut headers: Pairs = headers(ours).into_iter().collect();
    headers.remove("host");
    assert_eq!(headers, pairs(&theirs["headers"]), "{id}");
    let body = text(theirs, "body");
    let json = |text: &[u8]| serde_json::from_slice::<Json>(text).ok();
    if json(body.as_bytes()).is_some() {
        assert_eq!(json(&ours.body), json(body.as_bytes()), "{id}");
    } else {
        assert_eq!(form(&ours.body), form(body.as_bytes()), "{id}");
    }
}

/// Parameters of the V1 signature, which the other signature puts into headers or does without.
const PROTOCOL: [&str; 10] = [
    "Action",
    "Format",
    "Version",
    "SignatureMethod",
    "SignatureVersion",
    "Timestamp",
    "SignatureNonce",
    "AccessKeyId",
    "SecurityToken",
    "Signature",
];

fn same_assume_role(id: &str, inputs: &Json, ours: &HttpRequest, query: &Pairs, theirs: Pairs) {
    let operation = |name: &&String| !PROTOCOL.contains(&name.as_str());
    let names: Vec<_> = theirs.keys().filter(operation).collect();
    assert_eq!(query.keys().collect::<Vec<_>>(), names, "{id}");
    assert!(query.iter().all(|(name, value)| theirs[name] == *value), "{id}: {query:?}");
    let same = |name: &str, parameter: &str| {
        assert_eq!(ours.header(name), theirs.get(parameter).map(String::as_str), "{id}");
    };
    same("x-acs-action", "Action");
    same("x-acs-version", "Version");
    same("x-acs-security-token", "SecurityToken");

    let secret = secret_of(inputs);
    let header = ours.header("authorization").unwrap();
    let authorization = acs3::Authorization::parse(header).unwrap();
    assert_eq!(authorization.access_key_id, theirs["AccessKeyId"], "{id}");
    let query: Vec<_> = query.clone().into_iter().collect();
    let parts = acs3::Parts {
        method: ours.method,
        path: "/",
        query: &query,
        headers: &headers(ours),
        payload_hash: EMPTY_HASH,
    };
    assert!(ours.body.is_empty() && authorization.verify(&parts, &secret), "{id}");

    let signed = theirs.iter().filter(|(name, _)| *name != "Signature");
    let mut signed: Pairs = signed.map(|(name, value)| (name.clone(), value.clone())).collect();
    signed.extend(query);
    let signed: Vec<_> = signed.into_iter().collect();
    assert_eq!(v1::sign("GET", &signed, &secret), theirs["Signature"], "{id}");
}

/// The secret that a case signs with.
fn secret_of(inputs: &Json) -> String {
    match text(inputs, "access_key_secret") {
        "" if inputs.get("role_arn").is_none() => "testAccessKeySecretCli".to_owned(),
        given => given.to_owned(),
    }
}

fn same_credentials(id: &str, ours: &Credentials, theirs: &Json) {
    assert_eq!(ours.access_key_id(), text(theirs, "access_key_id"), "{id}");
    assert_eq!(ours.access_key_secret(), text(theirs, "access_key_secret"), "{id}");
    assert_eq!(ours.security_token(), theirs["security_token"].as_str(), "{id}");
    let (name, expected) = (ours.provider(), text(theirs, "provider_name"));
    let through_profile = name.strip_prefix("cli_profile/") == Some(expected);
    assert!(name == expected || through_profile, "{id}: {name} instead of {expected}");
    // Their profiles forget when credentials expire.
    if let Some(end) = theirs["expiration"].as_u64() {
        assert_eq!(ours.expires_at(), Some(unix(end)), "{id}");
    }
}

fn unix(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// The credentials are asked for again as long before they expire as the case says, and no earlier.
/// The metadata service is asked every hour.
fn goes_stale(world: &World, provider: &dyn ProvideCredentials, theirs: &Json) {
    let (Some(end), Some(ahead)) =
        (theirs["expiration"].as_u64(), theirs["stale_before_expiry_s"].as_u64())
    else {
        return;
    };
    let metadata = text(theirs, "provider_name") == "ecs_ram_role";
    let stale = if metadata { NOW + 3600 } else { end - ahead };
    let before = world.script.count();
    world.set_time(stale - 1);
    assert!(provide(provider).is_ok());
    assert_eq!(world.script.count(), before);
    world.set_time(stale);
    // Nothing is left to answer, so a valid value stays in use.
    let has_thread = ["external", "oauth"].contains(&text(theirs, "provider_name"));
    let refreshed = asked(world, provider, has_thread);
    assert_eq!(refreshed.is_ok(), stale < end);
    // The login of CloudSSO ends before its credentials do, so there is nothing to ask with.
    let asks = text(theirs, "provider_name") != "cloud_sso";
    assert_eq!(world.script.count() > before, asks);
}

/// An error quotes neither a reply nor a secret.
fn shows_nothing(id: &str, error: &str, case: &Json) {
    assert!(!error.contains("testAccessKeySecret") && !error.contains("testSecurityToken"), "{id}");
    for reply in case["responses"].as_array().unwrap() {
        let body = text(reply, "body");
        assert!(body.len() < 4 || !error.contains(body), "{id}: {error}");
    }
}

fn headers(request: &HttpRequest) -> Vec<(String, String)> {
    let headers = request.headers.iter();
    headers.map(|(name, value)| ((*name).to_owned(), value.clone().into_owned())).collect()
}

fn split(url: &str) -> (&str, &str, Pairs) {
    let start = url.find("://").unwrap() + 3;
    let at = start + url[start..].find('/').unwrap();
    let (path, query) = url[at..].split_once('?').unwrap_or((&url[at..], ""));
    (&url[..at], path, form(query.as_bytes()))
}

fn form(body: &[u8]) -> Pairs {
    let body = std::str::from_utf8(body).unwrap();
    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || (rest.next().unwrap() as char).to_digit(16).unwrap() as u8;
        bytes.push(if byte == b'%' { digit() * 16 + digit() } else { byte });
    }
    String::from_utf8(bytes).unwrap()
}

fn pairs(object: &Json) -> Pairs {
    let members = object.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect()
}
