// SPDX-License-Identifier: GPL-3.0-or-later
// The thresholds and what they are held against.
#include "bench/host_alarm.h"

#include <inttypes.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "bench/disk_room.h"
#include "collector/cgroup.h"
#include "collector/memory.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/units.h"

#define MIB (UINT64_C(1) << 20)

// Memory is asked for this often; where it goes so fast that the line is reached within the notice,
// more often: 10 GB a second then take half a gigabyte between two looks.
static const uint64_t LOOK_NS = 250 * CLOCK_NS_PER_MS;
static const uint64_t HURRIED_LOOK_NS = 50 * CLOCK_NS_PER_MS;
static const double NOTICE_SECONDS = 5;
static const uint64_t SLOW_NS = CLOCK_NS_PER_SECOND;

// A fifth of ten seconds in which nobody got on is a host on its knees.
static const double STALLED_RATIO = 0.2;
static const uint64_t SWAP_MIN_BYTES = 64 * MIB;
// Time services slew a clock, 0.5 ms a second at the most.
static const int64_t STEPPED_NS = 200 * (int64_t)CLOCK_NS_PER_MS;

// --- memory -------------------------------------------------------------------------------------

static char *check_memory(struct host_alarm *alarm, uint64_t now_ns)
{
    char left[UNITS_TEXT_SIZE], reserve[UNITS_TEXT_SIZE];
    struct host_memory memory;
    (void)now_ns;
    if (host_memory_read(alarm->options.procfs, &memory, NULL) < 0)
        return NULL;
    alarm->available_bytes = memory.available_bytes;
    if (memory.available_bytes < alarm->least_bytes)
        alarm->least_bytes = memory.available_bytes;
    if (memory.available_bytes >= alarm->options.reserve_bytes / 2)
        return NULL;
    return alloc_printf("memory: %s left, less than half of the %s in reserve",
                        units_format_bytes(left, memory.available_bytes),
                        units_format_bytes(reserve, alarm->options.reserve_bytes));
}

static char *check_stalls(struct host_alarm *alarm, uint64_t now_ns)
{
    char stalled[UNITS_TEXT_SIZE];
    double ratio;
    (void)now_ns;
    if (host_memory_stalled(alarm->options.procfs, &ratio) < 0 || ratio < STALLED_RATIO)
        return NULL;
    return alloc_printf("memory: every task stood still for %s of ten seconds, waiting for it",
                        units_format_share(stalled, ratio));
}

static char *check_swap(struct host_alarm *alarm, uint64_t now_ns)
{
    char grown[UNITS_TEXT_SIZE], most[UNITS_TEXT_SIZE];
    uint64_t allowed = alarm->options.reserve_bytes / 2;
    struct host_memory memory;
    (void)now_ns;
    allowed = allowed > SWAP_MIN_BYTES ? allowed : SWAP_MIN_BYTES;
    if (host_memory_read(alarm->options.procfs, &memory, NULL) < 0 ||
        memory.swap_used_bytes <= alarm->swap_bytes ||
        memory.swap_used_bytes - alarm->swap_bytes < allowed)
        return NULL;
    return alloc_printf("swap: it has grown by %s since the step began, beyond %s",
                        units_format_bytes(grown, memory.swap_used_bytes - alarm->swap_bytes),
                        units_format_bytes(most, allowed));
}

// --- the OOM killer -----------------------------------------------------------------------------

// Of the whole host, control groups' own kills included; 0 where the kernel does not tell.
static uint64_t count_kills(const struct procfs *procfs)
{
    static const char key[] = "\noom_kill ";
    scope_free char *text = NULL;
    uint64_t kills = 0;
    if (procfs_read(procfs, "/proc/vmstat", &text, NULL) < 0)
        return 0;
    const char *line = strstr(text, key);
    return line && procfs_digits(line + sizeof key - 1, &kills) == 0 ? kills : 0;
}

static void add_own_kills(const struct procfs *procfs, const struct cgroup *group, void *context)
{
    const char *file = group->version == 2 ? "memory.events" : "memory.oom_control";
    uint64_t *most = context, kills;
    if (cgroup_field(procfs, group, file, "oom_kill", &kills) == 0 && kills > *most)
        *most = kills;
}

static uint64_t count_own_kills(const struct procfs *procfs)
{
    uint64_t kills = 0;
    cgroup_walk(procfs, "memory", add_own_kills, &kills);
    return kills;
}

static void remark(struct host_alarm *alarm, char *taken)
{
    free(alarm->remark);
    alarm->remark = taken;
}

// A container that runs into a limit of its own while the host has memory enough is nobody else's
// emergency.
static char *check_kills(struct host_alarm *alarm, uint64_t now_ns)
{
    uint64_t kills = count_kills(alarm->options.procfs);
    uint64_t own = count_own_kills(alarm->options.procfs);
    uint64_t more = kills - alarm->kills, own_more = own - alarm->own_kills;
    (void)now_ns;
    alarm->kills = kills;
    alarm->own_kills = own;
    if (own_more > 0 && own_more < UINT64_MAX / 2)
        return alloc_printf("memory: the OOM killer struck %" PRIu64 " time%s in our control group",
                            own_more, own_more == 1 ? "" : "s");
    if (more == 0 || more > UINT64_MAX / 2)
        return NULL;
    if (alarm->least_bytes <= 2 * alarm->options.reserve_bytes)
        return alloc_printf("memory: the OOM killer struck %" PRIu64 " time%s on this host", more,
                            more == 1 ? "" : "s");
    remark(alarm, alloc_copy("the OOM killer struck a control group of somebody else's, which had "
                             "run into its own limit; the host has memory enough"));
    return NULL;
}

