// SPDX-License-Identifier: GPL-3.0-or-later
// When guests must be stopped, on a made-up host: each rule just before and just beyond its line.
#include "bench/host_alarm.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

static struct host_alarm alarm_state;
static uint64_t now_ns;
static int64_t stepped_ns;

static int64_t stepped_clock(void)
{
    return clock_realtime_ns() + stepped_ns;
}

static void put_memory(uint64_t available_mib, uint64_t swap_used_mib)
{
    scope_free char *text = alloc_printf("MemTotal: 16777216 kB\nMemAvailable: %llu kB\n"
                                         "SwapTotal: 8388608 kB\nSwapFree: %llu kB\n",
                                         (unsigned long long)available_mib << 10,
                                         8388608ULL - ((unsigned long long)swap_used_mib << 10));
    tree_put("/proc/meminfo", text);
}

static void put_kills(unsigned host, unsigned own)
{
    scope_free char *all = alloc_printf("pgfault 1\noom_kill %u\nswap_ra 0\n", host);
    scope_free char *group = alloc_printf("low 0\nhigh 0\nmax 0\noom 0\noom_kill %u\n", own);
    tree_put("/proc/vmstat", all);
    tree_put("/sys/fs/cgroup/ours/memory.events", group);
}

// 16 GiB of which 8 are left; 1 is in reserve.
static void begin(void)
{
    tree_make();
    put_memory(8192, 0);
    tree_put("/proc/self/cgroup", "0::/ours\n");
    tree_put("/proc/self/mountinfo",
             "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n");
    put_kills(3, 0);
    stepped_ns = 0;
    now_ns = clock_monotonic_ns();
    const struct host_alarm_options options = {
        .procfs = tree_procfs(),
        .reserve_bytes = GIB,
        .realtime_ns = stepped_clock,
    };
    host_alarm_begin(&alarm_state, &options);
}

static void end(void)
{
    host_alarm_done(&alarm_state);
    tree_remove();
}

TestSuite(harness_host_alarm, .init = begin, .fini = end);

// A second later.
static char *look(void)
{
    uint64_t next_ns;
    now_ns += CLOCK_NS_PER_SECOND;
    return host_alarm_look(&alarm_state, now_ns, &next_ns);
}

static void expect_quiet(const char *when)
{
    scope_free char *why = look();
    cr_expect_null(why, "%s: %s", when, why);
}

static void expect_alarm(const char *text)
{
    scope_free char *why = look();
    cr_assert_not_null(why, "%s", text);
    cr_expect_not_null(strstr(why, text), "%s", why);
}

Test(harness_host_alarm, sounds_before_memory_is_gone)
{
    expect_quiet("all is well");
    put_memory(512, 0);
    expect_quiet("half of the reserve is left");
    put_memory(511, 0);
    expect_alarm("memory: 511 MiB left, less than half of the 1.00 GiB in reserve");
}

Test(harness_host_alarm, looks_again_soon_where_memory_goes_fast)
{
    uint64_t next_ns;
    cr_expect_null(host_alarm_look(&alarm_state, now_ns += CLOCK_NS_PER_SECOND, &next_ns));
    cr_expect_eq(next_ns - now_ns, 250 * CLOCK_NS_PER_MS);
    put_memory(7000, 0); // 1.2 GiB in a second: the line is six seconds away
    cr_expect_null(host_alarm_look(&alarm_state, now_ns += CLOCK_NS_PER_SECOND, &next_ns));
    cr_expect_eq(next_ns - now_ns, 250 * CLOCK_NS_PER_MS);
    put_memory(5500, 0); // 1.5 GiB: less than five
    cr_expect_null(host_alarm_look(&alarm_state, now_ns += CLOCK_NS_PER_SECOND, &next_ns));
    cr_expect_eq(next_ns - now_ns, 50 * CLOCK_NS_PER_MS);
}

Test(harness_host_alarm, sounds_when_nothing_gets_on)
{
    tree_put("/proc/pressure/memory", "some avg10=90.00 avg60=0.00 avg300=0.00 total=1\n"
                                      "full avg10=19.99 avg60=0.00 avg300=0.00 total=1\n");
    expect_quiet("a little less than a fifth");
    tree_put("/proc/pressure/memory", "some avg10=90.00 avg60=0.00 avg300=0.00 total=1\n"
                                      "full avg10=20.00 avg60=0.00 avg300=0.00 total=1\n");
    expect_alarm("stood still");
    tree_put("/proc/pressure/memory", "rubbish\n");
    expect_quiet("the kernel does not tell");
}

Test(harness_host_alarm, sounds_when_swap_grows)
{
    put_memory(8192, 511);
    expect_quiet("by less than half of the reserve");
    put_memory(8192, 512);
    expect_alarm("swap: it has grown by 512 MiB since the step began");
}

