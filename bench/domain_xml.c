// SPDX-License-Identifier: GPL-3.0-or-later
// A domain of QEMU's, and what all domains have. Knows libvirt's domain format, not libvirt.
#include "bench/domain_xml.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

#include "bench/domain_kind.h"
#include "bench/domain_xml_foreign.h"
#include "bench/domain_xml_writer.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/cpu_set.h"
#include "common/model/pinning.h"
#include "common/wire/message.h"

// The translation cache of an emulated guest: the default (an eighth of host memory, at most 1 GiB)
// would be counted as the cost of a guest that is smaller than it.
enum { TB_CACHE_MIB = 32 };

// libvirt's namespace for arguments it passes on.
#define QEMU_URI "http://libvirt.org/schemas/domain/qemu/1.0"

static void write_identity(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    text_element(writer, "name", plan->name);
    if (!*plan->mark)
        return;
    open_element(writer, "metadata", NULL);
    empty_element(writer, "fullhouse:run", "xmlns:fullhouse", DOMAIN_MARK_URI, "mark", plan->mark);
    close_element(writer);
}

static void write_kib(xmlTextWriterPtr writer, const char *name, uint64_t bytes)
{
    open_element(writer, name, "unit", "KiB", NULL);
    xmlTextWriterWriteFormatString(writer, "%llu", (unsigned long long)bytes / 1024);
    close_element(writer);
}

static void write_number(xmlTextWriterPtr writer, const char *name, unsigned long long number)
{
    xmlTextWriterWriteFormatAttribute(writer, TEXT(name), "%llu", number);
}

static void write_size(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    const struct shape *shape = &plan->shape;
    if (plan->module_bytes) {
        open_element(writer, "maxMemory", "slots", "1", "unit", "KiB", NULL);
        xmlTextWriterWriteFormatString(
            writer, "%llu", (unsigned long long)(shape->memory_bytes + plan->module_bytes) / 1024);
        close_element(writer);
    }
    write_kib(writer, "memory", shape->memory_bytes);
    open_element(writer, "vcpu", NULL);
    if (plan->module_bytes)
        write_number(writer, "current", shape->vcpus);
    xmlTextWriterWriteFormatString(writer, "%u", shape->vcpus + (plan->module_bytes ? 1 : 0));
    close_element(writer);
}

static void write_pin(xmlTextWriterPtr writer, uint32_t vcpu, const struct cpu_set *cpus)
{
    scope_free char *list = cpu_set_format(cpus);
    open_element(writer, "vcpupin", "cpuset", list, NULL);
    write_number(writer, "vcpu", vcpu);
    close_element(writer);
}

// In microseconds: the kernel's own period, which libvirt takes when nothing is said, too.
enum { QUOTA_PERIOD_US = 100000 };

static bool has_quota(const struct domain_plan *plan)
{
    return plan->cpu_quota_ratio > 0 && plan->cpu_quota_ratio < 1;
}

static bool has_home(const struct domain_plan *plan)
{
    struct cpu_set cpus;
    return plan->home && *plan->home && pinning_home_all(plan->home, &cpus, NULL) == 0;
}

// Each vCPU at its own CPUs, what else QEMU does at all of them.
static void write_pins(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    struct cpu_set cpus;
    for (uint32_t vcpu = 0; vcpu < plan->shape.vcpus; vcpu++)
        if (pinning_home_of(plan->home, vcpu, &cpus, NULL) == 0)
            write_pin(writer, vcpu, &cpus);
    if (pinning_home_all(plan->home, &cpus, NULL) < 0)
        return;
    scope_free char *all = cpu_set_format(&cpus);
    empty_element(writer, "emulatorpin", "cpuset", all);
}

static void write_amount(xmlTextWriterPtr writer, const char *name, unsigned long long amount)
{
    scope_free char *text = alloc_printf("%llu", amount);
    text_element(writer, name, text);
}

// What of the host's CPUs it has, and its memory in one node.
static void write_tuning(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    if (!has_home(plan) && !has_quota(plan))
        return;
    open_element(writer, "cputune", NULL);
    if (has_home(plan))
        write_pins(writer, plan);
    if (has_quota(plan)) {
        write_amount(writer, "period", QUOTA_PERIOD_US);
        write_amount(writer, "quota",
                     (unsigned long long)(plan->cpu_quota_ratio * QUOTA_PERIOD_US + 0.5));
    }
    close_element(writer);
    if (!has_home(plan) || plan->node < 0)
        return;
    scope_free char *node = alloc_printf("%lld", (long long)plan->node);
    open_element(writer, "numatune", NULL);
    empty_element(writer, "memory", "mode", "strict", "nodeset", node);
    close_element(writer);
}

