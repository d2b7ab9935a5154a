// SPDX-License-Identifier: GPL-3.0-or-later
// What keeping a large step costs: the time from a finished step of 64 guests with 30 windows each
// to its being safe on disk, the time to read it again, and the bytes it takes.
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "tests/bench/made_step.h"
#include "tests/bench/measure.h"

enum { GUESTS = 64, WINDOWS = 30, RUNS = 10 };

struct figures {
    struct measure write_ms;
    struct measure read_ms;
    double bytes_a_step;
};

static void measure_write(struct store *store, int64_t run_id, struct figures *figures,
                          struct err *err)
{
    for (uint32_t i = 0; i < RUNS && !err->kind; i++) {
        struct step_record step;
        made_step(&step, GUESTS, i, WINDOWS, 1);
        uint64_t begin_ns = clock_monotonic_ns();
        if (store_add_step(store, run_id, &step, NULL, err) == 0)
            measure_add(&figures->write_ms, (double)(clock_monotonic_ns() - begin_ns) / 1e6);
        step_record_done(&step);
    }
}

// Every step of the run comes back at once; the figure is for one.
static void measure_read(struct store *store, int64_t run_id, struct figures *figures,
                         struct err *err)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    uint64_t begin_ns = clock_monotonic_ns();

    if (store_read_steps(store, run_id, &steps, &count, err) < 0)
        return;
    measure_add(&figures->read_ms, (double)(clock_monotonic_ns() - begin_ns) / 1e6 / RUNS);
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
}

static int add_run(struct store *store, int64_t *ret_id, struct err *err)
{
    struct run_record run;

    run_record_init(&run);
    run.state = RECORD_RUNNING;
    int failed = store_add_run(store, &run, err);
    *ret_id = run.id;
    run_record_done(&run);
    return failed;
}

static int measure_store(const char *path, struct figures *figures, struct err *err)
{
    struct store *store;
    struct stat status;
    int64_t run_id;
    int failed = store_open(path, STORE_WRITE, &store, err);

    if (failed)
        return failed;
    failed = add_run(store, &run_id, err);
    if (!failed) {
        measure_write(store, run_id, figures, err);
        measure_read(store, run_id, figures, err);
    }
    store_close(store); // folds the write-ahead log into the file
    if (stat(path, &status) == 0)
        figures->bytes_a_step = (double)status.st_size / RUNS;
    return err->kind ? -err->code : 0;
}

int main(void)
{
    char folder[] = "/tmp/fullhouse-bench-XXXXXX";
    struct figures figures = {0};
    struct err err = {0};

    if (!mkdtemp(folder))
        return 1;
    scope_free char *path = path_join(folder, "fullhouse.db");
    int failed = measure_store(path, &figures, &err);
    path_remove_tree(folder, NULL);
    if (failed) {
        fprintf(stderr, "bench_store: %s\n", err_text(&err));
        err_done(&err);
        return 1;
    }
    printf("One step of %d guests with %d windows of %d operations, to disk and back:\n", GUESTS,
           WINDOWS, MADE_OPERATIONS);
    measure_print(&figures.write_ms, "store_add_step", "ms");
    measure_print(&figures.read_ms, "store_read_steps, a step", "ms");
    printf("size: %.0f KiB a step, %.0f bytes a window\n", figures.bytes_a_step / 1024,
           figures.bytes_a_step / (GUESTS * WINDOWS));
    return 0;
}
