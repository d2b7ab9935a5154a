// SPDX-License-Identifier: GPL-3.0-or-later
// The memory workload: its table, its self-tests, and the chase that measures latency. What moves
// data stands in workload_memory_move.c.
#include "workloads/core/workload_memory.h"

#include <errno.h>

#include "workloads/core/kernel_memory.h"
#include "workloads/core/workload.h"

struct latency_state {
    const struct memory_line *first;
    struct memory_line *line; // where the next operation starts
    uint64_t seed;
    size_t lines;
};

static int latency_prepare(void *state_, const struct workload_place *place)
{
    struct latency_state *state = state_;

    state->first = state->line = place->memory;
    state->seed = place->seed;
    state->lines = place->working_set_bytes / MEMORY_LINE_BYTES;
    return memory_cycle_init(state->line, state->lines, place->seed) == state->lines ? 0 : -EIO;
}

static int latency_operate(void *state_)
{
    struct latency_state *state = state_;
    uint64_t from = memory_line_position(state->first, state->line, state->seed);
    uint64_t to;

    state->line = memory_chase(state->line, MEMORY_HOPS);
    to = memory_line_position(state->first, state->line, state->seed);
    return to == (from + MEMORY_HOPS) % state->lines ? 0 : -EIO;
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
    return self_test(memory_copy_prepare, memory_copy_operate, state, 2 * MEMORY_SLICE_BYTES,
                     scratch);
}

static const char *triad_self_test(void *state, void *scratch)
{
    return self_test(memory_triad_prepare, memory_triad_operate, state, 3 * MEMORY_SLICE_BYTES,
                     scratch);
}

static const char *read_self_test(void *state, void *scratch)
{
    return self_test(memory_read_prepare, memory_read_operate, state, 2 * MEMORY_SLICE_BYTES,
                     scratch);
}

static const char *write_self_test(void *state, void *scratch)
{
    return self_test(memory_write_prepare, memory_write_operate, state, 2 * MEMORY_SLICE_BYTES,
                     scratch);
}

static const char *latency_self_test(void *state, void *scratch)
{
    return self_test(latency_prepare, latency_operate, state, 65536, scratch);
}

static const struct workload_variant variants[] = {
    {
        .name = "copy",
        .operation = WORKLOAD_WORDS(
            "copies 512 KiB (1 MiB as STREAM counts), walking through the working set"),
        .comparable =
            WORKLOAD_WORDS("likwid-bench copy_sse, STREAM copy; mbw -t1 counts each byte once; "
                           "memcpy (mbw -t0) may store past the caches"),
        .bytes = 2 * MEMORY_SLICE_BYTES,
        .working_set_unit = 2 * MEMORY_SLICE_BYTES,
        .prepare = memory_copy_prepare,
        .operate = memory_copy_operate,
        .self_test = WORKLOAD_SELF_TEST(copy_self_test),
    },
    {
        .name = "triad",
        .operation =
            WORKLOAD_WORDS("a = b + s * c over 65536 doubles (1.5 MiB as STREAM counts), walking"),
        .comparable = WORKLOAD_WORDS(
            "likwid-bench stream_sse, STREAM triad; likwid-bench triad has an array more"),
        .bytes = 3 * MEMORY_SLICE_BYTES,
        .working_set_unit = 3 * MEMORY_SLICE_BYTES,
        .prepare = memory_triad_prepare,
        .operate = memory_triad_operate,
        .self_test = WORKLOAD_SELF_TEST(triad_self_test),
    },
    {
        .name = "read",
        .operation = WORKLOAD_WORDS(
            "sums up 65536 words of 8 bytes (512 KiB), walking through the working set"),
        .comparable =
            WORKLOAD_WORDS("likwid-bench sum_sse and load_sse; sysbench memory reads word by word"),
        .bytes = MEMORY_SLICE_BYTES,
        .working_set_unit = MEMORY_SLICE_BYTES,
        .prepare = memory_read_prepare,
        .operate = memory_read_operate,
        .self_test = WORKLOAD_SELF_TEST(read_self_test),
    },
    {
        .name = "write",
        .operation =
            WORKLOAD_WORDS("stores 65536 words of 8 bytes (512 KiB as STREAM counts), walking"),
        .comparable = WORKLOAD_WORDS(
            "likwid-bench store_sse, 512 KiB for one; memset may store past the caches"),
        .bytes = MEMORY_SLICE_BYTES,
        .working_set_unit = MEMORY_SLICE_BYTES,
        .prepare = memory_write_prepare,
        .operate = memory_write_operate,
        .self_test = WORKLOAD_SELF_TEST(write_self_test),
    },
    {
        .name = "latency",
        .operation = WORKLOAD_WORDS("1024 dependent loads along a random cycle of 64-byte lines"),
        .comparable =
            WORKLOAD_WORDS("lat_mem_rd -t of lmbench and other pointer chases, 1024 loads for one"),
        .working_set_unit = 4096,
        .prepare = latency_prepare,
        .operate = latency_operate,
        .self_test = WORKLOAD_SELF_TEST(latency_self_test),
    },
};

static const struct workload_option options[] = {
    {
        .name = "pages",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "large",
        .choices = "large|small",
        .help =
            WORKLOAD_WORDS("of the working set: 2 MiB where the kernel has them, or 4 KiB (small)"),
    },
};

const struct workload workload_memory = {
    .name = "memory",
    .help = WORKLOAD_WORDS("moves data through, or waits for, memory beyond the caches"),
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};
