// SPDX-License-Identifier: GPL-3.0-or-later
// The bare guest as its host sees it: always under emulation, under KVM where it opens.
#include "tests/workloads/bare/machine.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/path.h"
#include "workloads/core/workload.h"

// Each test twice.
#define BOTH(name)                                                                                 \
    static void name(const struct machine *machine);                                               \
    Test(system_bare_tcg, name)                                                                    \
    {                                                                                              \
        name(&(struct machine){.accelerator = "tcg", .vcpus = 1, .memory_mib = 16});               \
    }                                                                                              \
    Test(system_bare_kvm, name)                                                                    \
    {                                                                                              \
        name(&(struct machine){.accelerator = "kvm", .vcpus = 1, .memory_mib = 16});               \
    }                                                                                              \
    static void name(const struct machine *machine)

static void hear_hello(struct agent *agent)
{
    agent_expect(agent, WIRE_HELLO);
}

static void quit(struct agent *agent)
{
    agent_say_type(agent, WIRE_QUIT);
    machine_expect_end(agent);
}

// Hears windows until done; gives the sums.
static void hear_windows(struct agent *agent, uint32_t windows, struct wire_window *ret_sum)
{
    *ret_sum = (struct wire_window){0};
    agent_expect(agent, WIRE_STARTED);
    for (uint32_t i = 0; i < windows; i++) {
        struct wire_message message = agent_hear(agent, WIRE_WINDOW);

        cr_assert_eq(message.window.index, i);
        cr_assert_eq(message.window.histogram->total, message.window.operations);
        ret_sum->operations += message.window.operations;
        ret_sum->due += message.window.due;
        wire_message_done(&message);
    }
    agent_expect(agent, WIRE_DONE);
}

static bool has_name(const struct wire_hello *hello, const char *name)
{
    for (size_t i = 0; i < hello->workload_count; i++)
        if (strcmp(hello->workloads[i], name) == 0)
            return true;
    return false;
}

BOTH(says_hello_with_what_it_is)
{
    struct agent agent;
    struct wire_message message;

    machine_start(machine, &agent);
    message = agent_hear(&agent, WIRE_HELLO);
    cr_assert_eq(message.hello.version, WIRE_VERSION);
    cr_assert_eq(strncmp(message.hello.kernel, "bare ", 5), 0, "%s", message.hello.kernel);
    cr_assert_eq(message.hello.cpus, 1);
    cr_assert_eq(message.hello.memory_bytes, 16 << 20);
    for (size_t i = 0; i < workload_count; i++)
        cr_assert(has_name(&message.hello, workload_table[i]->name));
    wire_message_done(&message);
    quit(&agent);
}

// What a guest's clock shows between two pings, as a share of what the host's does.
static double clock_ratio(struct agent *agent)
{
    const struct wire_message ping = {.type = WIRE_PING, .ping = {.id = UINT64_MAX}};
    uint64_t host_ns[2], guest_ns[2];

    for (int i = 0; i < 2; i++) {
        struct wire_message pong;

        agent_say(agent, &ping);
        pong = agent_hear(agent, WIRE_PONG);
        host_ns[i] = clock_monotonic_ns();
        guest_ns[i] = pong.pong.clock_ns;
        cr_assert_eq(pong.pong.id, UINT64_MAX);
        if (i == 0)
            clock_sleep_until_ns(host_ns[0] + CLOCK_NS_PER_SECOND);
    }
    return (double)(guest_ns[1] - guest_ns[0]) / (double)(host_ns[1] - host_ns[0]);
}

// Half a percent: a late answer on a busy host is a few milliseconds.
BOTH(has_a_clock_that_goes_as_the_hosts)
{
    struct agent agent;
    double ratio;

    machine_start(machine, &agent);
    hear_hello(&agent);
    ratio = clock_ratio(&agent);
    cr_assert(ratio > 0.98 && ratio < 1.02, "%f", ratio);
    quit(&agent);
}

BOTH(measures_its_clock_when_nobody_tells)
{
    struct machine untold = *machine;
    struct agent agent;
    double ratio;

    untold.knows_no_rate = true;
    machine_start(&untold, &agent);
    hear_hello(&agent);
    ratio = clock_ratio(&agent);
    // By the interval timer, of which a busy host makes more.
    cr_assert(ratio > 0.4 && ratio < 1.05, "%f", ratio);
    quit(&agent);
}

