// SPDX-License-Identifier: GPL-3.0-or-later
// What each key of a scenario means: its unit, its bounds, and how it is written. One table for the
// file, for options and for what is stored with a run.
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/ipv4.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/exact.h"
#include "common/model/exec_plan.h"
#include "common/model/platform_list.h"
#include "common/model/record.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arrivals.h"
#include "common/model/scenario_curve.h"
#include "common/model/scenario_text.h"

#define MIB                   (UINT64_C(1) << 20)
#define MEMORY_MAX_BYTES      (UINT64_C(64) << 40)
#define WINDOW_MIN_NS         (10 * CLOCK_NS_PER_MS)
#define WINDOW_MAX_NS         (3600 * CLOCK_NS_PER_SECOND)
#define BOOT_TIMEOUT_MAX_NS   (24 * 3600 * CLOCK_NS_PER_SECOND)
#define BUDGET_MAX_NS         (365 * 24 * 3600 * CLOCK_NS_PER_SECOND)
#define SCENARIO_WARMUP_MAX   SCENARIO_WINDOWS_MAX
#define SCENARIO_PARALLEL_MAX SCENARIO_GUESTS_MAX

static int set_text(char **field, const char *text)
{
    record_set(field, alloc_copy(text));
    return 0;
}

static int set_word(char **field, const char *text, const char *example, struct err *err)
{
    if (!*text)
        return err_input(err, "a word is wanted, as %s", example);
    return set_text(field, text);
}

static int set_count(uint32_t *field, const char *text, uint32_t min, uint32_t max, struct err *err)
{
    uint64_t count;
    int r = units_parse_count(text, min, max, &count, err);
    if (r == 0)
        *field = (uint32_t)count;
    return r;
}

static int set_span(uint32_t *first, uint32_t *last, const char *text, uint32_t max,
                    struct err *err)
{
    uint64_t low;
    uint64_t high;
    int r = units_parse_span(text, 1, max, &low, &high, err);
    if (r < 0)
        return r;
    *first = (uint32_t)low;
    *last = (uint32_t)high;
    return 0;
}

static int set_bytes(uint64_t *field, const char *text, uint64_t min, struct err *err)
{
    uint64_t bytes;
    int r = units_parse_bytes(text, &bytes, err);
    if (r < 0)
        return r;
    if (bytes < min || bytes > MEMORY_MAX_BYTES) {
        scope_free char *least = exact_bytes(min);
        return err_input(err, "'%s' must lie between %s and 64TiB", text, least);
    }
    *field = bytes;
    return 0;
}

static int set_duration(uint64_t *field, const char *text, uint64_t min, uint64_t max,
                        struct err *err)
{
    uint64_t ns;
    int r = units_parse_duration_ns(text, &ns, err);
    if (r < 0)
        return r;
    if (ns < min || ns > max) {
        scope_free char *least = exact_duration(min);
        scope_free char *most = exact_duration(max);
        return err_input(err, "'%s' must lie between %s and %s", text, least, most);
    }
    *field = ns;
    return 0;
}

// Below a half it would be a guess; above that no number of boots is enough.
#define CONFIDENCE_LEAST 0.5
#define CONFIDENCE_MOST  0.9999

static int set_verdict_share(double *field, const char *text, struct err *err)
{
    double share;
    int r = units_parse_share(text, &share, err);
    if (r < 0)
        return r;
    if (share < CONFIDENCE_LEAST || share > CONFIDENCE_MOST)
        return err_input(err, "'%s' must lie between 50%% and 99.99%%", text);
    *field = share;
    return 0;
}

// The kernel takes no quota below a millisecond in every 100 ms.
static int set_cpu_share(double *field, const char *text, struct err *err)
{
    double share;
    int r = units_parse_share(text, &share, err);
    if (r < 0)
        return r;
    if (share < 0.01 || share > 1)
        return err_input(err, "'%s' must lie between 1%% and 100%% of a vCPU", text);
    *field = share;
    return 0;
}

static char *get_count(uint64_t count)
{
    return alloc_printf("%" PRIu64, count);
}

static char *get_span(uint32_t first, uint32_t last)
{
    return alloc_printf("%" PRIu32 "..%" PRIu32, first, last);
}

// Nothing is said of a disk that is as usual.
static char *unusual_size(const struct scenario *s)
{
    struct disk usual;
    disk_init(&usual);
    char *text = s->disk.bytes == usual.bytes ? NULL : exact_bytes(s->disk.bytes);
    disk_done(&usual);
    return text;
}

