// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C and kill -9 at any moment of a real run: nothing is left behind, every finished step is
// kept, and nobody else is touched. FULLHOUSE_KILL_ROUNDS sets how many moments are tried.
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/process.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/path.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"
#include "tests/system/host.h"
#include "tests/system/program.h"

TestSuite(system_kill, .init = host_make, .fini = host_remove, .timeout = 1800);

// From the start of an emulated run into its second step, on a host with other things to do; and
// into the many steps of a native one.
static const uint64_t EMULATED_SPAN_NS = 15 * CLOCK_NS_PER_SECOND;
static const uint64_t NATIVE_SPAN_NS = 2 * CLOCK_NS_PER_SECOND;
static const uint64_t GRACE_NS = 5 * CLOCK_NS_PER_SECOND;

static unsigned rounds(void)
{
    const char *text = getenv("FULLHOUSE_KILL_ROUNDS");
    int number = text ? atoi(text) : 3;
    return number > 0 ? (unsigned)number : 3;
}

static struct program start_bench(const char *platform)
{
    const char *const arguments[] = {
        "bench", "--platform", platform, "--guests", "1..3",       "--windows",
        "3",     "--window",   "200ms",  "--warmup", "2",          "--repeats",
        "3..3",  "--workload", "null",   "--store",  host_store(), NULL};
    return program_start(arguments);
}

// A moment of the run: anywhere in the span, spread over the rounds so that few cover it too.
static uint64_t moment_ns(struct rng *rng, unsigned round, uint64_t span_ns)
{
    uint64_t slice_ns = span_ns / rounds();
    return round * slice_ns + rng_below(rng, slice_ns);
}

static size_t agents_alive(void)
{
    const struct procfs procfs = {.root = ""};
    scope_free pid_t *pids = NULL;
    size_t count = 0;
    process_find_all(&procfs, "fullhouse-guest", TEST_BUILD_DIR "/fullhouse-guest", &pids, &count,
                     NULL);
    return count;
}

static void expect_no_agents(void)
{
    for (int i = 0; i < 300 && agents_alive(); i++)
        usleep(10000);
    cr_assert_eq(agents_alive(), 0, "an agent is left");
}

// A run of this round: interrupted, with whole steps only.
static void expect_run_interrupted(int64_t id)
{
    struct host_run run = host_read_run(id);
    cr_assert_eq(run.record.state, RECORD_INTERRUPTED, "%s", record_state_name(run.record.state));
    cr_assert_geq(run.record.ended_at_ns, run.record.started_at_ns);
    if (run.record.campaign && *run.record.campaign)
        host_expect_no_groups(run.record.campaign);
    for (size_t s = 0; s < run.step_count; s++) {
        const struct step_record *step = &run.steps[s];
        cr_assert_eq(step->state, RECORD_DONE, "%s", step->reason);
        cr_assert_eq(step->guest_count, step->guests);
        for (size_t g = 0; g < step->guest_count; g++)
            cr_assert_geq(step->guest_list[g].window_count, 3);
    }
    host_run_done(&run);
}

// All that came as far as the store.
static void expect_interrupted(size_t runs_before)
{
    size_t count = host_run_count();
    for (size_t i = runs_before; i < count; i++)
        expect_run_interrupted((int64_t)i + 1);
}

static struct rng new_rng(void)
{
    struct rng rng;
    rng_init(&rng, clock_monotonic_ns());
    return rng;
}

// --- Ctrl-C ------------------------------------------------------------------------------------

static void interrupt_at(const char *platform, uint64_t after_ns)
{
    size_t runs_before = host_run_count();
    struct program program = start_bench(platform);
    cr_assert_eq(program_wait(&program, clock_monotonic_ns() + after_ns), -1, "ended too early");
    uint64_t began_ns = clock_monotonic_ns();
    program_signal(&program, SIGINT);
    int code = program_wait(&program, began_ns + 20 * GRACE_NS);
    uint64_t took_ns = clock_monotonic_ns() - began_ns;
    scope_free char *said = program_said(&program);
    cr_assert_eq(code, 130, "after %.3f s: exit code %d\n%s", (double)after_ns / 1e9, code, said);
    cr_assert_leq(took_ns, GRACE_NS, "after %.3f s: took %.3f s", (double)after_ns / 1e9,
                  (double)took_ns / 1e9);
    host_expect_clean();
    expect_no_agents();
    expect_interrupted(runs_before);
    program_done(&program);
}

