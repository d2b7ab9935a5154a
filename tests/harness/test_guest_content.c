// SPDX-License-Identifier: GPL-3.0-or-later
// What a named file is, by its content, down to truncated headers and things that are no files.
#include "bench/guest_content.h"

#include <criterion/criterion.h>
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(harness_guest_content, .init = tree_make, .fini = tree_remove);

enum { FILE_BYTES = 16384 };
static uint8_t bytes[FILE_BYTES];

static void put_32(size_t at, uint32_t value)
{
    value = htole32(value);
    memcpy(bytes + at, &value, sizeof value);
}

// An ELF header and, at that offset, a multiboot header.
static void make_program(size_t at)
{
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes,
           "\x7f"
           "ELF\x01\x01\x01",
           7);
    put_32(at, 0x1BADB002);
    put_32(at + 4, 3);
    put_32(at + 8, 0u - 0x1BADB002 - 3);
}

static void make_qcow2(uint32_t version, uint64_t size)
{
    memset(bytes, 0, sizeof bytes);
    version = htobe32(version);
    size = htobe64(size);
    memcpy(bytes, "QFI\xfb", 4);
    memcpy(bytes + 4, &version, sizeof version);
    memcpy(bytes + 24, &size, sizeof size);
}

static void make_raw(void)
{
    memset(bytes, 0, sizeof bytes);
    bytes[510] = 0x55;
    bytes[511] = 0xaa;
}

static void expect(size_t length, enum guest_content_kind kind, uint64_t disk_bytes)
{
    scope_free char *path = tree_path("/file");
    struct guest_content content;
    struct err err = {0};
    tree_put_bytes("/file", bytes, length);
    cr_assert_eq(guest_content_read(path, &content, &err), 0, "%s", err_text(&err));
    cr_assert_eq(content.kind, kind);
    cr_assert_eq(content.disk_bytes, disk_bytes);
}

static void refuses_path(const char *path, const char *message)
{
    struct guest_content content = {.disk_bytes = 77};
    struct err err = {0};
    cr_assert_eq(guest_content_read(path, &content, &err), -EINVAL);
    cr_assert_eq(err_exit_code(&err), 2);
    cr_assert_not_null(strstr(err_text(&err), message), "%s", err_text(&err));
    cr_assert_not_null(strstr(err_text(&err), path), "%s", err_text(&err));
    cr_assert_eq(content.disk_bytes, 77, "untouched");
    err_done(&err);
}

static void refuses(size_t length)
{
    scope_free char *path = tree_path("/file");
    tree_put_bytes("/file", bytes, length);
    refuses_path(path, "neither a multiboot program nor a disk image");
}

Test(harness_guest_content, program_has_a_multiboot_header_in_its_first_bytes)
{
    make_program(52);
    expect(FILE_BYTES, GUEST_CONTENT_PROGRAM, 0);
    expect(64, GUEST_CONTENT_PROGRAM, 0);
    refuses(63);
    make_program(8192 - 12);
    expect(FILE_BYTES, GUEST_CONTENT_PROGRAM, 0);
    make_program(8192 - 8);
    refuses(FILE_BYTES);
    make_program(102); // on no word's boundary
    refuses(FILE_BYTES);
}

Test(harness_guest_content, program_is_an_elf_of_32_bits_whose_header_adds_up)
{
    make_program(4096);
    bytes[4] = 2; // 64 bits
    refuses(FILE_BYTES);
    make_program(4096);
    bytes[0] = 0;
    refuses(FILE_BYTES);
    make_program(4096);
    put_32(4096 + 8, 5);
    refuses(FILE_BYTES);
    make_program(4096);
    refuses(40); // nothing but the start of an ELF header
    refuses(4096 + 4);
}

Test(harness_guest_content, qcow2_says_its_own_size)
{
    make_qcow2(2, UINT64_C(5) << 30);
    expect(72, GUEST_CONTENT_QCOW2, UINT64_C(5) << 30);
    make_qcow2(3, 1000);
    expect(FILE_BYTES, GUEST_CONTENT_QCOW2, 1024);
    refuses(71);
    make_qcow2(1, 1 << 20);
    refuses(FILE_BYTES);
    make_qcow2(3, 0);
    refuses(FILE_BYTES);
    make_qcow2(3, UINT64_C(1) << 46);
    refuses(FILE_BYTES);
    make_qcow2(3, UINT64_MAX);
    refuses(FILE_BYTES);
}

Test(harness_guest_content, raw_disk_has_a_boot_sector)
{
    make_raw();
    expect(512, GUEST_CONTENT_RAW, 512);
    expect(FILE_BYTES - 1, GUEST_CONTENT_RAW, FILE_BYTES);
    refuses(511);
    bytes[511] = 0x55;
    refuses(FILE_BYTES);
}

Test(harness_guest_content, anything_else_is_refused)
{
    memset(bytes, 0, sizeof bytes);
    refuses(0);
    refuses(FILE_BYTES);
    strcpy((char *)bytes, "guest: auto\n");
    refuses(12);
}

Test(harness_guest_content, what_is_no_file_is_refused_with_its_reason)
{
    scope_free char *none = tree_path("/none");
    scope_free char *fifo = tree_path("/fifo");
    refuses_path(none, "No such file");
    refuses_path(tree_root(), "not a regular file");
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    refuses_path(fifo, "not a regular file");
    refuses_path("/dev/zero", "not a regular file");
    refuses_path("", "No such file");
    if (geteuid() != 0) {
        scope_free char *locked = tree_path("/locked");
        tree_put("/locked", "x");
        cr_assert_eq(chmod(locked, 0), 0);
        refuses_path(locked, "Permission denied");
    }
}