static char *unusual_backing(enum memory_backing backing)
{
    return backing == MEMORY_BACKING_PLAIN ? NULL : alloc_copy(memory_backing_name(backing));
}

static char *said(const char *text)
{
    return *text ? alloc_copy(text) : NULL;
}

// Most loads have none, and their files say nothing of it.
static char *get_options_text(const struct scenario *s)
{
    return s->load.options && *s->load.options ? alloc_copy(s->load.options) : NULL;
}

// A program goes with the workload that runs it.
static int set_workload(struct scenario *s, const char *text, struct err *err)
{
    int r = set_word(&s->load.workload, text, "cpu", err);
    if (r == 0 && !load_is_exec(&s->load)) {
        exec_plan_free(s->load.exec);
        s->load.exec = NULL;
    }
    return r;
}

static char *get_workload(const struct scenario *s)
{
    return alloc_copy(s->load.workload);
}

// Two functions a key, of one line each.
#define KEY(name, set_expression, get_expression)                                                  \
    static int set_##name(struct scenario *s, const char *text, struct err *err)                   \
    {                                                                                              \
        (void)err;                                                                                 \
        return set_expression;                                                                     \
    }                                                                                              \
    static char *get_##name(const struct scenario *s)                                              \
    {                                                                                              \
        return get_expression;                                                                     \
    }

KEY(label, set_text(&s->label, text), alloc_copy(s->label))
KEY(guest, set_word(&s->guest, text, "auto", err), alloc_copy(s->guest))
KEY(connect, set_text(&s->connect, text), alloc_copy(s->connect))
KEY(kernel, set_text(&s->kernel, text), alloc_copy(s->kernel))
KEY(qemu, emulator_set_program(&s->emulator, text, err), said(s->emulator.program))
KEY(machine, emulator_set_machine(&s->emulator, text, err), said(s->emulator.machine))
KEY(cpu_model, emulator_set_cpu(&s->emulator, text, err), said(s->emulator.cpu))
KEY(vcpus, set_count(&s->shape.vcpus, text, 1, SCENARIO_VCPUS_MAX, err), get_count(s->shape.vcpus))
KEY(memory, set_bytes(&s->shape.memory_bytes, text, MIB, err), exact_bytes(s->shape.memory_bytes))
KEY(memory_backing, memory_backing_parse(text, &s->memory_backing, err),
    unusual_backing(s->memory_backing))
KEY(pinning, pinning_parse(text, &s->pinning, err),
    s->pinning == PINNING_NONE ? NULL : alloc_copy(pinning_name(s->pinning)))
KEY(cpu_quota, set_cpu_share(&s->cpu_quota_ratio, text, err),
    s->cpu_quota_ratio < 1 ? exact_share(s->cpu_quota_ratio) : NULL)
KEY(network_mode, set_word(&s->network_mode, text, "auto", err), alloc_copy(s->network_mode))
KEY(disk_size, set_bytes(&s->disk.bytes, text, MIB, err), unusual_size(s))
KEY(disk_cache, disk_set_cache(&s->disk, text, err), disk_get_cache(&s->disk))
KEY(disk_aio, disk_set_aio(&s->disk, text, err), disk_get_aio(&s->disk))
KEY(disk_backing, disk_set_backing(&s->disk, text, err), disk_get_backing(&s->disk))
KEY(disk_path, set_text(&s->disk.path, text), *s->disk.path ? alloc_copy(s->disk.path) : NULL)
KEY(disk_iops, disk_set_iops(&s->disk, text, err), disk_get_iops(&s->disk))
KEY(disk_bandwidth, disk_set_bandwidth(&s->disk, text, err), disk_get_bandwidth(&s->disk))
KEY(disk_destroy, disk_set_destroy(&s->disk, text, err), disk_get_destroy(&s->disk))
KEY(variant, set_text(&s->load.variant, text), alloc_copy(s->load.variant))
KEY(options, set_text(&s->load.options, text), get_options_text(s))
KEY(working_set, set_bytes(&s->load.working_set_bytes, text, 0, err),
    exact_bytes(s->load.working_set_bytes))
KEY(threads, set_count(&s->load.threads, text, 0, SCENARIO_THREADS_MAX, err),
    get_count(s->load.threads))
KEY(repeats, set_span(&s->repeats_min, &s->repeats_max, text, SCENARIO_REPEATS_MAX, err),
    get_span(s->repeats_min, s->repeats_max))
