//! What the compiler says to a user who asks for something that cannot work: one file per message.
//!
//! `TRYBUILD=overwrite cargo test -p aliyun-tests --test ui` writes the messages again.

#[test]
fn every_mistake_gets_its_message() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
