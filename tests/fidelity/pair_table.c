// SPDX-License-Identifier: GPL-3.0-or-later
// The pairs. A note says what was looked at to call a definition the same: what one operation is,
// how bytes are counted, which instructions, pages, clock and policy.
#include "tests/fidelity/pair.h"

#define WORDS(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }
// glibc 2.35 and later: memory of malloc on 2 MiB pages where the kernel gives them on request, as
// our working sets are.
#define ON_LARGE_PAGES "env", "GLIBC_TUNABLES=glibc.malloc.hugetlb=1"

const struct pair pair_table[] = {
    {
        .name = "memory:copy",
        .unit = "MB/s",
        .higher_is_better = true,
        .ours = {.workload = "memory",
                 .variant = "copy",
                 .working_set = "128MB",
                 .threads = "1",
                 .figure = PAIR_BYTES_HZ,
                 .scale = 1e-6},
        .theirs = {.name = "likwid-bench",
                   .package = "likwid",
                   .words = WORDS(ON_LARGE_PAGES, "likwid-bench", "-t", "copy_sse", "-w",
                                  "N:128MB:1", "-s", "{whole}"),
                   .take = "^MByte/s:[[:space:]]*([0-9.]+)",
                   .scale = 1},
        .same = true,
        .note =
            "two arrays of 64 MB; 16-byte loads and plain stores, a cache line a turn; read and "
            "written bytes counted, write-allocation not; 2 MiB pages",
        .in_guest = true,
    },
    {
        .name = "memory:triad",
        .unit = "MB/s",
        .higher_is_better = true,
        .ours = {.workload = "memory",
                 .variant = "triad",
                 .working_set = "96MB",
                 .threads = "1",
                 .figure = PAIR_BYTES_HZ,
                 .scale = 1e-6},
        .theirs = {.name = "likwid-bench",
                   .package = "likwid",
                   .words = WORDS(ON_LARGE_PAGES, "likwid-bench", "-t", "stream_sse", "-w",
                                  "N:96MB:1", "-s", "{whole}"),
                   .take = "^MByte/s:[[:space:]]*([0-9.]+)",
                   .scale = 1},
        .same = true,
        .note =
            "three arrays of 32 MB, a = b * s + c; 16-byte loads and plain stores, a cache line a "
            "turn; 24 bytes an element; 2 MiB pages. Their kernel `triad` has a fourth array",
        .in_guest = true,
    },
    {
        .name = "memory:copy (libc)",
        .unit = "MB/s",
        .higher_is_better = true,
        .ours = {.workload = "memory",
                 .variant = "copy",
                 .working_set = "128MiB",
                 .threads = "1",
                 .figure = PAIR_BYTES_HZ,
                 .scale = 1e-6},
        .theirs = {.name = "mbw",
                   .package = "mbw",
                   .words = WORDS(ON_LARGE_PAGES, "mbw", "-q", "-t0", "-n", "{times:40}", "64"),
                   .take = "^AVG.*Copy: ([0-9.]+)",
                   .scale = 2 * 1.048576},
        .same = false,
        .note =
            "memcpy of libc chooses its instructions by the processor and stores past the caches "
            "beyond a size; it counts each MiB once, here taken twice",
    },
};
const size_t pair_count = sizeof pair_table / sizeof pair_table[0];
