// SPDX-License-Identifier: GPL-3.0-or-later
// What goes into the store comes out of it, and is found by what people call it.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/common/store/store_fixture.h"

static char *folder;
static char *path;
static struct store *store;
static struct err err;

static void set_up(void)
{
    folder = store_fixture_folder();
    path = store_fixture_path(folder, "new/deeper/fullhouse.db");
    store = store_fixture_store(path);
    err = (struct err){0};
}

static void tear_down(void)
{
    err_done(&err);
    store_close(store);
    free(path);
    store_fixture_remove(folder);
}

TestSuite(store_records, .init = set_up, .fini = tear_down);

static int64_t add_run(const char *label)
{
    struct run_record run = store_fixture_run(label);
    cr_assert_eq(store_add_run(store, &run, &err), 0, "%s", err_text(&err));
    int64_t id = run.id;
    run_record_done(&run);
    return id;
}

static int64_t add_step(int64_t run_id, uint32_t guests)
{
    struct step_record step = store_fixture_step(guests, 3);
    cr_assert_eq(store_add_step(store, run_id, &step, NULL, &err), 0, "%s", err_text(&err));
    int64_t id = step.id;
    step_record_done(&step);
    return id;
}

Test(store_records, keeps_a_run_whole)
{
    struct run_record run;
    int64_t id = add_run("nightly");
    cr_assert_eq(store_read_run(store, id, &run, &err), 0, "%s", err_text(&err));
    cr_expect_eq(run.id, id);
    cr_expect_str_eq(run.label, "nightly");
    cr_expect_str_eq(run.platform_note, "no /dev/kvm");
    cr_expect(run.emulated);
    cr_expect_eq(run.seed, UINT64_MAX);
    cr_expect_str_eq(run.scenario, "guests: 1..8\n");
    cr_expect_eq(run.started_at_ns, 1700000000000000000);
    cr_expect_eq(run.ended_at_ns, RECORD_ABSENT);
    cr_expect_eq(run.state, RECORD_RUNNING);
    cr_expect_str_eq(run.host.cpu_model, "Some CPU");
    cr_expect_eq(run.host.memory_bytes, UINT64_C(8) << 30);
    cr_expect_str_eq(run.host.topology_xml, "<topology/>");
    cr_expect_str_eq(run.host.map, "host-map 1\n");
    cr_expect_str_eq(run.host.settings, "microcode: 0x42\nSMT: off\n");
    run_record_done(&run);
}

static void expect_same_window(const struct window_record *left, const struct window_record *right)
{
    cr_expect_eq(left->index, right->index);
    cr_expect_eq(left->measured, right->measured);
    cr_expect_eq(left->duration_ns, right->duration_ns);
    cr_expect_eq(left->operations, right->operations);
    cr_expect_eq(left->due, right->due);
    cr_assert_eq(left->histogram->length, right->histogram->length);
    cr_expect_arr_eq(left->histogram->bytes, right->histogram->bytes, left->histogram->length);
}

