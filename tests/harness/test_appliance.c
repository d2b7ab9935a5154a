// SPDX-License-Identifier: GPL-3.0-or-later
// Kernels, their modules and the initramfs made of them: from made-up files, read back.
#include "bench/appliance.h"

#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/guest_kernel.h"
#include "bench/kernel_modules.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "tests/collector/tree.h"

TestSuite(harness_appliance, .init = tree_make, .fini = tree_remove);

// --- modules -----------------------------------------------------------------------------------

// A module as far as we read one: its .modinfo is texts that end with NULs. depends NULL: none.
static void put_module(const char *path, const char *depends)
{
    struct strbuf bytes = {0};
    strbuf_add_bytes(&bytes,
                     "\x7f"
                     "ELF\0license=GPL",
                     17);
    if (depends) {
        strbuf_add_bytes(&bytes, "\0depends=", 9);
        strbuf_add(&bytes, depends);
    }
    strbuf_add_bytes(&bytes, "\0name=x\0", 8);
    tree_put_bytes(path, bytes.text, bytes.length);
    strbuf_done(&bytes);
}

static char *names_of(const struct kernel_modules *modules)
{
    struct strbuf names = {0};
    for (size_t i = 0; i < modules->count; i++)
        strbuf_printf(&names, "%s ", modules->list[i].name);
    return strbuf_take(&names);
}

static void expect_order(const char *const *wanted, const char *order)
{
    scope_free char *folder = tree_path("/modules");
    struct kernel_modules modules;
    struct err err = {0};
    cr_assert_eq(kernel_modules_read(folder, wanted, &modules, &err), 0, "%s", err_text(&err));
    scope_free char *names = names_of(&modules);
    cr_assert_str_eq(names, order);
    kernel_modules_done(&modules);
}
#define expect_modules(order, ...) expect_order((const char *const[]){__VA_ARGS__, NULL}, order)

Test(harness_appliance, loads_a_modules_dependencies_before_it)
{
    put_module("/modules/kernel/drivers/virtio/virtio_pci.ko", "virtio,virtio_ring,legacy");
    put_module("/modules/kernel/drivers/virtio/virtio.ko", "");
    put_module("/modules/kernel/drivers/virtio/virtio_ring.ko", "virtio");
    put_module("/modules/kernel/deep/er/legacy.ko", NULL);
    expect_modules("virtio virtio_ring legacy virtio_pci ", "virtio_pci");
    expect_modules("virtio virtio_ring legacy virtio_pci ", "virtio_ring", "virtio_pci", "virtio");
}

Test(harness_appliance, knows_a_module_by_either_spelling)
{
    put_module("/modules/kernel/virtio-pci.ko", "virtio_ring");
    put_module("/modules/kernel/virtio-ring.ko.fake", NULL);
    expect_modules("virtio_ring virtio_pci ", "virtio_pci");
    expect_modules("virtio_ring virtio-pci ", "virtio-pci");
}

Test(harness_appliance, mistakes_no_module_for_another)
{
    put_module("/modules/kernel/virtio_pci_modern.ko", NULL);
    put_module("/modules/kernel/xvirtio.ko", NULL);
    put_module("/modules/kernel/virtio.txt", NULL);
    put_module("/modules/kernel/virtio", NULL);
    expect_modules("", "virtio_pci", "virtio", "vir");
}

Test(harness_appliance, takes_missing_modules_for_built_in)
{
    put_module("/modules/kernel/virtio_pci.ko", "gone,,virtio");
    put_module("/modules/kernel/virtio.ko", "");
    expect_modules("virtio virtio_pci ", "absent", "virtio_pci");
    struct kernel_modules modules;
    cr_assert_eq(kernel_modules_read("", (const char *const[]){"virtio", NULL}, &modules, NULL), 0);
    cr_assert_eq(modules.count, 0);
    kernel_modules_done(&modules);
    cr_assert_eq(
        kernel_modules_read("/nowhere", (const char *const[]){"virtio", NULL}, &modules, NULL), 0);
    cr_assert_eq(modules.count, 0);
    kernel_modules_done(NULL);
}

