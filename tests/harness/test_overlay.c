// SPDX-License-Identifier: GPL-3.0-or-later
// The layer over a disk: every field against the format's definition, and by qemu-img where that
// is. That guests boot from it is tested with real ones.
#include "bench/overlay.h"

#include <criterion/criterion.h>
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/guest_content.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(harness_overlay, .init = tree_make, .fini = tree_remove);

enum { CLUSTER = 65536 };

static uint64_t big(const char *bytes, size_t at, size_t width)
{
    uint64_t value = 0;
    for (size_t i = 0; i < width; i++)
        value = value << 8 | (uint8_t)bytes[at + i];
    return value;
}

static char *write_layer(const char *image, const char *format, uint64_t disk_bytes,
                         size_t *ret_length)
{
    scope_free char *path = tree_path("/layer");
    char *bytes;
    struct err err = {0};
    cr_assert_eq(overlay_write(path, image, format, disk_bytes, &err), 0, "%s", err_text(&err));
    cr_assert_eq(path_read(path, 64 << 20, &bytes, ret_length, NULL), 0);
    return bytes;
}

Test(harness_overlay, is_what_the_format_defines)
{
    size_t length;
    scope_free char *bytes = write_layer("/i/disk.img", "raw", UINT64_C(3) << 30, &length);
    cr_assert_eq(memcmp(bytes, "QFI\xfb", 4), 0);
    cr_assert_eq(big(bytes, 4, 4), 3);
    size_t name_at = big(bytes, 8, 8);
    cr_assert_eq(big(bytes, 16, 4), strlen("/i/disk.img"));
    cr_assert_eq(memcmp(bytes + name_at, "/i/disk.img", strlen("/i/disk.img")), 0);
    cr_assert_eq(big(bytes, 24, 8), UINT64_C(3) << 30);
    cr_assert_eq(big(bytes, 36, 4), 6, "an entry of the first level is 512 MiB");
    cr_assert_eq(big(bytes, 104, 4), 0xe2792aca, "backing format");
    cr_assert_eq(memcmp(bytes + 112, "raw", 4), 0);
    cr_assert_eq(big(bytes, 120, 8), 0, "end of extensions");
    cr_assert_eq(length, 4 * CLUSTER);
    size_t table_at = big(bytes, 48, 8);
    size_t block_at = big(bytes, table_at, 8);
    for (size_t cluster = 0; cluster < 6; cluster++)
        cr_assert_eq(big(bytes, block_at + 2 * cluster, 2), cluster < 4, "%zu", cluster);
}

Test(harness_overlay, has_room_for_large_disks)
{
    size_t length;
    scope_free char *bytes = write_layer("/i", "qcow2", (UINT64_C(1) << 46) - 512, &length);
    uint64_t entries = big(bytes, 36, 4), at = big(bytes, 40, 8);
    cr_assert_eq(entries, 131072);
    cr_assert_leq(at + entries * 8, length);
    scope_free char *smallest = write_layer("/i", "raw", 512, &length);
    cr_assert_eq(big(smallest, 36, 4), 1);
}

Test(harness_overlay, is_itself_a_guest)
{
    size_t length;
    struct guest_content content;
    scope_free char *path = tree_path("/layer");
    scope_free char *bytes = write_layer("/i", "raw", 1 << 20, &length);
    cr_assert_eq(guest_content_read(path, &content, NULL), 0);
    cr_assert_eq(content.kind, GUEST_CONTENT_QCOW2);
    cr_assert_eq(content.disk_bytes, 1 << 20);
}

Test(harness_overlay, refuses_a_name_that_the_format_has_no_room_for)
{
    char image[1025] = "/";
    memset(image + 1, 'a', sizeof image - 2);
    struct err err = {0};
    scope_free char *path = tree_path("/layer");
    cr_assert_eq(overlay_write(path, image, "raw", 512, &err), -EINVAL);
    cr_assert_not(path_exists(path));
    err_done(&err);
    image[1023] = '\0';
    cr_assert_eq(overlay_write(path, image, "raw", 512, NULL), 0);
    cr_assert_lt(overlay_write("/nowhere/layer", "/i", "raw", 512, NULL), 0);
}

Test(harness_overlay, passes_qemu_img)
{
    scope_free char *program = process_find("qemu-img");
    if (!program) {
        tree_remove(); // a skipped test never comes to its fixture's end
        cr_skip_test("no qemu-img (apt-get install qemu-utils)");
    }
    size_t length;
    scope_free char *disk = alloc_zeroed(1, 1 << 20);
    scope_free char *image = tree_path("/disk.img");
    scope_free char *layer = tree_path("/layer");
    tree_put_bytes("/disk.img", disk, 1 << 20);
    scope_free char *bytes = write_layer(image, "raw", 1 << 20, &length);
    const char *const argv[] = {program, "check", layer, NULL};
    struct process_result result;
    cr_assert_eq(process_run(argv, NULL, &result, NULL), 0);
    cr_assert_eq(result.exit_code, 0, "%s", result.output);
    process_result_done(&result);
}

Test(harness_overlay, over_nothing_is_an_empty_disk)
{
    size_t length;
    scope_free char *bytes = write_layer("", "", 1 << 20, &length);
    cr_assert_eq(big(bytes, 8, 8), 0, "no backing file");
    cr_assert_eq(big(bytes, 16, 4), 0);
    cr_assert_eq(big(bytes, 24, 8), 1 << 20);
    cr_assert_eq(big(bytes, 104, 4), 0, "no extension");
}
