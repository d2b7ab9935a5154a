// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way from steps to intervals and verdicts, on campaigns with a known truth: small and
// with fixed seeds. make bench-coverage is the large one.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/inference/density.h"
#include "tests/bench/made_campaign.h"

enum { CAMPAIGNS = 100, BOOTS = 5, SOLO_BOOTS = 5, LADDER = 3, STEPS = LADDER * BOOTS };
static const uint32_t ladder[LADDER] = {1, 2, 4};
static const struct sequential_plan looks = {
    .boots_first = 2, .boots_max = BOOTS, .confidence = 0.95};
static const struct made_noise guests_differ = {"guests differ", 0.02, 0.15, 0.05, 0};
static const struct made_noise boots_differ = {"boots differ", 0.15, 0.05, 0.05, 0};

static struct slo slo;

static void set_up(void)
{
    cr_assert_eq(slo_parse("p99<=3x", &slo, NULL), 0);
}

static void tear_down(void)
{
    slo_done(&slo);
}

TestSuite(inference_coverage, .init = set_up, .fini = tear_down);

static struct made_campaign campaign_of(const struct made_noise *noise, double slope, uint64_t seed)
{
    return (struct made_campaign){
        .noise = *noise, .slope = slope, .windows = 3, .operations = 100, .seed = seed};
}

// boots: of all densities but one guest alone.
static size_t make_steps(const struct made_campaign *campaign, uint32_t boots,
                         struct step_record steps[STEPS])
{
    size_t count = 0;
    for (size_t i = 0; i < LADDER; i++)
        for (uint32_t b = 0; b < (i == 0 ? SOLO_BOOTS : boots); b++)
            made_campaign_step(campaign, ladder[i], b, &steps[count++]);
    return count;
}

static void free_steps(struct step_record *steps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
}

static uint32_t covered(const struct made_noise *noise, uint32_t boots)
{
    uint32_t held = 0;
    for (uint64_t c = 0; c < CAMPAIGNS; c++) {
        const struct made_campaign campaign = campaign_of(noise, 0.2, c);
        struct step_record steps[STEPS];
        struct density *densities;
        size_t density_count, count = make_steps(&campaign, boots, steps);
        density_compute_run(steps, count, &slo, &looks, c, &densities, &density_count);
        const struct estimate *inflation = &densities[LADDER - 1].inflation;
        double truth = made_campaign_inflation(&campaign, ladder[LADDER - 1]);
        held += inflation->low <= truth && truth <= inflation->high;
        density_free(densities, density_count);
        free_steps(steps, count);
    }
    return held;
}

Test(inference_coverage, intervals_of_p99_inflation_hold_the_truth)
{
    const struct made_noise *const noises[] = {&guests_differ, &boots_differ};
    for (size_t n = 0; n < 2; n++)
        for (uint32_t boots = 2; boots <= 3; boots++) {
            uint32_t held = covered(noises[n], boots);
            cr_expect(held >= 88 && held <= 99, "%s, %u boots: %u of %d", noises[n]->name, boots,
                      held, CAMPAIGNS);
        }
}

// How often the largest density, whose p99 is just beyond the bound, is ever said to hold.
Test(inference_coverage, verdicts_boot_by_boot_are_seldom_wrong)
{
    uint32_t wrong = 0;
    for (uint64_t c = 0; c < CAMPAIGNS; c++) {
        const struct made_campaign campaign = campaign_of(&boots_differ, 2.01 / 3, 500 + c);
        bool is_wrong = false;
        for (uint32_t boots = 2; boots <= 4 && !is_wrong; boots++) {
            struct step_record steps[STEPS];
            struct density *densities;
            size_t density_count, count = make_steps(&campaign, boots, steps);
            density_compute_run(steps, count, &slo, &looks, c, &densities, &density_count);
            is_wrong = densities[LADDER - 1].terms[0].verdict == DENSITY_HOLDS;
            density_free(densities, density_count);
            free_steps(steps, count);
        }
        wrong += is_wrong;
    }
    // One side of 5 %, and three standard deviations.
    cr_expect_leq(wrong, 7);
}
