// SPDX-License-Identifier: GPL-3.0-or-later
// The agent as a process: whole conversations, stalls, hang-ups at any moment, nonsense, and the
// faults it has for the host's tests.
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/process.h"
#include "tests/workloads/linux/agent.h"

static const uint64_t window_ns = 50 * CLOCK_NS_PER_MS;
static struct agent agent;

static void greet(const char *fault)
{
    agent_start(&agent, fault);
    agent_expect(&agent, WIRE_HELLO);
}

static void make_ready(const char *workload, enum load_arrivals arrivals, double rate)
{
    agent_prepare(&agent, workload, arrivals, rate);
    agent_expect(&agent, WIRE_READY);
}

static void part(int exit_code)
{
    agent_say_type(&agent, WIRE_QUIT);
    cr_assert_eq(agent_exit_code(&agent), exit_code);
    agent_hang_up(&agent);
}

Test(workloads_agent, says_hello)
{
    struct wire_message message;

    agent_start(&agent, NULL);
    message = agent_hear(&agent, WIRE_HELLO);
    cr_assert_eq(message.hello.version, WIRE_VERSION);
    cr_assert_eq(strncmp(message.hello.kernel, "Linux ", 6), 0);
    cr_assert_geq(message.hello.cpus, 1);
    cr_assert_gt(message.hello.memory_bytes, 1 << 20);
    cr_assert_str_eq(message.hello.workloads[0], "null");
    wire_message_done(&message);
    part(0);
}

Test(workloads_agent, answers_pings_with_its_clock)
{
    greet(NULL);
    for (uint64_t id = 1; id <= 5; id++) {
        uint64_t before_ns = clock_monotonic_ns();
        struct wire_message pong;

        agent_say(&agent, &(struct wire_message){.type = WIRE_PING, .ping.id = id});
        pong = agent_hear(&agent, WIRE_PONG);
        cr_assert_eq(pong.pong.id, id);
        cr_assert(pong.pong.clock_ns >= before_ns && pong.pong.clock_ns <= clock_monotonic_ns());
    }
    part(0);
}

static void hear_windows(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct wire_message message = agent_hear(&agent, WIRE_WINDOW);

        cr_assert_eq(message.window.index, i);
        cr_assert_eq(message.window.duration_ns, window_ns);
        wire_message_done(&message);
    }
}

// Prepared anew after done, with another load each time.
Test(workloads_agent, holds_whole_conversations_one_after_the_other)
{
    greet(NULL);
    for (int i = 0; i < 3; i++) {
        make_ready(i == 1 ? "null" : "cpu", i == 2 ? LOAD_POISSON : LOAD_CLOSED, i == 2 ? 500 : 0);
        agent_begin(&agent, window_ns, 3);
        agent_expect(&agent, WIRE_STARTED);
        hear_windows(3);
        agent_expect(&agent, WIRE_DONE);
    }
    part(0);
}

Test(workloads_agent, starts_at_the_time_it_is_told)
{
    uint64_t at_ns;
    struct wire_message started;

    greet(NULL);
    make_ready("cpu", LOAD_CLOSED, 0);
    at_ns = clock_monotonic_ns() + 100 * CLOCK_NS_PER_MS;
    agent_say(&agent, &(struct wire_message){
                          .type = WIRE_START,
                          .start = {.at_ns = at_ns, .window_ns = window_ns, .windows = 1}});
    started = agent_hear(&agent, WIRE_STARTED);
    cr_assert_geq(started.started.clock_ns, at_ns);
    cr_assert_lt(started.started.clock_ns, at_ns + CLOCK_NS_PER_SECOND);
    hear_windows(1);
    agent_expect(&agent, WIRE_DONE);
    part(0);
}

Test(workloads_agent, stops_in_the_middle_of_a_window)
{
    greet(NULL);
    make_ready("cpu", LOAD_CLOSED, 0);
    agent_begin(&agent, 3600 * CLOCK_NS_PER_SECOND, 0);
    agent_expect(&agent, WIRE_STARTED);
    agent_say_type(&agent, WIRE_STOP);
    agent_expect(&agent, WIRE_DONE);
    make_ready("cpu", LOAD_CLOSED, 0);
    part(0);
}

