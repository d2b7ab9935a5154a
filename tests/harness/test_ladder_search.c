// SPDX-License-Identifier: GPL-3.0-or-later
// Thousands of searches on made-up hosts whose curves and noise are known: how often the answer is
// right, what it costs beside a sweep of every density, and what the search must never do. Verdicts
// are those of the real thing: Student's interval over boots.
#include "bench/ladder.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "bench/ladder_guide.h"
#include "common/base/alloc.h"
#include "common/base/rng.h"

enum { TOP = 24, BOOTS_MAX = 8, RUNGS_MAX = 64 };

// How a figure grows: excess over its bound at N guests, 0 at `truth` + a half.
enum growth { LIKE_SATURATION, LIKE_QUEUE, LIKE_POWER, LIKE_STEP, GROWTHS };

struct host {
    enum growth growth[2]; // of each term
    double edge[2];        // where its excess is 0
    double noise;          // standard deviation of a boot's logarithm
    struct rng rng;
    struct rung rungs[RUNGS_MAX];
    struct rung_term terms[RUNGS_MAX][2];
    double boots[RUNGS_MAX][2][BOOTS_MAX];
    int term_count;
    size_t count;
    uint64_t guests; // booted so far
};

static double excess_at(const struct host *host, int term, uint32_t guests)
{
    double edge = host->edge[term], over = guests / edge;
    switch (host->growth[term]) {
    case LIKE_SATURATION: // full a little below its edge
        return fmax(-0.05, log(over));
    case LIKE_QUEUE:
        return guests < edge * 1.15 ? -log((1 - over / 1.15) / (1 - 1 / 1.15)) : 3;
    case LIKE_POWER:
        return 0.7 * log(over);
    case LIKE_STEP:
    case GROWTHS:
        break;
    }
    return guests < edge ? -0.5 : 0.5;
}

static uint32_t truth_of(const struct host *host, int term)
{
    uint32_t truth = 0;
    while (truth < TOP && excess_at(host, term, truth + 1) <= 0)
        truth++;
    return truth;
}

static uint32_t truth(const struct host *host)
{
    uint32_t least = TOP;
    for (int term = 0; term < host->term_count; term++)
        if (truth_of(host, term) < least)
            least = truth_of(host, term);
    return least;
}

static double normal(struct rng *rng)
{
    return sqrt(-2 * log1p(-rng_unit(rng))) * cos(2 * M_PI * rng_unit(rng));
}

// Student's 97.5 % quantile for n - 1 degrees of freedom.
static double student(uint32_t n)
{
    static const double quantiles[] = {0, 0, 12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365};
    return quantiles[n];
}

static void judge_term(struct rung_term *term, const double *boots, uint32_t count)
{
    double sum = 0, squares = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += boots[i];
    double mean = sum / count;
    for (uint32_t i = 0; i < count; i++)
        squares += (boots[i] - mean) * (boots[i] - mean);
    double error = count > 1 ? sqrt(squares / (count - 1) / count) : NAN;
    double half = count > 1 ? student(count) * error : INFINITY;
    *term = (struct rung_term){
        .verdict = mean + half <= 0  ? DENSITY_HOLDS
                   : mean - half > 0 ? DENSITY_FAILS
                                     : DENSITY_UNDECIDED,
        .leaning = mean <= 0 ? DENSITY_HOLDS : DENSITY_FAILS,
        .excess = mean,
        .error = count > 1 ? half / 1.96 : NAN,
    };
}

static enum density_verdict worse(enum density_verdict one, enum density_verdict other)
{
    if (one == DENSITY_FAILS || other == DENSITY_FAILS)
        return DENSITY_FAILS;
    return one == DENSITY_UNDECIDED ? one : other;
}

static struct rung *rung_of(struct host *host, uint32_t guests)
{
    for (size_t i = 0; i < host->count; i++)
        if (host->rungs[i].guests == guests)
            return &host->rungs[i];
    cr_assert_lt(host->count, RUNGS_MAX);
    struct rung *rung = &host->rungs[host->count];
    *rung = (struct rung){
        .guests = guests,
        .terms = host->terms[host->count],
        .term_count = (size_t)host->term_count,
    };
    host->count++;
    return rung;
}

static void boot(struct host *host, uint32_t guests)
{
    struct rung *rung = rung_of(host, guests);
    size_t index = (size_t)(rung - host->rungs);
    rung->verdict = rung->leaning = DENSITY_HOLDS;
    cr_assert_lt(rung->boots, BOOTS_MAX);
    for (int term = 0; term < host->term_count; term++) {
        double *boots = host->boots[index][term];
        boots[rung->boots] = excess_at(host, term, guests) + host->noise * normal(&host->rng);
        judge_term(&rung->terms[term], boots, rung->boots + 1);
        rung->verdict = worse(rung->verdict, rung->terms[term].verdict);
        rung->leaning = worse(rung->leaning, rung->terms[term].leaning);
    }
    rung->boots++;
    host->guests += guests;
}

