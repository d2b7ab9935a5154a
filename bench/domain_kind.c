// SPDX-License-Identifier: GPL-3.0-or-later
// The table of domain kinds. Knows neither XML nor libvirt's calls.
#include "bench/domain_kind.h"

#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// A machine whose only sure line is its first serial port: that is the agent's. The kernel's
// console goes to the second where there is one, else to the screen. hvc0 is Xen's line.
#define SERIAL_CHANNEL "/dev/ttyS0,/dev/hvc0"
#define SERIAL_WORDS   "console=tty0 console=ttyS1 quiet"

#define QEMU_KIND                                                                                  \
    .is_qemu = true, .schemes = "qemu", .os_type = "hvm", .machine = "",                           \
    .ways = {BOOT_FROM_KERNEL, BOOT_FROM_ISO, BOOT_FROM_DISK},                                     \
    .firmwares = {BOOT_FIRMWARE_BIOS, BOOT_FIRMWARE_UEFI}, .cdrom_bus = "sata",                    \
    .cdrom_target = "sda", .disk_bus = "virtio", .disk_target = "vdy", .line = "pty", .clock = "", \
    .channel = SERIAL_CHANNEL, .words = SERIAL_WORDS

// libvirt's calls by driver: https://libvirt.org/hvsupport.html. Of the drivers below, those of
// QEMU, Xen (since 1.1.1) and bhyve (since 1.2.4) have virDomainOpenConsole.
#define DEAF(driver)                                                                               \
    "libvirt's driver for " driver " hands out neither a channel nor a console of a guest "        \
    "(virDomainOpenChannel, virDomainOpenConsole), so its agent could not be heard"

const struct domain_kind domain_kind_table[] = {
    {.platform = "kvm", .type = "kvm", .example = "", QEMU_KIND},
    {.platform = "tcg", .type = "qemu", .example = "", .is_emulated = true, QEMU_KIND},
    {.platform = "hvf", .type = "hvf", .example = "qemu+ssh://user@mac/session", QEMU_KIND},
    {
        .platform = "xen",
        .type = "xen",
        .schemes = "xen",
        .example = "xen:///system",
        .os_type = "hvm",
        .machine = "xenfv",
        .ways = {BOOT_FROM_KERNEL, BOOT_FROM_ISO, BOOT_FROM_DISK},
        .firmwares = {BOOT_FIRMWARE_BIOS, BOOT_FIRMWARE_UEFI},
        .cdrom_bus = "ide",
        .cdrom_target = "hdc",
        .disk_bus = "xen",
        .disk_target = "xvda",
        .line = "pty",
        .clock = "utc",
        .channel = SERIAL_CHANNEL,
        .words = SERIAL_WORDS,
    },
    {
        // Its one console is the agent's, so its kernel keeps silent there.
        .platform = "xen-pvh",
        .type = "xen",
        .schemes = "xen",
        .example = "xen:///system",
        .os_type = "xenpvh",
        .machine = "xenpvh",
        .ways = {BOOT_FROM_KERNEL},
        .line = "pty",
        .clock = "utc",
        .channel = "/dev/hvc0",
        .words = "console=tty0 quiet loglevel=0",
    },
    {
        .platform = "xen-pv",
        .type = "xen",
        .schemes = "xen",
        .example = "xen:///system",
        .os_type = "linux",
        .machine = "xenpv",
        .ways = {BOOT_FROM_KERNEL},
        .line = "pty",
        .clock = "utc",
        .channel = "/dev/hvc0",
        .words = "console=tty0 quiet loglevel=0",
    },
    {
        .platform = "bhyve",
        .type = "bhyve",
        .schemes = "bhyve",
        .example = "bhyve+ssh://user@host/system",
        .is_late = true,
        .os_type = "hvm",
        .machine = "",
        .ways = {BOOT_FROM_ISO, BOOT_FROM_DISK},
        .firmwares = {BOOT_FIRMWARE_UEFI},
        .cdrom_bus = "sata",
        .cdrom_target = "sda",
        .disk_bus = "virtio",
        .disk_target = "vda",
        .line = "nmdm",
        .clock = "utc",
        .channel = SERIAL_CHANNEL,
        .words = SERIAL_WORDS,
    },
    {
        .platform = "vbox",
        .type = "vbox",
        .schemes = "vbox",
        .example = "vbox:///session",
        .deaf = DEAF("VirtualBox"),
        .os_type = "hvm",
        .machine = "",
        .ways = {BOOT_FROM_ISO, BOOT_FROM_DISK},
        .firmwares = {BOOT_FIRMWARE_BIOS}, // the driver knows no other
        .cdrom_bus = "ide",
        .cdrom_target = "hdc",
        .disk_bus = "sata",
        .disk_target = "sda",
        .line = "pipe",
        .clock = "utc",
        .channel = SERIAL_CHANNEL,
        .words = SERIAL_WORDS,
    },
    {
        .platform = "vmware",
        .type = "vmware",
        .schemes = "vmwareplayer vmwarews vmwarefusion esx vpx gsx",
        .example = "vmwareplayer:///session",
        .deaf = DEAF("VMware"),
        .os_type = "hvm",
        .machine = "",
        .ways = {BOOT_FROM_ISO, BOOT_FROM_DISK},
        .firmwares = {BOOT_FIRMWARE_BIOS, BOOT_FIRMWARE_UEFI},
        .cdrom_bus = "ide",
        .cdrom_target = "hdc",
        .disk_bus = "scsi",
        .disk_target = "sda",
        .line = "pipe",
        .clock = "utc",
        .channel = SERIAL_CHANNEL,
        .words = SERIAL_WORDS,
    },
};
const unsigned domain_kind_count = sizeof domain_kind_table / sizeof *domain_kind_table;