// --- disks --------------------------------------------------------------------------------------

static char *check_disks(struct host_alarm *alarm, uint64_t now_ns)
{
    const struct host_alarm_options *options = &alarm->options;
    (void)now_ns;
    char *why = disk_room_lack("disk", options->folder);
    // Guests write errors by then; they cannot know why.
    if (!why)
        why = disk_room_lack("data disks", options->data_folder);
    if (why || !options->store)
        return why;
    scope_free char *copy = alloc_copy(options->store);
    return disk_room_lack("store", dirname(copy));
}

// --- tasks and clocks ---------------------------------------------------------------------------

static char *check_stuck(struct host_alarm *alarm, uint64_t now_ns)
{
    return host_stuck_look(&alarm->stuck, alarm->options.procfs, now_ns);
}

static int64_t clock_offset_ns(const struct host_alarm *alarm)
{
    int64_t (*realtime_ns)(void) =
        alarm->options.realtime_ns ? alarm->options.realtime_ns : clock_realtime_ns;
    return realtime_ns() - (int64_t)clock_monotonic_ns();
}

// Nothing is measured by it: durations are monotonic. Who reads the times of records must know.
static void look_at_clock(struct host_alarm *alarm)
{
    int64_t offset_ns = clock_offset_ns(alarm), step_ns = offset_ns - alarm->clock_ns;
    alarm->clock_ns = offset_ns;
    if (llabs(step_ns) < STEPPED_NS)
        return;
    remark(alarm, alloc_printf("the host's clock was stepped by %+.1f s: times from here on are by "
                               "the new one; nothing is measured by either",
                               (double)step_ns / (double)CLOCK_NS_PER_SECOND));
}

// --- the table ----------------------------------------------------------------------------------

const struct host_alarm_rule host_alarm_rules[] = {
    {"memory", "available memory below half of the reserve",
     "the reserve is for the host's own work; the other half is the time to remove the guests",
     check_memory},
    {"memory stalls", "every task stood still for a fifth of ten seconds (PSI, full avg10)",
     "pages go out and come back for everybody: the host works for its memory alone", check_stalls},
    {"swap", "grown since the step began by half of the reserve, at least 64 MiB",
     "guests that are swapped out measure the disk, and the host is short of memory already",
     check_swap},
    {"OOM killer", "struck in our control group, or on a host short of memory",
     "what it kills next may be the host's", check_kills},
    {"disks",
     "less than 16 MiB (a sixteenth of a small one) or 16 files left for consoles, data "
     "disks or the store",
     "a finished step must still fit, and what guests write next fails for reasons of its own",
     check_disks},
    {"stuck task", "one of ours or of a guest's in the kernel for 30 s without having run",
     "a device or a file system has stopped answering; what follows is no measurement",
     check_stuck},
};
const size_t host_alarm_rule_count = sizeof host_alarm_rules / sizeof *host_alarm_rules;

bool host_alarm_blames_host(const char *reason)
{
    static const char *const words[] = {": disk: ", ": store: ", ": stuck task: ", ": hung: "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(reason, words[i]))
            return true;
    return false;
}

void host_alarm_begin(struct host_alarm *alarm, const struct host_alarm_options *options)
{
    struct host_memory memory = {0};
    *alarm = (struct host_alarm){.options = *options, .least_bytes = UINT64_MAX};
    if (host_memory_read(options->procfs, &memory, NULL) == 0) {
        alarm->swap_bytes = memory.swap_used_bytes;
        alarm->available_bytes = alarm->least_bytes = memory.available_bytes;
    }
    alarm->looked_ns = clock_monotonic_ns();
    alarm->kills = count_kills(options->procfs);
    alarm->own_kills = count_own_kills(options->procfs);
    alarm->clock_ns = clock_offset_ns(alarm);
}

void host_alarm_done(struct host_alarm *alarm)
{
    host_stuck_done(&alarm->stuck);
    free(alarm->remark);
    alarm->remark = NULL;
}

// Whether what went since the last look would reach the line within the notice.
static bool goes_fast(const struct host_alarm *alarm, uint64_t before_bytes, uint64_t before_ns,
                      uint64_t now_ns)
{
    uint64_t line = alarm->options.reserve_bytes / 2, now = alarm->available_bytes;
    if (now >= before_bytes || now_ns <= before_ns)
        return false;
    double a_second =
        (double)(before_bytes - now) / (double)(now_ns - before_ns) * (double)CLOCK_NS_PER_SECOND;
    return (double)now - a_second * NOTICE_SECONDS < (double)line;
}

static char *look_slowly(struct host_alarm *alarm, uint64_t now_ns)
{
    if (now_ns < alarm->next_slow_ns)
        return NULL;
    alarm->next_slow_ns = now_ns + SLOW_NS;
    look_at_clock(alarm);
    for (size_t i = 1; i < host_alarm_rule_count; i++) {
        char *why = host_alarm_rules[i].check(alarm, now_ns);
        if (why)
            return why;
    }
    return NULL;
}

char *host_alarm_look(struct host_alarm *alarm, uint64_t now_ns, uint64_t *ret_next_ns)
{
    uint64_t before_bytes = alarm->available_bytes, before_ns = alarm->looked_ns;
    char *why = check_memory(alarm, now_ns);
    alarm->looked_ns = now_ns;
    bool is_fast = goes_fast(alarm, before_bytes, before_ns, now_ns);
    *ret_next_ns = now_ns + (is_fast ? HURRIED_LOOK_NS : LOOK_NS);
    return why ? why : look_slowly(alarm, now_ns);
}
