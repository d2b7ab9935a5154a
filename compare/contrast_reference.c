// SPDX-License-Identifier: GPL-3.0-or-later
// A workload that nothing should have changed, beside both sides: what it did is the host's doing,
// and rates and times are put over it.
#include "compare/contrast_reference.h"

#include <math.h>
#include <string.h>

#include "common/base/alloc.h"

// What its throughput did from A to B, at the fewest guests both have.
static struct contrast_ratio throughput_of(const struct side *a, const struct side *b)
{
    struct contrast_sides sides;
    struct contrast_ratio ratio = {.value = NAN};
    contrast_sides_init(&sides, a, b);
    const struct measure_set *set = &sides.sets[0][0];
    for (size_t i = 0; isnan(ratio.value) && i < set->count; i++) {
        struct contrast_units units;
        if (strcmp(set->list[i].name, "throughput") != 0)
            continue;
        contrast_units_of(&sides, &set->list[i], &units);
        if (units.is_positive)
            ratio = contrast_ratio_of(&units);
        contrast_units_done(&units);
    }
    contrast_sides_done(&sides);
    return ratio;
}

bool contrast_reference_read(struct contrast *contrast, const struct contrast_options *options,
                             struct contrast_ratio *ret_ratio)
{
    if (!options->reference[0] || !options->reference[1])
        return false;
    struct contrast_ratio ratio = throughput_of(options->reference[0], options->reference[1]);
    struct estimate told = contrast_ratio_interval(&ratio, options->confidence);
    contrast_add_remark(contrast,
                        isnan(ratio.value)
                            ? alloc_copy("The reference tells no throughput on both sides: ratios "
                                         "are as they were measured.")
                            : alloc_printf("The reference, which nothing should have changed, went "
                                           "from 1 to %.4f [%.4f, %.4f]: rates and times are put "
                                           "over it.",
                                           told.value, told.low, told.high));
    *ret_ratio = ratio;
    return !isnan(ratio.value);
}

// Speed alone is what a slower host explains; a guest's memory is not.
static double reference_power(const struct measure_series *series)
{
    if (strcmp(series->unit, "1/s") == 0 && series->higher_is_better)
        return 1;
    return strcmp(series->unit, "ns") == 0 && !series->higher_is_better ? -1 : 0;
}

static struct contrast_ratio inverse_of(const struct contrast_ratio *ratio)
{
    struct contrast_ratio inverse = *ratio;
    inverse.value = 1 / ratio->value;
    return inverse;
}

void contrast_reference_put(struct contrast_finding *finding, const struct measure_series *series,
                            const struct contrast_ratio *reference)
{
    double power = reference ? reference_power(series) : 0;
    if (power == 0)
        return;
    if (!finding->units.is_positive) { // nobody knows what the host did to it; 0 is 0 all the same
        struct spread *spread = &finding->ratio.spread;
        spread->is_known = spread->is_known && spread->is_logarithmic;
        return;
    }
    const struct contrast_ratio explained = power > 0 ? *reference : inverse_of(reference);
    finding->ratio = contrast_ratio_over(&finding->ratio, &explained);
    finding->shift = log(explained.value);
}
