// SPDX-License-Identifier: GPL-3.0-or-later
// Who is sampled when, and what that costs. What is read is the sources' business.
#include "collector/watch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "collector/procfs.h"
#include "collector/procfs_file.h"
#include "collector/procfs_memo.h"
#include "collector/source.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/model/telemetry.h"

// Descriptors kept open: enough for the host's files and a few hundred guests, far below what a
// program may have.
enum { OPEN_FILES_MAX = 4096, GUESTS_A_BEAT = 128 };
#define SLOW_NS (10 * CLOCK_NS_PER_SECOND)

// A source of this watch.
struct station {
    const struct source_ops *ops;
    void *state;
    char *why; // absent, and why; NULL when it is there
    uint64_t due_ns;
    size_t turn; // the first guest whose turn is next
};

struct watch {
    struct watch_options options;
    const struct procfs *procfs; // what sources read
    struct procfs host;          // this host, with a memo that is dropped on the slow beat
    struct procfs_memo memo;
    uint64_t memo_ns; // since when
    struct procfs_pool pool;
    struct station *stations;
    size_t station_count;
    struct source_guest **guests;
    size_t guest_count;
    uint64_t last_id;
    struct telemetry telemetry;
    uint64_t last_ns;     // monotonic, of the sample before; 0: none yet
    uint64_t last_cpu_ns; // what it cost
};

static void open_station(struct watch *watch, struct station *station, const struct source_ops *ops)
{
    const struct source_options options = {.procfs = watch->procfs, .pool = &watch->pool};
    struct err err = {0};
    *station = (struct station){.ops = ops};
    if (ops->open(&options, &station->state, &err) < 0) {
        station->why = alloc_copy(err_text(&err));
        telemetry_add_absence(&watch->telemetry, ops->name, "host", station->why);
    }
    err_done(&err);
}

static uint64_t or_default(uint64_t value, uint64_t fallback)
{
    return value ? value : fallback;
}

struct watch *watch_new(const struct watch_options *options)
{
    struct watch *watch = alloc_zeroed(1, sizeof *watch);
    watch->options = *options;
    watch->options.slow_ns = or_default(options->slow_ns, SLOW_NS);
    watch->options.guests_max = (uint32_t)or_default(options->guests_max, GUESTS_A_BEAT);
    if (!options->sources)
        watch->options.sources = source_table;
    watch->host = (struct procfs){.root = "", .memo = &watch->memo};
    watch->procfs = *options->procfs->root ? options->procfs : &watch->host;
    procfs_pool_init(&watch->pool, watch->procfs, OPEN_FILES_MAX);
    while (watch->options.sources[watch->station_count])
        watch->station_count++;
    watch->stations = alloc_zeroed(watch->station_count + 1, sizeof *watch->stations);
    for (size_t i = 0; i < watch->station_count; i++)
        open_station(watch, &watch->stations[i], watch->options.sources[i]);
    return watch;
}

void watch_hurry(struct watch *watch)
{
    for (size_t i = 0; i < watch->station_count; i++)
        watch->stations[i].due_ns = 0;
}

// --- guests ------------------------------------------------------------------------------------

void watch_add_guest(struct watch *watch, const char *object, pid_t pid, uint32_t vcpus,
                     void *domain)
{
    struct source_guest *guest = alloc_zeroed(1, sizeof *guest);
    *guest = (struct source_guest){
        .id = ++watch->last_id,
        .object = alloc_copy(object),
        .pid = pid,
        .vcpus = vcpus,
        .domain = domain,
        .slots = alloc_zeroed(watch->station_count + 1, sizeof *guest->slots),
    };
    watch->guests = alloc_resized(watch->guests, watch->guest_count + 1, sizeof *watch->guests);
    watch->guests[watch->guest_count++] = guest;
    watch_hurry(watch);
}

static void free_guest(struct watch *watch, struct source_guest *guest)
{
    for (size_t i = 0; i < watch->station_count; i++) {
        const struct station *station = &watch->stations[i];
        if (guest->slots[i] && station->ops->free_slot)
            station->ops->free_slot(station->state, guest->slots[i]);
    }
    free(guest->slots);
    free(guest->object);
    free(guest);
}

void watch_set_domain(struct watch *watch, const char *object, void *domain)
{
    for (size_t i = 0; i < watch->guest_count; i++)
        if (strcmp(watch->guests[i]->object, object) == 0)
            watch->guests[i]->domain = domain;
}

void watch_remove_guest(struct watch *watch, const char *object)
{
    for (size_t i = 0; i < watch->guest_count; i++) {
        if (strcmp(watch->guests[i]->object, object) != 0)
            continue;
        free_guest(watch, watch->guests[i]);
        watch->guest_count--;
        memmove(&watch->guests[i], &watch->guests[i + 1],
                (watch->guest_count - i) * sizeof *watch->guests);
        return;
    }
}

size_t watch_guest_count(const struct watch *watch)
{
    return watch->guest_count;
}

