// SPDX-License-Identifier: GPL-3.0-or-later
// What policies make of small estates.
#include "planner/amount/amounts.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "tests/planner/made_estate.h"

static struct estate estate;
static struct policy policy;
static struct amounts amounts;

static void set_up(void)
{
    estate_init(&estate);
    policy_init(&policy);
    amounts = (struct amounts){0};
}

static void tear_down(void)
{
    amounts_done(&amounts);
    policy_done(&policy);
    estate_done(&estate);
}

TestSuite(planner_amount, .init = set_up, .fini = tear_down);

static bool is_noted(const char *part)
{
    for (size_t i = 0; i < amounts.note_count; i++)
        if (strstr(amounts.notes[i], part))
            return true;
    return false;
}

Test(planner_amount, room_is_what_is_left_of_a_host_by_policy)
{
    struct estate_host *host = made_host(&estate, "h1", 10, 100);
    host->disk_bytes = 1000;
    host->disk_hz = 500;
    host->network_bits_hz = 1e10;
    made_guest(&estate, "g1", 0, 2, 8)->cpu_peak_cores = 1.5;
    policy.cpu = POLICY_CPU_PEAK;
    made_amounts(&estate, &policy, &amounts);
    cr_expect_eq(amounts.room[0][AMOUNT_CPU], 9000000, "0.9 of 10 cores");
    cr_expect_eq(amounts.room[0][AMOUNT_MEMORY], (int64_t)(91 * MADE_GIB), "less 4 GiB and 5 %%");
    cr_expect_eq(amounts.room[0][AMOUNT_DISK], 850);
    cr_expect_eq(amounts.room[0][AMOUNT_DISK_RATE], 300);
    cr_expect_eq(amounts.room[0][AMOUNT_NETWORK], 6000000000);
    cr_expect_eq(amounts.size[0][AMOUNT_CPU], 1500000);
    cr_expect(amounts.is_used[AMOUNT_CPU] && amounts.is_used[AMOUNT_MEMORY]);
    cr_expect(!amounts.is_used[AMOUNT_DISK], "nobody says how much disk guests take");
    cr_expect(is_noted("g1 tells no disk space"));
}

Test(planner_amount, what_nobody_knows_of_a_host_has_no_limit)
{
    made_host(&estate, "h1", 4, 64);
    made_guest(&estate, "g1", 0, 2, 8)->disk_bytes = 5;
    policy.cpu = POLICY_CPU_VCPUS;
    made_amounts(&estate, &policy, &amounts);
    cr_expect_eq(amounts.room[0][AMOUNT_DISK], AMOUNT_UNLIMITED);
    cr_expect(!amounts.is_used[AMOUNT_DISK]);
    cr_expect_eq(amounts.room[0][AMOUNT_CPU], 16000000, "4 cores, 4 vCPUs each");
    cr_expect_eq(amounts.note_count, 0);
}

Test(planner_amount, a_drained_host_has_no_room_and_one_that_is_off_all)
{
    made_host(&estate, "h1", 4, 64)->is_drained = true;
    made_host(&estate, "h2", 4, 64)->is_off = true;
    made_host(&estate, "h3", 4, 64)->guests_most = 7;
    made_guest(&estate, "g1", 0, 2, 8);
    policy.cpu = POLICY_CPU_VCPUS;
    made_amounts(&estate, &policy, &amounts);
    cr_expect(amounts.is_closed[0] && !amounts.is_closed[1]);
    for (int r = 0; r < AMOUNT_COUNT; r++)
        cr_expect_eq(amounts.room[0][r], 0);
    cr_expect_eq(amounts.room[1][AMOUNT_CPU], 16000000);
    cr_expect_eq(amounts.guests_most[1], UINT32_MAX);
    cr_expect_eq(amounts.guests_most[2], 7);
}

Test(planner_amount, a_drained_host_limits_nobody)
{
    made_host(&estate, "h1", 4, 64)->is_drained = true;
    made_host(&estate, "h2", 4, 64);
    made_guest(&estate, "g1", 1, 2, 8)->disk_bytes = 5;
    made_guest(&estate, "g2", 1, 2, 8);
    policy.cpu = POLICY_CPU_VCPUS;
    made_amounts(&estate, &policy, &amounts);
    cr_expect(!amounts.is_used[AMOUNT_DISK]);
    cr_expect_eq(amounts.note_count, 0, "no host has a limit that g2 ought to tell its use of");
}

