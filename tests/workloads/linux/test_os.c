// SPDX-License-Identifier: GPL-3.0-or-later
// Every variant of the os workload for a short while in this process, with each of its options, and
// what is absent where it is.
#include <criterion/criterion.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "workloads/linux/measure.h"
#include "workloads/linux/rhythm.h"
#include "workloads/linux/runner.h"

#define SHORT_NS (60 * CLOCK_NS_PER_MS)

static struct wire_prepare load_of(const char *variant, const char *options, uint32_t threads)
{
    return (struct wire_prepare){
        .load = {.workload = (char *)"os",
                 .variant = (char *)variant,
                 .options = (char *)options,
                 .threads = threads},
        .seed = 5,
    };
}

static struct wire_window measured(const char *variant, const char *options, uint32_t threads)
{
    struct wire_prepare prepare = load_of(variant, options, threads);
    struct wire_window window;
    struct err err = {0};

    cr_assert_eq(measure_run(&prepare, SHORT_NS, &window, &err), 0, "%s %s: %s", variant, options,
                 err_text(&err));
    return window;
}

static void refused(const char *variant, const char *options, int code, const char *why)
{
    struct wire_prepare prepare = load_of(variant, options, 2);
    struct wire_window window;
    struct err err = {0};

    cr_assert_eq(measure_run(&prepare, SHORT_NS, &window, &err), code, "%s", err_text(&err));
    cr_assert(strstr(err_text(&err), why), "%s", err_text(&err));
    err_done(&err);
}

static int count_cpus(void)
{
    cpu_set_t set;

    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

static void use_one_cpu(void)
{
    cpu_set_t set;

    sched_getaffinity(0, sizeof set, &set);
    for (int cpu = 0, seen = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &set) && seen++ > 0)
            CPU_CLR(cpu, &set);
    cr_assert_eq(sched_setaffinity(0, sizeof set, &set), 0);
}

Test(workloads_os, every_variant_does_operations)
{
    static const char *const loads[][2] = {
        {"syscall", ""},          {"switch", ""},        {"switch", "by=thread"},
        {"switch", "place=same"}, {"fork", ""},          {"fork", "call=vfork"},
        {"thread", ""},           {"lock", ""},          {"lock", "kind=spin"},
        {"lock", "kind=ticket"},  {"timer", ""},         {"timer", "interval=200us"},
        {"wake", "place=same"},   {"wake", "place=any"}, {"trap", ""},
    };

    for (size_t i = 0; i < sizeof loads / sizeof loads[0]; i++) {
        struct wire_window window = measured(loads[i][0], loads[i][1], 2);

        cr_expect_gt(window.operations, 0, "%s %s", loads[i][0], loads[i][1]);
        free(window.histogram);
    }
    // Nobody is left behind: neither partners nor children.
    cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1);
    cr_assert_eq(errno, ECHILD);
}

Test(workloads_os, across_cpus_where_there_are_two)
{
    struct wire_window window;

    if (count_cpus() < 2)
        cr_skip_test("one CPU");
    window = measured("wake", "", 2);
    cr_assert_gt(window.operations, 0);
    free(window.histogram);
    window = measured("switch", "place=other", 1);
    cr_assert_gt(window.operations, 0);
    free(window.histogram);
}

Test(workloads_os, another_cpu_is_absent_where_there_is_one)
{
    use_one_cpu();
    refused("wake", "", -EOPNOTSUPP, "place=other wants two CPUs, and one is here");
    refused("switch", "place=other", -EOPNOTSUPP, "place=other wants two CPUs");
}

// The time between wake-ups is no part of the lateness, and no interval is counted twice.
Test(workloads_os, a_timer_tells_how_late_it_woke)
{
    struct wire_window window = measured("timer", "interval=10ms", 1);

    cr_assert_gt(window.operations, 0);
    cr_assert_leq(window.operations, 6);
    cr_assert_lt(histogram_quantile_ns(window.histogram, 0), 10 * CLOCK_NS_PER_MS);
    free(window.histogram);
}

// Sleeping an interval on top of the pace, there would be one operation or none.
static void keeps_pace(const char *variant, const char *options)
{
    struct wire_prepare prepare = load_of(variant, options, 1);
    struct wire_window window;
    struct err err = {0};

    prepare.load.arrivals = LOAD_CONSTANT;
    prepare.load.rate.value = 500;
    cr_assert_eq(measure_run(&prepare, 4 * SHORT_NS, &window, &err), 0, "%s", err_text(&err));
    cr_assert_eq(window.due, 120);
    cr_assert_gt(window.operations, 2, "%s", variant);
    free(window.histogram);
}

Test(workloads_os, a_paced_sleeper_sleeps_for_its_pace_alone)
{
    keeps_pace("timer", "interval=1s");
    keeps_pace("wake", "interval=1s,place=any");
}

Test(workloads_os, a_policy_that_is_not_allowed_is_absent)
{
    struct rlimit none = {0};

    setrlimit(RLIMIT_RTPRIO, &none);
    if (geteuid() == 0)
        cr_assert_eq(setresuid(65534, 65534, 65534), 0);
    refused("timer", "policy=fifo", -EOPNOTSUPP, "policy=fifo is not allowed here");
}

// Any thread's: the kernel lists children by the thread that made them.
static pid_t only_child(void)
{
    scope_closedir DIR *tasks = opendir("/proc/self/task");
    pid_t child = 0;

    for (struct dirent *task; (task = readdir(tasks));) {
        scope_free char *path = alloc_printf("/proc/self/task/%s/children", task->d_name);
        scope_free char *text = NULL;

        if (path_read(path, 4096, &text, NULL, NULL) == 0 && atoi(text) > 0)
            child = atoi(text);
    }
    cr_assert_gt(child, 0);
    return child;
}

Test(workloads_os, a_killed_partner_ends_the_load)
{
    struct wire_prepare prepare = load_of("switch", "", 1);
    uint64_t deadline_ns = clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND;
    struct runner *runner;
    struct err err = {0};
    pid_t partner;
    int rc;

    cr_assert_eq(runner_new(&prepare, &runner, &err), 0);
    while ((rc = runner_poll(runner, &err)) == 0 && clock_monotonic_ns() < deadline_ns)
        sched_yield();
    cr_assert_eq(rc, 1);
    partner = only_child();
    runner_start(runner, 0, CLOCK_NS_PER_SECOND);
    kill(partner, SIGKILL);
    while ((rc = runner_poll(runner, &err)) == 1 && clock_monotonic_ns() < deadline_ns)
        sched_yield();
    cr_assert_eq(rc, -EPIPE, "%s", err_text(&err));
    runner_free(runner);
    err_done(&err);
}

Test(workloads_os, a_late_rhythm_leaves_out_what_has_passed)
{
    struct rhythm rhythm;
    uint64_t first_ns, second_ns;

    rhythm_init(&rhythm, 2 * CLOCK_NS_PER_MS);
    cr_assert_eq(rhythm_wait(&rhythm, &first_ns), 0);
    clock_sleep_until_ns(first_ns + 11 * CLOCK_NS_PER_MS);
    cr_assert_eq(rhythm_wait(&rhythm, &second_ns), 0);
    cr_assert_eq((second_ns - first_ns) % (2 * CLOCK_NS_PER_MS), 0);
    cr_assert_geq(second_ns - first_ns, 12 * CLOCK_NS_PER_MS);
    rhythm_hurry(&rhythm);
    cr_assert_eq(rhythm_wait(&rhythm, &second_ns), -ECANCELED);
}
