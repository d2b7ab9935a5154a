// SPDX-License-Identifier: GPL-3.0-or-later
// What workloads hold in their memory, before and after they have worked on it for a while: no page
// like another of the same or of another seed, nothing that a compressor could make smaller.
#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/scope.h"
#include "workloads/core/workload.h"

enum { PAGE = 4096, PASSES = 2 };

struct set {
    const struct workload_variant *variant;
    unsigned char *memory;
    uint64_t bytes;
};

static struct set set_new(const struct workload_variant *variant, uint64_t seed, bool worked)
{
    _Alignas(WORKLOAD_STATE_ALIGN) unsigned char state[WORKLOAD_STATE_BYTES];
    struct workload_place place = {.seed = seed};
    uint64_t operations;

    // Whole units, some MiB.
    place.working_set_bytes =
        (UINT64_C(4) << 20) / variant->working_set_unit * variant->working_set_unit;
    place.memory = aligned_alloc(PAGE, place.working_set_bytes);
    cr_assert_not_null(place.memory);
    cr_assert_eq(variant->prepare(state, &place), 0);
    operations = place.working_set_bytes / variant->working_set_unit * PASSES;
    for (uint64_t i = 0; worked && i < operations; i++)
        cr_assert_eq(variant->operate(state), 0);
    return (struct set){variant, place.memory, place.working_set_bytes};
}

static int compare_pages(const void *left, const void *right)
{
    return memcmp(*(void *const *)left, *(void *const *)right, PAGE);
}

// Pages of all sets that are equal to another one.
static size_t equal_pages(const struct set *sets, size_t count)
{
    size_t pages = 0, equal = 0;
    scope_free void **list = NULL;

    for (size_t i = 0; i < count; i++) {
        size_t more = sets[i].bytes / PAGE;

        list = reallocarray(list, pages + more, sizeof *list);
        for (size_t j = 0; j < more; j++)
            list[pages + j] = sets[i].memory + j * PAGE;
        pages += more;
    }
    qsort(list, pages, sizeof *list, compare_pages);
    for (size_t i = 1; i < pages; i++)
        equal += compare_pages(&list[i - 1], &list[i]) == 0;
    return equal;
}

// Compressed over plain size, by this filter at its default level.
static double compressed_ratio(const struct set *set, int filter)
{
    size_t room = set->bytes * 2 + (1 << 20), used = 0;
    scope_free void *out = malloc(room);
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();

    archive_write_set_format_raw(archive);
    cr_assert_eq(archive_write_add_filter(archive, filter), ARCHIVE_OK, "%s",
                 archive_error_string(archive));
    cr_assert_eq(archive_write_open_memory(archive, out, room, &used), ARCHIVE_OK);
    archive_entry_set_filetype(entry, AE_IFREG);
    cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK);
    cr_assert_eq(archive_write_data(archive, set->memory, set->bytes), (la_ssize_t)set->bytes);
    cr_assert_eq(archive_write_close(archive), ARCHIVE_OK);
    archive_entry_free(entry);
    archive_write_free(archive);
    return (double)used / (double)set->bytes;
}

static void does_not_compress(const struct workload *workload, const struct set *set)
{
    // The links of a chase are plain addresses, an eighth of its set: anything else in their place
    // would be part of the latency.
    bool has_links = strcmp(set->variant->name, "latency") == 0;
    static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD};

    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        double ratio = compressed_ratio(set, filters[i]);

        cr_assert_geq(ratio, has_links ? 0.9 : 0.99, "%s:%s: %.4f", workload->name,
                      set->variant->name, ratio);
    }
}

static void variant_is_unique(const struct workload *workload,
                              const struct workload_variant *variant)
{
    struct set sets[] = {set_new(variant, 1, false), set_new(variant, 2, false),
                         set_new(variant, 3, true), set_new(variant, 4, true)};
    struct set shared[] = {set_new(variant, 1, false), sets[0]};

    cr_assert_eq(equal_pages(sets, 4), 0, "%s:%s has equal pages", workload->name, variant->name);
    // The chase's links are addresses, so that even one seed gives other pages elsewhere.
    if (strcmp(variant->name, "latency") != 0)
        cr_assert_eq(equal_pages(shared, 2), sets[0].bytes / PAGE);
    does_not_compress(workload, &sets[0]);
    does_not_compress(workload, &sets[2]);
    for (size_t i = 0; i < 4; i++)
        free(sets[i].memory);
    free(shared[0].memory);
}

Test(workloads_content, is_unique_and_does_not_compress_whatever_was_done_with_it)
{
    size_t variants = 0;

    for (size_t i = 0; i < workload_count; i++)
        for (size_t j = 0; j < workload_table[i]->variant_count; j++)
            if (workload_table[i]->variants[j].working_set_unit) {
                variant_is_unique(workload_table[i], &workload_table[i]->variants[j]);
                variants++;
            }
    cr_assert_geq(variants, 5);
}

// What would be found if there were something to find.
Test(workloads_content, what_repeats_is_found)
{
    unsigned char *memory = calloc(1 << 20, 1);
    const struct set zeros = {NULL, memory, 1 << 20};

    cr_assert_eq(equal_pages(&zeros, 1), (1 << 20) / PAGE - 1);
    cr_assert_lt(compressed_ratio(&zeros, ARCHIVE_FILTER_GZIP), 0.01);
    cr_assert_lt(compressed_ratio(&zeros, ARCHIVE_FILTER_ZSTD), 0.01);
    free(memory);
}
