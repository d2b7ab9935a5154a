// SPDX-License-Identifier: GPL-3.0-or-later
// What lies on a disk, filled and written over: each block is unlike any other, of one guest or
// two, and real compressors gain nothing.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "tests/workloads/uniqueness.h"
#include "workloads/linux/disk_content.h"
#include "workloads/linux/measure.h"

enum { SIZE_BYTES = 1 << 20 };

// What a file holds after a load of that variant, by two threads.
static struct uniqueness_range disk_after(const char *variant, uint64_t content_seed)
{
    scope_free char *path = alloc_copy("/var/tmp/fullhouse-test-XXXXXX");
    scope_close int fd = mkstemp(path);
    scope_free char *options = alloc_printf("size=1MiB,overwrite=yes,target=%s", path);
    const struct wire_prepare prepare = {
        .load = {.workload = (char *)"disk",
                 .variant = (char *)variant,
                 .options = options,
                 .threads = 2},
        .seed = 5,
        .content_seed = content_seed,
    };
    struct uniqueness_range range = {malloc(SIZE_BYTES), SIZE_BYTES};
    struct wire_window window;
    struct err err = {0};

    cr_assert(fd >= 0 && ftruncate(fd, SIZE_BYTES) == 0);
    cr_assert_eq(measure_run(&prepare, 100 * CLOCK_NS_PER_MS, &window, &err), 0, "%s",
                 err_text(&err));
    cr_assert_gt(window.operations, 0);
    cr_assert_eq(pread(fd, (void *)range.bytes, SIZE_BYTES, 0), SIZE_BYTES);
    free(window.histogram);
    unlink(path);
    return range;
}

static void does_not_compress(struct uniqueness_range range)
{
    double ratio = uniqueness_compressed_ratio(range);

    cr_expect_geq(ratio, 0.999, "compresses to %.4f", ratio);
}

// A load that only reads leaves the disk as it was filled.
Test(workloads_disk_content, is_unique_and_does_not_compress_whatever_was_done_with_it)
{
    const struct uniqueness_range disks[] = {
        disk_after("read", 1),
        disk_after("read", 2),
        disk_after("randwrite", 3),
        disk_after("randwrite", 4),
    };
    const struct uniqueness_range again[] = {disk_after("randwrite", 1), disks[0]};
    const struct uniqueness_range filled_again[] = {disk_after("randread", 1), disks[0]};

    cr_expect_eq(uniqueness_equal_pages(disks, 4), 0);
    for (size_t i = 0; i < 4; i++)
        does_not_compress(disks[i]);
    // Of one seed a disk is the same, but for what was written since.
    cr_expect_eq(memcmp(filled_again[0].bytes, disks[0].bytes, SIZE_BYTES), 0);
    cr_expect_lt(uniqueness_equal_pages(again, 2), SIZE_BYTES / UNIQUENESS_PAGE_BYTES);
    for (size_t i = 0; i < 4; i++)
        free((void *)disks[i].bytes);
    free((void *)again[0].bytes);
    free((void *)filled_again[0].bytes);
}

Test(workloads_disk_content, tells_place_and_generation)
{
    uint64_t words[8 * DISK_SECTOR_WORDS];
    struct disk_content content;
    struct rng rng;

    rng_init(&rng, 1);
    cr_assert_eq(disk_content_init(&content, 3), 0);
    disk_content_fill(&content, words, sizeof words, 8192, 5);
    cr_expect(disk_content_is_whole(&content, words, sizeof words, 8192, 5));
    cr_expect(disk_content_is_sound(&content, words, sizeof words, 8192, 5, &rng));
    cr_expect_not(disk_content_is_whole(&content, words, sizeof words, 8192, 6), "a lost write");
    cr_expect_not(disk_content_is_whole(&content, words, sizeof words, 4096, 5), "elsewhere");
    cr_expect_not(disk_content_is_sound(&content, words, sizeof words, 4096, 5, &rng));
    cr_expect_not(disk_content_is_sound(&content, words, sizeof words, 8192, 4, &rng), "future");
    words[777 % (8 * DISK_SECTOR_WORDS)] ^= UINT64_C(1) << 40;
    cr_expect_not(disk_content_is_whole(&content, words, sizeof words, 8192, 5), "one bit");
    disk_content_done(&content);
}

Test(workloads_disk_content, of_other_seeds_is_unlike)
{
    uint64_t words[2][DISK_SECTOR_WORDS];
    struct disk_content contents[2];
    int same = 0;

    for (uint64_t i = 0; i < 2; i++) {
        cr_assert_eq(disk_content_init(&contents[i], i), 0);
        disk_content_fill(&contents[i], words[i], sizeof words[i], 0, 0);
        disk_content_done(&contents[i]);
    }
    for (size_t i = 0; i < DISK_SECTOR_WORDS; i++)
        same += words[0][i] == words[1][i];
    cr_assert_eq(same, 0);
}
