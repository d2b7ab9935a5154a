// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic on what guests take and what the host has left. The figures are the collector's.
#include "bench/host_limits.h"

#include <inttypes.h>
#include <libgen.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "bench/guest_memory.h"
#include "collector/memory.h"
#include "collector/procfs.h"
#include "collector/quota.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/record.h"

#define MIB        (UINT64_C(1) << 20)
#define MICROCORES UINT64_C(1000000)

// What QEMU held beside a guest's memory under emulation with a translation cache of 32 MiB; kept
// as the cautious first guess for every platform until one guest has been measured.
static const uint64_t OVERHEAD_BYTES = 128 * MIB;
static const uint64_t MEMORY_RESERVE_MIN_BYTES = 256 * MIB;
// QEMU with one vCPU runs four threads and libvirt keeps about as many descriptors for it.
enum { GUESS_DESCRIPTORS = 8, GUESS_THREADS = 8 };
static const uint64_t GUESS_DISK_BYTES = MIB;
enum { FEW_GUESTS = 8 };
// For ourselves and for everybody else on the host.
enum { RESERVE_DESCRIPTORS = 64, RESERVE_THREADS = 128 };
static const uint64_t RESERVE_DISK_BYTES = 512 * MIB;
// A window of a guest's with its histogram, as measured, and its share of the telemetry.
static const uint64_t GUESS_WINDOW_BYTES = 2 << 10;
static const uint64_t RESERVE_STORE_BYTES = 64 * MIB;

// Guests that idle do not idle at once: where they want nine tenths of all CPUs on average,
// hundreds wait in line (seen: 888 guests on two CPUs, a load of 500, a minute until a guest came
// round).
static const double RESERVE_CPU_RATIO = 0.5;
// Until it is measured: no reason to refuse anything.
static const double GUESS_MICROCORES = 1;

static const struct {
    const char *name;
    enum host_limit_unit unit;
} kinds[] = {
#define X(name, text, unit) [HOST_##name] = {text, HOST_UNIT_##unit},
    HOST_LIMITS(X)
#undef X
};