const struct domain_kind *domain_kind_find(const char *platform)
{
    for (unsigned i = 0; i < domain_kind_count; i++)
        if (strcmp(domain_kind_table[i].platform, platform) == 0)
            return &domain_kind_table[i];
    return NULL;
}

static int refuse_from(const struct domain_kind *kind, enum boot_from from, struct err *err)
{
    scope_strbuf struct strbuf can = {0};
    for (unsigned i = 0; i < DOMAIN_KIND_WAYS && kind->ways[i]; i++)
        strbuf_printf(&can, "%s%s", i ? " or " : "", boot_way_from_name(kind->ways[i]));
    return err_input(err, "boot.from: guests of %s boot from %s, not from %s", kind->platform,
                     strbuf_text(&can), boot_way_from_name(from));
}

static int refuse_firmware(const struct domain_kind *kind, enum boot_firmware firmware,
                           struct err *err)
{
    if (!kind->firmwares[0])
        return err_input(err, "boot.firmware: guests of %s have none, so none can be chosen",
                         kind->platform);
    return err_input(err, "boot.firmware: guests of %s come up by %s, not by %s", kind->platform,
                     boot_way_firmware_name(kind->firmwares[0]), boot_way_firmware_name(firmware));
}

int domain_kind_boot(const struct domain_kind *kind, const struct boot_way *wish,
                     struct boot_way *ret_way, struct err *err)
{
    struct boot_way way = *wish;
    bool has_way = false, has_firmware = false;
    if (!way.from)
        way.from = kind->ways[0];
    if (!way.firmware)
        way.firmware = kind->firmwares[0];
    for (unsigned i = 0; i < DOMAIN_KIND_WAYS; i++)
        has_way |= kind->ways[i] == way.from;
    for (unsigned i = 0; i < DOMAIN_KIND_FIRMWARES; i++)
        has_firmware |= kind->firmwares[i] == way.firmware;
    if (!has_way)
        return refuse_from(kind, way.from, err);
    if (!has_firmware)
        return refuse_firmware(kind, way.firmware, err);
    *ret_way = way;
    return 0;
}

bool domain_kind_speaks_serial(const struct domain_kind *kind, const struct boot_way *way)
{
    return !kind->is_qemu || way->from != BOOT_FROM_KERNEL;
}

// Whether one of the schemes is that of a URI, with or without a transport: "xen+ssh://...".
static bool has_scheme(const char *schemes, const char *uri)
{
    size_t length = strcspn(uri, "+:");
    for (const char *word = schemes; *word; word += strspn(word, " ")) {
        size_t word_length = strcspn(word, " ");
        if (word_length == length && strncmp(word, uri, length) == 0)
            return true;
        word += word_length;
    }
    return false;
}

int domain_kind_check_uri(const struct domain_kind *kind, const char *uri, struct err *err)
{
    if (kind->deaf)
        return err_host(err, "fullhouse media --help",
                        "platform %s: %s; a medium and a domain for it can be had", kind->platform,
                        kind->deaf);
    if (!*uri && *kind->example)
        return err_host(err, NULL,
                        "platform %s: its hypervisor is not one that runs in our own process; name "
                        "a libvirt that reaches it (connect, as %s)",
                        kind->platform, kind->example);
    if (*uri && !has_scheme(kind->schemes, uri))
        return err_input(err, "connect: %s does not lead to %s; as %s", uri, kind->platform,
                         *kind->example ? kind->example : "qemu:///system");
    return 0;
}
