//! What the compiler says about an operation whose feature is off: `ui/*.rs` with `.stderr` beside.
//! In this package, because it depends on `aliyun-ecs` with a single group.
//!
//! `TRYBUILD=overwrite cargo test -p aliyun-tests-shapes --test feature_off` writes the messages
//! again; read them before they are committed.

#[test]
fn the_compiler_names_the_feature_of_an_operation_that_is_configured_out() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
