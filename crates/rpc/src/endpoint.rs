//! Where a call goes. The first of these that applies: the endpoint that the user set; inside a
//! VPC, `<product>-vpc.<region>.aliyuncs.com`; the product's list of special endpoints;
//! `<product>.<region>.aliyuncs.com`.
//!
//! The vendor's SDKs look at the list before the network. In the regions on the list, their calls
//! from inside a VPC go out to the internet.

use std::borrow::Cow;
use std::net::IpAddr;

use crate::product::Product;
use crate::shown::short;

/// Which of the endpoints of a region to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Network {
    /// The endpoint on the internet.
    #[default]
    Public,
    /// The endpoint that is reached from inside a VPC.
    Vpc,
}

/// Why a call has no endpoint.
///
/// Where an endpoint is shown, the parts before `@` and after `?` or `#` are replaced, because they
/// can be a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// Neither a region nor an endpoint was given.
    #[error("neither a region nor an endpoint is set; help: call `ClientBuilder::region`")]
    Missing,
    /// The region cannot be part of a host name.
    #[error("{:?} is not a region: only letters, digits and hyphens can be part of one", short(.0))]
    Region(String),
    /// The request is about another region than the endpoint that was set.
    #[error(
        "the request is about the region {:?}, and the endpoint {endpoint} was set for {served:?}; \
         help: build a client for that region without an endpoint, or set the endpoint without a region",
        short(region)
    )]
    OtherRegion {
        /// The region of the request.
        region: String,
        /// The endpoint that was set.
        endpoint: String,
        /// The region that it was set for.
        served: String,
    },
    /// The endpoint is not a host with an optional `https://` and an optional port.
    #[error("{:?} is not an endpoint: expected host, host:port or https://host[:port]", short(.0))]
    Syntax(String),
    /// Unencrypted HTTP to another machine.
    #[error("{:?} would be called without TLS, which is allowed for loopback only; help: use https://", short(.0))]
    Plain(String),
}

/// A host that calls go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    tls: bool,
    host: Cow<'static, str>,
}

impl Endpoint {
    /// Parses an endpoint: `host`, `host:port` or `https://host[:port]`, and `http://` for loopback
    /// only.
    ///
    /// # Errors
    ///
    /// [`EndpointError::Syntax`], or [`EndpointError::Plain`] for plain HTTP to another machine.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let (tls, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => (true, text),
        };
        let host = rest.strip_suffix('/').unwrap_or(rest);
        let name = name_of(host).ok_or_else(|| EndpointError::Syntax(without_secrets(text)))?;
        if !tls && !is_loopback(name) {
            return Err(EndpointError::Plain(without_secrets(text)));
        }
        Ok(Self { tls, host: Cow::Owned(host.to_owned()) })
    }

    /// Returns the endpoint of a product in a region.
    ///
    /// # Errors
    ///
    /// [`EndpointError::Region`] when the region cannot be part of a host name.
    pub fn of(product: &Product, region: &str, network: Network) -> Result<Self, EndpointError> {
        if !is_region(region) {
            return Err(EndpointError::Region(region.to_owned()));
        }
        let name = product.name;
        let listed = || {
            let (_, host) = product.endpoints.iter().find(|(listed, _)| *listed == region)?;
            Some(Cow::Borrowed(*host))
        };
        let host = match network {
            Network::Vpc => [name, "-vpc.", region, ".aliyuncs.com"].concat().into(),
            Network::Public => {
                listed().unwrap_or_else(|| [name, ".", region, ".aliyuncs.com"].concat().into())
            }
        };
        Ok(Self { tls: true, host })
    }

    /// The host and, if one was given, the port. Sent as the `host` header.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The same as the value of a header.
    pub(crate) fn host_header(&self) -> Cow<'static, str> {
        self.host.clone()
    }

    /// The URL without a path.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.scheme(), self.host)
    }

    /// `https://`, or `http://` for loopback.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.tls { "https://" } else { "http://" }
    }
}

/// Replaces user, password, query and fragment.
fn without_secrets(text: &str) -> String {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme));
    let scheme = scheme.unwrap_or_default();
    let rest = &text[scheme.len()..];
    // The last `@`, because a password can have others.
    let (user, rest) = match rest.rsplit_once('@') {
        Some((_, rest)) => ("[redacted]@", rest),
        None => ("", rest),
    };
    let (host, end) = match rest.find(['?', '#']) {
        Some(at) => (&rest[..at], "?[redacted]"),
        None => (rest, ""),
    };
    format!("{scheme}{user}{host}{end}")
}

