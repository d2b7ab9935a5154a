// SPDX-License-Identifier: GPL-3.0-or-later
// The loop: a beat, a sample, now and then a look at who is there, and every minute to the store.
#include "collector/collect.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "collector/beat.h"
#include "collector/collect_writer.h"
#include "collector/host_facts.h"
#include "collector/procfs.h"
#include "collector/quota.h"
#include "collector/vm_fleet.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/base/version.h"
#include "common/model/record.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"

static const struct procfs this_host = {.root = ""};

// Series of machines that are gone stay named in memory: beyond this many the watch begins anew.
enum { SERIES_MAX = 200000 };

struct collect {
    const struct collect_options *options;
    struct run_record run;
    struct step_record step;
    struct watch *watch;
    struct vm_fleet *fleet;
    struct collect_writer *writer;
    struct beat beat;
    uint64_t began_ns, scanned_ns, flushed_ns; // monotonic
    uint64_t samples;
    bool in_trouble; // the store does not take it, and that was said
};

static void say(const struct collect *collect, const char *text)
{
    if (collect->options->say)
        collect->options->say(collect->options->context, text);
}

// A machine came or went.
static void tell(void *context, const char *text)
{
    struct collect *collect = context;
    collect_writer_add_event(collect->writer, text);
    say(collect, text);
}

// --- begin --------------------------------------------------------------------------------------

static int describe_run(struct collect *collect, struct err *err)
{
    struct run_record *run = &collect->run;
    run_record_init(run);
    record_set(&run->label, alloc_copy(collect->options->label));
    record_set(&run->platform, alloc_copy("host"));
    record_set(&run->guest_kind, alloc_copy("vm"));
    record_set(&run->tool_version, alloc_copy(FULLHOUSE_VERSION));
    run->started_at_ns = clock_realtime_ns();
    run->state = RECORD_RUNNING;
    host_record_done(&run->host);
    return host_facts_read(&this_host, &run->host, err);
}

static int note_run(struct collect *collect, struct err *err)
{
    struct store *store = collect->options->store;
    struct step_record *step = &collect->step;
    step_record_init(step);
    step->kind = RECORD_STEP_COLLECT;
    step->state = RECORD_RUNNING;
    step->started_at_ns = clock_realtime_ns();
    int result = describe_run(collect, err);
    if (result == 0)
        result = store_add_run(store, &collect->run, err);
    if (result == 0)
        result = store_add_step(store, collect->run.id, step, NULL, err);
    return result;
}

static void open_watch(struct collect *collect)
{
    const struct collect_options *options = collect->options;
    collect->watch = watch_new(&(struct watch_options){
        .procfs = &this_host,
        .slow_ns = options->slow_ns,
        .beat_ns = options->interval_ns,
        .guests_max = UINT32_MAX,
    });
    collect->fleet = vm_fleet_new(collect->watch, &this_host, options->connect, tell, collect);
}

static void close_watch(struct collect *collect)
{
    vm_fleet_free(collect->fleet);
    watch_free(collect->watch);
    collect->fleet = NULL;
    collect->watch = NULL;
}

static int scan(struct collect *collect, struct err *err)
{
    collect->scanned_ns = clock_monotonic_ns();
    int result = vm_fleet_scan(collect->fleet, err);
    size_t count = vm_fleet_count(collect->fleet);
    if (count > collect->step.guests)
        collect->step.guests = (uint32_t)count;
    return result;
}

static int begin(struct collect *collect, struct err *err)
{
    quota_raise();
    int result = note_run(collect, err);
    if (result < 0)
        return result;
    collect->writer =
        collect_writer_new(collect->options->store, collect->run.id, collect->step.id);
    open_watch(collect);
    return scan(collect, err);
}

int collect_new(const struct collect_options *options, struct collect **ret_collect,
                struct err *err)
{
    struct collect *collect = alloc_zeroed(1, sizeof *collect);
    collect->options = options;
    collect->beat.timer_fd = -1;
    int result = begin(collect, err);
    if (result < 0)
        collect_free(collect);
    else
        *ret_collect = collect;
    return result;
}

void collect_free(struct collect *collect)
{
    if (!collect)
        return;
    beat_close(&collect->beat);
    close_watch(collect);
    collect_writer_free(collect->writer);
    step_record_done(&collect->step);
    run_record_done(&collect->run);
    free(collect);
}

// --- the loop -----------------------------------------------------------------------------------

static void note_cost(struct collect *collect)
{
    collect->step.measured_ns = (int64_t)collect_elapsed_ns(collect);
    collect->step.tool_cpu_ns = (int64_t)clock_process_cpu_ns();
}

