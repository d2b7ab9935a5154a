// SPDX-License-Identifier: GPL-3.0-or-later
// Which runs stand in one line, and what is told of those that do not, of clocks and of gaps.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/store/store.h"
#include "compare/history.h"
#include "tests/bench/made_history.h"
#include "tests/common/store/store_fixture.h"
#include "tests/compare/history_fixture.h"

#define DAY (INT64_C(86400) * INT64_C(1000000000))

static bool has_remark(const struct history *history, const char *part)
{
    for (size_t i = 0; i < history->remark_count; i++)
        if (strstr(history->remarks[i], part))
            return true;
    return false;
}

Test(compare_history_lines, what_is_not_comparable_is_left_out_and_counted)
{
    struct history_runs runs = history_fixture_runs(30);
    for (size_t i = 0; i < 4; i++)
        record_set(&runs.list[i].record.host.name, alloc_copy("old-lab"));
    runs.list[5].scenario.shape.vcpus = 2;
    record_set(&runs.list[6].record.platform, alloc_copy("native"));
    runs.list[29].record.state = RECORD_RUNNING;
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert_eq(history.lines[0].run_count, 23);
    cr_assert_eq(history.left_out_count, 4);
    cr_assert_eq(history.left_out[0].count, 4);
    cr_assert_eq(history.left_out[0].newest_id, 4);
    cr_assert_not_null(strstr(history.left_out[2].why, "platforms (native; kvm)"));
    cr_assert_not_null(strstr(history.left_out[3].why, "under way"));
}

Test(compare_history_lines, another_run_may_be_the_measure)
{
    struct history_runs runs = history_fixture_runs(30);
    for (size_t i = 0; i < 12; i++)
        record_set(&runs.list[i].record.host.name, alloc_copy("old-lab"));
    const struct history_window window = {.like_id = 3};
    cr_assert_eq(history_runs_sort_out(&runs, &window, NULL), 0);
    cr_assert_eq(runs.list[11].line, 0);
    cr_assert_eq(runs.list[12].line, HISTORY_NO_LINE);
    history_runs_done(&runs);
}

Test(compare_history_lines, a_run_that_is_none_of_the_label_is_refused)
{
    struct history_runs runs = history_fixture_runs(3);
    const struct history_window window = {.like_id = 77};
    struct err err = {0};
    cr_assert_eq(history_runs_sort_out(&runs, &window, &err), -EINVAL);
    cr_assert_str_eq(err_text(&err), "run 77 is none of 'nightly' that are looked at");
    err_done(&err);
    history_runs_done(&runs);
}

Test(compare_history_lines, arms_of_the_newest_campaign_are_lines_of_their_own)
{
    struct history_runs runs = history_fixture_runs(40);
    for (size_t i = 0; i < 40; i++) {
        struct run_record *record = &runs.list[i].record;
        record_set(&record->campaign, alloc_printf("night %zu", i / 2));
        record_set(&record->platform, alloc_copy(i % 2 ? "kvm" : "native"));
    }
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert_eq(history.line_count, 2);
    cr_assert_eq(history.lines[0].run_count, 20);
    cr_assert_str_eq(history.lines[0].runs[0]->record.platform, "native");
    cr_assert_eq(history.left_out_count, 0);
}

Test(compare_history_lines, pairs_that_tell_the_noise_are_one_line)
{
    struct history_runs runs = history_fixture_runs(10);
    for (size_t i = 0; i < 10; i++) {
        struct run_record *record = &runs.list[i].record;
        record_set(&record->campaign, alloc_copy("noise"));
        record_set(&record->arm, alloc_printf("pair %zu %c", i / 2, i % 2 ? 'b' : 'a'));
    }
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert_eq(history.line_count, 1);
    cr_assert_eq(history.lines[0].run_count, 10);
}

Test(compare_history_lines, clocks_that_went_backwards_do_not_turn_the_order)
{
    struct history_runs runs = history_fixture_runs(30);
    history_fixture_scale(&runs, 20, 30, 0.9, 1);
    for (size_t i = 20; i < 30; i++)
        runs.list[i].record.started_at_ns -= 30 * DAY;
    scope_history struct history history = history_fixture_of(&runs, NULL);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->changes[0].at, 20);
    cr_assert(has_remark(&history, "went backwards between runs 20 (2026-01-20"));
}