KEY(budget, set_duration(&s->budget_ns, text, CLOCK_NS_PER_SECOND, BUDGET_MAX_NS, err),
    s->budget_ns ? exact_duration(s->budget_ns) : NULL)
KEY(confidence, set_verdict_share(&s->confidence, text, err), exact_share(s->confidence))
KEY(window, set_duration(&s->window_ns, text, WINDOW_MIN_NS, WINDOW_MAX_NS, err),
    exact_duration(s->window_ns))
KEY(warmup, set_count(&s->warmup_max_windows, text, 0, SCENARIO_WARMUP_MAX, err),
    get_count(s->warmup_max_windows))
KEY(parallel, set_count(&s->boot_parallel, text, 0, SCENARIO_PARALLEL_MAX, err),
    get_count(s->boot_parallel))
KEY(timeout, set_duration(&s->boot_timeout_ns, text, CLOCK_NS_PER_SECOND, BOOT_TIMEOUT_MAX_NS, err),
    exact_duration(s->boot_timeout_ns))
KEY(boot_from, boot_way_parse_from(text, &s->boot.from, err),
    s->boot.from == BOOT_FROM_AUTO ? NULL : alloc_copy(boot_way_from_name(s->boot.from)))
KEY(boot_firmware, boot_way_parse_firmware(text, &s->boot.firmware, err),
    s->boot.firmware == BOOT_FIRMWARE_AUTO ? NULL
                                           : alloc_copy(boot_way_firmware_name(s->boot.firmware)))
KEY(boot_medium, set_text(&s->boot_medium, text),
    *s->boot_medium ? alloc_copy(s->boot_medium) : NULL)
KEY(reserve, set_bytes(&s->reserve_bytes, text, 0, err), exact_bytes(s->reserve_bytes))
KEY(seed, units_parse_count(text, 0, UINT64_MAX, &s->seed, err), get_count(s->seed))

static int set_platform(struct scenario *s, const char *text, struct err *err)
{
    scope_platform_list struct platform_list list = {0};
    int r = platform_list_parse(text, &list, err);
    if (r == 0)
        record_set(&s->platform, platform_list_format(&list));
    return r;
}

static int set_network_addresses(struct scenario *s, const char *text, struct err *err)
{
    struct ipv4_net net;
    int r = *text ? ipv4_parse_net(text, &net, err) : 0;
    return r < 0 ? r : set_text(&s->network_addresses, text);
}

static char *get_network_addresses(const struct scenario *s)
{
    return *s->network_addresses ? alloc_copy(s->network_addresses) : NULL;
}

static char *get_platform(const struct scenario *s)
{
    return alloc_copy(s->platform);
}

// "1..8", "4", and open ends: "limit" and "4..limit".
static int set_guests(struct scenario *s, const char *text, struct err *err)
{
    static const char open_end[] = "limit";
    const char *dots = strstr(text, "..");
    const char *end = dots ? dots + 2 : text;
    bool is_open = strcmp(end, open_end) == 0;
    scope_free char *first =
        dots ? alloc_printf("%.*s", (int)(dots - text), text) : alloc_copy("1");
    int r = is_open ? set_count(&s->guests_min, first, 1, SCENARIO_GUESTS_MAX, err)
                    : set_span(&s->guests_min, &s->guests_max, text, SCENARIO_GUESTS_MAX, err);
    if (r == 0 && is_open)
        s->guests_max = SCENARIO_GUESTS_LIMIT;
    if (r == 0) {
        s->overcommit = (struct overcommit){0};
        s->densities.count = 0;
    }
    return r;
}

// A ratio, or a list, stands for them.
static char *get_guests(const struct scenario *s)
{
    if (s->overcommit.max > 0 || s->densities.count > 0)
        return NULL;
    return s->guests_max == SCENARIO_GUESTS_LIMIT
               ? alloc_printf("%" PRIu32 "..limit", s->guests_min)
               : get_span(s->guests_min, s->guests_max);
}

// The same bounds count guests, or tiles where there is one.
static char *get_guests_alone(const struct scenario *s)
{
    return s->tile.role_count == 0 ? get_guests(s) : NULL;
}

static char *get_tiles(const struct scenario *s)
{
    return s->tile.role_count > 0 ? get_guests(s) : NULL;
}

static int set_overcommit(struct scenario *s, const char *text, struct err *err)
{
    int r = overcommit_parse(text, &s->overcommit, err);
    if (r == 0)
        s->densities.count = 0;
    return r;
}

static char *get_overcommit(const struct scenario *s)
{
    return s->overcommit.max > 0 ? overcommit_format(&s->overcommit) : NULL;
}

