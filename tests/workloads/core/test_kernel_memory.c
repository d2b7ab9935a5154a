// SPDX-License-Identifier: GPL-3.0-or-later
// The memory kernels on small arrays, element by element, and the cycle as one cycle.
#include "workloads/core/kernel_memory.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/scope.h"

enum { WORDS = 1024 };

static void *array_new(size_t bytes)
{
    return aligned_alloc(64, bytes);
}

Test(workloads_kernel_memory, content_is_that_of_splitmix64)
{
    // Vigna's reference program, seed 1234567.
    cr_assert_eq(memory_word(1234567, 0), UINT64_C(6457827717110365317));
    cr_assert_eq(memory_word(1234567, 1), UINT64_C(3203168211198807973));
}

// With a scale of 3 to 4 a sum is at least as large as the smaller element, and finite.
Test(workloads_kernel_memory, reals_of_one_size_make_a_sum_that_is_no_accident)
{
    for (uint64_t i = 0; i < 100000; i++) {
        double b = memory_real(5, 6, i), c = memory_real(5, 7, i);
        double sum = memory_triad_element(b, c, 3.0 + 1023 * 0x1p-10);

        cr_assert(isnormal(b) && isnormal(c) && isnormal(sum));
        cr_assert_eq(ilogb(b), ilogb(c));
        cr_assert(sum != b && sum != memory_triad_element(b, c, 3.0));
    }
}

Test(workloads_kernel_memory, copies_every_word_and_no_more)
{
    scope_free uint64_t *from = array_new((WORDS + 8) * 8);
    scope_free uint64_t *to = array_new((WORDS + 8) * 8);

    memory_fill_words(from, WORDS + 8, 1, 0);
    memory_fill_words(to, WORDS + 8, 2, 0);
    memory_copy(to, from, WORDS);
    cr_assert_eq(memcmp(to, from, WORDS * 8), 0);
    for (uint64_t i = WORDS; i < WORDS + 8; i++)
        cr_assert_eq(to[i], memory_word(2, i));
}

Test(workloads_kernel_memory, triad_is_that_of_its_elements)
{
    scope_free double *a = array_new((WORDS + 8) * 8);
    scope_free double *b = array_new(WORDS * 8);
    scope_free double *c = array_new(WORDS * 8);

    memory_fill_reals(a, WORDS + 8, 9, 1, 0);
    memory_fill_reals(b, WORDS, 9, 2, 0);
    memory_fill_reals(c, WORDS, 9, 3, 0);
    memory_triad(a, b, c, 3.0, WORDS);
    for (uint64_t i = 0; i < WORDS; i++)
        cr_assert(a[i] == memory_triad_element(memory_real(9, 2, i), memory_real(9, 3, i), 3.0));
    for (uint64_t i = WORDS; i < WORDS + 8; i++)
        cr_assert(a[i] == memory_real(9, 1, i));
}

Test(workloads_kernel_memory, sums_every_word_and_no_more)
{
    scope_free uint64_t *words = array_new((WORDS + 8) * 8);
    uint64_t sum = 0;

    memory_fill_words(words, WORDS + 8, 1, 0);
    for (size_t i = 0; i < WORDS; i++)
        sum += words[i];
    cr_assert_eq(memory_sum(words, WORDS), sum);
    for (size_t i = 0; i < WORDS; i += 37) {
        words[i]++;
        cr_assert_eq(memory_sum(words, WORDS), ++sum);
    }
}

Test(workloads_kernel_memory, a_summing_fill_has_the_sum_it_was_told)
{
    scope_free uint64_t *words = array_new((WORDS + 8) * 8);

    memory_fill_words(words, WORDS + 8, 9, 0);
    memory_fill_summing(words, WORDS, 1, 5, UINT64_C(0xfeedfacecafebeef));
    cr_assert_eq(memory_sum(words, WORDS), UINT64_C(0xfeedfacecafebeef));
    cr_assert_eq(words[0], memory_word(1, 5));
    cr_assert_eq(words[WORDS - 2], memory_word(1, 5 + WORDS - 2));
    cr_assert_eq(words[WORDS], memory_word(9, WORDS));
}

Test(workloads_kernel_memory, a_ramp_has_every_word_and_no_more)
{
    scope_free uint64_t *words = array_new((WORDS + 8) * 8);

    memory_fill_words(words, WORDS + 8, 3, 0);
    memory_ramp(words, WORDS, UINT64_C(0xfffffffffffffff0), UINT64_C(0x9e3779b97f4a7c15));
    for (uint64_t i = 0; i < WORDS; i++)
        cr_assert_eq(words[i], UINT64_C(0xfffffffffffffff0) + i * UINT64_C(0x9e3779b97f4a7c15));
    for (uint64_t i = WORDS; i < WORDS + 8; i++)
        cr_assert_eq(words[i], memory_word(3, i));
}

static void is_one_cycle(size_t count)
{
    scope_free struct memory_line *lines = array_new(count * sizeof *lines);
    scope_free char *seen = calloc(count, 1);
    struct memory_line *line = lines;

    cr_assert_eq(sizeof *lines, MEMORY_LINE_BYTES);
    cr_assert_eq(memory_cycle_init(lines, count, count), count);
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(memory_line_position(lines, line, count), i);
        cr_assert_not(seen[line - lines]);
        seen[line - lines] = 1;
        line = line->next;
    }
    cr_assert_eq(line, lines);
}

Test(workloads_kernel_memory, lines_form_one_cycle)
{
    is_one_cycle(2);
    is_one_cycle(3);
    is_one_cycle(64);
    is_one_cycle(10007);
}

Test(workloads_kernel_memory, cycles_of_two_seeds_differ)
{
    scope_free struct memory_line *first = array_new(1000 * sizeof *first);
    scope_free struct memory_line *second = array_new(1000 * sizeof *second);
    int same = 0;

    memory_cycle_init(first, 1000, 1);
    memory_cycle_init(second, 1000, 2);
    for (int i = 0; i < 1000; i++)
        same += first[i].next - first == second[i].next - second;
    cr_assert_lt(same, 20);
}

Test(workloads_kernel_memory, a_chase_ends_as_far_along_as_it_hopped)
{
    scope_free struct memory_line *lines = array_new(1000 * sizeof *lines);

    memory_cycle_init(lines, 1000, 9);
    cr_assert_eq(memory_chase(lines, 0), lines);
    cr_assert_eq(memory_line_position(lines, memory_chase(lines, MEMORY_HOPS), 9),
                 MEMORY_HOPS % 1000);
    cr_assert_eq(memory_chase(lines, 1000), lines);
}
