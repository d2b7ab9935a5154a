// SPDX-License-Identifier: GPL-3.0-or-later
// The table of domain kinds: complete, resolved as wished, and its domains what libvirt's own
// schema takes.
#include "bench/domain_kind.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "bench/domain_xml.h"
#include "bench/platform.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(harness_domain_kind, .init = tree_make, .fini = tree_remove);

static bool boots_from(const struct domain_kind *kind, enum boot_from from)
{
    for (unsigned i = 0; i < DOMAIN_KIND_WAYS; i++)
        if (kind->ways[i] == from)
            return true;
    return false;
}

Test(harness_domain_kind, table_is_complete)
{
    for (unsigned i = 0; i < domain_kind_count; i++) {
        const struct domain_kind *kind = &domain_kind_table[i];
        const char *name = kind->platform;
        bool has_medium = boots_from(kind, BOOT_FROM_ISO) || boots_from(kind, BOOT_FROM_DISK);
        cr_assert_eq(domain_kind_find(name), kind, "%s stands there twice", name);
        cr_assert_not_null(platform_find(name), "%s is no platform", name);
        cr_assert(kind->ways[0] != BOOT_FROM_AUTO, "%s boots from nothing", name);
        cr_assert(*kind->type && *kind->os_type && *kind->schemes && *kind->line, "%s", name);
        cr_assert(strstr(kind->channel, "/dev/") && strstr(kind->words, "console="), "%s", name);
        cr_assert(kind->clock && kind->machine && kind->example, "%s", name);
        cr_assert(!has_medium || (kind->cdrom_bus && kind->cdrom_target), "%s", name);
        cr_assert(!has_medium || (kind->disk_bus && kind->disk_target), "%s", name);
        cr_assert(!has_medium || kind->firmwares[0], "%s: what reads its medium?", name);
    }
    cr_assert_null(domain_kind_find("native"));
    cr_assert_null(domain_kind_find(""));
}

// A console that shares a line with the agent cuts its sentences.
Test(harness_domain_kind, keeps_the_kernels_console_off_the_agents_line)
{
    for (unsigned i = 0; i < domain_kind_count; i++) {
        const struct domain_kind *kind = &domain_kind_table[i];
        bool shares_serial = strstr(kind->words, "console=ttyS0") != NULL;
        bool shares_xen = strstr(kind->words, "console=hvc0") != NULL;
        cr_expect(!shares_serial || !strstr(kind->channel, "ttyS0"), "%s", kind->platform);
        cr_expect(!shares_xen || !strstr(kind->channel, "hvc0"), "%s", kind->platform);
    }
}

static void expect_way(const char *platform, struct boot_way wish, struct boot_way wanted)
{
    struct err err = {0};
    struct boot_way way = {0};
    cr_assert_eq(domain_kind_boot(domain_kind_find(platform), &wish, &way, &err), 0, "%s",
                 err_text(&err));
    cr_expect_eq(way.from, wanted.from, "%s", platform);
    cr_expect_eq(way.firmware, wanted.firmware, "%s", platform);
}

Test(harness_domain_kind, resolves_what_nobody_has_said)
{
    const struct boot_way nothing = {0}, iso = {BOOT_FROM_ISO, BOOT_FIRMWARE_AUTO};
    expect_way("tcg", nothing, (struct boot_way){BOOT_FROM_KERNEL, BOOT_FIRMWARE_BIOS});
    expect_way("tcg", iso, (struct boot_way){BOOT_FROM_ISO, BOOT_FIRMWARE_BIOS});
    expect_way("bhyve", nothing, (struct boot_way){BOOT_FROM_ISO, BOOT_FIRMWARE_UEFI});
    expect_way("vbox", nothing, (struct boot_way){BOOT_FROM_ISO, BOOT_FIRMWARE_BIOS});
    expect_way("xen-pv", nothing, (struct boot_way){BOOT_FROM_KERNEL, BOOT_FIRMWARE_AUTO});
}

