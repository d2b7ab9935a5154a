// SPDX-License-Identifier: GPL-3.0-or-later
// A day of 1052 real guests (CoMon traces of PlanetLab; Beloglazov and Buyya 2012): the published
// mean, deviation and quartiles, and percentiles of what guests that are drawn at random need
// together, as the normal approximation with correlation has them, against the traces summed up.
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "planner/demand/usage.h"
#include "tests/collector/tree.h"

enum { GUESTS = 1052, WINDOWS = 288, DRAWN = 50000 }; // drawn: guests, of all draws
#define Z95 1.6448536269514722
#define Z99 2.3263478740408408

TestSuite(reference_planetlab, .init = tree_make, .fini = tree_remove);

static double percent[GUESTS][WINDOWS];
static size_t guests;

static void read_trace(const char *path)
{
    scope_free char *text = NULL;
    struct err err = {0};
    cr_assert_eq(path_read(path, 1 << 20, &text, NULL, &err), 0, "%s", err_text(&err));
    cr_assert_lt(guests, GUESTS);
    char *at = text;
    for (size_t t = 0; t < WINDOWS; t++)
        percent[guests][t] = strtod(at, &at);
    cr_assert_eq(*(at + strspn(at, "\r\n")), '\0', "%s: more than a day", path);
    guests++;
}

static void read_traces(void)
{
    const char *reference = getenv("FULLHOUSE_REFERENCE");
    if (!reference)
        cr_skip_test("FULLHOUSE_REFERENCE is not set");
    scope_free char *archive = path_join(reference, "planetlab/20110303.tar.xz");
    const char *const argv[] = {"tar", "-xJf", archive, "-C", tree_root(), "--strip-components=1",
                                NULL};
    struct process_result result;
    struct err err = {0};
    cr_assert_eq(process_run(argv, NULL, &result, &err), 0, "%s", err_text(&err));
    cr_assert_eq(result.exit_code, 0, "%s", result.output);
    process_result_done(&result);
    struct dirent **entries = NULL;
    int count = scandir(tree_root(), &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        scope_free char *path = path_join(tree_root(), entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            read_trace(path);
        free(entries[i]);
    }
    free(entries);
    cr_assert_eq(guests, GUESTS);
}

static struct cpu_demand demand_of_all(void)
{
    struct usage *usage = usage_new(WINDOWS);
    for (size_t i = 0; i < guests; i++)
        cr_assert(usage_add(usage, percent[i]));
    struct cpu_demand cpu = usage_cpu(usage, NAN);
    usage_free(usage);
    return cpu;
}

Test(reference_planetlab, mean_deviation_and_quartiles_are_those_published)
{
    read_traces();
    struct cpu_demand cpu = demand_of_all();
    cr_expect_float_eq(cpu.mean_cores.value, 12.31, 0.005);
    cr_expect_float_eq(cpu.sd_cores, 17.09, 0.005);
    double *values = alloc_zeroed(GUESTS * WINDOWS, sizeof *values);
    memcpy(values, percent, sizeof percent);
    cr_expect_eq(usage_quantile(values, GUESTS * WINDOWS, 0.25), 2);
    cr_expect_eq(usage_quantile(values, GUESTS * WINDOWS, 0.50), 6);
    cr_expect_eq(usage_quantile(values, GUESTS * WINDOWS, 0.75), 15);
    double p95 = usage_quantile(values, GUESTS * WINDOWS, 0.95);
    cr_expect_float_eq(cpu.p95_cores, p95, p95 / 250);
    free(values);
}

// What `count` guests, drawn anew at each draw, need together at every moment. All of them are the
// same at each draw.
static void true_percentiles(size_t count, double *ret_p95, double *ret_p99)
{
    size_t draws = count == GUESTS ? 1 : DRAWN / count;
    double *sums = alloc_zeroed(draws * WINDOWS, sizeof *sums);
    size_t order[GUESTS];
    struct rng rng;
    rng_init(&rng, 1);
    for (size_t i = 0; i < GUESTS; i++)
        order[i] = i;
    for (size_t draw = 0; draw < draws; draw++)
        for (size_t i = 0; i < count; i++) {
            size_t other = i + (size_t)rng_below(&rng, GUESTS - i), chosen = order[other];
            order[other] = order[i];
            order[i] = chosen;
            for (size_t t = 0; t < WINDOWS; t++)
                sums[draw * WINDOWS + t] += percent[chosen][t];
        }
    *ret_p95 = usage_quantile(sums, draws * WINDOWS, 0.95);
    *ret_p99 = usage_quantile(sums, draws * WINDOWS, 0.99);
    free(sums);
}

static double predicted(const struct cpu_demand *cpu, double count, double z)
{
    double variance = cpu->sd_cores * cpu->sd_cores;
    double independent = count * variance * (1 - cpu->correlation);
    return count * cpu->mean_cores.value +
           z * sqrt(independent + cpu->correlation * count * count * variance);
}

Test(reference_planetlab, percentiles_of_sums_are_as_predicted)
{
    static const size_t counts[] = {10, 20, 50, 100, 300, GUESTS};
    read_traces();
    struct cpu_demand cpu = demand_of_all();
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        double n = (double)counts[i], p95, p99;
        true_percentiles(counts[i], &p95, &p99);
        p95 = predicted(&cpu, n, Z95) / p95;
        p99 = predicted(&cpu, n, Z99) / p99;
        if (getenv("FULLHOUSE_SHOW"))
            fprintf(stderr, "%4zu guests: predicted over true p95 %.3f, p99 %.3f\n", counts[i], p95,
                    p99);
        // The tails of few guests are heavier than those of a normal distribution.
        bool is_few = counts[i] < 50;
        cr_expect(fabs(p95 - 1) < (is_few ? 0.06 : 0.04), "%zu guests: %f", counts[i], p95);
        cr_expect(fabs(p99 - 1) < (is_few ? 0.12 : 0.06), "%zu guests: %f", counts[i], p99);
    }
}
