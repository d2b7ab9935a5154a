// SPDX-License-Identifier: GPL-3.0-or-later
// Real guests that talk to the host and to each other, and what is left of their network when a run
// ends, is interrupted, or is killed.
#include <criterion/criterion.h>
#include <net/if.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bridge.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "tests/system/host.h"
#include "tests/system/program.h"

TestSuite(system_network, .init = host_make, .fini = host_remove);

// Bridges and taps of runs: "fh" and eight digits of the run's mark.
static size_t interfaces(void)
{
    struct if_nameindex *names = if_nameindex();
    size_t count = 0;
    for (const struct if_nameindex *at = names; at && at->if_index; at++)
        count +=
            strncmp(at->if_name, "fh", 2) == 0 && strspn(at->if_name + 2, "0123456789abcdef") >= 8;
    if (names)
        if_freenameindex(names);
    return count;
}

static void expect_no_interfaces(void)
{
    for (int i = 0; i < 1000 && interfaces(); i++)
        usleep(10000);
    cr_assert_eq(interfaces(), 0, "a bridge or a tap is left");
    host_expect_clean();
}

static void need_bridges(void)
{
    scope_free char *why = NULL;
    host_need_emulation();
    if (bridge_possible(&why))
        return;
    host_remove(); // a skipped test never comes to its fixture's end
    cr_skip_test("no bridge can be made here");
}

static void set(struct scenario *scenario, const char *key, const char *text)
{
    cr_assert_eq(scenario_set(scenario, key, text, NULL), 0, "%s", key);
}

static void make_scenario(struct scenario *scenario, const char *platform, const char *variant)
{
    host_scenario(scenario, platform, 1);
    set(scenario, "load.workload", "network");
    set(scenario, "load.variant", variant);
    set(scenario, "load.threads", "1");
}

static void expect_measured(const struct host_run *run)
{
    cr_assert_eq(run->result, 0, "%s", run->error);
    cr_assert_gt(run->step_count, 0);
    for (size_t s = 0; s < run->step_count; s++)
        for (size_t g = 0; g < run->steps[s].guest_count; g++) {
            const struct guest_record *guest = &run->steps[s].guest_list[g];
            uint64_t operations = 0;
            cr_assert_eq(guest->state, RECORD_DONE, "%s", guest->reason);
            for (size_t w = 0; w < guest->window_count; w++)
                operations += guest->windows[w].operations;
            cr_assert_gt(operations, 0);
        }
}

static double figure_of(const struct step_record *step, int64_t guest, const char *name)
{
    for (size_t i = 0; i < step->figure_count; i++)
        if (step->figures[i].guest == guest && strcmp(step->figures[i].name, name) == 0)
            return step->figures[i].value;
    cr_assert(false, "guest %d told no %s", (int)guest, name);
    return -1;
}

