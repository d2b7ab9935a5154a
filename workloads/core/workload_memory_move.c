// SPDX-License-Identifier: GPL-3.0-or-later
// Moves data: fills a working set with the seed's content, walks through it slice by slice, and
// checks every result, or samples of it.
#include <errno.h>

#include "common/base/rng.h"
#include "workloads/core/kernel_memory.h"
#include "workloads/core/workload.h"
#include "workloads/core/workload_memory.h"

enum { SAMPLES = 8 }; // words of a slice that are checked after each operation

struct memory_state {
    void *memory;
    uint64_t bytes;
    size_t words; // of each array
    size_t slice; // where the next operation starts, in words
    uint64_t seed;
    uint64_t pass; // over the whole set
    uint64_t done; // write: operations so far
    struct rng samples;
};

_Static_assert(sizeof(struct memory_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static struct memory_state *state_init(void *state_, const struct workload_place *place)
{
    struct memory_state *state = state_;

    *state = (struct memory_state){
        .memory = place->memory,
        .bytes = place->working_set_bytes,
        .seed = place->seed,
    };
    rng_init(&state->samples, rng_derive(place->seed, 1));
    return state;
}

// Equal arrays of whole slices, one behind the other in the memory.
static uint64_t *array(const struct memory_state *state, size_t index)
{
    return (uint64_t *)state->memory + index * state->words;
}

static double *reals(const struct memory_state *state, size_t index)
{
    return (double *)array(state, index);
}

static size_t slice_take(struct memory_state *state)
{
    size_t slice = state->slice;

    state->slice += MEMORY_SLICE_WORDS;
    if (state->slice >= state->words) {
        state->slice = 0;
        state->pass++;
    }
    return slice;
}

static size_t words_of(const struct memory_state *state, size_t arrays)
{
    return state->bytes / arrays / MEMORY_SLICE_BYTES * MEMORY_SLICE_WORDS;
}

int memory_copy_prepare(void *state_, const struct workload_place *place)
{
    struct memory_state *state = state_init(state_, place);

    state->words = words_of(state, 2);
    memory_fill_words(array(state, 0), state->words, state->seed, 0);
    // Written once, so that no page of it is the kernel's shared zero page.
    memory_fill_words(array(state, 1), state->words, rng_derive(state->seed, 2), 0);
    return 0;
}

// A slice of the target is that of the source turned by a cache line: were it in place, each page
// of the target would be a page of the source, and a host that merges pages would keep them once.
static size_t turned(size_t word)
{
    return (word + MEMORY_LINE_WORDS) % MEMORY_SLICE_WORDS;
}

static void copy_turned(uint64_t *target, const uint64_t *source)
{
    const size_t all_but_one = MEMORY_SLICE_WORDS - MEMORY_LINE_WORDS;

    memory_copy(target + MEMORY_LINE_WORDS, source, all_but_one);
    memory_copy(target, source + all_but_one, MEMORY_LINE_WORDS);
}

// After the first pass the target holds the right words already: the samples are spoilt first, so
// that a copy that did nothing would be caught.
int memory_copy_operate(void *state_)
{
    struct memory_state *state = state_;
    size_t slice = slice_take(state);
    uint64_t *target = array(state, 1) + slice;
    size_t samples[SAMPLES];

    for (size_t i = 0; i < SAMPLES; i++) {
        samples[i] = rng_below(&state->samples, MEMORY_SLICE_WORDS);
        target[turned(samples[i])] = ~memory_word(state->seed, slice + samples[i]);
    }
    copy_turned(target, array(state, 0) + slice);
    for (size_t i = 0; i < SAMPLES; i++)
        if (target[turned(samples[i])] != memory_word(state->seed, slice + samples[i]))
            return -EIO;
    return 0;
}

enum { TRIAD_SUMS, TRIAD_LEFT, TRIAD_RIGHT, TRIAD_ARRAYS };

static uint64_t triad_seed(const struct memory_state *state, size_t array)
{
    return rng_derive(state->seed, 8 + array);
}

int memory_triad_prepare(void *state_, const struct workload_place *place)
{
    struct memory_state *state = state_init(state_, place);

    state->words = words_of(state, 3);
    for (size_t i = 0; i < TRIAD_ARRAYS; i++)
        memory_fill_reals(reals(state, i), state->words, state->seed, triad_seed(state, i), 0);
    return 0;
}

// The scale differs from pass to pass, so that the last pass's sums are wrong in this one.
int memory_triad_operate(void *state_)
{
    struct memory_state *state = state_;
    double scale = 3.0 + (double)(state->pass & 1023) * 0x1p-10;
    size_t slice = slice_take(state);
    double *sums = reals(state, TRIAD_SUMS) + slice;
    uint64_t left = triad_seed(state, TRIAD_LEFT), right = triad_seed(state, TRIAD_RIGHT);

    memory_triad(sums, reals(state, TRIAD_LEFT) + slice, reals(state, TRIAD_RIGHT) + slice, scale,
                 MEMORY_SLICE_WORDS);
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t sample = rng_below(&state->samples, MEMORY_SLICE_WORDS);
        double b = memory_real(state->seed, left, slice + sample);
        double c = memory_real(state->seed, right, slice + sample);

        if (sums[sample] != memory_triad_element(b, c, scale))
            return -EIO;
    }
    return 0;
}

// Sums of slices, known before any is added up.
static uint64_t slice_sum(const struct memory_state *state, size_t slice)
{
    return memory_word(rng_derive(state->seed, 3), slice);
}

int memory_read_prepare(void *state_, const struct workload_place *place)
{
    struct memory_state *state = state_init(state_, place);

    state->words = words_of(state, 1);
    for (size_t slice = 0; slice < state->words; slice += MEMORY_SLICE_WORDS)
        memory_fill_summing(array(state, 0) + slice, MEMORY_SLICE_WORDS, state->seed, slice,
                            slice_sum(state, slice));
    return 0;
}

int memory_read_operate(void *state_)
{
    struct memory_state *state = state_;
    size_t slice = slice_take(state);
    uint64_t sum = memory_sum(array(state, 0) + slice, MEMORY_SLICE_WORDS);

    return sum == slice_sum(state, slice) ? 0 : -EIO;
}

int memory_write_prepare(void *state_, const struct workload_place *place)
{
    struct memory_state *state = state_init(state_, place);

    state->words = words_of(state, 1);
    memory_fill_words(array(state, 0), state->words, state->seed, 0);
    return 0;
}

// No two operations start at the same word, so that what the last pass left is wrong in this one.
int memory_write_operate(void *state_)
{
    struct memory_state *state = state_;
    uint64_t start = memory_word(rng_derive(state->seed, 4), state->done++);
    uint64_t step = rng_derive(state->seed, 5) | 1;
    uint64_t *target = array(state, 0) + slice_take(state);

    memory_ramp(target, MEMORY_SLICE_WORDS, start, step);
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t sample = rng_below(&state->samples, MEMORY_SLICE_WORDS);

        if (target[sample] != start + sample * step)
            return -EIO;
    }
    return 0;
}