Test(harness_appliance, refuses_modules_that_need_each_other)
{
    static const char *const circles[][2] = {{"a", "a"}, {"a", "b"}};
    scope_free char *folder = tree_path("/modules");
    for (size_t i = 0; i < 2; i++) {
        struct kernel_modules modules = {.count = 99};
        struct err err = {0};
        put_module("/modules/kernel/a.ko", circles[i][1]);
        put_module("/modules/kernel/b.ko", "a");
        cr_assert_lt(kernel_modules_read(folder, (const char *const[]){"a", NULL}, &modules, &err),
                     0);
        cr_assert_not_null(strstr(err_text(&err), "circle"), "%s", err_text(&err));
        cr_assert_eq(modules.count, 99, "untouched on failure");
        err_done(&err);
    }
}

Test(harness_appliance, reads_depends_that_the_file_cuts_off)
{
    static const char cut[] = "\x7f"
                              "ELF\0depends=b";
    tree_put_bytes("/modules/kernel/a.ko", cut, sizeof cut - 1);
    put_module("/modules/kernel/b.ko", NULL);
    expect_modules("b a ", "a");
}

// --- the kernel --------------------------------------------------------------------------------

enum { HEADER = 0x4000 };

static void put_kernel(const char *path, const char *magic, unsigned pointer, const char *version)
{
    uint8_t bytes[HEADER] = {0};
    memcpy(bytes + 0x202, magic, 4);
    bytes[0x20e] = (uint8_t)pointer;
    bytes[0x20f] = (uint8_t)(pointer >> 8);
    if (0x200 + pointer + strlen(version) <= sizeof bytes)
        memcpy(bytes + 0x200 + pointer, version, strlen(version));
    tree_put_bytes(path, bytes, sizeof bytes);
}

static void expect_no_kernel(const char *path)
{
    char *release = NULL;
    struct err err = {0};
    cr_assert_eq(guest_kernel_release(path, &release, &err), -EINVAL);
    cr_assert_null(release);
    cr_assert_eq(err.kind, ERR_INPUT);
    cr_assert_not_null(strstr(err_text(&err), path), "%s", err_text(&err));
    err_done(&err);
}

Test(harness_appliance, reads_a_kernels_release)
{
    static const char *const texts[] = {"6.1.0-56-cloud-amd64 (debian-kernel@lists) #1 SMP",
                                        "6.1.0-56-cloud-amd64"};
    for (size_t i = 0; i < 2; i++) {
        scope_free char *path = tree_path("/vmlinuz");
        scope_free char *release = NULL;
        put_kernel("/vmlinuz", "HdrS", 0x3000, texts[i]);
        cr_assert_eq(guest_kernel_release(path, &release, NULL), 0);
        cr_assert_str_eq(release, "6.1.0-56-cloud-amd64");
    }
}

static void put_fields(const char *path, uint16_t protocol, uint64_t address, uint32_t size)
{
    uint8_t bytes[0x300] = {0};
    memcpy(bytes + 0x202, "HdrS", 4);
    memcpy(bytes + 0x206, &protocol, sizeof protocol);
    memcpy(bytes + 0x258, &address, sizeof address);
    memcpy(bytes + 0x260, &size, sizeof size);
    tree_put_bytes(path, bytes, sizeof bytes);
}

Test(harness_appliance, reads_where_a_kernels_room_ends)
{
    scope_free char *path = tree_path("/vmlinuz");
    put_fields("/vmlinuz", 0x20f, 16 << 20, 53972992);
    cr_assert_eq(guest_kernel_end_bytes(path), (16 << 20) + 53972992);
    put_fields("/vmlinuz", 0x209, 16 << 20, 53972992);
    cr_assert_eq(guest_kernel_end_bytes(path), 0, "an older header has no such fields");
    put_kernel("/vmlinuz", "HdrX", 0x3000, "6.1.0");
    cr_assert_eq(guest_kernel_end_bytes(path), 0);
    tree_put_bytes("/vmlinuz", "HdrS", 4);
    cr_assert_eq(guest_kernel_end_bytes(path), 0);
    scope_free char *nowhere = tree_path("/nowhere");
    cr_assert_eq(guest_kernel_end_bytes(nowhere), 0);
}