// --- samples -----------------------------------------------------------------------------------

static bool is_due(const struct watch *watch, const struct station *station, uint64_t mono_ns)
{
    if (station->why)
        return false;
    switch (station->ops->beat) {
    case SOURCE_SLOW:
        return mono_ns >= station->due_ns;
    case SOURCE_ONCE:
        return watch->last_ns == 0;
    default:
        return true;
    }
}

// The guests from `turn` on, as many as may be sampled at one beat: what a beat costs is bounded
// however many guests there are.
static void take_turn(struct watch *watch, struct station *station, struct source_tick *tick)
{
    size_t most = watch->options.guests_max;
    if (station->turn >= watch->guest_count)
        station->turn = 0;
    size_t left = watch->guest_count - station->turn;
    tick->guests = left ? watch->guests + station->turn : NULL;
    tick->guest_count = left < most ? left : most;
    station->turn += tick->guest_count;
}

static void sample_station(struct watch *watch, size_t index, int64_t at_ns, uint64_t mono_ns)
{
    struct station *station = &watch->stations[index];
    struct source_tick tick = {
        .ops = station->ops,
        .index = index,
        .procfs = watch->procfs,
        .pool = &watch->pool,
        .telemetry = &watch->telemetry,
        .at_ns = at_ns,
        .mono_ns = mono_ns,
    };
    if (is_due(watch, station, mono_ns)) {
        take_turn(watch, station, &tick);
        station->due_ns = mono_ns + watch->options.slow_ns;
        station->ops->sample(station->state, &tick);
    }
    tick.guests = watch->guests;
    tick.guest_count = watch->guest_count;
    if (station->ops->gather && !station->why)
        station->ops->gather(station->state, &tick);
}

// Beats at which no sample was taken since the one before.
static double missed(const struct watch *watch, uint64_t mono_ns)
{
    uint64_t beat_ns = watch->options.beat_ns;
    if (beat_ns == 0 || watch->last_ns == 0)
        return NAN;
    uint64_t beats = (mono_ns - watch->last_ns + beat_ns / 2) / beat_ns;
    return beats > 1 ? (double)(beats - 1) : 0;
}

static void add_own(struct watch *watch, const char *metric, int64_t at_ns, double value)
{
    telemetry_add(&watch->telemetry, "watch", "host", metric, at_ns, value);
}

// What the sample before cost, spread over the time since.
static void add_cost(struct watch *watch, int64_t at_ns, uint64_t mono_ns)
{
    if (watch->last_ns == 0 || mono_ns <= watch->last_ns)
        return;
    add_own(watch, "watch_cpu_ratio", at_ns,
            (double)(float)((double)watch->last_cpu_ns / (double)(mono_ns - watch->last_ns)));
    add_own(watch, "watch_missed_count", at_ns, missed(watch, mono_ns));
}

static void renew_memo(struct watch *watch, uint64_t mono_ns)
{
    if (mono_ns - watch->memo_ns < watch->options.slow_ns)
        return;
    procfs_memo_drop(&watch->memo);
    watch->memo_ns = mono_ns;
}

void watch_sample_at(struct watch *watch, int64_t at_ns, uint64_t mono_ns)
{
    uint64_t began_ns = clock_thread_cpu_ns();
    at_ns -= at_ns % (int64_t)CLOCK_NS_PER_MS;
    add_cost(watch, at_ns, mono_ns);
    renew_memo(watch, mono_ns);
    for (size_t i = 0; i < watch->station_count; i++)
        sample_station(watch, i, at_ns, mono_ns);
    watch->last_ns = mono_ns;
    watch->last_cpu_ns = clock_thread_cpu_ns() - began_ns;
}

void watch_sample(struct watch *watch)
{
    watch_sample_at(watch, clock_realtime_ns(), clock_monotonic_ns());
}

// --- what is left ------------------------------------------------------------------------------

struct telemetry *watch_telemetry(struct watch *watch)
{
    return &watch->telemetry;
}

struct telemetry watch_take_telemetry(struct watch *watch)
{
    struct telemetry telemetry = watch->telemetry;
    watch->telemetry = (struct telemetry){0};
    return telemetry;
}

const char *watch_absence(const struct watch *watch, const struct source_ops *ops)
{
    for (size_t i = 0; i < watch->station_count; i++)
        if (watch->stations[i].ops == ops)
            return watch->stations[i].why;
    return NULL;
}

void watch_free(struct watch *watch)
{
    if (!watch)
        return;
    for (size_t i = 0; i < watch->guest_count; i++)
        free_guest(watch, watch->guests[i]);
    for (size_t i = 0; i < watch->station_count; i++) {
        struct station *station = &watch->stations[i];
        if (!station->why && station->ops->close)
            station->ops->close(station->state);
        free(station->why);
    }
    procfs_pool_done(&watch->pool);
    procfs_memo_drop(&watch->memo);
    telemetry_done(&watch->telemetry);
    free(watch->guests);
    free(watch->stations);
    free(watch);
}
