// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the first bytes of a file. What is done with it is guest_images.c's business.
#include "bench/guest_content.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/scope.h"

enum {
    HEAD_BYTES = 8192, // a multiboot header lies within these (multiboot 0.6.96, 3.1)
    SECTOR_BYTES = 512,
    QCOW2_HEADER_BYTES = 72, // of version 2, the shortest
    QCOW2_SIZE_AT = 24,
    QCOW2_SIZE_MAX_BITS = 46, // 64 TiB
    ELF_HEADER_BYTES = 52,
};

static uint32_t little_32(const uint8_t *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return le32toh(value);
}

static uint32_t big_32(const uint8_t *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return be32toh(value);
}

static uint64_t big_64(const uint8_t *bytes)
{
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return be64toh(value);
}

// QEMU takes 32-bit programs only, and a header only when its three words add up to 0.
static bool is_program(const uint8_t *head, size_t length)
{
    static const uint8_t elf_32[] = {0x7f, 'E', 'L', 'F', 1};
    if (length < ELF_HEADER_BYTES || memcmp(head, elf_32, sizeof elf_32) != 0)
        return false;
    for (size_t at = ELF_HEADER_BYTES; at + 12 <= length; at += 4)
        if (little_32(head + at) == 0x1BADB002 &&
            little_32(head + at) + little_32(head + at + 4) + little_32(head + at + 8) == 0)
            return true;
    return false;
}

static bool is_qcow2(const uint8_t *head, size_t length)
{
    static const uint8_t magic[] = {'Q', 'F', 'I', 0xfb};
    if (length < QCOW2_HEADER_BYTES || memcmp(head, magic, sizeof magic) != 0)
        return false;
    uint32_t version = big_32(head + sizeof magic);
    uint64_t size = big_64(head + QCOW2_SIZE_AT);
    return (version == 2 || version == 3) && size > 0 && size >> QCOW2_SIZE_MAX_BITS == 0;
}

static bool is_raw(const uint8_t *head, size_t length)
{
    return length >= SECTOR_BYTES && head[510] == 0x55 && head[511] == 0xaa;
}

static uint64_t whole_sectors(uint64_t bytes)
{
    return (bytes + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
}

static int open_regular(const char *path, struct stat *ret_status, struct err *err)
{
    scope_close int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a pipe would keep us
    if (fd < 0 || fstat(fd, ret_status) < 0)
        return err_input(err, "%s: %s", path, strerror(errno));
    if (!S_ISREG(ret_status->st_mode))
        return err_input(err, "%s: not a regular file, so no guest", path);
    return scope_take_fd(fd);
}

int guest_content_read(const char *path, struct guest_content *ret_content, struct err *err)
{
    struct stat status;
    scope_close int fd = open_regular(path, &status, err);
    if (fd < 0)
        return fd;
    uint8_t head[HEAD_BYTES];
    ssize_t got = read(fd, head, sizeof head);
    if (got < 0)
        return err_input(err, "%s: %s", path, strerror(errno));
    size_t length = (size_t)got;
    if (is_program(head, length))
        *ret_content = (struct guest_content){.kind = GUEST_CONTENT_PROGRAM};
    else if (is_qcow2(head, length))
        *ret_content = (struct guest_content){
            .kind = GUEST_CONTENT_QCOW2,
            .disk_bytes = whole_sectors(big_64(head + QCOW2_SIZE_AT)),
        };
    else if (is_raw(head, length))
        *ret_content = (struct guest_content){
            .kind = GUEST_CONTENT_RAW,
            .disk_bytes = whole_sectors((uint64_t)status.st_size),
        };
    else
        return err_input(err,
                         "%s: neither a multiboot program nor a disk image (qcow2, or raw with a "
                         "boot sector)",
                         path);
    return 0;
}
