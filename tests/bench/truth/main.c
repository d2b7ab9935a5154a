// SPDX-License-Identifier: GPL-3.0-or-later
// Does a search find a maximum that is known by arithmetic, and what does it cost beside a sweep of
// every density? Native guests are offered 20 % of a core each, in a control group of 1.6 cores: 8
// fit. What an operation costs is measured outside of the group with as many guests as 1.6 cores
// keep busy, as CPU time, so that a busy machine does not change the truth.
//   truth BUILD_DIR SEARCHES [SEED]
// Exit 0 when at least 95 % of the searches are within one guest and the median search takes at
// most 40 % of the sweep's guest-seconds.
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "tests/bench/measure.h"
#include "tests/bench/truth/quota.h"
#include "tests/bench/truth/search.h"

enum { TRUTH = 8, TOP = 24 };
#define CORES       1.6
#define SHARE       0.20
#define WITHIN_AIM  0.95
#define COST_AIM    40.0 // percent
#define SLO         "achieved>=95%"
#define ALL_GUESTS  "1..24"
#define CALIBRATION "2"

struct truth {
    const char *build;
    char *folder;
    char *rate;
    struct quota_group group;
    uint64_t seed;
    unsigned within, searches;
    struct measure guest_seconds;
};

// Of the numbered run; a folder of its own.
static int run_one(const struct truth *truth, const char *guests, const char *rate, unsigned number,
                   struct search_result *result, struct err *err)
{
    scope_free char *folder = alloc_printf("%s/%u", truth->folder, number);
    const struct search search = {
        .build = truth->build,
        .folder = folder,
        .guests = guests,
        .rate = rate,
        .slo = rate ? SLO : "",
        .seed = rng_derive(truth->seed, number) >> 11 | 1,
    };
    return search_run(&search, result, err);
}

static int calibrate(struct truth *truth, struct err *err)
{
    struct search_result result = {0};
    int code = run_one(truth, CALIBRATION, NULL, 0, &result, err);
    if (code == 0 && result.cpu_ns <= 0)
        code = err_host(err, NULL, "the CPU time of an operation could not be measured");
    if (code < 0)
        return code;
    truth->rate = alloc_printf("%.3f/s", SHARE * 1e9 / result.cpu_ns);
    printf("an operation takes %.3f ms of CPU; each guest is offered %s, 20 %% of a core\n",
           result.cpu_ns / 1e6, truth->rate);
    return 0;
}

static int search_all(struct truth *truth, unsigned searches, struct err *err)
{
    for (unsigned i = 1; i <= searches; i++) {
        struct search_result result = {0};
        int code = run_one(truth, ALL_GUESTS, truth->rate, i, &result, err);
        if (code < 0)
            return code;
        bool is_within = result.maximum + 1 >= TRUTH && result.maximum <= TRUTH + 1;
        truth->searches++;
        truth->within += is_within;
        measure_add(&truth->guest_seconds, result.guest_seconds);
        printf("search %u: %u hold, %u fail%s; %.1f guest-seconds\n", i, result.maximum,
               result.failing, is_within ? "" : " (WRONG)", result.guest_seconds);
        fflush(stdout);
    }
    return 0;
}

// Every density by itself, with the boots a search would give it; one guest alone, which each such
// run boots too, is not counted twice.
static int sweep(struct truth *truth, double *ret_guest_seconds, struct err *err)
{
    double sum = 0;
    uint32_t held = 0;
    for (uint32_t guests = 1; guests <= TOP; guests++) {
        struct search_result result = {.guests_from = guests};
        scope_free char *text = alloc_printf("%u", guests);
        int code = run_one(truth, text, truth->rate, 1000 + guests, &result, err);
        if (code < 0)
            return code;
        sum += result.guest_seconds;
        if (held + 1 == guests && result.maximum == guests)
            held = guests;
    }
    printf("sweep of %s: %u hold; %.1f guest-seconds\n", ALL_GUESTS, held, sum);
    *ret_guest_seconds = sum;
    return 0;
}

static int tell(const struct truth *truth, double sweep_seconds)
{
    struct measure cost = {0};
    for (size_t i = 0; i < truth->guest_seconds.count; i++)
        measure_add(&cost, 100 * truth->guest_seconds.values[i] / sweep_seconds);
    printf("within one guest of %d: %u of %u\n", TRUTH, truth->within, truth->searches);
    measure_print(&cost, "a search beside the sweep, guest-seconds", "%");
    bool is_right = truth->within >= WITHIN_AIM * truth->searches;
    if (!is_right)
        printf("aim: %.0f %% of them\n", 100 * WITHIN_AIM);
    return measure_judge(&cost, COST_AIM, "%") == 0 && is_right ? 0 : 1;
}

static int measure_all(struct truth *truth, unsigned searches, double *ret_sweep_seconds,
                       struct err *err)
{
    int code = calibrate(truth, err);
    if (code == 0)
        code = quota_group_make(&truth->group, CORES, err);
    if (code == 0)
        code = quota_group_enter(&truth->group, err);
    if (code == 0)
        code = search_all(truth, searches, err);
    return code == 0 ? sweep(truth, ret_sweep_seconds, err) : code;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/fh-truth.XXXXXX";
    struct err err = {0};
    double sweep_seconds = 0;
    int searches = argc > 2 ? atoi(argv[2]) : 0;
    interrupt_install(NULL);
    if (searches < 1 || searches > MEASURE_MAX || !mkdtemp(folder)) {
        fprintf(stderr, "usage: truth BUILD_DIR SEARCHES [SEED]\n");
        return 2;
    }
    struct truth truth = {
        .build = argv[1],
        .folder = folder,
        .seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1,
    };
    int code = measure_all(&truth, (unsigned)searches, &sweep_seconds, &err);
    quota_group_remove(&truth.group);
    path_remove_tree(folder, NULL);
    if (code < 0)
        fprintf(stderr, "truth: %s\n", err_text(&err));
    else
        code = tell(&truth, sweep_seconds);
    free(truth.rate);
    err_done(&err);
    return code < 0 ? 3 : code;
}