static void refuses_way(const char *platform, struct boot_way wish, const char *message)
{
    struct err err = {0};
    struct boot_way way = {0};
    cr_assert_eq(domain_kind_boot(domain_kind_find(platform), &wish, &way, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), message), "%s", err_text(&err));
    cr_expect_eq(way.from, BOOT_FROM_AUTO);
    err_done(&err);
}

Test(harness_domain_kind, refuses_what_a_hypervisor_cannot)
{
    refuses_way("vbox", (struct boot_way){BOOT_FROM_KERNEL, 0}, "boot from iso or disk");
    refuses_way("xen-pv", (struct boot_way){BOOT_FROM_ISO, 0}, "boot from kernel, not from iso");
    refuses_way("xen-pvh", (struct boot_way){0, BOOT_FIRMWARE_UEFI}, "have none");
    refuses_way("bhyve", (struct boot_way){0, BOOT_FIRMWARE_BIOS}, "by uefi, not by bios");
}

Test(harness_domain_kind, only_qemus_guests_with_a_kernel_have_a_port)
{
    const struct boot_way kernel = {BOOT_FROM_KERNEL, BOOT_FIRMWARE_BIOS};
    const struct boot_way iso = {BOOT_FROM_ISO, BOOT_FIRMWARE_BIOS};
    cr_expect_not(domain_kind_speaks_serial(domain_kind_find("kvm"), &kernel));
    cr_expect(domain_kind_speaks_serial(domain_kind_find("kvm"), &iso));
    cr_expect(domain_kind_speaks_serial(domain_kind_find("xen"), &kernel));
}

static void expect_uri(const char *platform, const char *uri, int result, const char *message)
{
    struct err err = {0};
    cr_expect_eq(domain_kind_check_uri(domain_kind_find(platform), uri, &err), result, "%s %s: %s",
                 platform, uri, err_text(&err));
    cr_expect_not_null(strstr(err_text(&err), message), "%s", err_text(&err));
    err_done(&err);
}

Test(harness_domain_kind, knows_whose_uri_leads_to_it)
{
    expect_uri("kvm", "", 0, "");
    expect_uri("kvm", "qemu:///system", 0, "");
    expect_uri("hvf", "qemu+ssh://a@b/session", 0, "");
    expect_uri("xen", "xen:///system", 0, "");
    expect_uri("xen-pvh", "xen+ssh://root@host/system", 0, "");
    expect_uri("bhyve", "bhyve+ssh://a@b/system", 0, "");
    expect_uri("xen", "qemu:///system", -EINVAL, "as xen:///system");
    expect_uri("xen", "xenon:///system", -EINVAL, "does not lead to xen");
    expect_uri("kvm", "xen:///system", -EINVAL, "as qemu:///system");
    expect_uri("xen", "", -ENOTSUP, "xen:///system");
    expect_uri("hvf", "", -ENOTSUP, "qemu+ssh://");
}

// Nothing hangs: what could not be heard is not started.
Test(harness_domain_kind, says_of_whom_nothing_can_be_heard)
{
    expect_uri("vbox", "", -ENOTSUP, "virDomainOpenConsole");
    expect_uri("vbox", "vbox:///session", -ENOTSUP, "virDomainOpenConsole");
    expect_uri("vmware", "esx://host", -ENOTSUP, "virDomainOpenConsole");
}

// --- their domains ------------------------------------------------------------------------------

static struct domain_plan plan_of(const struct domain_kind *kind, struct boot_way way)
{
    bool has_medium = way.from != BOOT_FROM_KERNEL;
    return (struct domain_plan){
        .name = "fullhouse-01234567-3",
        .type = kind->type,
        .kind = kind,
        .index = 3,
        .way = way,
        .medium = has_medium ? "/srv/images/a & b.iso" : "",
        .shape = {.vcpus = 2, .memory_bytes = UINT64_C(256) << 20},
        .cpu = "",
        .firmware = "",
        .kernel = has_medium ? "" : "/srv/images/vmlinuz",
        .initramfs = has_medium ? "" : "/srv/images/initramfs",
        .command_line = has_medium ? "" : "console=tty0 fullhouse.channel=/dev/hvc0",
        .disk = "",
        .speaks_serial = domain_kind_speaks_serial(kind, &way),
        .channel = "",
        .console = "",
        .mark = "0123456789abcdef0123456789abcdef",
        .node = -1,
    };
}

