// SPDX-License-Identifier: GPL-3.0-or-later
// How often the band of a scaling law holds the truth: measurements are made up of hosts whose
// truth is known, and of which no law is quite right. The same figures every time.
#include <math.h>
#include <stdio.h>

#include "common/base/rng.h"
#include "common/inference/normal.h"
#include "planner/law/scaling_law.h"

enum { SIMULATIONS = 3, REPLICATES = 100, DENSITIES_MOST = 8 };
static const double AIM = 0.95; // of truths between two densities measured

// --- hosts --------------------------------------------------------------------------------------

static double usl(double load, double alpha, double beta)
{
    return 100 * load / (1 + alpha * (load - 1) + beta * load * (load - 1));
}

static double contended(double load)
{
    return usl(load, 0.15, 0);
}

static double coherent(double load)
{
    return usl(load, 0.03, 0.002);
}

static double thrashing(double load)
{
    return usl(load, 0.1, 0.02);
}

static double full_at_two(double load)
{
    return 100 * fmin(load, 2);
}

static double full_at_five(double load)
{
    return 100 * fmin(load, 5.3);
}

static double soft_knee(double load)
{
    return 100 * load / pow(1 + pow(load / 4, 4), 0.25);
}

static double straight(double load)
{
    return 100 * load;
}

static double dying(double load)
{
    return 600 * (1 - exp(-load / 5));
}

static double bends_twice(double load)
{
    return load <= 2 ? 100 * load : load <= 6 ? 200 + 30 * (load - 2) : 320 - 5 * (load - 6);
}

static double (*const hosts[])(double load) = {contended,    coherent,  thrashing,
                                               full_at_two,  soft_knee, straight,
                                               full_at_five, dying,     bends_twice};
enum { HOSTS = sizeof(hosts) / sizeof(hosts[0]) };

// --- simulations --------------------------------------------------------------------------------

static const double designs[][DENSITIES_MOST + 1] = {
    {1, 2, 4},        {1, 5, 9},       {1, 2, 4, 8},        {1, 4, 7, 10},
    {1, 2, 4, 8, 12}, {1, 3, 5, 7, 9}, {1, 3, 5, 7, 9, 11}, {1, 2, 3, 4, 6, 8, 12, 16},
};
enum { DESIGNS = sizeof(designs) / sizeof(designs[0]) };
static const double noises[] = {0.003, 0.01, 0.03, 0.08}; // of the logarithm
enum { NOISES = sizeof(noises) / sizeof(noises[0]) };

struct tally {
    unsigned inside, asked;               // truths halfway between two densities
    unsigned beyond_inside, beyond_asked; // at 1.3 times the largest
    double squares;                       // of relative errors of what is predicted between
    double log_widths; // high over low there, where low is at least a fiftieth of the value
};

static size_t measure(const double *design, size_t host, double noise, struct rng *rng,
                      struct law_point *ret_points)
{
    size_t count = 0;
    for (; design[count] > 0; count++)
        ret_points[count] = (struct law_point){
            design[count], hosts[host](design[count]) * exp(noise * normal_draw(rng)), NAN};
    return count;
}

static void hold_against(const struct law_band *band, const struct law_point *points, size_t count,
                         size_t host, struct tally *tally)
{
    for (size_t i = 0; i < count; i++) {
        bool is_between = i + 1 < count;
        double load = is_between ? (points[i].load + points[i + 1].load) / 2 : 1.3 * points[i].load;
        double truth = hosts[host](load);
        const struct estimate at = law_band_at(band, load);
        bool is_inside = at.low <= truth && truth <= at.high;
        *(is_between ? &tally->inside : &tally->beyond_inside) += is_inside;
        *(is_between ? &tally->asked : &tally->beyond_asked) += 1;
        if (!is_between)
            continue;
        tally->squares += pow(at.value / truth - 1, 2);
        tally->log_widths += log(at.high / fmax(at.low, at.value / 50));
    }
}

static void simulate(size_t design, size_t host, size_t noise, uint64_t number, struct tally *tally)
{
    struct law_point points[DENSITIES_MOST];
    struct rng rng;
    rng_init(&rng, rng_derive(design * 10000 + host * 100 + noise, number));
    size_t count = measure(designs[design], host, noises[noise], &rng, points);
    struct law_band *band = law_band_new(points, count, REPLICATES, number);
    hold_against(band, points, count, host, tally);
    law_band_free(band);
}

static void print_design(size_t design, const struct tally *tally)
{
    size_t count = 0;
    while (designs[design][count] > 0)
        count++;
    printf("%zu densities, 1 to %-4g %8.1f %8.1f %10.2f %8.1f\n", count, designs[design][count - 1],
           100.0 * tally->inside / tally->asked, 100.0 * tally->beyond_inside / tally->beyond_asked,
           exp(tally->log_widths / tally->asked), 100 * sqrt(tally->squares / tally->asked));
    fflush(stdout);
}

int main(void)
{
    unsigned inside = 0, asked = 0;
    printf("Of %d hosts of known truth, noise of 0.3 to 8 %%: how many truths lie inside the band, "
           "in %%, its width,\nand by how much predictions between densities are off (root mean "
           "square, %%)\n%-22s %8s %8s %10s %8s\n",
           HOSTS, "", "between", "at 1.3x", "high/low", "off");
    for (size_t design = 0; design < DESIGNS; design++) {
        struct tally tally = {0};
        for (size_t host = 0; host < HOSTS; host++)
            for (size_t noise = 0; noise < NOISES; noise++)
                for (uint64_t number = 0; number < SIMULATIONS; number++)
                    simulate(design, host, noise, number, &tally);
        print_design(design, &tally);
        inside += tally.inside;
        asked += tally.asked;
    }
    printf("all between: %.1f %%, aim: %.0f %%\n", 100.0 * inside / asked, 100 * AIM);
    return inside < AIM * asked;
}
