// SPDX-License-Identifier: GPL-3.0-or-later
// What workloads hold in their memory, before and after they have worked on it for a while: no page
// like another of the same or of another seed, nothing that a compressor could make smaller.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "tests/workloads/uniqueness.h"
#include "workloads/core/workload.h"

enum { PAGE = UNIQUENESS_PAGE_BYTES, PASSES = 2 };
// The target of a copy is a copy, whole pages never: it lies further away than compressors look.
#define SET_BYTES (UINT64_C(6) << 20)

static struct uniqueness_range set_new(const struct workload_variant *variant, uint64_t seed,
                                       bool worked)
{
    _Alignas(WORKLOAD_STATE_ALIGN) unsigned char state[WORKLOAD_STATE_BYTES];
    const uint64_t units = SET_BYTES / variant->working_set_unit;
    struct workload_place place = {.seed = seed,
                                   .working_set_bytes = units * variant->working_set_unit};

    place.memory = aligned_alloc(PAGE, place.working_set_bytes);
    cr_assert_not_null(place.memory);
    cr_assert_eq(variant->prepare(state, &place), 0);
    for (uint64_t i = 0; worked && i < units * PASSES; i++)
        cr_assert_eq(variant->operate(state), 0);
    return (struct uniqueness_range){place.memory, place.working_set_bytes};
}

// The links of a chase are plain addresses, an eighth of its set: anything else in their place
// would be part of the latency.
static bool has_links(const struct workload_variant *variant)
{
    return strcmp(variant->name, "latency") == 0;
}

static void does_not_compress(const struct workload_variant *variant, struct uniqueness_range set)
{
    double ratio = uniqueness_compressed_ratio(set);

    cr_assert_geq(ratio, has_links(variant) ? 0.9 : 0.99, "%s: %.4f", variant->name, ratio);
}

static void is_unique(const struct workload_variant *variant)
{
    const struct uniqueness_range sets[] = {
        set_new(variant, 1, false),
        set_new(variant, 2, false),
        set_new(variant, 3, true),
        set_new(variant, 4, true),
    };
    const struct uniqueness_range shared[] = {set_new(variant, 1, false), sets[0]};

    cr_assert_eq(uniqueness_equal_pages(sets, 4), 0, "%s has equal pages", variant->name);
    // Addresses are others elsewhere, even those of one seed.
    if (!has_links(variant))
        cr_assert_eq(uniqueness_equal_pages(shared, 2), sets[0].length / PAGE);
    does_not_compress(variant, sets[0]);
    does_not_compress(variant, sets[2]);
    for (size_t i = 0; i < 4; i++)
        free((void *)sets[i].bytes);
    free((void *)shared[0].bytes);
}

Test(workloads_content, is_unique_and_does_not_compress_whatever_was_done_with_it)
{
    size_t variants = 0;

    for (size_t i = 0; i < workload_count; i++)
        for (size_t j = 0; j < workload_table[i]->variant_count; j++)
            if (workload_table[i]->variants[j].working_set_unit) {
                is_unique(&workload_table[i]->variants[j]);
                variants++;
            }
    cr_assert_geq(variants, 5);
}

// What would be found if there were something to find.
Test(workloads_content, what_repeats_is_found)
{
    const struct uniqueness_range zeros = {calloc(1 << 20, 1), 1 << 20};

    cr_assert_eq(uniqueness_equal_pages(&zeros, 1), (1 << 20) / PAGE - 1);
    cr_assert_lt(uniqueness_compressed_ratio(zeros), 0.01);
    free((void *)zeros.bytes);
}