// Memory that may be merged is only that of who asked for it: sharing flatters nobody else.
static void write_backing(xmlTextWriterPtr writer, enum memory_backing backing)
{
    if (backing == MEMORY_BACKING_KSM)
        return;
    open_element(writer, "memoryBacking", NULL);
    if (backing == MEMORY_BACKING_HUGE)
        empty_element(writer, "hugepages");
    empty_element(writer, "nosharepages");
    close_element(writer);
}

// A program gets i440fx, measured under KVM against the others that can start it: 20.4 MB of
// proportional set size and 0.38 s from libvirt's call to its first byte, q35 21.7 MB and 0.54 s,
// microvm 20.8 MB and 0.38 s, which has no timer but the local APIC's.
static void write_boot(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    bool finds_uefi = plan->way.firmware == BOOT_FIRMWARE_UEFI && !*plan->firmware;
    const char *usual = plan->is_program ? "pc" : "q35";
    open_element(writer, "os", NULL);
    if (finds_uefi)
        xmlTextWriterWriteAttribute(writer, TEXT("firmware"), TEXT("efi"));
    open_element(writer, "type", "arch", "x86_64", "machine",
                 plan->machine && *plan->machine ? plan->machine : usual, NULL);
    xmlTextWriterWriteString(writer, TEXT("hvm"));
    close_element(writer);
    if (*plan->firmware) {
        open_element(writer, "loader", "readonly", "yes", "type", "rom", NULL);
        xmlTextWriterWriteString(writer, TEXT(plan->firmware));
        close_element(writer);
    }
    if (*plan->kernel)
        text_element(writer, "kernel", plan->kernel);
    if (*plan->initramfs)
        text_element(writer, "initrd", plan->initramfs);
    if (*plan->kernel)
        text_element(writer, "cmdline", plan->command_line);
    else if (!domain_xml_has_medium(plan))
        empty_element(writer, "boot", "dev", "hd");
    close_element(writer);
}

static void write_translation_cache(xmlTextWriterPtr writer)
{
    open_element(writer, "tcg", NULL);
    open_element(writer, "tb-cache", "unit", "MiB", NULL);
    xmlTextWriterWriteFormatString(writer, "%d", TB_CACHE_MIB);
    close_element(writer);
    close_element(writer);
}

// A local APIC is there unasked; ACPI's tables would only be for a firmware to hand on.
static void write_features(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    bool emulated = strcmp(plan->type, "qemu") == 0;
    if (plan->is_program && !emulated)
        return;
    open_element(writer, "features", NULL);
    if (!plan->is_program) {
        empty_element(writer, "acpi");
        empty_element(writer, "apic");
    }
    if (emulated)
        write_translation_cache(writer);
    close_element(writer);
}

// libvirt plugs memory into cells only, so there is one.
static void write_cell(xmlTextWriterPtr writer, const struct shape *shape)
{
    open_element(writer, "numa", NULL);
    open_element(writer, "cell", "id", "0", "unit", "KiB", NULL);
    xmlTextWriterWriteFormatAttribute(writer, TEXT("cpus"), "0-%u", shape->vcpus);
    write_number(writer, "memory", shape->memory_bytes / 1024);
    close_element(writer);
    close_element(writer);
}

// A word of libvirt's for how it comes to a CPU, or the name of a model, which must be had as it
// is.
static void write_cpu_model(xmlTextWriterPtr writer, const char *cpu)
{
    static const char *const modes[] = {"host-passthrough", "host-model", "maximum"};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(cpu, modes[i]) != 0)
            continue;
        xmlTextWriterWriteAttribute(writer, TEXT("mode"), TEXT(cpu));
        xmlTextWriterWriteAttribute(writer, TEXT("check"), TEXT("none"));
        return;
    }
    xmlTextWriterWriteAttribute(writer, TEXT("mode"), TEXT("custom"));
    xmlTextWriterWriteAttribute(writer, TEXT("match"), TEXT("exact"));
    xmlTextWriterWriteAttribute(writer, TEXT("check"), TEXT("none"));
    open_element(writer, "model", "fallback", "forbid", NULL);
    xmlTextWriterWriteString(writer, TEXT(cpu));
    close_element(writer);
}

static void write_cpu(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    if (!*plan->cpu && !plan->module_bytes)
        return;
    open_element(writer, "cpu", NULL);
    if (*plan->cpu)
        write_cpu_model(writer, plan->cpu);
    if (plan->module_bytes)
        write_cell(writer, &plan->shape);
    close_element(writer);
}

// With all of these on "destroy" libvirt starts QEMU so that it ends by itself when the guest
// powers off: guests of a killed run leave on their own.
static void write_endings(xmlTextWriterPtr writer)
{
    text_element(writer, "on_poweroff", "destroy");
    text_element(writer, "on_reboot", "destroy");
    text_element(writer, "on_crash", "destroy");
}

