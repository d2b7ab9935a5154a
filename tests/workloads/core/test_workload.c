// SPDX-License-Identifier: GPL-3.0-or-later
// The table of workloads, walked: every record is whole, every variant runs in memory that held
// something else, keeps to what it was given, and is found by name.
#include "workloads/core/workload.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void variant_is_whole(const struct workload_variant *variant)
{
    cr_assert(variant->name && variant->name[0]);
    cr_assert(variant->operation && variant->operation[0]);
    cr_assert(variant->prepare);
}

enum { GUARD_BYTES = 64, GARBAGE = 0xa5 };

static void *garbage(size_t bytes)
{
    unsigned char *memory = aligned_alloc(64, (bytes + GUARD_BYTES + 63) / 64 * 64);

    cr_assert(memory);
    memset(memory, GARBAGE, bytes + GUARD_BYTES);
    return memory;
}

static void guard_is_whole(const unsigned char *memory, size_t bytes)
{
    for (size_t i = 0; i < GUARD_BYTES; i++)
        cr_assert_eq(memory[bytes + i], GARBAGE);
}

static void variant_runs(const struct workload_variant *variant)
{
    struct workload_place place = {.seed = 42, .working_set_bytes = 4 * variant->working_set_unit};
    void *state = garbage(WORKLOAD_STATE_BYTES);

    place.memory = garbage(place.working_set_bytes);
    for (int again = 0; again < 2; again++) {
        cr_assert_eq(variant->prepare(state, &place), 0);
        for (int i = 0; variant->operate && i < 20; i++)
            cr_assert_eq(variant->operate(state), 0, "%s", variant->name);
    }
    guard_is_whole(state, WORKLOAD_STATE_BYTES);
    guard_is_whole(place.memory, place.working_set_bytes);
    free(place.memory);
    free(state);
}

Test(workloads_workload, every_record_is_whole_and_runs)
{
    for (size_t i = 0; i < workload_count; i++) {
        const struct workload *workload = workload_table[i];

        cr_assert(workload->name && workload->name[0] && workload->help && workload->help[0]);
        cr_assert_gt(workload->variant_count, 0);
        for (size_t j = 0; j < workload->variant_count; j++) {
            variant_is_whole(&workload->variants[j]);
            variant_runs(&workload->variants[j]);
        }
    }
}

// What the last operation left is spoilt behind the workload's back: the next pass must say so, or
// have written over it.
static int passes_over_spoilt(const struct workload_variant *variant, size_t word)
{
    struct workload_place place = {.seed = 42, .working_set_bytes = variant->working_set_unit};
    void *state = garbage(WORKLOAD_STATE_BYTES);
    uint64_t *memory = place.memory = garbage(place.working_set_bytes);
    int rc;

    cr_assert_eq(variant->prepare(state, &place), 0);
    cr_assert_eq(variant->operate(state), 0);
    memory[word] ^= 1;
    rc = variant->operate(state);
    free(place.memory);
    free(state);
    return rc;
}

Test(workloads_workload, memory_read_sees_a_bit_that_flips_anywhere)
{
    const struct workload *workload;
    const struct workload_variant *variant;

    cr_assert_eq(workload_find("memory", "read", &workload, &variant), 0);
    for (size_t word = 0; word < variant->working_set_unit / 8; word += 4099)
        cr_assert_eq(passes_over_spoilt(variant, word), -EIO);
}

Test(workloads_workload, memory_write_writes_over_what_was_there)
{
    const struct workload *workload;
    const struct workload_variant *variant;

    cr_assert_eq(workload_find("memory", "write", &workload, &variant), 0);
    for (size_t word = 0; word < variant->working_set_unit / 8; word += 4099)
        cr_assert_eq(passes_over_spoilt(variant, word), 0);
}

Test(workloads_workload, names_are_unique)
{
    for (size_t i = 0; i < workload_count; i++)
        for (size_t j = 0; j < i; j++)
            cr_assert_str_neq(workload_table[i]->name, workload_table[j]->name);
}

Test(workloads_workload, finds_the_default_and_the_named_variant)
{
    const struct workload *workload;
    const struct workload_variant *variant;

    cr_assert_eq(workload_find("memory", "", &workload, &variant), 0);
    cr_assert_str_eq(variant->name, "copy");
    cr_assert_eq(workload_find("memory", NULL, &workload, &variant), 0);
    cr_assert_str_eq(variant->name, "copy");
    cr_assert_eq(workload_find("cpu", "float", &workload, &variant), 0);
    cr_assert_str_eq(variant->name, "float");
}

Test(workloads_workload, tells_which_of_the_two_names_is_wrong)
{
    const struct workload *workload = NULL;
    const struct workload_variant *variant = NULL;

    cr_assert_eq(workload_find("", "", &workload, &variant), -ENOENT);
    cr_assert_eq(workload_find("cp", "", &workload, &variant), -ENOENT);
    cr_assert_eq(workload_find("cpus", "", &workload, &variant), -ENOENT);
    cr_assert_null(workload);
    cr_assert_eq(workload_find("cpu", "flo", &workload, &variant), -ESRCH);
    cr_assert_str_eq(workload->name, "cpu");
    cr_assert_null(variant);
}

Test(workloads_workload, idle_is_the_one_without_an_operation)
{
    for (size_t i = 0; i < workload_count; i++)
        for (size_t j = 0; j < workload_table[i]->variant_count; j++)
            cr_assert_eq(workload_table[i]->variants[j].operate == NULL,
                         workload_table[i] == &workload_idle);
}

static void self_test_passes(const struct workload_variant *variant)
{
    unsigned char *state = garbage(WORKLOAD_STATE_BYTES);
    unsigned char *scratch = garbage(WORKLOAD_SCRATCH_BYTES);

    cr_assert_null(variant->self_test(state, scratch));
    guard_is_whole(state, WORKLOAD_STATE_BYTES);
    guard_is_whole(scratch, WORKLOAD_SCRATCH_BYTES);
    free(scratch);
    free(state);
}

Test(workloads_workload, tests_itself_in_what_it_is_lent)
{
    for (size_t i = 0; i < workload_count; i++)
        for (size_t j = 0; j < workload_table[i]->variant_count; j++)
            if (workload_table[i]->variants[j].self_test)
                self_test_passes(&workload_table[i]->variants[j]);
}
