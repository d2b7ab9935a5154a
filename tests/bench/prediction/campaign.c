// SPDX-License-Identifier: GPL-3.0-or-later
// Starts the program as a user does and reads the store that it leaves.
#include "tests/bench/prediction/campaign.h"

#include <errno.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/density.h"
#include "common/store/store.h"

static char *store_of(const struct campaign_run *run)
{
    return path_join(run->folder, "fullhouse.db");
}

static int start(const struct campaign_run *run, uint32_t guests, struct err *err)
{
    const struct campaign_case *load = run->load;
    struct process_result result = {0};
    scope_free char *program = path_join(run->build, "fullhouse"), *store = store_of(run);
    scope_free char *density = alloc_printf("%u..%u", guests, guests);
    const char *const argv[] = {program,
                                "bench",
                                "--quiet",
                                "--store",
                                store,
                                "--platform",
                                load->platform,
                                "--guest",
                                load->guest,
                                "--workload",
                                load->workload,
                                "--guests",
                                density,
                                "--repeats",
                                "1",
                                "--window",
                                "250ms",
                                "--windows",
                                "4",
                                "--warmup",
                                "2",
                                "--memory",
                                "64MiB",
                                NULL};
    int code = process_run(argv, NULL, &result, err);
    if (code == 0 && result.exit_code > 1)
        code =
            err_system(err, EIO, "fullhouse bench: exit %d: %s", result.exit_code, result.output);
    process_result_done(&result);
    return code;
}

static void shuffle(uint32_t *list, uint32_t count, struct rng *rng)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = (uint32_t)rng_below(rng, i), kept = list[i - 1];
        list[i - 1] = list[other];
        list[other] = kept;
    }
}

int campaign_measure(const struct campaign_run *run, struct err *err)
{
    uint32_t count = run->load->guests_most;
    scope_free uint32_t *order = alloc_zeroed(count, sizeof(*order));
    struct rng rng;
    int code = path_make_dirs(run->folder, err);
    rng_init(&rng, run->seed);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i + 1;
    for (uint32_t round = 0; code == 0 && round < run->rounds; round++) {
        shuffle(order, count, &rng);
        for (uint32_t i = 0; code == 0 && i < count; i++)
            code = start(run, order[i], err);
    }
    return code;
}

// --- reading ------------------------------------------------------------------------------------

struct boots {
    struct step_record *list;
    size_t count;
};

// One guest alone is booted by every start; each step is another boot of its density.
static int add_boots(struct store *store, int64_t id, struct boots *boots, struct err *err)
{
    scope_free struct step_record *steps = NULL;
    size_t count = 0;
    int code = store_read_steps(store, id, &steps, &count, err);
    if (code < 0)
        return code;
    boots->list = alloc_resized(boots->list, boots->count + count, sizeof(boots->list[0]));
    for (size_t i = 0; i < count; i++) {
        boots->list[boots->count] = steps[i];
        boots->list[boots->count].repeat = (uint32_t)boots->count;
        boots->count++;
    }
    return 0;
}

static int read_boots(const struct campaign_run *run, struct boots *boots, struct err *err)
{
    scope_free char *path = store_of(run);
    struct store *store = NULL;
    struct run_record *runs = NULL;
    size_t count = 0;
    int code = store_open(path, STORE_READ, &store, err);
    if (code < 0)
        return code;
    code = store_list_runs(store, &runs, &count, err);
    for (size_t i = 0; code == 0 && i < count; i++)
        code = add_boots(store, runs[i].id, boots, err);
    for (size_t i = 0; i < count; i++)
        run_record_done(&runs[i]);
    free(runs);
    store_close(store);
    return code;
}

int campaign_read(const struct campaign_run *run, struct density **ret_densities, size_t *ret_count,
                  struct err *err)
{
    struct boots boots = {0};
    struct slo slo = {0};
    int code = read_boots(run, &boots, err);
    if (code == 0) {
        const struct sequential_plan plan = {2, (uint32_t)boots.count + 2,
                                             SEQUENTIAL_CONFIDENCE_DEFAULT};
        density_compute_run(boots.list, boots.count, &slo, &plan, run->seed, ret_densities,
                            ret_count);
    }
    for (size_t i = 0; i < boots.count; i++)
        step_record_done(&boots.list[i]);
    free(boots.list);
    return code;
}