Test(planner_amount, a_guest_that_is_off_takes_its_disk_alone)
{
    made_host(&estate, "h1", 4, 64)->disk_bytes = 1e12;
    struct estate_guest *guest = made_guest(&estate, "g1", 0, 2, 8);
    guest->is_off = true;
    guest->disk_bytes = 1e9;
    policy.cpu = POLICY_CPU_MEAN;
    made_amounts(&estate, &policy, &amounts);
    cr_expect_eq(amounts.size[0][AMOUNT_CPU], 0);
    cr_expect_eq(amounts.size[0][AMOUNT_MEMORY], 0);
    cr_expect_eq(amounts.size[0][AMOUNT_DISK], 1000000000);
    cr_expect(is_noted("g1 is off"));
}

Test(planner_amount, a_mean_that_nobody_knows_is_refused_with_its_line)
{
    struct err err = {0};
    made_host(&estate, "h1", 4, 64);
    struct estate_guest *guest = made_guest(&estate, "g1", 0, 2, 8);
    guest->file = "guests.csv";
    guest->line = 7;
    policy.cpu = POLICY_CPU_MEAN;
    cr_expect_eq(amounts_of(&estate, &policy, NULL, &amounts, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "guests.csv:7: g1: no CPU use is known"), "%s",
              err_text(&err));
    err_done(&err);
}

Test(planner_amount, sums_that_cannot_be_counted_are_refused)
{
    struct err err = {0};
    made_host(&estate, "h1", 4, 64);
    made_guest(&estate, "g1", 0, 2, 8e10);
    policy.cpu = POLICY_CPU_VCPUS;
    cr_expect_eq(amounts_of(&estate, &policy, NULL, &amounts, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "more than can be counted"), "%s", err_text(&err));
    err_done(&err);
}

// --- traces -------------------------------------------------------------------------------------

Test(planner_amount, a_trace_counts_by_its_percentile_peak_and_mean)
{
    static const float cores[10] = {1, 1, 1, 1, 1, 1, 1, 1, 2, 9};
    made_host(&estate, "h1", 10, 64);
    made_guest(&estate, "g1", 0, 10, 8);
    made_trace(&estate, 0, 10, cores);
    policy.percentile = 0.9;
    made_amounts(&estate, &policy, &amounts);
    cr_expect_eq(amounts.windows, 10);
    cr_expect_eq(amounts.windows_over, 1, "a tenth of ten");
    cr_expect_eq(amounts.size[0][AMOUNT_CPU], 2000000, "the ninth of ten");
    cr_expect_eq(amounts.least[0][AMOUNT_CPU], 1111111, "10 over the lowest nine");
    cr_expect_eq(amounts.trace[0][9], 9000000);
    cr_expect_eq(amounts.trace_peak[0], 9000000);
    amounts_done(&amounts);
    policy.cpu = POLICY_CPU_PEAK;
    made_amounts(&estate, &policy, &amounts);
    cr_expect_eq(amounts.size[0][AMOUNT_CPU], 9000000);
    cr_expect_eq(amounts.windows, 0, "peaks add up");
    amounts_done(&amounts);
    policy.cpu = POLICY_CPU_MEAN;
    made_amounts(&estate, &policy, &amounts);
    cr_expect_eq(amounts.size[0][AMOUNT_CPU], 1900000);
}

Test(planner_amount, guests_without_a_trace_are_constant_and_noted)
{
    static const float cores[2] = {1, NAN};
    made_host(&estate, "h1", 10, 64);
    for (size_t g = 0; g < 4; g++)
        made_guest(&estate, (const char *[]){"a", "b", "c", "d"}[g], 0, 8, 1);
    made_trace(&estate, 0, 2, cores);
    estate.guests[1].cpu_p95_cores = 3;
    estate.guests[1].cpu_peak_cores = 5;
    estate.guests[2].cpu_cores = 0.5;
    made_amounts(&estate, &policy, &amounts);
    cr_expect_eq(amounts.trace[0][1], 0, "it was not there");
    cr_expect_null(amounts.trace[1]);
    cr_expect_eq(amounts.size[1][AMOUNT_CPU], 3000000);
    cr_expect_eq(amounts.size[2][AMOUNT_CPU], 500000);
    cr_expect_eq(amounts.size[3][AMOUNT_CPU], 8000000);
    cr_expect(is_noted("b has no trace of CPU use: its 95th percentile counts"));
    cr_expect(is_noted("c has no trace of CPU use: its mean counts"));
    cr_expect(is_noted("d tells no CPU use: all of its vCPUs count as busy (guessed)"));
    amounts_done(&amounts);
    policy.percentile = 0.99;
    made_amounts(&estate, &policy, &amounts);
    cr_expect_eq(amounts.size[1][AMOUNT_CPU], 5000000, "a peak is nearer to it");
}

