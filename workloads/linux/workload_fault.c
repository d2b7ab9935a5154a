// SPDX-License-Identifier: GPL-3.0-or-later
// First touches: gives pages back to the kernel and writes to them anew. The kernel's own count of
// faults says whether that is what happened.
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/core/workload.h"
#include "workloads/linux/pages.h"
#include "workloads/linux/place.h"

// What one operation touches, whatever its pages are.
enum { REGION_BYTES = PAGES_LARGE_BYTES, SMALL_BYTES = 4096 };

struct fault_state {
    const struct workload_place *place;
    struct pages pages;
    size_t page_bytes;
    uint64_t word; // written last; never 0
    uint64_t touch_ns;
};

_Static_assert(sizeof(struct fault_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static struct err *err_of(const struct fault_state *state)
{
    return state->place->home ? state->place->home->err : NULL;
}

static long faults(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_THREAD, &usage) < 0 ? -1 : usage.ru_minflt;
}

static volatile uint64_t *page(const struct fault_state *state, size_t at_bytes)
{
    return (volatile uint64_t *)(void *)((char *)state->pages.memory + at_bytes);
}

// Page after page: how many faults it took.
static long touch(struct fault_state *state)
{
    long before = faults();
    uint64_t began_ns = clock_monotonic_ns();

    for (size_t at = 0; at < REGION_BYTES; at += state->page_bytes)
        *page(state, at) = state->word;
    state->touch_ns = clock_monotonic_ns() - began_ns;
    return faults() - before;
}

// The first word was written to; a fresh page holds nothing else.
static int check_content(const struct fault_state *state)
{
    for (size_t at = 0; at < REGION_BYTES; at += state->page_bytes)
        for (size_t word = 1; word < SMALL_BYTES / sizeof(uint64_t); word += 73)
            if (page(state, at)[0] != state->word || page(state, at)[word] != 0)
                return err_system(err_of(state), EIO, "a fresh page was not empty");
    return 0;
}

// Whether the last page is there, which with a large page nobody wrote to.
static bool is_whole(const struct fault_state *state)
{
    unsigned char is_there = 0;
    char *last = (char *)state->pages.memory + REGION_BYTES - SMALL_BYTES;

    return mincore(last, SMALL_BYTES, &is_there) == 0 && (is_there & 1);
}

static int operate(void *state_)
{
    struct fault_state *state = state_;
    long wanted = REGION_BYTES / (long)state->page_bytes;
    long seen;

    if (madvise(state->pages.memory, REGION_BYTES, MADV_DONTNEED) < 0)
        return err_system(err_of(state), errno, "giving pages back");
    state->word++;
    seen = touch(state);
    if (seen < wanted)
        return err_system(err_of(state), EIO, "%ld first touches made %ld page faults", wanted,
                          seen);
    if (!is_whole(state))
        return err_system(err_of(state), EIO, "the kernel gave small pages for a large one");
    return check_content(state);
}

static int start(struct fault_state *state, const struct workload_place *place,
                 enum pages_size size)
{
    *state = (struct fault_state){
        .place = place,
        .page_bytes = size == PAGES_LARGE ? REGION_BYTES : SMALL_BYTES,
        .word = place->seed,
    };
    return pages_map(&state->pages, REGION_BYTES, size, err_of(state));
}

static void finish(void *state_)
{
    struct fault_state *state = state_;

    pages_done(&state->pages);
}

static int small_prepare(void *state, const struct workload_place *place)
{
    return start(state, place, PAGES_SMALL);
}

static int large_prepare(void *state_, const struct workload_place *place)
{
    struct fault_state *state = state_;
    int rc = start(state, place, PAGES_LARGE);

    if (rc < 0)
        return rc;
    *page(state, 0) = 1;
    if (is_whole(state))
        return 0;
    finish(state);
    return err_system(err_of(state), EOPNOTSUPP,
                      "this kernel gives no pages of 2 MiB (transparent_hugepage)");
}

static uint64_t latency_ns(const void *state_)
{
    const struct fault_state *state = state_;

    return state->touch_ns;
}

static const struct workload_variant variants[] = {
    {
        .name = "small",
        .operation = "first writes to 512 fresh pages of 4 KiB; latency is that of these alone",
        .comparable = "lat_pagefault of lmbench is of a file; stress-ng --fault counts another one",
        .prepare = small_prepare,
        .operate = operate,
        .latency_ns = latency_ns,
        .finish = finish,
    },
    {
        .name = "large",
        .operation = "first write to a fresh page of 2 MiB; latency is that of this alone",
        .comparable = "itself on another host",
        .prepare = large_prepare,
        .operate = operate,
        .latency_ns = latency_ns,
        .finish = finish,
    },
};

const struct workload workload_fault = {
    .name = "fault",
    .help = "touches memory for the first time: page faults",
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
};
