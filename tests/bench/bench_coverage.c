// SPDX-License-Identifier: GPL-3.0-or-later
// Whether intervals and verdicts keep what they state. Campaigns are made up with known noise of
// boots, guests and windows; their steps go through density_compute_run as real ones do. Counted
// are how often the 95 % interval of p99 inflation holds the truth, and how often a verdict, made
// boot by boot, is wrong.
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/inference/density.h"
#include "common/inference/sequential.h"
#include "tests/bench/made_campaign.h"

enum { CAMPAIGNS = 200, WINDOWS = 5, OPERATIONS = 200, LADDER = 4, STEPS_MAX = 64 };
static const double LEAST = 0.90, MOST = 0.98, CONFIDENCE = 0.95, BOUND = 3;
static const uint32_t ladder[LADDER] = {1, 2, 4, 8};

static const struct made_noise noises[] = {
    {"boots alike", 0.01, 0.01, 0.05, 0},          {"guests differ", 0.02, 0.15, 0.05, 0},
    {"boots differ", 0.10, 0.05, 0.05, 0},         {"boots differ much", 0.30, 0.10, 0.10, 0},
    {"noise grows 2x", 0.10, 0.05, 0.05, 1.0 / 7}, {"noise grows 4x", 0.05, 0.03, 0.03, 3.0 / 7},
};
enum { NOISES = sizeof(noises) / sizeof(noises[0]) };

static struct slo slo; // what all are judged by; read only

// --- jobs on all CPUs ---------------------------------------------------------------------------

struct jobs {
    void (*work)(void *job);
    char *list;
    size_t size, count;
    atomic_size_t next;
};

static void *take_jobs(void *argument)
{
    struct jobs *jobs = argument;
    for (size_t i; (i = atomic_fetch_add(&jobs->next, 1)) < jobs->count;)
        jobs->work(jobs->list + i * jobs->size);
    return NULL;
}

// Does them all, with as many threads as there are CPUs online. Jobs share nothing.
static void side_by_side(void (*work)(void *job), void *list, size_t size, size_t count)
{
    struct jobs jobs = {.work = work, .list = list, .size = size, .count = count};
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    pthread_t *threads = alloc_zeroed((size_t)cpus, sizeof(*threads));
    long begun = 0;
    while (begun < cpus - 1 && pthread_create(&threads[begun], NULL, take_jobs, &jobs) == 0)
        begun++;
    take_jobs(&jobs);
    while (begun > 0)
        pthread_join(threads[--begun], NULL);
    free(threads);
}

// --- campaigns ----------------------------------------------------------------------------------

// A campaign under way.
struct made {
    struct made_campaign campaign;
    struct step_record steps[STEPS_MAX];
    size_t count;
    struct density *densities;
    size_t density_count;
};

static void boot(struct made *made, uint32_t guests, uint32_t repeat)
{
    made_campaign_step(&made->campaign, guests, repeat, &made->steps[made->count++]);
}

static void judge(struct made *made, const struct sequential_plan *plan)
{
    density_free(made->densities, made->density_count);
    density_compute_run(made->steps, made->count, &slo, plan, made->campaign.seed, &made->densities,
                        &made->density_count);
}

static const struct density *find(const struct made *made, uint32_t guests)
{
    for (size_t i = 0; i < made->density_count; i++)
        if (made->densities[i].guests == guests)
            return &made->densities[i];
    return NULL;
}

static void begin(struct made *made, const struct made_noise *noise, double slope, uint64_t seed)
{
    *made = (struct made){.campaign = {.noise = *noise,
                                       .slope = slope,
                                       .windows = WINDOWS,
                                       .operations = OPERATIONS,
                                       .seed = seed}};
}

static void end(struct made *made)
{
    density_free(made->densities, made->density_count);
    for (size_t i = 0; i < made->count; i++)
        step_record_done(&made->steps[i]);
}

// --- coverage -----------------------------------------------------------------------------------

struct coverage {
    const struct made_noise *noise;
    uint32_t boots;
    uint32_t held[LADDER], retained_held[LADDER];
    double log_width[LADDER];
};

static bool has(const struct estimate *estimate, double truth)
{
    return estimate->low <= truth && truth <= estimate->high;
}

// One guest alone has five boots, as in a campaign, the others `boots`.
static void cover(void *job)
{
    const struct sequential_plan plan = {2, 5, CONFIDENCE};
    struct coverage *coverage = job;
    for (uint64_t c = 0; c < CAMPAIGNS; c++) {
        struct made *made = alloc_zeroed(1, sizeof(*made));
        begin(made, coverage->noise, 0.2, c);
        for (size_t i = 0; i < LADDER; i++)
            for (uint32_t b = 0; b < (i == 0 ? 5 : coverage->boots); b++)
                boot(made, ladder[i], b);
        judge(made, &plan);
        for (size_t i = 1; i < LADDER; i++) {
            const struct density *density = find(made, ladder[i]);
            coverage->held[i] +=
                has(&density->inflation, made_campaign_inflation(&made->campaign, ladder[i]));
            coverage->retained_held[i] +=
                has(&density->retained, made_campaign_retained(&made->campaign, ladder[i]));
            coverage->log_width[i] += log(density->inflation.high / density->inflation.low);
        }
        end(made);
        free(made);
    }
}

