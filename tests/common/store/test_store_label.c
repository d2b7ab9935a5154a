// SPDX-License-Identifier: GPL-3.0-or-later
// All runs of a label at once: the runs, their steps one after another, and the mark they bear.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>

#include "common/base/err.h"
#include "common/store/sql.h"
#include "common/store/store.h"
#include "tests/common/store/store_fixture.h"

struct made {
    char *folder;
    struct store *store;
    int64_t ids[4]; // nightly, other, nightly, nightly
};

static int64_t add(struct store *store, const char *label, uint32_t steps)
{
    struct run_record run = store_fixture_run(label);
    cr_assert_eq(store_add_run(store, &run, NULL), 0);
    for (uint32_t i = 0; i < steps; i++) {
        struct step_record step = store_fixture_step(2, 3);
        step.repeat = i;
        cr_assert_eq(store_add_step(store, run.id, &step, NULL, NULL), 0);
        step_record_done(&step);
    }
    int64_t id = run.id;
    run_record_done(&run);
    return id;
}

static struct made make(void)
{
    static const char *const labels[] = {"nightly", "other", "nightly", "nightly"};
    struct made made = {.folder = store_fixture_folder()};
    char *path = store_fixture_path(made.folder, "label.db");
    made.store = store_fixture_store(path);
    for (uint32_t i = 0; i < 4; i++)
        made.ids[i] = add(made.store, labels[i], i);
    free(path);
    return made;
}

static void unmake(struct made *made)
{
    store_close(made->store);
    store_fixture_remove(made->folder);
}

static size_t count_label(struct store *store, const char *label)
{
    struct run_record *runs = NULL;
    size_t count = 0;
    cr_assert_eq(store_list_label(store, label, &runs, &count, NULL), 0);
    for (size_t i = 0; i < count; i++)
        run_record_done(&runs[i]);
    free(runs);
    return count;
}

Test(store_label, lists_its_runs_alone_with_their_scenarios)
{
    struct made made = make();
    struct run_record *runs = NULL;
    size_t count = 0;
    cr_assert_eq(store_list_label(made.store, "nightly", &runs, &count, NULL), 0);
    cr_assert_eq(count, 3);
    cr_assert_eq(runs[0].id, made.ids[0]);
    cr_assert_eq(runs[2].id, made.ids[3]);
    cr_assert_str_eq(runs[1].scenario, "guests: 1..8\n");
    cr_assert_str_eq(runs[1].host.settings, "microcode: 0x42\nSMT: off\n");
    for (size_t i = 0; i < count; i++)
        run_record_done(&runs[i]);
    free(runs);
    cr_assert_eq(count_label(made.store, "night"), 0);
    cr_assert_eq(count_label(made.store, "night%"), 0);
    unmake(&made);
}

struct seen {
    size_t runs, steps, windows;
    int stop_with;
};

static int see(void *context, size_t run, const struct step_record *steps, size_t count,
               struct err *err)
{
    struct seen *seen = context;
    cr_assert_eq(run, seen->runs++);
    seen->steps += count;
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(steps[i].repeat, i);
        cr_assert_eq(steps[i].guest_count, 2);
        seen->windows += steps[i].guest_list[1].window_count;
    }
    return seen->stop_with ? err_input(err, "enough") : 0;
}

Test(store_label, visits_the_steps_of_runs_in_their_order)
{
    struct made made = make();
    struct seen seen = {0};
    cr_assert_eq(store_visit_steps(made.store, made.ids, 4, see, &seen, NULL), 0);
    cr_assert_eq(seen.runs, 4);
    cr_assert_eq(seen.steps, 0 + 1 + 2 + 3);
    cr_assert_eq(seen.windows, 6 * 3);
    unmake(&made);
}

Test(store_label, ends_where_the_visitor_says_so_and_leaves_no_lock)
{
    struct made made = make();
    struct seen seen = {.stop_with = 1};
    struct err err = {0};
    cr_assert_eq(store_visit_steps(made.store, made.ids, 4, see, &seen, &err), -EINVAL);
    cr_assert_str_eq(err_text(&err), "enough");
    cr_assert_eq(seen.runs, 1);
    err_done(&err);
    cr_assert_eq(store_add_event(made.store, made.ids[0], "goes on", NULL), 0);
    unmake(&made);
}

Test(store_label, finds_the_run_that_was_marked_last)
{
    struct made made = make();
    int64_t id = 7;
    cr_assert_eq(store_find_event(made.store, "nightly", "good", &id, NULL), 0);
    cr_assert_eq(id, 0);
    cr_assert_eq(store_add_event(made.store, made.ids[3], "good", NULL), 0);
    cr_assert_eq(sql_run(made.store, "UPDATE event SET at_ns = at_ns + 3600000000000", NULL), 0,
                 "the clock was set back by an hour then");
    cr_assert_eq(store_add_event(made.store, made.ids[1], "good", NULL), 0);
    cr_assert_eq(store_add_event(made.store, made.ids[2], "good", NULL), 0);
    cr_assert_eq(store_add_event(made.store, made.ids[0], "good, too", NULL), 0);
    cr_assert_eq(store_find_event(made.store, "nightly", "good", &id, NULL), 0);
    cr_assert_eq(id, made.ids[2]);
    unmake(&made);
}