Test(harness_appliance, refuses_what_is_no_kernel)
{
    scope_free char *path = tree_path("/vmlinuz");
    put_kernel("/vmlinuz", "HdrX", 0x3000, "6.1.0");
    expect_no_kernel(path);
    put_kernel("/vmlinuz", "HdrS", 0, "");
    expect_no_kernel(path); // no version text: the pointer would show the header itself
    put_kernel("/vmlinuz", "HdrS", 0xffff, "");
    expect_no_kernel(path);
    put_kernel("/vmlinuz", "HdrS", HEADER - 0x200, "");
    expect_no_kernel(path);
    put_kernel("/vmlinuz", "HdrS", 0x3000, "");
    expect_no_kernel(path);
    put_kernel("/vmlinuz", "HdrS", 0x3000, "/../../etc");
    expect_no_kernel(path);
    tree_put("/vmlinuz", "");
    expect_no_kernel(path);
    tree_put("/vmlinuz", "#!/bin/sh\n");
    expect_no_kernel(path);
    scope_free char *pipe = tree_path("/pipe");
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    expect_no_kernel(pipe);
    expect_no_kernel("/nowhere/vmlinuz");
    expect_no_kernel("/tmp");
    expect_no_kernel("/dev/zero");
}

static void say_nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

Test(harness_appliance, finds_modules_beside_a_named_kernel)
{
    scope_free char *path = tree_path("/k/vmlinuz");
    scope_free char *modules = tree_path("/k/modules");
    struct guest_kernel kernel;
    put_kernel("/k/vmlinuz", "HdrS", 0x3000, "6.1.0-test");
    cr_assert_eq(guest_kernel_find(path, tree_root(), say_nothing, NULL, &kernel, NULL), 0);
    cr_assert_str_eq(kernel.image, path);
    cr_assert_str_eq(kernel.release, "6.1.0-test");
    cr_assert_str_eq(kernel.modules, "", "none there: built in");
    guest_kernel_done(&kernel);
    put_module("/k/modules/kernel/virtio.ko", NULL);
    cr_assert_eq(guest_kernel_find(path, tree_root(), say_nothing, NULL, &kernel, NULL), 0);
    cr_assert_str_eq(kernel.modules, modules);
    guest_kernel_done(&kernel);
    guest_kernel_done(NULL);
}

Test(harness_appliance, knows_a_kernel_named_from_here_anywhere)
{
    scope_free char *path = tree_path("/k/vmlinuz");
    scope_free char *modules = tree_path("/k/modules");
    struct guest_kernel kernel;
    put_kernel("/k/vmlinuz", "HdrS", 0x3000, "6.1.0-test");
    put_module("/k/modules/kernel/virtio.ko", NULL);
    cr_assert_eq(chdir(tree_root()), 0);
    cr_assert_eq(guest_kernel_find("k/vmlinuz", "k", say_nothing, NULL, &kernel, NULL), 0);
    cr_assert_str_eq(kernel.image, path);
    cr_assert_str_eq(kernel.modules, modules);
    guest_kernel_done(&kernel);
    cr_assert_eq(chdir("/"), 0);
}

// --- the initramfs -----------------------------------------------------------------------------