BOTH(runs_a_closed_load_and_counts_it)
{
    struct wire_window sum;
    struct agent agent;

    machine_start(machine, &agent);
    hear_hello(&agent);
    agent_prepare(&agent, "cpu", LOAD_CLOSED, 0);
    agent_expect(&agent, WIRE_READY);
    agent_begin(&agent, 100 * CLOCK_NS_PER_MS, 5);
    hear_windows(&agent, 5, &sum);
    cr_assert_gt(sum.operations, 0);
    cr_assert_eq(sum.due, sum.operations);
    quit(&agent);
}

BOTH(runs_a_paced_load_when_it_is_due)
{
    struct wire_window sum;
    struct agent agent;

    machine_start(machine, &agent);
    hear_hello(&agent);
    agent_prepare(&agent, "null", LOAD_CONSTANT, 200);
    agent_expect(&agent, WIRE_READY);
    agent_begin(&agent, 100 * CLOCK_NS_PER_MS, 5);
    hear_windows(&agent, 5, &sum);
    cr_assert_eq(sum.due, 100);
    // What falls due at a window's end may end in the next one.
    cr_assert(sum.operations >= 80 && sum.operations <= 100, "%lu", (unsigned long)sum.operations);
    quit(&agent);
}

// What fell due, in each of three windows.
static void dues_of(struct agent *agent, enum load_arrivals arrivals, uint64_t dues[3])
{
    agent_prepare(agent, "null", arrivals, 2000);
    agent_expect(agent, WIRE_READY);
    agent_begin(agent, 100 * CLOCK_NS_PER_MS, 3);
    agent_expect(agent, WIRE_STARTED);
    for (int i = 0; i < 3; i++) {
        struct wire_message message = agent_hear(agent, WIRE_WINDOW);

        dues[i] = message.window.due;
        wire_message_done(&message);
    }
    agent_expect(agent, WIRE_DONE);
}

BOTH(draws_arrivals_as_the_other_home_does)
{
    static const enum load_arrivals arrivals[] = {LOAD_POISSON, LOAD_BURSTY, LOAD_REPLAY};
    struct agent agent, other;

    machine_start(machine, &agent);
    agent_start(&other, NULL);
    hear_hello(&agent);
    hear_hello(&other);
    for (int i = 0; i < 3; i++) {
        uint64_t dues[3], other_dues[3];

        dues_of(&agent, arrivals[i], dues);
        dues_of(&other, arrivals[i], other_dues);
        for (int window = 0; window < 3; window++)
            cr_assert_eq(dues[window], other_dues[window], "%s: %lu and %lu",
                         load_arrivals_name(arrivals[i]), (unsigned long)dues[window],
                         (unsigned long)other_dues[window]);
    }
    agent_say_type(&other, WIRE_QUIT);
    agent_exit_code(&other);
    agent_hang_up(&other);
    quit(&agent);
}

BOTH(does_every_workload_with_right_results)
{
    struct agent agent;

    machine_start(machine, &agent);
    hear_hello(&agent);
    for (size_t i = 0; i < workload_count; i++)
        for (size_t j = 0; j < workload_table[i]->variant_count; j++) {
            struct wire_window sum;

            agent_say(
                &agent,
                &(struct wire_message){
                    .type = WIRE_PREPARE,
                    .prepare = {.load = {.workload = (char *)workload_table[i]->name,
                                         .variant = (char *)workload_table[i]->variants[j].name,
                                         .threads = 1},
                                .seed = 5},
                });
            agent_expect(&agent, WIRE_READY);
            agent_begin(&agent, 150 * CLOCK_NS_PER_MS, 2);
            hear_windows(&agent, 2, &sum);
            if (!workload_table[i]->variants[j].operate)
                cr_assert_eq(sum.operations, 0);
        }
    quit(&agent);
}

static uint64_t process_cpu_ns(pid_t pid)
{
    unsigned long long ns = 0;
    char path[64];
    FILE *file;

    // All threads: utime and stime would round to ticks, which is fine for a second.
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    file = fopen(path, "re");
    if (file) {
        unsigned long user = 0, system = 0;

        if (fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
                   &system) == 2)
            ns = (unsigned long long)(user + system) * (CLOCK_NS_PER_SECOND / 100);
        fclose(file);
    }
    return ns;
}