// 0 when all is well.
static int print_coverage(void)
{
    enum { COUNTS = 3 };
    static const uint32_t boots[COUNTS] = {2, 3, 5};
    struct coverage rows[NOISES * COUNTS] = {0};
    uint32_t held = 0, asked = 0;
    int missed = 0;
    for (size_t r = 0; r < NOISES * COUNTS; r++)
        rows[r] = (struct coverage){.noise = &noises[r / COUNTS], .boots = boots[r % COUNTS]};
    side_by_side(cover, rows, sizeof(rows[0]), NOISES * COUNTS);
    printf("Of %d campaigns so many intervals hold the truth, in %%, and their ends are so far "
           "apart:\n%-18s boots guests  p99/solo  high/low  retained\n",
           CAMPAIGNS, "noise");
    for (size_t r = 0; r < NOISES * COUNTS; r++)
        for (size_t i = 1; i < LADDER; i++) {
            const struct coverage *row = &rows[r];
            printf("%-18s %5u %6u  %8.1f  %8.2f  %8.1f\n", row->noise->name, row->boots, ladder[i],
                   100.0 * row->held[i] / CAMPAIGNS, exp(row->log_width[i] / CAMPAIGNS),
                   100.0 * row->retained_held[i] / CAMPAIGNS);
            held += row->held[i];
            asked += CAMPAIGNS;
            missed += row->held[i] < LEAST * CAMPAIGNS || row->held[i] > MOST * CAMPAIGNS;
        }
    double all = (double)held / asked;
    printf("all together %.1f %%; %d of %d rows outside %.0f to %.0f %%\n", 100 * all, missed,
           NOISES * COUNTS * (LADDER - 1), 100 * LEAST, 100 * MOST);
    return all < LEAST || all > MOST;
}

// --- verdicts -----------------------------------------------------------------------------------

struct tally {
    const struct made_noise *noise;
    double truth; // over the bound
    uint32_t holds, fails, undecided, boots;
};

// A ladder of 1, 2, 4 and 8 guests, each judged boot by boot; counted is the last, where the truth
// is `inflation` against a bound of 3.
static void climb(struct made *made, const struct sequential_plan *plan, struct tally *tally)
{
    for (size_t i = 0; i < LADDER; i++) {
        const struct density *density = NULL;
        for (uint32_t b = 0; b < plan->boots_max; b++) {
            boot(made, ladder[i], b);
            if (i == 0)
                continue;
            judge(made, plan);
            density = find(made, ladder[i]);
            if (sequential_advise(plan, density) != SEQUENTIAL_BOOT)
                break;
        }
        if (i < LADDER - 1)
            continue;
        tally->holds += density->terms[0].verdict == DENSITY_HOLDS;
        tally->fails += density->terms[0].verdict == DENSITY_FAILS;
        tally->undecided += density->terms[0].verdict == DENSITY_UNDECIDED;
        tally->boots += (uint32_t)density->boots;
    }
}

static const struct sequential_plan looks = {2, 5, CONFIDENCE};

static void count_verdicts(void *job)
{
    struct tally *tally = job;
    // The slope that makes the truth so.
    struct made_campaign flat = {.noise = *tally->noise};
    double inflation = tally->truth * BOUND;
    double slope = (inflation / made_campaign_inflation(&flat, ladder[LADDER - 1]) - 1) /
                   (ladder[LADDER - 1] - 1);
    for (uint64_t c = 0; c < CAMPAIGNS; c++) {
        struct made *made = alloc_zeroed(1, sizeof(*made));
        begin(made, tally->noise, slope, 1000 + c);
        climb(made, &looks, tally);
        end(made);
        free(made);
    }
}

// How many of CAMPAIGNS may be wrong where a share of 1 - CONFIDENCE is: three standard deviations
// more.
static uint32_t wrong_at_most(void)
{
    double share = 1 - CONFIDENCE;
    return (uint32_t)(CAMPAIGNS * share + 3 * sqrt(CAMPAIGNS * share * (1 - share)));
}

static int print_verdicts(void)
{
    static const double truths[] = {0.5, 0.8, 0.9, 0.999, 1.001, 1.1, 1.25, 2};
    enum { TRUTHS = sizeof(truths) / sizeof(truths[0]) };
    struct tally rows[NOISES * TRUTHS] = {0};
    int missed = 0;
    for (size_t r = 0; r < NOISES * TRUTHS; r++)
        rows[r] = (struct tally){.noise = &noises[r / TRUTHS], .truth = truths[r % TRUTHS]};
    side_by_side(count_verdicts, rows, sizeof(rows[0]), NOISES * TRUTHS);
    printf(
        "\nOf %d densities of %u guests judged boot by boot, in %%, by how far the truth is from "
        "the bound:\n%-18s truth/bound  holds  fails  undecided  wrong  boots\n",
        CAMPAIGNS, ladder[LADDER - 1], "noise");
    for (size_t r = 0; r < NOISES * TRUTHS; r++) {
        const struct tally *row = &rows[r];
        uint32_t wrong = row->truth > 1 ? row->holds : row->fails;
        printf("%-18s %11.3f %6.1f %6.1f %10.1f %6.1f %6.2f\n", row->noise->name, row->truth,
               100.0 * row->holds / CAMPAIGNS, 100.0 * row->fails / CAMPAIGNS,
               100.0 * row->undecided / CAMPAIGNS, 100.0 * wrong / CAMPAIGNS,
               (double)row->boots / CAMPAIGNS);
        missed += wrong > wrong_at_most();
    }
    printf("%d rows wrong more often than stated\n", missed);
    return missed > 0;
}

int main(void)
{
    struct err err = {0};
    if (slo_parse("p99<=3x", &slo, &err) < 0) {
        fprintf(stderr, "bench_coverage: %s\n", err_text(&err));
        return 1;
    }
    int result = print_coverage();
    fflush(stdout);
    result |= print_verdicts();
    slo_done(&slo);
    return result;
}