static struct host any_host(struct rng *rng, int terms)
{
    struct host host = {.term_count = terms};
    rng_init(&host.rng, rng_next(rng));
    for (int term = 0; term < terms; term++) {
        host.growth[term] = (enum growth)rng_below(rng, GROWTHS);
        host.edge[term] = 1 + (double)rng_below(rng, TOP - 1) + 0.2 + 0.6 * rng_unit(rng);
    }
    host.noise = 0.005 + 0.02 * rng_unit(rng);
    return host;
}

static const struct ladder_bounds usual = {1, TOP, 3, 5};

static bool was_known_to_fail(const struct host *host, uint32_t below, int term)
{
    for (size_t i = 0; i < host->count; i++) {
        const struct rung *rung = &host->rungs[i];
        enum density_verdict verdict = term < 0 ? rung->verdict : rung->terms[term].verdict;
        if (rung->guests < below && rung->boots >= usual.repeats_min && verdict == DENSITY_FAILS)
            return true;
    }
    return false;
}

static unsigned search(struct host *host, const struct ladder_bounds *bounds)
{
    unsigned steps = 0;
    for (uint32_t next; (next = ladder_next(bounds, host->rungs, host->count)) > 0; steps++) {
        cr_assert_eq(next, ladder_next(bounds, host->rungs, host->count), "nothing is remembered");
        cr_assert(next >= 1 && next <= bounds->guests_max);
        cr_assert(next == 1 || bounds->all_terms || !was_known_to_fail(host, next, -1),
                  "%u is in a region that is known to fail", next);
        cr_assert_lt(steps, RUNGS_MAX * BOOTS_MAX, "no end");
        boot(host, next);
    }
    return steps;
}

// The rule of maximum.h.
static uint32_t found(const struct host *host, int term)
{
    uint32_t maximum = 0;
    for (uint32_t guests = 1; guests <= TOP; guests++)
        for (size_t i = 0; i < host->count; i++) {
            const struct rung *rung = &host->rungs[i];
            enum density_verdict verdict = term < 0 ? rung->verdict : rung->terms[term].verdict;
            if (rung->guests != guests || rung->boots == 0)
                continue;
            if (verdict != DENSITY_HOLDS)
                return maximum;
            maximum = guests;
        }
    return maximum;
}

static uint64_t sweep_guests(struct host host)
{
    host.count = 0;
    host.guests = 0;
    for (uint32_t guests = 1; guests <= TOP; guests++) {
        struct rung *rung = rung_of(&host, guests);
        while (rung->boots < usual.repeats_min ||
               (rung->verdict == DENSITY_UNDECIDED && rung->boots < usual.repeats_max))
            boot(&host, guests);
    }
    return host.guests;
}

Test(harness_ladder_search, finds_the_truth_within_one_guest_for_a_part_of_a_sweep)
{
    enum { SEARCHES = 3000 };
    struct rng rng;
    unsigned within = 0, wrong_above = 0;
    double cost = 0;
    rng_init(&rng, 51);
    for (int i = 0; i < SEARCHES; i++) {
        struct host host = any_host(&rng, 1);
        struct ladder_bounds bounds = usual;
        bounds.seed = rng_next(&rng);
        search(&host, &bounds);
        int error = (int)found(&host, -1) - (int)truth(&host);
        within += abs(error) <= 1;
        wrong_above += error > 1;
        cost += (double)host.guests / (double)sweep_guests(host) / SEARCHES;
    }
    cr_expect_geq(within, SEARCHES * 95 / 100, "%u of %d", within, SEARCHES);
    cr_expect_leq(wrong_above, SEARCHES * 2 / 100, "%u too high by more than one", wrong_above);
    cr_expect_leq(cost, 0.40, "%g of a sweep", cost);
}

Test(harness_ladder_search, finds_every_terms_maximum_when_asked)
{
    enum { SEARCHES = 500 };
    struct rng rng;
    unsigned within = 0;
    rng_init(&rng, 52);
    for (int i = 0; i < SEARCHES; i++) {
        struct host host = any_host(&rng, 2);
        struct ladder_bounds bounds = usual;
        bounds.seed = rng_next(&rng);
        bounds.all_terms = true;
        search(&host, &bounds);
        for (int term = 0; term < 2; term++)
            within += abs((int)found(&host, term) - (int)truth_of(&host, term)) <= 1;
    }
    cr_expect_geq(within, 2 * SEARCHES * 95 / 100, "%u of %d", within, 2 * SEARCHES);
}

