// SPDX-License-Identifier: GPL-3.0-or-later
// The appliance's bootable image, really booted: as a CD and as a disk, by BIOS and by UEFI, its
// agent heard over a serial line.
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "bench/boot_media.h"
#include "bench/fleet.h"
#include "bench/workspace.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"
#include "tests/system/host.h"

TestSuite(system_media, .init = host_make, .fini = host_remove);

static void say_nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

static void skip(const char *why)
{
    host_remove();
    cr_skip_test("%s", why);
}

static void need_media(void)
{
    scope_free char *maker = process_find("grub-mkrescue");
    host_need_emulation();
    if (!maker)
        skip("no grub-mkrescue (apt-get install grub-common)");
    if (access("/usr/lib/grub/i386-pc", R_OK) < 0 || access("/usr/lib/grub/x86_64-efi", R_OK) < 0)
        skip("no modules of GRUB (apt-get install grub-pc-bin grub-efi-amd64-bin)");
}

static void boot(struct platform *platform, uint64_t memory_bytes)
{
    const struct fleet_options options = {
        .platform = platform,
        .shape = {.vcpus = 1, .memory_bytes = memory_bytes},
        .guests = 1,
        .parallel = 1,
        .boot_timeout_ns = 120 * CLOCK_NS_PER_SECOND,
    };
    struct err err = {0};
    struct fleet *fleet = fleet_new(&options);
    cr_assert_eq(fleet_boot(fleet, &err), 0, "%s", err_text(&err));
    const struct guest *lost = fleet_lost(fleet);
    cr_assert_null(lost, "%s", lost ? lost->record.reason : "");
    fleet_free(fleet);
}

static void expect_hello(enum boot_from from, enum boot_firmware firmware, uint64_t memory_bytes)
{
    struct workspace workspace;
    struct platform *platform = NULL;
    struct err err = {0};
    cr_assert_eq(workspace_open(&workspace, &err), 0, "%s", err_text(&err));
    const struct platform_options options = {
        .workspace = &workspace,
        .connect = "",
        .guest = "appliance",
        .kernel = host_kernel(),
        .agent = TEST_BUILD_DIR "/fullhouse-guest",
        .bare = "",
        .agent_test = "",
        .boot = {.from = from, .firmware = firmware},
        .say = say_nothing,
    };
    cr_assert_eq(platform_tcg.open(&options, &platform, &err), 0, "%s", err_text(&err));
    boot(platform, memory_bytes);
    platform_tcg.close(platform);
    workspace_close(&workspace);
    host_expect_clean();
}

Test(system_media, a_cd_boots_to_hello_by_bios)
{
    need_media();
    expect_hello(BOOT_FROM_ISO, BOOT_FIRMWARE_BIOS, UINT64_C(128) << 20);
}

Test(system_media, a_disk_boots_to_hello_by_uefi)
{
    need_media();
    if (access("/usr/share/ovmf/OVMF.fd", R_OK) < 0)
        skip("no /usr/share/ovmf/OVMF.fd (apt-get install ovmf)");
    expect_hello(BOOT_FROM_DISK, BOOT_FIRMWARE_UEFI, UINT64_C(256) << 20);
}