Test(store_records, keeps_a_step_with_every_window)
{
    struct step_record step = store_fixture_step(5, 4);
    struct step_record *steps = NULL;
    size_t count = 0;
    int64_t run = add_run("a");
    cr_assert_eq(store_add_step(store, run, &step, NULL, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_read_steps(store, run, &steps, &count, &err), 0, "%s", err_text(&err));
    cr_assert_eq(count, 1);
    cr_expect_eq(steps[0].id, step.id);
    cr_expect_eq(steps[0].rate_hz, 100.5);
    cr_expect_eq(steps[0].memory_bytes, 200 << 20);
    cr_expect_eq(steps[0].barrier_ns, RECORD_ABSENT);
    cr_expect(steps[0].steady);
    cr_assert_eq(steps[0].guest_count, 5);
    for (size_t g = 0; g < 5; g++) {
        const struct guest_record *guest = &steps[0].guest_list[g];
        cr_expect_eq(guest->index, g);
        cr_expect_eq(guest->boot_ns, 4000000000 + (int64_t)g);
        cr_expect_eq(guest->clock_rate, 1.0001);
        cr_expect_str_eq(guest->home, "0 4");
        cr_expect_eq(guest->host_memory_bytes, RECORD_ABSENT);
        cr_assert_eq(guest->window_count, 4);
        for (size_t w = 0; w < 4; w++)
            expect_same_window(&guest->windows[w], &step.guest_list[g].windows[w]);
    }
    step_record_done(&steps[0]);
    free(steps);
    step_record_done(&step);
}

static void add_figure(struct step_record *step, int64_t guest, const char *name, double value)
{
    const struct figure_record figure = {.guest = guest,
                                         .name = alloc_copy(name),
                                         .unit = alloc_copy("1/s"),
                                         .higher_is_better = guest >= 0,
                                         .at_ns = 1700000002000000000,
                                         .value = value,
                                         .stream = (uint32_t)(guest + 1)};
    step_record_add_figure(step, &figure);
}

Test(store_records, keeps_figures_in_order_and_of_whom_they_are)
{
    struct run_record run = store_fixture_run("figures");
    struct step_record step = store_fixture_step(2, 1), *steps = NULL;
    size_t count = 0;
    add_figure(&step, 1, "iops", 1234.5);
    add_figure(&step, 0, "iops", -0.25);
    add_figure(&step, RECORD_ABSENT, "pause", 3e9);
    cr_assert_eq(store_add_run(store, &run, NULL), 0);
    cr_assert_eq(store_add_step(store, run.id, &step, NULL, NULL), 0);
    cr_assert_eq(store_read_steps(store, run.id, &steps, &count, NULL), 0);
    cr_assert_eq(count, 1);
    cr_assert_eq(steps[0].figure_count, 3);
    cr_expect_eq(steps[0].figures[0].guest, 1);
    cr_expect_str_eq(steps[0].figures[0].name, "iops");
    cr_expect_str_eq(steps[0].figures[0].unit, "1/s");
    cr_expect(steps[0].figures[0].higher_is_better);
    cr_expect_eq(steps[0].figures[0].value, 1234.5);
    cr_expect_eq(steps[0].figures[0].stream, 2);
    cr_expect_eq(steps[0].figures[1].value, -0.25);
    cr_expect_eq(steps[0].figures[1].stream, 1);
    cr_expect_eq(steps[0].figures[2].guest, RECORD_ABSENT);
    cr_expect_not(steps[0].figures[2].higher_is_better);
    cr_expect_eq(steps[0].figures[2].at_ns, 1700000002000000000);
    step_record_done(&steps[0]);
    free(steps);
    step_record_done(&step);
    run_record_done(&run);
}

Test(store_records, keeps_a_refused_step_without_guests)
{
    struct step_record step = store_fixture_step(0, 0);
    step.guests = 64;
    step.state = RECORD_REFUSED;
    record_set(&step.reason, alloc_copy("12 GiB wanted, 8 GiB there"));
    int64_t run = add_run("a");
    cr_assert_eq(store_add_step(store, run, &step, NULL, &err), 0, "%s", err_text(&err));
    step_record_done(&step);
    cr_expect_eq(store_fixture_count_steps(store, run), 1);
}

Test(store_records, keeps_events_in_order)
{
    struct event_record *events = NULL;
    size_t count = 0;
    int64_t run = add_run("a");
    cr_assert_eq(store_read_events(store, run, &events, &count, &err), 0);
    cr_expect_eq(count, 0);
    free(events);
    cr_assert_eq(store_add_event(store, run, "first", &err), 0);
    cr_assert_eq(store_add_event(store, run, "'); DROP TABLE event; --", &err), 0);
    cr_assert_eq(store_read_events(store, run, &events, &count, &err), 0);
    cr_assert_eq(count, 2);
    cr_expect_str_eq(events[0].text, "first");
    cr_expect_str_eq(events[1].text, "'); DROP TABLE event; --");
    cr_expect_geq(events[1].at_ns, events[0].at_ns);
    for (size_t i = 0; i < count; i++)
        event_record_done(&events[i]);
    free(events);
}

Test(store_records, updates_runs_and_verdicts)
{
    struct run_record run = store_fixture_run("a");
    cr_assert_eq(store_add_run(store, &run, &err), 0);
    int64_t step = add_step(run.id, 1);
    run.state = RECORD_DONE;
    run.ended_at_ns = 1700000002000000000;
    record_set(&run.answer, alloc_copy("This host holds 7."));
    cr_assert_eq(store_update_run(store, &run, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_set_verdict(store, step, "holds", &err), 0, "%s", err_text(&err));
    run_record_done(&run);
    cr_assert_eq(store_read_run(store, 1, &run, &err), 0);
    cr_expect_eq(run.state, RECORD_DONE);
    cr_expect_str_eq(run.answer, "This host holds 7.");
    run.id = 99;
    cr_expect_eq(store_update_run(store, &run, NULL), -ENOENT);
    cr_expect_eq(store_set_verdict(store, 99, "holds", NULL), -ENOENT);
    run_record_done(&run);
}

Test(store_records, marks_only_running_runs_interrupted)
{
    struct run_record run = store_fixture_run("a");
    cr_assert_eq(store_add_run(store, &run, &err), 0);
    cr_assert_eq(store_mark_interrupted(store, run.id, "its process is gone", &err), 0);
    cr_assert_eq(store_mark_interrupted(store, run.id, "again", &err), 0);
    cr_assert_eq(store_mark_interrupted(store, 99, "never was", &err), 0);
    run_record_done(&run);
    cr_assert_eq(store_read_run(store, 1, &run, &err), 0);
    cr_expect_eq(run.state, RECORD_INTERRUPTED);
    cr_expect_str_eq(run.reason, "its process is gone");
    cr_expect_gt(run.ended_at_ns, 0);
    run_record_done(&run);
}

Test(store_records, removes_a_run_with_all_it_has)
{
    int64_t gone = add_run("gone");
    int64_t stays = add_run("stays");
    int64_t step = add_step(gone, 2);
    add_step(stays, 2);
    cr_assert_eq(store_add_event(store, gone, "x", &err), 0);
    cr_assert_eq(store_remove_run(store, gone, &err), 0, "%s", err_text(&err));
    cr_expect_eq(store_fixture_count_steps(store, gone), 0);
    cr_expect_eq(store_fixture_count_steps(store, stays), 1);
    cr_expect_eq(store_set_verdict(store, step, "holds", NULL), -ENOENT);
    cr_expect_eq(store_remove_run(store, gone, NULL), -ENOENT);
    cr_expect_gt(add_run("next"), stays, "a removed run's number was given again");
}

Test(store_records, a_removed_number_is_never_given_again)
{
    int64_t gone = add_run("gone");
    cr_assert_eq(store_remove_run(store, gone, &err), 0);
    cr_expect_gt(add_run("next"), gone);
}

Test(store_records, lists_runs_oldest_first_without_the_bulk)
{
    struct run_record *runs = NULL;
    size_t count = 0;
    cr_assert_eq(store_list_runs(store, &runs, &count, &err), 0);
    cr_expect_eq(count, 0);
    free(runs);
    add_run("a");
    add_run("b");
    cr_assert_eq(store_list_runs(store, &runs, &count, &err), 0);
    cr_assert_eq(count, 2);
    cr_expect_str_eq(runs[0].label, "a");
    cr_expect_str_eq(runs[1].label, "b");
    cr_expect_str_eq(runs[0].host.topology_xml, "");
    cr_expect_str_eq(runs[0].scenario, "");
    for (size_t i = 0; i < count; i++)
        run_record_done(&runs[i]);
    free(runs);
}

static void expect_found(const char *word, int64_t expected)
{
    int64_t id = -1;
    cr_expect_eq(store_find_run(store, word, &id, &err), 0, "%s: %s", word, err_text(&err));
    cr_expect_eq(id, expected, "%s", word);
}

static void expect_lost(const char *word, const char *part)
{
    int64_t id = 77;
    struct err lost = {0};
    cr_expect_eq(store_find_run(store, word, &id, &lost), -ENOENT, "%s", word);
    cr_expect_eq(id, 77);
    cr_expect(strstr(err_text(&lost), part), "'%s' lacks '%s'", err_text(&lost), part);
    cr_expect_eq(err_exit_code(&lost), 2);
    err_done(&lost);
}

Test(store_records, finds_runs_by_number_label_and_latest)
{
    expect_lost("latest", "no runs yet");
    expect_lost("1", "no runs yet");
    add_run("nightly");
    add_run("nightly");
    add_run("");
    add_run("7");
    expect_found("1", 1);
    expect_found("nightly", 2);
    expect_found("latest", 4);
    expect_found("7", 4);
    expect_lost("nigthly", "did you mean 'nightly'");
    expect_lost("99", "there are 4, 3, 2, 1");
    expect_lost("zzzzzz", "a number, a label or latest");
    expect_lost("", "no run ''");
    expect_lost("99999999999999999999999", "no run '999");
}

Test(store_records, a_missing_run_is_refused_with_those_there_are)
{
    struct run_record run;
    for (int i = 0; i < 12; i++)
        add_run("a");
    cr_expect_eq(store_read_run(store, 13, &run, &err), -ENOENT);
    cr_expect(strstr(err_text(&err), "there are 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, ..."), "%s",
              err_text(&err));
}

Test(store_records, a_step_of_no_run_leaves_nothing)
{
    struct step_record step = store_fixture_step(1, 1);
    cr_expect_eq(store_add_step(store, 5, &step, NULL, &err), -EINVAL);
    cr_expect_eq(step.id, 0);
    cr_expect_eq(store_fixture_count_steps(store, 5), 0);
    step_record_done(&step);
}

Test(store_records, guests_with_the_same_number_leave_nothing)
{
    struct step_record step = store_fixture_step(2, 2);
    int64_t run = add_run("a");
    step.guest_list[1].index = 0;
    cr_expect_eq(store_add_step(store, run, &step, NULL, &err), -EINVAL);
    cr_expect_eq(store_fixture_count_steps(store, run), 0);
    step_record_done(&step);
}

static int64_t add_run_of(const char *label, const char *campaign)
{
    struct run_record run = store_fixture_run(label);
    record_set(&run.campaign, alloc_copy(campaign));
    cr_assert_eq(store_add_run(store, &run, &err), 0, "%s", err_text(&err));
    int64_t id = run.id;
    run_record_done(&run);
    return id;
}

static void expect_selected(const char *word, const int64_t *expected, size_t expected_count)
{
    scope_free int64_t *ids = NULL;
    size_t count = 0;
    cr_assert_eq(store_select_runs(store, word, &ids, &count, &err), 0, "%s", err_text(&err));
    cr_assert_eq(count, expected_count, "%s: %zu", word, count);
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(ids[i], expected[i]);
}

Test(store_records, a_label_stands_for_its_campaign_and_a_number_for_one_run)
{
    int64_t first = add_run_of("web", "c1"), other = add_run_of("db", "c2");
    int64_t second = add_run_of("web", "c1"), alone = add_run_of("db", "");
    expect_selected("web", (const int64_t[]){first, second}, 2);
    expect_selected("db", &alone, 1);
    expect_selected("latest", &alone, 1);
    scope_free char *number = alloc_printf("%d", (int)second);
    expect_selected(number, &second, 1);
    scope_free char *of_other = alloc_printf("%d", (int)other);
    expect_selected(of_other, &other, 1);
}

Test(store_records, a_word_that_no_run_has_selects_nothing)
{
    int64_t *ids = NULL;
    size_t count = 7;
    add_run_of("web", "c1");
    cr_expect_eq(store_select_runs(store, "nightly", &ids, &count, &err), -ENOENT);
    cr_expect_null(ids);
    cr_expect_eq(count, 7);
}
