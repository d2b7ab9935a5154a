// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of contrast.h, and words for what they lack.
#include "compare/contrast_verdict.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"

// Margin of an interval's reach, so that so many more units decide in four of five cases and not in
// every second one: (1.96 + 0.84) / 1.96 (Cohen 1988, "Statistical Power Analysis", chapter 2).
#define POWER_MARGIN 1.43

static bool has_interval(const struct estimate *ratio)
{
    return isfinite(ratio->low) && isfinite(ratio->high);
}

static double distance(double ratio)
{
    return fabs(log(ratio));
}

static bool is_within(const struct estimate *ratio, double threshold)
{
    return has_interval(ratio) && ratio->low >= 1 / (1 + threshold) && ratio->high <= 1 + threshold;
}

static bool has_one(const struct estimate *ratio)
{
    return !(ratio->low > 1) && !(ratio->high < 1);
}

static bool matters(double ratio, double threshold)
{
    return distance(ratio) >= log(1 + threshold);
}

static bool is_beyond_noise(const struct judgement *judgement)
{
    return isnan(judgement->floor) || distance(judgement->ratio.value) > log(judgement->floor);
}

static bool is_clear(const struct judgement *judgement, const struct contrast_rules *rules)
{
    return has_interval(&judgement->ratio) && !has_one(&judgement->ratio) &&
           matters(judgement->ratio.value, rules->threshold) && is_beyond_noise(judgement) &&
           judgement->p_adjusted <= rules->false_discovery;
}

// --- how many more ------------------------------------------------------------------------------

// The smallest p that so many units a side could give: two of all ways to deal them out.
static double least_p(uint32_t units)
{
    double ways = 1;
    for (uint32_t i = 1; i <= units; i++)
        ways *= (double)(units + i) / i;
    return fmin(1, 2 / ways);
}

static struct estimate with_units(const struct judgement *judgement,
                                  const struct contrast_finding *finding, uint32_t units,
                                  double confidence)
{
    struct contrast_ratio ratio = finding->ratio;
    ratio.spread.variance =
        POWER_MARGIN * POWER_MARGIN * (ratio.unit_variance / units + ratio.lasting_variance);
    ratio.spread.freedom = judgement->is_paired ? units - 1 : 2.0 * (units - 1);
    return contrast_ratio_interval(&ratio, confidence);
}

static bool would_decide(const struct judgement *judgement, const struct contrast_finding *finding,
                         const struct contrast_rules *rules, uint32_t units)
{
    struct estimate ratio = with_units(judgement, finding, units, rules->confidence);
    bool can_tell = least_p(units) * (double)rules->tests <= rules->false_discovery;
    return is_within(&ratio, rules->threshold) ||
           (matters(ratio.value, rules->threshold) && !has_one(&ratio) && can_tell);
}

// What is large enough to matter and drowns in the host's noise is decided by no number of units.
static bool is_drowned(const struct judgement *judgement, const struct contrast_rules *rules)
{
    return matters(judgement->ratio.value, rules->threshold) && !is_beyond_noise(judgement);
}

// More of them never decide less, so that halving finds the first that do.
static uint32_t more_units(const struct judgement *judgement,
                           const struct contrast_finding *finding,
                           const struct contrast_rules *rules)
{
    size_t fewer =
        judgement->units[0] < judgement->units[1] ? judgement->units[0] : judgement->units[1];
    uint32_t too_few = 0, enough = CONTRAST_UNITS_MAX;
    if (!finding->ratio.spread.is_known || !(finding->ratio.unit_variance >= 0) ||
        is_drowned(judgement, rules) || fewer >= CONTRAST_UNITS_MAX)
        return 0;
    while (enough - too_few > 1) {
        uint32_t more = too_few + (enough - too_few) / 2;
        if (would_decide(judgement, finding, rules, (uint32_t)fewer + more))
            enough = more;
        else
            too_few = more;
    }
    return enough;
}

// --- why not ------------------------------------------------------------------------------------

static const char *lone_side(const struct judgement *judgement)
{
    if (judgement->units[0] < 2 && judgement->units[1] < 2)
        return "each side";
    return judgement->units[0] < 2 ? "A" : "B";
}

static char *why_no_interval(const struct judgement *judgement,
                             const struct contrast_finding *finding,
                             const struct contrast_rules *rules)
{
    if (judgement->units[0] < 2 || judgement->units[1] < 2)
        return alloc_printf("One %s of %s: there is no interval.", rules->unit,
                            lone_side(judgement));
    if (!finding->units.is_positive)
        return alloc_copy("Values of 0 or below: there is no ratio with an interval.");
    return alloc_copy("The reference has one boot on a side: there is no interval.");
}

static char *why_no_p(const struct judgement *judgement, const struct contrast_rules *rules)
{
    double wanted = rules->false_discovery / (double)rules->tests;
    if (judgement->p_least > wanted)
        return alloc_printf("So few %ss can give no p below %.2g; %.2g is wanted where %zu figures "
                            "are judged.",
                            rules->unit, judgement->p_least, wanted, rules->tests);
    return alloc_printf("p over all judged figures is %.2g, above %.2g.", judgement->p_adjusted,
                        rules->false_discovery);
}

static char *why_undecided(const struct judgement *judgement,
                           const struct contrast_finding *finding,
                           const struct contrast_rules *rules)
{
    if (!has_interval(&judgement->ratio))
        return why_no_interval(judgement, finding, rules);
    if (!matters(judgement->ratio.value, rules->threshold))
        return alloc_printf("The interval reaches beyond %.3g %%.", 100 * rules->threshold);
    if (has_one(&judgement->ratio))
        return alloc_copy("The interval has 1 in it.");
    if (!is_beyond_noise(judgement))
        return alloc_printf("This host's noise makes as much of nothing (%.3f).", judgement->floor);
    return why_no_p(judgement, rules);
}

static char *why_one_sided(const struct judgement *judgement)
{
    return alloc_printf("Only %s has it.", judgement->units[0] > 0 ? "A" : "B");
}

// --- the verdict --------------------------------------------------------------------------------

static enum contrast_verdict verdict_of(const struct judgement *judgement,
                                        const struct contrast_rules *rules)
{
    if (judgement->units[0] == 0 || judgement->units[1] == 0)
        return CONTRAST_ONE_SIDED;
    if (is_within(&judgement->ratio, rules->threshold))
        return CONTRAST_SAME;
    if (!is_clear(judgement, rules))
        return CONTRAST_UNDECIDED;
    bool is_more = judgement->ratio.value > 1;
    return is_more == judgement->higher_is_better ? CONTRAST_BETTER : CONTRAST_WORSE;
}

void contrast_verdict_find(struct judgement *judgement, const struct contrast_finding *finding,
                           const struct contrast_rules *rules)
{
    judgement->verdict = verdict_of(judgement, rules);
    judgement->more_units = 0;
    free(judgement->why);
    if (judgement->verdict == CONTRAST_UNDECIDED) {
        judgement->more_units = more_units(judgement, finding, rules);
        judgement->why = why_undecided(judgement, finding, rules);
    } else {
        judgement->why =
            judgement->verdict == CONTRAST_ONE_SIDED ? why_one_sided(judgement) : alloc_copy("");
    }
}
