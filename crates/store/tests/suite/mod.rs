//! The contract, one promise each, against any store. Nothing sleeps: time is an argument.

pub mod accepting;
pub mod choosing;
pub mod claiming;
pub mod ending;
pub mod journaling;
pub mod marking;
pub mod parking;
pub mod random;
pub mod reading;
pub mod sweeping;
pub mod tools;

/// Makes a test of every promise. `$make` makes a store and what has to live as long.
macro_rules! contract_tests {
    ($make:expr) => {
        $crate::suite::contract_tests! { @ ($make)
            marking: new_keys_wait, marks_coalesce, a_mark_while_running_waits_besides, marks_revive,
                a_mark_makes_retries_due, ten_thousand_keys_in_one_mark, a_cursor_moves_with_its_page;
            accepting: words_of_persons_are_kept_marked_and_in_the_journal;
            choosing: decisions_are_kept_and_mark, decisions_of_connections_are_apart;
            claiming: lowest_rank_and_id_first, only_kinds_that_are_due, no_key_runs_twice, fences_rise,
                connections_are_apart, a_lost_lease_is_taken_over, a_lost_lease_with_a_mark,
                renewed_leases_hold, jobs_given_back_are_untouched, a_killed_worker_takes_its_jobs_back,
                at_most_five_hundred;
            ending: in_step_is_in_step, ends_are_visible, retries_come_back_at_their_time,
                a_stale_fence_writes_only_settlements, marked_meanwhile_waits_again,
                the_reference_stays_when_none_is_given;
            parking: awaited_keys_get_jobs, woken_when_all_have_ended, woken_by_every_end, not_woken_by_a_retry,
                ended_since_the_claim_wakes_at_once, ended_before_the_claim_does_not,
                a_key_does_not_wait_for_itself, a_mark_wakes_a_parked_one, a_circle_is_visible,
                marked_meanwhile_is_not_parked, an_end_wakes_even_when_marked, hundreds_wait_for_one;
            journaling: intents_come_in_order, intents_need_the_fence, settled_once, unknown_is_settled_by_a_look,
                entries_of_other_keys_are_left, unsettled_shows_at_the_next_claim, everything_is_read_back,
                the_last_five_hundred;
            reading: documents_by_state, remarked, documents_by_reference, five_hundred_links, doubted_links, backlog_counts, cursors, remarks_by_words,
                everything_empty;
            sweeping: a_first_page_marks_everything, an_unchanged_page_writes_nothing_but_its_cursor,
                each_aspect_marks_its_own_kind, kinds_not_asked_for_stay_as_they_were, gone_within_a_page_is_marked,
                gone_behind_the_end_is_marked_bit_by_bit, belongings_are_marked_with_their_product,
                a_row_that_moves_marks_both_owners, lists_and_connections_are_apart, thousands_may_be_gone_from_one_page;
            random: operations_follow_the_model;
        }
    };
    (@ $make:tt $($module:ident: $($name:ident),+;)+) => {
        $($($crate::suite::contract_tests! { @@ $make $module $name })+)+
    };
    (@@ ($make:expr) random $name:ident) => {
        #[test]
        fn $name() {
            $crate::suite::random::$name(|| async { $make }, |made| &made.0);
        }
    };
    (@@ ($make:expr) $module:ident $name:ident) => {
        #[tokio::test]
        async fn $name() {
            let made = $make;
            $crate::suite::$module::$name(&made.0).await;
        }
    };
}
pub(crate) use contract_tests;
