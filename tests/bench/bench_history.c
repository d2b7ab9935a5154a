// SPDX-License-Identifier: GPL-3.0-or-later
// What years of nightly runs cost: a store of 2,000 runs of one label (3 densities, 3 boots each, 4
// guests in the mean, 5 windows each: 180 windows with their histograms a run) among 2,000 runs of
// other labels is made in a folder for the time, then the built program is timed on it, start to
// end: history and compare. The label becomes 6 % slower with run 1,500.
//   bench_history BUILD_DIR [RUNS [STORE]]
// With a store's name it is made there, and kept; one that is there is timed as it is.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "tests/bench/made_history.h"
#include "tests/bench/measure.h"

enum { RUNS = 2000, ROUNDS = 5 };
#define AIM_SECONDS 2.0

// One after another, as on a host whose nights have several jobs.
static int make_runs(struct store *store, uint32_t runs, struct err *err)
{
    struct made_history made = {0};
    int result = 0;
    for (uint32_t i = 0; result == 0 && i < runs; i++) {
        scope_free char *other = alloc_printf("other-%u", i % 5);
        const struct made_night nights[] = {
            {.label = "nightly", .number = i, .factor = i < runs * 3 / 4 ? 1 : 0.94},
            {.label = other, .number = i},
        };
        for (size_t n = 0; result == 0 && n < 2; n++)
            result = made_history_add(&made, store, &nights[n], NULL, err);
    }
    made_history_done(&made);
    return result;
}

static int make_store(const char *path, uint32_t runs, struct err *err)
{
    struct store *store;
    struct stat status;
    uint64_t begin_ns = clock_monotonic_ns();
    int result = store_open(path, STORE_WRITE, &store, err);
    if (result < 0)
        return result;
    result = make_runs(store, runs, err);
    store_close(store);
    if (result == 0 && stat(path, &status) == 0)
        printf("%u runs of one label and as many of others: %.0f MiB, made in %.0f s\n", runs,
               (double)status.st_size / (1 << 20), (double)(clock_monotonic_ns() - begin_ns) / 1e9);
    return result;
}

// The seconds the program takes; negative where it fails.
static double time_program(const char *const *argv)
{
    struct process_result result = {0};
    struct err err = {0};
    const struct process_options options = {.timeout_ns = 120 * CLOCK_NS_PER_SECOND};
    uint64_t begin_ns = clock_monotonic_ns();
    int failed = process_run(argv, &options, &result, &err);
    double seconds = (double)(clock_monotonic_ns() - begin_ns) / 1e9;
    if (failed || result.exit_code > 1) {
        fprintf(stderr, "bench_history: %s %s: exit %d: %s%.300s\n", argv[0], argv[1],
                result.exit_code, err_text(&err), result.output ? result.output : "");
        seconds = -1;
    }
    process_result_done(&result);
    err_done(&err);
    return seconds;
}

static int measure_command(const char *what, const char *const *argv)
{
    struct measure measure = {0};
    for (int i = 0; i < ROUNDS; i++) {
        double seconds = time_program(argv);
        if (seconds < 0)
            return 1;
        measure_add(&measure, seconds);
    }
    measure_print(&measure, what, "s");
    return measure_judge(&measure, AIM_SECONDS, "s");
}

static int measure_all(const char *build, const char *path)
{
    scope_free char *program = path_join(build, "fullhouse");
    int missed = measure_command(
        "history nightly (all judged metrics)",
        (const char *const[]){program, "history", "nightly", "--store", path, NULL});
    missed |= measure_command("history nightly --metric throughput --guests 4",
                              (const char *const[]){program, "history", "nightly", "--metric",
                                                    "throughput", "--guests", "4", "--store", path,
                                                    NULL});
    missed |= measure_command("history nightly --metric all",
                              (const char *const[]){program, "history", "nightly", "--metric",
                                                    "all", "--store", path, NULL});
    return missed | measure_command("compare 1 nightly",
                                    (const char *const[]){program, "compare", "1", "nightly",
                                                          "--store", path, NULL});
}

static int make_and_measure(const char *build, const char *path, uint32_t runs)
{
    struct err err = {0};
    if (access(path, F_OK) == 0 || make_store(path, runs, &err) == 0)
        return measure_all(build, path);
    fprintf(stderr, "bench_history: %s\n", err_text(&err));
    err_done(&err);
    return 1;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/fullhouse-bench-XXXXXX";
    uint32_t runs = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : RUNS;
    if (argc < 2 || runs < 40) {
        fprintf(stderr, "usage: bench_history BUILD_DIR [RUNS, at least 40 [STORE]]\n");
        return 2;
    }
    if (argc > 3)
        return make_and_measure(argv[1], argv[3], runs);
    if (!mkdtemp(folder))
        return 1;
    scope_free char *path = path_join(folder, "fullhouse.db");
    int failed = make_and_measure(argv[1], path, runs);
    path_remove_tree(folder, NULL);
    return failed;
}