const char *host_limit_name(enum host_limit_kind kind)
{
    return kinds[kind].name;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// --- what is there ------------------------------------------------------------------------------

static void take_quota(struct host_limit *limit, const struct quota *quota)
{
    limit->available = quota->limit == UINT64_MAX ? UINT64_MAX : quota_left(quota);
    limit->source = quota->source;
}

static uint64_t disk_left(const char *folder)
{
    struct statvfs disk;
    return statvfs(folder, &disk) == 0 ? (uint64_t)disk.f_bavail * disk.f_frsize : UINT64_MAX;
}

static uint64_t store_left(const char *store)
{
    scope_free char *copy = store ? alloc_copy(store) : NULL;
    return copy ? disk_left(dirname(copy)) : UINT64_MAX;
}

// A line of /proc/stat for each CPU that is online: "cpu0 ...".
static int count_cpus(const struct procfs *procfs, uint64_t *ret_count, struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read(procfs, "/proc/stat", &text, err);
    if (result < 0)
        return result;
    uint64_t count = 0;
    for (const char *at = text; (at = strstr(at, "\ncpu")); at += strlen("\ncpu"))
        count++;
    *ret_count = count;
    return count ? 0 : err_host(err, NULL, "/proc/stat tells of no CPU");
}

static int read_cpu(struct host_limits *limits, struct err *err)
{
    struct host_limit *cpu = &limits->list[HOST_CPU];
    uint64_t cpus;
    cpu->available = UINT64_MAX;
    if (!limits->is_idle)
        return 0;
    int result = count_cpus(limits->procfs, &cpus, err);
    if (result < 0)
        return result;
    cpu->available = cpus * MICROCORES;
    cpu->reserve = (uint64_t)(RESERVE_CPU_RATIO * (double)cpu->available);
    return 0;
}

int host_limits_read(struct host_limits *limits, struct err *err)
{
    struct host_memory memory;
    struct quota descriptors, threads;
    int result = host_memory_read(limits->procfs, &memory, err);
    if (result == 0)
        result = quota_descriptors(limits->procfs, &descriptors, err);
    if (result == 0)
        result = quota_threads(limits->procfs, &threads, err);
    if (result < 0)
        return result;
    limits->list[HOST_MEMORY].available = memory.available_bytes;
    take_quota(&limits->list[HOST_DESCRIPTORS], &descriptors);
    take_quota(&limits->list[HOST_THREADS], &threads);
    struct host_limit *huge = &limits->list[HOST_HUGE];
    huge->available = UINT64_MAX;
    if (huge->each > 1)
        guest_memory_huge_free(limits->procfs, &huge->available);
    limits->list[HOST_DISK].available = disk_left(limits->folder);
    limits->list[HOST_DATA].available =
        limits->data_folder ? disk_left(limits->data_folder) : UINT64_MAX;
    limits->list[HOST_STORE].available = store_left(limits->store);
    return read_cpu(limits, err);
}

void host_use_read(const struct host_limits *limits, struct host_use *ret_use)
{
    struct quota quota = {0};
    struct statvfs disk = {0};
    *ret_use = (struct host_use){0};
    if (procfs_count(limits->procfs, "/proc/self/fd", &ret_use->descriptors, NULL) < 0)
        ret_use->descriptors = 0;
    if (quota_host_threads(limits->procfs, &quota.used, NULL) == 0)
        ret_use->threads = quota.used;
    if (statvfs(limits->folder, &disk) == 0)
        ret_use->disk_bytes = (uint64_t)(disk.f_blocks - disk.f_bfree) * disk.f_frsize;
}

// --- what one guest takes -----------------------------------------------------------------------

int host_limits_init(struct host_limits *limits, const struct host_limits_options *options,
                     struct err *err)
{
    struct host_memory memory;
    int result = host_memory_read(options->procfs, &memory, err);
    if (result < 0)
        return result;
    uint64_t small_bytes = options->huge_bytes ? 0 : options->shape_bytes;
    uint64_t chosen = larger(memory.total_bytes / 20, MEMORY_RESERVE_MIN_BYTES);
    *limits = (struct host_limits){
        .procfs = options->procfs,
        .folder = options->folder,
        .data_folder = options->data_folder,
        .store = options->store,
        .is_idle = options->is_idle,
        .list =
            {[HOST_MEMORY] = {.each = (double)(small_bytes + OVERHEAD_BYTES),
                              .reserve = options->reserve_bytes ? options->reserve_bytes : chosen},
             [HOST_HUGE] = {.each = (double)larger(options->huge_bytes, 1)},
             [HOST_DESCRIPTORS] = {.each = GUESS_DESCRIPTORS, .reserve = RESERVE_DESCRIPTORS},
             [HOST_THREADS] = {.each = GUESS_THREADS, .reserve = RESERVE_THREADS},
             [HOST_DISK] = {.each = (double)GUESS_DISK_BYTES},
             [HOST_DATA] = {.each = (double)larger(options->data_bytes, 1)},
             [HOST_ADDRESSES] = {.each = 1,
                                 .available = options->addresses ? options->addresses : UINT64_MAX},
             [HOST_STORE] = {.each = (double)(GUESS_WINDOW_BYTES * larger(options->windows, 1))},
             [HOST_CPU] = {.each = GUESS_MICROCORES}},
    };
    for (int kind = 0; kind < HOST_LIMIT_COUNT; kind++)
        limits->list[kind].source = "";
    result = host_limits_read(limits, err);
    // A nearly full disk still holds a few consoles.
    struct host_limit *disk = &limits->list[HOST_DISK];
    disk->reserve = smaller(RESERVE_DISK_BYTES, disk->available / 2);
    struct host_limit *store = &limits->list[HOST_STORE];
    store->reserve = smaller(RESERVE_STORE_BYTES, store->available / 2);
    // A sparse file is counted as what it may grow to: nobody can measure that before it has.
    struct host_limit *data = &limits->list[HOST_DATA];
    if (limits->data_folder)
        data->reserve = smaller(RESERVE_DISK_BYTES, data->available / 10);
    return result;
}

static double mean_pss_bytes(const struct step_record *step)
{
    double sum = 0;
    size_t known = 0;
    for (size_t i = 0; i < step->guest_count; i++) {
        if (step->guest_list[i].host_memory_bytes <= 0)
            continue;
        sum += (double)step->guest_list[i].host_memory_bytes;
        known++;
    }
    return known ? sum / (double)known : 0;
}

// What a guest's process ran for, over the measured windows.
static double mean_microcores(const struct step_record *step)
{
    double sum = 0;
    size_t known = 0;
    for (size_t i = 0; i < step->guest_count; i++) {
        if (step->guest_list[i].host_cpu_ns < 0)
            continue;
        sum += (double)step->guest_list[i].host_cpu_ns;
        known++;
    }
    return known && step->measured_ns > 0
               ? sum / (double)known / (double)step->measured_ns * MICROCORES
               : 0;
}

// The drop knows what the kernel holds for a guest, and knows of everybody else, too: what it says
// beyond twice the guest's own processes is somebody else's. With a few guests everybody else is
// all it knows, and the processes' own size has in it what more of them will share.
static double memory_each(const struct step_record *step)
{
    double drop = step->memory_bytes > 0 ? (double)step->memory_bytes / step->guests : 0;
    double own = mean_pss_bytes(step);
    if (own > 0 && step->guests < FEW_GUESTS)
        return own;
    return own > 0 ? fmax(own, fmin(drop, 2 * own)) : drop;
}

// Of what a guest takes, set aside before: no other memory goes for it.
static double huge_each(const struct host_limits *limits)
{
    double each = limits->list[HOST_HUGE].each;
    return each > 1 ? each : 0;
}

static void learn_one(struct host_limit *limit, uint32_t guests, double each)
{
    if (guests < limit->measured || each <= 0)
        return;
    limit->each = each;
    limit->measured = guests;
}

// What guests take can be as little as nothing at all to be seen; then one in a hundred counts.
static double share(uint64_t before, uint64_t after, uint32_t guests)
{
    return after > before ? (double)(after - before) / guests : 0.01;
}

void host_limits_learn(struct host_limits *limits, const struct step_record *step,
                       const struct host_use *before, const struct host_use *after)
{
    if (step->state != RECORD_DONE)
        return;
    uint32_t guests = step->guests;
    learn_one(&limits->list[HOST_MEMORY], guests, memory_each(step) - huge_each(limits));
    learn_one(&limits->list[HOST_CPU], guests, mean_microcores(step));
    if (!before || !after || after->descriptors == 0 || after->threads == 0)
        return;
    learn_one(&limits->list[HOST_DESCRIPTORS], guests,
              share(before->descriptors, after->descriptors, guests));
    learn_one(&limits->list[HOST_THREADS], guests, share(before->threads, after->threads, guests));
    learn_one(&limits->list[HOST_DISK], guests,
              share(before->disk_bytes, after->disk_bytes, guests));
}

// --- what follows -------------------------------------------------------------------------------

static uint32_t fit_one(const struct host_limit *limit)
{
    if (limit->available == UINT64_MAX)
        return UINT32_MAX;
    if (limit->available <= limit->reserve)
        return 0;
    double fit = floor((double)(limit->available - limit->reserve) / limit->each);
    return fit >= UINT32_MAX ? UINT32_MAX : (uint32_t)fit;
}

uint32_t host_limits_fit_of(const struct host_limits *limits, enum host_limit_kind kind)
{
    return fit_one(&limits->list[kind]);
}

uint32_t host_limits_fit(const struct host_limits *limits, enum host_limit_kind *ret_kind)
{
    enum host_limit_kind binding = HOST_MEMORY;
    uint32_t least = fit_one(&limits->list[HOST_MEMORY]);
    for (int kind = 0; kind < HOST_LIMIT_COUNT; kind++) {
        uint32_t fit = fit_one(&limits->list[kind]);
        if (fit >= least)
            continue;
        least = fit;
        binding = (enum host_limit_kind)kind;
    }
    if (ret_kind)
        *ret_kind = binding;
    return least;
}

static char *format(char text[UNITS_TEXT_SIZE], enum host_limit_kind kind, double amount)
{
    if (kinds[kind].unit == HOST_UNIT_BYTES)
        return units_format_bytes(text, (uint64_t)amount);
    if (kinds[kind].unit == HOST_UNIT_MICROCORES)
        snprintf(text, UNITS_TEXT_SIZE, "%.3g CPU", amount / MICROCORES);
    else
        snprintf(text, UNITS_TEXT_SIZE, amount == floor(amount) ? "%.0f" : "%.2f", amount);
    return text;
}

char *host_limits_explain(const struct host_limits *limits, uint32_t guests)
{
    char each[UNITS_TEXT_SIZE], reserve[UNITS_TEXT_SIZE], need[UNITS_TEXT_SIZE];
    char have[UNITS_TEXT_SIZE];
    enum host_limit_kind kind;
    uint32_t fit = host_limits_fit(limits, &kind);
    const struct host_limit *limit = &limits->list[kind];
    double needed = guests * limit->each + (double)limit->reserve;
    return alloc_printf(
        "%s: %" PRIu32 " guest%s of %s%s (%s) and %s in reserve need %s; %s are there%s%s%s, for "
        "%" PRIu32,
        kinds[kind].name, guests, guests == 1 ? "" : "s", format(each, kind, limit->each),
        guests == 1 ? "" : " each", limit->measured ? "measured" : "estimated",
        format(reserve, kind, (double)limit->reserve), format(need, kind, needed),
        format(have, kind, (double)limit->available), *limit->source ? " (" : "", limit->source,
        *limit->source ? ")" : "", fit);
}

struct host_alarm_options host_limits_alarm(const struct host_limits *limits)
{
    return (struct host_alarm_options){
        .procfs = limits->procfs,
        .reserve_bytes = limits->list[HOST_MEMORY].reserve,
        .folder = limits->folder,
        .data_folder = limits->data_folder,
        .store = limits->store,
    };
}
