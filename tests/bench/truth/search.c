// SPDX-License-Identifier: GPL-3.0-or-later
// Starts the program as a user does and reads the store that it leaves.
#include "tests/bench/truth/search.h"

#include <errno.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/inference/maximum.h"
#include "common/inference/tile_density.h"
#include "common/model/scenario.h"
#include "common/store/store.h"

static int start(const struct search *search, struct err *err)
{
    struct process_result result = {0};
    scope_free char *program = path_join(search->build, "fullhouse");
    scope_free char *seed = alloc_printf("%llu", (unsigned long long)search->seed);
    // Where there is no rate, the pair is a seed said twice.
    const char *const argv[] = {program,
                                "bench",
                                "--platform",
                                "native",
                                "--workload",
                                "cpu",
                                "--guests",
                                search->guests,
                                "--windows",
                                "5",
                                "--window",
                                "300ms",
                                "--warmup",
                                "2",
                                "--seed",
                                seed,
                                "--slo",
                                search->slo,
                                search->rate ? "--rate" : "--seed",
                                search->rate ? search->rate : seed,
                                NULL};
    int code = process_run(argv, NULL, &result, err);
    if (code == 0 && result.exit_code > 1)
        code =
            err_system(err, EIO, "fullhouse bench: exit %d: %s", result.exit_code, result.output);
    process_result_done(&result);
    return code;
}

static double seconds_of(const struct step_record *step)
{
    double ns = 0;
    for (size_t i = 0; step->guest_count > 0 && i < step->guest_list[0].window_count; i++)
        ns += (double)step->guest_list[0].windows[i].duration_ns;
    return ns / 1e9;
}

static void add_cost(const struct step_record *step, double *cpu_ns, double *operations)
{
    for (size_t g = 0; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        if (guest->host_cpu_ns < 0)
            continue;
        *cpu_ns += (double)guest->host_cpu_ns;
        for (size_t w = 0; w < guest->window_count; w++)
            *operations += guest->windows[w].measured ? (double)guest->windows[w].operations : 0;
    }
}

static void judge(const struct scenario *scenario, const struct step_record *steps, size_t count,
                  struct search_result *result)
{
    struct tile_densities densities;
    tile_densities_init(&densities, scenario, steps, count, scenario->seed);
    const struct maximum maximum = maximum_of(densities.list, densities.count);
    uint32_t largest =
        densities.count > 0 ? densities.list[densities.count - 1].guests : UINT32_MAX;
    double cpu_ns = 0, operations = 0;
    result->maximum = maximum.guests;
    result->failing = maximum.failing ? maximum.failing->guests : 0;
    result->guest_seconds = 0;
    for (size_t i = 0; i < count; i++) {
        if (steps[i].guests >= result->guests_from)
            result->guest_seconds += steps[i].guests * seconds_of(&steps[i]);
        if (steps[i].guests == largest)
            add_cost(&steps[i], &cpu_ns, &operations);
    }
    result->cpu_ns = operations > 0 ? cpu_ns / operations : 0;
    tile_densities_done(&densities);
}

static int read_result(const char *path, struct search_result *result, struct err *err)
{
    struct store *store = NULL;
    struct run_record run;
    struct step_record *steps = NULL;
    struct scenario scenario;
    size_t count = 0;
    int64_t id;
    int code = store_open(path, STORE_READ, &store, err);
    if (code < 0)
        return code;
    run_record_init(&run);
    scenario_init(&scenario);
    code = store_find_run(store, "latest", &id, err);
    if (code == 0) {
        run_record_done(&run);
        code = store_read_run(store, id, &run, err);
    }
    if (code == 0)
        code = scenario_load_text(&scenario, "scenario", run.scenario, err);
    if (code == 0)
        code = store_read_steps(store, id, &steps, &count, err);
    if (code == 0)
        judge(&scenario, steps, count, result);
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
    scenario_done(&scenario);
    run_record_done(&run);
    store_close(store);
    return code;
}

int search_run(const struct search *search, struct search_result *result, struct err *err)
{
    scope_free char *path = path_join(search->folder, "fullhouse.db");
    setenv("FULLHOUSE_STATE", search->folder, 1);
    int code = path_make_dirs(search->folder, err);
    if (code == 0)
        code = start(search, err);
    return code < 0 ? code : read_result(path, result, err);
}
