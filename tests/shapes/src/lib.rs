//! Two invented products. That this crate compiles is the test: generated code raises no lint,
//! whatever is empty, deprecated or alone of its kind.
//!
//! `xtask/tests/shapes.rs` compares `*/spec` with what `metadata.json` and `curated.toml` give.

#![deny(warnings)]

/// Two groups with a feature each, and types that both of them use.
pub mod grouped {
    aliyun_rpc_macros::product!("grouped/spec");
    aliyun_rpc_macros::groups!("grouped/spec");
}

/// One group without a feature, and nothing that several groups use.
pub mod plain {
    aliyun_rpc_macros::product!("plain/spec");
    aliyun_rpc_macros::groups!("plain/spec");
}

#[cfg(test)]
#[allow(deprecated, reason = "what is deprecated is one of the shapes")]
mod tests {
    use aliyun_rpc::Request as _;
    use aliyun_rpc::request::ErrorSet as _;

    use crate::{grouped, plain};

    #[test]
    #[cfg(all(feature = "gates", feature = "lawns"))]
    fn every_group_has_a_module_and_stands_at_the_root_too() {
        let colour = grouped::common::Colour::Green;
        let opened = grouped::OpenGate::new("g-1").colour(colour);
        let mown = grouped::lawns::MowLawn::new("l-1").colour(colour);
        assert_eq!(format!("{opened:?}"), r#"OpenGate { Colour: "Green", GateId: "g-1" }"#);
        assert_eq!(format!("{mown:?}"), r#"MowLawn { Colour: "Green", LawnId: "l-1" }"#);
        assert_eq!(plain::all::Rest::META.name, plain::Rest::META.name);
    }

    #[test]
    fn an_error_set_of_templates_alone_reads_and_shows_its_codes() {
        let read = plain::RestError::from_code("Duplicated.Bench");
        assert_eq!(read, Some(plain::RestError::Duplicated("Bench".to_owned())));
        assert_eq!(read.unwrap().code(), "Duplicated.Bench");
        assert_eq!(plain::RestError::from_code("Other"), None);
    }
}
