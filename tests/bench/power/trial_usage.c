// SPDX-License-Identifier: GPL-3.0-or-later
// A short bench of one kind, and the CPU time of its guests over their measured windows.
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "common/store/store.h"
#include "tests/bench/power/trial.h"

static int measure(const struct trial *trial, const char *store, struct err *err)
{
    scope_free char *program = path_join(trial->build, "fullhouse");
    const struct trial_kind *kind = trial->kind;
    const char *const argv[] = {
        program,       "bench",
        "--platform",  kind->platform,
        "--workload",  kind->workload,
        "--densities", "1",
        "--repeats",   "2..2",
        "--windows",   "4",
        "--window",    kind->window,
        "--warmup",    "1",
        "--memory",    "32MiB",
        "--store",     store,
        "--quiet",     kind->guest ? "--guest" : NULL,
        kind->guest,   NULL,
    };
    struct process_result result = {0};
    int code = process_run(argv, NULL, &result, err);
    if (code == 0 && result.exit_code > 1)
        code = err_host(err, NULL, "fullhouse bench: exit %d: %s", result.exit_code, result.output);
    process_result_done(&result);
    return code;
}

static void add(const struct step_record *step, double *cpu_ns, double *wall_ns)
{
    for (size_t g = 0; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        *cpu_ns += guest->host_cpu_ns > 0 ? (double)guest->host_cpu_ns : 0;
        for (size_t w = 0; w < guest->window_count; w++)
            *wall_ns += guest->windows[w].measured ? (double)guest->windows[w].duration_ns : 0;
    }
}

static int read_usage(const char *path, double *ret_usage, struct err *err)
{
    struct store *store = NULL;
    struct step_record *steps = NULL;
    size_t count = 0;
    int64_t id;
    double cpu_ns = 0, wall_ns = 0;
    int code = store_open(path, STORE_READ, &store, err);
    if (code < 0)
        return code;
    code = store_find_run(store, "latest", &id, err);
    if (code == 0)
        code = store_read_steps(store, id, &steps, &count, err);
    for (size_t i = 0; i < count; i++) {
        add(&steps[i], &cpu_ns, &wall_ns);
        step_record_done(&steps[i]);
    }
    free(steps);
    store_close(store);
    if (code == 0 && (cpu_ns <= 0 || wall_ns <= 0))
        code = err_host(err, NULL, "%s: no guest's CPU time is known", path);
    if (code == 0)
        *ret_usage = cpu_ns / wall_ns;
    return code;
}

int trial_calibrate(const struct trial *trial, double *ret_usage, struct err *err)
{
    enum injection injection = trial->kind->injection;
    scope_free char *store = path_join(trial->folder, "usage.db");
    *ret_usage = 1;
    if (injection != INJECT_QUOTA && injection != INJECT_WRAPPER)
        return 0;
    int code = path_make_dirs(trial->folder, err);
    if (code == 0)
        code = measure(trial, store, err);
    return code < 0 ? code : read_usage(store, ret_usage, err);
}
