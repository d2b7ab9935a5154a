// SPDX-License-Identifier: GPL-3.0-or-later
// The memory kernels as workloads: fills a working set with the seed's content, walks through it
// slice by slice, and checks samples of every result.
#include "workloads/core/workload.h"

#include <errno.h>

#include "common/base/rng.h"
#include "workloads/core/kernel_memory.h"

enum { SAMPLES = 8 }; // words of a slice that are checked after each operation

struct memory_state {
    void *memory;
    uint64_t bytes;
    size_t words; // of each array
    size_t slice; // where the next operation starts, in words
    uint64_t seed;
    uint64_t pass; // over the whole set
    struct rng samples;
    struct memory_line *line; // latency: where the next operation starts
    size_t lines;
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

static int copy_prepare(void *state_, const struct workload_place *place)
{
    struct memory_state *state = state_init(state_, place);

    state->words = words_of(state, 2);
    memory_fill_words(array(state, 0), state->words, state->seed, 0);
    // Written once, so that no page of it is the kernel's shared zero page.
    memory_fill_words(array(state, 1), state->words, rng_derive(state->seed, 2), 0);
    return 0;
}

// After the first pass the target holds the right words already: the samples are spoilt first, so
// that a copy that did nothing would be caught.
static int copy_operate(void *state_)
{
    struct memory_state *state = state_;
    size_t slice = slice_take(state);
    uint64_t *target = array(state, 1) + slice;
    size_t samples[SAMPLES];

    for (size_t i = 0; i < SAMPLES; i++) {
        samples[i] = rng_below(&state->samples, MEMORY_SLICE_WORDS);
        target[samples[i]] = ~memory_word(state->seed, slice + samples[i]);
    }
    memory_copy(target, array(state, 0) + slice, MEMORY_SLICE_WORDS);
    for (size_t i = 0; i < SAMPLES; i++)
        if (target[samples[i]] != memory_word(state->seed, slice + samples[i]))
            return -EIO;
    return 0;
}

static int triad_prepare(void *state_, const struct workload_place *place)
{
    struct memory_state *state = state_init(state_, place);

    state->words = words_of(state, 3);
    memory_fill_reals(reals(state, 0), state->words, rng_derive(state->seed, 2), 0);
    memory_fill_reals(reals(state, 1), state->words, state->seed, 0);
    memory_fill_reals(reals(state, 2), state->words, state->seed, state->words);
    return 0;
}

// The scale differs from pass to pass, so that the last pass's sums are wrong in this one.
static int triad_operate(void *state_)
{
    struct memory_state *state = state_;
    double scale = 3.0 + (double)(state->pass & 1023) * 0x1p-10;
    size_t slice = slice_take(state);
    double *sums = reals(state, 0) + slice;

    memory_triad(sums, reals(state, 1) + slice, reals(state, 2) + slice, scale, MEMORY_SLICE_WORDS);
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t sample = rng_below(&state->samples, MEMORY_SLICE_WORDS);
        double b = memory_real(state->seed, slice + sample);
        double c = memory_real(state->seed, state->words + slice + sample);

        if (sums[sample] != memory_triad_element(b, c, scale))
            return -EIO;
    }
    return 0;
}

static int latency_prepare(void *state_, const struct workload_place *place)
{
    struct memory_state *state = state_init(state_, place);

    state->lines = state->bytes / MEMORY_LINE_BYTES;
    state->line = state->memory;
    return memory_cycle_init(state->line, state->lines, state->seed) == state->lines ? 0 : -EIO;
}

static int latency_operate(void *state_)
{
    struct memory_state *state = state_;
    uint64_t expected = (state->line->position + MEMORY_HOPS) % state->lines;

    state->line = memory_chase(state->line, MEMORY_HOPS);
    return state->line->position == expected ? 0 : -EIO;
}

// Three operations on the smallest set, each checked as always, and a word of the content as
// another implementation of splitmix64 gives it.
static const char *self_test(int (*prepare)(void *, const struct workload_place *),
                             int (*operate)(void *), void *state, uint64_t working_set_bytes,
                             void *scratch)
{
    struct workload_place place = {
        .seed = 1,
        .working_set_bytes = working_set_bytes,
        .memory = scratch,
    };

    if (prepare(state, &place) < 0)
        return "the cycle of lines is broken";
    for (int i = 0; i < 3; i++)
        if (operate(state) < 0)
            return "an operation's result is wrong";
    if (memory_word(1234567, 0) != UINT64_C(6457827717110365317))
        return "the content is wrong";
    return NULL;
}

_Static_assert(3 * MEMORY_SLICE_BYTES <= WORKLOAD_SCRATCH_BYTES, "too small a scratch");

static const char *copy_self_test(void *state, void *scratch)
{
    return self_test(copy_prepare, copy_operate, state, 2 * MEMORY_SLICE_BYTES, scratch);
}

static const char *triad_self_test(void *state, void *scratch)
{
    return self_test(triad_prepare, triad_operate, state, 3 * MEMORY_SLICE_BYTES, scratch);
}

static const char *latency_self_test(void *state, void *scratch)
{
    return self_test(latency_prepare, latency_operate, state, 65536, scratch);
}

static const struct workload_variant variants[] = {
    {
        .name = "copy",
        .operation = "copies 512 KiB (1 MiB as STREAM counts), walking through the working set",
        .comparable = "likwid-bench copy_sse, STREAM copy; mbw -t1 counts each byte once; "
                      "memcpy (mbw -t0) may store past the caches",
        .bytes = 2 * MEMORY_SLICE_BYTES,
        .working_set_unit = 2 * MEMORY_SLICE_BYTES,
        .prepare = copy_prepare,
        .operate = copy_operate,
        .self_test = copy_self_test,
    },
    {
        .name = "triad",
        .operation = "a = b + s * c over 65536 doubles (1.5 MiB as STREAM counts), walking",
        .comparable = "likwid-bench stream_sse, STREAM triad; likwid-bench triad has an array more",
        .bytes = 3 * MEMORY_SLICE_BYTES,
        .working_set_unit = 3 * MEMORY_SLICE_BYTES,
        .prepare = triad_prepare,
        .operate = triad_operate,
        .self_test = triad_self_test,
    },
    {
        .name = "latency",
        .operation = "1024 dependent loads along a random cycle of 64-byte lines",
        .comparable = "lat_mem_rd -t of lmbench and other pointer chases, 1024 loads for one",
        .working_set_unit = 4096,
        .prepare = latency_prepare,
        .operate = latency_operate,
        .self_test = latency_self_test,
    },
};

const struct workload workload_memory = {
    .name = "memory",
    .help = "moves data through, or waits for, memory beyond the caches",
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
};
