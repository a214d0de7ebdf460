//! Every reply goes through serde and through the decoder and comes back as it was.

use aliyun_tests_conformance::OPERATIONS;

#[test]
fn a_reply_with_every_member_filled_comes_back_from_serde_and_from_the_wire_as_it_was() {
    assert!(OPERATIONS.len() > 350, "{}", OPERATIONS.len());
    let mut members = 0;
    for typed in OPERATIONS {
        let trip = (typed.round_trip)();
        let name = typed.meta.name;
        assert_eq!(trip.through_serde, trip.filled, "{name}");
        assert_eq!(trip.through_decoder, trip.filled, "{name}");
        members += trip.filled.to_string().matches(':').count();
    }
    assert!(members > 4_000, "{members}");
}