static void write_console(xmlTextWriterPtr writer, const char *path, const char *port)
{
    open_element(writer, "serial", "type", *path ? "file" : "pty", NULL);
    if (*path)
        empty_element(writer, "source", "path", path);
    empty_element(writer, "target", "port", port);
    close_element(writer);
}

static void write_channel(xmlTextWriterPtr writer, const char *path)
{
    open_element(writer, "channel", "type", "unix", NULL);
    if (*path)
        empty_element(writer, "source", "mode", "bind", "path", path);
    empty_element(writer, "target", "type", "virtio", "name", WIRE_PORT_NAME);
    close_element(writer);
}

static void write_serial(xmlTextWriterPtr writer, const char *path)
{
    open_element(writer, "serial", "type", *path ? "unix" : "pty", NULL);
    if (*path)
        empty_element(writer, "source", "mode", "bind", "path", path);
    empty_element(writer, "target", "type", "isa-serial", "port", "0");
    close_element(writer);
}

static void write_disk(xmlTextWriterPtr writer, const char *path, const char *target)
{
    open_element(writer, "disk", "type", "file", "device", "disk", NULL);
    empty_element(writer, "driver", "name", "qemu", "type", "qcow2");
    empty_element(writer, "source", "file", path);
    empty_element(writer, "target", "dev", target, "bus", "virtio");
    close_element(writer);
}

static void write_throttle(xmlTextWriterPtr writer, const struct domain_disk *disk)
{
    const struct {
        const char *names[2];
        uint64_t limit;
    } limits[] = {
        {{"read_bytes_sec", "write_bytes_sec"}, disk->bandwidth_hz},
        {{"read_iops_sec", "write_iops_sec"}, disk->iops},
    };
    if (!disk->iops && !disk->bandwidth_hz)
        return;
    open_element(writer, "iotune", NULL);
    for (size_t i = 0; i < 2; i++)
        for (size_t way = 0; limits[i].limit && way < 2; way++)
            write_amount(writer, limits[i].names[way], limits[i].limit);
    close_element(writer);
}

// A full disk of the host is the guest's to hear of: QEMU would stop it silently, until somebody
// looks.
static void write_data_disk(xmlTextWriterPtr writer, const struct domain_disk *disk)
{
    open_element(writer, "disk", "type", disk->is_block ? "block" : "file", "device", "disk", NULL);
    empty_element(writer, "driver", "name", "qemu", "type", "raw", "cache", disk->cache, "io",
                  disk->aio, "error_policy", "report", "rerror_policy", "report", "discard",
                  "unmap");
    empty_element(writer, "source", disk->is_block ? "dev" : "file", disk->path);
    empty_element(writer, "target", "dev", "vdb", "bus", "virtio");
    write_throttle(writer, disk);
    text_element(writer, "serial", DOMAIN_DISK_SERIAL);
    close_element(writer);
}

// No option ROM: nobody boots from the network.
static void write_virtio(xmlTextWriterPtr writer, const char *driver)
{
    empty_element(writer, "model", "type", "virtio");
    if (driver)
        empty_element(writer, "driver", "name", driver);
    empty_element(writer, "rom", "enabled", "no");
}

static void write_bridge_interface(xmlTextWriterPtr writer, const struct domain_interface *wanted)
{
    open_element(writer, "interface", "type", "bridge", NULL);
    empty_element(writer, "source", "bridge", wanted->source);
    if (*wanted->target)
        empty_element(writer, "target", "dev", wanted->target);
    write_virtio(writer, wanted->vhost ? "vhost" : "qemu");
    close_element(writer);
}

static void write_user_interface(xmlTextWriterPtr writer)
{
    open_element(writer, "interface", "type", "user", NULL);
    write_virtio(writer, NULL);
    close_element(writer);
}

// source is "0000:03:10.1": domain, bus, slot and function.
static void write_function_interface(xmlTextWriterPtr writer, const struct domain_interface *wanted)
{
    scope_free char *text = alloc_copy(wanted->source);
    const char *parts[4] = {"0", "0", "0", "0"};
    char *rest = text;
    for (size_t i = 0; i < 4 && rest; i++)
        parts[i] = strsep(&rest, ":.");
    scope_free char *domain = alloc_printf("0x%s", parts[0]);
    scope_free char *bus = alloc_printf("0x%s", parts[1]);
    scope_free char *slot = alloc_printf("0x%s", parts[2]);
    scope_free char *function = alloc_printf("0x%s", parts[3]);
    open_element(writer, "interface", "type", "hostdev", "managed", "yes", NULL);
    open_element(writer, "source", NULL);
    empty_element(writer, "address", "type", "pci", "domain", domain, "bus", bus, "slot", slot,
                  "function", function);
    close_element(writer);
    close_element(writer);
}

