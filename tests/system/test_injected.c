// SPDX-License-Identifier: GPL-3.0-or-later
// Faults from outside in the middle of a run: a guest's process killed, libvirt that cannot start a
// domain, a full disk below the consoles, a full disk below the store. What was finished is kept,
// nothing is left behind, the words and the exit code are clear, and the run can go on.
#include <criterion/criterion.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/process.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"
#include "tests/system/host.h"
#include "tests/system/program.h"

TestSuite(system_injected, .init = host_make, .fini = host_remove);

static const uint64_t LONGEST_NS = 120 * CLOCK_NS_PER_SECOND;
static const struct procfs this_host = {.root = ""};

// Idle guests, whose ladder no noise can change: 1, 2, 3, each booted once.
static struct program start_bench(const char *platform, const char *windows)
{
    const char *guest = strcmp(platform, "native") == 0 ? "auto" : "bare";
    const char *const arguments[] = {
        "bench", "--platform", platform, "--guest",   guest,        "--guests",
        "1..3",  "--workload", "idle",   "--windows", windows,      "--window",
        "200ms", "--repeats",  "1..1",   "--store",   host_store(), NULL};
    return program_start(arguments);
}

static char *await_end(struct program *program, int *ret_code)
{
    *ret_code = program_wait(program, clock_monotonic_ns() + LONGEST_NS);
    if (*ret_code < 0)
        program_signal(program, SIGKILL);
    char *said = program_said(program);
    program_done(program);
    return said;
}

static size_t count_steps(const char *store)
{
    return path_exists(store) && host_run_count() > 0 ? host_step_count(1) : 0;
}

static void await_steps(struct program *program, size_t count)
{
    uint64_t deadline_ns = clock_monotonic_ns() + LONGEST_NS;
    while (count_steps(host_store()) < count) {
        cr_assert_lt(clock_monotonic_ns(), deadline_ns);
        cr_assert_eq(program_wait(program, clock_monotonic_ns()), -1, "it has ended");
        usleep(5000);
    }
}

// The rest is made, and the answer is that of a run without a fault.
static void expect_resumed(void)
{
    const char *const arguments[] = {"bench", "--resume", "--store", host_store(), NULL};
    char *said;
    int code = program_run(arguments, &said);
    cr_assert_eq(code, 0, "%d: %s", code, said);
    cr_assert_not_null(strstr(said, "resumed run 1: "), "%s", said);
    free(said);
    struct host_run run = host_read_run(1);
    cr_assert_eq(run.record.state, RECORD_DONE);
    cr_assert_not_null(strstr(run.record.answer, "at least 3"), "%s", run.record.answer);
    host_run_done(&run);
    host_expect_clean();
}

// --- a guest's process ---------------------------------------------------------------------------

// Long enough for the second step's guests to be up, as far as the first one tells.
static uint64_t boot_twice_ns(void)
{
    struct host_run run = host_read_run(1);
    int64_t boot_ns = run.steps[0].boot_ns;
    host_run_done(&run);
    return 2 * (uint64_t)boot_ns + 500 * CLOCK_NS_PER_MS;
}

static void kill_one(const char *name, const char *needle)
{
    uint64_t deadline_ns = clock_monotonic_ns() + LONGEST_NS;
    for (;;) {
        scope_free pid_t *pids = NULL;
        size_t count = 0;
        process_find_all(&this_host, name, needle, &pids, &count, NULL);
        cr_assert_lt(clock_monotonic_ns(), deadline_ns, "no %s", name);
        clock_sleep_until_ns(clock_monotonic_ns() +
                             (count ? boot_twice_ns() : 5 * CLOCK_NS_PER_MS));
        if (count && kill(pids[0], SIGKILL) == 0)
            return;
    }
}

// The step fails and says which guest and when; the density is tried once more and holds.
static void lose_one(const char *platform, const char *name, const char *needle)
{
    int code;
    struct program program = start_bench(platform, "20");
    await_steps(&program, 1);
    kill_one(name, needle);
    scope_free char *said = await_end(&program, &code);
    cr_assert_eq(code, 0, "%d: %s", code, said);
    struct host_run run = host_read_run(1);
    size_t failed = 0;
    for (size_t i = 0; i < run.step_count; i++)
        failed += run.steps[i].state == RECORD_FAILED && strstr(run.steps[i].reason, "guest ");
    cr_assert_eq(failed, 1, "%s", said);
    cr_assert_eq(run.step_count, 4);
    cr_assert_eq(run.record.state, RECORD_DONE);
    host_run_done(&run);
    host_expect_clean();
}

