//! Each invariant can fail: with something wrong on purpose, the campaign says what does not hold.

use aliyun_tests_campaign::{Flaw, Invariant, Size, run_world};

const SIZE: Size = Size { programs: 20, things: 8 };

/// Whether one of a few worlds with this flaw breaks the invariant.
fn breaks(flaw: Flaw, invariant: Invariant) {
    breaks_in(SIZE, flaw, invariant);
}

fn breaks_in(size: Size, flaw: Flaw, invariant: Invariant) {
    let found = |seed| {
        let totals = run_world(seed, size, Some(flaw));
        totals.violations.iter().any(|(_, violation)| violation.invariant == invariant)
    };
    assert!((0..12).any(found), "{flaw:?} does not break {invariant:?}");
}

#[test]
fn a_service_that_forgets_tokens_does_things_more_than_once() {
    breaks(Flaw::TokensForgotten, Invariant::ExactlyOnce);
}

#[test]
fn an_operation_that_is_taken_for_reading_is_carried_out_more_than_once() {
    breaks(Flaw::TakenForReading, Invariant::AtMostOnce);
    breaks(Flaw::TakenForReading, Invariant::Doubt);
}

#[test]
fn codes_that_are_not_known_make_errors_of_another_class() {
    breaks(Flaw::CodesUnknown, Invariant::Typed);
}

#[test]
fn a_key_that_never_comes_leaves_calls_without_an_outcome() {
    breaks(Flaw::KeysNeverCome, Invariant::Outcome);
}

#[test]
fn a_client_that_does_not_know_the_deadline_misses_it() {
    breaks(Flaw::NoDeadline, Invariant::Deadline);
}

#[test]
fn clients_with_budgets_of_their_own_spend_more_than_there_is() {
    // A few programs do not use one up.
    let many = Size { programs: 80, things: 6 };
    breaks_in(many, Flaw::BudgetNotShared, Invariant::Budget);
}

#[test]
fn a_nonce_that_is_sent_again_is_seen() {
    breaks(Flaw::NoncesRepeat, Invariant::Nonce);
}

#[test]
fn random_numbers_that_repeat_are_seen_in_tokens() {
    breaks(Flaw::RandomRepeats, Invariant::Token);
}

#[test]
fn a_token_that_changes_on_the_way_is_seen() {
    breaks(Flaw::TokenChanges, Invariant::Token);
}

#[test]
fn a_clock_that_stands_still_is_seen_in_the_dates() {
    breaks(Flaw::DatesStandStill, Invariant::Date);
}

#[test]
fn waits_that_are_too_short_are_seen() {
    breaks(Flaw::WaitsAreShort, Invariant::Pace);
}

#[test]
fn a_client_that_gives_up_early_is_seen() {
    breaks(Flaw::GivesUpEarly, Invariant::Retry);
}

#[test]
fn a_gate_that_does_not_open_in_time_is_seen() {
    breaks(Flaw::GateOversleeps, Invariant::Turn);
}

#[test]
fn replies_that_are_taken_for_those_of_other_calls_are_seen() {
    breaks(Flaw::RepliesSwapped, Invariant::Outcome);
}

#[test]
fn lists_that_lose_their_items_are_seen() {
    breaks(Flaw::RepliesEmptied, Invariant::Outcome);
}

#[test]
fn a_store_that_takes_every_token_for_an_open_one_is_seen() {
    breaks(Flaw::EveryTokenOpen, Invariant::Replay);
}