// The first failure of a row is said, and the end of it.
static void tell_trouble(struct collect *collect)
{
    const char *why = collect_writer_trouble(collect->writer);
    if (why && !collect->in_trouble) {
        scope_free char *text =
            alloc_printf("%s; what was measured is kept in memory and tried again", why);
        say(collect, text);
    }
    if (!why && collect->in_trouble)
        say(collect, "the store takes what is measured again");
    collect->in_trouble = why != NULL;
}

static void flush(struct collect *collect)
{
    struct telemetry *telemetry = watch_telemetry(collect->watch);
    tell_trouble(collect);
    note_cost(collect);
    if (!collect_writer_begin(collect->writer, telemetry, &collect->step,
                              (int64_t)collect->options->keep_ns))
        return;
    collect->flushed_ns = clock_monotonic_ns();
    telemetry_drop_points(telemetry);
    if (telemetry->count < SERIES_MAX)
        return;
    close_watch(collect);
    open_watch(collect);
    collect->scanned_ns = 0;
}

static int sample(struct collect *collect, struct err *err)
{
    uint64_t now_ns = clock_monotonic_ns();
    int result = 0;
    if (now_ns - collect->scanned_ns >= collect->options->slow_ns)
        result = scan(collect, err);
    vm_fleet_gather(collect->fleet);
    watch_sample(collect->watch);
    collect->samples++;
    if (collect->options->beat)
        collect->options->beat(collect->options->context, collect);
    if (now_ns - collect->flushed_ns >= collect->options->flush_ns)
        flush(collect);
    return result;
}

static int watch_on(struct collect *collect, struct err *err)
{
    uint64_t duration_ns = collect->options->duration_ns;
    uint64_t deadline_ns = duration_ns ? collect->began_ns + duration_ns : 0;
    int result = beat_open(&collect->beat, collect->options->interval_ns, err);
    if (result == 0)
        result = sample(collect, err);
    while (result >= 0 && (result = beat_wait(&collect->beat, deadline_ns, err)) > 0)
        result = sample(collect, err);
    return result;
}

// --- end ----------------------------------------------------------------------------------------

static char *answer_of(const struct collect *collect)
{
    char time[UNITS_TEXT_SIZE], beat[UNITS_TEXT_SIZE];
    uint32_t guests = collect->step.guests;
    return alloc_printf("%" PRIu32 " virtual machine%s at once at most, watched for %s every %s: "
                        "%" PRIu64 " samples, %" PRIu64 " missed.",
                        guests, guests == 1 ? "" : "s",
                        units_format_duration_ns(time, (double)collect->step.measured_ns),
                        units_format_duration_ns(beat, (double)collect->options->interval_ns),
                        collect->samples, collect->beat.missed);
}

static int end(struct collect *collect, enum record_state state, const char *reason,
               struct err *err)
{
    struct telemetry *telemetry = watch_telemetry(collect->watch);
    note_cost(collect);
    collect->step.state = state;
    struct err earlier = {0};
    collect_writer_finish(collect->writer, &earlier); // its points are tried again with these
    err_done(&earlier);
    collect_writer_begin(collect->writer, telemetry, &collect->step,
                         (int64_t)collect->options->keep_ns);
    int result = collect_writer_finish(collect->writer, err);
    if (result == 0)
        telemetry_drop_points(telemetry);
    collect->run.state = state;
    collect->run.ended_at_ns = clock_realtime_ns();
    record_set(&collect->run.reason, alloc_copy(reason));
    record_set(&collect->run.answer, answer_of(collect));
    int updated = store_update_run(collect->options->store, &collect->run, err);
    return result < 0 ? result : updated;
}

int collect_run(struct collect *collect, struct err *err)
{
    collect->began_ns = collect->flushed_ns = clock_monotonic_ns();
    int result = watch_on(collect, err);
    // Who watches for ever ends it so; a time that was given is not over yet.
    bool is_cut = result == 0 && interrupt_pending() && collect->options->duration_ns;
    enum record_state state = result < 0 ? RECORD_FAILED
                              : is_cut   ? RECORD_INTERRUPTED
                                         : RECORD_DONE;
    const char *reason = result < 0 ? err_text(err) : is_cut ? "the user interrupted it" : "";
    int ended = end(collect, state, reason, err);
    if (result < 0)
        return result;
    return ended < 0 ? ended : is_cut ? -EINTR : 0;
}

// --- what a live line shows ---------------------------------------------------------------------

int64_t collect_run_id(const struct collect *collect)
{
    return collect->run.id;
}

uint64_t collect_elapsed_ns(const struct collect *collect)
{
    return clock_monotonic_ns() - collect->began_ns;
}

size_t collect_vms(const struct collect *collect)
{
    return vm_fleet_count(collect->fleet);
}

uint64_t collect_samples(const struct collect *collect)
{
    return collect->samples;
}

uint64_t collect_missed(const struct collect *collect)
{
    return collect->beat.missed;
}

const struct telemetry *collect_telemetry(const struct collect *collect)
{
    return watch_telemetry(collect->watch);
}
