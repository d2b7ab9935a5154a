// SPDX-License-Identifier: GPL-3.0-or-later
// The story of a run of lives. One boot of it stands in lifecycle_step.c.
#include "bench/lifecycle.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "bench/choose.h"
#include "bench/host_limits.h"
#include "bench/lifecycle_step.h"
#include "bench/observer.h"
#include "bench/platform_verbs.h"
#include "bench/run_describe.h"
#include "bench/run_log.h"
#include "bench/workspace.h"
#include "collector/procfs.h"
#include "collector/quota.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/exact.h"
#include "common/model/platform_list.h"
#include "common/model/scenario.h"
#include "common/store/store.h"

static const struct procfs this_host = {.root = ""};

struct lifecycle {
    const struct lifecycle_options *options;
    struct scenario scenario; // ours: its seed is chosen
    struct workspace workspace;
    struct platform *platform;
    struct run_record record;
    struct run_log log;
    uint32_t verbs; // still to be done
    bool is_whole;
};

// --- beginning ----------------------------------------------------------------------------------

static uint64_t new_seed(void)
{
    uint64_t seed = 0;
    // 53 bits, never 0: it must survive JSON and people's hands.
    while (seed == 0)
        if (getrandom(&seed, sizeof seed, 0) == sizeof seed)
            seed >>= 11;
    return seed;
}

// A run killed from here on leaves this behind.
static int note(struct lifecycle *life, struct err *err)
{
    return workspace_note(&life->workspace, store_path(life->options->store), &life->record.id,
                          life->record.id ? 1 : 0, life->scenario.connect, err);
}

static int open_platform(struct lifecycle *life, struct err *err)
{
    const struct scenario *scenario = &life->scenario;
    const struct platform_options options = {
        .workspace = &life->workspace,
        .pinning = scenario->pinning,
        .connect = scenario->connect,
        .guest = scenario->guest,
        .kernel = scenario->kernel,
        .agent = life->options->agent,
        .bare = life->options->bare,
        .bare_knows_load = true,
        .agent_test = life->options->agent_test,
        .has_life = true,
        .say = run_log_say,
        .context = &life->log,
    };
    char *why;
    int result = platform_choose(scenario->platform, &options, &life->platform, &why, err);
    if (result == 0)
        record_set(&life->record.platform_note, why);
    return result;
}

static int enter_store(struct lifecycle *life, struct err *err)
{
    int result = run_describe(&life->scenario, life->platform, &life->record, err);
    if (result == 0)
        result = store_add_run(life->options->store, &life->record, err);
    if (result == 0)
        run_log_attach(&life->log, life->record.id);
    return result == 0 ? note(life, err) : result;
}

static int open_life(struct lifecycle *life, struct err *err)
{
    int result = workspace_open(&life->workspace, err);
    if (result == 0 && life->workspace.has_neighbour)
        run_log_say(&life->log,
                    "another run is under way on this host: each disturbs the other's figures");
    if (result == 0)
        result = note(life, err);
    if (result == 0)
        result = open_platform(life, err);
    return result == 0 ? enter_store(life, err) : result;
}

// The scenario alone does not say how often, how many and which verbs.
static void note_command(struct lifecycle *life)
{
    const struct scenario *scenario = &life->scenario;
    const struct lifecycle_options *options = life->options;
    scope_free char *verbs = lifecycle_format(options->verbs);
    scope_strbuf struct strbuf guests = {0};
    scope_free char *memory = exact_bytes(scenario->shape.memory_bytes);
    for (size_t i = 0; i < options->guests_count; i++)
        strbuf_printf(&guests, "%s%" PRIu32, i ? "," : "", options->guests[i]);
    scope_free char *text = alloc_printf(
        LIFECYCLE_COMMAND_WORD "fullhouse lifecycle --platform %s --guest %s --vcpus %" PRIu32
                               " --memory %s --guests %s --repeats %" PRIu32 " --rounds %" PRIu32
                               " --verbs %s --seed %" PRIu64,
        life->record.platform,
        platform_list_runs_processes(life->record.platform) ? "auto" : scenario->guest,
        scenario->shape.vcpus, memory, strbuf_text(&guests), options->repeats, options->rounds,
        verbs, scenario->seed);
    run_log_note(&life->log, text);
}

// --- what cannot be done ------------------------------------------------------------------------

static void fail_verb(void *context, enum lifecycle_verb verb, const char *why)
{
    struct lifecycle *life = context;
    scope_free char *text = lifecycle_absence_format(verb, why);
    life->is_whole = false;
    run_log_say(&life->log, text);
}

static const char *lacks(const struct lifecycle *life, enum lifecycle_verb verb)
{
    const struct platform_verbs *verbs = life->platform->ops->verbs;
    return verbs ? verbs->lacks(life->platform, verb)
                 : "this platform can only start and stop its guests";
}

// What could be expected is left to the report.
static void drop_absent(struct lifecycle *life)
{
    for (int i = LIFECYCLE_PAUSE; i < LIFECYCLE_DESTROY; i++) {
        enum lifecycle_verb verb = (enum lifecycle_verb)i;
        const char *why = lifecycle_has(life->verbs, verb) ? lacks(life, verb) : NULL;
        if (!why)
            continue;
        life->verbs &= ~(UINT32_C(1) << verb);
        scope_free char *text = lifecycle_absence_format(verb, why);
        run_log_note(&life->log, text);
    }
}

