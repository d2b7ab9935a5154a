// SPDX-License-Identifier: GPL-3.0-or-later
// Xen's, bhyve's, VirtualBox's and VMware's domains: as little of a machine as an appliance needs
// that speaks over a serial line.
#include "bench/domain_xml_foreign.h"

#include <string.h>

#include "bench/domain_kind.h"
#include "bench/domain_xml.h"
#include "bench/domain_xml_writer.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

// Of the null-modem devices of a FreeBSD host; low numbers are people's own.
enum { NMDM_FIRST = 1000 };

bool domain_xml_has_medium(const struct domain_plan *plan)
{
    return plan->medium && *plan->medium;
}

void domain_xml_write_medium(xmlTextWriterPtr writer, const struct domain_plan *plan,
                             const struct domain_kind *kind)
{
    bool is_disk = plan->way.from == BOOT_FROM_DISK;
    open_element(writer, "disk", "type", "file", "device", is_disk ? "disk" : "cdrom", NULL);
    if (kind->is_qemu)
        empty_element(writer, "driver", "name", "qemu", "type", "raw");
    empty_element(writer, "source", "file", plan->medium);
    empty_element(writer, "target", "dev", is_disk ? kind->disk_target : kind->cdrom_target, "bus",
                  is_disk ? kind->disk_bus : kind->cdrom_bus);
    empty_element(writer, "readonly");
    if (kind->is_qemu)
        empty_element(writer, "boot", "order", "1");
    close_element(writer);
}

// --- the machine --------------------------------------------------------------------------------

static void write_what_boots(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    if (plan->way.from != BOOT_FROM_KERNEL) {
        empty_element(writer, "boot", "dev", plan->way.from == BOOT_FROM_DISK ? "hd" : "cdrom");
        return;
    }
    text_element(writer, "kernel", plan->kernel);
    text_element(writer, "initrd", plan->initramfs);
    text_element(writer, "cmdline", plan->command_line);
}

static void write_os(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    open_element(writer, "os", NULL);
    if (plan->way.firmware == BOOT_FIRMWARE_UEFI)
        xmlTextWriterWriteAttribute(writer, TEXT("firmware"), TEXT("efi"));
    open_element(writer, "type", "arch", "x86_64", NULL);
    if (*plan->kind->machine)
        xmlTextWriterWriteAttribute(writer, TEXT("machine"), TEXT(plan->kind->machine));
    xmlTextWriterWriteString(writer, TEXT(plan->kind->os_type));
    close_element(writer);
    write_what_boots(writer, plan);
    close_element(writer);
}

// A machine with neither firmware nor emulated devices has no tables to be told of.
static void write_features(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    if (strcmp(plan->kind->os_type, "hvm") != 0)
        return;
    open_element(writer, "features", NULL);
    empty_element(writer, "acpi");
    empty_element(writer, "apic");
    empty_element(writer, "pae");
    close_element(writer);
}

void domain_xml_write_foreign_machine(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    write_os(writer, plan);
    write_features(writer, plan);
    if (*plan->kind->clock)
        empty_element(writer, "clock", "offset", plan->kind->clock);
}

// --- devices ------------------------------------------------------------------------------------

// Both ends of a null modem: the hypervisor has one, who listens the other.
static void write_null_modem(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    unsigned number = NMDM_FIRST + plan->index;
    scope_free char *theirs = alloc_printf("/dev/nmdm%uA", number);
    scope_free char *ours = alloc_printf("/dev/nmdm%uB", number);
    empty_element(writer, "source", "master", theirs, "slave", ours);
}

static void write_pipe(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    scope_free char *path = alloc_printf("/tmp/%s.sock", plan->name);
    empty_element(writer, "source", "path", path);
}

// Where the driver hands out a console itself, it chooses the pseudo terminal.
static void write_source(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    if (strcmp(plan->kind->line, "nmdm") == 0)
        write_null_modem(writer, plan);
    else if (strcmp(plan->kind->line, "pipe") == 0)
        write_pipe(writer, plan);
}

static void write_line(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    bool is_xen_console = strcmp(plan->kind->os_type, "hvm") != 0;
    open_element(writer, is_xen_console ? "console" : "serial", "type", plan->kind->line, NULL);
    write_source(writer, plan);
    if (is_xen_console)
        empty_element(writer, "target", "type", "xen", "port", "0");
    else
        empty_element(writer, "target", "port", "0");
    close_element(writer);
}

void domain_xml_write_foreign_devices(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    open_element(writer, "devices", NULL);
    if (domain_xml_has_medium(plan))
        domain_xml_write_medium(writer, plan, plan->kind);
    write_line(writer, plan);
    close_element(writer);
}