BOTH(sleeps_when_it_is_idle)
{
    struct wire_window sum;
    struct agent agent;
    uint64_t before_ns;

    machine_start(machine, &agent);
    hear_hello(&agent);
    agent_prepare(&agent, "idle", LOAD_CLOSED, 0);
    agent_expect(&agent, WIRE_READY);
    before_ns = process_cpu_ns(agent.pid);
    agent_begin(&agent, CLOCK_NS_PER_SECOND, 2);
    hear_windows(&agent, 2, &sum);
    // It spins for 50 us before the start, and tells two windows: far below a tenth of the time.
    cr_assert_lt(process_cpu_ns(agent.pid) - before_ns, CLOCK_NS_PER_SECOND / 5);
    quit(&agent);
}

BOTH(has_as_many_vcpus_as_it_was_given)
{
    struct machine three = *machine;
    struct wire_message message;
    struct wire_window sum;
    struct agent agent;

    three.vcpus = 3;
    machine_start(&three, &agent);
    message = agent_hear(&agent, WIRE_HELLO);
    cr_assert_eq(message.hello.cpus, 3);
    wire_message_done(&message);
    // Three loads one after the other: the others must come back to wait for the next.
    for (int i = 0; i < 3; i++) {
        agent_say(&agent, &(struct wire_message){
                              .type = WIRE_PREPARE,
                              .prepare = {.load = {.workload = (char *)"null",
                                                   .variant = (char *)"",
                                                   .arrivals = LOAD_CONSTANT,
                                                   .rate = {.value = 300},
                                                   .threads = i == 1 ? 2 : 0},
                                          .seed = 5},
                          });
        agent_expect(&agent, WIRE_READY);
        agent_begin(&agent, 100 * CLOCK_NS_PER_MS, 3);
        hear_windows(&agent, 3, &sum);
        cr_assert_eq(sum.due, 90);
    }
    quit(&agent);
}

BOTH(stops_when_it_is_told)
{
    struct agent agent;

    machine_start(machine, &agent);
    hear_hello(&agent);
    agent_prepare(&agent, "cpu", LOAD_CLOSED, 0);
    agent_expect(&agent, WIRE_READY);
    agent_begin(&agent, 60 * CLOCK_NS_PER_SECOND, 0);
    agent_expect(&agent, WIRE_STARTED);
    agent_say_type(&agent, WIRE_STOP);
    agent_expect(&agent, WIRE_DONE);
    agent_prepare(&agent, "cpu", LOAD_CLOSED, 0);
    agent_expect(&agent, WIRE_READY);
    quit(&agent);
}

BOTH(refuses_what_is_out_of_order)
{
    struct agent agent;

    machine_start(machine, &agent);
    hear_hello(&agent);
    agent_begin(&agent, CLOCK_NS_PER_SECOND, 1);
    agent_expect_error(&agent, "unexpected message start: expected ping, prepare or quit");
    // Of no further use, but it still hears quit.
    agent_prepare(&agent, "cpu", LOAD_CLOSED, 0);
    quit(&agent);
}

BOTH(refuses_garbage)
{
    struct agent agent;
    char *line = malloc(9001);

    machine_start(machine, &agent);
    hear_hello(&agent);
    memset(line, 'x', 9000);
    line[8999] = '\n';
    line[9000] = '\0';
    agent_say_line(&agent, "\n\n"); // signs of life
    agent_say_line(&agent, line);
    agent_expect_error(&agent, "longer than a bare guest reads");
    free(line);
    quit(&agent);
}

BOTH(refuses_a_load_it_does_not_know)
{
    struct agent agent;

    machine_start(machine, &agent);
    hear_hello(&agent);
    agent_prepare(&agent, "disk", LOAD_CLOSED, 0);
    agent_expect_error(&agent, "no workload 'disk'");
    quit(&agent);
}

BOTH(runs_one_load_at_a_time)
{
    struct agent agent;

    machine_start(machine, &agent);
    hear_hello(&agent);
    agent_prepare(&agent, "cpu", LOAD_CLOSED, 0);
    agent_expect(&agent, WIRE_READY);
    agent_say(&agent, &(struct wire_message){
                          .type = WIRE_PREPARE,
                          .prepare = {.load = {.workload = (char *)"null", .variant = (char *)""},
                                      .stream = 1},
                      });
    agent_expect_error(&agent, "one load at a time");
    quit(&agent);
}