// Whatever curve the figures feign: the bracket that doubling left is closed in as many steps as
// halving takes, and the slack.
Test(harness_ladder_search, is_never_worse_than_bisection_by_more_than_two_steps)
{
    struct rng rng;
    unsigned guided = 0, halved = 0;
    rng_init(&rng, 53);
    for (int i = 0; i < 1500; i++) {
        uint32_t foot = UINT32_C(1) << rng_below(&rng, 12), top = 2 * foot;
        uint32_t held = foot, broken = top, steps = 0, halvings = 0;
        uint32_t edge = foot + (uint32_t)rng_below(&rng, foot);
        bool lies = rng_below(&rng, 2);
        struct rung rungs[RUNGS_MAX] = {{.guests = foot}, {.guests = top}};
        struct rung_term terms[RUNGS_MAX] = {0};
        size_t count = 2;
        for (size_t r = 0; r < 2; r++)
            rungs[r] = (struct rung){.guests = rungs[r].guests, .boots = 1, .term_count = 1};
        while (broken - held > 1) {
            struct ladder_bounds bounds = {.guests_min = 1, .guests_max = top};
            struct ladder_view view = {&bounds, rungs, count, LADDER_WHOLE};
            for (size_t r = 0; r < count; r++) {
                double honest = log((double)rungs[r].guests / (edge + 0.5));
                rungs[r].terms = &terms[r];
                terms[r].excess = lies ? normal(&rng) : honest;
                terms[r].error = NAN;
                terms[r].leaning = rungs[r].guests <= edge ? DENSITY_HOLDS : DENSITY_FAILS;
            }
            uint32_t next = ladder_guide(&view, held, broken);
            cr_assert(next > held && next < broken);
            rungs[count++] = (struct rung){.guests = next, .boots = 1, .term_count = 1};
            *(next <= edge ? &held : &broken) = next;
            steps++;
        }
        while ((UINT32_C(1) << halvings) < top - foot)
            halvings++;
        cr_assert_leq(steps, halvings + LADDER_GUIDE_SLACK, "%u steps for %u", steps, top - foot);
        guided += lies || foot > 32 ? 0 : steps;
        halved += lies || foot > 32 ? 0 : halvings;
    }
    cr_expect_lt(guided, halved * 7 / 10, "an honest curve saves steps: %u of %u", guided, halved);
}

Test(harness_ladder_search, shuffles_what_it_makes_sure_of_by_the_seed)
{
    struct rung rungs[] = {{1, 1, 0, DENSITY_HOLDS, DENSITY_HOLDS},
                           {2, 1, 0, DENSITY_HOLDS, DENSITY_HOLDS},
                           {3, 1, 0, DENSITY_UNDECIDED, DENSITY_FAILS},
                           {4, 1, 0, DENSITY_UNDECIDED, DENSITY_FAILS}};
    unsigned drawn[5] = {0};
    for (uint64_t seed = 1; seed <= 700; seed++) {
        const struct ladder_bounds bounds = {1, 8, 3, 4, .seed = seed};
        drawn[ladder_next(&bounds, rungs, 4)]++;
    }
    cr_expect_eq(drawn[0], 0);
    cr_expect_eq(drawn[4], 0, "above one that leans to fail");
    for (uint32_t guests = 1; guests <= 3; guests++) // three of 1, two each of 2 and 3
        cr_expect(drawn[guests] > 100 && drawn[guests] < 400, "%u: %u", guests, drawn[guests]);
}

// --- a budget -----------------------------------------------------------------------------------

// Cost of a step: 1 and 0.1 a guest.
static double spend(struct host *host, struct ladder_bounds *bounds, double budget_ns)
{
    double spent_ns = 0;
    bounds->budget = (struct ladder_budget){true, budget_ns, 1, 0.1};
    for (uint32_t next; (next = ladder_next(bounds, host->rungs, host->count)) > 0;) {
        boot(host, next);
        spent_ns += 1 + 0.1 * next;
        bounds->budget.left_ns = budget_ns - spent_ns;
    }
    return spent_ns;
}

Test(harness_ladder_search, keeps_to_its_budget_and_answers_with_what_it_has)
{
    struct rng rng;
    unsigned some = 0, all = 0;
    rng_init(&rng, 54);
    for (int i = 0; i < 2000; i++) {
        struct host host = any_host(&rng, 1);
        struct ladder_bounds bounds = usual;
        double budget_ns = (double)rng_below(&rng, 60);
        bounds.seed = rng_next(&rng);
        cr_assert_leq(spend(&host, &bounds, budget_ns), budget_ns + 1e-9);
        all += budget_ns >= 10 && truth(&host) >= 2;
        some += budget_ns >= 10 && truth(&host) >= 2 && found(&host, -1) >= 1;
    }
    cr_expect_geq(some, all * 9 / 10, "%u of %u have an answer", some, all);
}

Test(harness_ladder_search, spends_a_generous_budget_as_if_there_were_none)
{
    struct rng rng;
    rng_init(&rng, 55);
    for (int i = 0; i < 300; i++) {
        struct host host = any_host(&rng, 1), same = host;
        struct ladder_bounds bounds = usual;
        bounds.seed = rng_next(&rng);
        search(&host, &bounds);
        spend(&same, &bounds, 1e9);
        cr_assert_eq(host.guests, same.guests);
        cr_assert_eq(found(&host, -1), found(&same, -1));
    }
}
