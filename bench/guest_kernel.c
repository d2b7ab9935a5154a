// SPDX-License-Identifier: GPL-3.0-or-later
// Finds a kernel for the appliance. What goes into the initramfs is appliance.c's business.
#include "bench/guest_kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/kernel_package.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

// Offsets of the Linux boot protocol.
enum {
    HEADER_MAGIC_AT = 0x202,    // "HdrS"
    VERSION_POINTER_AT = 0x20e, // 16 bits, relative to 0x200
    HEADER_SIZE = 0x8200,       // the version text lies within the first sectors
    PROTOCOL_AT = 0x206,        // 16 bits
    PREF_ADDRESS_AT = 0x258,    // 64 bits, from protocol 2.10 on
    INIT_SIZE_AT = 0x260,       // 32 bits, likewise
    PROTOCOL_WITH_SIZE = 0x20a,
};

// It becomes part of a path: no slash.
#define RELEASE_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_+~"

static int no_kernel(struct err *err, const char *image)
{
    return err_input(err, "%s: not a Linux kernel for x86 (a bzImage such as /boot/vmlinuz-*)",
                     image);
}

int guest_kernel_release(const char *image, char **ret_release, struct err *err)
{
    scope_close int fd = open(image, O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a pipe would keep us
    if (fd < 0)
        return err_input(err, "%s: %s", image, strerror(errno));
    scope_free uint8_t *header = alloc_zeroed(HEADER_SIZE + 1, 1);
    ssize_t got = read(fd, header, HEADER_SIZE);
    if (got < 0)
        return err_input(err, "%s: %s", image, strerror(errno));
    if (got < 0x210 || memcmp(header + HEADER_MAGIC_AT, "HdrS", 4) != 0)
        return no_kernel(err, image);
    size_t at = 0x200u + header[VERSION_POINTER_AT] + 256u * header[VERSION_POINTER_AT + 1];
    // A pointer of 0 says that there is no text.
    if (at == 0x200 || at >= (size_t)got)
        return no_kernel(err, image);
    const char *version = (const char *)header + at;
    size_t length = strspn(version, RELEASE_LETTERS);
    if (length == 0)
        return no_kernel(err, image);
    *ret_release = alloc_printf("%.*s", (int)length, version);
    return 0;
}

// Little-endian, as the protocol has them.
static uint64_t field(const uint8_t *header, size_t at, size_t bytes)
{
    uint64_t value = 0;
    while (bytes-- > 0)
        value = value << 8 | header[at + bytes];
    return value;
}

uint64_t guest_kernel_end_bytes(const char *image)
{
    uint8_t header[INIT_SIZE_AT + 4];
    scope_close int fd = open(image, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || read(fd, header, sizeof header) != (ssize_t)sizeof header ||
        memcmp(header + HEADER_MAGIC_AT, "HdrS", 4) != 0 ||
        field(header, PROTOCOL_AT, 2) < PROTOCOL_WITH_SIZE)
        return 0;
    return field(header, PREF_ADDRESS_AT, 8) + field(header, INIT_SIZE_AT, 4);
}

// Where a kernel's modules may lie: beside an unpacked package's image, else the host's own.
static char *find_modules(const char *image, const char *release)
{
    const char *slash = strrchr(image, '/');
    int length = slash ? (int)(slash - image) : 1;
    char *beside = alloc_printf("%.*s/modules", length, slash ? image : ".");
    if (path_exists(beside))
        return beside;
    free(beside);
    char *host = alloc_printf("/lib/modules/%s", release);
    if (path_exists(host))
        return host;
    free(host);
    return alloc_copy("");
}

static int take_image(const char *image, struct guest_kernel *ret_kernel, struct err *err)
{
    char *release;
    int result = guest_kernel_release(image, &release, err);
    if (result < 0)
        return result;
    // A hypervisor opens it from another folder than ours.
    char *full = realpath(image, NULL);
    if (!full) {
        free(release);
        return err_input(err, "%s: %s", image, strerror(errno));
    }
    *ret_kernel = (struct guest_kernel){
        .image = full,
        .release = release,
        .modules = find_modules(full, release),
    };
    return 0;
}

// The host's own kernel, when its image and its modules are there to read.
static int take_hosts_own(struct guest_kernel *ret_kernel)
{
    struct utsname name;
    if (uname(&name) < 0)
        return -errno;
    scope_free char *image = alloc_printf("/boot/vmlinuz-%s", name.release);
    if (access(image, R_OK) < 0)
        return -errno;
    struct guest_kernel kernel;
    int result = take_image(image, &kernel, NULL);
    if (result < 0)
        return result;
    if (!*kernel.modules) {
        guest_kernel_done(&kernel);
        return -ENOENT;
    }
    *ret_kernel = kernel;
    return 0;
}

int guest_kernel_find(const char *path, const char *scratch,
                      void (*say)(void *context, const char *text), void *context,
                      struct guest_kernel *ret_kernel, struct err *err)
{
    if (*path)
        return take_image(path, ret_kernel, err);
    if (take_hosts_own(ret_kernel) == 0)
        return 0;
    scope_free char *image = NULL;
    int result = kernel_package_image(scratch, say, context, &image, err);
    return result < 0 ? result : take_image(image, ret_kernel, err);
}

void guest_kernel_done(struct guest_kernel *kernel)
{
    if (!kernel)
        return;
    free(kernel->image);
    free(kernel->release);
    free(kernel->modules);
    *kernel = (struct guest_kernel){0};
}