Test(harness_host_alarm, takes_swap_that_was_used_before_for_granted)
{
    const struct host_alarm_options options = {.procfs = tree_procfs(), .reserve_bytes = GIB};
    put_memory(8192, 4096);
    host_alarm_begin(&alarm_state, &options);
    expect_quiet("as before");
    put_memory(8192, 100);
    expect_quiet("it shrank");
}

Test(harness_host_alarm, sounds_when_the_oom_killer_strikes_us)
{
    put_kills(4, 1);
    expect_alarm("the OOM killer struck 1 time in our control group");
    expect_quiet("told once");
}

Test(harness_host_alarm, sounds_when_the_oom_killer_strikes_a_host_short_of_memory)
{
    put_memory(2000, 0);
    expect_quiet("short, but well");
    put_memory(9000, 0); // who was killed has left it
    put_kills(5, 0);
    expect_alarm("the OOM killer struck 2 times on this host");
}

Test(harness_host_alarm, only_remarks_on_kills_of_somebody_elses_group)
{
    put_kills(4, 0);
    expect_quiet("the host has memory enough");
    cr_assert_not_null(alarm_state.remark);
    cr_expect_not_null(strstr(alarm_state.remark, "somebody else's"), "%s", alarm_state.remark);
}

Test(harness_host_alarm, is_quiet_about_file_systems_with_room_and_those_that_are_not_there)
{
    alarm_state.options.store = "/nowhere/at/all/fullhouse.db";
    expect_quiet("what cannot be asked is not full");
    alarm_state.options.folder = tree_root();
    expect_quiet("the real one has room");
}

Test(harness_host_alarm, remarks_on_a_stepped_clock_and_stops_nothing)
{
    expect_quiet("as it was");
    cr_assert_null(alarm_state.remark);
    stepped_ns = 3600 * (int64_t)CLOCK_NS_PER_SECOND;
    expect_quiet("it is no reason to stop");
    cr_assert_not_null(alarm_state.remark);
    cr_expect_not_null(strstr(alarm_state.remark, "stepped by +3600.0 s"), "%s",
                       alarm_state.remark);
    free(scope_take(alarm_state.remark));
    expect_quiet("it goes on from there");
    cr_expect_null(alarm_state.remark);
}

static void put_task(int switches)
{
    scope_free char *text = alloc_printf("Name:\tqemu\nState:\tD (disk sleep)\n"
                                         "voluntary_ctxt_switches:\t%d\n"
                                         "nonvoluntary_ctxt_switches:\t2\n",
                                         switches);
    tree_put("/proc/stat", "cpu  1 2 3\nprocs_running 1\nprocs_blocked 1\n");
    tree_put("/proc/4711/task/4712/status", text);
}

Test(harness_host_alarm, sounds_when_a_guests_task_is_stuck)
{
    host_stuck_add(&alarm_state.stuck, 4711);
    put_task(1);
    for (int second = 0; second < 25; second++)
        expect_quiet("not for long enough");
    put_task(2);
    for (int second = 0; second < 30; second++)
        expect_quiet("it has run in between");
    for (int second = 0; second < 10; second++) {
        scope_free char *why = look();
        if (!why)
            continue;
        cr_expect_not_null(strstr(why, "qemu (4712, of process 4711) has been in the kernel for 3"),
                           "%s", why);
        return;
    }
    cr_assert_fail("half a minute is over");
}

Test(harness_host_alarm, finds_nothing_where_the_kernel_tells_nothing)
{
    tree_drop("/proc/meminfo");
    tree_drop("/proc/vmstat");
    tree_drop("/proc/self/cgroup");
    expect_quiet("nothing can be read");
}

Test(harness_host_alarm, knows_whose_fault_it_is)
{
    cr_expect(host_alarm_blames_host("stopped at 2 of 2 guests: store: the file system of / is"));
    cr_expect(host_alarm_blames_host("stopped at 2 of 2 guests: hung: the loop"));
    cr_expect_not(host_alarm_blames_host("stopped at 2 of 2 guests: memory: 1 MiB left"));
    cr_expect_not(host_alarm_blames_host("stopped at 2 of 2 guests: data disks: the file system"));
    cr_expect_not(host_alarm_blames_host(""));
}

Test(harness_host_alarm, rules_say_their_lines_and_why)
{
    for (size_t i = 0; i < host_alarm_rule_count; i++) {
        const struct host_alarm_rule *rule = &host_alarm_rules[i];
        cr_expect(*rule->name && *rule->threshold && *rule->reason && rule->check);
        for (size_t k = 0; k < i; k++)
            cr_expect_str_neq(rule->name, host_alarm_rules[k].name);
    }
}