Test(workloads_agent, sleeps_through_an_idle_load)
{
    greet(NULL);
    make_ready("idle", LOAD_CLOSED, 0);
    agent_begin(&agent, window_ns, 2);
    agent_expect(&agent, WIRE_STARTED);
    for (uint32_t i = 0; i < 2; i++) {
        struct wire_message message = agent_hear(&agent, WIRE_WINDOW);

        cr_assert_eq(message.window.index, i);
        cr_assert_eq(message.window.operations, 0);
        cr_assert_eq(message.window.due, 0);
        wire_message_done(&message);
    }
    agent_expect(&agent, WIRE_DONE);
    make_ready("idle", LOAD_CLOSED, 0);
    agent_begin(&agent, 3600 * CLOCK_NS_PER_SECOND, 0);
    agent_expect(&agent, WIRE_STARTED);
    agent_say_type(&agent, WIRE_STOP);
    agent_expect(&agent, WIRE_DONE);
    part(0);
}

Test(workloads_agent, passes_over_signs_of_life_in_every_state)
{
    greet(NULL);
    agent_say_line(&agent, "\n\n\n");
    agent_prepare(&agent, "cpu", LOAD_CLOSED, 0);
    agent_say_line(&agent, "\n");
    agent_expect(&agent, WIRE_READY);
    agent_say_line(&agent, "\n");
    agent_begin(&agent, window_ns, 3);
    agent_say_line(&agent, "\n");
    agent_expect(&agent, WIRE_STARTED);
    agent_say_line(&agent, "\n\n");
    hear_windows(3);
    agent_expect(&agent, WIRE_DONE);
    part(0);
}

Test(workloads_agent, takes_a_stop_that_crossed_its_done)
{
    greet(NULL);
    make_ready("null", LOAD_CLOSED, 0);
    agent_begin(&agent, window_ns, 1);
    agent_expect(&agent, WIRE_STARTED);
    hear_windows(1);
    agent_expect(&agent, WIRE_DONE);
    agent_say_type(&agent, WIRE_STOP);
    make_ready("null", LOAD_CLOSED, 0);
    part(0);
}

Test(workloads_agent, may_be_prepared_twice_and_stopped_before_start)
{
    greet(NULL);
    make_ready("memory", LOAD_CLOSED, 0);
    make_ready("cpu", LOAD_CLOSED, 0);
    agent_say_type(&agent, WIRE_STOP);
    agent_expect(&agent, WIRE_DONE);
    agent_begin(&agent, window_ns, 1);
    agent_expect_error(&agent, "unexpected message start: expected ping, prepare or quit");
    part(1);
}

struct totals {
    uint64_t operations, due, max_ns, late;
};

static void add(struct totals *totals, const struct wire_window *window)
{
    totals->operations += window->operations;
    totals->due += window->due;
    if (window->histogram->max_ns > totals->max_ns)
        totals->max_ns = window->histogram->max_ns;
    for (size_t bin = histogram_bin(100 * CLOCK_NS_PER_MS); bin < HISTOGRAM_BINS; bin++)
        totals->late += window->histogram->counts[bin];
}