Test(system_injected, a_killed_agent_fails_its_step_and_no_more)
{
    lose_one("native", "fullhouse-guest", TEST_BUILD_DIR "/fullhouse-guest");
}

Test(system_injected, a_killed_qemu_fails_its_step_and_no_more)
{
    host_need_emulation();
    scope_free char *below = alloc_printf("%s/", tree_root());
    lose_one("tcg", "qemu", below);
}

// --- libvirt -------------------------------------------------------------------------------------

// Where it would write its domains' logs there is a file: no further domain starts.
static void break_libvirt(void)
{
    scope_free char *log = tree_path("/embed/0/log");
    scope_free char *aside = tree_path("/embed/0/log-aside");
    cr_assert_eq(rename(log, aside), 0);
    close(open(log, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

Test(system_injected, a_libvirt_that_fails_ends_the_run_which_can_go_on)
{
    int code;
    host_need_emulation();
    struct program program = start_bench("tcg", "2");
    await_steps(&program, 1);
    break_libvirt();
    scope_free char *said = await_end(&program, &code);
    cr_assert_eq(code, 3, "%d: %s", code, said);
    // What libvirt trips over depends on how far the next guest's start was.
    cr_assert_not_null(strstr(said, "starting a guest: "), "%s", said);
    struct host_run run = host_read_run(1);
    cr_assert_eq(run.record.state, RECORD_FAILED);
    cr_assert_geq(run.step_count, 1);
    host_run_done(&run);
    host_expect_clean();
    expect_resumed();
}

// --- full disks ----------------------------------------------------------------------------------

// Seen by this test and what it starts alone, and gone with it.
static void mount_small(const char *folder, const char *size)
{
    scope_free char *options = alloc_printf("size=%s", size);
    cr_assert_eq(path_make_dirs(folder, NULL), 0);
    if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
        mount("none", folder, "tmpfs", 0, options) < 0) {
        host_remove();
        cr_skip_test("only root mounts");
    }
}

static void fill(const char *folder)
{
    scope_free char *path = path_join(folder, "ballast");
    scope_close int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    char bytes[4096] = {1};
    while (write(fd, bytes, sizeof bytes) > 0)
        ;
}

static void unfill(const char *folder)
{
    scope_free char *path = path_join(folder, "ballast");
    cr_assert_eq(unlink(path), 0);
}

Test(system_injected, a_store_on_a_full_disk_keeps_what_was_finished)
{
    int code;
    scope_free char *folder = tree_path("/state");
    mount_small(folder, "4m");
    struct program program = start_bench("native", "2");
    await_steps(&program, 1);
    fill(folder);
    scope_free char *said = await_end(&program, &code);
    cr_assert_eq(code, 3, "%d: %s", code, said);
    cr_assert(strstr(said, "store: ") || strstr(said, "No space left"), "%s", said);
    unfill(folder);
    struct host_run run = host_read_run(1);
    cr_assert_geq(run.step_count, 1);
    cr_assert_eq(run.steps[0].state, RECORD_DONE);
    host_run_done(&run);
    host_expect_clean();
    expect_resumed();
    umount(folder);
}

Test(system_injected, consoles_on_a_full_disk_end_the_run_which_can_go_on)
{
    int code;
    host_need_emulation();
    scope_free char *slot = tree_path("/embed/0");
    mount_small(slot, "32m");
    struct program program = start_bench("tcg", "2");
    await_steps(&program, 1);
    fill(slot);
    scope_free char *said = await_end(&program, &code);
    cr_assert_eq(code, 3, "%d: %s", code, said);
    cr_assert(strstr(said, "is full") || strstr(said, "disk: ") || strstr(said, "No space left"),
              "%s", said);
    unfill(slot);
    host_expect_clean();
    expect_resumed();
    umount(slot);
}