// One entry in words: "c init 755 5:1 content".
static void describe(struct archive *archive, struct archive_entry *entry, struct strbuf *text)
{
    char content[256] = "";
    mode_t type = archive_entry_filetype(entry);
    la_ssize_t got = archive_read_data(archive, content, sizeof content - 1);
    strbuf_printf(text, "%c %s %o",
                  type == AE_IFREG   ? 'f'
                  : type == AE_IFDIR ? 'd'
                                     : 'c',
                  archive_entry_pathname(entry), (unsigned)archive_entry_perm(entry));
    if (type == AE_IFCHR)
        strbuf_printf(text, " %d:%d", (int)archive_entry_rdevmajor(entry),
                      (int)archive_entry_rdevminor(entry));
    if (type == AE_IFREG && memchr(content, 127, 1) == NULL)
        strbuf_printf(text, " %.*s", (int)got, content);
    strbuf_add(text, "\n");
}

static char *listing_of(const char *path)
{
    struct strbuf text = {0};
    struct archive_entry *entry;
    struct archive *archive = archive_read_new();
    archive_read_support_format_cpio(archive);
    cr_assert_eq(archive_read_open_filename(archive, path, 1 << 16), ARCHIVE_OK);
    while (archive_read_next_header(archive, &entry) == ARCHIVE_OK)
        describe(archive, entry, &text);
    archive_read_free(archive);
    return strbuf_take(&text);
}

Test(harness_appliance, holds_the_agent_its_modules_and_a_console)
{
    scope_free char *path = tree_path("/initramfs");
    scope_free char *agent = tree_path("/agent");
    scope_free char *modules = tree_path("/modules");
    struct guest_kernel kernel = {.image = (char *)"", .release = (char *)"", .modules = modules};
    struct err err = {0};
    tree_put("/agent", "#!agent");
    put_module("/modules/kernel/virtio_pci.ko", "virtio");
    put_module("/modules/kernel/virtio.ko", "");
    put_module("/modules/kernel/virtio_console.ko", "virtio");
    put_module("/modules/kernel/unwanted.ko", NULL);
    cr_assert_eq(appliance_write(path, agent, &kernel, NULL, NULL, &err), 0, "%s", err_text(&err));
    scope_free char *listing = listing_of(path);
    cr_assert_not_null(strstr(listing, "f init 755 #!agent\n"), "%s", listing);
    cr_assert_not_null(strstr(listing, "c dev/console 600 5:1\n"), "%s", listing);
    cr_assert_not_null(strstr(listing, "f modules.order 600 /modules/virtio.ko\n"
                                       "/modules/virtio_pci.ko\n/modules/virtio_console.ko\n"),
                       "%s", listing);
    cr_assert_not_null(strstr(listing, "d proc 755\n"), "%s", listing);
    cr_assert_not_null(strstr(listing, "f modules/virtio_console.ko 600"), "%s", listing);
    cr_assert_null(strstr(listing, "unwanted"), "%s", listing);
}

Test(harness_appliance, does_without_modules)
{
    scope_free char *path = tree_path("/initramfs");
    scope_free char *agent = tree_path("/agent");
    struct guest_kernel kernel = {.modules = (char *)""};
    tree_put("/agent", "#!agent");
    cr_assert_eq(appliance_write(path, agent, &kernel, NULL, NULL, NULL), 0);
    scope_free char *listing = listing_of(path);
    cr_assert_not_null(strstr(listing, "f modules.order 600 \n"), "%s", listing);
}

Test(harness_appliance, says_which_file_is_missing)
{
    scope_free char *path = tree_path("/initramfs");
    struct guest_kernel kernel = {.modules = (char *)""};
    struct err err = {0};
    cr_assert_eq(appliance_write(path, "/nowhere/agent", &kernel, NULL, NULL, &err), -ENOENT);
    cr_assert_not_null(strstr(err_text(&err), "/nowhere/agent"), "%s", err_text(&err));
    err_done(&err);
    tree_put("/agent", "#!agent");
    scope_free char *agent = tree_path("/agent");
    cr_assert_lt(appliance_write("/nowhere/initramfs", agent, &kernel, NULL, NULL, &err), 0);
    cr_assert_not_null(strstr(err_text(&err), "/nowhere/initramfs"), "%s", err_text(&err));
    err_done(&err);
}
