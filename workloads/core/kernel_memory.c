// SPDX-License-Identifier: GPL-3.0-or-later
// The memory kernels. Bandwidth loops move 16 bytes an instruction, four of them a turn: one cache
// line, on any x86-64, without asking the compiler to find it.
#include "workloads/core/kernel_memory.h"

#include "common/base/rng.h"

typedef uint64_t word_pair __attribute__((vector_size(16), may_alias));
typedef double real_pair __attribute__((vector_size(16), may_alias));

uint64_t memory_word(uint64_t seed, uint64_t i)
{
    uint64_t state = seed + i * UINT64_C(0x9e3779b97f4a7c15);

    return rng_splitmix64(&state);
}

union real_bits {
    uint64_t bits;
    double real;
};

double memory_real(uint64_t size_seed, uint64_t seed, uint64_t i)
{
    const uint64_t exponent = UINT64_C(0x7ff) << 52;
    uint64_t size = 1 + (memory_word(size_seed, i) >> 32) % 2043;

    return (union real_bits){.bits = (memory_word(seed, i) & ~exponent) | size << 52}.real;
}

void memory_fill_words(uint64_t *words, size_t count, uint64_t seed, uint64_t first)
{
    for (size_t i = 0; i < count; i++)
        words[i] = memory_word(seed, first + i);
}

void memory_fill_reals(double *reals, size_t count, uint64_t size_seed, uint64_t seed,
                       uint64_t first)
{
    for (size_t i = 0; i < count; i++)
        reals[i] = memory_real(size_seed, seed, first + i);
}

void memory_copy(uint64_t *to, const uint64_t *from, size_t count)
{
    word_pair *target = (word_pair *)to;
    const word_pair *source = (const word_pair *)from;

    for (size_t i = 0; i < count / 2; i += 4) {
        word_pair first = source[i];
        word_pair second = source[i + 1];
        word_pair third = source[i + 2];
        word_pair fourth = source[i + 3];

        target[i] = first;
        target[i + 1] = second;
        target[i + 2] = third;
        target[i + 3] = fourth;
    }
}

void memory_triad(double *a, const double *b, const double *c, double scale, size_t count)
{
    real_pair *sum = (real_pair *)a;
    const real_pair *left = (const real_pair *)b;
    const real_pair *right = (const real_pair *)c;
    const real_pair factor = {scale, scale};

    for (size_t i = 0; i < count / 2; i += 4) {
        sum[i] = left[i] + factor * right[i];
        sum[i + 1] = left[i + 1] + factor * right[i + 1];
        sum[i + 2] = left[i + 2] + factor * right[i + 2];
        sum[i + 3] = left[i + 3] + factor * right[i + 3];
    }
}

double memory_triad_element(double b, double c, double scale)
{
    return b + scale * c;
}

uint64_t memory_sum(const uint64_t *words, size_t count)
{
    const word_pair *source = (const word_pair *)words;
    word_pair first = {0}, second = {0}, third = {0}, fourth = {0};

    for (size_t i = 0; i < count / 2; i += 4) {
        first += source[i];
        second += source[i + 1];
        third += source[i + 2];
        fourth += source[i + 3];
    }
    first += second + third + fourth;
    return first[0] + first[1];
}

void memory_fill_summing(uint64_t *words, size_t count, uint64_t seed, uint64_t first, uint64_t sum)
{
    memory_fill_words(words, count, seed, first);
    for (size_t i = 0; i < count - 1; i++)
        sum -= words[i];
    words[count - 1] = sum;
}

void memory_ramp(uint64_t *words, size_t count, uint64_t start, uint64_t step)
{
    word_pair *target = (word_pair *)words;
    word_pair first = {start, start + step};
    const word_pair pair = {2 * step, 2 * step};

    for (size_t i = 0; i < count / 2; i += 4) {
        target[i] = first;
        target[i + 1] = first + pair;
        target[i + 2] = first + 2 * pair;
        target[i + 3] = first + 3 * pair;
        first += 4 * pair;
    }
}

// Streams of a seed beside the one that fills the lines.
enum { STREAM_POSITIONS = 7 };

static uint64_t position_mask(const struct memory_line *lines, const struct memory_line *line,
                              uint64_t seed)
{
    return memory_word(rng_derive(seed, STREAM_POSITIONS), (uint64_t)(line - lines));
}

uint64_t memory_line_position(const struct memory_line *lines, const struct memory_line *line,
                              uint64_t seed)
{
    return line->position ^ position_mask(lines, line, seed);
}

static size_t number_positions(struct memory_line *first, uint64_t seed)
{
    struct memory_line *line = first;
    size_t position = 0;

    do {
        line->position = position++ ^ position_mask(first, line, seed);
        line = line->next;
    } while (line != first);
    return position;
}

size_t memory_cycle_init(struct memory_line *lines, size_t count, uint64_t seed)
{
    struct rng rng;

    rng_init(&rng, seed);
    for (size_t i = 0; i < count; i++) {
        lines[i].next = &lines[i];
        memory_fill_words(lines[i].content, 6, seed, i * 6);
    }
    for (size_t i = count - 1; i > 0; i--) {
        size_t other = rng_below(&rng, i);
        struct memory_line *next = lines[i].next;

        lines[i].next = lines[other].next;
        lines[other].next = next;
    }
    return number_positions(lines, seed);
}

struct memory_line *memory_chase(struct memory_line *from, size_t hops)
{
    while (hops--)
        from = from->next;
    return from;
}
