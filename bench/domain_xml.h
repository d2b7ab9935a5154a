// SPDX-License-Identifier: GPL-3.0-or-later
// The XML of a guest's domain. Door: libxml2, so that XML is built by a writer, never by printf.
#ifndef FULLHOUSE_BENCH_DOMAIN_XML_H
#define FULLHOUSE_BENCH_DOMAIN_XML_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/domain_disk.h"
#include "bench/domain_interface.h"
#include "common/model/boot_way.h"
#include "common/model/memory_backing.h"
#include "common/model/shape.h"

struct domain_kind;

// The namespace of our mark in a domain's metadata.
#define DOMAIN_MARK_URI "urn:fullhouse:run:1"

// Paths are "" where the guest has none of that, unless said otherwise.
struct domain_plan {
    const char *name;
    const char *type;               // "kvm" or "qemu" (TCG)
    const struct domain_kind *kind; // NULL: QEMU's, without a bootable image
    uint32_t index;                 // of the guest
    struct boot_way way;
    const char *medium; // a bootable image, for a way that wants one; NULL or ""
    struct shape shape;
    enum memory_backing backing;
    const char *cpu;      // "host-passthrough" and the like, a model, or "" for the hypervisor's
                          // default model
    const char *emulator; // the program, NULL or "": libvirt's own choice
    const char *machine;  // NULL or "": by the guest
    const char *firmware; // a ROM, or "" for the hypervisor's own
    const char *kernel;
    const char *initramfs;
    const char *command_line;
    const char *disk;    // qcow2; the guest boots from it when it has no kernel
    bool is_program;     // without an operating system: nothing else is in the machine
    bool speaks_serial;  // over its first serial line; else over a port
    const char *channel; // UNIX socket the hypervisor binds, or "" for its own choice
    const char *console; // the file it writes, or "" for a pseudo terminal; none for a program
    struct domain_interface interface;
    const char *mark; // "" for a domain of nobody's run
    // A machine to be changed while it runs: room for one more vCPU and for one more module of so
    // much memory, and a balloon. 0: none of these.
    uint64_t module_bytes;
    struct domain_disk data; // its data disk
    double cpu_quota_ratio;  // of each vCPU that it may use; 0 or 1: all of it
    const char *home;   // CPUs of this host it is bound to, as in pinning.h; NULL or "" for none
    int64_t node;       // with a home: the NUMA node of its memory, or negative for none
    const char *states; // qcow2 that keeps the memory of snapshots, a disk the guest leaves alone
};

// A new string. Domains are disposable: whatever happens to them ends them.
char *domain_xml_format(const struct domain_plan *plan);

// A module of memory to plug in, and a snapshot of that name. New strings.
char *domain_xml_format_module(uint64_t bytes);
char *domain_xml_format_snapshot(const char *name);

// The mark in a domain's XML as a new string, or NULL for a domain that is not ours.
char *domain_xml_mark(const char *xml);

#endif
