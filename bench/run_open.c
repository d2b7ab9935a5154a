// SPDX-License-Identifier: GPL-3.0-or-later
// How a run begins and how it lets everything go. What it does in between stands in run.c.
#include <stdlib.h>
#include <sys/random.h>

#include "bench/choose.h"
#include "bench/run_state.h"
#include "bench/working_set.h"
#include "collector/host_facts.h"
#include "collector/memory.h"
#include "collector/procfs.h"
#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/version.h"
#include "common/store/store.h"

static const struct procfs this_host = {.root = ""};

static uint64_t new_seed(void)
{
    uint64_t seed = 0;
    // 53 bits, never 0: it must survive JSON and people's hands.
    while (seed == 0)
        if (getrandom(&seed, sizeof seed, 0) == sizeof seed)
            seed >>= 11;
    return seed;
}

static int open_platform(struct run *run, struct err *err)
{
    const struct platform_options options = {
        .workspace = &run->workspace,
        .connect = run->scenario.connect,
        .guest = run->scenario.guest,
        .kernel = run->scenario.kernel,
        .agent = run->options->agent,
        .bare = run->options->bare ? run->options->bare : "",
        .bare_knows_load = run->options->bare_knows_load,
        .agent_test = run->options->agent_test,
        .say = run_log_say,
        .context = &run->log,
    };
    char *note;
    int result = platform_choose(run->scenario.platform, &options, &run->platform, &note, err);
    if (result == 0)
        record_set(&run->record.platform_note, note);
    return result;
}

static int describe(struct run *run, struct err *err)
{
    struct run_record *record = &run->record;
    const struct platform_ops *ops = run->platform->ops;
    record_set(&record->label, alloc_copy(run->scenario.label));
    record_set(&record->platform, alloc_copy(ops->name));
    record->emulated = ops->emulated;
    record_set(&record->guest_kind, alloc_copy(run->platform->guest_kind));
    record_set(&record->hypervisor, ops->hypervisor(run->platform));
    record->seed = run->scenario.seed;
    record_set(&record->scenario, scenario_format(&run->scenario));
    record_set(&record->tool_version, alloc_copy(FULLHOUSE_VERSION));
    record->started_at_ns = clock_realtime_ns();
    record->state = RECORD_RUNNING;
    host_record_done(&record->host);
    return host_facts_read(&this_host, &record->host, err);
}

static int enter_store(struct run *run, struct err *err)
{
    int result = store_add_run(run->options->store, &run->record, err);
    if (result < 0)
        return result;
    run_log_attach(&run->log, run->record.id);
    return workspace_note(&run->workspace, store_path(run->options->store), run->record.id,
                          run->scenario.connect, err);
}

static int open_gate(struct run *run, struct err *err)
{
    struct host_memory memory;
    int result = host_memory_read(&this_host, &memory, err);
    if (result == 0)
        memory_gate_init(&run->gate, run->scenario.shape.memory_bytes, run->scenario.reserve_bytes,
                         memory.total_bytes);
    return result;
}

static void fit_working_set(struct run *run)
{
    struct topology topology;
    uint64_t cache_bytes = 0;
    if (!run->options->has_working_set)
        return;
    if (topology_read(NULL, &topology, NULL) == 0) {
        cache_bytes = topology.last_cache_bytes;
        topology_done(&topology);
    }
    scope_free char *text = working_set_fit(&run->scenario, cache_bytes);
    if (text)
        run_log_say(&run->log, text);
}

static void begin(struct run *run, const struct run_options *options)
{
    const struct scenario *scenario = options->scenario;
    *run = (struct run){
        .options = options,
        .log = {.observer = options->observer, .store = options->store},
        .workspace.lock_fd = -1,
        .bounds = {.guests_min = scenario->guests_min,
                   .guests_max = scenario->guests_max,
                   .repeats_min = scenario->repeats_min,
                   .repeats_max = scenario->repeats_max},
    };
    scenario_copy(&run->scenario, scenario);
    if (run->scenario.seed == 0)
        run->scenario.seed = new_seed();
    run_record_init(&run->record);
}

int run_open(struct run *run, const struct run_options *options, struct err *err)
{
    begin(run, options);
    int result = workspace_open(&run->workspace, err);
    if (result == 0 && run->workspace.has_neighbour)
        run_log_say(&run->log,
                    "another run is under way on this host: each disturbs the other's figures");
    // Noted before anything is started: a run killed while it starts leaves guests, too.
    if (result == 0)
        result = workspace_note(&run->workspace, store_path(run->options->store), 0,
                                run->scenario.connect, err);
    if (result == 0)
        result = open_platform(run, err);
    fit_working_set(run);
    if (result == 0)
        result = describe(run, err);
    if (result == 0)
        result = enter_store(run, err);
    return result < 0 ? result : open_gate(run, err);
}

void run_close(struct run *run)
{
    if (run->platform)
        run->platform->ops->close(run->platform);
    workspace_close(&run->workspace);
    run_steps_done(&run->steps);
    run_record_done(&run->record);
    run_log_done(&run->log);
    scenario_done(&run->scenario);
}