static int set_densities(struct scenario *s, const char *text, struct err *err)
{
    struct density_list list;
    int r = *text ? density_list_parse(text, SCENARIO_GUESTS_MAX, &list, err)
                  : err_input(err, "densities are wanted, as 1,4,8");
    if (r < 0)
        return r;
    s->densities = list;
    s->guests_min = list.list[0];
    s->guests_max = list.list[list.count - 1];
    s->overcommit = (struct overcommit){0};
    return 0;
}

static char *get_densities(const struct scenario *s)
{
    return s->densities.count ? density_list_format(&s->densities) : NULL;
}

static char *get_interference(const struct scenario *s)
{
    return *s->interference ? alloc_copy(s->interference) : NULL;
}

// Names are held against the workloads there are by who knows those.
static int set_interference(struct scenario *s, const char *text, struct err *err)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-:,";
    bool is_list = !text[strspn(text, letters)] && !strstr(text, ",,") && *text != ',' &&
                   (!*text || text[strlen(text) - 1] != ',');
    if (!is_list)
        return err_input(err, "'%s' is no list of workloads, as cpu,memory:triad", text);
    return set_text(&s->interference, text);
}

static int set_fault(struct scenario *s, const char *text, struct err *err)
{
    int fault = accident_parse(text);
    if (fault < 0) {
        scope_free char *list = accident_list();
        return err_input(err, "'%s' is no fault; one of %s is wanted", text, list);
    }
    s->fault = (enum accident)fault;
    return 0;
}

static char *get_fault(const struct scenario *s)
{
    return s->fault == ACCIDENT_NONE ? NULL : alloc_copy(accident_name(s->fault));
}

static int set_slo(struct scenario *s, const char *text, struct err *err)
{
    struct slo slo;
    int r = slo_parse(text, &slo, err);
    if (r < 0)
        return r;
    slo_done(&s->slo);
    s->slo = slo;
    return 0;
}

static char *get_slo(const struct scenario *s)
{
    return slo_format(&s->slo);
}

// "trace": as many as a replay's trace takes.
static int set_windows(struct scenario *s, const char *text, struct err *err)
{
    if (strcmp(text, "trace") != 0)
        return set_count(&s->windows, text, 1, SCENARIO_WINDOWS_MAX, err);
    s->windows = SCENARIO_WINDOWS_TRACE;
    return 0;
}

static char *get_windows(const struct scenario *s)
{
    return s->windows == SCENARIO_WINDOWS_TRACE ? alloc_copy("trace") : get_count(s->windows);
}

static int set_unique_content(struct scenario *s, const char *text, struct err *err)
{
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(text, words[i]) == 0) {
            s->unique_content = i % 2 == 1;
            return 0;
        }
    }
    return err_input(err, "'%s' is neither yes nor no", text);
}

static char *get_unique_content(const struct scenario *s)
{
    return alloc_copy(s->unique_content ? "yes" : "no");
}

static int set_terms(struct scenario *s, const char *text, struct err *err)
{
    bool is_all = strcmp(text, "all") == 0;
    if (!is_all && strcmp(text, "first") != 0)
        return err_input(err, "'%s' is neither first (stop where the first one breaks) nor all",
                         text);
    s->all_terms = is_all;
    return 0;
}

static char *get_terms(const struct scenario *s)
{
    return s->all_terms ? alloc_copy("all") : NULL;
}

#define ENTRY(path, member, name)                                                                  \
    {                                                                                              \
        path, offsetof(struct scenario_text, member), set_##name, get_##name                       \
    }

#define ARRIVALS(path, member, name)                                                               \
    {                                                                                              \
        path, offsetof(struct scenario_text, member), scenario_arrivals_set##name,                 \
            scenario_arrivals_get##name                                                            \
    }

