// SPDX-License-Identifier: GPL-3.0-or-later
// The dog rings within a second, is heard once, and bites where nobody hears it.
#include "bench/host_watchdog.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(harness_host_watchdog, .init = tree_make, .fini = tree_remove);

static struct host_watchdog *start_dog(void)
{
    struct host_watchdog *dog;
    struct err err = {0};
    const struct host_alarm_options options = {.procfs = tree_procfs(), .reserve_bytes = 1 << 30};
    tree_put("/proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable: 8388608 kB\n");
    cr_assert_eq(host_watchdog_start(&options, &dog, &err), 0, "%s", err_text(&err));
    return dog;
}

static void run_out_of_memory(void)
{
    tree_put("/proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable: 1024 kB\n");
}

static bool rings_within(struct host_watchdog *dog, int timeout_ms)
{
    struct pollfd poll_fd = {.fd = host_watchdog_fd(dog), .events = POLLIN};
    return poll(&poll_fd, 1, timeout_ms) == 1;
}

Test(harness_host_watchdog, rings_and_is_heard_once)
{
    struct host_watchdog *dog = start_dog();
    cr_expect_null(host_watchdog_ask(dog));
    cr_expect_not(rings_within(dog, 300));
    run_out_of_memory();
    cr_assert(rings_within(dog, 20000));
    scope_free char *why = host_watchdog_ask(dog);
    cr_assert_not_null(why);
    cr_expect_not_null(strstr(why, "1.00 MiB left"), "%s", why);
    cr_expect_null(host_watchdog_ask(dog), "told already");
    host_watchdog_stop(dog);
}

static pid_t start_guest(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        pause();
        _exit(0);
    }
    return pid;
}

Test(harness_host_watchdog, kills_guests_that_nobody_leads)
{
    int status;
    struct host_watchdog *dog = start_dog();
    pid_t pid = start_guest();
    host_watchdog_add_guest(dog, pid);
    run_out_of_memory();
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    host_watchdog_stop(dog);
}

Test(harness_host_watchdog, leaves_guests_to_who_hears_it)
{
    struct host_watchdog *dog = start_dog();
    pid_t pid = start_guest();
    host_watchdog_add_guest(dog, pid);
    run_out_of_memory();
    cr_assert(rings_within(dog, 20000));
    free(host_watchdog_ask(dog));
    uint64_t until_ns = clock_monotonic_ns() + 4 * CLOCK_NS_PER_SECOND;
    while (clock_monotonic_ns() < until_ns) {
        cr_assert_eq(waitpid(pid, NULL, WNOHANG), 0, "it was killed");
        clock_sleep_until_ns(clock_monotonic_ns() + 100 * CLOCK_NS_PER_MS);
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    host_watchdog_stop(dog);
}

// What the kernel kills first where memory is out.
Test(harness_host_watchdog, puts_guests_first_in_the_oom_killers_list)
{
    scope_free char *text = NULL;
    struct host_watchdog *dog = start_dog();
    pid_t pid = start_guest();
    host_watchdog_add_guest(dog, pid);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/oom_score_adj", (int)pid);
    cr_assert_eq(path_read(path, 100, &text, NULL, NULL), 0);
    cr_expect_eq(atoi(text), 500, "%s", text);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    host_watchdog_stop(dog);
    host_watchdog_stop(NULL);
}