BOTH(refuses_a_working_set_beyond_its_memory)
{
    struct agent agent;

    machine_start(machine, &agent);
    hear_hello(&agent);
    agent_say(&agent, &(struct wire_message){
                          .type = WIRE_PREPARE,
                          .prepare = {.load = {.workload = (char *)"memory",
                                               .variant = (char *)"copy",
                                               .working_set_bytes = 64 << 20,
                                               .threads = 1},
                                      .seed = 5},
                      });
    agent_expect_error(&agent, "a working set of 67108864 bytes for each of 1 threads");
    quit(&agent);
}

static void expect_fault(const struct machine *machine, const char *words, const char *what,
                         int code)
{
    struct machine faulty = *machine;
    struct wire_message message;
    struct agent agent;

    faulty.words = words;
    machine_start(&faulty, &agent);
    hear_hello(&agent);
    agent_prepare(&agent, "cpu", LOAD_CONSTANT, 20);
    agent_expect(&agent, WIRE_READY);
    agent_begin(&agent, 100 * CLOCK_NS_PER_MS, 5);
    agent_expect(&agent, WIRE_STARTED);
    agent_expect(&agent, WIRE_WINDOW);
    message = agent_hear(&agent, WIRE_ERROR);
    cr_assert(strstr(message.error.what, what), "%s", message.error.what);
    cr_assert_str_eq(message.error.workload, "cpu");
    cr_assert_eq(message.error.code, code);
    wire_message_done(&message);
    quit(&agent);
}

BOTH(tells_a_divide_error)
{
    expect_fault(machine, "fullhouse.test=divide", "divide error (vector 0) at rip 0x", EDOM);
}

BOTH(tells_a_bad_address)
{
    expect_fault(machine, "fullhouse.test=address", ", address 0xffff800000000010", EFAULT);
}

BOTH(tells_a_bad_instruction)
{
    expect_fault(machine, "fullhouse.test=instruction", "invalid opcode (vector 6) at rip 0x",
                 ENOEXEC);
}

BOTH(ends_abruptly_when_asked_to)
{
    struct machine faulty = *machine;
    struct agent agent;

    faulty.words = "fullhouse.test=die-prepare";
    machine_start(&faulty, &agent);
    hear_hello(&agent);
    agent_prepare(&agent, "cpu", LOAD_CLOSED, 0);
    machine_expect_end(&agent);
}

// SeaBIOS takes seconds where ring 0 is emulated: only where it is quick.
Test(system_bare_tcg, boots_without_our_firmware)
{
    struct wire_message message;
    struct agent agent;

    machine_start(
        &(struct machine){.accelerator = "tcg", .vcpus = 2, .memory_mib = 16, .has_seabios = true},
        &agent);
    message = agent_hear(&agent, WIRE_HELLO);
    cr_assert_eq(message.hello.cpus, 2);
    // A BIOS keeps some for itself.
    cr_assert(message.hello.memory_bytes > 15 << 20 && message.hello.memory_bytes <= 16 << 20);
    wire_message_done(&message);
    quit(&agent);
}

Test(system_bare_tcg, uses_memory_beyond_a_gibibyte)
{
    struct wire_message message;
    struct wire_window sum;
    struct agent agent;

    machine_start(&(struct machine){.accelerator = "tcg", .vcpus = 1, .memory_mib = 1536}, &agent);
    message = agent_hear(&agent, WIRE_HELLO);
    cr_assert_eq(message.hello.memory_bytes, UINT64_C(1536) << 20);
    wire_message_done(&message);
    agent_prepare(&agent, "memory", LOAD_CLOSED, 0);
    agent_expect(&agent, WIRE_READY);
    agent_begin(&agent, 100 * CLOCK_NS_PER_MS, 2);
    hear_windows(&agent, 2, &sum);
    cr_assert_gt(sum.operations, 0);
    quit(&agent);
}

Test(system_bare_tcg, is_small)
{
    struct stat status;

    cr_assert_eq(stat(TEST_BUILD_DIR "/fullhouse-bare", &status), 0);
    cr_assert_lt(status.st_size, 64 << 10);
    cr_assert_eq(stat(TEST_BUILD_DIR "/fullhouse-bare.rom", &status), 0);
    cr_assert_eq(status.st_size, 64 << 10);
}