Test(compare_history_lines, gaps_are_told)
{
    struct history_runs runs = history_fixture_runs(30);
    for (size_t i = 12; i < 30; i++)
        runs.list[i].record.started_at_ns += 40 * DAY;
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert(has_remark(&history, "No runs from 2026-01-12 to 2026-02-22 (41 days)."));
}

Test(compare_history_lines, runs_that_told_nothing_have_no_place_but_are_told)
{
    struct history_runs runs = history_fixture_runs(30);
    measure_set_done(&runs.list[8].set);
    measure_set_done(&runs.list[9].set);
    runs.list[9].record.state = RECORD_INTERRUPTED;
    runs.list[11].record.state = RECORD_INTERRUPTED;
    scope_history struct history history = history_fixture_of(&runs, NULL);
    cr_assert_eq(history_fixture_series(&history, "throughput")->point_count, 28);
    cr_assert(has_remark(&history, "2 runs have no finished step"));
    cr_assert(has_remark(&history, "1 run has not come to its end; what it finished counts."));
}

// --- from a store -------------------------------------------------------------------------------

struct made_store {
    char *folder;
    struct store *store;
};

static struct made_store make_store(void)
{
    struct made_store made = {.folder = store_fixture_folder()};
    struct made_history nights = {.densities = {2}, .repeats = 2, .windows = 2};
    char *path = store_fixture_path(made.folder, "history.db");
    made.store = store_fixture_store(path);
    for (uint32_t i = 0; i < 12; i++) {
        const struct made_night night = {
            .label = i == 5 ? "other" : "nightly", .number = i, .factor = i < 6 ? 1 : 0.8};
        cr_assert_eq(made_history_add(&nights, made.store, &night, NULL, NULL), 0);
    }
    made_history_done(&nights);
    free(path);
    return made;
}

static void unmake_store(struct made_store *made)
{
    store_close(made->store);
    store_fixture_remove(made->folder);
}

Test(compare_history_lines, reads_the_runs_of_a_label_from_the_store)
{
    struct made_store made = make_store();
    const struct history_window window = {0};
    const struct history_options options = {0};
    struct history_runs runs = {0};
    scope_history struct history history = {0};
    cr_assert_eq(history_runs_load(made.store, "nightly", &window, &runs, NULL), 0);
    cr_assert_eq(history_of(&runs, &options, &history, NULL), 0);
    const struct history_series *series = history_fixture_series(&history, "throughput");
    cr_assert_eq(series->point_count, 11);
    cr_assert_eq(series->change_count, 1);
    cr_assert_eq(history.lines[0].runs[series->changes[0].at]->record.id, 7);
    cr_assert_float_eq(series->changes[0].ratio.value, 0.8, 0.02);
    unmake_store(&made);
}

Test(compare_history_lines, a_number_stands_for_the_label_of_its_run)
{
    struct made_store made = make_store();
    const struct history_window window = {.since_id = 9};
    struct history_runs runs = {0};
    cr_assert_eq(history_runs_load(made.store, "3", &window, &runs, NULL), 0);
    cr_assert_str_eq(runs.label, "nightly");
    cr_assert_eq(runs.count, 4);
    cr_assert_eq(runs.before_since, 7);
    history_runs_done(&runs);
    unmake_store(&made);
}

static void refuses(struct store *store, const char *word, const struct history_window *window,
                    const char *why)
{
    struct history_runs runs = {0};
    struct err err = {0};
    cr_assert_lt(history_runs_load(store, word, window, &runs, &err), 0);
    cr_assert_not_null(strstr(err_text(&err), why), "%s", err_text(&err));
    err_done(&err);
}

Test(compare_history_lines, what_matches_nothing_is_refused)
{
    struct made_store made = make_store();
    refuses(made.store, "nihgtly", &(struct history_window){0}, "(did you mean 'nightly'?)");
    refuses(made.store, "99", &(struct history_window){0}, "no run 99");
    refuses(made.store, "nightly", &(struct history_window){.since_id = 13},
            "no run of 'nightly' is as new as that; the newest is run 12");
    unmake_store(&made);
}

Test(compare_history_lines, a_mark_in_the_store_accepts)
{
    struct made_store made = make_store();
    const struct history_window window = {0};
    struct history_runs runs = {0};
    cr_assert_eq(history_runs_accept(made.store, 8, NULL), 0);
    cr_assert_eq(history_runs_load(made.store, "nightly", &window, &runs, NULL), 0);
    cr_assert_eq(runs.accepted_id, 8);
    history_runs_done(&runs);
    unmake_store(&made);
}