// 300 ms in which the whole agent stands still, at 1000 operations a second: 300 of them come late,
// by up to 300 ms, 200 of them by more than 100 ms, and none is lost.
Test(workloads_agent, shows_a_stall_in_every_operation_it_delayed)
{
    struct totals totals = {0};

    greet(NULL);
    make_ready("null", LOAD_CONSTANT, 1000);
    agent_begin(&agent, 100 * CLOCK_NS_PER_MS, 10);
    agent_expect(&agent, WIRE_STARTED);
    clock_sleep_until_ns(clock_monotonic_ns() + 230 * CLOCK_NS_PER_MS);
    kill(agent.pid, SIGSTOP);
    clock_sleep_until_ns(clock_monotonic_ns() + 300 * CLOCK_NS_PER_MS);
    kill(agent.pid, SIGCONT);
    for (uint32_t i = 0; i < 10; i++) {
        struct wire_message message = agent_hear(&agent, WIRE_WINDOW);

        cr_assert_eq(message.window.index, i);
        cr_assert_eq(message.window.due, 100);
        add(&totals, &message.window);
        wire_message_done(&message);
    }
    agent_expect(&agent, WIRE_DONE);
    cr_assert_eq(totals.due, 1000);
    cr_assert_geq(totals.operations, 900);
    cr_assert_leq(totals.operations, 1000);
    cr_assert_geq(totals.max_ns, 290 * CLOCK_NS_PER_MS);
    cr_assert_leq(totals.max_ns, 500 * CLOCK_NS_PER_MS);
    cr_assert_geq(totals.late, 190);
    cr_assert_leq(totals.late, 400);
    part(0);
}

Test(workloads_agent, ends_when_the_host_hangs_up_in_mid_load)
{
    static const enum load_arrivals arrivals[] = {LOAD_CLOSED, LOAD_CONSTANT};

    for (int i = 0; i < 2; i++) {
        greet(NULL);
        make_ready("cpu", arrivals[i], arrivals[i] == LOAD_CLOSED ? 0 : 0.001);
        agent_begin(&agent, 3600 * CLOCK_NS_PER_SECOND, 0);
        agent_expect(&agent, WIRE_STARTED);
        agent_hang_up(&agent);
        cr_assert_eq(agent_exit_code(&agent), 0);
    }
}

Test(workloads_agent, ends_when_the_host_hangs_up_before_and_while_preparing)
{
    greet(NULL);
    agent_hang_up(&agent);
    cr_assert_eq(agent_exit_code(&agent), 0);
    greet(NULL);
    agent_prepare(&agent, "memory", LOAD_CLOSED, 0);
    agent_hang_up(&agent);
    cr_assert_eq(agent_exit_code(&agent), 0);
}

Test(workloads_agent, answers_nonsense_with_an_error_and_waits_for_quit)
{
    static const char *const lines[] = {
        "hello\n",
        "{\"type\":\"reboot\"}\n",
        " \n",
        "{\"type\":\"prepare\"}\n",
        "{\"type\":\"start\",\"at_ns\":0,\"window_ns\":0,\"windows\":0}\n",
    };

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        greet(NULL);
        agent_say_line(&agent, lines[i]);
        agent_expect_error(&agent, "");
        agent_say_line(&agent, "more nonsense\n");
        agent_say_type(&agent, WIRE_READY);
        part(1);
    }
}

Test(workloads_agent, names_what_it_expected)
{
    greet(NULL);
    agent_say_type(&agent, WIRE_STOP);
    agent_expect_error(&agent, "unexpected message stop: expected ping, prepare or quit");
    part(1);
    greet(NULL);
    make_ready("cpu", LOAD_CLOSED, 0);
    agent_begin(&agent, CLOCK_NS_PER_SECOND, 0);
    agent_expect(&agent, WIRE_STARTED);
    agent_say(&agent, &(struct wire_message){.type = WIRE_PING});
    agent_expect_error(&agent, "unexpected message ping: expected accident, stop or quit");
    part(1);
}

Test(workloads_agent, names_the_workload_it_does_not_have)
{
    greet(NULL);
    agent_prepare(&agent, "cqu", LOAD_CLOSED, 0);
    agent_expect_error(&agent, "unknown workload 'cqu' (did you mean 'cpu'?)");
    part(1);
}

Test(workloads_agent, has_the_faults_that_hosts_are_tested_with)
{
    struct wire_message message;

    agent_start(&agent, "version");
    message = agent_hear(&agent, WIRE_HELLO);
    cr_assert_eq(message.hello.version, WIRE_VERSION + 1);
    wire_message_done(&message);
    part(0);
    agent_start(&agent, "mute");
    cr_assert_eq(
        channel_wait(&agent.channel, clock_monotonic_ns() + 200 * CLOCK_NS_PER_MS, &message, NULL),
        -ETIMEDOUT);
    part(0);
}