// What a bound counts on: the percentile of a sum is never below the sum of the guests' least.
Test(planner_amount, the_percentile_of_a_sum_is_not_below_the_sum_of_the_least)
{
    enum { GUESTS = 6, WINDOWS = 40 };
    struct rng rng;
    rng_init(&rng, 5);
    made_host(&estate, "h1", 64, 64);
    for (size_t g = 0; g < GUESTS; g++) {
        float cores[WINDOWS];
        made_guest(&estate, (const char *[]){"a", "b", "c", "d", "e", "f"}[g], 0, 4, 1);
        for (size_t w = 0; w < WINDOWS; w++)
            cores[w] = (float)(pow(rng_unit(&rng), 4) * 4);
        made_trace(&estate, g, WINDOWS, cores);
    }
    for (policy.percentile = 0.5; policy.percentile < 1; policy.percentile += 0.07) {
        made_amounts(&estate, &policy, &amounts);
        int64_t least = 0;
        size_t over = 0;
        for (size_t g = 0; g < GUESTS; g++)
            least += amounts.least[g][AMOUNT_CPU];
        for (size_t w = 0; w < WINDOWS; w++) {
            int64_t sum = 0;
            for (size_t g = 0; g < GUESTS; g++)
                sum += amounts.trace[g][w];
            over += sum >= least;
        }
        cr_expect_gt(over, amounts.windows_over, "at %g", policy.percentile);
        amounts_done(&amounts);
    }
}

// --- NUMA ---------------------------------------------------------------------------------------

Test(planner_amount, nodes_share_the_room_of_their_host)
{
    struct estate_host *host = made_host(&estate, "h1", 12, 96);
    host->node_count = 2;
    host->nodes = calloc(2, sizeof *host->nodes);
    host->nodes[0] = (struct estate_node){8, 64 * MADE_GIB};
    host->nodes[1] = (struct estate_node){4, 32 * MADE_GIB};
    made_guest(&estate, "g1", 0, 2, 8);
    made_policy(&policy);
    policy.memory_overcommit = 0.5;
    made_amounts(&estate, &policy, &amounts);
    cr_assert_eq(amounts.node_counts[0], 2);
    cr_expect_eq(amounts.nodes[0][0].room[0], 8000000);
    cr_expect_eq(amounts.nodes[0][0].room[1], (int64_t)(32 * MADE_GIB));
    cr_expect_eq(amounts.nodes[0][1].room[1], (int64_t)(16 * MADE_GIB));
}

// --- for people ---------------------------------------------------------------------------------

Test(planner_amount, amounts_read_as_people_write_them)
{
    static const struct {
        enum policy_cpu policy;
        enum amount_resource resource;
        int64_t amount;
        const char *text;
    } cases[] = {
        {POLICY_CPU_PEAK, AMOUNT_CPU, 3500000, "3.50 cores"},
        {POLICY_CPU_VCPUS, AMOUNT_CPU, 12000000, "12.0 vCPUs"},
        {POLICY_CPU_CURVE, AMOUNT_CPU, 125000, "0.12 of the measured host"},
        {POLICY_CPU_PEAK, AMOUNT_MEMORY, 12884901888, "12.0 GiB"},
        {POLICY_CPU_PEAK, AMOUNT_DISK_RATE, 2500, "2.50k/s"},
        {POLICY_CPU_PEAK, AMOUNT_NETWORK, 2000000000, "2.00Gbit/s"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scope_free char *text = amount_format(cases[i].policy, cases[i].resource, cases[i].amount);
        cr_expect_str_eq(text, cases[i].text);
    }
    cr_expect_str_eq(amount_name(AMOUNT_DISK), "disk space");
}