static void expect_part(const char *platform, struct boot_way way, const char *part)
{
    const struct domain_plan plan = plan_of(domain_kind_find(platform), way);
    scope_free char *xml = domain_xml_format(&plan);
    cr_expect_not_null(strstr(xml, part), "%s: no %s in\n%s", platform, part, xml);
}

Test(harness_domain_kind, a_domain_is_as_its_hypervisor_wants_it)
{
    const struct boot_way kernel = {BOOT_FROM_KERNEL, BOOT_FIRMWARE_AUTO};
    const struct boot_way iso = {BOOT_FROM_ISO, BOOT_FIRMWARE_BIOS};
    const struct boot_way disk = {BOOT_FROM_DISK, BOOT_FIRMWARE_UEFI};
    expect_part("xen", iso, "machine=\"xenfv\">hvm</type>");
    expect_part("xen-pvh", kernel, "machine=\"xenpvh\">xenpvh</type>");
    expect_part("xen-pv", kernel, "<target type=\"xen\" port=\"0\"/>");
    expect_part("xen-pv", kernel, "<kernel>/srv/images/vmlinuz</kernel>");
    expect_part("bhyve", disk, "<os firmware=\"efi\">");
    expect_part("bhyve", disk, "master=\"/dev/nmdm1003A\" slave=\"/dev/nmdm1003B\"");
    expect_part("vbox", iso, "<target dev=\"hdc\" bus=\"ide\"/>");
    expect_part("vbox", iso, "<boot dev=\"cdrom\"/>");
    expect_part("vbox", iso, "<source file=\"/srv/images/a &amp; b.iso\"/>");
    expect_part("vmware", disk, "<target dev=\"sda\" bus=\"scsi\"/>");
    expect_part("vmware", disk, "<readonly/>");
}

Test(harness_domain_kind, qemus_machine_has_a_console_beside_the_agents_line)
{
    const struct boot_way iso = {BOOT_FROM_ISO, BOOT_FIRMWARE_UEFI};
    expect_part("tcg", iso, "<target type=\"isa-serial\" port=\"0\"/>");
    expect_part("tcg", iso, "<target port=\"1\"/>");
    expect_part("tcg", iso, "<boot order=\"1\"/>");
    expect_part("tcg", iso, "<os firmware=\"efi\">");
    expect_part("tcg", iso, "machine=\"q35\"");
}

static void validate(const struct domain_kind *kind, struct boot_way way)
{
    const struct domain_plan plan = plan_of(kind, way);
    scope_free char *xml = domain_xml_format(&plan);
    scope_free char *path = tree_path("/domain.xml");
    tree_put("/domain.xml", xml);
    const char *const argv[] = {"virt-xml-validate", path, "domain", NULL};
    struct process_result result;
    cr_assert_eq(process_run(argv, NULL, &result, NULL), 0);
    cr_expect_eq(result.exit_code, 0, "%s: %s\n%s", kind->platform, result.output, xml);
    process_result_done(&result);
}

// Every way to boot by the first firmware, and the first way by every firmware.
Test(harness_domain_kind, every_domain_is_what_libvirts_schema_takes)
{
    scope_free char *validator = process_find("virt-xml-validate");
    scope_free char *linter = process_find("xmllint");
    if (!validator || !linter) {
        tree_remove(); // a skipped test never comes to its fixture's end
        cr_skip_test("no virt-xml-validate (apt-get install libvirt-clients libxml2-utils)");
    }
    for (unsigned i = 0; i < domain_kind_count; i++) {
        const struct domain_kind *kind = &domain_kind_table[i];
        for (unsigned w = 0; w < DOMAIN_KIND_WAYS && kind->ways[w]; w++)
            validate(kind, (struct boot_way){kind->ways[w], kind->firmwares[0]});
        if (kind->firmwares[1])
            validate(kind, (struct boot_way){kind->ways[0], kind->firmwares[1]});
    }
}
