// SPDX-License-Identifier: GPL-3.0-or-later
// Memory bandwidth. likwid-bench binds itself to the first CPU, and so are ours; it wants a shell
// to find its own parts, which a guest has not.
#include "tests/fidelity/pair_list.h"

// glibc 2.35 and later: memory of malloc on 2 MiB pages where the kernel gives them on request, as
// our working sets are. likwid-bench's arrays stay on 4 KiB pages all the same (AnonHugePages in
// its smaps), so beside it ours are, too.
#define ON_LARGE_PAGES "env", "GLIBC_TUNABLES=glibc.malloc.hugetlb=1"

#define LIKWID(kernel, bytes)                                                                      \
    {                                                                                              \
        .name = "likwid-bench", .package = "likwid",                                               \
        .words = PAIR_WORDS("likwid-bench", "-t", kernel, "-w", "N:" bytes ":1", "-s", "{whole}"), \
        .take = "^MByte/s:[[:space:]]*([0-9.]+)", .scale = 1,                                      \
    }

#define OURS(variant_, bytes, pages)                                                               \
    {                                                                                              \
        .workload = "memory", .variant = variant_, .options = "pages=" pages,                      \
        .working_set = bytes, .threads = "1", .cpu = "0", .figure = PAIR_BYTES_HZ, .scale = 1e-6,  \
    }

static const struct pair pairs[] = {
    {
        .name = "memory:read",
        .unit = "MB/s",
        .higher_is_better = true,
        .ours = OURS("read", "64MB", "small"),
        .theirs = LIKWID("sum_sse", "64MB"),
        .same = true,
        .note = "an array of 64 MB summed up by 16-byte loads, a cache line a turn; 4 KiB pages. "
                "They add doubles, we add integers: memory bounds both",
    },
    {
        .name = "memory:write",
        .unit = "MB/s",
        .higher_is_better = true,
        .ours = OURS("write", "64MB", "small"),
        .theirs = LIKWID("store_sse", "64MB"),
        .same = true,
        .note = "an array of 64 MB; 16-byte plain stores, a cache line a turn; bytes written "
                "counted, write-allocation not; 4 KiB pages",
    },
    {
        .name = "memory:copy",
        .unit = "MB/s",
        .higher_is_better = true,
        .ours = OURS("copy", "128MB", "small"),
        .theirs = LIKWID("copy_sse", "128MB"),
        .same = true,
        .note =
            "two arrays of 64 MB; 16-byte loads and plain stores, a cache line a turn; read and "
            "written bytes counted, write-allocation not; 4 KiB pages",
    },
    {
        .name = "memory:triad",
        .unit = "MB/s",
        .higher_is_better = true,
        .ours = OURS("triad", "96MB", "small"),
        .theirs = LIKWID("stream_sse", "96MB"),
        .same = true,
        .note =
            "three arrays of 32 MB, a = b * s + c; 16-byte loads and plain stores, a cache line "
            "a turn; 24 bytes an element; 4 KiB pages. Their kernel triad has a fourth array",
    },
    {
        .name = "memory:copy (libc)",
        .unit = "MB/s",
        .higher_is_better = true,
        .ours = OURS("copy", "128MiB", "large"),
        .theirs = {.name = "mbw",
                   .package = "mbw",
                   .words =
                       PAIR_WORDS(ON_LARGE_PAGES, "mbw", "-q", "-t0", "-n", "{times:40}", "64"),
                   .take = "^AVG.*Copy: ([0-9.]+)",
                   .scale = 2 * 1.048576},
        .note = "memcpy of libc chooses its instructions by the processor and stores past the "
                "caches beyond a size; it counts each MiB once, here taken twice",
        .in_guest = true,
    },
    {
        .name = "memory:write (cached)",
        .unit = "MB/s",
        .higher_is_better = true,
        .ours = OURS("write", "1MiB", "large"),
        .theirs = {.name = "sysbench",
                   .package = "sysbench",
                   .words = PAIR_WORDS("sysbench", "memory", "--memory-block-size=1M",
                                       "--memory-total-size=1000T", "--memory-oper=write",
                                       "--threads=1", "--time={whole}", "run"),
                   .take = "[(]([0-9.]+) MiB/sec[)]",
                   .scale = 1.048576},
        .note = "both write one MiB again and again, which stays in the caches; they store 8 bytes "
                "at a time, we store 16",
        .in_guest = true,
    },
};

const struct pair_list pair_list_memory = {pairs, sizeof pairs / sizeof pairs[0]};