static void write_interface(xmlTextWriterPtr writer, const struct domain_interface *wanted)
{
    switch (wanted->kind) {
    case DOMAIN_INTERFACE_NONE:
        break;
    case DOMAIN_INTERFACE_BRIDGE:
        write_bridge_interface(writer, wanted);
        break;
    case DOMAIN_INTERFACE_USER:
        write_user_interface(writer);
        break;
    case DOMAIN_INTERFACE_HOSTDEV:
        write_function_interface(writer, wanted);
        break;
    }
}

// A guest tells once a second what it could do without.
static void write_balloon(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    bool is_fitted = plan->backing == MEMORY_BACKING_BALLOON;
    bool is_told = plan->backing == MEMORY_BACKING_FREE_PAGE_REPORTING;
    bool has_one = plan->module_bytes || is_fitted || is_told;
    open_element(writer, "memballoon", "model", has_one ? "virtio" : "none", NULL);
    if (is_told)
        xmlTextWriterWriteAttribute(writer, TEXT("freePageReporting"), TEXT("on"));
    if (is_fitted)
        empty_element(writer, "stats", "period", "1");
    close_element(writer);
}

static void write_devices(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    open_element(writer, "devices", NULL);
    if (plan->emulator && *plan->emulator)
        text_element(writer, "emulator", plan->emulator);
    if (domain_xml_has_medium(plan))
        domain_xml_write_medium(writer, plan, plan->kind);
    if (*plan->disk)
        write_disk(writer, plan->disk, "vda");
    if (plan->data.path)
        write_data_disk(writer, &plan->data);
    if (plan->states && *plan->states)
        write_disk(writer, plan->states, *plan->disk ? "vdz" : "vda");
    empty_element(writer, "controller", "type", "usb", "model", "none");
    if (plan->speaks_serial)
        write_serial(writer, plan->channel);
    if (!plan->is_program)
        write_console(writer, plan->console, plan->speaks_serial ? "1" : "0");
    if (!plan->speaks_serial)
        write_channel(writer, plan->channel);
    write_interface(writer, &plan->interface);
    write_balloon(writer, plan);
    close_element(writer);
}

// libvirt would keep QEMU waiting when its guest powers off, for libvirt to look; a guest whose run
// was killed powers off, and nobody looks: so it ends by itself.
static void write_qemu_arguments(xmlTextWriterPtr writer)
{
    open_element(writer, "qemu:commandline", NULL);
    empty_element(writer, "qemu:arg", "value", "-action");
    empty_element(writer, "qemu:arg", "value", "shutdown=poweroff");
    close_element(writer);
}

static void write_qemu(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    write_tuning(writer, plan);
    write_backing(writer, plan->backing);
    write_boot(writer, plan);
    write_features(writer, plan);
    write_cpu(writer, plan);
    write_endings(writer);
    write_devices(writer, plan);
    write_qemu_arguments(writer);
}

static void write_foreign(xmlTextWriterPtr writer, const struct domain_plan *plan)
{
    domain_xml_write_foreign_machine(writer, plan);
    write_endings(writer);
    domain_xml_write_foreign_devices(writer, plan);
}

char *domain_xml_format(const struct domain_plan *plan)
{
    bool is_foreign = plan->kind && !plan->kind->is_qemu;
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr writer = xmlNewTextWriterMemory(buffer, 0);
    xmlTextWriterSetIndent(writer, 1);
    open_element(writer, "domain", "type", plan->type, NULL);
    if (!is_foreign)
        xmlTextWriterWriteAttribute(writer, TEXT("xmlns:qemu"), TEXT(QEMU_URI));
    write_identity(writer, plan);
    write_size(writer, plan);
    if (is_foreign)
        write_foreign(writer, plan);
    else
        write_qemu(writer, plan);
    close_element(writer);
    xmlTextWriterEndDocument(writer);
    xmlFreeTextWriter(writer);
    char *xml = alloc_copy((const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);
    return xml;
}

static xmlNodePtr find_child(xmlNodePtr parent, const char *name)
{
    for (xmlNodePtr node = parent ? parent->children : NULL; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, TEXT(name)))
            return node;
    return NULL;
}

char *domain_xml_mark(const char *xml)
{
    xmlDocPtr document = xmlReadMemory(xml, (int)strlen(xml), "domain", NULL,
                                       XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET);
    if (!document)
        return NULL;
    xmlNodePtr run = find_child(find_child(xmlDocGetRootElement(document), "metadata"), "run");
    char *mark = NULL;
    if (run && run->ns && xmlStrEqual(run->ns->href, TEXT(DOMAIN_MARK_URI))) {
        xmlChar *value = xmlGetProp(run, TEXT("mark"));
        mark = alloc_copy((const char *)value);
        xmlFree(value);
    }
    xmlFreeDoc(document);
    return mark;
}
