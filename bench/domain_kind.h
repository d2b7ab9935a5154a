// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of libvirt domain needs of Fullhouse: what it boots from, the buses of its disks,
// the line on which its agent speaks, its clock. One table; docs/platforms.md tells which rows were
// tried and which were only held against libvirt's schema.
#ifndef FULLHOUSE_BENCH_DOMAIN_KIND_H
#define FULLHOUSE_BENCH_DOMAIN_KIND_H

#include <stdbool.h>

#include "common/model/boot_way.h"

struct err;

enum { DOMAIN_KIND_WAYS = 3, DOMAIN_KIND_FIRMWARES = 2 };

struct domain_kind {
    const char *platform; // its name in the table of platforms
    const char *type;     // libvirt's domain type
    bool is_qemu; // QEMU's own: what it boots from, and a port to speak over, are our choice
    bool is_emulated;
    // The driver.
    const char *schemes; // of the URIs it answers to, parted by blanks, as "xen"
    const char *example; // a URI; "" where none is needed
    const char *deaf;    // why nothing can be heard of its guests, a sentence; NULL: it can
    bool is_late;        // it cannot start a guest paused: its agent speaks before anyone listens
    // The machine.
    const char *os_type;                   // libvirt's: "hvm", "linux", "xenpvh"
    const char *machine;                   // "" for the driver's own
    enum boot_from ways[DOMAIN_KIND_WAYS]; // the first is the default; AUTO: no more
    enum boot_firmware
        firmwares[DOMAIN_KIND_FIRMWARES]; // likewise; none for a kernel it runs itself
    const char *cdrom_bus, *cdrom_target;
    const char *disk_bus, *disk_target;
    const char *line;  // libvirt's type of the serial line: "pty", "nmdm", "pipe"
    const char *clock; // offset, "" for the driver's own
    // The guest. Comma-separated device files, the first that is there, where no virtio port is.
    const char *channel;
    const char *words; // of its kernel: where its console goes, so that it keeps off the channel
};

extern const struct domain_kind domain_kind_table[];
extern const unsigned domain_kind_count;

// The one of a platform, or NULL: it has no domains.
const struct domain_kind *domain_kind_find(const char *platform);

// What becomes of a wish: AUTO is resolved by the table. 0, or -EINVAL for what the kind cannot do,
// with what it can.
int domain_kind_boot(const struct domain_kind *kind, const struct boot_way *wish,
                     struct boot_way *ret_way, struct err *err);

// Whether the guests of a machine that boots so speak over a serial line, not over a virtio port.
bool domain_kind_speaks_serial(const struct domain_kind *kind, const struct boot_way *way);

// Whether a connection to uri ("" the embedded driver) can start such domains and hear them. 0;
// -EINVAL for another driver's URI; -ENOTSUP where none is given that is needed, or its driver has
// no way to hear a guest.
int domain_kind_check_uri(const struct domain_kind *kind, const char *uri, struct err *err);

#endif