// The handler stands a few milliseconds after the start; before that any program just dies.
static const uint64_t FIRST_NS = 200 * CLOCK_NS_PER_MS;

Test(system_kill, interrupted_native_run_leaves_nothing)
{
    struct rng rng = new_rng();
    for (unsigned round = 0; round < rounds(); round++)
        interrupt_at(host_processes(), FIRST_NS + moment_ns(&rng, round, NATIVE_SPAN_NS));
}

Test(system_kill, interrupted_emulated_run_leaves_nothing)
{
    struct rng rng = new_rng();
    host_need_emulation();
    for (unsigned round = 0; round < rounds(); round++)
        interrupt_at("tcg", FIRST_NS + moment_ns(&rng, round, EMULATED_SPAN_NS));
}

Test(system_kill, interrupted_campaign_leaves_nothing)
{
    struct rng rng = new_rng();
    host_need_emulation();
    for (unsigned round = 0; round < rounds(); round++)
        interrupt_at("native,tcg", FIRST_NS + moment_ns(&rng, round, EMULATED_SPAN_NS));
}

// --- kill -9 -----------------------------------------------------------------------------------

// Somebody else's virtual machine, as far as a process list shows.
static pid_t start_stranger(int *ret_fd)
{
    int pipes[2];
    cr_assert_eq(pipe(pipes), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(pipes[1]);
        dup2(pipes[0], 0);
        execl("/bin/sh", "qemu-system-x86_64", "-c", "read line", "/var/lib/elsewhere/embed/0/disk",
              (char *)NULL);
        _exit(127);
    }
    close(pipes[0]);
    *ret_fd = pipes[1];
    return pid;
}

// Whether a command said that it cleared a killed run away.
static bool tells_sweep(const char *said)
{
    return strstr(said, " was killed: ") || strstr(said, " were killed: ") ||
           strstr(said, " was killed before it began: ");
}

static void kill_at(const char *platform, uint64_t after_ns)
{
    size_t runs_before = host_run_count();
    struct program program = start_bench(platform);
    cr_assert_eq(program_wait(&program, clock_monotonic_ns() + after_ns), -1, "ended too early");
    kill(program.pid, SIGKILL);
    cr_assert_eq(program_wait(&program, clock_monotonic_ns() + GRACE_NS), 128 + SIGKILL);
    program_done(&program);
    scope_free char *note = tree_path("/embed/0/note");
    bool noted = path_exists(note);
    const char *const list[] = {"runs", "list", "--store", host_store(), NULL};
    scope_free char *said = NULL, *again = NULL;
    program_run(list, &said);
    cr_assert_eq(tells_sweep(said), noted, "after %.3f s: %s", (double)after_ns / 1e9, said);
    host_expect_clean();
    expect_no_agents();
    expect_interrupted(runs_before);
    program_run(list, &again);
    cr_assert_not(tells_sweep(again), "said once: %s", again);
}

static void kill_rounds(const char *platform, uint64_t span_ns)
{
    struct rng rng = new_rng();
    int fd, status;
    pid_t stranger = start_stranger(&fd);
    for (unsigned round = 0; round < rounds(); round++)
        kill_at(platform, moment_ns(&rng, round, span_ns));
    cr_assert_eq(waitpid(stranger, &status, WNOHANG), 0, "a stranger was touched");
    close(fd);
    cr_assert_eq(waitpid(stranger, &status, 0), stranger);
}

Test(system_kill, killed_native_run_is_cleared_away)
{
    kill_rounds(host_processes(), NATIVE_SPAN_NS);
}

Test(system_kill, killed_emulated_run_is_cleared_away)
{
    host_need_emulation();
    kill_rounds("tcg", EMULATED_SPAN_NS);
}

Test(system_kill, killed_campaign_is_cleared_away)
{
    host_need_emulation();
    kill_rounds("native,tcg", EMULATED_SPAN_NS);
}