pub(crate) fn is_region(text: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.len() <= 63 && text.bytes().all(word) && !text.starts_with('-')
}

/// The host without its port and without the brackets of an IPv6 address.
fn name_of(host: &str) -> Option<&str> {
    if let Some(rest) = host.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        address.parse::<std::net::Ipv6Addr>().ok()?;
        return is_port(port).then_some(address);
    }
    let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    (!name.is_empty() && name.bytes().all(word) && is_port(port)).then_some(name)
}

fn is_port(text: &str) -> bool {
    match text.strip_prefix(':') {
        Some(port) => port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok(),
        None => text.is_empty(),
    }
}

fn is_loopback(name: &str) -> bool {
    match name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product() -> Product {
        let endpoints = &[("cn-hangzhou", "ecs-cn-hangzhou.aliyuncs.com")];
        Product { endpoints, ..Product::new("ecs", "2014-05-26") }
    }

    fn host(region: &str, network: Network) -> String {
        Endpoint::of(&product(), region, network).unwrap().url()
    }

    #[test]
    fn the_map_holds_the_exceptions_and_the_rule_the_rest() {
        assert_eq!(host("cn-hangzhou", Network::Public), "https://ecs-cn-hangzhou.aliyuncs.com");
        assert_eq!(host("eu-west-1", Network::Public), "https://ecs.eu-west-1.aliyuncs.com");
    }

    #[test]
    fn the_network_is_looked_at_before_the_map() {
        assert_eq!(host("cn-hangzhou", Network::Vpc), "https://ecs-vpc.cn-hangzhou.aliyuncs.com");
    }

    #[test]
    fn a_region_that_would_change_the_host_is_refused() {
        for region in ["", "cn.evil.com/", "a b", "-a", "cn-hangzhou.", "ü"] {
            let error = Endpoint::of(&product(), region, Network::Public).unwrap_err();
            assert_eq!(error, EndpointError::Region(region.to_owned()));
        }
    }

    #[test]
    fn an_endpoint_is_https_unless_it_is_loopback() {
        let url = |text: &str| Endpoint::parse(text).map(|endpoint| endpoint.url());
        assert_eq!(url("ecs.example.com").unwrap(), "https://ecs.example.com");
        assert_eq!(url("https://ecs.example.com:8443/").unwrap(), "https://ecs.example.com:8443");
        assert_eq!(url("127.0.0.1:80").unwrap(), "https://127.0.0.1:80");
        for loopback in ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:80"] {
            assert_eq!(url(loopback).unwrap(), loopback);
        }
        for plain in ["http://ecs.example.com", "http://10.0.0.1", "http://localhost.evil.com"] {
            assert_eq!(url(plain).unwrap_err(), EndpointError::Plain(plain.to_owned()));
        }
    }

    #[test]
    fn what_is_not_a_host_is_refused() {
        for text in [
            "",
            "https://",
            "ftp://x",
            "a/b",
            "a b",
            "host:",
            "host:x",
            "host:70000",
            "[::1",
            "[x]:1",
            "host:+1",
        ] {
            let error = Endpoint::parse(text).unwrap_err();
            assert_eq!(error, EndpointError::Syntax(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn an_endpoint_that_is_refused_is_shown_without_a_password() {
        for (text, shown) in [
            ("https://user:hunter2@ecs.example.com", "https://[redacted]@ecs.example.com"),
            ("http://user:hunter2@10.0.0.1:80/", "http://[redacted]@10.0.0.1:80/"),
            ("https://user:hunter2://@?/#@host", "https://[redacted]@host"),
            ("user:hunter2://@host", "[redacted]@host"),
            ("user:hunter2@host", "[redacted]@host"),
            ("https://host/?key=hunter2#hunter2", "https://host/?[redacted]"),
            ("a#hunter2", "a?[redacted]"),
        ] {
            let error = Endpoint::parse(text).unwrap_err();
            assert_eq!(error, EndpointError::Syntax(shown.to_owned()), "{text}");
        }
    }
}