Test(workloads_agent, dies_when_it_is_told_to)
{
    static const char *const faults[] = {"die-prepare", "die-start", "die-window"};

    for (int i = 0; i < 3; i++) {
        greet(faults[i]);
        agent_prepare(&agent, "cpu", LOAD_CLOSED, 0);
        if (i > 0) {
            agent_expect(&agent, WIRE_READY);
            agent_begin(&agent, window_ns, 0);
        }
        if (i > 1) {
            agent_expect(&agent, WIRE_STARTED);
            hear_windows(1);
        }
        cr_assert_eq(agent_exit_code(&agent), 3);
        agent_hang_up(&agent);
    }
}

// Killed in the second window, by the signal that stands for the exception.
Test(workloads_agent, raises_exceptions_when_it_is_told_to)
{
    static const struct {
        const char *fault;
        int signal;
    } deaths[] = {{"divide", SIGFPE}, {"address", SIGSEGV}, {"instruction", SIGILL}};

    for (int i = 0; i < 3; i++) {
        greet(deaths[i].fault);
        make_ready("idle", LOAD_CLOSED, 0);
        agent_begin(&agent, window_ns, 0);
        agent_expect(&agent, WIRE_STARTED);
        hear_windows(1);
        cr_assert_eq(agent_exit_code(&agent), 128 + deaths[i].signal);
        agent_hang_up(&agent);
    }
}

static int exit_code_of(const char *const arguments[], const char *output)
{
    struct process_options options = {.timeout_ns = 30 * CLOCK_NS_PER_SECOND};
    struct process_result result = {0};
    int exit_code;

    cr_assert_eq(process_run(arguments, &options, &result, NULL), 0);
    cr_assert(strstr(result.output, output), "%s", result.output);
    exit_code = result.exit_code;
    process_result_done(&result);
    return exit_code;
}

#define GUEST            TEST_BUILD_DIR "/fullhouse-guest"
#define RUN(output, ...) exit_code_of((const char *const[]){GUEST, __VA_ARGS__, NULL}, output)

Test(workloads_agent, works_for_people)
{
    cr_assert_eq(RUN("known answer", "--self-test"), 0);
    cr_assert_eq(RUN("xorshift64", "--list"), 0);
    cr_assert_eq(RUN("operations 0", "--measure", "idle"), 0);
    cr_assert_eq(RUN("--measure", "--help"), 0);
    cr_assert_eq(RUN("p99", "--measure", "null", "--threads", "1"), 0);
    cr_assert_eq(RUN("1000 due", "--measure", "null", "--arrivals", "constant", "--rate", "1k/s"),
                 0);
}

Test(workloads_agent, refuses_wrong_use)
{
    cr_assert_eq(RUN("nothing to do", "--seconds", "1"), 2);
    cr_assert_eq(RUN("not open", "--fd", "99"), 2);
    cr_assert_eq(RUN("fullhouse-guest", "--fd", "-1"), 2);
    cr_assert_eq(RUN("unknown fault", "--test", "explode", "--list"), 2);
    cr_assert_eq(RUN("only one of", "--list", "--self-test"), 2);
    cr_assert_eq(RUN("--rate goes with", "--measure", "null", "--rate", "5/s"), 2);
    cr_assert_eq(RUN("--rate goes with", "--measure", "null", "--arrivals", "poisson"), 2);
    cr_assert_eq(RUN("absolute", "--measure", "null", "--arrivals", "poisson", "--rate", "5%"), 2);
    cr_assert_eq(RUN("unknown workload", "--measure", "nul1"), 1);
    cr_assert_eq(
        RUN("no operations", "--measure", "idle", "--arrivals", "poisson", "--rate", "5/s"), 1);
    cr_assert_eq(RUN("unexpected argument", "--list", "more"), 2);
}