const struct scenario_key scenario_keys[] = {
    ENTRY("label", label, label),
    ENTRY("platform", platform, platform),
    ENTRY("guest", guest, guest),
    ENTRY("connect", connect, connect),
    ENTRY("kernel", kernel, kernel),
    ENTRY("qemu", qemu, qemu),
    ENTRY("machine", machine, machine),
    ENTRY("cpu.model", cpu.model, cpu_model),
    {"guests", offsetof(struct scenario_text, guests), set_guests, get_guests_alone},
    {"tiles", offsetof(struct scenario_text, tiles), set_guests, get_tiles},
    ENTRY("overcommit", overcommit, overcommit),
    ENTRY("densities", densities, densities),
    ENTRY("interference", interference, interference),
    ENTRY("fault", fault, fault),
    {"curve", offsetof(struct scenario_text, curve), scenario_curve_set, scenario_curve_get},
    ENTRY("shape.vcpus", shape.vcpus, vcpus),
    ENTRY("shape.memory", shape.memory, memory),
    ENTRY("memory.backing", memory.backing, memory_backing),
    ENTRY("cpu.quota", cpu.quota, cpu_quota),
    ENTRY("pinning", pinning, pinning),
    ENTRY("network.mode", network.mode, network_mode),
    ENTRY("network.addresses", network.addresses, network_addresses),
    ENTRY("disk.size", disk.size, disk_size),
    ENTRY("disk.cache", disk.cache, disk_cache),
    ENTRY("disk.aio", disk.aio, disk_aio),
    ENTRY("disk.backing", disk.backing, disk_backing),
    ENTRY("disk.path", disk.path, disk_path),
    ENTRY("disk.destroy", disk.destroy, disk_destroy),
    ENTRY("disk.iops", disk.iops, disk_iops),
    ENTRY("disk.bandwidth", disk.bandwidth, disk_bandwidth),
    ENTRY("load.workload", load.workload, workload),
    ENTRY("load.variant", load.variant, variant),
    ENTRY("load.options", load.options, options),
    ARRIVALS("load.trace", load.trace, _trace),
    ARRIVALS("load.burst", load.burst, _burst),
    ARRIVALS("load.rate", load.rate, _rate),
    ARRIVALS("load.arrivals", load.arrivals, ),
    ARRIVALS("load.trace_speed", load.trace_speed, _trace_speed),
    ARRIVALS("load.trace_arrivals", load.trace_arrivals, _trace_arrivals),
    ARRIVALS("load.trace_gaps", load.trace_gaps, _trace_gaps),
    ENTRY("load.working_set", load.working_set, working_set),
    ENTRY("load.threads", load.threads, threads),
    ENTRY("slo", slo, slo),
    ENTRY("repeats", repeats, repeats),
    ENTRY("confidence", confidence, confidence),
    ENTRY("budget", budget, budget),
    ENTRY("terms", terms, terms),
    ENTRY("windows", windows, windows),
    ENTRY("window", window, window),
    ENTRY("warmup", warmup, warmup),
    ENTRY("boot.parallel", boot.parallel, parallel),
    ENTRY("boot.timeout", boot.timeout, timeout),
    ENTRY("boot.from", boot.from, boot_from),
    ENTRY("boot.firmware", boot.firmware, boot_firmware),
    ENTRY("boot.medium", boot.medium, boot_medium),
    ENTRY("reserve", reserve, reserve),
    ENTRY("seed", seed, seed),
    ENTRY("unique_content", unique_content, unique_content),
    {0},
};

// What a tile says of its roles, nobody else can say for all of them.
static int check_tile(const struct scenario *scenario, const char *key, struct err *err)
{
    bool has_tile = scenario->tile.role_count > 0;
    bool is_role = strncmp(key, "load.", 5) == 0 || strncmp(key, "shape.", 6) == 0;
    if (has_tile && is_role)
        return err_input(err, "%s: the scenario's tile says it for every role; change it there",
                         key);
    if (has_tile && strcmp(key, "guests") == 0)
        return err_input(err, "guests: the scenario has a tile; tiles is wanted, as 1..4");
    if (!has_tile && strcmp(key, "tiles") == 0)
        return err_input(err, "tiles: the scenario has no tile; guests is wanted, as 1..8");
    return 0;
}

static int refuse_key(const char *key, struct err *err)
{
    const char *paths[sizeof(scenario_keys) / sizeof(scenario_keys[0])];
    size_t count = 0;
    for (; scenario_keys[count].path; count++)
        paths[count] = scenario_keys[count].path;
    scope_free char *hint = nearest_hint(key, paths, count);
    return err_input(err, "no key '%s'%s", key, hint);
}

int scenario_set(struct scenario *scenario, const char *key, const char *text, struct err *err)
{
    for (const struct scenario_key *entry = scenario_keys; entry->path; entry++) {
        if (strcmp(entry->path, key) != 0)
            continue;
        if (check_tile(scenario, key, err) < 0)
            return -EINVAL;
        int r = entry->set(scenario, text, err);
        if (r < 0)
            err_prefix(err, "%s", key);
        else
            sweep_drop(&scenario->sweep, key);
        return r;
    }
    return refuse_key(key, err);
}
