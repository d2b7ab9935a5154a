// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting pages, and libarchive's filters.
#include "tests/workloads/uniqueness.h"

#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/scope.h"

static int compare_pages(const void *left, const void *right)
{
    return memcmp(*(void *const *)left, *(void *const *)right, UNIQUENESS_PAGE_BYTES);
}

size_t uniqueness_equal_pages(const struct uniqueness_range *ranges, size_t count)
{
    scope_free const void **list = NULL;
    size_t pages = 0, equal = 0;

    for (size_t i = 0; i < count; i++) {
        size_t more = ranges[i].length / UNIQUENESS_PAGE_BYTES;

        list = reallocarray(list, pages + more, sizeof *list);
        for (size_t j = 0; j < more; j++)
            list[pages + j] = (const char *)ranges[i].bytes + j * UNIQUENESS_PAGE_BYTES;
        pages += more;
    }
    qsort(list, pages, sizeof *list, compare_pages);
    for (size_t i = 1; i < pages; i++)
        equal += compare_pages(&list[i - 1], &list[i]) == 0;
    return equal;
}

static double ratio_by(struct uniqueness_range range, int filter)
{
    size_t room = range.length * 2 + (1 << 20), used = 0;
    scope_free void *out = malloc(room);
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();

    archive_write_set_format_raw(archive);
    cr_assert_eq(archive_write_add_filter(archive, filter), ARCHIVE_OK, "%s",
                 archive_error_string(archive));
    cr_assert_eq(archive_write_open_memory(archive, out, room, &used), ARCHIVE_OK);
    archive_entry_set_filetype(entry, AE_IFREG);
    cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK);
    cr_assert_eq(archive_write_data(archive, range.bytes, range.length), (la_ssize_t)range.length);
    cr_assert_eq(archive_write_close(archive), ARCHIVE_OK);
    archive_entry_free(entry);
    archive_write_free(archive);
    return (double)used / (double)range.length;
}

double uniqueness_compressed_ratio(struct uniqueness_range range)
{
    double gzip = ratio_by(range, ARCHIVE_FILTER_GZIP), zstd = ratio_by(range, ARCHIVE_FILTER_ZSTD);

    return gzip < zstd ? gzip : zstd;
}