// Memory that its guests take, and what may be plugged in, must be there before any is booted.
static int check_room(struct lifecycle *life, struct err *err)
{
    const struct host_limits_options options = {
        .procfs = &this_host,
        .folder = life->workspace.dir,
        .shape_bytes =
            life->scenario.shape.memory_bytes +
            (lifecycle_has(life->verbs, LIFECYCLE_ADD_MEMORY) ? PLATFORM_MODULE_BYTES : 0),
        .reserve_bytes = life->scenario.reserve_bytes,
    };
    struct host_limits limits;
    uint32_t most = 0;
    for (size_t i = 0; i < life->options->guests_count; i++)
        if (life->options->guests[i] > most)
            most = life->options->guests[i];
    quota_raise();
    int result = host_limits_init(&limits, &options, err);
    if (result < 0 || host_limits_fit(&limits, NULL) >= most)
        return result;
    scope_free char *why = host_limits_explain(&limits, most);
    return err_host(err, NULL, "no room for a storm of %u: %s", most, why);
}

// --- the boots ----------------------------------------------------------------------------------

static struct lifecycle_plan plan_boot(struct lifecycle *life, uint32_t guests, uint32_t repeat)
{
    const struct scenario *scenario = &life->scenario;
    struct load load = scenario->load;
    load.arrivals = LOAD_CLOSED;
    load.rate = (struct rate){0};
    load.threads = scenario->shape.vcpus;
    return (struct lifecycle_plan){
        .guests = guests,
        .repeat = repeat,
        .rounds = life->options->rounds,
        .verbs = life->verbs,
        .shape = scenario->shape,
        .load = load,
        .seed = rng_derive(scenario->seed, (uint64_t)guests << 24 ^ repeat),
        .boot_timeout_ns = scenario->boot_timeout_ns,
        .observer = life->options->observer,
        .say_absent = fail_verb,
        .context = life,
    };
}

static int boot_once(struct lifecycle *life, uint32_t guests, uint32_t repeat, struct err *err)
{
    const struct observer *observer = life->options->observer;
    const struct lifecycle_plan plan = plan_boot(life, guests, repeat);
    struct step_record step;
    if (observer && observer->step_begin)
        observer->step_begin(observer->context, "", "life", guests, repeat, 0);
    int result = lifecycle_step_run(life->platform, &plan, &life->verbs, &step, err);
    if (result < 0)
        return result;
    life->is_whole &= step.state == RECORD_DONE;
    if (step.state != RECORD_DONE)
        run_log_say(&life->log, step.reason);
    result = store_add_step(life->options->store, life->record.id, &step, NULL, err);
    if (result == 0 && observer && observer->step_end)
        observer->step_end(observer->context, &step, "", "");
    step_record_done(&step);
    return result;
}

// Alone and storms take turns, so that what drifts on a shared host hits both alike.
static int boot_all(struct lifecycle *life, struct err *err)
{
    int result = 0;
    for (uint32_t repeat = 0; result == 0 && repeat < life->options->repeats; repeat++)
        for (size_t i = 0; result == 0 && i < life->options->guests_count; i++)
            result = boot_once(life, life->options->guests[i], repeat, err);
    return result;
}

// --- the end ------------------------------------------------------------------------------------

static void finish(struct lifecycle *life, int result, const struct err *why)
{
    struct run_record *record = &life->record;
    if (record->id == 0)
        return;
    record->state = result == 0        ? RECORD_DONE
                    : result == -EINTR ? RECORD_INTERRUPTED
                                       : RECORD_FAILED;
    record->ended_at_ns = clock_realtime_ns();
    record_set(&record->reason, alloc_copy(result == 0 ? "" : err_text(why)));
    store_update_run(life->options->store, record, NULL);
}

static void close_life(struct lifecycle *life)
{
    if (life->platform)
        life->platform->ops->close(life->platform);
    workspace_close(&life->workspace);
    run_record_done(&life->record);
    run_log_done(&life->log);
    scenario_done(&life->scenario);
}

int lifecycle_run(const struct lifecycle_options *options, struct lifecycle_outcome *ret_outcome,
                  struct err *err)
{
    struct lifecycle life = {
        .options = options,
        .workspace.lock_fd = -1,
        .log = {.observer = options->observer, .store = options->store},
        .verbs = options->verbs,
        .is_whole = true,
    };
    struct err why = {0};
    scenario_copy(&life.scenario, options->scenario);
    if (life.scenario.seed == 0)
        life.scenario.seed = new_seed();
    run_record_init(&life.record);
    int result = open_life(&life, &why);
    if (result == 0)
        note_command(&life);
    if (result == 0)
        drop_absent(&life);
    if (result == 0)
        result = check_room(&life, &why);
    if (result == 0)
        result = boot_all(&life, &why);
    finish(&life, result, &why);
    *ret_outcome = (struct lifecycle_outcome){
        .run_id = life.record.id,
        .is_whole = result == 0 && life.is_whole,
    };
    close_life(&life);
    err_move(err, &why);
    return result;
}
