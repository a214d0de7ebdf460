//! The `authorization` header of an ACS3 request -> its parts, and the parts -> the same header.
#![no_main]

use aliyun_rpc::sign::acs3::{Authorization, Parts, Signature, sign};

const SECRET: &str = "not a secret";

libfuzzer_sys::fuzz_target!(|header: &str| {
    let Some(parsed) = Authorization::parse(header) else { return };
    let printed = Signature {
        signed_headers: parsed.signed_headers.join(";"),
        string_to_sign: String::new(),
        signature: parsed.signature.to_owned(),
    }
    .authorization(parsed.access_key_id);
    assert!(Authorization::parse(&printed) == Some(parsed.clone()), "{header:?} -> {printed:?}");

    let headers: Vec<(String, String)> =
        parsed.signed_headers.iter().map(|name| (name.to_string(), " 1 ".to_owned())).collect();
    let parts =
        Parts { method: "POST", path: "/", query: &[], headers: &headers, payload_hash: "" };
    if parsed.verify(&parts, SECRET) {
        assert_eq!(sign(&parts, SECRET).signature, parsed.signature);
    }
});