Test(system_network, processes_talk_to_each_other)
{
    struct scenario scenario;
    make_scenario(&scenario, "native", "udp-rr");
    set(&scenario, "guests", "2..3");
    set(&scenario, "load.options", "peer=guest");
    struct host_run run = host_carry_out(&scenario, "");
    expect_measured(&run);
    for (size_t s = 0; s < run.step_count; s++)
        cr_assert_gt(figure_of(&run.steps[s], 1, "datagrams_sent"), 0);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_network, a_guest_talks_to_the_host_over_a_bridge)
{
    struct scenario scenario;
    need_bridges();
    make_scenario(&scenario, "tcg", "rr");
    set(&scenario, "network.mode", "bridge");
    struct host_run run = host_carry_out(&scenario, "");
    expect_measured(&run);
    cr_assert_not_null(strstr(run.said, "guests are connected by private bridge fh"), "%s",
                       run.said);
    expect_no_interfaces();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_network, a_guest_talks_to_the_host_over_qemus_own_network)
{
    struct scenario scenario;
    host_need_emulation();
    make_scenario(&scenario, "tcg", "stream");
    set(&scenario, "network.mode", "user");
    set(&scenario, "load.options", "block=16KiB");
    struct host_run run = host_carry_out(&scenario, "");
    expect_measured(&run);
    cr_assert_not_null(strstr(run.said, "QEMU's user-mode network"), "%s", run.said);
    cr_assert_gt(figure_of(&run.steps[0], 0, "network_throughput"), 0);
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_network, two_guests_talk_to_each_other)
{
    struct scenario scenario;
    need_bridges();
    make_scenario(&scenario, "tcg", "packets");
    set(&scenario, "guests", "2");
    set(&scenario, "load.options", "peer=guest,burst=4");
    struct host_run run = host_carry_out(&scenario, "");
    expect_measured(&run);
    for (int guest = 0; guest < 2; guest++)
        cr_assert_gt(figure_of(&run.steps[0], guest, "datagrams_sent"),
                     figure_of(&run.steps[0], guest, "datagrams_lost"));
    expect_no_interfaces();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_network, guests_on_qemus_own_network_are_apart)
{
    struct scenario scenario;
    host_need_emulation();
    make_scenario(&scenario, "tcg", "rr");
    set(&scenario, "guests", "2");
    set(&scenario, "network.mode", "user");
    set(&scenario, "load.options", "peer=guest");
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_lt(run.result, 0);
    cr_assert_not_null(strstr(run.error, "cannot reach each other"), "%s", run.error);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_network, a_bridge_there_is_not_is_named)
{
    struct scenario scenario;
    host_need_emulation();
    make_scenario(&scenario, "tcg", "rr");
    set(&scenario, "network.mode", "nobridge0");
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_lt(run.result, 0);
    cr_assert_not_null(strstr(run.error, "no bridge 'nobridge0'"), "%s", run.error);
    host_run_done(&run);
    set(&scenario, "network.mode", "sriov:nocard0");
    run = host_carry_out(&scenario, "");
    cr_assert_not_null(strstr(run.error, "no network card 'nocard0'"), "%s", run.error);
    host_run_done(&run);
    scenario_done(&scenario);
}

// --- what is left -------------------------------------------------------------------------------

// A run whose bridge is there.
static struct program start_connected(void)
{
    const char *const arguments[] = {
        "bench",     "--platform", "tcg",        "--guests", "1..1",    "--network",  "bridge",
        "--windows", "1000",       "--workload", "network",  "--store", host_store(), NULL};
    struct program program = program_start(arguments);
    uint64_t deadline_ns = clock_monotonic_ns() + 60 * CLOCK_NS_PER_SECOND;
    while (interfaces() == 0) {
        cr_assert_lt(clock_monotonic_ns(), deadline_ns, "no bridge appears");
        usleep(1000);
    }
    return program;
}

Test(system_network, an_interrupted_run_takes_its_bridge_along)
{
    need_bridges();
    struct program program = start_connected();
    program_signal(&program, SIGINT);
    int code = program_wait(&program, clock_monotonic_ns() + 60 * CLOCK_NS_PER_SECOND);
    scope_free char *said = program_said(&program);
    cr_assert_eq(code, 130, "%s", said);
    expect_no_interfaces();
    program_done(&program);
}

Test(system_network, a_killed_runs_bridge_is_cleared_away)
{
    need_bridges();
    struct program program = start_connected();
    usleep(500000);
    kill(program.pid, SIGKILL);
    cr_assert_eq(program_wait(&program, clock_monotonic_ns() + 10 * CLOCK_NS_PER_SECOND),
                 128 + SIGKILL);
    program_done(&program);
    cr_assert_gt(interfaces(), 0, "nobody else has removed it");
    const char *const list[] = {"runs", "list", "--store", host_store(), NULL};
    scope_free char *said = NULL;
    program_run(list, &said);
    expect_no_interfaces();
}
